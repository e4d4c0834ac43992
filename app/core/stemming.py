"""English stems by the Snowball algorithm, which searching and scoring share."""

import Stemmer

# It changes while it stems, but only with the interpreter held: threads can share it.
_ENGLISH = Stemmer.Stemmer("english", 0)


def english_stem(word: str) -> str:
    """The stem of a word in small letters, `running` to `run`."""
    return str(_ENGLISH.stemWord(word))

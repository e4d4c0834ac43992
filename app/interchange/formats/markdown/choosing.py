"""The options of one question and which is correct, from what its parts say."""

import re

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.labels import label_at, letters_in, letters_marked
from app.interchange.formats.markdown.parts import Parts, items_of

_ONLY_LETTERS = re.compile(
    r"\b(?:the|correct|answers?|options?|choices?|is|are|and|[A-Ja-j])\b|[\s,&/+.:;()\[\]*_`]",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(r"(?P<fence>`{3,}|~{3,})[\w-]*\n(?P<text>[^\n]+)\n(?P=fence)(?:\n|$)")
_MOST = 8  # options that a list without marks may have


def options_and_answer(
    parts: Parts, answer: str, *, is_choice: bool = False
) -> tuple[tuple[OptionDocument, ...], str]:
    """The options, and the answer: what explains them, else the correct ones themselves.

    `is_choice` is whether the file offers options nearly everywhere: a list that is all that
    stands below a question is then one of options, though none of them is marked.
    """
    if parts.options is None:
        texts = items_of(answer) if is_choice and "answer" not in parts.texts else None
        if texts and 1 < len(texts) <= _MOST:
            return tuple(map(OptionDocument, texts)), ""
        return (), answer
    after = "\n\n".join(parts.after_options)
    told, right = _without_letters(answer), letters_in(answer)
    key, _, behind = answer.partition("\n\n")
    if marked := letters_marked(key):
        told, right = behind.strip(), marked
    if not right and (named := parts.options.letters_of(key)):
        told, right = behind.strip(), named
    if shown := _CODE_LINE.match(after):
        # the answer stands in a fence of its own, by its letter or by its text
        label = label_at(shown["text"])
        key = shown["text"][label.end if label else 0 :]
        if named := letters_in(key) or parts.options.letters_of(key):
            right, after = named, after[shown.end() :].strip()
    options = parts.options.with_correct(right).options
    first, _, rest = told.partition("\n")
    if first.strip(" .()*_`").isdigit():
        told = rest.strip()  # a key that is only the number of an option
    correct = "\n".join(option.text for option in options if option.correct)
    return options, told or "\n\n".join(filter(None, (correct, after)))


def _without_letters(answer: str) -> str:
    """An answer without a first line that only names letters: the options say which they are."""
    first, _, rest = answer.partition("\n")
    if letters_in(first) and not _ONLY_LETTERS.sub("", first):
        return rest.strip()
    return answer

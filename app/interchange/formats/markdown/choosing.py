"""The options of one question and which is correct, from what its parts say."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.habits import Habits
from app.interchange.formats.markdown.labels import label_at, letters_in, letters_marked
from app.interchange.formats.markdown.listed import (
    MOST,
    chosen_by,
    first_list,
    last_list,
    one_in_bold,
)
from app.interchange.formats.markdown.options.option_list import Options, marked
from app.interchange.formats.markdown.parts import Parts, items_of

_ONLY_LETTERS = re.compile(
    r"\b(?:the|correct|answers?|options?|choices?|is|are|and|[A-Ja-j])\b|[\s,&/+.:;()\[\]*_`]",
    re.IGNORECASE,
)
# "A and C are correct because they are cheap"
_VERDICT = re.compile(
    r"^[-*+ ]{0,4}(?:\*\*)?(?:(?:Option|Answer|Choice)s? )?(?P<letters>[A-J](?:,? (?:and|&|or) [A-J]|, [A-J]){0,4})(?:\*\*)? (?:is|are) "
    r"(?P<verdict>(?:not (?:the )?)?(?:in)?correct|right|wrong)\b",
    re.MULTILINE,
)
# "✅ **B**" or "👉 B) iron" below the options
_POINTED = re.compile(
    r"[✅✔☑👉➡→]\ufe0f?\s{0,3}(?:\*\*)?\(?(?P<letter>[A-Ja-j])(?:[).:]|\*\*|$)[^\n]*(?:\n|$)"
)
_CODE_LINE = re.compile(r"(?P<fence>`{3,}|~{3,})[\w-]*\n(?P<text>[^\n]+)\n(?P=fence)(?:\n|$)")


class Choice(NamedTuple):
    """What is offered, and the texts of the question without it."""

    options: tuple[OptionDocument, ...]
    body: str
    answer: str


def choice_of(parts: Parts, body: str, answer: str, habits: Habits) -> Choice:
    """The options, and the answer: what explains them, else the correct ones themselves.

    Where the file offers options nearly everywhere, a list that is all that stands below a
    question is one of options, though none of them is marked; and where one item of nearly every
    list is in bold, that is the correct one.
    """
    if parts.options is not None:
        options, answer = _marked_options(parts, parts.options, answer)
        return Choice(options, body, answer)
    if "answer" in parts.texts:
        above, items = last_list(body)
        if options := chosen_by(answer, items):
            return Choice(options, above, _explaining(options, _without_letters(answer)))
        return Choice((), body, answer)
    if habits.bolds_correct and one_in_bold(parts.unlabelled):
        items, below = first_list(parts.unlabelled)
        options = marked(items)
        return Choice(options, parts.text("body"), _explaining(options, below))
    texts = items_of(answer) if habits.offers_options else None
    if texts and 1 < len(texts) <= MOST:
        return Choice(tuple(map(OptionDocument, texts)), body, "")
    return Choice((), body, answer)


def _explaining(options: Sequence[OptionDocument], text: str) -> str:
    """What explains a choice, or else its correct options."""
    bare = text.strip(" .()*_`")
    if bare.isdigit() or not bare:
        return "\n".join(option.text for option in options if option.correct)
    return text


def _marked_options(
    parts: Parts, run: Options, answer: str
) -> tuple[tuple[OptionDocument, ...], str]:
    after = "\n\n".join((*run.notes, *parts.after_options))
    told, right = _without_letters(answer), letters_in(answer)
    key, _, behind = answer.partition("\n\n")
    if not right:
        # an explanation may come first, and the letter below it
        above, _, last = answer.rpartition("\n")
        label = label_at(last)
        if label is not None and label.part == "answer":
            told, right = above.strip(), letters_in(label.rest or last[label.end :])
    if not right:
        right = _called_correct("\n\n".join(filter(None, (answer, after))))
    if marked := letters_marked(key):
        told, right = behind.strip(), marked
    named = run.letters_of(key)
    if not (named or right) and (named := run.letters_of(key.partition("\n")[0])):
        behind = answer.partition("\n")[2]
    if len(named) > len(right):
        told, right = behind.strip(), named
    if shown := _CODE_LINE.match(after):
        # the answer stands in a fence of its own, by its letter or by its text
        label = label_at(shown["text"])
        key = shown["text"][label.end if label else 0 :]
        if named := letters_in(key) or run.letters_of(key):
            right, after = named, after[shown.end() :].strip()
    if not right and (pointed := _POINTED.match(after)):
        right, after = (pointed["letter"].upper(),), after[pointed.end() :].strip()
    options = run.with_correct(right).options
    first, _, rest = told.partition("\n")
    if first.strip(" .()*_`").isdigit():
        told = rest.strip()  # a key that is only the number of an option
    correct = "\n".join(option.text for option in options if option.correct)
    return options, told or "\n\n".join(filter(None, (correct, after)))


def _called_correct(text: str) -> tuple[str, ...]:
    """The letters that an explanation of all options calls correct: "B is correct because ..."."""
    said = [
        (line["letters"], line["verdict"].casefold().startswith(("not", "in", "wrong")))
        for line in _VERDICT.finditer(text)
    ]
    if len(said) < 2:
        return ()
    return tuple(
        letter
        for letters, wrong in said
        if not wrong
        for letter in re.findall(r"\b[A-J]\b", letters)
    )


def _without_letters(answer: str) -> str:
    """An answer without a first line that only names letters: the options say which they are."""
    first, _, rest = answer.partition("\n")
    if letters_in(first) and not _ONLY_LETTERS.sub("", first):
        return rest.strip()
    return answer

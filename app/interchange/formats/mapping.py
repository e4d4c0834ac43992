"""Mapping: which fields the columns of a table, or the keys of a record, hold beside each other."""

import re
from collections.abc import Iterable, Mapping

from app.interchange.formats.columns import (
    COUNTED,
    LONGEST_NAME,
    RANK,
    SEVERAL,
    field_named,
    known_field,
    normal,
    ordinal,
)

_ANSWER_NUMBERED = re.compile(r"(?:correct )?answer\s?([1-9])")
# A header of a sentence, such as a form asks: "What would a good answer say?"
_IN_WORDS = {
    "hints": re.compile(r"\b(?:hints?|clues?)\b"),
    "correct": re.compile(r"\b(?:correct|right) answers?\b"),
    "difficulty": re.compile(r"\b(?:hard|difficult|difficulty|level|seniority)\b"),
    "answer": re.compile(r"\b(?:answers?|hear|listen for|look(?:ing)? for|respond|response)\b"),
    "category": re.compile(r"\b(?:topic|category|area|subject)\b"),
    "question": re.compile(r"\b(?:questions?|ask)\b"),
}
_OF_NO_TEXT = re.compile(
    r"\b(?:number|no|id|count|type(?! (?:in|your|the|an?)\b)|date|by|who|when|score|points?|time|image|url|link|author|anything"
    r"|correct|options?|choices?|wrong|your (?:name|email|team))\b"
)
STANDING_IN = {"statement": None, "summary": "issue key"}
"""What asks where nothing else does, beside a name that has to be there too: a statement to be
called true or false, a ticket."""
ANSWERING = (
    "expected", "expect", "expectation", "expectations", "expected result", "expected output",
    "expected outcome", "reply",
)  # fmt: skip
"""What answers beside a question where nothing else does; elsewhere it says what a test expects."""
_BY_LENGTH = ("short", "brief", "detailed", "long", "full")
CODE = ("code", "code snippet", "snippet", "code example", "example code")
"""Names of code, that stands beside a text."""
_REMARKS = frozenset(
    ("notes", "comment", "kommentar", "anmerkung", "commentaire", "comentario", "comentário")
)
_CHOOSING = re.compile(r"option|correct|wrong")
_FEWEST_WORDS = 3  # of a header that is a sentence
_LETTER = re.compile(r"[a-j]|[1-9]")


def mapped(headers: Iterable[str], overrides: Mapping[str, str]) -> dict[str, str]:
    """Map headers to fields; those without one are left out.

    `overrides` comes from a profile and wins; a field of `-` leaves a column out on purpose.
    Raises `BadProfile` where an override names no field.
    """
    wanted = {normal(name): known_field(field, name) for name, field in overrides.items()}
    columns = _Columns(list(headers), wanted)
    columns.take_known()
    columns.let_others_stand_in()
    columns.take_code()
    columns.take_sentences()
    columns.leave_remarks()
    return {
        header: columns.fields[header] for header in columns.headers if header in columns.fields
    }


class _Columns:
    """The columns of one table while their fields are found, the surest first."""

    def __init__(self, headers: list[str], wanted: Mapping[str, str]) -> None:
        self.headers = headers
        self.names = [normal(header) for header in headers]
        self.wanted = wanted
        self.fields: dict[str, str] = {}
        self.taken = {field for name, field in wanted.items() if name in self.names}
        # letters are options where several stand side by side
        self._lettered = any(
            first in self.names and following in self.names for first, following in ("ab", "12")
        )

    def _take(self, header: str, field: str) -> None:
        self.fields[header] = field
        self.taken.add(field)

    def take_known(self) -> None:
        """The columns whose names, or whose places in a profile, say what they hold."""
        bases: dict[str, str] = {}
        by_rank = sorted(range(len(self.names)), key=lambda n: RANK.get(self.names[n], len(RANK)))
        for header, name in ((self.headers[n], self.names[n]) for n in by_rank):
            if name in self.wanted:
                if self.wanted[name] != "-":
                    self.fields[header] = self.wanted[name]
                continue
            field = self._field(header, name)
            if field is None or (field in self.taken and bases.get(field) != _base(name)):
                continue
            self._take(header, field)
            bases.setdefault(field, _base(name) if field in SEVERAL else "")

    def _field(self, header: str, name: str) -> str | None:
        if self._lettered and _LETTER.fullmatch(name):
            return f"option:{ordinal(name)}"
        if self._lettered and (match := _ANSWER_NUMBERED.fullmatch(name)):
            return f"correct:{match[1]}"  # beside lettered options, numbered answers are keys
        field = field_named(header)
        if field == "correct" and field in self.taken and name.endswith(("answer", "answers")):
            return "answer"  # beside the key of a choice, what answers other questions
        return field

    def let_others_stand_in(self) -> None:
        """What asks or answers where no column that is called so does."""
        names = self.names
        for name, beside in STANDING_IN.items():
            asked = bool(self.taken & {"title", "question"})
            if not asked and name in names and (not beside or beside in names):
                self.fields[self.headers[names.index(name)]] = "question"
        answering = [name for name in ANSWERING if name in names][:1]
        answering = answering or [name for name in _BY_LENGTH if name in names][:2]
        answered = self.taken & {"answer", "explanation", "correct", "options"}
        if "question" in self.taken and not answered:
            for name, field in zip(answering, ("answer", "explanation"), strict=False):
                self._take(self.headers[names.index(name)], field)
        if "exp" in names and self._chooses() and "explanation" not in self.taken:
            self.fields.setdefault(self.headers[names.index("exp")], "explanation")

    def _chooses(self) -> bool:
        return any(map(_CHOOSING.match, self.taken))

    def take_code(self) -> None:
        """Code beside the text of a task, which solves it unless something else does."""
        for header, name in zip(self.headers, self.names, strict=True):
            known = header in self.fields or name in self.wanted
            if name in CODE and not known and "body" in self.taken:
                solved = self.taken & {"answer", "correct", "options"}
                self._take(header, "body" if solved else "answer")

    def take_sentences(self) -> None:
        """Headers of several words that speak of a field; one with a full stop is said."""
        for header in self.headers:
            if header in self.fields or header.rstrip().endswith("."):
                continue
            if (field := _in_words(header)) and field not in self.taken:
                self._take(header, field)

    def leave_remarks(self) -> None:
        """Leave out notes beside an answer: they are somebody's own. Beside options they say why
        one is right.
        """
        if "answer" in self.taken and not self._chooses():
            own = _REMARKS - self.wanted.keys()
            fields = self.fields.items()
            self.fields = {header: one for header, one in fields if normal(header) not in own}


def _base(name: str) -> str:
    """A name without the number that it ends in."""
    match = COUNTED.fullmatch(name)
    return match[1] if match else name


def _in_words(header: str) -> str | None:
    """The field that a header of a sentence speaks of."""
    name = normal(header)
    words = len(name.split()) + header.rstrip().endswith("?")
    if len(name) > LONGEST_NAME or words < _FEWEST_WORDS:
        return None
    if _IN_WORDS["correct"].search(name):
        return "correct"
    if _OF_NO_TEXT.search(name):
        return None
    return next((field for field, words in _IN_WORDS.items() if words.search(name)), None)

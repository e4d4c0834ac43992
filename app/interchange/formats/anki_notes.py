"""Anki notes made documents: the fields of a note type, HTML and cloze deletions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.interchange.document import Finding, Piece, QuestionDocument
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.mapping import mapped
from app.interchange.formats.markup import named_and_asked, plain, readable, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Mapper, Record
from app.interchange.formats.spool import Spool
from app.interchange.formats.values import first_text

_CLOZE = re.compile(r"\{\{c\d{1,3}::|::|\}\}")
_DEEPEST_CLOZE = 8  # clozes in one another; what begins deeper is text
MOST_FIELDS = 500
"""Of a note: no type of notes has more."""
MOST_DECKS = 100
"""Of which one lies in the other."""
_MOST_LEVELS, _LONGEST_LEVEL = 10_000, 60  # that are looked at to find their scale
_OPTION = re.compile(r"Q_\d{1,2}")
_FLAGS = re.compile(r"[01](?: [01]){1,40}")
_SOUND = re.compile(r"\[sound:[^\[\]]{1,300}\]")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its fields by name, in the order of its type, and where it was found."""

    fields: Mapping[str, str]
    line: int
    guid: str | None = None
    tags: Sequence[str] = ()
    deck: tuple[str, ...] = ()


def read_notes(notes: Iterable[Note], profile: Profile, *, is_html: bool = True) -> Iterator[Piece]:
    """Documents of notes, in order, and findings. The first field asks and the second answers,
    unless names say else. Fields that are no HTML are taken to the letter. Raises
    `UnreadableFile` for a deck that lies in too many others."""
    kinds: dict[tuple[str, ...], _Kind] = {}
    sounding: list[int] = []  # the first and the last line of a note with sounds
    with Spool[_Put]() as waiting:
        for note in notes:
            if len(note.deck) > MOST_DECKS:
                message = f"a deck below more than {MOST_DECKS} others"
                raise UnreadableFile(message, line=note.line)
            if any("image-occlusion:" in text for text in note.fields.values()):
                message = "a picture with covered parts has no text that asks"
                yield Finding("unsupported-type", message, note.line, note.line, "warning")
                continue
            if any(_SOUND.search(text) for text in note.fields.values()):
                sounding = [*sounding[:1], note.line]
            names = tuple(note.fields)
            kind = kinds.get(names) or kinds.setdefault(names, _Kind(names, profile))
            record = _record(note, kind.chosen, is_html=is_html)
            kind.see(record)
            waiting.add(_Put(names, replace(note, fields={}), record))
        mappers = {names: Mapper(kind.profile, kind.levels) for names, kind in kinds.items()}
        for put in waiting:
            mappers[put.names].learn_numbering((put.record,))
        for put in waiting:
            document, told = mappers[put.names].document(put.record)
            yield from told
            if document is not None:
                yield _finished(document, put.note, profile)
    for mapper in mappers.values():
        yield from mapper.unmapped()
    if sounding:
        message = "sounds in notes are not imported"
        yield Finding("file-not-imported", message, sounding[0], sounding[-1])


@dataclass(frozen=True, slots=True)
class _Put:
    """A note that was put aside: the names of its fields, all else of it, and its record."""

    names: tuple[str, ...]
    note: Note
    record: Record


class _Kind:
    """A type of notes: what its fields mean, and the levels that its notes state."""

    def __init__(self, names: tuple[str, ...], profile: Profile) -> None:
        self.chosen = _fields(names, profile)
        self.profile = replace(profile, columns={**self.chosen, **profile.columns})
        fields = mapped(names, self.profile.columns)
        self._stating = [name for name, field in fields.items() if field == "difficulty"]
        self.levels: set[str] = set()

    def see(self, record: Record) -> None:
        """Remember what a note says of its level."""
        said = (first_text(record.values.get(name)) for name in self._stating)
        if len(self.levels) < _MOST_LEVELS:
            self.levels.update(text for text in said if text and len(text) <= _LONGEST_LEVEL)


def _fields(names: Sequence[str], profile: Profile) -> dict[str, str]:
    """The fields that a note type's names mean; the first two where they mean nothing."""
    fields = mapped(names, profile.columns)
    named = "question" in fields.values()
    chosen = {
        name: "question" if field == "title" and not named else field
        for name, field in fields.items()
        if field != "body"
    }
    if "Q_1" in names and "Answers" in names:  # a type of notes that is all choices
        chosen["Answers"] = "correct"
        chosen |= {name: f"option:{name[2:]}" for name in names if _OPTION.fullmatch(name)}
        chosen |= {name: "explanation" for name in names if name == "Extra 1"}
    if "question" not in chosen.values() and names:
        chosen[names[0]] = "question"
    if "answer" not in chosen.values() and len(names) > 1:
        second = next((name for name in names if name not in chosen), None)
        if second is not None:
            chosen[second] = "answer"
    return chosen


def _record(note: Note, chosen: Mapping[str, str], *, is_html: bool) -> Record:
    values: dict[str, object] = {}
    gaps = ""
    as_html = partial(title_and_body, is_html=True)
    asked, said = (as_html, readable) if is_html else (named_and_asked, str)
    for name, text in note.fields.items():
        text = _SOUND.sub("", text).strip()
        if chosen.get(name) == "question":
            shown, hidden = with_gaps(text)
            title, body = asked("", shown)
            values[name] = title
            if body and body != title:
                values["body"] = body
            gaps = "\n".join(dict.fromkeys(map(plain, hidden)))
        elif text or chosen.get(name) == "answer":  # without one the text would be told as it
            spaced = chosen.get(name) == "tags" and "," not in text
            values[name] = text.split() if spaced else said(text)
        if chosen.get(name) == "correct" and _FLAGS.fullmatch(text):
            values[name] = [flag == "1" for flag in text.split()]
    if gaps:
        name = next((one for one in values if chosen.get(one) == "answer"), "answer")
        values[name] = "\n\n".join(filter(None, (gaps, str(values.get(name, "")))))
    return Record(values, note.line, note.line, note.deck)


@dataclass(slots=True)
class _Cloze:
    """A cloze that has begun: how it was written, what it says, and what it shows instead."""

    start: str
    said: str = ""
    hint: str | None = None


def with_gaps(text: str) -> tuple[str, list[str]]:
    """A text with its clozes (`{{c1::iron::a metal}}`) shown as gaps (`[a metal]`), and what
    belongs in them. One in another belongs to that."""
    open_ones = [_Cloze("")]
    hidden: list[str] = []
    at = 0
    for mark in _CLOZE.finditer(text):
        inner = open_ones[-1]
        _say(inner, text[at : mark.start()])
        at = mark.end()
        if mark[0] == "}}" and len(open_ones) > 1:
            open_ones.pop()
            if len(open_ones) == 1:
                hidden.append(inner.said)
                _say(open_ones[-1], f"[{inner.hint or '…'}]")
            else:
                _say(open_ones[-1], inner.said)
        elif mark[0].startswith("{") and len(open_ones) <= _DEEPEST_CLOZE:
            open_ones.append(_Cloze(mark[0]))
        elif mark[0] == "::" and len(open_ones) > 1 and inner.hint is None:
            inner.hint = ""
        else:
            _say(inner, mark[0])
    _say(open_ones[-1], text[at:])
    unclosed = (
        f"{one.start}{one.said}{'' if one.hint is None else f'::{one.hint}'}" for one in open_ones
    )
    return "".join(unclosed), hidden


def _say(cloze: _Cloze, text: str) -> None:
    if cloze.hint is None:
        cloze.said += text
    else:
        cloze.hint += text


def _finished(document: QuestionDocument, note: Note, profile: Profile) -> QuestionDocument:
    tags = (*document.tags, *(tag for tag in note.tags if tag))
    return replace(
        document,
        tags=tuple(dict.fromkeys(tags)),
        external_id=note.guid or document.external_id,
        category=document.category or (note.deck[-1] if note.deck else profile.category),
    )

"""Anki notes made documents: the fields of a note type, HTML and cloze deletions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.interchange.document import Finding, QuestionDocument
from app.interchange.formats.columns import mapped
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.markup import named_and_asked, plain, readable, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool

# One goes no further than the next begins, so that many without an end take no longer.
_CLOZE = re.compile(
    r"\{\{c\d{1,3}::((?:(?!\{\{c\d|\}\}|::).){0,4000})(?:::((?:(?!\{\{c\d|\}\}).){0,400}))?\}\}",
    re.DOTALL,
)
MOST_FIELDS = 500
"""Of a note: no type of notes has more."""
MOST_DECKS = 100
"""Of which one lies in the other."""
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


def read_notes(
    notes: Iterable[Note], profile: Profile, *, is_html: bool = True
) -> tuple[list[QuestionDocument], list[Finding]]:
    """Documents of notes. The first field asks and the second answers, unless names say else.
    Fields that are no HTML are taken to the letter. Raises `UnreadableFile` for a deck that
    lies in too many others."""
    documents: list[QuestionDocument] = []
    findings: list[Finding] = []
    by_type: dict[tuple[str, ...], list[Note]] = {}
    sounding: list[int] = []
    for note in notes:
        if any(_SOUND.search(text) for text in note.fields.values()):
            sounding = [*sounding[:1], note.line]
        if len(note.deck) > MOST_DECKS:
            message = f"a deck below more than {MOST_DECKS} others"
            raise UnreadableFile(message, line=note.line)
        by_type.setdefault(tuple(note.fields), []).append(note)
    for names in [*by_type]:
        members = by_type.pop(names)
        chosen = _fields(names, profile)
        typed = replace(profile, columns={**chosen, **profile.columns})
        with Spool(_record(note, chosen, is_html=is_html) for note in members) as records:
            by_line = {note.line: replace(note, fields={}) for note in members}
            members.clear()
            for piece in read_records(records, typed):
                if isinstance(piece, Finding):
                    findings.append(piece)
                else:
                    documents.append(_finished(piece, by_line[piece.line_start], profile))
    documents.sort(key=lambda one: one.line_start)
    if sounding:
        message = "sounds in notes are not imported"
        findings.append(Finding("file-not-imported", message, sounding[0], sounding[-1]))
    return documents, findings


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
            title, body = asked("", _CLOZE.sub(lambda one: f"[{one[2] or '…'}]", text))
            hidden = [plain(one[0]) for one in _CLOZE.findall(text)]
            values[name] = title
            if body and body != title:
                values["body"] = body
            gaps = "\n".join(dict.fromkeys(hidden))
        elif text or chosen.get(name) == "answer":  # without one the text would be told as it
            spaced = chosen.get(name) == "tags" and "," not in text
            values[name] = text.split() if spaced else said(text)
        if chosen.get(name) == "correct" and _FLAGS.fullmatch(text):
            values[name] = [flag == "1" for flag in text.split()]
    if gaps:
        name = next((one for one in values if chosen.get(one) == "answer"), "answer")
        values[name] = "\n\n".join(filter(None, (gaps, str(values.get(name, "")))))
    return Record(values, note.line, note.line, note.deck)


def _finished(document: QuestionDocument, note: Note, profile: Profile) -> QuestionDocument:
    tags = (*document.tags, *(tag for tag in note.tags if tag))
    return replace(
        document,
        tags=tuple(dict.fromkeys(tags)),
        external_id=note.guid or document.external_id,
        category=document.category or (note.deck[-1] if note.deck else profile.category),
    )

"""Anki decks as text: notes exported as tab-separated lines, and decks as JSON (CrowdAnki)."""

import csv
import io
from collections.abc import Iterator, Mapping

from app.interchange.document import Finding, Reading
from app.interchange.formats.anki_notes import MOST_DECKS, MOST_FIELDS, Note, read_notes
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.evidence import asks
from app.interchange.formats.json_text import parse
from app.interchange.formats.lines import Located
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import bounded, decode
from app.interchange.formats.titles import read_title

_SEPARATORS = {
    "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ",
}  # fmt: skip
_BARE = (";", "|")  # in files without a header; a comma stands in prose too
_SEEN = 4096  # bytes
_FEWEST, _ASKING = 2, 0.9
_DEEPEST = 30


class AnkiText:
    """Notes in plain text, one to a line, mostly below lines such as `#separator:tab`."""

    name = "anki-text"
    suffixes = (".txt",)
    media_types = ("text/plain",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins with one of Anki's own header lines, or all its notes ask."""
        head = data[:_SEEN].removeprefix(b"\xef\xbb\xbf")
        if head.startswith((b"#separator:", b"#html:", b"#notetype", b"#deck", b"#columns:")):
            return True
        text = head.decode("utf-8", "replace")
        return _separator(text) in _BARE and _all_ask(text)

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the notes. Raises `UnreadableFile` for bytes that are no text."""
        text = bounded(decode(data).text)
        header: dict[str, str] = {}
        count = start = 0
        while text.startswith("#", start) and ":" in (line := _line_at(text, start)):
            key, _, value = line[1:].partition(":")
            header[key.strip().casefold()] = value
            count, start = count + 1, start + len(line) + 1
        is_html = header.get("html", "true").strip().casefold() != "false"
        text = text[start:]
        documents, findings = read_notes(_notes(text, count + 1, header), profile, is_html=is_html)
        if count:
            message = "lines that say how the notes are written"
            findings.insert(0, Finding("header", message, 1, count))
        return Reading(tuple(documents), tuple(findings))


class AnkiJson:
    """A deck as JSON: note models, notes and the decks below it."""

    name = "anki-json"
    suffixes = (".json",)
    media_types = ("application/json",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file names note models, decks or note ids as such exports do."""
        if b'"note_models"' in data or (b'"__type__"' in data and b'"Deck"' in data):
            return True
        return b'"noteId"' in data and b'"fields"' in data

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the notes of all decks. Raises `UnreadableFile` for bad JSON or another shape."""
        deck = parse(decode(data).text)
        if isinstance(deck, list) or (
            isinstance(deck, Located) and isinstance(deck.get("result"), list)
        ):
            notes = deck if isinstance(deck, list) else deck["result"]
            deck = Located(notes=notes)
        if not isinstance(deck, Located):
            raise UnreadableFile("expected a deck: a mapping with notes")
        models: dict[str, list[str]] = {}
        _collect_models(deck, models, 0)
        findings: list[Finding] = []
        notes = list(_deck_notes(deck, (), models, findings, 0))
        documents, told = read_notes(notes, profile)
        return Reading(tuple(documents), (*findings, *told))


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def _notes(text: str, first: int, header: Mapping[str, str]) -> Iterator[Note]:
    separator = header.get("separator", _separator(text)).strip()
    delimiter = _SEPARATORS.get(separator.casefold(), separator[:1] or "\t")
    named = header.get("columns", "").split(delimiter) if header.get("columns") else []
    special = {
        _index(header.get(f"{what} column")): what for what in ("tags", "deck", "guid", "notetype")
    }
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = first
    try:
        for cells in reader:
            start, line = line, first + reader.line_num
            if len(cells) > MOST_FIELDS:
                raise _too_wide(start)
            found: dict[str, str] = {}
            fields: dict[str, str] = {}
            for index, cell in enumerate(cells):
                if index in special:
                    found[special[index]] = cell
                else:
                    known = named[index].strip() if index < len(named) else ""
                    fields[known or f"field {len(fields) + 1}"] = cell
            if any(map(str.strip, fields.values())):
                path = (found.get("deck") or header.get("deck", "")).strip()
                deck = tuple(path.split("::", MOST_DECKS))
                tags = f"{header.get('tags', '')} {found.get('tags', '')}".split()
                yield Note(fields, start, found.get("guid"), tags, tuple(filter(None, deck)))
    except csv.Error as error:
        raise UnreadableFile(f"line {line}: not a table of notes: {error}", line=line) from None


def _separator(text: str) -> str:
    """What stands between the fields of notes whose file does not say so, by the first of them."""
    line = _line_at(text, 0)
    return next((one for one in ("\t", *_BARE) if one in line), "\t")


def _all_ask(text: str) -> bool:
    """Whether these are notes of equally many fields, of which all ask in the first."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=_separator(text)) if row]
    except csv.Error:
        return False
    rows = rows[: max(len(rows) - 1, _FEWEST)]  # the last may be cut off
    return len(rows) >= _FEWEST and all(
        len(row) == len(rows[0]) and asks(read_title(row[0])) >= _ASKING for row in rows
    )


def _too_wide(line: int) -> UnreadableFile:
    return UnreadableFile(f"line {line}: a note of more than {MOST_FIELDS} fields", line=line)


def _index(text: str | None) -> int:
    """The place of a column from its number, from 1; -1 for what is none."""
    number = (text or "").strip()
    return int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 4 else -1


def _collect_models(deck: Located, models: dict[str, list[str]], depth: int) -> None:
    """Names of the fields of every note model, by its identifier."""
    for model in _located(deck.get("note_models")):
        fields = [str(field.get("name", "")) for field in _located(model.get("flds"))]
        models[str(model.get("crowdanki_uuid", model.get("uuid", model.get("id", ""))))] = fields
    if depth < _DEEPEST:
        for child in _located(deck.get("children")):
            _collect_models(child, models, depth + 1)


def _deck_notes(
    deck: Located,
    path: tuple[str, ...],
    models: Mapping[str, list[str]],
    findings: list[Finding],
    depth: int,
) -> Iterator[Note]:
    if depth > _DEEPEST:
        raise UnreadableFile("decks are nested too deeply")
    names = str(deck.get("name", "")).split("::")
    path = (*path, *(name for name in names if name and name not in path))
    findings += _left_out(deck)
    for note in _located(deck.get("notes")):
        raw = note.get("fields")
        if isinstance(raw, list | dict) and len(raw) > MOST_FIELDS:
            raise _too_wide(note.start)
        names = models.get(str(note.get("note_model_uuid", note.get("note_model_id", ""))), [])
        if isinstance(raw, dict):
            fields = {str(key): _value(value) for key, value in raw.items()}
        elif isinstance(raw, list):
            fields = {
                names[index] if index < len(names) else f"field {index + 1}": str(value)
                for index, value in enumerate(raw)
            }
        else:
            message = "a note without fields"
            findings.append(Finding("no-question", message, note.start, note.end, "warning"))
            continue
        tags = note.get("tags")
        guid = note.get("guid") or note.get("noteId")
        yield Note(
            fields, note.start, str(guid) if guid else None,
            [str(tag) for tag in tags] if isinstance(tags, list) else str(tags or "").split(), path,
        )  # fmt: skip
    for child in _located(deck.get("children")):
        yield from _deck_notes(child, path, models, findings, depth + 1)


def _left_out(deck: Located) -> Iterator[Finding]:
    """What a deck holds besides notes and the decks below it."""
    lines = deck.start, deck.end
    if str(deck.get("desc") or "").strip():
        yield Finding("not-a-question", "what the deck says of itself", *lines)
    if files := deck.get("media_files"):
        count = len(files) if isinstance(files, list) else 1
        yield Finding("file-not-imported", f"{count} media files are not imported", *lines)
    notes = deck.get("notes")
    if notes is not None and (others := _length(notes) - len(_located(notes))):
        message = f"{others} of its notes are no mappings with fields"
        yield Finding("no-question", message, *lines, "warning")


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 1


def _value(value: object) -> str:
    """A field's text; some exports wrap it in a mapping with its order."""
    return str(value.get("value", "")) if isinstance(value, dict) else str(value)


def _located(value: object) -> list[Located]:
    return [item for item in value if isinstance(item, Located)] if isinstance(value, list) else []

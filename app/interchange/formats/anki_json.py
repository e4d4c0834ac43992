"""Anki decks as JSON: those of CrowdAnki, and notes as programs beside Anki export them."""

from collections.abc import Iterator, Mapping

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.anki_notes import MOST_FIELDS, Note, read_notes
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_text import WINDOW, value_of
from app.interchange.formats.lines import Located
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import lines_of

_DEEPEST = 30


class AnkiJson:
    """A deck as JSON: note models, notes and the decks below it."""

    name = "anki-json"
    suffixes = (".json",)
    media_types = ("application/json",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file names note models, decks or note ids as such exports do."""
        if b'"note_models"' in data or (b'"__type__"' in data and b'"Deck"' in data):
            return True
        return b'"fields"' in data and (b'"noteId"' in data or b'"modelName"' in data)

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the notes of all decks. Raises `UnreadableFile` for bad JSON or another shape."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        lines = lines_of(data)
        with lines.open() as text:
            deck = value_of(lines.open, text, text.read(WINDOW))
        listed = deck.get("result") if isinstance(deck, Located) else deck
        if isinstance(listed, list):
            deck = Located(notes=listed)
        if not isinstance(deck, Located):
            raise UnreadableFile("expected a deck: a mapping with notes")
        models: dict[str, list[str]] = {}
        _collect_models(deck, models, 0)
        findings: list[Finding] = []
        yield from read_notes(_deck_notes(deck, (), models, findings, 0), profile)
        yield from findings


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
            message = f"line {note.start}: a note of more than {MOST_FIELDS} fields"
            raise UnreadableFile(message, line=note.start)
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
        own = note.get("deckName")
        deck_of = tuple(filter(None, str(own).split("::"))) if isinstance(own, str) else path
        yield Note(
            fields, note.start, str(guid) if guid else None,
            [str(tag) for tag in tags] if isinstance(tags, list) else str(tags or "").split(), deck_of,
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
    if notes is not None:
        whole = len(notes) if isinstance(notes, list) else 1
        if others := whole - sum(1 for _ in _located(notes)):
            message = f"{others} of its notes are no mappings with fields"
            yield Finding("no-question", message, *lines, "warning")


def _value(value: object) -> str:
    """A field's text; some exports wrap it in a mapping with its order."""
    return str(value.get("value", "")) if isinstance(value, dict) else str(value)


def _located(value: object) -> Iterator[Located]:
    return (
        item for item in (value if isinstance(value, list) else ()) if isinstance(item, Located)
    )

"""Anki packages (.apkg, .colpkg): a zip archive with a SQLite collection of notes.

The collection comes from anywhere, so it is opened in memory, may only be read, trusts nothing
in its own schema and is given a limit of rows and of work.
"""

import json
import sqlite3
from collections.abc import Iterator

import zstandard

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.anki_notes import MOST_FIELDS, Note, read_notes
from app.interchange.formats.archive import LARGEST_FILE, Archive, is_zip
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile

_COMPRESSED = "collection.anki21b"
# The newest first: beside it lies an old one, which only says that Anki is to be updated.
_COLLECTIONS = (_COMPRESSED, "collection.anki21", "collection.anki2")
_ASIDE = ("media", "meta")
_LARGEST_WINDOW = 1 << 27  # bytes that the compression may look back
_MOST_NOTES = 200_000
_LONGEST_TEXT = 5_000_000  # characters of one value
_LONGEST_TEXTS = LARGEST_FILE  # of all notes: columns can be computed from next to nothing
_MOST_STEPS = 20_000  # times 10,000 instructions of SQLite's machine
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
# What is computed may be endless before a row of it is given: sorting computes all of it.
_COMPUTED = """
SELECT 1 FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c
WHERE t.type = 'table' AND c.hidden > 1 LIMIT 1
"""
_FIELDS = "\x1f"
_SQLITE = b"SQLite format 3\0"


class AnkiPackage:
    """A package of notes; media and the schedule of reviews are not imported."""

    name = "apkg"
    suffixes = (".apkg", ".colpkg")
    media_types = ("application/apkg", "application/vnd.anki")

    def recognises(self, data: bytes) -> bool:
        """Whether the file is an archive with a collection in it."""
        return is_zip(data) and b"collection.anki2" in data

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the notes; lines are their numbers in order. Raises `UnreadableFile`."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        archive = Archive(data)
        name = next((name for name in _COLLECTIONS if name in archive.names), None)
        if name is None:
            raise UnreadableFile("the archive has no Anki collection")
        collection = archive.read(name)
        notes = _notes(_unpacked(collection) if name == _COMPRESSED else collection)
        yield from read_notes(notes, profile)
        left = [
            one for one in archive.names if not one.startswith("collection.") and one not in _ASIDE
        ]
        if left:
            message = f"{len(left)} media files are not imported"
            yield Finding("file-not-imported", message, 1, 1)


def _unpacked(data: bytes) -> bytes:
    """A collection as SQLite wrote it. Raises `UnreadableFile` for a bomb or a damaged one."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with unpacker.stream_reader(data) as stream:
            unpacked = stream.read(LARGEST_FILE + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise UnreadableFile(f"the collection cannot be unpacked: {error}") from None
    if len(unpacked) > LARGEST_FILE:
        raise UnreadableFile(f"the collection is larger than {LARGEST_FILE:,} bytes")
    return unpacked


def _notes(data: bytes) -> Iterator[Note]:
    if not data.startswith(_SQLITE):
        raise UnreadableFile("the collection is no database")
    connection = sqlite3.connect(":memory:")
    try:
        # a collection saved in WAL mode cannot be opened without its log; the log is not packed
        connection.deserialize(data[:18] + b"\1\1" + data[20:] if data[18:20] == b"\2\2" else data)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if connection.execute(_COMPUTED).fetchone():
            raise UnreadableFile("the collection has columns that are computed: no Anki makes them")
        connection.create_collation("unicase", _unicase)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_TEXT)
        connection.set_authorizer(_authorise)
        connection.set_progress_handler(_Work(), 10_000)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace").replace("\0", "")
        yield from _read(connection)
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        raise UnreadableFile(f"the collection is no database that can be read: {error}") from None
    finally:
        connection.close()


def _read(connection: sqlite3.Connection) -> Iterator[Note]:
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    if kinds.get("notes") != "table":
        raise UnreadableFile("the collection has no table of notes")
    models = _models(connection, kinds)
    decks = _decks(connection, kinds)
    rows = connection.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
    left = _LONGEST_TEXTS
    for number, (note, guid, model, tags, fields) in enumerate(rows, start=1):
        if number > _MOST_NOTES:
            raise UnreadableFile(f"the collection has more than {_MOST_NOTES:,} notes")
        left -= len(str(guid)) + len(str(tags)) + len(str(fields))
        if left < 0:
            raise UnreadableFile("the notes of the collection are larger than its file can be")
        names = models.get(str(model), [])
        values = {
            names[index] if index < len(names) else f"field {index + 1}": value
            for index, value in enumerate(str(fields).split(_FIELDS, MOST_FIELDS))
        }
        yield Note(values, number, str(guid), str(tags).split(), decks.get(note, ()))


def _models(connection: sqlite3.Connection, kinds: dict[str, str]) -> dict[str, list[str]]:
    """Names of fields by note type, from the tables of newer collections or the JSON of older."""
    models: dict[str, list[str]] = {}
    if kinds.get("fields") == "table":
        for kind, name in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            models.setdefault(str(kind), []).append(str(name))
    for key, model in _column(connection, kinds, "models"):
        fields = model.get("flds")
        if isinstance(fields, list):
            models[key] = [
                str(field.get("name", "")) for field in fields if isinstance(field, dict)
            ]
    return models


def _decks(connection: sqlite3.Connection, kinds: dict[str, str]) -> dict[int, tuple[str, ...]]:
    """The path of the deck of each note's first card."""
    names = {key: str(deck.get("name", "")) for key, deck in _column(connection, kinds, "decks")}
    if kinds.get("decks") == "table":
        for key, name in connection.execute("SELECT id, name FROM decks"):
            names[str(key)] = str(name).replace(_FIELDS, "::")
    if kinds.get("cards") != "table":
        return {}
    rows = connection.execute("SELECT nid, min(did) FROM cards GROUP BY nid LIMIT 1000000")
    return {
        note: tuple(
            part for part in names.get(str(deck), "").split("::") if part and part != "Default"
        )
        for note, deck in rows
    }


def _column(
    connection: sqlite3.Connection, kinds: dict[str, str], name: str
) -> Iterator[tuple[str, dict[str, object]]]:
    """Mappings by their id from a JSON column of the collection's only row."""
    if kinds.get("col") != "table":
        return
    row = connection.execute(f"SELECT {name} FROM col LIMIT 1").fetchone()  # noqa: S608 - our names
    try:
        value = json.loads(row[0]) if row and isinstance(row[0], str) and row[0] else {}
    except (ValueError, RecursionError):
        value = {}
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, dict):
            yield key, item


class _Work:
    """Stops a query that does more than a collection of notes can need."""

    def __init__(self) -> None:
        self.left = _MOST_STEPS

    def __call__(self) -> int:
        self.left -= 1
        return int(self.left < 0)


def _authorise(action: int, *_: object) -> int:
    if action in (*_ALLOWED, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _unicase(one: str, other: str) -> int:
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)

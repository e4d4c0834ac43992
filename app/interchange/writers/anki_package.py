"""Anki packages (.apkg): a card for each question, known again by the question's id.

The collection has the schema 11, which every version of Anki since 2.0 reads.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

from app.interchange.document import QuestionDocument
from app.interchange.writers.gift import LOST_IN_QUIZZES
from app.interchange.writers.pieces import pieces_of, zipped
from app.interchange.writers.rendering import marked_up, rendered, rendered_line

_MODEL = 1_760_000_000_001
_ROOT = 1_760_000_000_002
_ROOT_NAME = "Interview questions"
_MADE = 1_760_000_000  # seconds; the same for all collections, so that equal banks make equal ones
_FIELDS = ("Question", "Details", "Answer", "Hints")
_BETWEEN = "\x1f"
_TURN = 200  # questions between which others have their turn
# The file is there for this alone, and gone afterwards.
_UNSAFE_AND_QUICK = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
_SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
  scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
  ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
  dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
  ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
  queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
  reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
  time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
_FRONT = "<h3>{{Question}}</h3>{{Details}}"
_BACK = (
    "{{FrontSide}}<hr id=answer>{{#Hints}}<details><summary>Hints</summary>{{Hints}}</details>"
    "{{/Hints}}{{Answer}}"
)
_CSS = (
    ".card { font: 18px/1.5 system-ui, sans-serif; max-width: 42em; margin: 1em auto; }"
    " pre { white-space: pre-wrap; } code { font-size: .9em; }"
)


class AnkiWriter:
    """A note with one card for each question, in a deck for each category."""

    name = "apkg"
    suffix = ".apkg"
    media_type = "application/apkg"
    loses = ("kind", "options", *LOST_IN_QUIZZES)

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The package in pieces; none of them before all questions were read."""
        with TemporaryDirectory(prefix="qbank-") as folder:
            path = Path(folder) / "collection.anki2"
            # Each piece may be asked for by another thread, one after the other.
            collection = sqlite3.connect(path, check_same_thread=False)
            try:
                yield from _fill(collection, documents)
            finally:
                collection.close()
            with path.open("rb") as file:
                yield from zipped([("collection.anki2", pieces_of(file)), ("media", [b"{}"])])


def _fill(collection: sqlite3.Connection, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
    collection.executescript(_UNSAFE_AND_QUICK)
    collection.executescript(_SCHEMA)
    decks = {_ROOT_NAME: _ROOT}
    following: dict[int, int] = {}
    for place, document in enumerate(documents, 1):
        deck = _deck_of(document)
        parts = deck.split("::")
        for depth in range(2, len(parts) + 1):
            above = "::".join(parts[:depth])
            decks[above] = _ROOT + 1 + crc32(above.encode())
        number = note_number(document, following)
        _add(collection, document, number, decks[deck], place)
        if place % _TURN == 0:
            yield b""
    moments = (_MADE, _MADE * 1000, _MADE * 1000)
    collection.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
        (*moments, _json(_conf()), _json(_models()), _json(_decks(decks)), _json(_options())),
    )
    collection.commit()


def _deck_of(document: QuestionDocument) -> str:
    path = (document.category or "").replace("::", ":").replace('"', "'")
    return "::".join([_ROOT_NAME, *filter(None, path.split("/"))])


def note_number(document: QuestionDocument, following: dict[int, int]) -> int:
    """The note's number: the time in the question's id, in milliseconds, or the next free.

    Questions that were imported together share their milliseconds. So that they need not try
    all numbers again and again, those that are taken lead to where to go on.
    """
    number = int((document.external_id or "0").replace("-", "")[:12], 16)
    tried = []
    while number in following:
        tried.append(number)
        number = following[number]
    following.update(dict.fromkeys([*tried, number], number + 1))
    return number


def _add(
    collection: sqlite3.Connection,
    document: QuestionDocument,
    number: int,
    deck: int,
    place: int,
) -> None:
    fields = [text.replace(_BETWEEN, " ") for text in _fields(document)]
    tags = "".join(f" {'_'.join(tag.split())}" for tag in document.tags)
    checksum = int(hashlib.sha1(fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    collection.execute(
        "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
        (
            number, document.external_id, _MODEL, _MADE, f"{tags} " if tags else "",
            _BETWEEN.join(fields), fields[0], checksum,
        ),
    )  # fmt: skip
    collection.execute(
        "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        (number, number, deck, _MADE, place),
    )


def _fields(document: QuestionDocument) -> Iterator[str]:
    options = "".join(f"<li>{rendered_line(one.text)}</li>" for one in document.options)
    right = "".join(
        f"<li>{rendered_line(one.text)}</li>" for one in document.options if one.correct
    )
    hints = "".join(f"<li>{rendered_line(hint)}</li>" for hint in document.hints)
    yield marked_up(document.title)
    yield rendered(document.body) + (f"<ul>{options}</ul>" if options else "")
    yield (f"<ul>{right}</ul>" if right else "") + rendered(document.answer)
    yield f"<ol>{hints}</ol>" if hints else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _models() -> dict[str, Any]:
    fields = [
        {"name": name, "ord": place, "font": "Arial", "size": 20, "media": [], "rtl": False,
         "sticky": False}
        for place, name in enumerate(_FIELDS)
    ]  # fmt: skip
    template = {
        "name": "Card 1", "ord": 0, "qfmt": _FRONT, "afmt": _BACK, "bqfmt": "", "bafmt": "",
        "did": None,
    }  # fmt: skip
    return {
        str(_MODEL): {
            "id": _MODEL, "name": "Interview question", "type": 0, "mod": _MADE, "usn": -1,
            "sortf": 0, "did": _ROOT, "tmpls": [template], "flds": fields, "css": _CSS,
            "latexPre": "", "latexPost": "", "req": [[0, "any", [0, 1]]], "tags": [], "vers": [],
        }
    }  # fmt: skip


def _decks(decks: dict[str, int]) -> dict[str, Any]:
    return {
        str(number): {
            "id": number, "name": name, "mod": _MADE, "usn": -1, "desc": "", "dyn": 0, "conf": 1,
            "collapsed": False, "browserCollapsed": False, "extendNew": 10, "extendRev": 50,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        }
        for name, number in {"Default": 1, **decks}.items()
    }  # fmt: skip


def _options() -> dict[str, Any]:
    return {
        "1": {
            "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": True,
            "timer": 0, "replayq": True, "dyn": False,
            "new": {"bury": True, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7],
                    "order": 1, "perDay": 20, "separate": True},
            "rev": {"bury": True, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500,
                    "minSpace": 1, "perDay": 100},
            "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
        }
    }  # fmt: skip


def _conf() -> dict[str, Any]:
    return {
        "activeDecks": [1], "addToCur": True, "collapseTime": 1200, "curDeck": 1,
        "curModel": str(_MODEL), "dueCounts": True, "estTimes": True, "newBury": True,
        "newSpread": 0, "nextPos": 1, "sortBackwards": False, "sortType": "noteFld",
        "timeLim": 0,
    }  # fmt: skip

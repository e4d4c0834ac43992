"""The table of word vectors and near words that ships with the scorer, read without numpy."""

import struct
import sys
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE_PATH = Path(__file__).parent / "data" / "words.bin"

_MAGIC = b"QBWORDS1"
_HEADER = struct.Struct("<8sIII")


_DEGREES = tuple(degree / 255 for degree in range(256))


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Vectors of one byte per dimension and near words, both by stem."""

    rows: dict[str, int]
    stems: tuple[str, ...]
    dimensions: int
    vectors: memoryview
    starts: "array[int]"
    near: "array[int]"
    degrees: bytes

    def vector(self, stem: str) -> memoryview | None:
        """Signed components of a stem's vector; `None` for a stem the table does not hold."""
        row = self.rows.get(stem)
        if row is None:
            return None
        return self.vectors[row * self.dimensions : (row + 1) * self.dimensions]

    def neighbours(self, stem: str) -> dict[str, float]:
        """The stems of nearly the same meaning, nearest first, with a degree of 0 to 1."""
        row = self.rows.get(stem)
        if row is None:
            return {}
        held = slice(self.starts[row], self.starts[row + 1])
        others = map(self.stems.__getitem__, self.near[held])
        return dict(zip(others, map(_DEGREES.__getitem__, self.degrees[held]), strict=True))


def pack(stems: list[str], vectors: bytes, near: list[list[tuple[int, int]]]) -> bytes:
    """The file form: little-endian counts, then stems, vectors, starts, near words, degrees."""
    names = "\n".join(stems).encode("ascii")
    starts = [0]
    for pairs in near:
        starts.append(starts[-1] + len(pairs))
    flat = [pair for pairs in near for pair in pairs]
    return b"".join(
        (
            _HEADER.pack(_MAGIC, len(stems), len(vectors) // len(stems), len(names)),
            names,
            vectors,
            struct.pack(f"<{len(starts)}I", *starts),
            struct.pack(f"<{len(flat)}H", *(row for row, _ in flat)),
            bytes(degree for _, degree in flat),
        )
    )


def unpack(blob: bytes) -> WordTable:
    """Reads what `pack` wrote; `ValueError` for anything else."""
    magic, count, dimensions, names_size = _HEADER.unpack_from(blob)
    if magic != _MAGIC:
        raise ValueError("not a word table")
    at = _HEADER.size + names_size
    stems = tuple(blob[_HEADER.size : at].decode("ascii").split("\n"))
    vectors = memoryview(blob)[at : at + count * dimensions].cast("b")
    at += count * dimensions
    starts = _numbers("I", blob[at : at + 4 * (count + 1)])
    at += 4 * (count + 1)
    near = _numbers("H", blob[at : at + 2 * starts[-1]])
    at += 2 * starts[-1]
    if len(blob) != at + starts[-1]:
        raise ValueError("not a whole word table")
    rows = {stem: row for row, stem in enumerate(stems)}
    return WordTable(rows, stems, dimensions, vectors, starts, near, blob[at:])


def _numbers(kind: str, blob: bytes) -> "array[int]":
    """The little-endian numbers of some bytes."""
    found = array(kind, blob)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def has_table() -> bool:
    """Whether the table lies in the package; without it the scorer is purely lexical."""
    return TABLE_PATH.is_file()


@lru_cache(maxsize=1)
def load_table() -> WordTable | None:
    """The package's table, read on first use and kept (about 8 MB); `None` when it is absent."""
    return unpack(TABLE_PATH.read_bytes()) if has_table() else None

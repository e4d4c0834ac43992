"""The forward pass of the sentence encoder, in numpy.

Everything is worked out in double precision and rounded to whole numbers at the end. Processors
differ in the last bits of a sum; so far from the rounding they change nothing, and a score is
the same everywhere.
"""

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.judging.semantic.wordpiece import WordPieces

Doubles = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.int16]

SCALE = 4096
"""Length of a vector, whose components are whole numbers: a product of two has an exact sum."""
MOST_PIECES = 126
_HEAD_WIDTH = 32
_TOKENS_AT_ONCE = 768
# The last two of its six layers gather what the whole sentence is about in each of its words; after
# four a word still stands for itself.
_LAYERS = 4
_BEFORE_LAYERS = ("embeddings.position", "embeddings.token_type", "embeddings.LayerNorm")
_LAYER_NORM_EPSILON = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A text as vectors of 384 whole numbers and length 4096: one row for each of its word
    pieces where it stands, whose numbers are `pieces`."""

    pieces: tuple[int, ...]
    rows: Vectors


class Encoder:
    """Turns texts into vectors. One text at a time passes through, whoever asks."""

    def __init__(self, weights: Path, pieces: list[str]) -> None:
        self._pieces = WordPieces(pieces)
        self._weights = _Weights(weights)
        self._turn = Lock()

    def encode(self, texts: list[str]) -> list[Encoded]:
        """The vectors of each text; of a long text its first 126 word pieces count."""
        pieces = [self._pieces.numbers(text, MOST_PIECES) for text in texts]
        found: list[Encoded] = []
        with self._turn:
            for group in _groups(pieces):
                found.extend(self._weights.encode(group))
        return found


def _groups(pieces: list[list[int]]) -> list[list[list[int]]]:
    """The inputs in groups that bound the memory of a pass."""
    groups: list[list[list[int]]] = []
    room = 0
    for one in pieces:
        if len(one) > room or not groups:
            groups.append([])
            room = _TOKENS_AT_ONCE
        groups[-1].append(one)
        room -= len(one)
    return groups


class _Weights:
    """The parameters, out of a file in the safetensors form. Those of the layers are kept as
    doubles (57 MB); the table of word pieces stays in its file, of which a few rows are read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            entries = json.loads(file.read(size))
            self._start = 8 + size
            self._path, self._entries = path, entries
            self._words = self._mapped("embeddings.word_embeddings.weight")
            self._kept = {
                name: self._mapped(name).astype(np.float64)
                for name, entry in entries.items()
                if entry.get("dtype") == "F32" and _is_kept(name)
            }
        for name, matrix in self._kept.items():
            if matrix.ndim == 2 and name.startswith("encoder"):
                self._kept[name] = np.ascontiguousarray(matrix.T)
        self._layers = sum(name.endswith("intermediate.dense.weight") for name in self._kept)
        self._heads = self._words.shape[1] // _HEAD_WIDTH

    def _mapped(self, name: str) -> npt.NDArray[np.float32]:
        entry = self._entries[name]
        at = self._start + entry["data_offsets"][0]
        shape = tuple(entry["shape"])
        return np.memmap(self._path, np.float32, mode="r", offset=at, shape=shape)

    def encode(self, inputs: list[list[int]]) -> list[Encoded]:
        """All inputs stand in one long matrix; only attention looks at each alone."""
        ends = np.cumsum([len(one) for one in inputs]).tolist()
        parts = [slice(end - len(one), end) for one, end in zip(inputs, ends, strict=True)]
        x = self._embedded(inputs)
        for layer in range(self._layers):
            name = f"encoder.layer.{layer}."
            mixed = self._attended(x, name + "attention.self.", parts)
            mixed = self._linear(mixed, name + "attention.output.dense")
            x = self._normal(x + mixed, name + "attention.output.LayerNorm")
            inner = _gelu(self._linear(x, name + "intermediate.dense"))
            x = self._normal(
                x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm"
            )
        return [
            Encoded(tuple(one[1:-1]), _whole(x[part][1:-1]))
            for one, part in zip(inputs, parts, strict=True)
        ]

    def _embedded(self, inputs: list[list[int]]) -> Doubles:
        numbers = [number for one in inputs for number in one]
        places = [place for one in inputs for place in range(len(one))]
        x = self._words[numbers].astype(np.float64)
        x += self._kept["embeddings.position_embeddings.weight"][places]
        x += self._kept["embeddings.token_type_embeddings.weight"][0]
        return self._normal(x, "embeddings.LayerNorm")

    def _attended(self, x: Doubles, name: str, parts: list[slice]) -> Doubles:
        query, key, value = (self._linear(x, name + part) for part in ("query", "key", "value"))
        query /= math.sqrt(_HEAD_WIDTH)
        mixed = np.empty_like(x)
        for part in parts:
            q, k, v = (
                one[part].reshape(-1, self._heads, _HEAD_WIDTH) for one in (query, key, value)
            )
            scores = q.transpose(1, 0, 2) @ k.transpose(1, 2, 0)
            scores -= scores.max(axis=-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=-1, keepdims=True)
            mixed[part] = (scores @ v.transpose(1, 0, 2)).transpose(1, 0, 2).reshape(x[part].shape)
        return mixed

    def _linear(self, x: Doubles, name: str) -> Doubles:
        found: Doubles = x @ self._kept[name + ".weight"]
        found += self._kept[name + ".bias"]
        return found

    def _normal(self, x: Doubles, name: str) -> Doubles:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + _LAYER_NORM_EPSILON)
        x *= self._kept[name + ".weight"]
        x += self._kept[name + ".bias"]
        return x


def _is_kept(name: str) -> bool:
    """Whether a parameter is one of the layers that are used, or of what comes before them."""
    kind, _, rest = name.partition(".layer.")
    return int(rest.partition(".")[0]) < _LAYERS if rest else kind.startswith(_BEFORE_LAYERS)


def _gelu(x: Doubles) -> Doubles:
    """x times the normal distribution at x; error function by series 7.1.26 of Abramowitz and
    Stegun, whose error is below 2e-7."""
    z = np.abs(x)
    z /= math.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    series = t * 1.061405429
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += factor
        series *= t
    z *= z
    np.negative(z, out=z)
    series *= np.exp(z, out=z)
    # Below zero the tail is what is left of 1, above it what is missing.
    half = 0.5 * series
    return np.where(x < 0, x * half, x * (1 - half))


def _whole(found: Doubles) -> Vectors:
    lengths = np.sqrt((found * found).sum(axis=-1, keepdims=True))
    whole: Vectors = np.rint(found / lengths * SCALE).astype(np.int16)
    return whole

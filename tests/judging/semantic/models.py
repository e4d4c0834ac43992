"""The model that the tests use: the real one where it is at hand, and a small made-up one."""

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from app.judging.semantic.encoder import Encoder
from app.judging.semantic.model import PIECES, SHA256, WEIGHTS, model_folder

_PLACES = (
    Path(os.environ.get("QBANK_TEST_SEMANTIC_MODEL", "absent")),
    model_folder(Path(__file__).resolve().parents[3] / "data"),
)
FOLDER = next(
    (place for place in _PLACES if all((place / name).is_file() for name in SHA256)), None
)
needs_model = pytest.mark.skipif(
    FOLDER is None,
    reason="the model is neither in QBANK_TEST_SEMANTIC_MODEL nor in the data folder",
)

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", "the", "a", "not", "##s")
WORDS = ("kernel", "process", "packet", "router", "host", "guest", "shares", "starts", "holds")
VOCABULARY = [*MARKS, *WORDS]
_WIDTH, _INNER = 64, 128


def real_encoder() -> tuple[Encoder, list[str]]:
    assert FOLDER is not None
    pieces = (FOLDER / PIECES).read_text(encoding="utf-8").splitlines()
    return Encoder(FOLDER / WEIGHTS, pieces), pieces


def made_up_weights(path: Path) -> Path:
    """One layer of 64 random numbers a word, always the same ones, in a file."""
    layer = "encoder.layer.0."
    inside: dict[str, tuple[int, ...]] = {
        f"{layer}attention.self.query": (_WIDTH, _WIDTH),
        f"{layer}attention.self.key": (_WIDTH, _WIDTH),
        f"{layer}attention.self.value": (_WIDTH, _WIDTH),
        f"{layer}attention.output.dense": (_WIDTH, _WIDTH),
        f"{layer}intermediate.dense": (_INNER, _WIDTH),
        f"{layer}output.dense": (_WIDTH, _INNER),
    }
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), _WIDTH),
        "embeddings.position_embeddings.weight": (130, _WIDTH),
        "embeddings.token_type_embeddings.weight": (2, _WIDTH),
    }
    for name, shape in inside.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    for name in ("embeddings", f"{layer}attention.output", f"{layer}output"):
        shapes |= {f"{name}.LayerNorm.{part}": (_WIDTH,) for part in ("weight", "bias")}
    random = np.random.default_rng(1)
    entries, blob = {}, b""
    for name, shape in shapes.items():
        part = random.normal(0, 0.3, shape).astype("<f4").tobytes()
        entries[name] = {
            "dtype": "F32",
            "shape": list(shape),
            "data_offsets": [len(blob), len(blob) + len(part)],
        }
        blob += part
    head = json.dumps(entries).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(struct.pack("<Q", len(head)) + head + blob)
    return path


def made_up_encoder(folder: Path) -> Encoder:
    return Encoder(made_up_weights(folder / "made-up.safetensors"), VOCABULARY)

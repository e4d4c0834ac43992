"""The encoder with the real weights, where `QBANK_TEST_SEMANTIC_MODEL` names their folder."""

import os
from pathlib import Path

import numpy as np
import pytest

from app.judging.semantic.encoder import SCALE, Encoder

FOLDER = os.environ.get("QBANK_TEST_SEMANTIC_MODEL")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="QBANK_TEST_SEMANTIC_MODEL is not set")
TEXTS = [
    "A Deployment is for stateless pods.",
    "Deployments suit pods that keep no state.",
    "My grandmother bakes apple pie on Sundays.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    folder = Path(FOLDER or "")
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return Encoder(folder / "model.safetensors", pieces)


def test_vectors_are_of_one_length_and_near_when_texts_mean_the_same(encoder: Encoder) -> None:
    same, also, other = encoder.encode(TEXTS)
    lengths = [float(np.sqrt(v @ v)) for v in (same, also, other)]
    assert lengths == pytest.approx([SCALE] * 3, rel=1e-3)
    assert same @ also > 0.7 * SCALE**2
    assert same @ other < 0.2 * SCALE**2


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS * 20)
    for text, vector in zip(TEXTS, together, strict=False):
        assert (encoder.encode([text])[0] == vector).all()

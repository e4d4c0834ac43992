"""The encoder, with the real weights where they are at hand."""

import numpy as np
import numpy.typing as npt
import pytest

from app.judging.semantic.encoder import SCALE, Encoder

from .models import needs_model, real_encoder

pytestmark = needs_model
TEXTS = [
    "A Deployment is for stateless pods.",
    "Deployments suit pods that keep no state.",
    "My grandmother bakes apple pie on Sundays.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return real_encoder()[0]


def nearest(text: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> float:
    """The mean cosine of each word piece and the nearest of the other text."""
    return float((text @ other.T).max(axis=1).mean()) / SCALE**2


def test_vectors_are_of_one_length_and_near_when_texts_mean_the_same(encoder: Encoder) -> None:
    same, also, other = (one.rows.astype(np.int64) for one in encoder.encode(TEXTS))
    assert np.sqrt((same * same).sum(axis=1)) == pytest.approx(SCALE, rel=1e-3)
    assert nearest(same, also) > 0.6
    assert nearest(same, other) < 0.4


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS * 20)
    for text, beside in zip(TEXTS, together, strict=False):
        (alone,) = encoder.encode([text])
        assert alone.pieces == beside.pieces
        assert (alone.rows == beside.rows).all()

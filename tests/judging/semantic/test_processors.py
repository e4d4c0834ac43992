"""Vectors are the same whatever processor multiplies the matrices, and with how many threads."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from app.judging.semantic.encoder import Encoder

from .models import VOCABULARY, WORDS, made_up_weights

TEXTS = [" ".join(WORDS[at:] + WORDS[:at]) for at in range(len(WORDS))] * 9


def digest(weights: Path) -> str:
    found = hashlib.sha256()
    for one in Encoder(weights, VOCABULARY).encode(TEXTS):
        found.update(one.rows.tobytes())
    return found.hexdigest()


def test_an_old_processor_and_two_threads_give_the_same_vectors(tmp_path: Path) -> None:
    weights = made_up_weights(tmp_path / "made-up.safetensors")
    old = {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.judging.semantic.test_processors", str(weights)],
        cwd=Path(__file__).resolve().parents[3],
        env=os.environ | old,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == digest(weights)


if __name__ == "__main__":
    print(digest(Path(sys.argv[1])))

"""The two files of the model: what they are, where they lie, and whether they are the right ones."""

import hashlib
from pathlib import Path

from app.core.errors import QbankError

MODEL = "all-MiniLM-L6-v2"
FETCH = "qbank fetch-model"
WEIGHTS, PIECES = "model.safetensors", "vocab.txt"
SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    PIECES: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


class ModelError(QbankError):
    """The model's files are not in the data folder, or are not what they should be."""


def model_folder(data_dir: Path) -> Path:
    """Where the files lie in a data folder."""
    return data_dir / "models" / MODEL.lower()


def check_model(folder: Path) -> None:
    """See that both files are there and hold what upstream published; it takes 0.2 s.

    Raises:
        ModelError: one is absent or has other content.
    """
    for name, digest in SHA256.items():
        path = folder / name
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise ModelError(f"the model of the semantic scorer is absent; run: {FETCH}") from None
        except OSError as error:
            raise ModelError(f"{path}: {error.strerror}") from None
        if found != digest:
            raise ModelError(f"{path} is not the model that was published; run: {FETCH}")

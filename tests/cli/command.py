"""Runs a command of `qbank` within the tests' process: a new interpreter would load for seconds."""

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from app.__main__ import run


def environment(**settings: str) -> dict[str, str]:
    """The variables of a process that has these settings of the service and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QBANK_")}
    return kept | settings


def qbank(
    folder: Path, *words: str, given: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[str]:
    """What a process `qbank` with these words and this input, in this folder, prints and ends with.

    What the command does not expect is raised here, where the process would show its traceback.
    """
    code, printed, told = 0, _stream(), _stream()
    with (
        chdir(folder),
        patch.dict(os.environ, environment(**settings), clear=True),
        patch.object(sys, "argv", ["qbank", *words]),
        patch.object(sys, "stdin", _stream(given)),
        redirect_stdout(printed),
        redirect_stderr(told),
    ):
        try:
            run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return subprocess.CompletedProcess(words, code, _text(printed), _text(told))


def _stream(holding: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(holding), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()

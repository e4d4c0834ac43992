"""The banks that other people wrote, read once for the tests that look at them."""

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import guess
from app.interchange.formats.profile import Profile

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
RAW = CORPORA / "raw"
HARD_CASES = CORPORA / "hard_cases_dev.jsonl"
ABSENT = "the corpora are not beside the checkout"
NAMES = (
    "30-seconds-interviews",
    "gift-grammar",
    "h5bp-frontend",
    "lydia-js",
    "reactjs-iq",
    "sparkquest-yaml",
    "sysadmin-skills",
)


@cache
def compare_key() -> Callable[[str], str]:
    spec = importlib.util.spec_from_file_location("corpora_check", CORPORA / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    key: Callable[[str], str] = module.key
    return key


@cache
def truth(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((CORPORA / "truth" / f"{name}.json").read_text())
    return found


@cache
def read(path: str) -> Reading:
    data = (RAW / path).read_bytes()
    return guess(path, None, data).read(data, profile=Profile())


@cache
def bank(name: str) -> tuple[QuestionDocument, ...]:
    files = truth(name)["per_file"]
    assert isinstance(files, dict)
    return tuple(document for file in files for document in read(f"{name}/{file}").documents)


def at(name: str, file: str, line: int) -> QuestionDocument:
    """The question that begins at a line. Raises where none does."""
    return next(one for one in read(f"{name}/{file}").documents if one.line_start == line)

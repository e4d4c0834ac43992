"""The 14 interview questions of the seed document, and others of its form, read without the
importer."""

import re
from functools import cache
from pathlib import Path

from app.scoring.values import Reference

_REPOSITORY = Path(__file__).resolve().parents[2]
_PLACES = (
    _REPOSITORY / "seed" / "kubernetes-101.md",
    _REPOSITORY.parent / "shared" / "seed" / "kubernetes-101.md",
)


@cache
def seed_references() -> tuple[Reference, ...]:
    """Question, hint and model answer of each; empty when the document is absent."""
    source = next((place for place in _PLACES if place.is_file()), None)
    if source is None:
        return ()
    return _questions_in(source.read_text(encoding="utf-8").split("## Interview Questions", 1)[1])


@cache
def shaped_references() -> tuple[Reference, ...]:
    """Those of shapes.md: lists, nested ones, tables, commands, paragraphs."""
    return _questions_in(Path(__file__).with_name("shapes.md").read_text(encoding="utf-8"))


def _questions_in(questions: str) -> tuple[Reference, ...]:
    found = []
    for block in re.split(r"^#### Q: ", questions, flags=re.MULTILINE)[1:]:
        question, rest = block.split("\n", 1)
        hint, answer = rest.split("**Answer:**", 1)
        answer = re.split(r"^### ", answer, flags=re.MULTILINE)[0].strip()
        hint = hint.replace("**Hint:**", "").strip()
        found.append(Reference(question.strip(), answer, (hint,)))
    return tuple(found)


def bullets(answer: str) -> list[str]:
    """The list items of a Markdown answer, one line each."""
    return re.findall(r"^\s*(?:[-*]|\d+\.)\s.*$", answer, flags=re.MULTILINE)

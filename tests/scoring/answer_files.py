"""Reads the files of answers: a line each for questions, model answers, hints and answers."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.scoring.values import Reference

from .seed_questions import seed_references


class Answer(NamedTuple):
    """An answer to a question, and of what kind it is."""

    reference: Reference
    kind: str
    text: str


@cache
def answers_in(name: str) -> tuple[Answer, ...]:
    """All answers of a file in its order; those to seed questions only where these are."""
    found = []
    reference: Reference | None = None
    question = ""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition(": ")
        if line.startswith("? "):
            question = line.removeprefix("? ")
            known = (r for r in seed_references() if r.question.startswith(question))
            reference = next(known, None)
        elif line.startswith("! "):
            reference = Reference(question, line.removeprefix("! ").replace("\\n", "\n"))
        elif reference is None or not text or line.startswith("#"):
            continue
        elif kind == "hint":
            reference = replace(reference, hints=(text,))
        else:
            found.append(Answer(reference, kind, text.replace("\\n", "\n")))
    return tuple(found)

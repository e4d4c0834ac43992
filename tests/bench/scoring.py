"""`make bench-scoring`: the processor time that the default scorer takes for an answer.

The answers are the 28 fair ones of `tests/scoring/adversarial.txt` to the 14 questions of the seed,
of 90 words on average. A question is new to a process but once, so that is measured in processes of
their own, with the questions in another order each time.
"""

import argparse
import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from statistics import median

from app.scoring.keypoints import derive_key_points
from app.scoring.scorer import score_answer
from app.scoring.values import KeyPoint, Reference
from tests.scoring.seed_questions import seed_references

ANSWERS = Path(__file__).resolve().parents[1] / "scoring" / "adversarial.txt"
FAIR = "fair: "
SLOWEST = 0.95
AS_CHILD = "--read-cases"

Case = tuple[Reference, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scoring", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="times that each is measured")
    rounds = parser.parse_args().rounds
    stored, derived = cases(stored=True), cases(stored=False)
    print(f"{'milliseconds of the processor':54}{'median':>8}{'p95':>8}")
    print_times("answer to a question that was scored before", known(stored, rounds))
    for kind, answers in (("stored", stored), ("derived", derived)):
        others, first = new(answers, rounds)
        print_times(f"first answer to a question, key points {kind}", others)
        print_times("  the very first of a process, which reads the tables", first)


def cases(*, stored: bool) -> list[Case]:
    """The answers with their questions, whose key points are stored or have to be derived."""
    found: list[Case] = []
    reference = None
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        if line.startswith("? "):
            reference = next(r for r in seed_references() if r.question.startswith(line[2:]))
            if stored:
                reference = replace(reference, key_points=derive_key_points(reference.answer))
        elif reference is not None and line.startswith(FAIR):
            found.append((reference, line.removeprefix(FAIR).replace("\\n", "\n")))
    return found


def known(answers: Sequence[Case], rounds: int) -> list[float]:
    """The least time of each answer when all have been scored before."""
    for reference, answer in answers:
        score_answer(reference, answer)
    gc.collect()
    gc.freeze()  # as the service does when it has started
    return [min(times) for times in zip(*(map(timed, answers) for _ in range(rounds)), strict=True)]


def new(answers: Sequence[Case], rounds: int) -> tuple[list[float], list[float]]:
    """The least time of each question's first answer in so many processes, and the times of the
    very first answers of these."""
    first = {reference.question: (reference, text) for reference, text in answers}
    least: dict[str, float] = {}
    begun = []
    for seed in range(rounds):
        order = random.Random(seed).sample(sorted(first), len(first))
        times = in_a_new_process([first[question] for question in order])
        begun.append(times[0])
        for question, taken in list(zip(order, times, strict=True))[1:]:
            least[question] = min(taken, least.get(question, taken))
    return list(least.values()), begun


def in_a_new_process(answers: Sequence[Case]) -> list[float]:
    text = json.dumps([[*astuple(reference), answer] for reference, answer in answers])
    command = [sys.executable, "-m", "tests.bench.scoring", AS_CHILD]
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True)
    times: list[float] = json.loads(done.stdout)
    return times


def read_and_time() -> None:
    """What a process of its own does: score the cases that it reads, in their order."""
    read = [
        (Reference(question, model, tuple(hints), tuple(KeyPoint(*p) for p in points)), answer)
        for question, model, hints, points, answer in json.load(sys.stdin)
    ]
    gc.freeze()
    print(json.dumps([timed(case) for case in read]))


def timed(case: Case) -> float:
    started = time.process_time()
    score_answer(*case)
    return time.process_time() - started


def print_times(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    slow = ordered[min(len(ordered) - 1, int(SLOWEST * len(ordered)))]
    print(f"{name:54}{median(ordered) * 1e3:8.2f}{slow * 1e3:8.2f}")


if __name__ == "__main__":
    if AS_CHILD in sys.argv:
        read_and_time()
    else:
        main()

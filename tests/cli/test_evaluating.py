"""`qbank evaluate scoring`, run as a person runs it."""

import json
from pathlib import Path

import pytest

from tests.cli.command import qbank

FACTS = ("The kernel schedules processes.", "A router forwards packets between networks.")


def graded(qid: str, reference: str, answer: str, score: float) -> str:
    row = {"qid": qid, "question": "What is it?", "reference": reference, "answer": answer}
    return json.dumps(row | {"score": score})


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "graded.jsonl"
    path.write_text(
        "\n".join(
            graded(str(number), fact, answer, score)
            for number, fact in enumerate(FACTS)
            for answer, score in (
                (fact, 1.0),
                ("No idea at all.", 0.0),
                (fact[: len(fact) // 2], 0.5),
            )
        )
    )
    return path


def test_it_prints_a_table_and_the_same_as_json(tmp_path: Path, answers: Path) -> None:
    table = qbank(tmp_path, "evaluate", "scoring", str(answers), "--resamples", "20")
    head, _, row = table.stdout.splitlines()
    assert head.startswith("| file | answers | questions | r | within | RMSE | F1 | accepted |")
    assert row.startswith("| graded.jsonl | 6 | 2 | 0.")
    printed = qbank(tmp_path, "evaluate", "scoring", str(answers), "--json", "--resamples", "20")
    figures = json.loads(printed.stdout)["files"]["graded.jsonl"]
    assert (figures["answers"], figures["questions"]) == (6, 2)
    assert figures["pearson"]["low"] <= figures["pearson"]["value"] > 0.9
    assert figures["within"]["value"] is None, "too few answers to a question"


def test_it_reads_standard_input(tmp_path: Path, answers: Path) -> None:
    given = answers.read_bytes()
    piped = qbank(tmp_path, "evaluate", "scoring", "-", "--resamples", "20", given=given)
    read = qbank(tmp_path, "evaluate", "scoring", str(answers), "--resamples", "20")
    assert piped.stdout == read.stdout.replace("| graded.jsonl |", "| - |")


def test_it_fails_when_a_figure_is_worse_than_the_baseline(tmp_path: Path, answers: Path) -> None:
    baseline = tmp_path / "baseline.json"
    command = ("evaluate", "scoring", str(answers), "--baseline", str(baseline))
    figures = {"pearson": {"value": 0.5}, "error": {"value": -0.02}}
    baseline.write_text(json.dumps({"files": {answers.name: figures}}))
    worse = qbank(tmp_path, *command)
    assert worse.returncode == 1
    assert "worse than the baseline: graded.jsonl: error" in worse.stderr
    assert "pearson" not in worse.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (graded("1", "a", "b", 0.5).encode() + b"\n{}", "line 2: not a graded answer"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_cannot_be_evaluated_is_a_clear_message(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    result = qbank(tmp_path, "evaluate", "scoring", "bad.jsonl")
    assert result.returncode == 1
    assert result.stderr.startswith("qbank: bad.jsonl: ")
    assert message in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name, said in (("none.jsonl", "No such file"), (".", "directory")):
        result = qbank(tmp_path, "evaluate", "scoring", name)
        assert result.returncode == 1
        assert result.stderr.startswith(f"qbank: {name}: ")
        assert said in result.stderr


def test_an_unknown_scorer_is_named(tmp_path: Path, answers: Path) -> None:
    result = qbank(tmp_path, "evaluate", "scoring", str(answers), "--scorer", "guess")
    assert result.returncode == 1
    assert "there is no scorer 'guess' here; there are: keypoints" in result.stderr

"""The judging table, on invented grades and on the development files where they exist."""

import json
from pathlib import Path

import pytest

from app.scoring.evaluation import Figure, Judged, evaluate, falls, judge, read_graded_answers

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "scoring"
# Written by `qbank evaluate scoring ../shared/scoring/*.jsonl --json`.
BASELINE = json.loads(Path(__file__).with_name("baseline.json").read_text())["files"]


def judged(question: str, grade: float, total: float, accepted: bool = False) -> Judged:
    return Judged(question, grade, total, accepted, flagged=False)


def test_perfect_totals_give_perfect_figures() -> None:
    table = evaluate(
        [judged(q, n / 9, 100 * n / 9, n == 9) for q in ("a", "b", "c") for n in range(10)], 50
    )
    assert (table.answers, table.questions) == (30, 3)
    assert table.pearson.value == pytest.approx(1.0)
    assert table.within.value == pytest.approx(1.0)
    assert table.error.value == pytest.approx(0.0)
    assert table.f1.value == 1.0
    assert table.accepted.value == pytest.approx(0.1)
    assert table.accepted_poor.value == 0.0


def test_accepting_poor_answers_shows() -> None:
    rows = [judged(q, g, 80, accepted=True) for q in ("a", "b") for g in (0.0, 1.0, 1.0, 1.0)]
    table = evaluate(rows, 20)
    assert table.accepted_poor.value == 0.25
    assert table.pearson.value is None
    assert table.within.value is None


def test_the_same_seed_gives_the_same_intervals() -> None:
    rows = [judged(str(n % 7), (n % 5) / 4, (n * 37) % 100) for n in range(140)]
    assert evaluate(rows, 100, seed=3) == evaluate(rows, 100, seed=3)


def test_one_question_has_no_others_to_fit_on() -> None:
    table = evaluate([judged("a", n / 9, n * 10.0) for n in range(10)])
    assert (table.pearson.value, table.within.value) == pytest.approx((1.0, 1.0))
    assert (table.pearson.low, table.within.high) == (None, None)
    assert table.error == table.f1 == Figure(None, None, None)
    alone = evaluate([judged("a", 1.0, 50.0)])
    assert (alone.answers, alone.pearson.value, alone.accepted.value) == (1, None, 0.0)


def test_lines_are_read_and_bad_ones_named() -> None:
    good = '{"qid": "1", "question": "Q", "reference": "R", "answer": "A", "score": 0.5}'
    (row,) = read_graded_answers(["", good])
    (numbered,) = read_graded_answers([good.replace('"1"', "1")])
    assert numbered == row
    assert (row.reference.question, row.reference.answer, row.answer) == ("Q", "R", "A")
    for bad in (
        "nonsense",
        "{}",
        "[1]",
        "[" * 100_000,
        good.replace("0.5", "7"),
        good.replace("0.5", "NaN"),
        good.replace("0.5", "true"),
        good.replace('"A"', "1"),
    ):
        with pytest.raises(ValueError, match="line 2"):
            read_graded_answers([good, bad])
    with pytest.raises(ValueError, match=r"line 2: .*no JSON: Expecting value at character 10\)"):
        read_graded_answers([good, '{"qid": \n'])
    with pytest.raises(ValueError, match="no graded answers"):
        read_graded_answers(["", " "])


def test_only_what_is_worse_by_more_than_a_hundredth_has_fallen() -> None:
    table = evaluate([judged(q, n / 9, 50.0 + n) for q in "ab" for n in range(10)], 1)
    assert falls(table, {}) == []
    assert falls(table, {"pearson": 1.009, "error": -0.009, "within": 0.5, "f1": None}) == []
    assert falls(table, {"pearson": 1.02, "error": -0.02}) == [
        "pearson 1.000 after 1.020",
        "error 0.000 after -0.020",
    ]


@pytest.mark.parametrize("name", BASELINE)
def test_agreement_with_human_grades_does_not_drop(name: str) -> None:
    path = CORPORA / name
    if not path.is_file():
        pytest.skip("the graded answers are not beside the checkout")
    with path.open(encoding="utf-8") as lines:
        table = evaluate(judge(read_graded_answers(lines)), 1)
    figures = BASELINE[name]
    assert (table.answers, table.questions) == (figures["answers"], figures["questions"])
    before = {key: found["value"] for key, found in figures.items() if isinstance(found, dict)}
    assert falls(table, before) == []
    assert table.flagged_good.value is not None
    assert table.flagged_good.value <= 0.055

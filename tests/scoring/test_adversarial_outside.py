"""Five questions of their own with cases of every kind, written before the rules were read."""

import re
from pathlib import Path
from random import Random

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference

from .seed_questions import bullets
from .test_adversarial import caught, written

OUTSIDE = "adversarial_outside.txt"


def references() -> list[Reference]:
    lines = Path(__file__).with_name(OUTSIDE).read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("? ")]
    return [
        Reference(
            lines[at].removeprefix("? "),
            lines[at + 1].removeprefix("! ").replace("\\n", "\n"),
            (lines[at + 2].removeprefix("hint: "),),
        )
        for at in starts
    ]


each = pytest.mark.parametrize("reference", references(), ids=lambda r: r.question[:40])


@each
def test_the_model_answer_is_full_marks_and_its_bullets_turned_round_nearly(
    reference: Reference,
) -> None:
    assert score_answer(reference, reference.answer).total >= 99.0
    assert score_answer(reference, re.sub("[*`]", "", reference.answer)).total >= 99.0
    turned = score_answer(reference, "\n".join(reversed(bullets(reference.answer))))
    assert turned.total >= 85.0
    assert not turned.flags


@each
def test_half_of_the_bullets_earn_about_their_share(reference: Reference) -> None:
    random = Random(5)
    items = bullets(reference.answer)
    for _ in range(16):
        some = sorted(random.sample(range(len(items)), len(items) // 2))
        score = score_answer(reference, "\n".join(items[at] for at in some))
        assert abs(score.total - 100 * len(some) / len(items)) <= 12.0


@each
def test_terms_of_the_model_answer_in_their_order_are_a_list(reference: Reference) -> None:
    terms = [term for term in re.findall(r"\w[\w-]*", reference.answer) if len(term) > 4]
    score = score_answer(reference, ", ".join(dict.fromkeys(terms)))
    assert "keyword_list" in score.flags
    assert score.total <= 40.0


@each
def test_the_question_and_the_hint_earn_nothing_of_note(reference: Reference) -> None:
    for answer in (reference.question, f"{reference.question} " * 3):
        assert score_answer(reference, answer).total == 0.0
    for answer in (reference.hints[0], f"I would talk about {reference.hints[0]}"):
        assert score_answer(reference, answer).total <= 15.0


@pytest.mark.parametrize("kind", ["reworded", "off", "speaks"])
def test_what_answers_nothing_stays_low(kind: str) -> None:
    found = written(kind, OUTSIDE)
    assert len(found) == {"reworded": 10, "off": 5, "speaks": 15}[kind]
    assert all(score.total <= 15.0 for score in found)
    assert all("instructions" in score.flags for score in found if kind == "speaks")


def test_answers_in_other_languages_are_left_to_a_human() -> None:
    assert ["other_language" in score.flags for score in written("foreign", OUTSIDE)] == [True] * 5


def test_denials_and_falsehoods_are_mostly_caught() -> None:
    assert all(map(caught, written("negated", OUTSIDE)))
    assert sum(map(caught, written("swapped", OUTSIDE))) >= 5
    assert sum(map(caught, written("wrong", OUTSIDE))) >= 13
    assert sum(map(caught, written("facts", OUTSIDE))) >= 7
    false = [score for kind in ("swapped", "wrong", "facts") for score in written(kind, OUTSIDE)]
    assert sum(not score.needs_review for score in false) <= 3


def test_fair_answers_without_the_words_of_the_model_answer_are_found_in_part() -> None:
    fair = written("fair", OUTSIDE)
    assert len(fair) == 25
    assert sum(score.total for score in fair) >= 55.0 * len(fair)
    assert sum(bool(score.flags) for score in fair) <= 4

"""Questions with cases of every kind, written as by a stranger; see the heads of the files."""

import re
from random import Random

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference, Score

from .answer_files import answers_in
from .seed_questions import bullets, seed_references
from .test_adversarial import caught, written

pytestmark = pytest.mark.skipif(not seed_references(), reason="the seed document is absent")

FILES = tuple(f"adversarial_{name}.txt" for name in ("rules8", "apart", "last"))
NEGATED = ("neg-one", "neg-all", "neg-subtle")
SWAPPED = ("sw-contrast", "sw-list", "sw-object")
WRONG = ("wr-invent", "wr-number", "wr-name", "wr-mech")
FAIR = ("fair-short", "fair-medium", "fair-long")


def scores(*kinds: str) -> list[Score]:
    return [score for name in FILES for kind in kinds for score in written(kind, name)]


def references() -> list[Reference]:
    return list(dict.fromkeys(answer.reference for name in FILES for answer in answers_in(name)))


each = pytest.mark.parametrize("reference", references(), ids=lambda r: r.question[:40])


def test_denied_answers_are_caught() -> None:
    denied = scores(*NEGATED)
    assert len(denied) == 69
    assert all(map(caught, denied))


def test_exchanged_answers_are_caught_but_for_few() -> None:
    swapped = scores(*SWAPPED)
    assert len(swapped) == 69
    assert sum(map(caught, swapped)) >= 66
    assert not any(score.total >= 60 and not score.flags for score in swapped)


def test_falsehoods_are_caught_but_for_few() -> None:
    wrong = scores(*WRONG)
    assert len(wrong) == 92
    assert sum(map(caught, wrong)) >= 89
    assert sum(not score.needs_review for score in wrong) <= 1


def test_fair_answers_are_hardly_flagged() -> None:
    fair = scores(*FAIR, "abbrev")
    assert len(fair) == 88
    assert sum(bool(score.flags) for score in fair) <= 5


@pytest.mark.parametrize(("kind", "mean"), [("fair-medium", 69), ("fair-long", 68), ("abbrev", 78)])
def test_fair_answers_earn_well_unless_they_are_short(kind: str, mean: float) -> None:
    fair = scores(kind)
    assert sum(score.total for score in fair) >= mean * len(fair)


def test_what_answers_nothing_stays_low() -> None:
    assert all(score.total <= 15.0 for score in scores("hintre"))
    assert all(score.flags and score.total <= 30.0 for score in scores("foreign"))
    assert all(score.total <= 16.0 for score in scores("instr"))


@each
@pytest.mark.parametrize("between", [", ", " ", " and "])
def test_terms_in_their_order_are_a_list_whatever_stands_between_them(
    reference: Reference, between: str
) -> None:
    terms = [term for term in re.findall(r"\w[\w-]*", reference.answer) if len(term) > 4]
    score = score_answer(reference, between.join(dict.fromkeys(terms)))
    assert score.flags
    assert score.total <= 40.0


@each
def test_the_model_answer_is_full_marks_whatever_stands_before_it(reference: Reference) -> None:
    assert score_answer(reference, reference.answer).total >= 99.0
    assert not score_answer(reference, re.sub("[*`]", "", reference.answer)).flags


@each
def test_a_bullet_more_never_lowers_a_score(reference: Reference) -> None:
    items = bullets(reference.answer)
    random = Random(3)
    for answer in (answer for name in FILES for answer in answers_in(name)):
        if answer.reference == reference:
            more = f"{answer.text}\n{random.choice(items)}"
            before = score_answer(reference, answer.text).total
            assert score_answer(reference, more).total >= before

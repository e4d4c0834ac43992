"""The scorers of a service: found by name, the default first."""

import pytest

from app.scoring.lexicon import default_lexicon
from app.scoring.scorer import SCORER_NAME, SCORER_VERSION, score_answer
from app.scoring.scorers import KeypointsScorer, Scorers, UnknownScorer
from app.scoring.values import Reference
from app.scoring.word_table import load_table
from tests.judging.scorers import FailingScorer

REFERENCE = Reference("What is a HPA?", "- It scales pods\n- It watches metrics")


def test_scorers_are_found_by_name_and_listed_with_the_default_first() -> None:
    failing = FailingScorer()
    scorers = Scorers(KeypointsScorer(), (failing,))
    assert scorers.named("keypoints") is scorers.default
    assert scorers.named("failing") is failing
    assert [scorer.name for scorer in scorers.all()] == ["keypoints", "failing"]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownScorer) as refused:
        Scorers(KeypointsScorer()).named("oracle")
    assert refused.value.known == ("keypoints",)


def test_the_default_scorer_says_what_its_function_says_also_of_its_version() -> None:
    answer = "It watches metrics."
    plain = KeypointsScorer()
    assert plain.score(REFERENCE, answer) == score_answer(REFERENCE, answer)
    assert (plain.name, plain.version) == (SCORER_NAME, SCORER_VERSION)
    extended = KeypointsScorer(default_lexicon().extended("pods = peas"))
    score = extended.score(REFERENCE, answer)
    assert score.scorer_version == extended.version != SCORER_VERSION


def test_quick_scorers_read_their_tables_before_an_answer_comes() -> None:
    load_table.cache_clear()
    Scorers(FailingScorer(), (KeypointsScorer(),)).load()
    assert load_table.cache_info().currsize == 1

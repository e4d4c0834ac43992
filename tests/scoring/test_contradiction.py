"""Denials and opposites, clause by clause."""

import pytest

from app.scoring.contradiction import Contradiction, contradiction
from app.scoring.lexicon import default_lexicon
from app.scoring.opposites import listed, opposites_of
from app.scoring.preparation import prepare
from app.scoring.relations import denies, opposes, read_clauses
from app.scoring.scorer import score_answer
from app.scoring.text import sentences, stem
from app.scoring.values import Reference

INDEX = Reference(
    "What does an index do?",
    "An index speeds up reads of single rows, but it slows down inserts and updates of the table. "
    "It does not change the rows themselves. It is reliable.",
)


def against(answer: str) -> tuple[Contradiction, int]:
    said = read_clauses([part.words for part in sentences(answer)], answer)
    pieces = prepare(INDEX, default_lexicon()).relations.pieces
    return contradiction(pieces, said), len(said)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("It never speeds up reads of single rows.", True),
        ("It fails to speed up reads of single rows.", True),
        ("It is a myth that it speeds up reads of single rows.", True),
        ("It cannot prevent bread, or speed up reads of single rows.", True),
        ("It changes the rows themselves. It does not slow down inserts.", True),
        ("It speeds up reads of single rows.", False),
        ("It doesn't change the rows themselves.", False),
        ("It has no effect on bread.", False),
        ("", False),
    ],
)
def test_denied_statements_are_seen(answer: str, verdict: bool) -> None:
    assert denies(*against(answer)) is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("It slows down reads and speeds up inserts.", True),
        ("It is unreliable.", False),
        ("An index over rows is unreliable, and it slows down reads.", True),
        ("Reads are faster, inserts are slower.", False),
        ("Reads are not slower.", False),
    ],
)
def test_opposite_words_about_the_same_are_seen(answer: str, verdict: bool) -> None:
    assert opposes(*against(answer)) is verdict


def test_opposites_go_both_ways() -> None:
    for word, others in listed().items():
        assert word not in others
        assert all(word in listed()[other] for other in others)
    assert stem("slower") in opposites_of(stem("faster"))
    assert "reliabl" in opposites_of("unreliabl")
    assert stem("connection") in opposites_of("connectionless")


@pytest.mark.parametrize(
    ("answer", "negated"),
    [
        ("The scaler does not change the number of replicas. It is nice. It is old.", True),
        ("If it does not change the number of replicas, wait. It is nice. It is old.", False),
        ("It does not change the colour of replicas. It is nice. It is old.", False),
        ("The scaler changes the number of replicas. It is nice. It is old.", False),
        (
            "The scaler does not change the number of replicas. "
            "It is nice. It is old. It is big. It is blue.",
            False,
        ),
    ],
)
def test_one_flat_denial_in_three_sentences_is_enough(answer: str, negated: bool) -> None:
    reference = Reference(
        "Which parts are there?",
        "- **Scaler**: changes the number of replicas in use\n- **Cache**: holds recent answers\n",
    )
    assert ("negated" in score_answer(reference, answer).flags) is negated

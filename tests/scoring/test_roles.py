"""Who does what: exchanged things and statements turned round."""

import pytest

from app.scoring.roles import content_order, roles_of, swaps_roles, turns_round
from app.scoring.text import sentences, words

QUESTION = frozenset(("tcp", "udp", "differ"))
SAID = [
    part.words
    for part in sentences(
        "TCP is reliable, ordered and connection-oriented. "
        "UDP is a fast datagram service with small headers."
    )
]
THINGS = roles_of(SAID, QUESTION)


def test_things_have_the_properties_said_of_them_alone() -> None:
    named = {min(thing.name): thing.properties for thing in THINGS}
    assert set(named) == {"tcp", "udp"}
    assert "reliabl" in named["tcp"]
    assert "datagram" in named["udp"]


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("UDP is reliable and ordered and connection oriented.", True),
        ("TCP is reliable and ordered. UDP has small headers.", False),
        ("Unlike UDP, TCP is reliable, ordered and connection oriented.", False),
        ("UDP is a fast service while TCP is reliable, ordered and connection oriented.", False),
        ("Something else is reliable, ordered and connection oriented.", False),
        ("", False),
    ],
)
def test_exchanged_properties_are_seen(answer: str, swapped: bool) -> None:
    assert swaps_roles(THINGS, [part.words for part in sentences(answer)]) is swapped


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Clusters divide the names and resources of every namespace.", True),
        ("Namespaces divide the names and resources of every cluster.", False),
        ("The resources of every cluster and names are divided by namespaces.", False),
        ("Something about bread.", None),
    ],
)
def test_statements_turned_round_are_seen(sentence: str, verdict: bool | None) -> None:
    known = [content_order(words("Namespaces divide resources and names of every cluster."))]
    assert turns_round(known, words(sentence)) is verdict

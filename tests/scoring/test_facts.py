"""Numbers and names that stand where the model answer has others."""

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference

SERVICE = Reference(
    "What does the service with 7 members use?",
    "It listens on port 6443 and keeps its state in a key-value store. Members agree by the Raft "
    "protocol on every write. Probes run every 10 seconds. Its queue holds 25 messages, e.g. 5 "
    "for each reader. Its share of the time is 0.0508.",
)


@pytest.mark.parametrize(
    ("answer", "flags"),
    [
        ("It listens on port 8443 and keeps its state in a store.", ("different_number",)),
        ("Probes run every 30 seconds.", ("different_number",)),
        ("Its queue holds forty messages.", ("different_number",)),
        ("It listens on port 6443 and keeps its state in a store.", ()),
        ("Probes run every ten seconds.", ()),
        ("Probes run every 0.2 minutes.", ("different_number",)),
        ("Probes run every 2 days.", ("different_number",)),
        ("Probes run every 10000 ms.", ()),
        ("Probes run 6 times a minute.", ()),
        (f"Probes run every {'9' * 5000} seconds.", ("different_number",)),
        ("First 60, then every 10 seconds, probes run.", ()),
        ("The queue holds 25 messages, e.g. 9 for each reader.", ()),
        ("The share of the time is 0.05.", ()),
        ("The 7 members listen on a port.", ()),
        ("Thirty people use it.", ()),
        ("1. Probes run all the time. 2. Members agree on writes.", ()),
        ("The share of the time is 3 * 4 = 12.", ()),
    ],
)
def test_another_number_in_the_same_place_is_seen(answer: str, flags: tuple[str, ...]) -> None:
    assert score_answer(SERVICE, answer).flags == flags


@pytest.mark.parametrize(
    ("answer", "flags"),
    [
        ("Members agree on every write by the Paxos protocol.", ("different_name",)),
        ("Members agree on every write by the RAFT protocol.", ()),
        ("Members agree on every write by a Consensus protocol like Raft.", ()),
        ("Members agree on every write by a protocol.", ()),
        ("The HTTP protocol is used.", ()),
        ("Members agree on every write. By Paxos.", ()),
    ],
)
def test_another_name_before_the_same_word_is_seen(answer: str, flags: tuple[str, ...]) -> None:
    assert score_answer(SERVICE, answer).flags == flags

"""Items that begin with a name: given another's properties, or told of a strange name."""

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference

STORAGE = Reference(
    "What are the kinds of storage?",
    "- **PersistentVolume (PV)**: A piece of disk that an administrator made in advance\n"
    "- **PersistentVolumeClaim (PVC)**: A request by a user, which names a size and consumes a PV\n"
    "- **etcd**: A consistent and replicated key-value store for the whole state\n"
    "- **preStop hook**: runs a command before the signal is sent\n",
)


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        (
            "A PVC is a piece of disk made in advance, and a PV is a request that names a size.",
            True,
        ),
        (
            "A PV is a piece of disk made in advance, and a PVC is a request that names a size.",
            False,
        ),
        ("A PVC is no piece of disk made in advance, a PV is no request that names a size.", False),
    ],
)
def test_two_items_given_each_others_words_are_seen(answer: str, swapped: bool) -> None:
    assert ("swapped" in score_answer(STORAGE, answer).flags) is swapped


@pytest.mark.parametrize(
    ("answer", "strange"),
    [
        ("Consul is a consistent and replicated key-value store for the state.", True),
        ("The state is kept in ZooKeeper, a consistent and replicated key-value store.", True),
        ("An onExit hook runs a command before the signal is sent.", True),
        ("A preStop hook runs a command before the signal is sent.", False),
        ("etcd is a consistent and replicated key-value store, and ZooKeeper is another.", False),
        ("The state is in a consistent and replicated key-value store such as ZooKeeper.", False),
        ("Databases are consistent and replicated key-value stores for the state.", False),
        ("Consul watches services.", False),
    ],
)
def test_a_strange_name_in_the_place_of_a_thing_is_seen(answer: str, strange: bool) -> None:
    assert ("different_name" in score_answer(STORAGE, answer).flags) is strange

"""Who does what: exchanged things, exchanged words, statements turned round."""

import pytest

from app.scoring.clauses import content_order
from app.scoring.lexicon import default_lexicon
from app.scoring.preparation import prepare
from app.scoring.relations import read_clauses, swaps
from app.scoring.text import sentences, words
from app.scoring.turning import Orders, turns_round
from app.scoring.values import Reference

TRANSPORT = Reference(
    "What is the difference between TCP and UDP?",
    "TCP is reliable, ordered and connection-oriented. "
    "UDP is a fast datagram service with small headers.",
)
CLUSTER = Reference(
    "Describe the architecture.",
    "- **etcd**: consistent key-value store for all data\n"
    "- **Scheduler**: selects a node for each new Pod\n"
    "- **Kubelet**: ensures that containers run as specified\n"
    "- Prometheus collects metrics, Jaeger/Zipkin follow traces\n",
)
SECURITY = Reference(
    "How do you secure it?",
    "- Scan vulnerabilities with Trivy\n- Sign images with Notary\n"
    "- Limit system calls by seccomp profiles\n- Encrypt cluster traffic by TLS certificates\n",
)


def swapped(reference: Reference, answer: str) -> bool:
    said = read_clauses([part.words for part in sentences(answer)], answer)
    prepared = prepare(reference, default_lexicon())
    return swaps(prepared.relations, dict(prepared.near), said)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("UDP is reliable and ordered and connection oriented.", True),
        ("Fast datagrams with small headers are what TCP sends.", True),
        ("TCP is reliable and ordered. UDP has small headers.", False),
        ("Unlike UDP, TCP is reliable, ordered and connection oriented.", False),
        ("UDP is a fast service while TCP is reliable, ordered and connection oriented.", False),
        ("UDP is not reliable, not ordered and not connection oriented.", False),
        ("Something else is reliable, ordered and connection oriented.", False),
        ("", False),
    ],
)
def test_exchanged_properties_of_what_is_compared_are_seen(answer: str, verdict: bool) -> None:
    assert swapped(TRANSPORT, answer) is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("The scheduler is a consistent store for all data. etcd selects a node for a Pod.", True),
        ("Scheduler: ensures containers run as specified. Kubelet: selects a node.", True),
        ("etcd is the consistent store for all data, and the scheduler selects a node.", False),
        ("Data is in etcd. The kubelet runs containers as specified.", False),
    ],
)
def test_exchanged_leads_of_list_items_are_seen(answer: str, verdict: bool) -> None:
    assert swapped(CLUSTER, answer) is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("TCP is a fast datagram service with small headers.", True),
        ("UDP is reliable and ordered and connection oriented.", True),
        ("UDP is fast and has small headers, TCP is reliable and ordered.", False),
    ],
)
@pytest.mark.parametrize(
    "told",
    [
        "While TCP is reliable and ordered and connection-oriented, UDP is a fast datagram service "
        "with small headers.",
        "UDP is a fast datagram service with small headers, whereas TCP is reliable, ordered and "
        "connection-oriented.",
    ],
)
def test_what_one_sentence_says_of_two_things_is_told_apart(
    told: str, answer: str, verdict: bool
) -> None:
    assert swapped(Reference(TRANSPORT.question, told), answer) is verdict


def test_exchanged_words_are_seen_where_nothing_names_them() -> None:
    wrong = "Encrypt cluster traffic by seccomp profiles, limit system calls by TLS certificates."
    right = "Encrypt cluster traffic by TLS certificates, limit system calls by seccomp profiles."
    assert swapped(SECURITY, wrong)
    assert not swapped(SECURITY, right)


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
    known = content_order(words("Namespaces divide resources and names of every cluster."))
    orders = Orders([known], {stem: {0} for stem in known})
    assert turns_round(orders, words(sentence)) is verdict

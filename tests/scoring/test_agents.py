"""What acts and what it acts on: answers in which the thing that is acted on acts."""

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference

CLUSTER = Reference(
    "Describe the parts.",
    "- **Scheduler**: selects a node for each new Pod\n"
    "- **Deployment**: manages ReplicaSets, which create Pods\n"
    "- **Kubelet**: runs the containers of its Pods\n"
    "- **Ingress**: routes requests by host name to Services\n"
    "- **Replicas**: are counted by a controller\n",
)


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("Pods select the scheduler.", True),
        ("ReplicaSets manage Deployments.", True),
        ("A node selects the scheduler for each Pod.", True),
        ("Schedulers are selected by nodes.", True),
        ("Host names route the Ingress.", True),
        ("The scheduler selects a node for a Pod.", False),
        ("A node is selected by the scheduler.", False),
        ("Deployments manage ReplicaSets.", False),
        ("ReplicaSets are managed by a Deployment.", False),
        ("Pods do not select the scheduler.", False),
        ("Containers run on a node.", False),
        ("Container deployments need a kubelet.", False),
        ("A selected node gets the Pod of the scheduler.", False),
        ("A controller counts the replicas.", False),
    ],
)
def test_a_deed_turned_round_is_seen(answer: str, swapped: bool) -> None:
    assert ("swapped" in score_answer(CLUSTER, answer).flags) is swapped


def test_one_deed_turned_round_in_many_sentences_is_no_exchange() -> None:
    right = "The scheduler selects a node. The kubelet runs containers. An Ingress routes requests."
    assert score_answer(CLUSTER, f"{right} ReplicaSets manage Deployments.").flags == ()

"""Things of which an answer says only what the model answer does not, and contrasts turned."""

import pytest

from app.scoring.scorer import score_answer
from app.scoring.values import Reference

PARTS = Reference(
    "Describe the parts of the cluster.",
    "- **etcd**: consistent and available key-value store for all data\n"
    "- **Scheduler**: watches new Pods and selects a node for each of them\n"
    "- **Kubelet**: ensures that containers of its Pods run as specified\n",
)
BOXES = Reference(
    "Why are boxes liked?",
    "- **Efficiency**: Boxes share the kernel of the host, consuming fewer resources than VMs\n"
    "- **Speed**: Boxes start in seconds (vs. minutes for VMs)\n",
)


@pytest.mark.parametrize(
    ("answer", "flags"),
    [
        ("etcd sends mails to users. The scheduler bakes bread at night.", ("misdescribed",)),
        ("etcd sends mails to users. The scheduler picks a node.", ()),
        ("etcd keeps values. The scheduler looks for places. The kubelet runs containers.", ()),
        ("There are etcd, the scheduler and the kubelet.", ()),
        ("etcd sends no mails. The scheduler bakes no bread.", ()),
    ],
)
def test_things_that_are_described_otherwise_are_seen(answer: str, flags: tuple[str, ...]) -> None:
    assert score_answer(PARTS, answer).flags == flags


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("VMs share the kernel of their host and start at once.", True),
        ("VMs start in seconds and share a kernel.", True),
        ("Unlike VMs, boxes share the kernel of the host.", False),
        ("VMs are slow, boxes share the kernel of the host.", False),
        ("VMs start in minutes.", False),
        ("VMs do not share the kernel of their host.", False),
        ("VMs consume more resources, as they don't share the kernel.", False),
    ],
)
def test_what_is_only_contrasted_may_not_become_the_subject(answer: str, swapped: bool) -> None:
    assert ("swapped" in score_answer(BOXES, answer).flags) is swapped

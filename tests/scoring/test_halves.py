"""Half of a model answer earns half, whatever shape the answer has and however it is copied."""

import random
import re

import pytest

from app.scoring.keypoints import derive_key_points
from app.scoring.scorer import score_answer
from app.scoring.values import KeyPoint, Reference

from .seed_questions import bullets, seed_references, shaped_references

ALL_REFERENCES = [*seed_references(), *shaped_references()]
ALL = pytest.mark.parametrize(
    "reference",
    ALL_REFERENCES,
    ids=lambda reference: reference.question[:30],
)


def halves(points: tuple[KeyPoint, ...]) -> list[list[KeyPoint]]:
    middle = len(points) // 2
    some = random.Random(5)
    drawn = [sorted(some.sample(range(len(points)), middle)) for _ in range(6)]
    return [
        list(points[:middle]),
        list(points[middle:]),
        list(points[::2]),
        list(points[1::2]),
        *([points[at] for at in places] for places in drawn),
    ]


def spoken(line: str) -> str:
    """A list item without the marks of Markdown."""
    return re.sub(r"^\s*(?:[-*]|\d+\.)\s+|[*`]", "", line).rstrip(": ")


@ALL
def test_half_of_the_points_earn_their_share_as_a_list_and_in_a_row(reference: Reference) -> None:
    points = derive_key_points(reference.answer)
    weight = sum(point.weight for point in points)
    for half in halves(points):
        share = 100 * sum(point.weight for point in half) / weight
        listed = "\n".join(f"- {point.text}" for point in half)
        told = " ".join(f"{point.text.rstrip('.')}." for point in half)
        assert score_answer(reference, listed).total == pytest.approx(share, abs=12)
        assert score_answer(reference, told).total == pytest.approx(share, abs=12)


@ALL
def test_one_point_alone_earns_its_share(reference: Reference) -> None:
    points = derive_key_points(reference.answer)
    weight = sum(point.weight for point in points)
    for point in points:
        total = score_answer(reference, point.text).total
        assert total == pytest.approx(100 * point.weight / weight, abs=12)


@ALL
def test_words_before_what_was_copied_are_no_words_of_ones_own(reference: Reference) -> None:
    points = [point for point in derive_key_points(reference.answer) if len(point.text) >= 60]
    for point in points:
        alone = score_answer(reference, f"{point.text.rstrip('.')}.").total
        opened = score_answer(reference, f"It is also that {point.text.rstrip('.')}.").total
        assert opened == pytest.approx(alone, abs=6)


@ALL
def test_half_of_the_lines_of_lists_earn_their_share_without_their_commands(
    reference: Reference,
) -> None:
    points = derive_key_points(reference.answer)
    lines = {
        point: line
        for line in bullets(reference.answer)
        for point in points
        if (said := spoken(line)) and spoken(point.text).startswith(said)
    }
    weight = sum(point.weight for point in points)
    for half in halves(tuple(lines)):
        share = 100 * sum(point.weight for point in half) / weight
        total = score_answer(reference, "\n".join(lines[point] for point in half)).total
        assert total == pytest.approx(share, abs=12)


def test_lines_of_the_reference_that_are_read_as_one_sentence_are_copied() -> None:
    monitored = next(one for one in ALL_REFERENCES if one.question.startswith("How do you monitor"))
    lines = [spoken(line) for line in bullets(monitored.answer)]
    disk, etcd = "Node CPU, memory, disk usage, and network", "etcd metrics"
    assert {disk, etcd} <= set(lines)
    listed = score_answer(monitored, f"- {disk}\n- {etcd}").total
    assert score_answer(monitored, f"{disk}\n{etcd}").total == pytest.approx(listed, abs=0.5)

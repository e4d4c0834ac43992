"""Key points come from the structure of the answer, in words a reader would use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.keypoints import MAX_POINTS, derive_key_points
from app.scoring.values import Reference

from .seed_questions import seed_references


def texts(answer: str) -> list[str]:
    return [point.text for point in derive_key_points(answer)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("It isolates. It is portable.", ["It isolates.", "It is portable."]),
        ("- **Pods**: smallest *unit*\n- `etcd` store", ["Pods: smallest unit", "etcd store"]),
        ("Benefits include:\n\n- speed\n- safety", ["speed", "safety"]),
        ("A unit. Benefits:\n- speed", ["A unit.", "speed"]),
        ("**Control plane:**\n- API server", ["API server"]),
        ("# Heading\n\nText here.", ["Text here."]),
        ("1. **Networking:**\n   - Define selectors", ["Define selectors"]),
        (
            "1. Create separate files for each part:\n   - Web: Node",
            ["Create separate files for each part", "Web: Node"],
        ),
        (
            "- Pods run things\n  - They share storage",
            ["Pods run things", "They share storage"],
        ),
        (
            "1. **Check logs:**\n   ```bash\n   # why\n   kubectl logs x\n   ```",
            ["Check logs: kubectl logs x"],
        ),
        (
            "1. **Open it:**\n   ```sh\n   kubectl exec -it <pod> -- /bin/sh\n   ```",
            ["Open it: kubectl exec"],
        ),
        ("1. **Start:**\n   ```sh\n   ./run.sh --now\n   ```", ["Start: ./run.sh --now"]),
        ("1. **Mount it:**\n   ```yaml\n   a: b\n   ```", ["Mount it"]),
        ("| a | b |\n|---|---|\n| TCP | reliable |", ["TCP, reliable"]),
        ("> quoted words", ["quoted words"]),
        ("see [the docs](https://example.org/x)", ["see the docs"]),
        ("First line\n-Sequence number\n-Flags", ["First line", "-Sequence number", "-Flags"]),
        ("- same\n- same", ["same"]),
        ("```\nonly code\n```", ["only code"]),
        ("# Only a heading", ["Only a heading"]),
        ("Only this:", ["Only this:"]),
        ("→", ["→"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_points_follow_the_structure(answer: str, expected: list[str]) -> None:
    assert texts(answer) == expected


def test_a_sentence_that_says_more_weighs_more() -> None:
    short, long = derive_key_points("They are fast. They share the host kernel between all boxes.")
    assert short.weight < 1.0 < long.weight


def test_what_stands_in_lists_weighs_alike() -> None:
    first, second, row = derive_key_points(
        "- speed\n- shares the host kernel between all containers\n\n|a|b|\n|-|-|\n|size|small|"
    )
    assert first.weight == second.weight == row.weight == 1.0
    _, item, _ = derive_key_points(
        "Fast.\n- isolated\n- shares the host kernel between all of them"
    )
    assert item.weight > 1.0


def test_too_many_points_are_merged() -> None:
    points = derive_key_points("\n".join(f"- item{n} does{n}" for n in range(500)))
    assert len(points) <= MAX_POINTS
    assert "item499" in points[-1].text


@pytest.mark.parametrize("reference", seed_references(), ids=lambda r: r.question[:40])
def test_seed_answers_give_a_readable_number_of_points(reference: Reference) -> None:
    points = derive_key_points(reference.answer)
    assert 5 <= len(points) <= 31
    assert all("**" not in point.text and "```" not in point.text for point in points)


@given(st.text(alphabet=st.sampled_from("ab *-_`#>|:.\n1[]()<é𝒳👍"), max_size=200))
def test_never_empty_and_always_bounded(answer: str) -> None:
    points = derive_key_points(answer)
    assert bool(points) == bool(answer.strip())
    assert len(points) <= MAX_POINTS
    assert all(point.text.strip() and point.weight > 0 for point in points)


@given(
    st.lists(
        st.sampled_from([*"ab.:; \t\n\n1)-#!\xa0\x0b\x1c\u2028", "a ", ". B", "word "])
        | st.sampled_from(["\n- ", "\n* ", "\n1. ", "\n2) ", "\n\n- ", "\n  - ", "\n- a b: c"])
    ).map("".join)
)
def test_plain_text_and_lists_have_the_points_that_the_parser_finds(plain: str) -> None:
    with_a_mark = f"<!-- -->\n\nA word:\n\n{plain}"
    assert derive_key_points(f"A word:\n\n{plain}") == derive_key_points(with_a_mark)

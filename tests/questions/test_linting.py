"""What linting finds in a question, and what it leaves alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.linting import (
    LONGEST_ANSWER,
    LONGEST_TITLE,
    LintLikeness,
    LintOption,
    LintSubject,
    Severity,
    lint,
    unclosed_fences,
)

GOOD = LintSubject(
    title="What does a readiness probe decide?",
    hints=("Think of what a service sends to a pod that is still starting.",),
    answer="Whether the pod receives traffic. A failing probe takes it out of the endpoints.",
    key_points=("The pod receives traffic only while the probe succeeds",),
    category="kubernetes",
    in_category=12,
)
CHOICE = replace(
    GOOD,
    title="Which command shows the logs of a pod?",
    choice=True,
    options=(LintOption("kubectl logs", correct=True), LintOption("kubectl show", correct=False)),
    answer="kubectl logs",
    key_points=("kubectl logs",),
    hints=("It is named after what it shows.",),
)
WRONG = LintOption("kubectl list", correct=False)


def codes(question: LintSubject) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in lint(question)]


def test_a_good_question_has_no_findings() -> None:
    assert lint(GOOD) == ()
    assert lint(CHOICE) == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (replace(GOOD, answer=None), ("no_answer", "answer")),
        (replace(GOOD, answer=" \n"), ("no_answer", "answer")),
        (replace(GOOD, hints=()), ("no_hint", "hints")),
        (replace(GOOD, key_points=()), ("no_key_points", "key_points")),
        (replace(GOOD, category=None), ("no_category", "category")),
        (replace(GOOD, in_category=1), ("dead_category", "category")),
        (replace(GOOD, in_category=0), ("dead_category", "category")),
        (replace(GOOD, title="w" * (LONGEST_TITLE + 1)), ("too_long", "title")),
        (replace(GOOD, answer="w " * LONGEST_ANSWER), ("too_long", "answer")),
        (replace(GOOD, body="```py\nprint()"), ("unclosed_fence", "body")),
        (replace(GOOD, answer="Text\n\n~~~\ncode\n```\n"), ("unclosed_fence", "answer")),
        (replace(GOOD, hints=("```\ncode",)), ("unclosed_fence", "hints/0")),
        (
            replace(GOOD, possible_duplicates=(LintLikeness("q-2", 0.91),)),
            ("possible_duplicate", "title"),
        ),
        (
            replace(CHOICE, options=(LintOption("a", correct=False), WRONG)),
            ("choice_without_correct", "options"),
        ),
        (replace(CHOICE, options=CHOICE.options[:1]), ("too_few_options", "options")),
        (replace(CHOICE, answer=None), ("no_answer", "answer")),
        (replace(GOOD, options=CHOICE.options), ("unused_options", "options")),
        (
            replace(CHOICE, options=(*CHOICE.options, LintOption("kubectl  logs ", correct=False))),
            ("duplicate_options", "options/2"),
        ),
    ],
)
def test_each_fault_is_found_alone(question: LintSubject, expected: tuple[str, str]) -> None:
    assert codes(question) == [expected]


def test_every_hint_that_gives_the_answer_away_is_named() -> None:
    told = "The pod receives traffic only while its probe is succeeding."
    findings = lint(replace(GOOD, hints=("Think of endpoints.", told)))
    assert [(f.code, f.field, f.severity) for f in findings] == [
        ("hint_gives_answer_away", "hints/1", Severity.WARNING)
    ]
    assert findings[0].message == "Hint 2 says most of key point 1."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (replace(CHOICE, hints=("Try `kubectl logs`.",)), True),
        (replace(CHOICE, hints=("It is either kubectl show or kubectl logs.",)), False),
        (replace(CHOICE, hints=("It is not kubectl show.",)), False),
        (replace(GOOD, answer="Traffic", key_points=("Traffic",), hints=("It is traffic.",)), True),
        (replace(GOOD, answer="It's called traffic.", key_points=(), hints=("Traffic?",)), True),
        (replace(GOOD, answer="A probe", key_points=("A probe",), hints=("Probe it.",)), False),
        (replace(GOOD, hints=("",)), False),
    ],
)
def test_a_hint_may_not_hold_the_answer_itself(question: LintSubject, told: bool) -> None:
    assert ("hint_gives_answer_away" in dict(codes(question))) is told


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```\na\n```\n", ()),
        ("````\n```\n````", ()),
        ("- item\n\n  ```sh\n  ls\n  ```\n", ()),
        ("> ```\n> a\n> ```\n", ()),
        ("Inline ``` ticks ``` are no fence", ()),
        ("```\r\na\r\n```\r\n", ()),
        ("````\n```\n", (1,)),
        ("text\n\n```js\na\n``` js\n", (3,)),
        ("```\na\n```\n\n```\n", (5,)),
        ("```", (1,)),
    ],
)
def test_fences_are_read_as_markdown_reads_them(text: str, lines: tuple[int, ...]) -> None:
    assert unclosed_fences(text) == lines


def test_what_is_broken_or_bars_publishing_is_an_error() -> None:
    severities = {f.code: f.severity for f in lint(LintSubject(title="?"))}
    assert severities == {
        "no_answer": Severity.ERROR,
        "no_key_points": Severity.ERROR,
        "no_category": Severity.ERROR,
        "no_hint": Severity.INFO,
    }


def test_a_choice_is_answered_by_its_right_options() -> None:
    severities = {f.code: f.severity for f in lint(LintSubject(title="?", choice=True))}
    assert severities == {
        "no_answer": Severity.INFO,
        "no_category": Severity.ERROR,
        "no_hint": Severity.INFO,
        "too_few_options": Severity.ERROR,
        "choice_without_correct": Severity.ERROR,
    }


@given(st.text(), st.text(), st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_any_text_can_be_linted(title: str, body: str, hints: list[str], points: list[str]) -> None:
    question = LintSubject(
        title=title, body=body, answer=body, hints=tuple(hints), key_points=tuple(points)
    )
    assert lint(question) == lint(question)
    assert all(finding.message.endswith(".") for finding in lint(question))


@given(st.text())
def test_a_fence_that_is_closed_is_never_reported(code: str) -> None:
    inside = code.replace("`", "").replace("~", "")
    assert unclosed_fences(f"```\n{inside}\n```") == ()

"""The default scorer: bounds, exact quotes, and what earns nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scoring.keypoints import derive_key_points
from app.scoring.lexicon import default_lexicon
from app.scoring.preparation import prepare
from app.scoring.scorer import SCORER_VERSION, score_answer
from app.scoring.values import KeyPoint, Reference, Score

from .seed_questions import bullets, seed_references

DOCKER = Reference(
    question="What is a container?",
    answer=(
        "- **Isolation**: applications run without interfering with each other\n"
        "- **Efficiency**: shares the host OS kernel\n"
        "- **Portability**: runs the same way on any system with a runtime\n"
    ),
    hints=("Think of isolation, kernel sharing and portability.",),
)
UNRELATED = (
    "Preheat the oven and whisk the eggs with sugar until fluffy. Then fold in the flour, "
    "pour it into a tin, and bake for forty minutes until golden."
)
SEED = pytest.mark.parametrize("reference", seed_references(), ids=lambda r: r.question[:40])


def assert_sound(score: Score, answer: str) -> None:
    assert 0.0 <= score.total <= 100.0
    assert 0.0 <= score.confidence <= 1.0
    assert score.needs_review or (score.total >= 60.0 and not score.flags)
    for point in score.points:
        assert 0.0 <= point.credit <= 1.0
        for evidence in point.evidence:
            assert evidence.quote
            assert answer[evidence.start : evidence.end] == evidence.quote
        if point.met != "no":
            assert point.evidence


@SEED
def test_the_model_answer_itself_is_full_marks(reference: Reference) -> None:
    score = score_answer(reference, reference.answer)
    assert score.total >= 99.0
    assert score.missing == ()
    assert score.flags == ()
    assert_sound(score, reference.answer)


@SEED
def test_what_says_nothing_earns_nothing(reference: Reference) -> None:
    assert score_answer(reference, "").total == 0.0
    assert score_answer(reference, reference.question).total == 0.0
    assert score_answer(reference, UNRELATED).total <= 5.0
    assert score_answer(reference, reference.hints[0]).total <= 15.0


def test_half_of_the_bullets_earn_about_half() -> None:
    beside = []
    for reference in seed_references():
        items = bullets(reference.answer)
        total = score_answer(reference, "\n".join(items[: len(items) // 2])).total
        beside.append(abs(total - 100 * (len(items) // 2) / len(items)))
    if not beside:
        pytest.skip("the seed document is absent")
    assert sum(beside) / len(beside) <= 6.0
    assert sum(distance <= 12.0 for distance in beside) >= 0.85 * len(beside)


@SEED
def test_half_of_the_points_earn_half(reference: Reference) -> None:
    points = [f"- {point.text}" for point in derive_key_points(reference.answer)]
    middle = len(points) // 2
    for half in (points[::2], points[1::2], points[:middle], points[middle:]):
        total = score_answer(reference, "\n".join(half)).total
        assert total == pytest.approx(100 * len(half) / len(points), abs=12)


def test_a_copied_point_earns_no_more_of_another_than_its_words() -> None:
    reference = Reference("How?", "- Mount keys as variables\n- Mount keys as files\n- Rest")
    score = score_answer(reference, "- Mount keys as variables")
    assert [point.met for point in score.points] == ["yes", "partial", "no"]


def test_what_only_the_lift_brings_to_sixty_is_not_accepted() -> None:
    points = tuple(KeyPoint(text) for text in ("kernel sharing", "isolation", "speed", "size"))
    reference = Reference("Which benefits are there?", "", key_points=points)
    score = score_answer(reference, "They give isolation. They have speed.")
    assert score.total >= 60.0
    assert score.flags == ()
    assert score.needs_review


@SEED
def test_line_breaks_make_no_difference_to_a_copied_answer(reference: Reference) -> None:
    score = score_answer(reference, " ".join(reference.answer.split()))
    assert score.total >= 97.0
    assert score.flags == ()


@SEED
def test_another_bullet_never_costs_anything(reference: Reference) -> None:
    answer = "It depends on the case, and I would measure first."
    last = score_answer(reference, answer).total
    for bullet in bullets(reference.answer):
        answer += "\n" + bullet
        total = score_answer(reference, answer).total
        assert total >= last, bullet
        last = total


def test_points_are_quoted_and_explained() -> None:
    answer = "Well. Containers share the kernel of the host OS, so they are efficient. Bye."
    score = score_answer(DOCKER, answer)
    isolation, efficiency, portability = score.points
    assert (isolation.met, efficiency.met, portability.met) == ("no", "yes", "no")
    assert efficiency.evidence[0].quote.startswith("Containers share")
    assert "kernel" in efficiency.matched_terms
    assert score.missing == (isolation.text, portability.text)
    assert "wrong" not in " ".join(score.feedback)
    assert any(line.startswith("Not found in the answer") for line in score.feedback)
    assert_sound(score, answer)


def test_a_question_that_asks_for_some_is_answered_by_some() -> None:
    points = tuple(KeyPoint(text) for text in ("kernel sharing", "isolation", "speed", "size"))
    some = Reference("Name two benefits of containers.", "", key_points=points)
    every = Reference("Name the two benefits of containers.", "", key_points=points)
    answer = "They give isolation. They have speed."
    assert score_answer(some, answer).total == 100.0
    assert score_answer(every, answer).total <= 65.0


def test_other_words_of_the_field_are_understood() -> None:
    reference = Reference("How do you scale?", "Use the horizontal pod autoscaler.")
    assert score_answer(reference, "With an HPA.").total >= 60.0


def test_operators_extend_the_lexicon_and_the_version_says_so() -> None:
    reference = Reference("Who reviews it?", "The change advisory board reviews it.")
    plain = score_answer(reference, "That is done by the CAB.")
    known = score_answer(
        reference,
        "That is done by the CAB.",
        default_lexicon().extended("CAB = change advisory board"),
    )
    assert known.total >= 60.0 > plain.total
    assert known.scorer_version.startswith(SCORER_VERSION + ".lexicon-")
    assert plain.scorer_version == SCORER_VERSION


def test_it_works_without_the_word_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.scoring.preparation.load_table", lambda: None)
    prepare.cache_clear()
    try:
        assert score_answer(DOCKER, DOCKER.answer).total == 100.0
        assert score_answer(DOCKER, UNRELATED).total <= 5.0
    finally:
        prepare.cache_clear()


def test_slips_of_the_pen_still_count() -> None:
    clean = score_answer(DOCKER, "It shares the host kernel efficiently.")
    typed = score_answer(DOCKER, "It shares the host kernell efficiently.")
    assert typed.total >= 0.85 * clean.total > 0


@pytest.mark.parametrize(
    ("answer", "flag"),
    [
        ("", "empty"),
        (" \n → ", "empty"),
        ("A container is what?", "question_repeated"),
        ("Think of isolation, portability and kernel sharing.", "hint_copied"),
        (
            "isolation portability kernel efficiency runtime sharing applications docker system image speed",
            "keyword_list",
        ),
    ],
)
def test_suspicious_answers_are_flagged(answer: str, flag: str) -> None:
    score = score_answer(DOCKER, answer)
    assert flag in score.flags
    assert score.needs_review
    assert score.total <= 40.0
    assert_sound(score, answer)


def test_a_missing_required_point_needs_review() -> None:
    points = (KeyPoint("shares the kernel"), KeyPoint("isolation", required=True))
    reference = Reference("What is a container?", "", key_points=points)
    score = score_answer(reference, "It shares the kernel of its host.")
    assert "required_point_missing" in score.flags
    assert score.needs_review


def test_given_points_and_weights_are_used() -> None:
    points = (KeyPoint("shares the kernel", weight=3.0), KeyPoint("starts in seconds"))
    reference = Reference("Why containers?", "ignored text", key_points=points)
    assert score_answer(reference, "Shares the kernel.").total == 75.0
    assert score_answer(reference, "Starts in seconds.").total == 25.0


def test_what_is_said_in_own_words_is_lifted_and_what_is_copied_is_not() -> None:
    points = (KeyPoint("shares the kernel", weight=3.0), KeyPoint("starts in seconds"))
    reference = Reference("Why containers?", "ignored text", key_points=points)
    copied, own = "Shares the kernel.", "They share one kernel."
    assert score_answer(reference, own).points[0].credit == 1.0
    assert score_answer(reference, own).total > score_answer(reference, copied).total


def test_a_sentence_that_lists_points_earns_them_all() -> None:
    answer = "Each runs isolated, all share the kernel of the host OS, and any runtime runs them."
    score = score_answer(DOCKER, answer)
    assert "no" not in [point.met for point in score.points]
    assert all(point.evidence[0].quote == answer for point in score.points)


def test_a_reference_without_words_is_scored_nothing() -> None:
    score = score_answer(Reference("?", ""), "an answer")
    assert (score.total, score.points) == (0.0, ())
    assert score.needs_review


def test_64_kilobytes_are_read_in_reasonable_time() -> None:
    answer = (DOCKER.answer + UNRELATED + "\n") * 220
    started = time.process_time()
    score = score_answer(DOCKER, answer[:65536])
    assert time.process_time() - started < 2.0
    assert_sound(score, answer[:65536])


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_scored_soundly_and_the_same_twice(answer: str) -> None:
    score = score_answer(DOCKER, answer)
    assert_sound(score, answer)
    assert score == score_answer(DOCKER, answer)


@given(
    st.lists(
        st.sampled_from(
            ["isolation 👍", "host\u0301 kernel", "𝐏ortability", "runs the same", "。", "\n"]
        ),
        max_size=12,
    )
)
def test_quotes_are_exact_outside_the_basic_plane(parts: list[str]) -> None:
    answer = " ".join(parts)
    assert_sound(score_answer(DOCKER, answer), answer)


@given(st.text(max_size=120), st.sampled_from(bullets(DOCKER.answer)))
def test_a_bullet_of_the_model_answer_never_lowers_a_score(answer: str, bullet: str) -> None:
    assert score_answer(DOCKER, f"{answer}\n{bullet}").total >= score_answer(DOCKER, answer).total


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_reference_is_accepted(question: str, model_answer: str, answer: str) -> None:
    assert_sound(score_answer(Reference(question, model_answer), answer), answer)

"""The bank the product starts with: all of its questions, nothing of its study notes."""

from pathlib import Path

import pytest

from app.interchange.document import Reading
from app.interchange.formats import guess
from app.interchange.formats.profile import Profile, load_profile

SEED = Path(__file__).parents[3] / "seed"
PROFILE = load_profile((SEED / "kubernetes-101.profile.yaml").read_bytes())
DATA = (SEED / "kubernetes-101.md").read_bytes()
LINES = DATA.decode().split("\n")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return guess("kubernetes-101.md", None, DATA).read(DATA, profile=PROFILE)


def test_holds_fourteen_questions_each_with_a_hint_and_an_answer(reading: Reading) -> None:
    assert len(reading.documents) == 14
    assert all(document.hints for document in reading.documents)
    assert all(document.answer for document in reading.documents)
    assert not any(document.body for document in reading.documents)


def test_titles_are_the_headings_without_their_label(reading: Reading) -> None:
    labelled = [line.removeprefix("#### Q: ") for line in LINES if line.startswith("#### Q: ")]
    assert [document.title for document in reading.documents] == labelled


def test_sections_are_the_headings_above_and_give_the_level(reading: Reading) -> None:
    seen = [(document.section[-1], document.difficulty) for document in reading.documents]
    assert seen == (
        [("General & Conceptual Questions", "easy")] * 6
        + [("Practical & Scenario-Based Questions", "medium")] * 4
        + [("Lead Engineer Level Questions", "hard")] * 4
    )
    assert {document.section[0] for document in reading.documents} == {
        "Kubernetes 101: Container Orchestration"
    }
    assert {document.category for document in reading.documents} == {"kubernetes"}


def test_answers_are_verbatim_slices(reading: Reading) -> None:
    source = "\n".join(line.rstrip() for line in LINES)
    for document in reading.documents:
        assert "\n".join(line.rstrip() for line in document.answer.split("\n")) in source
        assert "**Answer:**" not in document.answer


def test_hints_joined_are_the_sentence_of_the_source(reading: Reading) -> None:
    sentences = [line.removeprefix("**Hint:** ") for line in LINES if line.startswith("**Hint:**")]
    assert [", ".join(document.hints) + "." for document in reading.documents] == sentences
    assert reading.documents[9].hints == (
        "Kubernetes Secrets",
        "avoid hardcoding",
        "mounting as files or environment variables",
    )


def test_every_written_line_is_in_one_document_or_one_finding(reading: Reading) -> None:
    count = [0] * (len(LINES) + 1)
    spans = [(part.line_start, part.line_end) for part in reading.documents]
    spans += [(part.line_start, part.line_end) for part in reading.findings]
    for first, last in spans:
        for line in range(first, last + 1):
            count[line] += 1
    written = [number for number, line in enumerate(LINES, start=1) if line.strip()]
    assert [number for number in written if count[number] != 1] == []
    assert not any("Q:" in finding.message for finding in reading.findings)


@pytest.mark.parametrize(
    "data",
    [
        DATA.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + DATA,
        DATA.decode().encode("utf-16"),
        DATA.decode().encode("utf-16-le"),
    ],
    ids=["CRLF", "UTF-8 mark", "UTF-16", "UTF-16 without mark"],
)
def test_the_way_the_file_was_saved_changes_nothing(data: bytes, reading: Reading) -> None:
    again = guess("kubernetes-101.md", None, data).read(data, profile=PROFILE)
    assert again.documents == reading.documents


def test_without_a_profile_the_questions_are_the_same(reading: Reading) -> None:
    again = guess("kubernetes-101.md", None, DATA).read(DATA, profile=Profile())
    assert [one.title for one in again.documents] == [one.title for one in reading.documents]
    assert {one.category for one in again.documents} == {None}

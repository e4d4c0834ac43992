"""Banks that other people wrote, where they are at hand: titles found, answers, levels, options."""

import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import guess
from app.interchange.formats.profile import Profile

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
RAW = CORPORA / "raw"
NAMES = (
    "30-seconds-interviews",
    "gift-grammar",
    "h5bp-frontend",
    "lydia-js",
    "reactjs-iq",
    "sparkquest-yaml",
    "sysadmin-skills",
)
pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason="the corpora are not beside the checkout")


@cache
def compare_key() -> Callable[[str], str]:
    spec = importlib.util.spec_from_file_location("corpora_check", CORPORA / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    key: Callable[[str], str] = module.key
    return key


@cache
def truth(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((CORPORA / "truth" / f"{name}.json").read_text())
    return found


def read(path: str) -> Reading:
    data = (RAW / path).read_bytes()
    return guess(path, None, data).read(data, profile=Profile())


@cache
def bank(name: str) -> tuple[QuestionDocument, ...]:
    files = truth(name)["per_file"]
    assert isinstance(files, dict)
    return tuple(document for file in files for document in read(f"{name}/{file}").documents)


@pytest.mark.parametrize("name", NAMES)
def test_the_titles_are_those_of_an_independent_reading(name: str) -> None:
    titles = truth(name)["titles"]
    assert isinstance(titles, list)
    key = compare_key()
    wanted = Counter(map(key, titles))
    found = Counter(key(document.title) for document in bank(name))
    hits = (wanted & found).total()
    assert hits / found.total() >= 0.98
    assert hits / wanted.total() >= 0.98


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("figure", "attribute"),
    [
        ("n_with_answer", "answer"),
        ("n_with_hint", "hints"),
        ("n_with_difficulty", "difficulty"),
        ("n_with_options", "options"),
    ],
)
def test_answers_hints_levels_and_options_are_counted_right(
    name: str, figure: str, attribute: str
) -> None:
    expected = truth(name)[figure]
    assert isinstance(expected, int)
    found = sum(bool(getattr(document, attribute)) for document in bank(name))
    assert abs(found - expected) <= expected * 0.01


@pytest.mark.parametrize("name", NAMES)
def test_every_written_line_of_a_markdown_bank_is_accounted_for(name: str) -> None:
    files = truth(name)["per_file"]
    assert isinstance(files, dict)
    for file in files:
        if not file.endswith(".md"):
            continue
        lines = (RAW / name / file).read_text().split("\n")
        reading = read(f"{name}/{file}")
        seen = [False] * (len(lines) + 2)
        spans = [(one.line_start, one.line_end) for one in reading.documents]
        spans += [(one.line_start, one.line_end) for one in reading.findings]
        for first, last in spans:
            seen[first : last + 1] = [True] * (last + 1 - first)
        assert [n for n, line in enumerate(lines, 1) if line.strip() and not seen[n]] == []


@pytest.mark.parametrize("name", ["lydia-js", "reactjs-iq", "sysadmin-skills"])
def test_questions_do_not_share_lines(name: str) -> None:
    spans = [(one.line_start, one.line_end) for one in bank(name)]
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def at(name: str, file: str, line: int) -> QuestionDocument:
    return next(one for one in read(f"{name}/{file}").documents if one.line_start == line)


def test_an_item_that_is_indented_too_far_is_found_and_its_answer_set_left() -> None:
    document = at("reactjs-iq", "README.md", 503)
    assert document.title == "What is the history behind React evolution?"
    assert document.answer.startswith("The history of ReactJS started in 2010")
    assert "See deep-dive answer" in document.answer


@pytest.mark.parametrize("line", [2584, 4024, 7392, 7415, 8206, 8277])
def test_odd_items_are_questions(line: int) -> None:
    assert at("reactjs-iq", "README.md", line).title


def test_headings_in_answers_stay_there() -> None:
    answer = at("reactjs-iq", "README.md", 967).answer
    assert "\n### State\n" in answer
    assert "\n### Props\n" in answer


def test_no_answer_ends_with_a_way_back_to_the_top() -> None:
    assert not any("Back to Top" in document.answer for document in bank("reactjs-iq"))


def test_a_question_without_an_answer_is_kept() -> None:
    assert at("reactjs-iq", "README.md", 6350).answer == ""


def test_bullets_before_the_folded_questions_are_questions_without_answers() -> None:
    documents = bank("sysadmin-skills")[:14]
    assert [one.line_start for one in documents] == list(range(71, 85))
    assert not any(one.answer or one.difficulty for one in documents)


def test_titles_keep_code_and_stars_that_are_text() -> None:
    titles = [document.title for document in bank("sysadmin-skills")]
    assert any("`:(){ :|:& };:`" in title for title in titles)
    assert any("*nix server" in title for title in titles)
    assert not any(title.endswith("***") for title in titles)


def test_levels_come_from_the_headings() -> None:
    levels = Counter(document.difficulty for document in bank("sysadmin-skills"))
    assert levels == {"easy": 66, "medium": 95, "hard": 110, None: 14}


def test_code_in_an_answer_is_no_section() -> None:
    names = {name for document in bank("sysadmin-skills") for name in document.section}
    assert not any("TCP ->" in name for name in names)


def test_choices_have_their_code_and_one_correct_option() -> None:
    documents = bank("lydia-js")
    assert all(sum(option.correct for option in one.options) == 1 for one in documents)
    assert len({(one.title, one.body, one.options) for one in documents}) == 155
    assert {len(at("lydia-js", "README.md", line).options) for line in (472, 2466, 3474)} == {2}


def test_a_japanese_translation_is_read() -> None:
    documents = read("lydia-js/ja-JA/README-ja_JA.md").documents
    assert len(documents) == 86
    assert all(sum(option.correct for option in one.options) == 1 for one in documents)
    assert any(
        one.line_start == 1732 and one.title == "何が出力されるでしょうか？" for one in documents
    )


def test_nested_bullets_are_follow_up_questions() -> None:
    assert sum(len(document.follow_ups) for document in bank("h5bp-frontend")) == 19


def test_code_below_a_question_is_its_body() -> None:
    documents = read("h5bp-frontend/src/questions/coding-questions.md").documents
    assert len(documents) == 12
    assert all(one.body.startswith("```") and not one.answer for one in documents)


def test_a_file_in_html_is_refused_with_a_reason() -> None:
    reading = read("h5bp-frontend/src/translations/arabic/README.md")
    assert reading.documents == ()
    assert any("HTML" in finding.message for finding in reading.findings)


def test_a_heading_in_an_answer_does_not_end_it_and_links_end_a_hint() -> None:
    document = at("30-seconds-interviews", "questions/object-creation.md", 1)
    assert document.answer.startswith("##### Object literal")
    assert not any("Additional links" in hint for hint in document.hints)
    assert at("30-seconds-interviews", "questions/debouncing.md", 1).difficulty is None


def test_the_json_of_a_bank_holds_the_same_questions_as_its_files() -> None:
    key = compare_key()

    def identity(document: QuestionDocument) -> tuple[str, str]:
        return key(document.title), "".join(document.body.split())

    files = {identity(document) for document in bank("30-seconds-interviews")}
    data = {identity(one) for one in read("30-seconds-interviews/data/questions.json").documents}
    assert len(data) == 103
    assert data <= files


def test_lessons_are_questions_too() -> None:
    documents = bank("sparkquest-yaml")
    assert sum(bool(one.hints) for one in documents) == 96
    assert sum(not one.hints for one in documents) == 201


def gift(file: str) -> tuple[QuestionDocument, ...]:
    return read(f"gift-grammar/tests/questions/{file}.gift").documents


def test_gift_escapes_blanks_weights_and_line_breaks() -> None:
    texts = [option.text for option in gift("escapeAll")[0].options]
    assert texts == ["~", "=", "#", "{", "}", ":", "\\"]
    assert gift("shortFirstEmbedded")[0].title == "_____ is the largest continent in the world."
    assert [one.title for one in gift("description1")] == ["True or false?"]
    halves = [one for one in gift("options1") if "What two people" in one.title]
    assert [[o.text for o in one.options if o.correct] for one in halves] == [
        ["Grant", "Grant's wife"]
    ] * 2
    assert (
        "    public void test() {\n        method1();" in gift("totara_moodle_pre_content")[0].body
    )

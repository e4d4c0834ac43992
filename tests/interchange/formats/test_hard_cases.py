"""The odd places of other people's banks: each line of the list of hard cases is checked."""

import json
from collections import Counter
from collections.abc import Callable

import pytest

from app.interchange.document import QuestionDocument
from tests.interchange.formats.corpora import ABSENT, HARD_CASES, RAW, at, bank, compare_key, read

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=ABSENT)

REACT = ("reactjs-iq", "README.md")
SYSADMIN = ("sysadmin-skills", "README.md")
LYDIA = ("lydia-js", "README.md")
QUESTIONS_OF_H5BP = "h5bp-frontend/src/questions"


def four_hashes_where_others_have_three() -> None:
    assert at(*REACT, 4024).title
    assert len(bank("reactjs-iq")) == 416


def an_item_indented_too_far() -> None:
    document = at(*REACT, 503)
    assert document.title == "What is the history behind React evolution?"
    assert document.answer.startswith("The history of ReactJS started in 2010")
    assert "See deep-dive answer" in document.answer
    assert "</details>" in document.answer


def a_stray_fence_ends_with_its_item() -> None:
    assert at(*REACT, 2584).title


def headings_in_answers_stay_there() -> None:
    def holder(line: int) -> QuestionDocument:
        documents = read("/".join(REACT)).documents
        return next(one for one in documents if one.line_start < line <= one.line_end)

    assert "\n### State\n" in holder(971).answer
    assert "\n### Props\n" in holder(983).answer
    lines = (RAW / "/".join(REACT)).read_text().split("\n")
    for line in (971, 983, 995, 2603, 7818, 5780):
        assert lines[line - 1].strip() in holder(line).answer


def no_question_comes_from_a_table_of_contents() -> None:
    assert min(one.line_start for one in read("/".join(REACT)).documents) > 389
    assert len({one.title for one in bank("reactjs-iq")}) == 416


def numbers_are_no_identity() -> None:
    assert all(at(*REACT, line).title for line in (7392, 7415, 8206, 8277))
    assert all(one.external_id is None for one in bank("reactjs-iq"))
    assert len(bank("reactjs-iq")) == 416


def a_heading_without_an_answer_is_kept() -> None:
    assert at(*REACT, 6350).answer == ""


def ways_back_to_the_top_are_left_out() -> None:
    assert not any("Back to Top" in one.answer for one in bank("reactjs-iq"))


def bullets_before_the_folded_questions() -> None:
    documents = bank("sysadmin-skills")
    assert len(documents) == 285
    assert [one.line_start for one in documents[:14]] == list(range(71, 85))
    assert not any(one.answer or one.difficulty for one in documents[:14])


def stars_and_placeholders() -> None:
    documents = bank("sysadmin-skills")
    assert not any(one.title.endswith("*") for one in documents)
    assert not any(one.answer.strip() == "To be completed." for one in documents)
    assert sum(not one.answer for one in documents[14:]) == 33


def code_in_an_answer_is_no_section() -> None:
    names = {name for one in bank("sysadmin-skills") for name in one.section}
    assert not any("TCP ->" in name for name in names)


def code_in_a_title_is_unescaped_once() -> None:
    titles = [one.title for one in bank("sysadmin-skills")]
    assert sum("`:(){ :|:& };:`" in title for title in titles) == 1


def a_star_that_is_text() -> None:
    assert any("*nix server" in one.title for one in bank("sysadmin-skills"))


def levels_come_from_the_headings() -> None:
    levels = Counter(one.difficulty for one in bank("sysadmin-skills"))
    assert levels == {"easy": 66, "medium": 95, "hard": 98 + 12, None: 14}


def never_merged_by_title() -> None:
    documents = bank("lydia-js")
    assert len(documents) == 155
    assert len({one.title for one in documents}) < 40
    assert len({(one.title, one.body, one.options) for one in documents}) == 155
    assert at(*LYDIA, 54).body.startswith("```")


def two_options_only() -> None:
    assert [len(at(*LYDIA, line).options) for line in (472, 2466, 3474)] == [2, 2, 2]


def one_correct_option_and_an_explanation() -> None:
    documents = bank("lydia-js")
    assert all(sum(option.correct for option in one.options) == 1 for one in documents)
    first = at(*LYDIA, 54)
    assert first.options[3].correct
    assert first.answer.startswith("Within the function")


def an_anchor_before_the_number() -> None:
    file = "ja-JA/README-ja_JA.md"
    documents = read(f"lydia-js/{file}").documents
    assert len(documents) == 86
    assert all(sum(option.correct for option in one.options) == 1 for one in documents)
    assert at("lydia-js", file, 1732).title == "何が出力されるでしょうか？"


def nested_bullets_are_follow_up_questions() -> None:
    assert len(bank("h5bp-frontend")) == 157
    assert sum(len(one.follow_ups) for one in bank("h5bp-frontend")) == 19


def another_alphabet_s_letter_stays() -> None:
    documents = read(f"{QUESTIONS_OF_H5BP}/javascript-questions.md").documents
    asked = [follow_up for one in documents for follow_up in one.follow_ups]
    assert any(text.startswith("\u0421an you describe") for text in asked)


def a_fence_within_a_line_opens_none() -> None:
    documents = read(f"{QUESTIONS_OF_H5BP}/css-questions.md").documents
    assert any("box-sizing" in one.title for one in documents)
    assert documents[-1].line_start > 28


def code_below_a_question_is_its_body() -> None:
    documents = read(f"{QUESTIONS_OF_H5BP}/coding-questions.md").documents
    assert len(documents) == 12
    assert all(one.body.startswith("```") and not one.answer for one in documents)


def a_script_is_text() -> None:
    documents = read(f"{QUESTIONS_OF_H5BP}/html-questions.md").documents
    assert any("`<script>`" in one.title for one in documents)


def html_lists_are_imported_and_the_rest_is_told() -> None:
    reading = read("h5bp-frontend/src/translations/arabic/README.md")
    assert len(reading.documents) == 134
    assert all(one.line_end - one.line_start < 2 and not one.answer for one in reading.documents)
    assert any("HTML" in finding.message for finding in reading.findings)


def only_the_links_end_a_hint() -> None:
    document = at("30-seconds-interviews", "questions/object-creation.md", 1)
    assert document.answer.startswith("##### Object literal")
    assert document.hints
    assert not any("Additional links" in hint for hint in document.hints)


def a_level_may_be_missing() -> None:
    assert at("30-seconds-interviews", "questions/debouncing.md", 1).difficulty is None


def json_and_files_are_one_bank() -> None:
    key = compare_key()

    def identity(document: QuestionDocument) -> tuple[str, str]:
        return key(document.title), "".join(document.body.split())

    files = {identity(one) for one in bank("30-seconds-interviews")}
    data = {identity(one) for one in read("30-seconds-interviews/data/questions.json").documents}
    assert (len(files), len(data), len(files | data)) == (109, 103, 109)


def lessons_are_questions_too() -> None:
    documents = bank("sparkquest-yaml")
    assert sum(bool(one.hints) for one in documents) == 96
    assert sum(not one.hints for one in documents) == 201
    assert all(one.difficulty for one in documents)


def gift(file: str) -> tuple[QuestionDocument, ...]:
    return read(f"gift-grammar/tests/questions/{file}.gift").documents


def escapes_of_gift() -> None:
    assert [one.text for one in gift("escapeAll")[0].options] == [
        "~",
        "=",
        "#",
        "{",
        "}",
        ":",
        "\\",
    ]


def a_blank_stands_where_the_answer_was() -> None:
    title = gift("shortFirstEmbedded")[0].title
    assert title == "_____ is the largest continent in the world."


def a_description_is_no_question() -> None:
    assert [one.title for one in gift("description1")] == ["True or false?"]
    assert len(bank("gift-grammar")) == 93


def two_halves_are_both_correct() -> None:
    halves = [one for one in gift("options1") if "What two people" in one.title]
    correct = [[option.text for option in one.options if option.correct] for one in halves]
    assert correct == [["Grant", "Grant's wife"]] * 2


def line_breaks_in_pre_stay() -> None:
    body = gift("totara_moodle_pre_content")[0].body
    assert "    public void test() {\n        method1();" in body


CHECKS: dict[str, Callable[[], None]] = {
    "H01": four_hashes_where_others_have_three,
    "H02": an_item_indented_too_far,
    "H03": a_stray_fence_ends_with_its_item,
    "H04": headings_in_answers_stay_there,
    "H05": no_question_comes_from_a_table_of_contents,
    "H06": numbers_are_no_identity,
    "H07": a_heading_without_an_answer_is_kept,
    "H08": ways_back_to_the_top_are_left_out,
    "H09": bullets_before_the_folded_questions,
    "H10": stars_and_placeholders,
    "H11": code_in_an_answer_is_no_section,
    "H12": code_in_a_title_is_unescaped_once,
    "H13": a_star_that_is_text,
    "H14": levels_come_from_the_headings,
    "H15": never_merged_by_title,
    "H16": two_options_only,
    "H17": one_correct_option_and_an_explanation,
    "H18": an_anchor_before_the_number,
    "H19": nested_bullets_are_follow_up_questions,
    "H20": another_alphabet_s_letter_stays,
    "H21": a_fence_within_a_line_opens_none,
    "H22": code_below_a_question_is_its_body,
    "H23": a_script_is_text,
    "H24": html_lists_are_imported_and_the_rest_is_told,
    "H25": only_the_links_end_a_hint,
    "H26": a_level_may_be_missing,
    "H27": json_and_files_are_one_bank,
    "H28": lessons_are_questions_too,
    "H29": escapes_of_gift,
    "H30": a_blank_stands_where_the_answer_was,
    "H31": a_description_is_no_question,
    "H32": two_halves_are_both_correct,
    "H33": line_breaks_in_pre_stay,
}


def listed() -> list[str]:
    if not HARD_CASES.is_file():
        return []
    return [json.loads(line)["id"] for line in HARD_CASES.read_text().splitlines()]


@pytest.mark.parametrize("case", listed())
def test_every_hard_case_is_as_expected(case: str) -> None:
    CHECKS[case]()


def test_every_check_belongs_to_a_listed_case() -> None:
    assert sorted(CHECKS) == sorted(listed())

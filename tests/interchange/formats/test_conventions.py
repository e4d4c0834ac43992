"""Questions as data sets, databases and quiz programs nest them."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import guess
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile


def read(value: object, name: str = "bank.json") -> Reading:
    data = (value if isinstance(value, str) else json.dumps(value)).encode()
    return guess(name, None, data).read(data, profile=Profile())


def only(value: object, name: str = "bank.json") -> QuestionDocument:
    (document,) = read(value, name).documents
    return document


def right(document: QuestionDocument) -> list[str]:
    return [one.text for one in document.options if one.correct]


LOCK = {"question": "What is a lock?", "answer": "A guard."}


@pytest.mark.parametrize(
    "value",
    [
        {"data": [{"id": 7, "attributes": LOCK}], "meta": {}},
        {"type": "FeatureCollection", "features": [{"properties": LOCK}]},
        [{"instruction": "What is a lock?", "input": "", "output": "A guard."}],
        [{"messages": [
            {"role": "system", "content": "Ask."},
            {"role": "user", "content": "What is a lock?"},
            {"role": "assistant", "content": "A guard."},
        ]}],
        [{"conversations": [
            {"from": "human", "value": "What is a lock?"}, {"from": "gpt", "value": "A guard."},
        ]}],
        {"@type": "FAQPage", "mainEntity": [{
            "@type": "Question", "name": "What is a lock?",
            "acceptedAnswer": {"@type": "Answer", "text": "A guard."},
        }]},
        {"data": [{"paragraphs": [{"context": "Locks guard.", "qas": [
            {"question": "What is a lock?", "answers": [{"text": "A guard.", "answer_start": 3}]},
        ]}]}]},
        [{"question": "What is a lock?", "answers": {"perfect": "A guard.", "poor": "A door."}}],
    ],
)  # fmt: skip
def test_a_question_is_found_however_an_export_wraps_it(value: object) -> None:
    document = only(value)
    assert (document.title, document.answer) == ("What is a lock?", "A guard.")


@pytest.mark.parametrize(
    "value",
    [
        {"question": {"stem": "Which guards?", "choices": [
            {"text": "Lock", "label": "A"}, {"text": "Log", "label": "B"}]}, "answerKey": "A"},
        {"question": "Which guards?", "choices": {"text": ["Lock", "Log"], "label": ["1", "2"]},
         "answerKey": "1"},
        {"question": {"text": "Which guards?"}, "correctAnswer": "Lock", "incorrectAnswers": ["Log"]},
        {"question": "Which guards?", "answers": {"answer_a": "Lock", "answer_b": "Log", "answer_c": None},
         "correct_answer": None,
         "correct_answers": {"answer_a_correct": "true", "answer_b_correct": "false"}},
        {"question": "Which guards?", "answers": {"correct": "Lock", "wrong": ["Log"]}},
    ],
)  # fmt: skip
def test_the_key_of_a_choice_is_found_however_it_is_told(value: dict[str, Any]) -> None:
    document = only([value])
    assert [one.text for one in document.options] == ["Lock", "Log"]
    assert right(document) == ["Lock"]


def test_a_number_is_an_index_in_a_file_that_counts_from_zero_even_if_an_option_says_it() -> None:
    primes = {"question": "Which is prime?", "choices": ["1", "2"], "answer": 1}
    first = {"question": "2 + 2", "choices": ["4", "5"], "answer": 0}
    assert list(map(right, read([primes, first]).documents)) == [["2"], ["4"]]
    assert list(map(right, read([primes]).documents)) == [["1"]]


def test_what_a_quiz_says_of_itself_holds_for_its_questions() -> None:
    quiz = {
        "title": "Locks",
        "level": "hard",
        "tags": ["threads"],
        "author": "N",
        "questions": [LOCK],
    }
    reading = read({"version": 3, "quizzes": [quiz]})
    (document,) = reading.documents
    assert (document.section, document.difficulty, document.tags) == (
        ("Locks",),
        "hard",
        ("threads",),
    )
    assert {one.message for one in reading.findings} == {
        "'author' is no field of a question", "'version' is no field of a question",
    }  # fmt: skip


def test_what_a_record_refers_to_goes_by_its_name() -> None:
    value = {
        **LOCK, "_id": {"$oid": "64b7f0"}, "category": {"data": {"attributes": {"name": "CSS"}}},
        "tags": [{"name": "a"}, {"name": "b"}],
    }  # fmt: skip
    lines = f"{json.dumps(value)}\n{json.dumps({**value, '_id': {'$oid': '64b7f1'}})}\n"
    first, second = read(lines).documents
    assert (first.external_id, first.category, first.tags) == ("64b7f0", "CSS", ("a", "b"))
    assert second.external_id == "64b7f1"


@pytest.mark.parametrize(
    "encode",
    [lambda text: quote(text, safe=""), lambda text: b64encode(text.encode()).decode()],
    ids=["url", "base64"],
)
def test_trivia_is_read_in_every_encoding_of_its_api(encode: Callable[[str], str]) -> None:
    def told(text: str) -> str:
        return (
            encode(text) if "=" in encode("multiple") or text not in ("multiple", "hard") else text
        )

    result = {
        "type": told("multiple"), "difficulty": told("hard"), "category": told("Science: Computers"),
        "question": told("What is a “lock” & key?"), "correct_answer": told("A guard"),
        "incorrect_answers": [told("A log")],
    }  # fmt: skip
    document = only({"response_code": 0, "results": [result]})
    assert document.title == "What is a “lock” & key?"
    assert (document.category, document.difficulty) == ("Science: Computers", "hard")
    assert [one.text for one in document.options] == ["A guard", "A log"]


def test_lists_of_tasks_are_questions_where_one_of_them_asks_beyond_doubt() -> None:
    bank = {
        "design": [
            "Design a cache of locks",
            "How would you build a log?",
            "Write a parser for logs",
        ],
        "criteria": ["Depth of knowledge", "Quality of code"],
    }
    reading = read(bank)
    assert [one.title for one in reading.documents] == bank["design"]
    assert "'criteria' is no field of a question" in {one.message for one in reading.findings}


def test_a_quiz_whose_questions_have_names_is_no_question_itself() -> None:
    (document,) = read({"q": {"-M": {"title": "Locks", "questions": {"-1": LOCK}}}}).documents
    assert document.title == "What is a lock?"
    deep = '{"title":"a","x":{"y":' * 300 + "1" + "}}" * 300
    with pytest.raises(UnreadableFile, match="nested"):
        read(f"[{deep}]")

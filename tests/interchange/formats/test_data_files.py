"""JSON, JSON Lines, YAML, CSV and TSV: one mapping of names to fields for all of them."""

import json

import pytest

from app.interchange.document import Reading
from app.interchange.formats import format_named
from app.interchange.formats.errors import BadProfile, UnreadableFile
from app.interchange.formats.profile import Profile, load_profile


def read(name: str, text: str | bytes, profile: Profile | None = None) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return format_named(name).read(data, profile=profile or Profile())


RECORDS = [
    {"question": "What is a lock?", "answer": "Turns.", "level": "easy", "tags": ["os"]},
    {"question": "What is a queue?", "answer": "Order.", "level": "hard", "tags": []},
]
AS_JSON = json.dumps(RECORDS, indent=1)
AS_LINES = "\n".join(json.dumps(record) for record in RECORDS)
AS_YAML = "- question: What is a lock?\n  answer: Turns.\n  level: easy\n  tags: [os]\n- q: What is a queue?\n  a: Order.\n  level: hard\n"
AS_CSV = "Question,Answer,Level,Tags\r\nWhat is a lock?,Turns.,easy,os\r\nWhat is a queue?,Order.,hard,\r\n"
AS_TSV = AS_CSV.replace(",", "\t")
AS_SEMICOLONS = AS_CSV.replace(",", ";")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", AS_JSON),
        ("json", json.dumps({"questions": RECORDS})),
        ("jsonl", AS_LINES),
        ("yaml", AS_YAML),
        ("csv", AS_CSV),
        ("csv", AS_SEMICOLONS),
        ("tsv", AS_TSV),
    ],
)
def test_the_same_questions_from_every_format(name: str, text: str) -> None:
    reading = read(name, text)
    seen = [(one.title, one.answer, one.difficulty, one.tags) for one in reading.documents]
    assert seen == [
        ("What is a lock?", "Turns.", "easy", ("os",)),
        ("What is a queue?", "Order.", "hard", ()),
    ]
    assert reading.findings == ()


def test_lines_are_those_of_the_file() -> None:
    spans = [(one.line_start, one.line_end) for one in read("json", AS_JSON).documents]
    assert spans == [(2, 9), (10, 15)]
    assert [one.line_start for one in read("yaml", AS_YAML).documents] == [1, 5]
    assert [one.line_start for one in read("jsonl", AS_LINES).documents] == [1, 2]
    quoted = 'q,a\n"What?","two\nlines"\nWhy?,b\n'
    assert [(one.line_start, one.line_end) for one in read("csv", quoted).documents] == [
        (2, 3),
        (4, 4),
    ]


def test_keys_above_questions_are_their_section() -> None:
    text = '{"Go": {"basics": [{"q": "What is a slice?", "a": "A view."}]}}'
    document = read("json", text).documents[0]
    assert document.section == ("Go", "basics")


def test_unknown_columns_are_told_once_with_their_lines() -> None:
    reading = read("csv", "question,answer,colour\nWhat?,x,red\nWhy?,y,blue\n")
    assert [(one.code, one.line_start, one.line_end) for one in reading.findings] == [
        ("column-not-imported", 2, 3)
    ]
    assert "'colour'" in reading.findings[0].message


@pytest.mark.parametrize(
    "record",
    [
        {"question": "Which?", "options": ["One", "Two"], "correct": "B"},
        {"question": "Which?", "options": ["One", "Two"], "correct": "Two"},
        {"question": "Which?", "options": ["One", "Two"], "correct_index": 2},
        {"question": "Which?", "options": ["A) One", "B) Two"], "answer": "B"},
        {"question": "Which?", "options": {"a": "One", "b": "Two"}, "answer": "b"},
        {"question": "Which?", "choices": [{"text": "One"}, {"text": "Two", "isCorrect": True}]},
        {"question": "Which?", "option1": "One", "option2": "Two", "answer": "Two"},
        {"question": "Which?", "A": "One", "B": "Two", "Correct Answer": "B"},
        {"question": "Which?", "correct_answer": "Two", "incorrect_answers": ["One"]},
        {"question": "Which?", "options": "One; Two", "correct": "2"},
    ],
)
def test_options_in_the_ways_people_write_them(record: dict[str, object]) -> None:
    document = read("json", json.dumps([record])).documents[0]
    assert [(one.text, one.correct) for one in document.options] == [("One", False), ("Two", True)]
    assert document.answer == "Two"


def test_counting_from_zero_is_noticed() -> None:
    records = [{"question": "Which?", "options": ["One", "Two"], "answer_index": 0}]
    assert read("json", json.dumps(records)).documents[0].options[0].correct


def test_a_question_of_several_lines_is_title_and_body() -> None:
    document = read(
        "json", '[{"question": "What is printed?\\n\\n```py\\nprint(1)\\n```", "answer": "1"}]'
    ).documents[0]
    assert (document.title, document.body) == ("What is printed?", "```py\nprint(1)\n```")


def test_hints_follow_ups_seconds_and_ids() -> None:
    text = (
        '[{"id": "q-1", "question": "What?", "hints": ["a", "b"], "follow_ups": ["Why?"],'
        ' "minutes": 2, "key_points": ["k"], "slug": "what", "source": "Book"}]'
    )
    document = read("json", text).documents[0]
    assert document.external_id == "q-1"
    assert document.hints == ("a", "b")
    assert document.follow_ups == ("Why?",)
    assert document.expected_seconds == 120
    assert document.key_points[0].text == "k"
    assert (document.slug, document.source_name) == ("what", "Book")


def test_a_bare_number_is_an_id_only_where_the_source_is_named() -> None:
    text = '[{"id": 7, "question": "What?"}]'
    assert read("json", text).documents[0].external_id is None
    profile = load_profile(b"source: {name: Book}")
    assert read("json", text, profile).documents[0].external_id == "7"


def test_an_id_that_occurs_twice_is_told() -> None:
    reading = read("json", '[{"id": "x", "q": "What?"}, {"id": "x", "q": "Why?"}]')
    assert [one.external_id for one in reading.documents] == ["x", None]
    assert [one.code for one in reading.findings] == ["duplicate-id"]


def test_levels_as_numbers_are_read_on_the_scale_of_the_file() -> None:
    records = [{"q": f"What is {n}?", "difficulty": n} for n in range(1, 6)]
    levels = [one.difficulty for one in read("json", json.dumps(records)).documents]
    assert levels == ["easy", "easy", "medium", "hard", "hard"]
    profile = load_profile(b"levels: {1: hard, 5: easy}")
    levels = [one.difficulty for one in read("json", json.dumps(records), profile).documents]
    assert (levels[0], levels[-1]) == ("hard", "easy")


def test_a_profile_maps_columns_and_leaves_some_out() -> None:
    profile = load_profile(b"columns: {Ask: question, Tell: answer, Note: '-'}")
    reading = read("csv", "Ask,Tell,Note\nWhat?,x,y\n", profile)
    assert [(one.title, one.answer) for one in reading.documents] == [("What?", "x")]
    assert reading.findings == ()


def test_a_profile_that_maps_to_no_field_is_refused() -> None:
    with pytest.raises(BadProfile, match="mapped to 'colour'"):
        read("csv", "question\nWhat?\n", load_profile(b"columns: {question: colour}"))


def test_a_table_without_a_header_or_without_questions() -> None:
    reading = read("csv", "What is a lock?,Turns.\nWhat is a queue?,Order.\n")
    assert [one.answer for one in reading.documents] == ["Turns.", "Order."]
    assert [one.code for one in reading.findings] == ["no-header"]
    reading = read("csv", "colour,size\nred,1\n")
    assert [one.code for one in reading.findings] == ["no-question-column"]


def test_a_header_may_have_a_banner_above_it_and_remarks_in_it() -> None:
    text = "Our bank,,\nof 2020,,\nNo,Question (text),Correct Option [A/B],Option A,Option B\n1,Which?,B,x,y\n"
    reading = read("csv", text)
    assert [(one.title, one.answer, one.line_start) for one in reading.documents] == [
        ("Which?", "y", 4)
    ]
    assert [(one.code, one.line_start, one.line_end) for one in reading.findings] == [
        ("not-a-question", 1, 2),
        ("column-not-imported", 4, 4),
    ]


def test_a_windows_table_keeps_its_letters() -> None:
    reading = read("csv", "Question;Réponse\nQu’est-ce?;Déjà vu\n".encode("cp1252"))
    assert reading.documents[0].title == "Qu’est-ce?"
    assert reading.documents[0].answer == "Déjà vu"
    assert [one.code for one in reading.findings] == ["encoding-guessed"]


def test_a_formula_stays_text() -> None:
    assert (
        read("csv", 'question,answer\nWhat?,"=HYPERLINK(""x"")"\n').documents[0].answer
        == '=HYPERLINK("x")'
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("json", '[{"q": }]', "line 1, column 8: not JSON"),
        ("json", "[NaN]", "NaN is no number"),
        ("json", "[" * 100_000, "not JSON that can be read"),
        ("jsonl", '{"q": "What?"\n{"q": "Why?"}', "line 1, column 14"),
        ("yaml", "- q: [", "not YAML"),
        ("yaml", "- !!python/object/apply:os.system [ls]", "not YAML"),
        ("yaml", "a: &a [x]\nb: [" + "*a, " * 5 + "]\n" + "- *a\n" * 2000, "aliases"),
        ("csv", 'question\n"' + "x" * 200_000 + '"\n', "line 2: not a table"),
    ],
)
def test_bad_files_are_refused_with_their_place(name: str, text: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(name, text)


def test_a_yaml_file_that_unfolds_without_end_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(UnreadableFile, match="too often"):
        read("yaml", "\n".join(lines))


def test_what_no_database_stores_is_replaced() -> None:
    document = read("json", '[{"q": "What\\u0000 is \\ud800?", "a": "x"}]').documents[0]
    assert document.title == "What\ufffd is \ufffd?"


def test_a_file_without_questions_says_what_was_expected() -> None:
    reading = read("json", '{"settings": {"colour": "red"}}')
    assert reading.documents == ()
    assert "expected a key such as question" in reading.findings[0].message

"""More of what banks of one family do differently, each told by a small bank of its own."""

import json
from collections.abc import Callable
from functools import partial

import pytest

from app.interchange.document import QuestionDocument
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile
from app.interchange.reading import FileRead, read_all
from app.interchange.sources import from_files


def read(name: str, text: str) -> tuple[QuestionDocument, ...]:
    return format_named(name).read(text.encode(), profile=Profile()).documents


def titles(text: str) -> list[str]:
    return [one.title for one in read("markdown", text)]


def keys(document: QuestionDocument) -> list[tuple[str, bool]]:
    return [(one.text, one.correct) for one in document.options]


def test_headings_without_a_space_are_headings_as_they_once_were() -> None:
    text = (
        "#Locks\n\n####[[↑]](#top) <a name='a'>Basics:</a>\n\n* What is a lock?\n* Who holds it?\n\n"
        "###Snippets\n* What does this do?\n```\n##lock\n```\n"
    )
    documents = read("markdown", text)
    assert [one.title for one in documents] == [
        "What is a lock?", "Who holds it?", "What does this do?",
    ]  # fmt: skip
    assert [one.section[-1] for one in documents] == ["Basics:", "Basics:", "Snippets"]
    assert documents[2].body == "```\n##lock\n```"


def test_orders_among_announced_questions_are_questions() -> None:
    text = "## Questions about code\n\n* What is a leak?\n\n* Write a leak of your own\n* Generate a trace\n"
    assert titles(text) == ["What is a leak?", "Write a leak of your own", "Generate a trace"]


@pytest.mark.parametrize(
    "options",
    [
        "A) Turns\nB) Tokens\n\nAnswer: B",
        "A. Turns\nB. Tokens\n**Ans: B**",
        "- A. Turns\n- B. Tokens\n**Correct option: B**",
        "- [ ] Turns\n- [x] Tokens",
        "- ( ) Turns\n- (x) Tokens",
        "a) Turns\nb) Tokens\n\nThe correct answer is b)",
        "A. Turns\nB. Tokens\n\nAnswer is (B)",
    ],
)
def test_a_plain_paragraph_with_options_is_a_question(options: str) -> None:
    text = f"# Locks\n\nWhat is passed on?\n\n{options}\n\nWhich is fair?\n\n{options}\n\nTold.\n"
    documents = read("markdown", text)
    assert [one.title for one in documents] == ["What is passed on?", "Which is fair?"]
    assert [keys(one) for one in documents] == [[("Turns", False), ("Tokens", True)]] * 2


def test_code_may_stand_between_a_plain_question_and_its_options() -> None:
    text = "What is shown?\n\n```\nlock()\n```\n\n- [x] 1\n- [ ] 2\n\nAnd what then?\n\n- [ ] 1\n- [x] 2\n"
    first, second = read("markdown", text)
    assert (first.title, first.body) == ("What is shown?", "```\nlock()\n```")
    assert keys(second) == [("1", False), ("2", True)]


def test_a_list_of_things_done_is_no_question() -> None:
    text = (
        "# Locks\n\n## Use\n\nInstall.\n\n## Plan\n\nFor May:\n\n- [x] Fair ones\n- [ ] Fast ones\n"
    )
    assert titles(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "# Question\n\nWhat is a lock?\n\n# Answer\n\nTurns.\n",
        "# Locks\n\n## Question\n\nWhat is a lock?\n\n## Answer\n\nTurns.\n\n"
        "## Question\n\nName two.\n\n## Answer\n\nFair, fast.\n",
        "__Quiz question__\n\nWhat is a lock?\n\n__Answer__\n\nTurns.\n",
    ],
)
def test_a_label_alone_says_that_a_question_follows(text: str) -> None:
    first = read("markdown", text)[0]
    assert (first.title, first.answer) == ("What is a lock?", "Turns.")


def test_a_lone_label_below_a_name_opens_the_text_of_that_question() -> None:
    text = "# Two locks?\n\n## Question\n\nGiven two.\n\n## Answer\n\nOrder them.\n"
    (only,) = read("markdown", text)
    assert (only.title, only.body, only.answer) == ("Two locks?", "Given two.", "Order them.")


def test_bold_names_between_lists_group_and_answer_nothing() -> None:
    text = (
        "**Locks**\n- [What is a lock?](a.md)\n- [Who holds it?](b.md)\n\n"
        "**Queues**\n- [What is a queue?](c.md)\n- [Who waits?](d.md)\n"
    )
    documents = read("markdown", text)
    assert len(documents) == 4
    assert not any(one.answer for one in documents)


def test_an_item_in_bold_with_nothing_but_links_is_asked_by_what_is_bold() -> None:
    text = (
        "* **What is a lock?** - [Learn](https://a.example)\n"
        "* **Locks and memory** - [Learn](https://b.example) and [more](https://c.example)\n"
        "* **What is a queue?**\n"
    )
    documents = read("markdown", text)
    assert [one.title for one in documents] == [
        "What is a lock?",
        "Locks and memory",
        "What is a queue?",
    ]
    assert documents[1].answer.startswith("[Learn]")


def test_headings_below_the_one_labelled_question_of_a_section_are_its_answer() -> None:
    section = "## {}. Locks\n\n**Question:** {}\n\n### Paths\n* **Junior**: none\n\n---\n\n"
    text = "# Bank\n\n" + section.format(1, "What is it?") + section.format(2, "Tell me more.")
    documents = read("markdown", text)
    assert [one.title for one in documents] == ["What is it?", "Tell me more."]
    assert all("**Junior**: none" in one.answer for one in documents)


def test_an_answer_of_some_kind_is_an_answer() -> None:
    text = "## Q1. What is a lock?\n\n**Given:** two\n\n**Spoken Answer:**\nTurns.\n"
    (only,) = read("markdown", text)
    assert (only.body, only.answer) == ("**Given:** two", "Turns.")


def test_aiken_takes_up_again_after_a_question_that_is_broken() -> None:
    text = (
        "Too few\nA) One\nANSWER: A\n\nA) None asked\n\nANSWER: none\n\nGood\nA) x\nB) y\nANSWER: A\n\n"
        "Never answered\nA) x\nB) y\n\nGood too\nA)x\nB)y\nANSWER: b.\n"
    )
    reading = format_named("aiken").read(text.encode(), profile=Profile())
    assert [one.title for one in reading.documents] == ["Good", "Good too"]
    assert [(one.line_start, one.line_end) for one in reading.findings] == [
        (1, 3),
        (5, 7),
        (14, 17),
    ]


@pytest.mark.parametrize(
    ("record", "right"),
    [
        ({"options": [{"answerText": "x", "isCorrect": "false"}, {"answerText": "y", "isCorrect": "true"}]}, 1),
        ({"options": [{"id": "p", "text": "x"}, {"id": "q", "text": "y"}], "correctOptionId": "q"}, 1),
        ({"choices": {"a": "x", "b": "y"}, "answer": "b"}, 1),
        ({"options": ["x", "y", "z"], "correctIndex": 1}, 1),
        ({"options": ["x", "y", "z"], "answer": 2}, 1),
    ],
)  # fmt: skip
def test_keys_of_choices_in_data_files(record: dict[str, object], right: int) -> None:
    (only,) = read("json", json.dumps([{"question": "Which?", **record}]))
    assert [one.correct for one in only.options].index(True) == right


def test_a_key_of_0_says_that_the_file_counts_from_0() -> None:
    rows = [
        {"question": f"Which of {key}?", "options": ["x", "y"], "answer": key} for key in (1, 0)
    ]
    first, second = read("json", json.dumps(rows))
    assert [one.correct for one in first.options] == [False, True]
    assert [one.correct for one in second.options] == [True, False]


def test_a_column_that_numbers_the_rows_asks_nothing() -> None:
    (only,) = read("csv", "Q#,Question,Ideal Response\n1,What is 12 - 8?,4\n")
    assert (only.title, only.answer) == ("What is 12 - 8?", "4")


def test_a_sum_is_no_number_of_a_question() -> None:
    (only,) = read("json", '[{"q": "12 - 8 = ?", "a": "4"}]')
    assert only.title == "12 - 8 = ?"


def test_the_tags_of_a_note_are_words() -> None:
    deck = {
        "__type__": "Deck",
        "name": "Locks",
        "note_models": [
            {"crowdanki_uuid": "m", "flds": [{"name": name} for name in ("Question", "Title", "Tags")]}
        ],
        "notes": [{"fields": ["What is a lock?", "", "locks fair"], "note_model_uuid": "m", "guid": "g"}],
    }  # fmt: skip
    (only,) = read("anki-json", json.dumps(deck))
    assert (only.title, only.tags) == ("What is a lock?", ("locks", "fair"))


def test_a_line_of_code_below_options_is_the_key() -> None:
    text = (
        "#### Q. Which is fair?\nA. Turns\nB. Luck\n```\nA. turns\n```\n**Explanation**: In order.\n"
        "#### Q. Which waits?\n* Spin\n* Queue\n```\nQueue\n```\n"
        "#### Q. Which holds?\n**A.** One  \n**B.** All  \n```\nAnswer: B\n```\n"
    )
    first, second, third = read("markdown", text)
    assert keys(first) == [("Turns", True), ("Luck", False)]
    assert (first.answer, second.answer) == ("In order.", "Queue")
    assert keys(second) == [("Spin", False), ("Queue", True)]
    assert keys(third) == [("One", False), ("All", True)]


def test_a_heading_in_a_quotation_is_a_heading() -> None:
    text = "# [Bank](b.md)\n\n> ### 1. **What is a lock?**\n\n#### **Answer:**\n\nTurns.\n\n> ### 2. **Queues**\n\n#### **Answer:**\n\nRows.\n"
    assert titles(text) == ["What is a lock?", "Queues"]


def test_folded_questions_do_not_answer_the_heading_above_them() -> None:
    text = (
        "## **Week 1 :** *Locks*\n\n<details>\n<summary> ❓ <i>Question 1 : What is a lock ?</i> </summary>\n\n"
        "***Answer :***\n## Lock\n\nTurns.\n\n</details>\n"
    )
    (only,) = read("markdown", text)
    assert (only.title, only.answer) == ("What is a lock ?", "## Lock\n\nTurns.")


def test_a_line_right_above_a_list_names_what_is_listed() -> None:
    text = (
        "Locks : [Answers](l.md)\n1. What is a lock?\n2. Who holds it?\n\n"
        "Queues : [Answers](q.md)\n1. What is a queue?\n2. Who waits?\n"
    )
    assert [one.answer for one in read("markdown", text)] == [""] * 4


def test_front_matter_that_is_no_yaml_is_read_by_its_lines() -> None:
    text = "---\ntitle: `null`, or nothing: which is it?\nlevel: easy\n---\n\nNothing.\n"
    (only,) = read("markdown", text)
    assert (only.title, only.difficulty) == ("`null`, or nothing: which is it?", "easy")


def test_the_files_of_one_sidecar_share_no_slug() -> None:
    files = {
        "lock/en.md": b"---\ntitle: What is a lock?\n---\nTurns.\n",
        "lock/it.md": "---\ntitle: Cos'è un lock?\n---\nTurni.\n".encode(),
        "lock/metadata.json": b'{"slug": "lock", "difficulty": "hard"}',
    }
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(bytes, data) for name, data in files.items()
    }
    everything = read_all(from_files(loads, label=None), format_name=None, profile=Profile())
    files_read = [one for one in everything if isinstance(one, FileRead)]
    found = [document for one in files_read for document in one.documents]
    assert [(one.slug, one.difficulty) for one in found] == [("lock", "hard"), (None, "hard")]


def test_a_file_without_a_question_is_told() -> None:
    loads: dict[str, Callable[[], bytes]] = {"empty.xml": partial(bytes, b"<quiz></quiz>")}
    (read_file,) = read_all(from_files(loads, label=None), format_name=None, profile=Profile())
    assert isinstance(read_file, FileRead)
    assert [item.reason for item in read_file.left_out] == ["there is no question in it"]

"""Answers that stand together below the questions find their question by its number."""

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile

CHOICES = (
    "1. What turns?\n   - A) Key\n   - B) Door\n\n2. What locks?\n   - A) Key\n   - B) Bolt\n\n"
)
OPEN = "1. What is a lock?\n2. What is a key?\n3. Who holds it?\n\n"


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def right(document: QuestionDocument) -> list[str]:
    return [option.text for option in document.options if option.correct]


@pytest.mark.parametrize(
    "key",
    [
        "## Answer Key\n\n1. B\n2. A\n",
        "## Answers\n\n1-B, 2-A\n",
        "**Answers:**\n\n1) b\n2) a\n",
        "# Answer key & explanations\n\n1. **Answer: B**\n2. **Answer: A**\n",
        "<details>\n<summary>Answers</summary>\n\n1. B\n2. A\n\n</details>\n",
        "## Solutions\n\n| No | Answer |\n|---|---|\n| 1 | B |\n| 2 | A |\n",
        "## Answers\n\n### Question 1\n\n**B**\n\n### Question 2\n\n**A**\n",
        "## Answers\n\n- **Q1:** B\n- **Q2:** A\n",
    ],
)
def test_letters_of_a_key_mark_the_options_of_their_question(key: str) -> None:
    found = read("# Doors\n\n" + CHOICES + key)
    assert [one.title for one in found.documents] == ["What turns?", "What locks?"]
    assert [right(one) for one in found.documents] == [["Door"], ["Key"]]


def test_a_key_is_told_with_its_lines_and_belongs_to_no_question() -> None:
    found = read(
        "# Doors\n\n" + OPEN + "## Answers\n\n1. A thing.\n2. Iron.\n3. The guard,\n   at night.\n"
    )
    assert [one.answer for one in found.documents] == ["A thing.", "Iron.", "The guard,\nat night."]
    assert found.documents[-1].line_end == 5
    told = [(one.line_start, one.line_end) for one in found.findings if one.code == "answer-key"]
    assert told == [(7, 12)]


def test_each_part_of_a_file_may_have_its_own_key() -> None:
    part = "## Part {}\n\n1. What is a lock?\n2. What is a key?\n\n### Answers\n\n1. {}\n2. {}\n\n"
    found = read(part.format(1, "A thing.", "Iron.") + part.format(2, "Wood.", "Brass."))
    assert [one.answer for one in found.documents] == ["A thing.", "Iron.", "Wood.", "Brass."]


def test_a_key_of_other_numbers_is_none() -> None:
    found = read("# Doors\n\n" + OPEN + "## Answers\n\n7. A thing.\n8. Iron.\n9. The guard.\n")
    assert [one.answer for one in found.documents[:2]] == ["", ""]
    assert not any(one.code == "answer-key" for one in found.findings)


def test_steps_below_a_question_that_has_its_answer_are_no_key() -> None:
    text = (
        "## What is a lock?\n\nA thing.\n\n## Which ways are there?\n\n### Solutions\n\n1. Turn.\n2. Pull.\n\n"
        "## What is a key?\n\nIron.\n"
    )
    assert [one.answer for one in read(text).documents] == [
        "A thing.",
        "1. Turn.\n2. Pull.",
        "Iron.",
    ]

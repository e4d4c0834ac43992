"""What banks of one family do differently, each told by a small bank of its own."""

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile
from app.interchange.formats.sidecars import read_with_sidecar
from app.interchange.formats.text import decode


def markdown(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def documents(text: str) -> tuple[QuestionDocument, ...]:
    return markdown(text).documents


def titles(text: str) -> list[str]:
    return [one.title for one in documents(text)]


def table(text: str) -> tuple[QuestionDocument, ...]:
    return format_named("csv").read(text.encode(), profile=Profile()).documents


def test_a_table_of_links_to_exercises_asks_nothing() -> None:
    text = (
        "# Locks\n\n|Name|Topic|Exercise|Solution|\n|--|--|--|--|\n"
        "|First lock|Locks|[Do](a.md)|[See](b.md)|\n|Second lock|Locks|[Do](c.md)|[See](d.md)|\n\n"
        "<details>\n<summary>What is a lock?</summary>\n\nTurns.\n</details>\n"
    )
    assert titles(text) == ["What is a lock?"]


def test_the_rows_of_tables_are_one_scale_and_tell_an_odd_column_once() -> None:
    text = (
        "| Question | Answer | Level | Page |\n|--|--|--|--|\n| What is a lock? | Turns. | 1 | 7 |\n"
        "| How fair is it? | Very. | 2 | 8 |\n| Why so? | Because. | 3 | 9 |\n"
    )
    reading = markdown(text)
    assert [one.difficulty for one in reading.documents] == ["easy", "medium", "hard"]
    assert [one.code for one in reading.findings].count("column-not-imported") == 1


def test_code_in_a_summary_is_the_body() -> None:
    text = (
        "<details>\n<summary>What do these lines do?\n\n```\nlock:\n  held: 1\n```\n</summary><br><b>\n\n"
        "They take a lock.\n</b></details>\n\n<details>\n<summary>And then?</summary>Nothing.</details>\n"
    )
    first, second = documents(text)
    assert (first.title, first.body) == ("What do these lines do?", "```\nlock:\n  held: 1\n```")
    assert (first.answer, second.answer) == ("They take a lock.", "Nothing.")


def test_a_list_behind_ticked_options_explains_the_answer() -> None:
    text = "#### Q1. Which one?\n\n- [ ] This\n- [x] That\n\n- It is `that`, because.\n"
    document = documents(text)[0]
    assert [(one.text, one.correct) for one in document.options] == [
        ("This", False),
        ("That", True),
    ]
    assert "It is `that`, because." in document.answer


def test_links_to_the_questions_do_not_make_their_heading_one() -> None:
    text = (
        "## Locks\n\n[What is a lock? (Junior)](#what)\n\n[How fair is it? (Senior)](#how)\n\n"
        '### What is a lock? (Junior)\n\nTurns.\n\n### "Fair" vs "fast" (Senior)\n\nBoth.\n'
    )
    assert [(one.title, one.difficulty) for one in documents(text)] == [
        ("What is a lock?", "easy"),
        ('"Fair" vs "fast"', "hard"),
    ]


def test_a_level_makes_a_bold_line_a_question() -> None:
    text = (
        "## Locks\n\n**What is a lock? 👶**\n\nTurns.\n\n<br/>\n\n**Fairness and speed ⭐️**\n\n"
        "**Fairness** is one thing.\n\n**Speed** is another.\n\n<br/>\n\n**How do locks fail? 🚀**\n\nBadly.\n"
    )
    assert [(one.title, one.difficulty) for one in documents(text)] == [
        ("What is a lock?", "easy"),
        ("Fairness and speed", "medium"),
        ("How do locks fail?", "hard"),
    ]


def test_bold_numbers_count_questions_that_do_not_ask() -> None:
    text = "## SQL\n\n**1)** All open locks.\n\n```sql\nselect 1\n```\n\n**2)** The number of them.\n\n```sql\nselect 2\n```\n"
    assert titles(text) == ["All open locks.", "The number of them."]


def test_a_bold_name_goes_with_what_it_asks() -> None:
    text = (
        "## Code\n\n**1) Mean.** Compute the mean.\n\n`m`\n\n**2) Sum**. Return the sum.\n\n`s`\n"
    )
    assert [title.replace("*", "") for title in titles(text)] == [
        "Mean. Compute the mean.",
        "Sum. Return the sum.",
    ]


@pytest.mark.parametrize(
    ("marks", "levels"),
    [
        (("☆", "☆☆", "☆☆☆"), ["easy", "medium", "hard"]),
        (("⭐", "⭐⭐⭐", "⭐⭐⭐⭐⭐"), ["easy", "medium", "hard"]),
        (("★☆☆", "★★☆", "★★★"), ["easy", "medium", "hard"]),
    ],
)
def test_stars_are_read_on_the_scale_of_the_file(marks: tuple[str, ...], levels: list[str]) -> None:
    text = "".join(
        f"## Q{n}: What is {n}? {mark}\n\n**Answer:** {n}\n\n" for n, mark in enumerate(marks)
    )
    assert [(one.title, one.difficulty) for one in documents(text)] == [
        (f"What is {n}?", level) for n, level in enumerate(levels)
    ]


def test_options_below_the_last_item_of_a_list_are_its() -> None:
    text = (
        "1. Which is even?\n\n   A. 1\n   B. 2\n\n   Answer: B\n\n2. Which are odd?\n\n"
        "- A) 1\n- B) 2\n- C) 3\n\nAnswer: A, C\n"
    )
    assert [[one.correct for one in document.options] for document in documents(text)] == [
        [False, True],
        [True, False, True],
    ]


def test_a_question_below_a_name_is_the_body_and_no_answer() -> None:
    text = (
        "### Hoisting\nWhat does this print?\n\n```js\nvar x\n```\n\n"
        "### Names\nOne may write:\n\n```js\nlet y\n```\n\nWhat is good about it?\n\n### Scopes\nWhy are there scopes?\n"
    )
    assert [(one.title, bool(one.body), one.answer) for one in documents(text)] == [
        ("Hoisting", True, ""),
        ("Names", True, ""),
        ("Scopes", True, ""),
    ]


def test_the_task_of_a_file_is_no_answer() -> None:
    text = b"Implement a lock without using one.\n\n```py\nlock = ...\n```\n"
    reading = read_with_sidecar(text, b"title: Lock\ndifficulty: easy\n", profile=Profile())
    assert reading is not None
    document = reading.documents[0]
    assert (document.title, document.difficulty, document.answer) == ("Lock", "easy", "")
    assert document.body.startswith("Implement a lock")


@pytest.mark.parametrize(
    "row",
    [
        "Frage;Antwort A;Antwort B;Richtige Antwort;Schwierigkeit\nWas?;x;y;B;leicht\n",
        "Pergunta;Opção A;Opção B;Resposta correta;Dificuldade\nWas?;x;y;B;Fácil\n",
        "Вопрос;Вариант 1;Вариант 2;Правильный ответ;Сложность\nWas?;x;y;2;лёгкий\n",
        "Question;Option 1;Option 2;Correct Answer;Level\nWas?;x;y;Option 2;easy\n",
        "Question - max 120 characters;Answer 1 - max 75;Answer 2 - max 75;Correct answer(s);Level\nWas?;x;y;2;easy\n",
    ],
)
def test_columns_in_other_words(row: str) -> None:
    document = table(row)[0]
    assert document.title == "Was?"
    assert [(one.text, one.correct) for one in document.options] == [("x", False), ("y", True)]
    assert document.difficulty == "easy"


def test_a_few_stray_bytes_do_not_spoil_a_utf_8_text() -> None:
    text = decode("café naïve\n".encode() + b"it\x92s\n")
    assert (text.text, text.guessed) == ("café naïve\nit’s\n", True)


def test_no_byte_is_beyond_a_windows_file() -> None:
    assert decode(b"it\x92s \x81").text == "it’s \x81"

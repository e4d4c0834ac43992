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


def test_headings_without_a_space_behind_their_hashes_are_headings() -> None:
    text = (
        "# Questions\n\n####[[up]](#toc) <a name='one'>General:</a>\n\n* What is a lock?\n"
        "* Why is it fair?\n\n####Open:\n* What did you learn?\n* List some books.\n"
    )
    found = documents(text)
    assert [one.title for one in found] == [
        "What is a lock?",
        "Why is it fair?",
        "What did you learn?",
        "List some books.",
    ]
    assert [one.section[-1] for one in found] == ["General:", "General:", "Open:", "Open:"]
    assert not any(one.answer for one in found)


def test_hashes_in_code_and_hashtags_are_no_headings() -> None:
    text = "## What is a macro?\n\n```c\n##name\n#define A\n```\n\n#hashtag\n\n## Why?\n\nSo.\n"
    first, second = documents(text)
    assert first.answer == "```c\n##name\n#define A\n```\n\n#hashtag"
    assert second.answer == "So."


def test_bold_words_that_a_sentence_begins_with_ask_nothing() -> None:
    text = (
        "**What is a lock?**\n\nIt waits.\n\n**When it is late**, it waits on.\n\n"
        "**How a lock works** is told elsewhere.\n\n**Why is it fair?** Turns are kept.\n"
    )
    assert titles(text) == ["What is a lock?", "Why is it fair?"]


def test_a_picture_in_a_summary_is_the_body_and_a_stray_end_of_code_is_none() -> None:
    text = (
        '<details>\n<summary>What is drawn here?<br>\n<img src="a.png"/>\n</summary><br><b>\n'
        "A lock.\n</b></details>\n\n<details>\n<summary>Which command lists them?</code></summary>\n\n"
        "`ls`\n</details>\n"
    )
    first, second = documents(text)
    assert (first.title, first.body) == ("What is drawn here?", '<img src="a.png"/>')
    assert second.title == "Which command lists them?"


def test_a_blank_before_the_code_of_an_option_is_not_part_of_it() -> None:
    text = "#### Q1. Which one?\n\n- [ ] \u2800\n  ```sh\n  a\n  ```\n- [x] \u2800\n  ```sh\n  b\n  ```\n"
    assert [one.text for one in documents(text)[0].options] == ["```sh\na\n```", "```sh\nb\n```"]


def test_a_link_beside_the_one_to_the_top_is_no_answer() -> None:
    text = (
        "# Bank\n\n1. ### What is a lock?\n\n    It waits.\n\n"
        "    [Back to top ↑](#bank) &nbsp;&nbsp;/&nbsp;&nbsp; [Read in detail ↗](https://x.test/a)\n\n"
        "2. ### Why?\n\n    So.\n"
    )
    assert [one.answer for one in documents(text)] == ["It waits.", "So."]


@pytest.mark.parametrize(
    ("line", "level"),
    [("### What is it? `Hard`", "hard"), ("### **What is it?** `easy`", "easy")],
)
def test_a_level_in_a_code_span_behind_a_question_is_its_level(line: str, level: str) -> None:
    document = documents(f"# Bank\n\n{line}\n\nThat.\n")[0]
    assert (document.title, document.difficulty) == ("What is it?", level)


def test_a_code_span_that_is_asked_about_is_no_level() -> None:
    document = documents("# Bank\n\n### What is the meaning of `hard`\n\nThat.\n")[0]
    assert (document.title, document.difficulty) == ("What is the meaning of `hard`", None)


def test_a_heading_that_counts_and_levels_its_question_is_asked_below() -> None:
    text = (
        "# Quiz\n\n### Question 1 of 2 (Hard)\n\nWhich one?\n\n- [ ] this\n- [x] that\n\n"
        "### Question 2 of 2\n\nWhich other?\n\n- [x] this\n- [ ] that\n"
    )
    found = [(one.title, one.difficulty) for one in documents(text)]
    assert found == [("Which one?", "hard"), ("Which other?", None)]


def test_long_tables_and_lists_hold_what_is_written_in_them() -> None:
    rows = "".join(f"| What is {n}? | It is {n} | \n" for n in range(300))
    items = "".join(f"- What is {n}?\n" for n in range(300, 600))
    text = f"# Bank\n\n| Question | Answer |\n|---|:-:|\n{rows}> quoted\n\n## B\n\n{items}"
    found = documents(text)
    assert [one.title for one in found] == [f"What is {n}?" for n in range(600)]
    assert found[299].answer == "It is 299"


@pytest.mark.parametrize(
    "header", ["문제,정답", "問題,解答", "题干,参考答案", "вопрос,правильный ответ", "soru,cevap"]
)
def test_columns_are_known_in_other_languages(header: str) -> None:
    document = table(f"{header}\nls,lists files\n")[0]
    assert (document.title, document.answer) == ("ls", "lists files")

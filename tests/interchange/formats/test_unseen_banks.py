"""What banks do that nobody had met before: signs, labels and lists of their own."""

import json

import pytest

from app.interchange.document import Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str, name: str = "markdown") -> Reading:
    return format_named(name).read(text.encode(), profile=Profile())


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).documents]


def answers(text: str) -> list[str]:
    return [one.answer for one in read(text).documents]


@pytest.mark.parametrize(
    "tick",
    [
        "--> ANSWER",
        "---> respuesta",
        "<-- correct",
        "← correct",
        "**(correct)**",
        "(right)",
        "👈",
        "[Answer]",
    ],
)
def test_an_option_may_be_called_correct_by_a_word_set_apart(tick: str) -> None:
    text = f"1. What turns?\n\n- A key\n\n- A door {tick}\n\n- Time\n\n---\n\n2. What locks?\n\nA bolt.\n"
    options = read(text).documents[0].options
    assert [(one.text, one.correct) for one in options] == [
        ("A key", False), ("A door", True), ("Time", False),
    ]  # fmt: skip


@pytest.mark.parametrize("tail", ["-> wood", "`x --> answer`", "(wood)"])
def test_other_words_set_apart_tick_nothing(tail: str) -> None:
    text = f"## What turns?\n\n- A key\n- A door {tail}\n- Time\n"
    assert read(text).documents[0].options == ()


def test_a_list_without_marks_is_one_of_options_where_the_others_are() -> None:
    ticked = "".join(f"### What is {n}?\n\n- Iron ✅\n- Wood\n\n" for n in "ABC")
    bare = read(ticked + "### What is D?\n\n- Iron\n- Wood\n").documents[-1]
    assert [one.text for one in bare.options] == ["Iron", "Wood"]
    assert not bare.answer
    assert not read("### What is D?\n\n- Iron\n- Wood\n").documents[-1].options


def test_code_below_an_empty_box_is_an_option_whatever_follows() -> None:
    code = "- [{}]\n\n```js\nopen({})\n```\n\n"
    text = "#### Q1. Which one opens?\n\n" + code.format("x", 1) + code.format(" ", 2)
    options = read(text + "**Explanation:** It does.\n").documents[0].options
    assert [one.correct for one in options] == [True, False]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("### Que 4: What is a lock?", "What is a lock?"),
        ("### Ques 15: What is a lock?", "What is a lock?"),
        ("### F1. What is a lock?", "What is a lock?"),
        ("### **D12) What is a lock?**", "What is a lock?"),
        ("### ES6. what is it?", "ES6. what is it?"),
    ],
)
def test_more_labels_and_numbers_are_no_part_of_a_title(line: str, title: str) -> None:
    assert titles(line + "\n\nA thing.\n") == [title]


@pytest.mark.parametrize("label", ["Ans) ", "Ans> ", "&nbsp;**Ans:** ", "&#x20;**Answer:** "])
def test_more_labels_open_an_answer(label: str) -> None:
    assert answers(f"* What is a lock?\n\n{label}A thing.\n\n* Who holds it?\n\n{label}Me.\n") == [
        "A thing.",
        "Me.",
    ]


def test_names_answered_by_a_label_are_questions_and_steps_stay_in_the_answer() -> None:
    text = "1) Keys\nAns) 1) They turn.\n2) They lock.\n\n2) Doors\nAns) Wood.\n\n3) Bolts\nAns) Iron.\n"
    assert titles(text) == ["Keys", "Doors", "Bolts"]
    assert answers(text) == ["1) They turn.\n2) They lock.", "Wood.", "Iron."]


def test_a_list_goes_on_counting_right_below_a_name() -> None:
    text = "## Questions\n\n**Keys**\n1. What turns?\n2. What locks?\n\n**Doors**\n3. What opens?\n4. What shuts?\n"
    assert titles(text) == ["What turns?", "What locks?", "What opens?", "What shuts?"]


def test_chapters_are_no_questions_where_the_text_labels_its_own() -> None:
    chapters = "## 1. What is a lock? (the thing)\n\nA thing.\n\n## 2. Uses\n\nMany.\n\n## 3. Care\n\nOil.\n\n"
    asked = "".join(f"**{n}. Q: Is it {n}?**\n*   **Ans:** Yes.\n\n" for n in range(1, 4))
    assert titles(chapters + "## Interview questions\n\n" + asked) == [
        "Is it 1?",
        "Is it 2?",
        "Is it 3?",
    ]


def test_the_heading_of_a_page_asks_nothing_where_its_text_labels_questions() -> None:
    text = "# What's this\n\nA door.\n\n## Q&A\n\n- **Q:** Why use it?\n\n  **A:** To go.\n\n---\n\n- **Q:** How?\n\n  **A:** Push.\n"
    assert [(one.title, one.answer) for one in read(text).documents] == [
        ("Why use it?", "To go."), ("How?", "Push."),
    ]  # fmt: skip


def test_todo_is_everything_in_spanish() -> None:
    assert answers("### ¿Qué abre la llave?\n\nTodo.\n\n### ¿Qué es?\n\nTODO\n") == ["Todo.", ""]


def records(*items: dict[str, str]) -> list[tuple[str, str]]:
    found = read(json.dumps(items), "json").documents
    return [(one.body, one.answer) for one in found]


def test_the_text_beside_a_title_answers_it_where_no_field_does() -> None:
    assert records({"title": "What is a lock?", "level": "basic", "text": "A thing."}) == [
        ("", "A thing.")
    ]
    assert records({"title": "Locks", "text": "### Locks\n\nThings."}) == [
        ("", "### Locks\n\nThings.")
    ]


def test_a_task_or_code_beside_a_title_is_no_answer() -> None:
    assert records({"title": "Two locks", "description": "Find both of them."}) == [
        ("Find both of them.", "")
    ]
    assert records({"question": "What is printed?", "code": "open()"}) == [("open()", "")]
    assert records({"question": "What is it?", "text": "A hall.", "answer": ""}) == [
        ("A hall.", "")
    ]


PLAIN = "What is a lock?{0}A thing that shuts.\n\nWho holds the key?{0}The guard.\n\nExplain the bolt.\n\nIt slides.\n\nHow does it turn?{0}Left.\n"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_paragraphs_that_ask_are_questions_where_answers_stand_between(gap: str) -> None:
    found = read("# Doors\n\nOf doors.\n\n" + PLAIN.format(gap))
    assert [(one.title, one.answer) for one in found.documents] == [
        ("What is a lock?", "A thing that shuts."),
        ("Who holds the key?", "The guard."),
        ("Explain the bolt.", "It slides."),
        ("How does it turn?", "Left."),
    ]
    assert (1, 3) in [(one.line_start, one.line_end) for one in found.findings]


def test_prose_that_wonders_now_and_then_asks_no_question() -> None:
    prose = "Doors are old.\n\n" * 10
    assert titles("# Doors\n\n" + prose + "Why so?\n\n" + prose + "Who knows?\n\n" + prose) == []
    assert titles("# Doors\n\nWhy?\n\nHow come?\n\nWho knows it?\n") == []


def test_items_of_lists_in_html_are_questions_and_contents_are_none() -> None:
    text = (
        "# Doors\n\n<ol>\n<li><a href='#one'>What is one?</a></li>\n<li><a href='#two'>Two</a></li>\n</ol>\n\n"
        "<ul>\n  <li>What is a <code>lock</code>?</li>\n  <li><b>Who</b> holds\n  the key?</li>\n"
        "  <ul><li>Why?</li></ul>\n  <li>Explain bolts.</li>\n</ul>\n<h2>More</h2>\n"
    )
    found = read(text)
    assert [(one.title, one.answer) for one in found.documents] == [
        ("What is a `lock`?", ""), ("Who holds the key?", ""), ("Why?", ""), ("Explain bolts.", ""),
    ]  # fmt: skip


PARTS = (
    "## Question\n\nWhat turns a lock?\n\n## Options\n\n1. A key\n2. A door\n3. Oil\n\n## Correct answer\n\nA key\n\n"
    "## Why correct\n\nIt fits.\n\n## Why the others are wrong\n\n- Option 2: It hangs.\n"
)


def test_headings_that_only_name_parts_make_a_file_one_question() -> None:
    (found,) = read(f"---\nid: L-1\ndifficulty: beginner\n---\n\n{PARTS}").documents
    assert (found.title, found.difficulty, found.external_id) == (
        "What turns a lock?",
        "easy",
        "L-1",
    )
    assert [(one.text, one.correct) for one in found.options] == [
        ("A key", True), ("A door", False), ("Oil", False),
    ]  # fmt: skip
    assert found.answer.startswith("## Why correct\n\nIt fits.\n\n## Why the others")


def test_the_first_heading_of_such_a_file_is_its_title() -> None:
    text = "# Locks at scale\n\n**Category:** Doors\n**Difficulty:** Senior\n\n## Question\n\n> How are locks kept?\n\n- How many?\n\n"
    text += "## Short Answer\n\nIn a safe.\n\n## Detail\n\n### Steel\n\nHard.\n\n## Common Follow-up Questions\n\n- Why?\n"
    (found,) = read(text).documents
    assert (found.title, found.difficulty, found.follow_ups) == (
        "Locks at scale",
        "hard",
        ("Why?",),
    )
    assert found.body.startswith("> How are locks kept?")
    assert found.answer.startswith("In a safe.")


def test_a_file_of_several_such_questions_is_not_one() -> None:
    assert len(read(PARTS + "\n" + PARTS.replace("turns", "oils")).documents) == 2


def test_brackets_behind_the_number_of_a_question_say_more_of_it() -> None:
    text = "## Questions\n\n### Question 1 (Hard - Keys)\n\nWhat turns?\n\n### Question 2 (10 points)\n\nWhat locks?\n\n"
    text += "## Answers\n\n### Question 1: Keys\n\n- **Answer:** Doors.\n\n### Question 2: Bolts\n\n- **Answer:** Bolts.\n"
    found = read(text).documents
    assert [(one.title, one.difficulty) for one in found] == [
        ("What turns?", "hard"),
        ("What locks?", None),
    ]
    assert ["Doors." in found[0].answer, "Bolts." in found[1].answer] == [True, True]


def test_what_a_page_has_covered_is_no_question() -> None:
    asked = "**Q1: Why lock?**\n\n**A:** For peace.\n\n"
    assert titles(asked + "## End\n\n**What we've covered:**\n\n1. Locks\n2. Keys\n") == [
        "Why lock?"
    ]


def test_columns_of_one_file_may_hold_the_key_of_choices_and_the_answers_of_others() -> None:
    table = "Question Text;Option A;Option B;Correct Key;Correct Answer\nWhat turns?;Key;Door;B;\nWho locks?;;;;Guards\n"
    first, second = read(table, "csv").documents
    assert [one.text for one in first.options if one.correct] == ["Door"]
    assert (second.answer, second.options) == ("Guards", ())


def test_headers_in_more_languages_are_known() -> None:
    table = (
        "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng (A/B),Giải thích (tùy chọn)\nKhóa?,Sắt,Gỗ,A,Cứng\n"
    )
    (found,) = read(table, "csv").documents
    assert [(one.text, one.correct) for one in found.options] == [("Sắt", True), ("Gỗ", False)]
    assert found.answer == "Cứng"


def test_numbered_chapters_over_lists_of_questions_group_them() -> None:
    text = "# Door interview questions\n\n## 🟩 1. BEGINNER LEVEL DOOR QUESTIONS (Basics)\n\n### 1.1 Locks\n\n"
    text += "1.  What is a lock?\n2.  What is a key? And what is a\n    bolt?\n\n### 1.2 Doors\n\n3.  What opens?\n4.  What shuts?\n"
    found = read(text).documents
    assert [(one.title, one.difficulty) for one in found] == [
        ("What is a lock?", "easy"), ("What is a key? And what is a bolt?", "easy"),
        ("What opens?", "easy"), ("What shuts?", "easy"),
    ]  # fmt: skip


def test_what_is_asked_and_its_options_may_be_headings_too() -> None:
    one = "##### MCQ {} ({})\n##### What {}?\n##### A) Key  \n##### B) Door\n###### Answer: B) Door\n###### Explanation: It {}.\n\n---\n\n"
    found = read(
        "## Doors\n\n"
        + one.format(1, "Beginner", "opens", "does")
        + one.format(2, "Advanced", "shuts", "can")
    )
    assert [(q.title, q.difficulty) for q in found.documents] == [
        ("What opens?", "easy"),
        ("What shuts?", "hard"),
    ]
    assert [[option.correct for option in q.options] for q in found.documents] == [
        [False, True]
    ] * 2


def test_a_list_set_in_below_a_heading_is_no_code() -> None:
    text = "## Doors\n  \n  ### Locks:\n    \n    1. What locks?\n\n    2. Explain keys.\n\n  ### Bolts:\n  \n    1. What bolts?\n"
    assert titles(text) == ["What locks?", "Explain keys.", "What bolts?"]


def test_a_bullet_that_is_only_a_heading_is_one() -> None:
    text = "* ### Beginner Level\n1. What is a lock?\n   * Why is it\n     so hard?\n2. What is a key?\n"
    first, second = read(text).documents
    assert (first.difficulty, first.follow_ups, first.answer) == (
        "easy",
        ("Why is it so hard?",),
        "",
    )
    assert second.title == "What is a key?"


def test_a_word_that_begins_a_title_in_chinese_is_no_level() -> None:
    (found,) = read("## 简单说一说门锁？\n\n好。\n").documents
    assert (found.title, found.difficulty) == ("简单说一说门锁？", None)


def test_tags_and_a_category_stated_one_below_the_other_are_lines_of_their_own() -> None:
    text = "### Q: What is a lock?\n\n**Category:** door furniture\n**Difficulty:** senior\n**Tags:** [brass-lock, `keys`]\n\n**Short answer.** A thing.\n"
    (found,) = read(text).documents
    assert (found.tags, found.difficulty) == (("door furniture", "brass-lock", "keys"), "hard")


def test_the_language_of_a_part_does_not_hide_it() -> None:
    text = "---\ntitle: Locks and keys\ndifficulty: easy\n---\n\n# Question (EN)\n> What is a lock?\n\n## Answer (EN)\n\nA thing.\n"
    (found,) = read(text).documents
    assert (found.title, found.answer) == ("Locks and keys", "A thing.")


@pytest.mark.parametrize(
    "line", ["### 1. ❓ What is a lock?", "### **1️⃣ What is a lock?**", "### Q: 🔑 What is a lock?"]
)
def test_signs_around_a_number_are_no_part_of_a_title(line: str) -> None:
    assert titles(line + "\n\nA thing.\n") == ["What is a lock?"]


def test_a_heading_in_a_bullet_names_the_questions_nested_below_it() -> None:
    text = "* #### Locks (2 questions)\n\n\n    * What is a lock?\n    * Explain keys.\n\n* #### State of doors\n\n\n    * What is a door?\n    * Why oil it?\n"
    assert titles(text) == ["What is a lock?", "Explain keys.", "What is a door?", "Why oil it?"]
    assert answers(text) == [""] * 4


def test_a_heading_that_announces_questions_is_none_on_their_level() -> None:
    text = "### Door interview questions\n\nOf doors.\n\n## Basics\n\n### 1. What opens?\n\nA key.\n\n### 2. Bolts\n\nIron.\n"
    assert titles(text) == ["What opens?", "Bolts"]

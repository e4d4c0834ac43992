"""Banks as people keep them: what whole files of the known families hold, in small banks."""

import json
from dataclasses import replace

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str, name: str = "markdown") -> Reading:
    return format_named(name).read(text.encode(), profile=Profile())


def documents(text: str) -> tuple[QuestionDocument, ...]:
    return read(text).documents


def titles(text: str) -> list[str]:
    return [one.title for one in documents(text)]


def keys(document: QuestionDocument) -> list[tuple[str, bool]]:
    return [(one.text, one.correct) for one in document.options]


OPTIONS = [("Turns", False), ("Tokens", True), ("Time", False)]


# headings


def test_labelled_headings_below_a_section_are_questions_not_parts_of_it() -> None:
    text = (
        "# Locks\n\n## Basics (1-2)\n\n### Question 1: What is a lock?\n\n**Answer:**\n\nA thing.\n\n"
        "### 🔑 Question 2: Who holds it?\n\n## Problems\n\n### Problem 1: Two locks\n\n"
        "**Solution:** One.\n\n### Problem 2: No lock\n\n**Solution:** None.\n"
    )
    assert titles(text) == [
        "What is a lock?", "Who holds it?", "Problem 1: Two locks", "Problem 2: No lock",
    ]  # fmt: skip


def test_headings_answered_by_what_unfolds_are_questions_even_as_orders() -> None:
    fold = "\n\n<details><summary>{}</summary>\n<p>\n\nTurn it.\n\n</p>\n</details>\n\n"
    text = "# Locks\n\n## Doors\n\n### Oil the lock" + fold.format("show")
    text += "### See who holds it" + fold.format("Click to expand")
    text += "### The key turns" + fold.format(":key: View answer")
    assert [(one.title, one.answer) for one in documents(text)] == [
        ("Oil the lock", "Turn it."), ("See who holds it", "Turn it."), ("The key turns", "Turn it."),
    ]  # fmt: skip


def test_what_unfolds_in_the_midst_of_an_answer_stays_there() -> None:
    text = "## What is a lock?\n\nA thing.\n\n<details><summary>Show</summary>\n\nMore.\n\n</details>\n"
    assert documents(text)[0].answer.startswith("A thing.\n\n<details>")


def test_numbers_below_a_heading_that_announces_questions_are_questions() -> None:
    text = "# Locks: interview practice\n\n## The doors used\n\nTwo.\n\n"
    text += "".join(f"## {n}. {name} door\n\n```\nopen\n```\n\n" for n, name in enumerate("ABC", 1))
    assert titles(text + "## A tip\n\nBreathe.\n") == ["A door", "B door", "C door"]
    assert titles(text.replace("interview practice", "a manual")) == []


@pytest.mark.parametrize("group", ["Door basics", "**Door basics**"])
def test_names_among_numbered_questions_group_those_that_follow(group: str) -> None:
    text = f"## Doors\n\n### {group}\n\n### 1. What is a door?\n\nA.\n\n### 2. What is a key?\n\nB.\n\n"
    text += "### Key basics\n\n### 3. What is a bit?\n\nC.\n"
    found = documents(text)
    assert [one.title for one in found] == ["What is a door?", "What is a key?", "What is a bit?"]
    assert [one.section[-1] for one in found] == ["Door basics", "Door basics", "Key basics"]


def test_a_name_with_a_level_below_it_is_a_problem() -> None:
    text = (
        "# Doors\n\n### Squeaking\n\n**Difficulty:** Easy | **Time:** short\n\nOil.\n\n"
        "### Sticking\n\n- **Difficulty:** Hard\n- **Idea:** Plane it.\n"
    )
    squeaking, sticking = documents(text)
    assert (squeaking.difficulty, sticking.difficulty) == ("easy", "hard")
    assert squeaking.answer == "**Time:** short\n\nOil."
    assert sticking.answer == "- **Idea:** Plane it."


def test_a_level_may_stand_alone_in_code_below_the_title() -> None:
    text = "### Q1. What is a lock?\n`[HARD]`\n\n**Answer:** A.\n\n### Q2. Who holds it?\n`[EASY]`\n\n**Answer:** B.\n"
    assert [(one.difficulty, one.body) for one in documents(text)] == [("hard", ""), ("easy", "")]


def test_a_heading_over_several_labelled_questions_is_none_itself() -> None:
    text = "# What do we ask?\n\nQ: What is a lock?\nA: A thing.\n\nQ: Who holds it?\nA: A hand.\n"
    assert [(one.title, one.answer) for one in documents(text)] == [
        ("What is a lock?", "A thing."), ("Who holds it?", "A hand."),
    ]  # fmt: skip


def test_a_letter_as_a_heading_is_no_answer() -> None:
    text = "# Terms\n\n## A\n\n### What is an alarm?\n\nIt rings.\n\n## B\n\n### What is a bolt?\n\nIt slides.\n"
    found = documents(text)
    assert [one.section for one in found] == [("Terms", "A"), ("Terms", "B")]
    assert [one.answer for one in found] == ["It rings.", "It slides."]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("### 1️⃣2️⃣ What is a lock?", "What is a lock?"),
        ('### <a name="q-1"></a>1.2 What is a lock?', "What is a lock?"),
        ("### 3. Q: What is a lock?", "What is a lock?"),
        ("**Q1**: What is a lock?", "What is a lock?"),
        ("**Question 7** - What is a lock?", "What is a lock?"),
        ("**Q:** What is a lock? \\", "What is a lock?"),
    ],
)
def test_numbers_and_labels_come_off_in_every_form(heading: str, title: str) -> None:
    assert titles(f"# Locks\n\n{heading}\n\nA: It locks.\n") == [title]


def test_chinese_headings_that_tell_somebody_to_explain_ask() -> None:
    text = "## 前言\n\n题。\n\n## 介绍锁的种类\n\n三种。\n\n## 谈谈钥匙\n\n一把。\n\n## 锁的维护\n\n油。\n"
    assert titles(text) == ["介绍锁的种类", "谈谈钥匙", "锁的维护"]


def test_a_tail_that_leads_to_a_vendor_is_no_answer() -> None:
    tail = "#### Explore all 50 answers here 👉 [Locks](https://locks.example/all)\n\n"
    text = (
        f"# Locks\n\n{tail}## 1. What is a lock?\n\nA thing.\n\n## 2. Who holds it?\n\nA hand.\n\n"
    )
    text += f'{tail}<a href="https://locks.example">\n<img src="a.png">\n</a>\n</p>\n'
    found = documents(text)
    assert [one.answer for one in found] == ["A thing.", "A hand."]
    assert [one.section for one in found] == [("Locks",), ("Locks",)]


def test_the_place_of_an_answer_below_what_is_asked_holds_none() -> None:
    text = "**1) Mean.** Compute a mean.\n\n* `[1, 3]` is 2\n\nAnswer here\n\n**2) Sum.** Add.\n\nSo.\n"
    mean = documents(text)[0]
    assert (mean.body, mean.answer) == ("* `[1, 3]` is 2", "")


# lists


def test_lists_of_a_bank_are_weighed_with_its_other_lists() -> None:
    text = (
        "### Locks\n\n1. What is a lock?\n2. Who holds it?\n3. Why?\n\n"
        "### Keys: VS Code\n\n1. Explain the bit\n2. Common blanks (`a`, `b`)\n"
    )
    assert titles(text)[3:] == ["Explain the bit", "Common blanks (`a`, `b`)"]


def test_statements_below_a_heading_that_calls_them_questions_are_some() -> None:
    text = "## Scenario-based questions\n\n- A door sticks – how do you free it?\n- The key is lost\n- It is cold\n"
    assert len(titles(text)) == 3
    assert titles(text.replace("Scenario-based questions", "Diary")) == []


def test_bold_numbered_orders_below_an_announcing_heading_are_questions() -> None:
    text = "# Question list\n\n### **Basic**\n\n1. **Turn the key.**\n\n   - Use it.\n\n2. **Oil the lock.**\n"
    assert [(one.title, one.difficulty) for one in documents(text)] == [
        ("Turn the key.", "easy"), ("Oil the lock.", "easy"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "{n}. [must know] **Q:** What is it? **A:** It is {n}.",
        "- **Q: What is it?** A: It is {n}.",
        "**Q:** What is it? **A:** It is {n}.\n",
    ],
)
def test_a_question_and_its_answer_may_share_a_line(line: str) -> None:
    text = "# Locks\n\n" + "\n".join(line.format(n=n) for n in (1, 2))
    found = [(one.title, one.answer) for one in documents(text)]
    assert found == [("What is it?", "It is 1."), ("What is it?", "It is 2.")]


def test_an_item_holds_its_own_hint_or_follow_up_and_no_more() -> None:
    text = (
        "### Why are there locks?\n- **Difficulty:** Medium | **Weight:** 7\n- **Expected answer:** Thieves.\n"
        "- **Follow-ups:** And keys?\n- **Mistakes:** Fear.\n"
    )
    (one,) = documents(text)
    assert (one.difficulty, one.follow_ups) == ("medium", ("And keys?",))
    assert one.answer == "Thieves.\n\n- **Mistakes:** Fear."


def test_a_list_that_code_breaks_is_one_list_whatever_its_last_items_tell() -> None:
    text = (
        "## Schlösser\n\n* Mach, dass es geht:\n```\nopen(1)\n```\n* Was wird zurückgegeben?\n```\nopen(2)\n```\n"
        "* Schreibe ein Schloss.\n"
    )
    assert [(one.title, one.body) for one in documents(text)] == [
        ("Mach, dass es geht:", "```\nopen(1)\n```"),
        ("Was wird zurückgegeben?", "```\nopen(2)\n```"),
        ("Schreibe ein Schloss.", ""),
    ]


def test_names_of_nested_lists_group_the_questions_in_them() -> None:
    text = (
        "## Locks\n\n- **Basics:**\n  - What is a lock?\n  - Kinds of lock\n- More\n  - Bolts\n"
        "    1. [E] What is a bolt?\n    2. [H] Bolts in use.\n- Who holds it?\n  - Somebody.\n"
    )
    assert [(one.title, one.difficulty) for one in documents(text)] == [
        ("What is a lock?", None), ("Kinds of lock", None), ("What is a bolt?", "easy"),
        ("Bolts in use.", "hard"), ("Who holds it?", None),
    ]  # fmt: skip


def test_a_label_in_the_midst_of_an_answer_stays_in_it() -> None:
    text = "### 1. What is a lock?\n**Situation:** A door.\n**Task:** Shut it.\n\n### 2. Who holds it?\nA hand.\n"
    assert documents(text)[0].answer == "**Situation:** A door.\n**Task:** Shut it."


@pytest.mark.parametrize(
    "items",
    ["鍵について説明してください。\n* 錠とは何ですか", "Расскажите о замках\n* Чем они плохи?"],
)
def test_lists_in_other_languages_ask(items: str) -> None:
    assert len(titles(f"## Locks\n\n* {items}\n")) == 2


def test_what_unfolds_into_a_table_of_contents_is_no_answer() -> None:
    text = (
        "### Doors\n\n<details>\n<summary>Show</summary>\n\n* [What is a door?](#what-is-a-door)\n</details>\n\n"
        "## What is a door?\n\nA way.\n"
    )
    assert titles(text) == ["What is a door?"]


def test_a_list_of_what_the_headings_ask_is_no_list_of_questions() -> None:
    text = (
        "# Locks\n\n## Table of Contents\n\n1. What is a door?\n2. What is a bolt?\n3. Hinges\n\n## Questions\n\n"
        "### 1. What is a door?\n\nA way.\n\n### 2. **What is a bolt?**\n\nA bar.\n\n### 3. Hinges\n\nThey turn.\n"
    )
    assert titles(text) == ["What is a door?", "What is a bolt?", "Hinges"]


# choices


@pytest.mark.parametrize(
    "asked",
    [
        "**Question 1**\nWhat is passed on?",
        "**Question 1:**\nWhat is passed\non?",
        "## Question 1\nWhat is passed on?",
        "## Вопрос 1\n\nWhat is passed on?",
        "### Q1. What is passed on?",
    ],
)
@pytest.mark.parametrize(
    "choices",
    [
        "A) Turns\nB) Tokens\nC) Time\n\n**Correct Answer:** B",
        "A) Turns   B) Tokens   C) Time\n**Answer**: B",
        "*   A) Turns\n*   B) Tokens\n*   C) Time\n*   **Correct Answer:** B) Tokens\n*   **Why:** so",
        "A. Turns\nB. Tokens\nC. Time\n\n**Suggested answers**\n\n- A\n- B - Correct\n- C",
        "1. Turns\n2. Tokens\n3. Time\n\n**Answer: 2**",
        "A) Turns\nB) Tokens\nC) Time\n\n<details>\n<summary>✅ Answer & Explanation</summary>\n\n"
        "**Answer: B**\n\n</details>",
    ],
)
def test_choices_are_read_below_every_kind_of_label(asked: str, choices: str) -> None:
    text = f"# Quiz\n\n{asked}\n\n{choices}\n\n---\n\n{asked.replace('1', '2')}\n\n{choices}\n"
    found = documents(text)
    assert [one.title for one in found] == ["What is passed on?"] * 2
    assert [keys(one) for one in found] == [OPTIONS, OPTIONS]


def test_initials_in_prose_are_no_options() -> None:
    (one,) = documents("## Who built locks?\n\nA. Smith met B. Jones (see C) there.\n")
    assert (one.options, one.answer) == ((), "A. Smith met B. Jones (see C) there.")


# files


def test_a_file_whose_headings_are_all_parts_is_one_question() -> None:
    text = (
        "---\ntitle: Two keys\ndifficulty: 2\n---\n\n# Prompt\nWhich key fits?\n\n# Options\n- [ ] A) Small\n"
        "- [x] B) Large\n\n# Hint\nLook.\n\n# Explanation\nIt is large.\n"
    )
    (one,) = documents(text)
    assert (one.title, one.body) == ("Two keys", "Which key fits?")
    assert (one.hints, one.answer) == (("Look.",), "It is large.")
    assert keys(one) == [("Small", False), ("Large", True)]


def test_front_matter_may_list_the_questions() -> None:
    text = (
        "---\ntitle: Locks\nquestions:\n  - question: What is a lock?\n    answer: A thing.\n"
        "  - question: Which turns?\n    options: [door, key]\n    answer: key\n---\n\n# Locks\n"
    )
    first, second = documents(text)
    assert (first.title, first.answer) == ("What is a lock?", "A thing.")
    assert keys(second) == [("door", False), ("key", True)]


def test_a_pinned_file_is_asked_by_its_first_heading() -> None:
    text = b"# Bolts (sliding)\nWhen pushed, they slide.\n\n## Kinds\n- long\n\n# Links\n[a](b)\n"
    profile = replace(Profile(), shape="file")
    (one,) = format_named("markdown").read(text, profile=profile).documents
    assert one.title == "Bolts (sliding)"
    assert one.answer.startswith("When pushed")
    assert one.answer.endswith("[a](b)")


def test_rows_of_links_are_a_table_of_contents_and_sections_give_levels() -> None:
    text = (
        "# Locks\n\nNUMBER | QUESTION\n---|---\n&nbsp; | **Doors**\n[1](#q1) | What is a door?\n\n"
        "## Hard questions\n\n| # | Question | Answer |\n|--|--|--|\n| 1 | What is a bit? | A part. |\n"
    )
    found = documents(text)
    assert [one.title for one in found if one.answer] == ["What is a bit?"]
    assert "What is a door?" not in [one.title for one in found]
    assert found[-1].difficulty == "hard"


# data files


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"easy": ["What is a lock?"], "hard": ["Who holds it?"]}, ["easy", "hard"]),
        ({"What is a lock?": "A thing.", "Who holds it?": "A hand."}, [None, None]),
        (
            {"easy": [{"q": "What is a lock?", "a": "A."}], "hard": [{"q": "Who?"}]},
            ["easy", "hard"],
        ),
    ],
)
def test_texts_that_ask_are_questions_in_data_too(
    value: object, expected: list[str | None]
) -> None:
    found = read(json.dumps(value), "json").documents
    assert found[0].title == "What is a lock?"
    assert [one.difficulty for one in found] == expected


def test_an_answer_in_several_forms_is_all_of_them() -> None:
    value = [{"question": "Why?", "answer": {"short": "So.", "long": "So it is."}}]
    assert read(json.dumps(value), "json").documents[0].answer == "So.\n\nSo it is."


def test_a_text_with_options_and_a_key_is_a_question() -> None:
    value = [{"text": "Which?", "options": ["x", "y"], "correctIndex": 1}]
    (one,) = read(json.dumps(value), "json").documents
    assert keys(one) == [("x", False), ("y", True)]


def test_what_is_no_question_among_questions_is_told() -> None:
    value = [{"question": "Why?", "answer": "So."}, {"colour": "red"}]
    reading = read(json.dumps(value, indent=1), "json")
    assert len(reading.documents) == 1
    assert [(one.code, one.line_start) for one in reading.findings] == [
        ("no-question", 6), ("column-not-imported", 6),
    ]  # fmt: skip

"""What read-mes of question banks have around and above their questions, and in their titles."""

import pytest

from app.interchange.document import Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).documents]


NUMBERED = "".join(f"## {n}. What is {n}?\n\nIron.\n\n" for n in range(1, 7))
ASKED = [f"What is {n}?" for n in range(1, 7)]


def test_what_stands_before_number_one_is_introduction_however_it_is_worded() -> None:
    text = "## Who reads it, and why?\n\nSmiths do.\n\n# Locks\n\n" + NUMBERED
    assert titles(text) == ASKED


def test_questions_of_a_chapter_before_the_numbered_ones_are_kept() -> None:
    numbered = NUMBERED.replace("## ", "### ")
    text = f"# Locks\n\n## First\n\n### What turns?\n\nA key.\n\n## Then\n\n{numbered}"
    assert titles(text) == ["What turns?", *ASKED]


def test_what_is_asked_again_and_again_with_nothing_below_is_no_question() -> None:
    text = NUMBERED.replace("Iron.\n", "Iron.\n\n## Still any doubt?\n")
    assert titles(text) == ASKED
    assert all(one.answer == "Iron." for one in read(text).documents)


def test_a_title_said_often_with_text_below_is_still_one() -> None:
    assert titles("## What is printed?\n\nIron.\n\n" * 3) == ["What is printed?"] * 3


def test_a_count_that_goes_on_a_level_deeper_goes_on() -> None:
    text = NUMBERED.replace("## 4.", "### 4.").replace("## 6.", "#### 6.")
    assert titles(text) == ASKED


def test_steps_that_are_counted_below_a_question_are_its_answer() -> None:
    text = NUMBERED.replace("Iron.", "### 1. Take it\n\nSo.\n\n### 2. Turn it\n\nSo.")
    assert titles(text) == ASKED


def test_a_read_me_of_headings_about_itself_asks_nothing() -> None:
    about = ("What is this?", "Why would I want it?", "Who is this for?", "Contents", "Related")
    more = ("Contributing", "Credits", "License", "Disclaimer")
    assert titles("# Locks\n\n" + "".join(f"## {one}\n\nIron.\n\n" for one in about + more)) == []


def test_few_headings_about_the_file_leave_its_questions_alone() -> None:
    text = "".join(f"## {one}\n\nIron.\n\n" for one in ("Contents", "What turns?", "License"))
    assert titles(text) == ["What turns?"]


@pytest.mark.parametrize(
    "link", ["[[src](https://a.example)]", "[[source]](https://a.example)", "([ref](https://a.example))"]
)  # fmt: skip
def test_a_link_that_only_names_the_source_is_the_source(link: str) -> None:
    text = "".join(f"#### {n}) What is {n}? {link}\n\nIron.\n\n" for n in "123")
    documents = read(text).documents
    assert [one.title for one in documents] == ["What is 1?", "What is 2?", "What is 3?"]
    assert {one.source_url for one in documents} == {"https://a.example"}


def test_a_link_that_names_something_stays_in_the_title() -> None:
    title = "What is a [lock](https://a.example)"
    assert titles(f"## {title}\n\nIron.\n") == [title]


def test_the_heading_right_below_a_numbered_name_asks_in_its_place() -> None:
    text = "# Question 3 - Locks\n\n## What turns in it?\n\nA key.\n"
    (document,) = read(text).documents
    assert (document.title, document.answer) == ("What turns in it?", "A key.")


def test_headings_below_a_numbered_name_with_text_are_its_answer() -> None:
    text = "# Question 3: Locks\n\nIron.\n\n## What turns in it?\n\nA key.\n"
    assert titles(text) == ["Locks"]


def test_cases_listed_below_a_question_answer_it() -> None:
    item = (
        "* **When is a lock better?**\n    - When you have many doors\n    - When several open\n\n"
    )
    (first, *_) = read(item * 3).documents
    assert not first.follow_ups
    assert first.answer.startswith("- When you have many doors")


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("初级开发者相关问题【共计 1 道题】", "easy"),
        ("高级前端工程师", "hard"),
        ("Intermediário", "medium"),
        ("高级语法", None),
        ("Hard Linux Questions:", "hard"),
        ("Basic SQL interview questions", "easy"),
        ("Hard skills questions", None),
        ("Low level design questions", None),
        ("Advanced Bash scripting", None),
    ],
)
def test_a_heading_gives_its_questions_a_level(heading: str, level: str | None) -> None:
    text = f"# {heading}\n\n" + "".join(f"## {n}. 什么是 {n}？\n\n铁\n\n" for n in "123")
    assert {one.difficulty for one in read(text).documents} == {level}


@pytest.mark.parametrize(
    "title",
    [
        "How to use a key in a lock?",
        "How to start a count?",
        "How to contribute to a project?",
        "What is this in a method?",
        "Why use this in a class?",
        "Why should I use keys?",
        "Starvation and deadlock, which is worse?",
        "Do you have any questions for us?",
    ],
)
@pytest.mark.parametrize("mark", ["### ", "### 7. ", "**", "- "])
def test_what_only_begins_like_a_heading_about_the_file_is_asked(mark: str, title: str) -> None:
    close = "**" if mark == "**" else ""
    text = "".join(f"{mark}{one}{close}\n\nIron.\n\n" for one in (*ASKED[:3], title))
    assert titles(text)[3] == title


@pytest.mark.parametrize(
    "heading",
    [
        "How to use this repository",
        "🧭 How to read these questions",
        "How to contribute",
        "What is this guide about?",
        "Why should I read this?",
        "Как пользоваться",
        "Cómo usar este repositorio",
        "Found a mistake?",
        "Want to contribute?",
        "Have any suggestions?",
        "如何使用",
    ],
)
def test_headings_about_the_file_ask_nothing(heading: str) -> None:
    unnumbered = "".join(f"## {one}\n\nIron.\n\n" for one in ASKED)
    about = f"## {heading}\n\nIron.\n\n"
    assert titles(f"# Locks\n\n{about}{unnumbered}") == ASKED
    assert titles(f"# Locks\n\n{unnumbered}{about}") == ASKED


def test_lists_of_how_a_file_is_used_ask_nothing() -> None:
    uses = "- **In a hurry?** Begin at the end.\n- **Asking others?** Take any.\n- No time? Go.\n"
    assert titles(f"# Locks\n\n## How to Use This Repo\n\n{uses}") == []


def test_bold_names_of_addresses_ask_nothing() -> None:
    names = ("Iron vs wood", "Compare doors", "Keys")
    assert titles("".join(f"**{one}**<br/>\nhttps://a.example\n\n" for one in names)) == []


def test_bold_questions_may_have_addresses_for_answers() -> None:
    text = "**What turns?**\n\nhttps://a.example\n\n**Iron vs wood**\n\nhttps://b.example\n\n"
    assert titles(text) == ["What turns?", "Iron vs wood"]


def test_one_bold_name_among_others_that_do_not_ask_is_one_too() -> None:
    text = "".join(f"## {n}\n\n**Definition**: {n}.\n\n**Example:**\n\n- x\n\n" for n in "AB")
    assert titles(text + "**Why it matters**:\n\n- It is iron.\n") == []


@pytest.mark.parametrize("second", ["", "## Ответ (RU)\n\nЖелезо.\n\n"])
def test_a_file_with_a_level_and_one_answer_is_one_question(second: str) -> None:
    text = (
        "---\ntitle: Locks\ndifficulty: easy\n---\n\n# Question (EN)\n> What turns?\n\n"
        f"## Answer (EN)\n\nA key.\n\n**Iron vs wood:**\n\nIron.\n\n{second}## Follow-ups\n\n"
        "- What bolts it?\n- How many keys has it?\n\n## Related questions\n\n- [[doors]]\n"
    )
    (document,) = read(text).documents
    assert (document.title, document.difficulty) == ("Locks", "easy")
    assert document.answer.startswith("A key.\n\n**Iron vs wood:**")
    assert document.follow_ups == ("What bolts it?", "How many keys has it?")


def test_items_set_in_by_one_space_belong_to_the_one_above() -> None:
    text = "* What do these commands do?\n * ```tee```\n * ```awk```\n* What is a lock?\n* What turns?\n"
    first, *others = read(text).documents
    assert [one.title for one in others] == ["What is a lock?", "What turns?"]
    assert (first.body, first.answer) == (" * ```tee```\n * ```awk```", "")


def test_items_set_in_by_one_space_that_ask_are_questions() -> None:
    assert titles("* What is A?\n * What is B?\n * What is C?\n") == [
        "What is A?", "What is B?", "What is C?",
    ]  # fmt: skip


TASK = "# Open a door\n\n## Instructions\n\nWrite a function that opens it.\n\n## Examples\n\n```\nopen(1)\n```\n"


def test_a_task_and_its_examples_are_one_question_that_nobody_has_answered() -> None:
    (one,) = read(TASK + "\n## Hints\n\nPush.\n").documents
    assert (one.title, one.answer, one.hints) == ("Open a door", "", ("Push.",))
    assert one.body.startswith("Write a function that opens it.")


def test_the_solution_of_a_task_is_its_answer() -> None:
    text = "---\ndifficulty: Hard\ntags: [iron]\n---\n\n# [7. Doors](https://example.com/doors)\n\n"
    parts = "## Description\n\n<p>Open <code>it</code>.</p>\n\n## Solutions\n\n### Solution 1: Push\n\nSo.\n"
    (one,) = read(text + parts).documents
    assert (one.title, one.difficulty) == ("Doors", "hard")
    assert one.body == "Open <code>it</code>."
    assert one.answer.endswith("So.")


def test_a_read_me_with_a_description_is_no_task() -> None:
    for more in ("## Installation\n\nRun it.\n", "## Usage\n\nRun it.\n\n## Examples\n\nSee.\n"):
        assert titles("# Door\n\n## Description\n\nA tool for doors.\n\n" + more) == []


def test_a_level_behind_the_number_of_a_question_is_no_title() -> None:
    asked = "### Question {} — {}\n\n**What is {}?**\n\n- A) Iron\n- B) Wood\n\n**Answer: B**\n\n"
    text = "# Quiz\n\n" + asked.format(1, "Easy", "x") + asked.format(2, "Hard", "y")
    found = read(text).documents
    assert [(one.title, one.difficulty) for one in found] == [
        ("What is x?", "easy"), ("What is y?", "hard"),
    ]  # fmt: skip


def test_the_name_of_a_file_as_its_heading_leaves_the_question_to_the_text() -> None:
    text = "# door-keeper-03\n\nFor this question, see the [story](a.pdf).\n\nA door is shut. What should you do?\n\nA. Push.\n\nB. Pull.\n"
    (one,) = read(text).documents
    assert one.title == "A door is shut. What should you do?"
    assert [option.text for option in one.options] == ["Push.", "Pull."]


def test_a_numbered_heading_above_links_to_other_files_asks_nothing() -> None:
    linked = "### {}. {}\n\n- [Keys](/keys/README.md) - `key`\n- [Doors](/doors/README.md)\n\n"
    text = "# Bank\n\n" + "".join(linked.format(n, name) for n, name in enumerate(("Iron", "Wood")))
    assert titles(text) == []


@pytest.mark.parametrize(
    "heading",
    ["How does it work?", "How do I start?", "How to run the app locally", "Vision",
     "How to use these quizzes"],
)  # fmt: skip
def test_headings_about_a_project_ask_nothing(heading: str) -> None:
    assert titles(f"# Bank\n\n## {heading}\n\nSo.\n\n{NUMBERED}") == ASKED
    assert titles(f"# Bank\n\n{NUMBERED}## {heading}\n\nSo.\n") == ASKED


def test_headings_that_come_again_below_each_counted_question_are_its_parts() -> None:
    parts = "### Scenario\n\nIt is shut.\n\n### Interview Question\n\nWhy is it?\n\n### Strong Senior Answer\n\nA bolt.\n\n### Why the Weak Answer Fails\n\nSo.\n\n"
    text = "# Doors\n\n" + "".join(f"## Question {n}: The door {n}\n\n{parts}" for n in range(1, 5))
    assert titles(text) == [f"The door {n}" for n in range(1, 5)]
    assert all("Why is it?" in one.body for one in read(text).documents)
    assert all(one.answer.startswith("A bolt.") for one in read(text).documents)


def test_front_matter_names_a_task_that_headings_cut() -> None:
    front = "---\nid: 9\ntitle: Door\nlevel: medium\n---\n\n"
    for task, solution, more in (
        ("Challenge", "Solution", "References"), ("Проблема", "Решение", "Что почитать"),
        ("挑战", "解答", "参考"),
    ):  # fmt: skip
        text = f"{front}## {task}\n\nOpen it.\n\n## {solution}\n\nWhat turns? A key.\n\n## {more}\n\n- [a](b)\n"
        (one,) = read(text).documents
        assert (one.title, one.body, one.difficulty) == ("Door", "Open it.", "medium")
        assert one.answer.startswith("What turns? A key.")


def test_numbers_stand_apart_from_their_dots() -> None:
    text = "".join(f"### {n} . What is {n}?\n\nIron.\n\n" for n in range(1, 4))
    assert titles(text) == ["What is 1?", "What is 2?", "What is 3?"]
    assert titles("- What is .NET?\n- Is 5 .NET?\n") == ["What is .NET?", "Is 5 .NET?"]


def test_lettered_options_in_bold_are_the_correct_ones() -> None:
    text = "## 1. What lasts?\n\nA. brass  \n**B. iron**  \nC. wood\n\n## 2. What burns?\n\n- A. brass\n- **B. paper**\n- **C. wood**\n- D. iron\n"
    found = read(text).documents
    assert [[(one.text, one.correct) for one in doc.options] for doc in found] == [
        [("brass", False), ("iron", True), ("wood", False)],
        [("brass", False), ("paper", True), ("wood", True), ("iron", False)],
    ]

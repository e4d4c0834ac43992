"""What everyday banks do: names above lists, names among bold questions, text without marks."""

import pytest

from app.interchange.document import Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).documents]


def levels(text: str) -> list[str | None]:
    return [one.difficulty for one in read(text).documents]


@pytest.mark.parametrize("name", ["**{}**", "**{}:**", "__{}__", "{}"])
def test_names_above_lists_group_and_level_what_the_lists_ask(name: str) -> None:
    text = (
        f"# Doors\n\n{name.format('Beginner')}\n\n1. What is a lock?\n2. What is a key?\n\n"
        f"{name.format('Advanced')}\n\n- What is a hinge?\n- Explain bolts\n"
    )
    found = read(text).documents
    assert [one.title for one in found] == [
        "What is a lock?", "What is a key?", "What is a hinge?", "Explain bolts",
    ]  # fmt: skip
    assert [one.difficulty for one in found] == ["easy", "easy", "hard", "hard"]
    assert found[2].section == ("Doors", "Advanced")


def test_a_name_and_a_list_below_prose_belong_to_the_answer() -> None:
    asked = "1. What is a {}?\n\n   It turns.\n\n   **Ask yourself**\n\n   - What turns it?\n   - Is it made of iron?\n\n"
    assert titles(asked.format("lock") + asked.replace("1.", "2.").format("key")) == [
        "What is a lock?", "What is a key?",
    ]  # fmt: skip


def test_a_list_in_a_list_has_the_level_of_its_name() -> None:
    text = (
        "- **Basic knowledge:**\n  - What is a lock?\n  - What is a key?\n"
        "- **Advanced knowledge:**\n  - Oil a hinge in winter.\n  - Use two keys at once.\n"
    )
    assert titles(text)[2:] == ["Oil a hinge in winter.", "Use two keys at once."]
    assert levels(text) == ["easy", "easy", "hard", "hard"]


@pytest.mark.parametrize("heading", ["Лёгкий уровень", "Preguntas nivel fácil", "Basic knowledge"])
def test_headings_state_levels_in_several_languages(heading: str) -> None:
    assert levels(f"## {heading}\n\n1. What is a lock?\n2. What is a key?\n") == ["easy", "easy"]


def test_what_the_candidate_asks_is_no_question_of_a_bank_that_has_others() -> None:
    own = "## Locks\n\n### 1. What is a lock?\n\nIron.\n\n### 2. What is a key?\n\nIron too.\n\n"
    back = "## Questions to ask the interviewer\n\n- How big is the team?\n- What is a day like?\n"
    reading = read(own + back)
    assert [one.title for one in reading.documents] == ["What is a lock?", "What is a key?"]
    assert any("Questions to ask" in one.message for one in reading.findings)
    assert len(read(back).documents) == 2


def test_numbered_headings_beside_those_of_lists_are_chapters() -> None:
    text = (
        "# Interview guide\n\n## 1. General tips\n\n- **Read**: the files first.\n\n"
        "## 2. Locks\n\n1. What is a lock?\n2. What is a key?\n3. What is a bolt?\n\n"
        "## 3. Doors\n\n1. What is a door?\n2. What is a frame?\n3. What is a hinge?\n\n"
        "## 4. Tasks\n\n1. Write a program that locks a door.\n2. Find two equal keys in a heap.\n"
    )
    assert titles(text) == [
        "What is a lock?", "What is a key?", "What is a bolt?", "What is a door?",
        "What is a frame?", "What is a hinge?", "Write a program that locks a door.",
        "Find two equal keys in a heap.",
    ]  # fmt: skip


ASKING = ("What is a lock?", "How does a key turn?", "Explain the hinge.", "What is a bolt?")


def in_bold(above: str, answer: str, name: str = "Doors and frames") -> str:
    asked = [*ASKING[:2], name, *ASKING[2:]]
    return "# Locks\n\n" + "\n\n".join(f"{above}**{one}**\n\n{answer}" for one in asked) + "\n"


@pytest.mark.parametrize(
    ("above", "answer"),
    [("", "*Answer:* iron."), ("---\n\n", "It is iron."), ("", "It is iron.\n\nAnd wood.")],
)
def test_a_name_in_bold_is_a_title_where_those_around_it_ask(above: str, answer: str) -> None:
    assert titles(in_bold(above, answer)) == [*ASKING[:2], "Doors and frames", *ASKING[2:]]


@pytest.mark.parametrize("name", ["Example of use", "Advantages of iron", "Details", "In short:"])
def test_a_name_in_bold_that_parts_of_answers_have_is_none(name: str) -> None:
    assert titles(in_bold("", "It is iron.", name)) == list(ASKING)


def test_names_in_bold_that_stand_together_are_parts_of_an_answer() -> None:
    names = "\n\n".join(f"**Doors of {one}**\n\nThey open." for one in ("iron", "oak", "glass"))
    text = in_bold("", "It is iron.", "What is a door?") + "\n" + names
    assert titles(text) == [*ASKING[:2], "What is a door?", *ASKING[2:]]


def test_a_question_in_the_last_line_of_the_answer_before_it_is_found() -> None:
    text = (
        "Basics\nWhat is a lock?\n\nIron.\nWhat is a key?\n\nIron too.\nWhat is a door?\n\nWood.\n"
    )
    found = read(text).documents
    assert [one.title for one in found] == ["What is a lock?", "What is a key?", "What is a door?"]
    assert [one.answer for one in found] == ["Iron.", "Iron too.", "Wood."]


def test_lines_that_only_ask_are_questions_below_names_that_count() -> None:
    asked = [f"What is a {one}?" for one in ("lock", "key", "door", "frame", "hinge", "bolt")]
    text = "1. Locks\n" + "\n\n".join(asked[:3]) + "\n\n2. Doors\n" + "\n\n".join(asked[3:])
    assert titles(text) == asked
    assert titles("\n\n".join((*asked[:2], "They turn.", "They open."))) == []


@pytest.mark.parametrize("label", ["Ans.", "Ans. ", "Answer)"])
def test_a_label_with_nothing_behind_it_is_no_answer(label: str) -> None:
    found = read(f"1. What is a lock?\n{label}\n\n2. What is a key?\nAns. Iron.\n").documents
    assert [one.answer for one in found] == ["", "Iron."]


def test_a_label_may_say_more_in_brackets() -> None:
    text = (
        "### 1. Tell me of a lock\n\n**Aim:** stories.\n\n**Sample answer (STAR):**\n\nIt broke.\n"
    )
    assert read(text).documents[0].answer == "It broke."


def test_code_below_a_summary_that_shows_code_answers_it() -> None:
    text = "<details>\n<summary>Describe the following lock\n\n```\nopne()\n```\n</summary>\n\n```\nopen()\n```\n</details>\n"
    found = read(text).documents[0]
    assert (found.body, found.answer) == ("```\nopne()\n```", "```\nopen()\n```")


@pytest.mark.parametrize("day", ["Day 3 (2019-04-18)", "2019-04-18", "第3天 （2019-04-18）"])
def test_an_item_that_is_only_a_date_asks_nothing(day: str) -> None:
    text = f"- {day}\n\n- [What is a lock?](https://example.org/1)\n- [What is a key?](https://example.org/2)\n"
    assert titles(text) == ["What is a lock?", "What is a key?"]


ANSWERED = [("What is a lock?", "Iron."), ("What is a key?", "It turns."), ("Why oil?", "Rust.")]


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.title, one.answer) for one in read(text).documents]


def test_a_dash_right_behind_the_number_of_headings_that_count_divides() -> None:
    text = "".join(f"# {n}-{asked}\n\n{told}\n\n" for n, (asked, told) in enumerate(ANSWERED, 1))
    assert pairs(text) == ANSWERED
    assert titles("## 2-way locks: what are they?\n\nIron.\n") == ["2-way locks: what are they?"]


def test_numbers_with_a_tab_behind_them_count_a_list() -> None:
    asked = ["What is a lock?", "What is a key?", "Does a door turn?", "When should one knock?"]
    assert titles("".join(f"{n}\t{one}\n" for n, one in enumerate(asked, 1))) == asked


def test_a_table_that_is_only_a_header_asks_what_is_answered_below() -> None:
    text = "".join(
        f"| {n}. | {asked} |\n| --- | :--- |\n\n{told}\n\n"
        for n, (asked, told) in enumerate(ANSWERED, 1)
    )
    assert pairs(text) == ANSWERED


def test_a_list_may_ask_and_answer_on_one_line() -> None:
    text = "".join(f"1. **{asked}** {told}\n\n" for asked, told in ANSWERED)
    assert [answer for _, answer in pairs(text)] == [answer for _, answer in ANSWERED]
    chinese = "".join(f"1. 什么是{one}？铁做的。\n" for one in ("锁", "门", "钥匙"))
    assert pairs(chinese)[0] == ("什么是锁？", "铁做的。")
    asking = "1. What is a lock? What is a key?\n2. Why oil? Give a reason.\n3. What is rust?\n"
    assert titles(asking) == [
        "What is a lock? What is a key?", "Why oil? Give a reason.", "What is rust?",
    ]  # fmt: skip


def test_a_question_right_below_the_answer_of_another_has_the_options_below_it() -> None:
    one = "a) Iron\nb) Wood\nCorrect answer: a) Iron\n"
    asked = [f"What is a {name} made of?" for name in ("lock", "key", "door")]
    found = read("".join(f"{line}\n\n{one}" for line in asked)).documents
    assert [document.title for document in found] == asked
    assert [[option.correct for option in one.options] for one in found] == [[True, False]] * 3


def test_an_answer_in_bold_above_the_next_list_is_no_name_of_it() -> None:
    text = "1. What opens?\n   a. A key\n   b. A wall\n\n**Answer: a. A key**\n\n2. What shuts?\n   a. A door\n   b. A sea\n\n**Answer: a. A door**\n"
    found = read(text).documents
    assert [[option.correct for option in one.options] for one in found] == [[True, False]] * 2


def test_a_name_on_a_level_whose_questions_count_is_none() -> None:
    asked = "".join(f"### {n}. **Locks of {n}**\n\n**Answer:** iron.\n\n" for n in range(1, 5))
    text = f"# Interview questions\n\n## Locks\n\n{asked}## Quick tips\n\n### **Habits:**\n\n- Oil it\n"
    assert titles(text) == [f"Locks of {n}" for n in range(1, 5)]


def test_orders_below_a_part_of_a_section_of_questions_are_questions() -> None:
    text = (
        "# Bank\n\n## Locks\n\n- What is a lock?\n- What is a key?\n\n## 2. Coding questions\n\n"
        "### Doors\n\n- Implement a door from scratch.\n- Write a function to lock it.\n- Oil it.\n"
    )
    assert titles(text)[2:] == [
        "Implement a door from scratch.", "Write a function to lock it.", "Oil it.",
    ]  # fmt: skip


def test_a_bold_name_with_a_value_and_a_coloured_mark_asks_nothing() -> None:
    text = "**Strength:** 70% 🟢\n\n## Questions\n\n1. What is a lock?\n2. What is a key?\n"
    assert titles(text) == ["What is a lock?", "What is a key?"]


def test_plain_lines_name_the_level_of_what_is_asked_below_them() -> None:
    asked = [
        "What is a lock?",
        "What is a key?",
        "Explain doors.",
        "What is oil?",
        "Why does rust matter?",
    ]
    text = f"🟢 3 Easy questions (all)\n{asked[0]}\n\n{asked[1]}\n\n{asked[2]}\n\n🔴 2 Hard questions\n{asked[3]}\n\n{asked[4]}\n"
    assert titles(text) == asked
    assert levels(text) == ["easy", "easy", "easy", "hard", "hard"]


@pytest.mark.parametrize(
    ("heading", "title", "level", "tags"),
    [
        ("What is a lock? (★★☆)", "What is a lock?", "medium", ()),
        ("(★☆☆) What is a lock?", "What is a lock?", "easy", ()),
        ("什么是锁？【热度: 420】【网络】", "什么是锁？", None, ("热度: 420", "网络")),
        ("什么是锁？【简单】", "什么是锁？", "easy", ()),
        ("What is a lock? [Amazon, Google]", "What is a lock?", None, ("Amazon, Google",)),
        ("**What is a lock?** *(Asked in TCS)*", "What is a lock?", None, ("Asked in TCS",)),
        ("What is a [lock]", "What is a [lock]", None, ()),
        ("What is a lock? [Hard]", "What is a lock?", "hard", ()),
        ("【网络】什么是锁？", "【网络】什么是锁？", None, ()),
        ("• MCQ: What is a lock?", "What is a lock?", None, ()),
    ],
)  # fmt: skip
def test_what_stands_behind_a_title_is_its_level_or_its_tags(
    heading: str, title: str, level: str | None, tags: tuple[str, ...]
) -> None:
    (found,) = read(f"## {heading}\n\nIron.\n").documents
    assert (found.title, found.difficulty, found.tags) == (title, level, tags)


def test_numbered_lists_of_tasks_are_questions_where_nothing_else_is() -> None:
    tasks = ["Write a lock.", "Deploy a door.", "Use two keys.", "Create a hinge.", "Scale it."]
    listed = "".join(f" {n}. {one}\n" for n, one in enumerate(tasks, 1))
    assert titles(f"# Locks\n\n{listed}") == tasks
    assert titles(f"# Locks\n\nDo this:\n\n{listed}") == []
    assert titles("# To do\n\n" + "".join(f"- {one}\n" for one in tasks)) == []


def test_a_heading_that_announces_tasks_has_them_below() -> None:
    text = "## Section 2: hands-on (2 tasks)\n\n* Create a lock with two keys.\n* Deploy a door.\n"
    assert titles(text) == ["Create a lock with two keys.", "Deploy a door."]


@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
def test_a_file_in_one_fence_that_calls_it_markdown_is_read(fence: str) -> None:
    asked = [f"What is a {one}?" for one in ("lock", "key", "door")]
    listed = "".join(f"{n}. {one}\n" for n, one in enumerate(asked, 1))
    text = f"# Locks\n\n{fence}markdown\nLocks\n\n{listed}{fence}\n"
    found = read(text).documents
    assert [one.title for one in found] == asked
    assert not any(one.answer for one in found)
    assert titles(text.replace("markdown", "js")) == []


def test_a_spanish_read_me_says_why_it_is_there() -> None:
    assert titles("# Preguntas\n\n## ¿Por qué este repo?\n\nPor la puerta.\n") == []


def test_a_heading_that_only_says_question_names_lists_of_several() -> None:
    asked = [f"What is a {one}?" for one in ("lock", "key", "door", "hinge")]
    listed = "".join(f"{n}. {one}\n" for n, one in enumerate(asked, 1))
    assert titles(f"# Interview question\n\nHere they are.\n\n{listed}") == asked


def test_a_counting_heading_above_one_that_calls_for_questions_is_a_chapter() -> None:
    text = (
        "# Doors\n\n## 1. Locks\n\n### Basic questions\n\n1. **What is a lock?** *(Asked in Oslo)*\n\n"
        "2. **What is a key?**\n\n## 2. Hinges\n\n### Other questions\n\n3. **Why oil them?**\n"
    )
    found = read(text).documents
    assert [one.title for one in found] == ["What is a lock?", "What is a key?", "Why oil them?"]
    assert found[0].tags == ("Asked in Oslo",)
    assert not any(one.answer for one in found)


def test_a_short_answer_in_a_nested_list_is_no_question_that_follows() -> None:
    text = (
        "1. **What does oil do?**\n\t1. will keep rust away\n\n2. **What is a key?**\n\t1. iron\n"
    )
    found = read(text).documents
    assert [one.answer for one in found] == ["1. will keep rust away", "1. iron"]
    assert not found[0].follow_ups

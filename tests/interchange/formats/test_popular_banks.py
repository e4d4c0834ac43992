"""What popular banks do beside their questions: tips, contents, links, counted scenarios."""

import pytest

from app.interchange.document import Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).documents]


def answers(text: str) -> list[str]:
    return [one.answer for one in read(text).documents]


def test_lists_of_tips_beside_headings_that_ask_are_no_questions() -> None:
    tips = "# Door interview questions\n\n## Before you go\n\n- Find out whom you will meet. Are they smiths?\n- Do not name a price.\n- You can ask a smith.\n\n"
    asked = "## Locks\n\n### What is a lock?\n\nA thing.\n\n### Explain keys\n\nIron.\n\n### Why oil?\n\nRust.\n"
    assert titles(tips + asked) == ["What is a lock?", "Explain keys", "Why oil?"]


def test_a_list_that_a_heading_of_its_own_announces_asks_beside_headings() -> None:
    asked = "# Doors\n\n## What is a lock?\n\nA thing.\n\n## Explain keys\n\nIron.\n\n## Why oil?\n\nRust.\n\n"
    more = "## More interview questions\n\n- How does a bolt work?\n- Hinges\n- What is wood?\n"
    assert titles(asked + more)[3:] == ["How does a bolt work?", "Hinges", "What is wood?"]


def test_an_address_in_a_heading_is_text_of_the_item_above_it() -> None:
    text = (
        "* ###### What is a lock?\n* ###### Explain keys\n###### https://example.org/keys\n"
        "* ###### Oiling hinges\n###### https://example.org/oil\n\n* What is a bolt?\nhttps://example.org/bolt\n* Explain wood\n"
    )
    assert titles(text) == [
        "What is a lock?", "Explain keys", "Oiling hinges", "What is a bolt?", "Explain wood",
    ]  # fmt: skip
    assert [bool(one) for one in answers(text)] == [False, True, True, True, False]


@pytest.mark.parametrize("word", ["Scenario", "Case study", "Problem"])
def test_headings_that_count_tasks_ask_below_one_that_announces_them(word: str) -> None:
    text = f"# Door interview questions\n\n## Scenarios\n\n### {word} 1: A lost key\n\n**Setup**: it rains.\n\n**Fix:** a bolt.\n- **Oil it**\n- **Why wait**\n\n### {word} 2 - A broken lock\n\n**Setup**: it snows.\n"
    assert titles(text) == [f"{word} 1: A lost key", f"{word} 2 - A broken lock"]


def test_chapters_that_count_ask_nothing() -> None:
    text = "# Doors\n\n## Part 1: Locks\n\nOf iron.\n\n## Part 2: Keys\n\nOf brass.\n\n## Scenario 1: Rain\n\nWet.\n\n## Scenario 2: Snow\n\nCold.\n"
    assert titles(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "### Can I PR? There is a mistake I can mend",
        "## What's coming next?",
        "**New to doors?** Start with our [guide](#guide).",
        "## How to read it",
    ],
)
def test_what_is_said_to_the_reader_is_asked_of_no_candidate(line: str) -> None:
    assert titles(f"# Door questions\n\n{line}\n\nSure.\n") == []


def test_what_one_will_find_is_not_asked() -> None:
    text = "# Doors\n\n### 📝 Papers\n\n📂 **What You’ll Find Here:**\n✔️ Keys – of iron\n"
    assert titles(text) == []


def test_a_table_of_contents_may_lead_to_a_full_address() -> None:
    asked = ["What is a lock?", "What is a key?", "Explain hinges"]
    rows = "".join(
        f"| {n} | [{one}](https://example.org/README.md#{n}) |\n" for n, one in enumerate(asked, 1)
    )
    text = f"### Contents\n| No. | Question |\n| --- | --- |\n{rows}\n" + "".join(
        f"### {n}. {one}\n\nIron.\n\n" for n, one in enumerate(asked, 1)
    )
    assert titles(text) == asked


def test_numbers_in_chinese_label_a_question() -> None:
    text = "### 第 1 题：门锁\n\n解析：[第 1 题](https://example.org/1)\n\n### 第 12 题：介绍钥匙\n\n解析：铁。\n"
    assert titles(text) == ["门锁", "介绍钥匙"]
    assert answers(text) == ["[第 1 题](https://example.org/1)", "铁。"]


def test_lettered_lines_that_ask_are_parts_of_a_question() -> None:
    text = "1. What is a lock?\n\n2. A door of oak:\na. What is its weight?\n\nb. What is its price?\n\n3. Explain keys\n"
    found = read(text).documents
    assert [one.title for one in found] == ["What is a lock?", "A door of oak:", "Explain keys"]
    assert not any(one.options for one in found)


def test_a_list_in_an_item_may_go_on_counting() -> None:
    text = "1. [E] What is a lock?\n2. Keys.\n    4. [E] What is a key?\n    5. [M] Explain bits.\n3. Iron vs. wood.\n    7. [H] Why is one heavier?\n    8. [E] Which floats?\n4. [M] What is oil?\n"
    found = read(text).documents
    assert [(one.title, one.difficulty) for one in found] == [
        ("What is a lock?", "easy"), ("What is a key?", "easy"), ("Explain bits.", "medium"),
        ("Why is one heavier?", "hard"), ("Which floats?", "easy"), ("What is oil?", "medium"),
    ]  # fmt: skip


def test_numbered_headings_above_links_alone_are_no_questions() -> None:
    links = "\n\n* [Locks and keys](https://example.org/a) 📘\n* [Why oil?](https://example.org/b) 📹\n\n"
    assert titles(f"# Door interviews\n\n### 1. Locks{links}### 2. Hinges{links}") == []


def test_what_a_link_is_called_is_not_what_an_item_asks() -> None:
    text = "# Door interview\n\n## Our aim\n\n- We like doors. So we wrote this. Read more: [How to help](#help)\n"
    assert titles(text) == []


def test_contents_that_lead_to_sections_say_over_again_what_bold_lines_ask() -> None:
    text = (
        "# Doors\n\n- [Locks](https://example.org/doors#locks)\n    - What is a lock?\n    - Why use a lock?\n"
        "- [Keys/Bits](https://example.org/doors#keys)\n    -What is a key?\n\n"
        "## Locks\n**What is a lock?**\n\nA thing.\n\n**Why use locks?**\n\nThieves.\n\n## Keys / Bits\n\n**What is a key?**\n\nIron.\n"
    )
    assert titles(text) == ["What is a lock?", "Why use locks?", "What is a key?"]


def test_a_list_of_links_to_places_elsewhere_may_ask() -> None:
    text = "# Door interview questions\n\n- [What is a lock?](https://example.org/doors#1)\n    - Think of iron.\n- [Why oil a hinge?](https://example.org/doors#2)\n"
    assert titles(text) == ["What is a lock?", "Why oil a hinge?"]


def test_headings_in_chinese_ask_without_a_question_mark() -> None:
    asked = ["门锁有哪些", "铁与木的关系", "钥匙", "完成下面的门", "如何上油", "HTTP method"]
    text = "# 面试\n\n## 门\n\n" + "".join(f"### {one}\n\n铁。\n\n" for one in asked)
    assert titles(text) == asked


def test_a_number_that_only_a_space_parts_from_a_heading_is_no_part_of_its_title() -> None:
    asked = ["What is a lock?", "What is a key?", "Explain hinges", "Oil"]
    text = "".join(f"## {n} {one}\n\nIron.\n\n" for n, one in enumerate(asked, 1))
    assert titles(text) == asked
    assert titles("## 2 locks or 3 keys?\n\nOne.\n") == ["2 locks or 3 keys?"]


def test_names_among_many_headings_that_ask_ask_as_well_where_nothing_groups_them() -> None:
    asked = ["Locks", "Keys", "Hinges", "Bolts", "Oil", "Rust"]
    asked += [f"What is {one}?" for one in ("iron", "oak", "brass", "tin", "lead")]
    text = "".join(f"# {one}\nA thing.\n\n" for one in asked)
    assert titles(text + "#What are three kinds of doors?\nTwo.\n") == [
        *asked,
        "What are three kinds of doors?",
    ]
    few = "".join(f"# {one}\nA thing.\n\n" for one in asked[:9])
    assert not set(titles(few)) & set(asked[:6])


def test_a_tag_is_no_heading() -> None:
    assert titles("## What is a lock?\n\nIron.\n\n#door #locks what?\n#lockedIn\n") == [
        "What is a lock?"
    ]


def test_a_hint_may_stand_in_a_code_span_and_ends_there() -> None:
    text = "# Door exercises\n\n#### 1. Open a door (★☆☆)\n`hint: a key`\n```sh\nopen\n```\n#### 2. Print the price (★★★)\n`No hints provided...`\n"
    first, second = read(text).documents
    assert (first.hints, first.answer) == (("a key",), "```sh\nopen\n```")
    assert (second.hints, second.answer) == ((), "")
    assert [one.difficulty for one in (first, second)] == ["easy", "hard"]


def test_stars_may_stand_before_a_question_mark() -> None:
    text = "#### 1. What turns (★★★)?\n\nA key.\n\n#### 2. What locks? (★☆☆)\n\nA bolt.\n"
    assert [(one.title, one.difficulty) for one in read(text).documents] == [
        ("What turns?", "hard"), ("What locks?", "easy"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["Print", "Find", "Compute"])
def test_code_answers_what_orders_code(word: str) -> None:
    text = (
        f"#### 1. {word} the returned price\n\n```sh\nopen\n```\n\n#### 2. What is it?\n\nIron.\n"
    )
    assert answers(text) == ["```sh\nopen\n```", "Iron."]


def test_lists_that_are_called_questions_ask_whatever_their_headings_say() -> None:
    text = (
        "# Doors\n\n## Understand locks and how to oil them\n\nDocs:\n- https://example.org/locks\n\nQuestions:\n"
        "- Take a lock. Look at it.\n- Then oil it.\n\n<details><summary>Solution</summary>\n<p>\n\nOil.\n\n</p>\n</details>\n\n"
        "## Use keys\n\nQuestions:\n- Turn a key.\n\n<details><summary>Solution</summary>\n<p>\n\nLeft.\n\n</p>\n</details>\n"
    )
    assert titles(text) == ["Take a lock. Look at it.", "Then oil it.", "Turn a key."]
    assert answers(text) == ["", "Oil.", "Left."]


def test_links_below_a_heading_about_reading_ask_nothing() -> None:
    links = "1. [Where to begin with doors?](https://example.org/a)\n1. [Why oil?](https://example.org/b)\n"
    assert titles(f"# Door interview\n\n## Further reading (books & articles)\n\n{links}") == []
    assert titles(f"# Door interview\n\n## Locks\n\n{links}") == [
        "Where to begin with doors?", "Why oil?",
    ]  # fmt: skip


def test_a_number_may_count_in_a_section() -> None:
    text = "## Door Q&A\n\n#### 01-01. Locks\n* Name the lock `a`.\n* Name the key `b`.\n\nIron.\n\n#### 01-02. Keys\n* Turn it.\n\nLeft.\n"
    assert titles(text) == ["Locks", "Keys"]


def test_a_symbol_may_be_glued_to_a_number() -> None:
    text = "# ⚛️1. What is a lock?\n\nA thing.\n\n# ⚛️2. Hinges\n\nIron.\n"
    assert titles(text) == ["What is a lock?", "Hinges"]


def test_who_asked_a_question_is_a_tag_and_no_answer() -> None:
    text = (
        "# Door interview\n\n- What is a lock?\n  - Asked at: [Smith & Co](#smith-co), [Oak](#oak)\n"
        "  - Answer: [About locks](https://example.org/locks)\n- How does a key work?\n  - Asked at: [Oak](#oak)\n"
    )
    first, second = read(text).documents
    assert first.answer.endswith("[About locks](https://example.org/locks)")
    assert (first.tags, second.tags, second.answer) == (("Smith & Co", "Oak"), ("Oak",), "")


def test_the_last_sentence_may_ask_behind_a_scenario() -> None:
    text = (
        "# Door interview\n\n## Locks\n\n- A guest rattles the door at night. Describe your first steps.\n"
        "- The smith wants another key. Explain the price.\n\n## Keys\n\n- Sketch a key for two doors.\n"
    )
    assert len(titles(text)) == 3


def test_a_list_may_be_set_in_below_the_line_that_names_it() -> None:
    text = (
        "Locks and keys\n    * What is a lock?\n    * Explain keys\n        * Why iron?\n    * Oak?\n\n"
        "Hinges\n    * How do hinges turn?\n    * Describe oil.\n"
    )
    assert titles(text) == [
        "What is a lock?", "Explain keys", "Oak?", "How do hinges turn?", "Describe oil.",
    ]  # fmt: skip
    assert titles("Doors\n\nWhat they said.\n    * It is here\n    * What is it?\n") == []


def test_who_asks_may_be_named_behind_a_question() -> None:
    text = "# Door interview\n\n1. What is a lock? *@ada*\n2. Explain keys. *@ben*\n3. Describe *@Lock*\n"
    assert titles(text) == ["What is a lock?", "Explain keys.", "Describe *@Lock*"]


def test_a_told_scenario_is_no_name_of_the_questions_nested_in_it() -> None:
    text = (
        "# Door interview\n\n- What is a lock?\n- How does a key turn?\n"
        "- Our key was stolen. It was made of iron.\n  - What do we do now?\n  - Are we at risk?\n- Why oil?\n"
    )
    assert titles(text)[2:] == ["Our key was stolen. It was made of iron.", "Why oil?"]


def test_headings_that_count_on_to_labels_ask_what_they_tell_to_do() -> None:
    text = (
        "# Doors\n\n## 1. What is a lock?\n\nIron.\n\n## 2. Write down a key\n\nLeft.\n\n## 3. Why oil?\n\nRust.\n\n"
        "## Question 4\n##### Draw a hinge\n\nRound.\n\n## Question 5\n##### What is oak?\n\nWood.\n"
    )
    assert titles(text) == [
        "What is a lock?", "Write down a key", "Why oil?", "Draw a hinge", "What is oak?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["Можно ли открыть дверь", "Для чего нужен замок", "В чём разница", "Есть два ключа", "Що таке замок"],
)  # fmt: skip
def test_russian_and_ukrainian_headings_ask_without_a_mark(title: str) -> None:
    text = f"# Двери\n\n## {title}\n\nЖелезо.\n\n## Как открыть\n\nЛево.\n\n## Железо и масло\n\nМасло.\n"
    assert titles(text) == [title, "Как открыть", "Железо и масло"]


def test_a_heading_that_strays_to_a_higher_level_is_no_chapter() -> None:
    asked = ["What is a lock?", "How does a key turn?", "Why oil?", "What is oak?", "What is iron?"]
    text = "# Doors\n\n" + "".join(f"#### {one}\n\nIron.\n\n" for one in asked[:4])
    text += f"### What is a hinge?\n\nRound.\n\n#### {asked[4]}\n\nHard.\n"
    assert titles(text) == [*asked[:4], "What is a hinge?", asked[4]]


def test_numbers_between_tabs_begin_items() -> None:
    text = (
        "# Door questions\n\n### Locks\n\n\t1.\tWhat is a lock?\nA thing of iron.\n\n\t2.\tExplain keys.\n"
        "They turn:\n\t•\tLeft\n\t•\tRight\n\n### Doors\n\n\t3.\tWhat is oak?\n\t4.\tWhy oil?\n"
    )
    assert titles(text) == ["What is a lock?", "Explain keys.", "What is oak?", "Why oil?"]
    assert answers(text)[0] == "A thing of iron."


def test_what_is_more_belongs_to_the_file() -> None:
    text = "# Doors\n\n## 1. What is a lock?\n\nIron.\n\n## 2. Why oil?\n\nRust.\n\n## What's more?\n\n[All](https://example.org)\n"
    assert titles(text) == ["What is a lock?", "Why oil?"]


def test_links_behind_a_level_are_no_part_of_a_title() -> None:
    text = (
        "# Door patterns\n\n### 1. Pattern: Locks\n\n1. Introduction\n2. Two Locks (easy) [Judge](https://example.org/a)\n"
        "3. Lost Key (hard) [Judge](https://example.org/b) [Other](https://example.org/c)\n\n"
        "### 2. Pattern: Hinges\n\n1. Introduction [More](https://example.org/d)\n2. Oil Them (medium)\n3. Turn Back (easy) <br>\n"
    )
    assert [(one.title, one.difficulty) for one in read(text).documents] == [
        ("Two Locks", "easy"), ("Lost Key", "hard"), ("Oil Them", "medium"), ("Turn Back", "easy"),
    ]  # fmt: skip


def test_bold_may_be_marked_twice() -> None:
    text = "# Doors\n\n**Q1: What is a lock?**\n\nIron.\n\n****Q2: Why oil?****\n\nRust.\n\n**Q3: What is oak?**\n\nWood.\n"
    assert titles(text) == ["What is a lock?", "Why oil?", "What is oak?"]


def test_a_heading_that_calls_questions_asks_none_by_its_introduction() -> None:
    text = (
        "# Door Interview Questions\n\nI am not fond of them. What do you learn? Little.\n\n# Contents\n\n* [Locks](#locks)\n\n"
        "### Locks\n\n#### Iron\nWhy is it hard?\n\n#### Oil\nTell me what it does.\n\n#### Keys\nHow do they turn?\n"
    )
    assert titles(text) == ["Iron", "Oil", "Keys"]

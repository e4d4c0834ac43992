"""What public banks write besides the usual shapes: callouts, cards, badges, contents, scenes."""

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).documents]


def first(text: str) -> QuestionDocument:
    return read(text).documents[0]


def offered(question: QuestionDocument) -> list[tuple[str, bool]]:
    return [(one.text, one.correct) for one in question.options]


def test_contents_that_link_to_other_sites_ask_nothing() -> None:
    asked = ["What is a lock?", "Name two keys", "Why do doors turn?"]
    contents = "".join(
        f"* [Q{n}: {one}](https://example.org/a#:~:text={n})\n" for n, one in enumerate(asked)
    )
    text = (
        "# Locks\n\n"
        + contents
        + "\n"
        + "".join(f"### Q{n}: {one} ###\n\nSo.\n\n" for n, one in enumerate(asked))
    )
    assert titles(text) == asked


def test_contents_may_be_grouped_and_name_folded_questions() -> None:
    folds = "".join(
        f"<details>\n<summary>{one}</summary>\n\nSo.\n</details>\n\n"
        for one in ("What is a lock?", "What is a key?", "What is a bar?")
    )
    contents = "- Doors\n  - What is a lock?\n  - What is a key?\n- Windows\n  - What is a bar?\n"
    assert titles(f"# Doors\n\n{contents}\n{folds}") == [
        "What is a lock?",
        "What is a key?",
        "What is a bar?",
    ]


def test_numbered_chapters_ask_nothing_above_headings_that_do() -> None:
    text = (
        "# Preguntas de entrevista\n\n## 1. Cerraduras\n\n### 1.1. ¿Qué es una llave?\n\nMetal.\n\n"
        "### 1.2. ¿Cómo gira?\n\nA la derecha.\n\n## 2. Puertas\n\n### 2.1. ¿Qué es un gozne?\n\nHierro.\n\n"
        "### 2.2. Mencione dos maderas\n\nPino y roble.\n"
    )
    assert titles(text) == [
        "¿Qué es una llave?",
        "¿Cómo gira?",
        "¿Qué es un gozne?",
        "Mencione dos maderas",
    ]


def test_the_same_parts_below_every_chapter_are_no_questions() -> None:
    chapter = "## {}. {}\n\n### What is it?\n\nA thing.\n\n### Why use it?\n\nTo shut.\n\n"
    text = "# Interview questions\n\n" + chapter.format(1, "Lock") + chapter.format(2, "Bolt")
    assert titles(text) == ["Lock", "Bolt"]


@pytest.mark.parametrize(
    ("opening", "lines"),
    [
        ('??? question "Show answer"', "    The correct answer is **B**. It turns.\n\n    Always."),
        ("> [!success]- Answer", "> The correct answer is **B**. It turns.\n>\n> Always."),
        ("> [!success]- Answer **Correct answer: B**", "> It turns.\n>\n> Always."),
        (":::tip[Answer]", "The correct answer is **B**. It turns.\n\nAlways.\n:::"),
        (
            "::: details Click to see the answer",
            "The correct answer is **B**. It turns.\n\nAlways.\n:::",
        ),
    ],
)
def test_a_callout_holds_the_answer_of_a_choice(opening: str, lines: str) -> None:
    text = f"#### 1. What opens a door?\n\nA) Rain\nB) A key\nC) Time\n\n{opening}\n{lines}\n"
    found = first(text)
    assert offered(found) == [("Rain", False), ("A key", True), ("Time", False)]
    assert found.answer.endswith("Always.")
    assert "It turns." in found.answer
    assert not any(line.startswith((">", ":", " ", "?")) for line in found.answer.split("\n"))


def test_markdown_in_an_element_is_read_and_the_element_is_no_text() -> None:
    text = (
        '#### 1. What opens a door?\n\n<div class="upper-alpha" markdown>\n1. Rain\n2. A key\n</div>\n\n'
        '??? question "Show Answer"\n    The correct answer is **B**. It turns.\n'
    )
    found = first(text)
    assert offered(found) == [("Rain", False), ("A key", True)]
    assert found.body == ""


def test_an_admonition_may_ask() -> None:
    text = "".join(
        f'??? question "What is {one}?"\n\n    It is {one}.\n\n'
        for one in ("iron", "wood", "glass")
    )
    documents = read("# Things\n\n" + text).documents
    assert [one.title for one in documents] == ["What is iron?", "What is wood?", "What is glass?"]
    assert [one.answer for one in documents] == ["It is iron.", "It is wood.", "It is glass."]


def test_a_note_among_the_text_of_an_answer_stays_in_it() -> None:
    text = "## What is a lock?\n\nIron.\n\n!!! note\n    It rusts.\n\nOil it.\n"
    assert first(text).answer == "Iron.\n\n!!! note\n    It rusts.\n\nOil it."


def test_cards_are_parted_by_colons_or_a_question_mark() -> None:
    text = (
        "#flashcards/doors\n\n## Locks\n\nWhat is a bolt?::A bar of iron.\n<!--SR:!2025-01-01,1,250-->\n\n"
        "Name two woods :: Oak and pine\n\nWhy does it turn,\nand when?\n?\nBecause of the key.\nAt night.\n"
    )
    documents = read(text).documents
    assert [(one.title, one.answer) for one in documents] == [
        ("What is a bolt?", "A bar of iron."),
        ("Name two woods", "Oak and pine"),
        ("Why does it turn, and when?", "Because of the key.\nAt night."),
    ]
    assert {one.section for one in documents} == {("Locks",)}


def test_names_in_code_are_no_cards() -> None:
    text = "## What does `std::move` do?\n\nThe call std::move(a) casts.\nIn std::pair two lie.\nAnd std::swap swaps.\n"
    assert titles(text) == ["What does `std::move` do?"]


def test_the_scene_stands_before_what_is_asked() -> None:
    text = "".join(
        f"## Question {n}\n\n**Scenario**: A door is shut {n} times.\n\n**Question**: What opens it?\n\n"
        f"A) Rain\nB) A key\n\n**Answer**: B\n\n"
        for n in (1, 2)
    )
    documents = read(text).documents
    assert [one.title for one in documents] == ["What opens it?"] * 2
    assert "shut 2 times" in documents[1].body
    assert offered(documents[1]) == [("Rain", False), ("A key", True)]


def test_the_last_paragraph_asks_where_the_first_sets_the_scene() -> None:
    text = (
        "### Question 1\nA shop has doors:\n- two of wood\n- one of iron\n\nWhich one burns?\n\n"
        "**A)** Iron\n**B)** Wood\n\n**Answer**: B\n"
    )
    found = first(text)
    assert (found.title, found.body) == (
        "Which one burns?", "A shop has doors:\n- two of wood\n- one of iron",
    )  # fmt: skip


@pytest.mark.parametrize(
    "badge",
    [
        "![Hard](tags/hard%20(2).svg)",
        "![difficulty: hard](https://example.org/x.svg)",
        "![level](https://img.shields.io/badge/Difficulty-Hard-red)",
        "[![Complex](https://example.org/x.svg)](https://example.org)",
    ],
)
def test_a_badge_below_or_behind_a_question_is_its_level(badge: str) -> None:
    below = first(
        f"1. What is a lock?\n\n{badge}\n\n<details><summary>Answer</summary>\n\nIron.\n</details>\n\n2. What is a key?\n"
    )
    assert (below.difficulty, below.body, below.answer) == ("hard", "", "Iron.")
    behind = first(f"## What is a lock? {badge}\n\nIron.\n")
    assert (behind.title, behind.difficulty) == ("What is a lock?", "hard")


def test_a_legend_of_levels_is_none() -> None:
    text = (
        "# Interview questions\n\n* Legend: 👶 easy ⭐️ medium 🚀 expert\n* See the site\n* Do you know more?\n\n"
        "## Doors\n\n**What is a lock? 👶**\n\nIron.\n\n**What is a bolt? 🚀**\n\nA bar.\n"
    )
    assert titles(text) == ["What is a lock?", "What is a bolt?"]


def test_letters_may_stand_right_before_their_options() -> None:
    items = first(
        "1. What opens?\n\n- A.Rain\n- B.Time\n- C. A key\n\n<details>\n<summary>Show</summary>\nC\n</details>\n\n2. What?\n"
    )
    assert [one for one, _ in offered(items)] == ["Rain", "Time", "A key"]
    prose = first("## What opens?\n\nA.Rain\n\nB.`key`\n\nAnswer: Option B is correct\n")
    assert offered(prose) == [("Rain", False), ("`key`", True)]


@pytest.mark.parametrize("key", ["2", "The answer is: 2", "The correct answer is **B**.", "a key"])
def test_an_answer_that_only_names_an_item_makes_the_list_above_options(key: str) -> None:
    text = f"## What opens?\n\n1. Rain\n2. A key\n3. Time\n\n<details><summary>Answer</summary>\n{key}\n</details>\n"
    assert offered(first(text)) == [("Rain", False), ("A key", True), ("Time", False)]


def test_other_answers_leave_the_list_above_in_the_question() -> None:
    text = "## Compare these:\n\n- B-trees\n- heaps\n\n**Answer:** B-trees are sorted.\n"
    found = first(text)
    assert (found.options, found.body) == ((), "- B-trees\n- heaps")


def test_one_item_in_bold_is_correct_where_nearly_every_list_has_one() -> None:
    text = "".join(
        f"## Pytanie {n}\n`Co to jest {n}?`\n* **drzwi**\n* okno\n* dach\n\n> bo tak\n\n"
        for n in (1, 2, 3)
    )
    documents = read(text).documents
    assert [one.title for one in documents] == [
        "`Co to jest 1?`",
        "`Co to jest 2?`",
        "`Co to jest 3?`",
    ]
    assert offered(documents[0]) == [("drzwi", True), ("okno", False), ("dach", False)]
    assert documents[0].answer == "> bo tak"
    assert first("## What opens?\n\n* **A key**\n* rain\n* time\n").options == ()


def test_quotations_between_boxes_explain_and_are_no_options() -> None:
    text = "## What opens?\n\n- [ ] Rain\n> it falls\n- [x] A key\n> it turns\n- [ ] Time\n"
    found = first(text)
    assert offered(found) == [("Rain", False), ("A key", True), ("Time", False)]
    assert "> it falls" in found.answer


def test_unlabelled_text_answers_a_question_also_where_most_answers_have_labels() -> None:
    labelled = "".join(f"### What is {n}?\n\nAnswer:\n\nIt is {n}.\n\n" for n in "abc")
    documents = read(
        labelled + "### What is d?\n\nIt is d.\n\n### What is e?\n\n```\ne\n```\n"
    ).documents
    assert [one.answer for one in documents[3:]] == ["It is d.", ""]


def test_a_list_that_text_set_in_interrupts_goes_on() -> None:
    text = (
        "## Tasks\n\n1. What is a lock?\n1. Which keys do you know?\n1. Here is a door\n\n  Open it with this:\n\n"
        "  ```sh\n  open\n  ```\n\n1. Here is a window\n\n  Shut it.\n"
    )
    assert titles(text) == [
        "What is a lock?",
        "Which keys do you know?",
        "Here is a door",
        "Here is a window",
    ]


def test_terms_of_a_definition_list_may_ask() -> None:
    text = (
        "<dl>\n<dt>What is a lock?</dt>\n<dd>Iron.</dd>\n\n<dt><b>How does it turn?</b></dt>\n<dd>\nRight.\n</dd>\n"
        "<dt>Why?</dt><dd>So.</dd>\n</dl>\n"
    )
    assert [(one.title, one.answer) for one in read(text).documents] == [
        ("What is a lock?", "Iron."), ("How does it turn?", "Right."), ("Why?", "So."),
    ]  # fmt: skip


def test_several_items_of_an_html_list_may_share_a_line() -> None:
    text = "# Doors\n\n<ul><li>What is a lock?</li><li>What is a key?</li>\n<li>Why?</li></ul>\n"
    assert titles(text) == ["What is a lock?", "What is a key?", "Why?"]


def test_why_is_a_question_below_a_chapter_and_a_part_below_a_question() -> None:
    chapters = "# Doors\n\n## Bolts\n\n### Why?\n\nTo shut.\n\n### What is a bolt?\n\nA bar.\n"
    assert titles(chapters) == ["Why?", "What is a bolt?"]
    parts = "# Doors\n\n## What is a bolt?\n\nA bar.\n\n### Why?\n\nTo shut.\n\n## What is a key?\n\nMetal.\n"
    assert titles(parts) == ["What is a bolt?", "What is a key?"]


def test_front_matter_may_state_the_options() -> None:
    nested = "---\nquestion: What rusts?\nanswers:\n  perfect: Iron\n  wrong:\n    - Gold\n    - Tin\n---\n"
    assert offered(first(nested)) == [("Gold", False), ("Iron", True), ("Tin", False)]
    listed = "---\nquestion: What rusts?\noptions: [Gold, Iron]\nanswer: 2\nexplanation: It is red.\n---\n"
    found = first(listed)
    assert (offered(found), found.answer) == ([("Gold", False), ("Iron", True)], "It is red.")


def test_links_to_other_pages_end_no_answer() -> None:
    text = "## What is a lock?\n\nIron.\n\n---\n\n[← Previous](a.md) | [Next: Keys →](b.md)\n"
    assert first(text).answer == "Iron."


def test_what_is_told_is_not_asked() -> None:
    text = (
        "# Question writing guide\n\n## Files\n\n- One question per file\n- Name: `question-1.md`\n"
    )
    assert titles(text) == []


def test_levels_may_stand_above_multiple_choice() -> None:
    text = "## EASY MCQs\n\n### Q1. What opens?\nA. Rain\nB. A key\n\n**Answer:** B\n\n## HARD MCQs\n\n### Q2. What shuts?\nA. Rain\nB. A bolt\n\n**Answer:** B\n"
    assert [one.difficulty for one in read(text).documents] == ["easy", "hard"]


def test_aims_are_worded_like_orders_and_ask_nothing() -> None:
    text = (
        "## Section 1: Doors\n\n### Learning Objectives\n- Identify and describe the parts of a door.\n"
        "- Explain the roles of bolt and key.\n\n### Questions\n- What is a lock?\n- Why does it turn?\n"
    )
    assert titles(text) == ["What is a lock?", "Why does it turn?"]


def test_numbers_with_an_ideographic_comma_count() -> None:
    text = "## 面试题\n\n1、门锁如何工作\n2、钥匙和插销的区别\n3、说说门\n"
    documents = read(text).documents
    assert [one.title for one in documents] == ["门锁如何工作", "钥匙和插销的区别", "说说门"]
    assert [one.line_start for one in documents] == [3, 4, 5]


def test_a_key_may_say_the_options_over_again() -> None:
    text = "1. Which two open?\n\nA. A key\nB. Rain\nC. A hand, maybe\n\n**Correct answer:** A. A key, C. A hand, maybe\n\nBoth turn.\n"
    found = first(text)
    assert [one.correct for one in found.options] == [True, False, True]
    assert found.answer == "Both turn."


def test_a_table_of_mistakes_asks_nothing() -> None:
    table = "| Mistake | Problem | Solution |\n|---|---|---|\n| Rust | It sticks | Oil it |\n| Rain | It swells | Wait |\n"
    assert titles(f"## Common mistakes\n\n{table}") == []
    assert titles(f"## Doors\n\n{table.replace('Problem', 'Question')}") == [
        "It sticks",
        "It swells",
    ]


def test_things_to_do_are_no_options() -> None:
    text = "## Exercise\n\n**Done when**:\n- [ ] all doors turn\n- [ ] all keys fit\n"
    assert titles(text) == []


def test_a_label_may_name_its_subject_and_its_question_go_on_below() -> None:
    text = (
        '**Q1 (d-01 -- doors).** Which doors turn, and what does\n"turn" mean for a key?\n\n'
        "<details><summary>Answer</summary>\n\nAll.\n</details>\n\n**Q2 (easy).** What is a bolt?\n\n"
        "<details><summary>Answer</summary>\n\nIron.\n</details>\n"
    )
    documents = read(text).documents
    assert [one.title for one in documents] == [
        'Which doors turn, and what does "turn" mean for a key?', "What is a bolt?",
    ]  # fmt: skip
    assert [one.difficulty for one in documents] == [None, "easy"]


def test_a_bold_question_may_go_on_below() -> None:
    text = "## Doors\n\n**What is the difference between\na lock and a bolt?**\n\nIron.\n\n**Why do they\nturn?**\n\nSo.\n"
    assert titles(text) == [
        "What is the difference between a lock and a bolt?",
        "Why do they turn?",
    ]


def test_codes_in_bold_number_what_follows() -> None:
    fold = "\n\n<details><summary>Ответ</summary>\n\nДа.\n\n</details>\n\n"
    text = f"### Блок D\n\n**D8.** Ночью дверь не закрылась.{fold}**D9.** Ключ сломался. Последствия и решения.{fold}"
    assert titles(text) == ["Ночью дверь не закрылась.", "Ключ сломался. Последствия и решения."]


@pytest.mark.parametrize("name", ["정답", "Odpowiedzi", "Kunci Jawaban", "解答", "Cevap anahtarı"])
def test_keys_are_called_so_in_more_languages(name: str) -> None:
    text = f"## Quiz\n1. What opens?\n   - A) Rain\n   - B) A key\n2. What shuts?\n   - A) A bolt\n   - B) Rain\n\n## {name}\n1. B — it turns\n2. A — it slides\n"
    documents = read(text).documents
    assert [offered(one) for one in documents] == [
        [("Rain", False), ("A key", True)], [("A bolt", True), ("Rain", False)],
    ]  # fmt: skip


def test_interviews_number_their_questions_too() -> None:
    text = "# 51. Interview Q1 — Tell me about doors\n\n### Answer\n\nOak.\n\n# 52. Interview Q2 — Why locks?\n\n### Answer\n\nIron.\n"
    assert titles(text) == ["Tell me about doors", "Why locks?"]


def test_numbered_questions_with_one_wording_stand_below_what_they_are_about() -> None:
    one = "### {}. What would be the output?\n\n```js\nopen({})\n```\n\n1. rain\n2. a key\n\n#### Answer: 2) a key\n\n"
    section = "## {} vs {}\n\nIt matters which one turns.\n\n"
    text = (
        "# Coding questions\n\n" + section.format("Keys", "bolts") + one.format(1, 1) + one.format(2, 2)
        + section.format("Doors", "walls") + one.format(1, 3) + one.format(2, 4) + "## Contributing\n\nPlease.\n"
    )  # fmt: skip
    documents = read(text).documents
    assert [found.title for found in documents] == ["What would be the output?"] * 4
    assert [offered(found) for found in documents] == [[("rain", False), ("a key", True)]] * 4


def test_stars_behind_a_label_are_read_on_the_scale_of_the_file() -> None:
    text = "".join(f"## What is {n}?\n\n**Difficulty:** {'⭐' * n}\n\nIron.\n\n" for n in (1, 2, 3))
    assert [one.difficulty for one in read(text).documents] == ["easy", "medium", "hard"]


def test_a_level_in_the_brackets_of_a_heading_holds_for_what_it_groups() -> None:
    text = "## Warm-up (easy)\n\n1. What is a lock?\n2. Why?\n\n## Output questions (medium)\n\n**What turns?**\n\nA key.\n\n## 🔥 Doors\n\n**What shuts?**\n\nA bolt.\n"
    assert [one.difficulty for one in read(text).documents] == ["easy", "easy", "medium", None]


def test_questions_are_numbered_in_dumps() -> None:
    text = "QUESTION NO: 1\nWhat opens?\nA. Rain\nB. A key\n\nAnswer: B\n\nQUESTION NO: 2\nWhat shuts?\nA. A bolt\nB. Rain\n\nAnswer: A\n"
    documents = read(text).documents
    assert [one.title for one in documents] == ["What opens?", "What shuts?"]
    assert [offered(one)[0][1] for one in documents] == [False, True]


def test_what_is_never_closed_takes_no_time_of_its_own() -> None:
    text = ":::tip\n" * 3_000 + "> [!a]\n" * 3_000 + "\n## What is a lock?\n\nIron.\n"
    assert titles(text) == ["What is a lock?"]


def test_a_bold_label_may_end_before_its_colon() -> None:
    text = "# Viva\n\n" + "".join(
        f"### {n}. Topic {n}\n**Question**: Why does door {n} turn?\n**Answer**: By its hinge.\n\n"
        for n in (1, 2, 3)
    )
    documents = read(text).documents
    assert [one.title for one in documents] == [f"Why does door {n} turn?" for n in (1, 2, 3)]
    assert {one.answer for one in documents} == {"By its hinge."}


def test_a_heading_may_answer_the_one_above() -> None:
    text = "### Q. What is a lock?\n\n### A. Iron.\nIt shuts.\n\n### Q. What is a bolt?\n\n### A. A bar.\n"
    documents = read(text).documents
    assert [one.title for one in documents] == ["What is a lock?", "What is a bolt?"]
    assert documents[1].answer == "A bar."
    assert documents[0].answer.startswith("Iron.")


def test_a_folded_part_may_only_count_the_question_in_it() -> None:
    text = "".join(
        f"<details>\n<summary>Question {n}</summary>\n\nWhat is door {n}?\n\n```\nopen\n```\n\n"
        "<details>\n<summary>Answer</summary>\n\nOak.\n\n</details>\n</details>\n\n"
        for n in (1, 2)
    )
    documents = read("### Doors\n" + text).documents
    assert [(one.title, one.body, one.answer) for one in documents] == [
        (f"What is door {n}?", "```\nopen\n```", "Oak.") for n in (1, 2)
    ]


def test_what_a_question_is_worth_is_no_part_of_it() -> None:
    text = "## Q.1 [14 marks]\n\n**Fill in the blanks.**\n\n" + "".join(
        f"### Q.1.{n} [1 mark]\n\n**Door {n} is made of ____.**\n\n**Answer**: wood\n\n"
        for n in (1, 2)
    )
    assert titles(text) == ["Door 1 is made of ____.", "Door 2 is made of ____."]


def test_one_name_above_every_question_is_a_label() -> None:
    text = "# Doors\n\nOak.\n\n" + "".join(
        f"## Quiz\nWhat opens door {n}?\n1. Rain\n2. A key\n\n<details>\n<summary>Show answer</summary>\n"
        "<p>The answer is: 2</p>\n</details>\n\n"
        for n in (1, 2, 3)
    )
    documents = read(text + "## Takeaway\nKeys.\n").documents
    assert [one.title for one in documents] == [f"What opens door {n}?" for n in (1, 2, 3)]
    assert [offered(one) for one in documents] == [[("Rain", False), ("A key", True)]] * 3

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
        "Answers\n\n1. B\n2. A\n",
        "Answer key:\n1. B\n2. A\n",
        "Answers: 1. B, 2. A\n",
        "**Answers:** 1-B 2-A.\n",
        "Answer key:\n1-B\n2-A\n",
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


QUESTION = "## 1. Which of these turn?\n\n"
OFFERED = "- A. Key\n- B. Door\n- C. Bolt\n\n"


@pytest.mark.parametrize(
    ("below", "correct"),
    [
        ("<details><summary>Answer</summary>\n\nCorrect Answer: AB\n\n</details>\n", "AB"),
        ("<details>\n<summary>Response:</summary>\n\n**Answer:** C\n\n</details>\n", "C"),
        ("**Explanation:**\nIt slides.\n\n**Answer:** C\n", "C"),
        (
            "### Feedback\n\nA and B are correct because they turn.\n\nC is not correct: it slides.\n",
            "AB",
        ),
        ("- **Option A** is incorrect.\n- **Option B** is incorrect.\n- C is right.\n", "C"),
    ],
)
def test_what_stands_below_options_names_the_correct_ones(below: str, correct: str) -> None:
    (one,) = read(f"# Doors\n\n{QUESTION}{OFFERED}{below}").documents
    names = [name for name, option in zip("ABC", one.options, strict=True) if option.correct]
    assert "".join(names) == correct


def test_words_that_are_letters_of_options_are_read_as_words() -> None:
    (one,) = read(f"{QUESTION}{OFFERED}**Answer:** BAD\n").documents
    assert right(one) == []


@pytest.mark.parametrize(
    ("told", "correct"),
    [
        ("The correct answer is **2. Iron.**", ["Iron."]),
        ("The correct answers are **1. Wood.** and **2. Iron.**", ["Wood.", "Iron."]),
        ("The correct answer is **2. Wood.**", []),
    ],
)
def test_an_answer_says_numbered_options_over_again(told: str, correct: list[str]) -> None:
    (one,) = read(
        "## Question 1:\nConsider a door:\n- `width` = 2\n\nWhat is it of?\n\n1. Wood.\n2. Iron.\n3. Air.\n\n"
        f"Choose the correct answer.\n\n<details>\n<summary>Response:</summary>\n\n{told}\n\n</details>\n"
    ).documents
    assert right(one) == correct
    assert "`width` = 2" in one.body
    assert bool(one.options) == bool(correct)


def test_lists_below_questions_that_ask_to_choose_are_offered() -> None:
    listed = "<details>\n<summary>{}</summary>\n\n- Key\n- Door\n- Bolt\n\n</details>\n\n"
    asked = ("Which of these turn?", "What is shut?", "Which of the following slides?")
    found = read("# Quiz\n\n" + "".join(map(listed.format, asked))).documents
    assert [len(one.options) for one in found] == [3, 3, 3]
    told = read("# Doors\n\n" + "".join(listed.format(f"What is {n}?") for n in "xyz")).documents
    assert [(len(one.options), one.answer) for one in told] == [(0, "- Key\n- Door\n- Bolt")] * 3


def test_boxes_are_ticked_with_a_letter_and_beside_spaces() -> None:
    found = read(
        "*Answer all.*\n\n1. A door turns\n\n- [ y] True\n- [ ] False\n\n"
        "2. Doors are made of:\n\n- [ ] Air\n- [y ] Wood\n- [X] Iron\n"
    ).documents
    assert [one.title for one in found] == ["A door turns", "Doors are made of:"]
    assert [right(one) for one in found] == [["True"], ["Wood", "Iron"]]


def test_front_matter_offers_options_below_a_title_that_asks_nothing() -> None:
    (one,) = read(
        "---\ntitle: Doors\ntags: iron, wood\nanswers:\n  - '1 // correct'\n  - false\n  - 2\n---\n\n"
        "What is printed?\n\n```js\nlog(1);\n```\n\n<!-- explanation -->\n\nOne is.\n"
    ).documents
    assert (one.title, right(one)) == ("Doors", ["1"])
    assert [option.text for option in one.options] == ["1", "false", "2"]
    assert one.body == "What is printed?\n\n```js\nlog(1);\n```"
    assert one.answer == "1\n\nOne is."


@pytest.mark.parametrize("key", ["Answer: B C", "Answer: B, C", "**✅ Correct Answer: B, C**"])
def test_several_letters_are_told_in_many_ways(key: str) -> None:
    offered = "        A. Key\n        B. Door\n        C. Bolt\n\n"
    found = read(f"Notes: hi.\n\n1. Doors are shut. What turns?\n\n{offered}{key}\n").documents
    assert [right(one) for one in found] == [["Door", "Bolt"]]


def test_boxes_that_nobody_ticked_are_told_by_the_heading_of_a_folded_answer() -> None:
    folded = "<details>\n<summary> 🔍 Reveal Answer</summary>\n   \n#### **✅ Correct Answer: {}**\n \n> 💡  **Explanation** \n> \n> It does.\n \n</details>\n\n"
    boxes = "- [ ] **A)** Key\n- [ ] **B)** Door\n\n"
    text = f"### 1. What turns?\n\n{boxes}{folded.format('A')}### 2. What is shut?\n\n{boxes}{folded.format('A, B')}"
    assert [right(one) for one in read(text).documents] == [["Key"], ["Key", "Door"]]


def test_elements_of_a_quiz_are_no_text_of_it() -> None:
    text = "# Doors\n\n<quiz>\nWhat turns?\n- [x] Key\n- [ ] Wall\n\nIt does.\n</quiz>\n\n<quiz>\nWhat is shut?\n\n- [ ] Air\n- [x] Door\n</quiz>\n"
    found = read(text).documents
    assert [(one.title, right(one), one.answer) for one in found] == [
        ("What turns?", ["Key"], "Key\n\nIt does."), ("What is shut?", ["Door"], "Door"),
    ]  # fmt: skip


def test_names_that_questions_share_give_way_to_what_stands_above_their_options() -> None:
    asked = "**Question {}**: {}\n\n{}\n\n- [ ] True\n- [ ] False\n\n---\n\n"
    names = ("Remember - Basic", "Remember - Basic", "Apply - Basic")
    said = ("A door turns.", "A wall turns.", "A key turns.")
    text = "# Quiz: Doors\n\n## Instructions\n\nTell true from false.\n\n## Questions\n\n"
    key = "## Answer Key\n\n**Question 1**: TRUE\n- **Explanation**: It does.\n\n**Question 2**: FALSE\n- **Explanation**: No.\n\n**Question 3**: TRUE\n- **Explanation**: In locks.\n"
    found = read(text + "".join(map(asked.format, (1, 2, 3), names, said)) + key).documents
    assert [one.title for one in found] == list(said)
    assert [right(one) for one in found] == [["True"], ["False"], ["True"]]
    unlike = ("Doors", "Walls", "Keys")
    found = read(text + "".join(map(asked.format, (1, 2, 3), unlike, said)) + key).documents
    assert [one.title for one in found] == list(unlike)


def test_numbered_lines_set_in_below_the_label_of_options_are_these() -> None:
    text = "### • MCQ: Doors\n\n#### Problem statement:\nWhat turns?\n\n```java\nopen();\n```\n\n**Options:**\n\n    1. Key ➡ [Answer]\n    2. Wall\n"
    (one,) = read("# MCQs\n\n" + text).documents
    assert [(option.text, option.correct) for option in one.options] == [
        ("Key", True), ("Wall", False),
    ]  # fmt: skip


def test_a_bold_answer_may_end_in_a_line_break() -> None:
    text = "**Q1. What turns?**\n\nLook:\n\n- A. Key\n\n- B. Wall\n\n**Answer: A. Key**\\\n➡️ It does.\n"
    (one,) = read(text).documents
    assert right(one) == ["Key"]


def test_a_quiz_in_spanish_has_its_key_folded_away() -> None:
    asked = "**Pregunta {}**: {}\n- A) Llave\n- B) Muro\n\n"
    text = "# Puertas\n\n" + asked.format(1, "¿Qué gira?") + asked.format(2, "Lo que no gira es:")
    text += "<details>\n<summary>Ver Respuestas</summary>\n\n1. A - Gira.\n2. B - No gira.\n\n</details>\n"
    found = read(text).documents
    assert [one.title for one in found] == ["¿Qué gira?", "Lo que no gira es:"]
    assert [right(one) for one in found] == [["Llave"], ["Muro"]]


def test_counted_paragraphs_with_options_ask_though_not_all_are_worded_so() -> None:
    text = "1、 下列哪个不是门？\n\nA：门\nB：墙\n\n正确答案：B\n\n2、 门的作用是（ ）。\n\nA：开\nB：关\n\n正确答案：AB\n"
    found = read(text).documents
    assert [one.title for one in found] == ["下列哪个不是门？", "门的作用是（ ）。"]
    assert [right(one) for one in found] == [["墙"], ["开", "关"]]


def test_a_file_of_a_prompt_and_options_is_one_question() -> None:
    text = "# prompt\nWhat turns?\n\n# options\n- [x] Key\n- [ ] Wall\n\n# hint\nPush.\n\n# explaination\nIt does. What else?\n"
    (one,) = read(text).documents
    assert (one.title, right(one), one.hints) == ("What turns?", ["Key"], ("Push.",))
    assert one.answer == "It does. What else?"


def test_a_level_is_read_behind_a_sign_and_tags_part_at_their_hashes() -> None:
    text = "## Card 1: Bolts\n**Q:** What is a bolt?\n\n**A:** A bar.\n\n**Difficulty:** 🟢 Easy\n**Tags:** #doors #iron\n\n---\n\n## Card 2: Keys\n**Q:** What is a key?\n\n**A:** A tool.\n\n**Difficulty:** Hard 🔥\n**Tags:** #doors\n"
    bolt, key = read(text).documents
    assert (bolt.answer, bolt.difficulty, bolt.tags) == ("A bar.", "easy", ("doors", "iron"))
    assert (key.answer, key.difficulty) == ("A tool.", "hard")


def test_a_tag_that_is_a_level_and_nothing_else_tells_it() -> None:
    text = "---\ntitle: What is a lock?\ntopics: [doors, Advanced]\n---\n\nA thing.\n"
    (found,) = read(text).documents
    assert (found.difficulty, found.tags) == ("hard", ("doors", "Advanced"))


def test_statements_to_judge_are_questions_when_an_option_is_flagged() -> None:
    text = "---\ntitle: Quiz\nquestions:\n  - id: q1\n    text: A lock keeps a door shut.\n    options:\n      - id: a\n        text: 'True'\n        is_correct: true\n      - id: b\n        text: 'False'\n---\n"
    (found,) = read(text).documents
    assert found.title == "A lock keeps a door shut."
    assert [(one.text, one.correct) for one in found.options] == [("True", True), ("False", False)]


def test_a_file_of_metadata_and_text_asks_what_it_begins_with() -> None:
    text = '---\ntags: [locks]\ndifficulty: 2\nanswer: "12"\n---\n\nEvaluate: $3 \\cdot 4$\n\nOne number.\n\n---\n**Solution:** Three times four.\n'
    (found,) = read(text).documents
    assert (found.title, found.body) == ("Evaluate: $3 \\cdot 4$", "One number.")
    assert found.answer == "12\n\nThree times four."


def test_what_stands_above_the_task_is_no_answer() -> None:
    text = "# Bolt Count\n\n## Nice to solve before\n\n- [Keys](../keys/README.md)\n\n## Instructions\n\nGiven a door, count its bolts.\n\n## Examples\n\n```\nbolts(door) // 2\n```\n"
    (found,) = read(text).documents
    assert (found.title, found.answer) == ("Bolt Count", "")
    assert "count its bolts" in found.body


def test_elements_in_code_stay_in_a_title() -> None:
    (found,) = read("#### What is the `<a></a>` tag for?\n\n- [x] links\n- [ ] locks\n").documents
    assert found.title == "What is the `<a></a>` tag for?"


def test_an_entry_of_front_matter_that_asks_nothing_is_told() -> None:
    text = "---\nquestions:\n  - question: What is a lock?\n    answer: A thing.\n  - text: Locks.\n---\n"
    reading = read(text)
    assert [one.title for one in reading.documents] == ["What is a lock?"]
    assert [one.message for one in reading.findings if one.code == "no-question"] == [
        "1 of 2 entries that front matter lists ask no question"
    ]


@pytest.mark.parametrize(
    "key",
    [
        "**Correct answer: B)** iron",
        "**The correct answer is: B. iron**",
        "**Answer (B)**",
        "_Answer: B_ — it lasts.",
        "✅ **B**",
        "👉 B",
        "<!-- Answer: B -->",
    ],
)
def test_a_letter_is_a_key_however_it_is_set_off(key: str) -> None:
    text = "".join(
        f"## {count}. What is part {count} made of?\n\n- A) brass\n- B) iron\n- C) wood\n\n{key}\n\n"
        for count in (1, 2)
    )
    found = read(text).documents
    assert [one.title for one in found] == [f"What is part {count} made of?" for count in (1, 2)]
    assert [[option.correct for option in one.options] for one in found] == [
        [False, True, False]
    ] * 2

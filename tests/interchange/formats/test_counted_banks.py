"""Banks that count their questions: what stands between two numbers belongs to the first."""

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.evidence import asks
from app.interchange.formats.profile import Profile
from app.interchange.formats.titles import read_title


def read(text: str) -> Reading:
    return format_named("markdown").read(text.encode(), profile=Profile())


def right(document: QuestionDocument) -> list[str]:
    return [option.text for option in document.options if option.correct]


def test_a_level_may_stand_before_the_label_and_the_number() -> None:
    title = read_title("🟢 **Question 1:** What is a lock?")
    assert (title.text, title.number, title.difficulty) == ("What is a lock?", "1", "easy")
    title = read_title("🔴 3. What is a key?")
    assert (title.text, title.number, title.difficulty) == ("What is a key?", "3", "hard")


def test_a_level_below_the_next_heading_says_nothing_of_the_chapter() -> None:
    problem = "### Two locks\n**Difficulty**: {0}\n\nOpen both.\n\n**Solution**: One key.\n\n"
    text = "# Problems\n\n## 🟢 Easy ones\n\n" + problem.format("Easy")
    text += "## 🔴 Hard ones\n\n" + problem.format("Hard").replace("Two", "Nine")
    found = read(text).documents
    assert [(one.title, one.difficulty) for one in found] == [
        ("Two locks", "easy"), ("Nine locks", "hard"),
    ]  # fmt: skip


def test_reasons_against_options_ask_nothing() -> None:
    question = (
        "**Question {0}**\n\n{1} What turns?\n\n- A) Key\n- B) Door\n- C) Wall\n\n"
        "Correct Answer: A) Key\n\nDistractors:\n\n- Why B is incorrect: doors swing.\n"
        "- Why C is incorrect: walls stand.\n\n---\n\n"
    )
    found = read(question.format(1, "First.") + question.format(2, "Then.")).documents
    assert [one.title for one in found] == ["First. What turns?", "Then. What turns?"]
    assert [right(one) for one in found] == [["Key"], ["Key"]]
    assert "Why C is incorrect: walls stand." in found[0].answer


def test_bullets_between_counted_labels_are_no_questions() -> None:
    question = "**Question {0}**\n\nName {0} locks.\n\nAnswer: iron.\n\n- {1}\n- {1}\n- {1}\n\n"
    text = "".join(question.format(n, "Why does it hold?") for n in range(1, 4))
    found = read(text).documents
    assert [one.title for one in found] == [f"Name {n} locks." for n in range(1, 4)]


def test_a_label_that_stands_alone_states_a_level() -> None:
    text = "".join(f"**Question {n} (Hard)**\n\nWhat is {n}?\n\nAnswer: it.\n\n" for n in (1, 2))
    assert [one.difficulty for one in read(text).documents] == ["hard", "hard"]


def test_a_heading_right_below_a_closing_tag_is_one() -> None:
    back = '<div align="right">\n  <b><a href="#">back to top</a></b>\n</div>\n'
    text = f"## 1. What is a lock?\n\nIron.\n\n{back}## 2. What is a key?\n\nBrass.\n\n{back}"
    found = read(text).documents
    assert [(one.title, one.answer) for one in found] == [
        ("What is a lock?", "Iron."), ("What is a key?", "Brass."),
    ]  # fmt: skip


def test_a_hash_in_html_that_goes_on_is_no_heading() -> None:
    text = (
        "## What is a lock?\n\n<p>\n# iron\n</p>\n\n<!-- </div>\n# brass -->\n\n## What is a key?\n"
    )
    assert [one.title for one in read(text).documents] == ["What is a lock?", "What is a key?"]


def test_a_key_may_label_its_answers_and_hold_code() -> None:
    text = (
        "# Quiz\n\n**Q1.** What locks?\n\n**Q2.** Write the code.\n\n**Q3.** What turns?\n\n"
        "## Answers\n\n<details>\n<summary>Click to reveal answers</summary>\n\n**A1.** A bolt.\n\n"
        "**A2.** Like this:\n\n```python\nlock()\n```\n\nIt holds.\n\n- iron\n- brass\n\n"
        "**A3.** A key.\n\n</details>\n"
    )
    answers = [one.answer for one in read(text).documents]
    assert answers == [
        "A bolt.",
        "Like this:\n\n```python\nlock()\n```\n\nIt holds.\n\n- iron\n- brass",
        "A key.",
    ]


def test_letters_on_one_line_that_are_answered_one_by_one_are_no_options() -> None:
    asked = "### Q1. Which of the two is it?\n(a) a lock; (b) a key; (c) a door.\n\n"
    each = "- (a) **Iron**\n- (b) **Brass**\n- (c) **Wood**\n"
    (one,) = read(f"{asked}<details><summary>Answer</summary>\n\n{each}</details>\n").documents
    assert one.options == ()
    assert one.body == "(a) a lock; (b) a key; (c) a door."
    assert one.answer == each.strip()
    (one,) = read(f"{asked}<details><summary>Answer</summary>\n\nB\n</details>\n").documents
    assert len(right(one)) == 1


def test_a_paragraph_with_options_and_an_answer_asks_however_it_is_worded() -> None:
    offer = "{0}\n\n- [ ] a. a key\n- [ ] b. a door\n\n<details><summary>👀 Respuesta</summary>\n\n{1}\n\n</details>\n\n---\n\n"
    text = "# Locks\n\n" + offer.format("It turns in a lock", "a key")
    found = read(text + offer.format("It swings on hinges", "a door")).documents
    assert [one.title for one in found] == ["It turns in a lock", "It swings on hinges"]
    assert [right(one) for one in found] == [["a key"], ["a door"]]


def test_what_stands_before_the_first_counted_heading_introduces_it() -> None:
    counted = "".join(
        f"### **Interview Question {n}: What is {n}?**\n\nIt.\n\n" for n in range(1, 5)
    )
    text = f"# Notes\n\n### **Why locks are hard for beginners**\n\nThey turn.\n\n{counted}"
    assert [one.title for one in read(text).documents] == [f"What is {n}?" for n in range(1, 5)]


def test_key_points_are_the_answer_where_nothing_else_is() -> None:
    text = (
        "## What is a lock?\n\n**Key Points**:\n- iron\n- a bolt\n\n## What is a key?\n\nBrass.\n"
    )
    one = read(text).documents[0]
    assert one.answer == "- iron\n- a bolt"
    assert [point.text for point in one.key_points] == ["iron", "a bolt"]


def test_a_heading_may_say_which_answer_it_holds() -> None:
    for heading in ("30-second answer", "🗣️ Detailed Answer", "Câu trả lời chi tiết"):
        text = f"# What is a lock?\n\n## Rubric\n\n- iron\n\n## {heading}\n\nA bolt.\n"
        (one,) = read(f"---\nlevel: easy\n---\n\n{text}").documents
        assert one.answer == "A bolt.", heading


def test_a_prompt_for_questions_is_none() -> None:
    text = (
        "### ❓ Prompt\n\n100 interview questions about locks\n\n### 💬 Answer\n\nHere they are.\n\n"
        "### 1-2: Basics\n\n1. What is a lock?\n2. What is a key?\n"
    )
    assert [one.title for one in read(text).documents] == ["What is a lock?", "What is a key?"]


def test_options_may_be_set_in_as_code_is() -> None:
    offer = "{0}\n\n    A) Key\n    B) Door\n\nAnswer: {1}\n\n"
    found = read(offer.format("What turns?", "A") + offer.format("What swings?", "B")).documents
    assert [(one.title, right(one)) for one in found] == [
        ("What turns?", ["Key"]), ("What swings?", ["Door"]),
    ]  # fmt: skip
    code = "## What turns?\n\n    A) key\n    return lock\n\nIron.\n"
    assert read(code).documents[0].options == ()


def test_code_answers_who_is_told_to_make_some() -> None:
    text = "**Q: Write a lock.**\n\n```go\nlock()\n```\n\n**Q: What does this print?**\n\n```go\nx()\n```\n"
    found = read(text).documents
    assert [bool(one.answer) for one in found] == [True, False]


def test_a_number_may_have_a_part_behind_it() -> None:
    text = "".join(f"**Q1-B{n}**: What is {n}?\n\n**Answer**: It.\n\n" for n in (1, 2))
    assert [(one.title, one.answer) for one in read(text).documents] == [
        ("What is 1?", "It."), ("What is 2?", "It."),
    ]  # fmt: skip


def test_what_is_said_above_all_headings_leads_up_to_the_first_question() -> None:
    counted = "".join(f"### {n}. What is {n}?\n\nIt.\n\n" for n in (1, 2, 3))
    text = f"Would you prefer:\n\n* ten questions at a time?\n* or all in one go?\n\n## Locks\n\n{counted}"
    assert [one.title for one in read(text).documents] == ["What is 1?", "What is 2?", "What is 3?"]


def test_items_with_options_ask_beside_one_that_does() -> None:
    options = "   - a. `key()`\n   - b. `door()`\n\n"
    text = f"1. What turns?\n\n{options}2. The call that opens is\n\n{options}3. A lock is shut by\n\n{options}"
    found = read(text).documents
    assert [len(one.options) for one in found] == [2, 2, 2]
    steps = text.replace("What turns?", "The first step")
    assert not read(steps).documents


def test_steps_with_drawn_numbers_are_no_questions() -> None:
    steps = "1️⃣ **Open the lock**\n\nTurn.\n\n2️⃣ **Create and switch**\n\nPush.\n\n"
    asked = "1️⃣ **What is a lock?**\n\nIron.\n\n2️⃣ **Why is it shut?**\n\nIt rains.\n"
    found = read(f"## Commands\n\n{steps}## Interview questions\n\n{asked}").documents
    assert [one.title for one in found] == ["What is a lock?", "Why is it shut?"]


def test_a_word_that_asks_in_another_language_may_name_something() -> None:
    assert asks(read_title("Comment System")) == 0
    assert asks(read_title("Comment fonctionne un verrou")) > 0.5


def test_a_program_that_prints_is_the_answer_to_who_writes_it() -> None:
    text = "## 1. Write a script to print a greeting.\n\n```sh\necho hi\n```\n\n## 2. What is a lock?\n\nIron.\n"
    assert read(text).documents[0].answer.startswith("```sh")

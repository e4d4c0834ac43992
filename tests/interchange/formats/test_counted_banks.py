"""Banks that count their questions: what stands between two numbers belongs to the first."""

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
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

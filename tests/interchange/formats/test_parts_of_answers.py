"""What looks like a question within an answer: bold lines, steps, headings and lists of links."""

import pytest

from app.interchange.document import QuestionDocument
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile

THINGS = ("lock", "key", "door", "bolt", "hinge", "frame", "knob")


def documents(text: str) -> list[QuestionDocument]:
    return list(format_named("markdown").read(text.encode(), profile=Profile()).documents)


def titles(text: str) -> list[str]:
    return [one.title for one in documents(text)]


ASKED = [f"What is a {thing}?" for thing in THINGS]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Q. {}", "A. {}"),
        ("Q{n}. {}", "A. {}"),
        ("**Q{n}. {}**", "**A.** {}"),
        ("**Q.** {}", "**A.** {}"),
        ("Q) {}", "A) {}"),
        ("### Q{n}. {}", "**Ans.** {}"),
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_letter_opens_the_answer_to_a_labelled_question(
    question: str, answer: str, between: str
) -> None:
    text = "\n\n".join(
        question.format(asked, n=n) + between + answer.format(f"Iron {n}.\n\nMore.")
        for n, asked in enumerate(ASKED, 1)
    )
    assert titles(text) == ASKED
    assert documents(text)[2].answer == "Iron 3.\n\nMore."


def test_letters_below_a_labelled_question_are_options_all_the_same() -> None:
    text = "".join(f"Q{n}. {asked}\n\nA. iron\n\nB. wood\n\n" for n, asked in enumerate(ASKED, 1))
    assert [len(one.options) for one in documents(text)] == [2] * len(ASKED)
    assert not any(one.answer for one in documents(text))


STEPS = "First:\n\n**1. Turn it.**\n\nLeft.\n\n**2. What you pull**\n\nHard.\n\n**Use iron:**\n\nIt lasts."


@pytest.mark.parametrize(
    ("title", "steps"),
    [
        ("**{n}. {}**", STEPS),
        ("**{}**", STEPS.replace("What you pull", "Pull it")),
        ("### {n}. {}", STEPS),
        ("**Q{n}: {}**", STEPS),
    ],
)
def test_bold_steps_of_an_answer_are_no_questions(title: str, steps: str) -> None:
    text = "\n\n".join(
        title.format(asked, n=n) + f"\n\n{steps if n in (1, 4, 7) else 'Iron.'}"
        for n, asked in enumerate(ASKED, 1)
    )
    assert titles(text) == ASKED
    assert documents(text)[3].answer == steps


def test_bold_tasks_that_count_on_stay_questions() -> None:
    tasks = [*ASKED, "Open the door", "Draw a key", "What turns?"]
    text = "\n\n".join(f"**{n}. {asked}**\n\nIron." for n, asked in enumerate(tasks, 1))
    assert titles(text) == tasks


HEADED = "Iron.\n\n#### Syntax\n\n- **turn**: how it turns\n- What does it open?\n\n#### When to use\n\n- [What is iron?](https://example.org/iron)"


@pytest.mark.parametrize("title", ["**{}**", "**{n}. {}**", "Q: {}", "{n}. {}", "{n}) **{}**"])
def test_headings_within_answers_belong_to_them(title: str) -> None:
    lines = [title.format(asked, n=n) for n, asked in enumerate(ASKED, 1)]
    first = "\n\n".join(f"{line}\n\n{HEADED}" for line in lines[:4])
    second = "\n\n".join(f"{line}\n\nWood." for line in lines[4:])
    text = f"# Doors\n\n## Basics\n\n{first}\n\n## More\n\n{second}\n\n## License\n\nMIT\n"
    assert titles(text) == ASKED
    assert documents(text)[1].answer == HEADED
    assert [one.section for one in documents(text)[3:5]] == [("Doors", "Basics"), ("Doors", "More")]


def test_a_deeper_heading_with_questions_of_another_shape_is_a_chapter() -> None:
    asked = "\n\n".join(f"**{one}**\n\nIron." for one in ASKED)
    listed = "- Why does it turn?\n- Who opens it?\n- When is it shut?"
    text = f"# Doors\n\n## Basics\n\n{asked}\n\n### Short ones\n\n{listed}\n"
    assert titles(text)[-3:] == ["Why does it turn?", "Who opens it?", "When is it shut?"]


def test_steps_between_numbered_questions_are_no_questions() -> None:
    steps = "1. In older houses, if it sticks.\n2. If you turn it.\n3. Is it shut?"
    text = "\n\n".join(
        f"{n}. {asked}\n\n{steps if n in (1, 3) else 'Iron.' if n != 5 else steps + chr(10) * 2 + 'Then wood.'}"
        for n, asked in enumerate(ASKED, 1)
    )
    assert titles(text) == ASKED
    assert documents(text)[4].answer == steps + "\n\nThen wood."
    assert [(one.line_start, one.line_end) for one in documents(text)[:3:2]] == [(1, 5), (11, 15)]
    told = text.replace(steps, "1. Iron.\n2. Wood.")
    assert titles(told) == ASKED
    assert documents(told)[0].answer == "1. Iron.\n2. Wood."


def test_numbered_questions_are_preferred_to_links_that_ask() -> None:
    links = "".join(f"- [Why {thing}s?](https://example.org/{thing})\n" for thing in THINGS)
    text = "\n".join(f"{n}. {asked}\n\nIron.\n\n{links}" for n, asked in enumerate(ASKED, 1))
    assert titles(text) == ASKED


def test_links_below_a_label_do_not_make_their_item_a_name() -> None:
    links = "    Useful resources:\n\n    - [Why iron?](https://example.org)\n    - [How?](https://example.org)\n"
    tasks = [*ASKED[:3], "A door sticks", *ASKED[3:]]
    text = "\n".join(f"{n}. {asked}\n\n{links}" for n, asked in enumerate(tasks, 1))
    assert titles(text) == tasks


def test_items_that_all_have_a_one_do_not_count() -> None:
    text = "\n\n".join(f"1. {asked}\n\nIron." for asked in ASKED)
    assert titles(text) == ASKED


def test_a_scene_asks_by_its_last_sentence() -> None:
    scene = "A door does not open. Describe what you do in a few steps."
    lists = "- Turning it: is it stuck? Is it iron?\n- Why is it shut?\n- Who has the key?"
    text = (
        "\n\n".join(f"### {asked}\n\nIron." for asked in ASKED[:4])
        + f"\n\n### {scene}\n\n{lists}\n"
    )
    assert titles(text) == [*ASKED[:4], scene]


def test_a_heading_that_only_says_question_may_have_an_answer_that_asks() -> None:
    answer = "Ask:\n\n- Why is it shut?\n- Who has the key?\n- What turns?"
    text = "\n\n".join(
        f"### Question\n\n{asked}\n\n### Answer\n\n{answer if n == 2 else 'Iron.'}"
        for n, asked in enumerate(ASKED)
    )
    assert titles(text) == ASKED
    assert documents(text)[2].answer == answer


@pytest.mark.parametrize("mark", ["- {}) {}", "- {}. {}", "{}. {}  "])
def test_the_one_option_in_bold_is_correct_with_its_letter(mark: str) -> None:
    def option(letter: str, text: str) -> str:
        line = mark.format(letter, text)
        bold = f"**{letter}{line.split(letter, 1)[1].rstrip()}**"
        return line if text != "wood" else line.split(letter, 1)[0] + bold + "  "

    offered = "\n".join(option(*pair) for pair in zip("ABC", ("iron", "wood", "ice"), strict=True))
    text = "\n\n".join(f"### {asked}\n\n{offered}" for asked in ASKED[:3])
    assert [[(o.text, o.correct) for o in one.options] for one in documents(text)] == [
        [("iron", False), ("wood", True), ("ice", False)]
    ] * 3


def test_a_letter_alone_below_a_folded_answer_is_the_correct_one() -> None:
    fold = "<details>\n<summary>Answer</summary>\n\n**A**\n\nIt is hard.\n\n</details>"
    text = "\n\n".join(f"### {asked}\n\n- A. iron\n- B. wood\n\n{fold}" for asked in ASKED[:3])
    first = documents(text)[0]
    assert [one.correct for one in first.options] == [True, False]
    assert first.answer == "It is hard."


def test_a_heading_without_spaces_may_ask_the_same_again_in_another_chapter() -> None:
    asked = "### 何が出力されるでしょうか？\n\n- a ✅\n- b\n"
    text = f"# 問題集\n\n## 一\n\n{asked}\n{asked}\n## 二\n\n{asked}\n"
    assert titles(text) == ["何が出力されるでしょうか？"] * 3


def test_what_stands_right_below_a_bold_question_is_its_answer() -> None:
    parts = "**Build a wall inside**\n\nTurn.\n\n**Create a plan**\n\nWrite it."
    text = "\n\n".join(
        f"**{asked}**\n\n{parts if n == 2 else 'Iron.'}" for n, asked in enumerate(ASKED)
    )
    assert titles(text) == ASKED
    assert documents(text)[2].answer == parts


def test_bold_names_after_an_answer_stay_questions() -> None:
    text = "\n\n".join(f"**{one}**\n\nIron." for one in [*ASKED[:4], "Locks and keys", *ASKED[4:]])
    assert titles(text) == [*ASKED[:4], "Locks and keys", *ASKED[4:]]


def test_clauses_in_bold_are_no_questions_among_marks() -> None:
    clause = "Iron.\n\n**When it is late**\n\nShut it.\n\n**If it sticks**\n\nPull."
    text = "\n\n".join(
        f"**{asked}**\n\n{clause if n == 3 else 'Iron.'}" for n, asked in enumerate(ASKED)
    )
    assert titles(text) == ASKED


@pytest.mark.parametrize("title", ["> **Q: {}**", "> Q{n}. {}", "> **{}**", "> {}"])
def test_quoted_questions_have_their_answers_below(title: str) -> None:
    lines = [title.format(asked, n=n) for n, asked in enumerate(ASKED, 1)]
    answer = "Iron.\n\n#### Syntax\n\n- What turns?"
    text = "# Doors\n\n## Basics\n\n" + "\n\n".join(f"{line}\n\n{answer}" for line in lines)
    assert titles(text) == ASKED
    assert documents(text)[1].answer == answer


def test_quotations_in_prose_ask_nothing() -> None:
    said = "> Who goes there?\n\nHe said.\n\n> I do.\n\nThey went.\n\n> Why not?\n\nSo it was."
    assert titles(f"# A tale\n\n{said}\n\n> The end.\n\nIt was over.\n") == []

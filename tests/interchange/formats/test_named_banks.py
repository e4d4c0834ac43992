"""Headings that only name: as entries of contents, below "Questions", or as parts of an answer."""

from app.interchange.document import QuestionDocument
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile


def read(text: str) -> list[QuestionDocument]:
    return list(format_named("markdown").read(text.encode(), profile=Profile()).documents)


def titles(text: str) -> list[str]:
    return [one.title for one in read(text)]


def sections(names: list[str], level: str = "##") -> str:
    return "".join(f"{level} {one}\n\nA thing of iron.\n\n" for one in names)


_ASKED = ["What is a lock?", "Why do we oil hinges?", "How do keys turn?", "Where do bolts go?"]


def _contents(asked: list[str], named: list[str]) -> str:
    linked = [one.casefold().replace("?", "").replace(" ", "-") for one in [*asked, *named]]
    nested = "".join(f"  * [Door {n}](#{one})\n" for n, one in enumerate(linked))
    return f"* [Doors](#doors)\n{nested}\n# Doors\n\n{sections([*asked, *named])}"


def test_contents_that_list_names_like_questions_make_them_questions() -> None:
    asked = [*_ASKED, "Explain oak"]
    named = ["Bridge pattern", "Spring bolts", "Brass", "Tin", "Lead", "Rust", "Paint", "Wax"]
    assert titles(_contents(asked, named)) == [*asked, *named]


def test_what_such_contents_forget_is_asked_beside_it_and_chapters_are_not() -> None:
    asked = [*_ASKED, "Explain oak"]
    text = _contents(asked, ["Brass", "Tin", "Lead", "Rust", "Paint"]) + "## Wax\n\nBees.\n"
    found = titles(text)
    assert "Wax" in found
    assert "Doors" not in found


def test_contents_that_list_few_questions_say_nothing_of_names() -> None:
    names = [f"Part {word}" for word in ("one", "two", "six", "ten", "door", "oak", "tin", "wax")]
    assert not set(titles(_contents(_ASKED, names * 2))) & set(names)


_NAMES = [
    "Locks and keys", "Weak springs", "`hinge()`", "Brass, tin, etc.", "Oil", "Bolts", "Two doors",
    "Rust", "Paint", "Wax",
]  # fmt: skip


def test_names_below_a_heading_that_says_questions_are_asked() -> None:
    top = "# Door questions for senior smiths\n\n"
    text = top + sections(_NAMES[:5]) + "# Wood\n\n" + sections(_NAMES[5:])
    inner = text.replace("## Oil\n\n", "## Oil\n\n### Sorts of oil\n\nTwo.\n\n")
    assert titles(text) == titles(inner) == _NAMES


def test_names_are_not_asked_where_the_file_tells_of_itself_or_of_doors() -> None:
    top = "# Door questions\n\n"
    assert titles(top + sections([*_NAMES, "License"])) == []
    assert titles("# Doors\n\n" + sections(_NAMES)) == []
    assert titles(top + sections(_NAMES[:9])) == []
    asked = "- What is a lock?\n- What is a key?\n- Why oil?\n- How do hinges work?\n"
    assert not set(titles(top + sections(_NAMES) + "## Wood\n\n" + asked)) & set(_NAMES)


def test_names_of_topics_above_lists_are_not_asked() -> None:
    top = "# Door interview questions\n\nA list of lists.\n\n"
    for below in (
        "* [Ten doors](https://example.org/a)\n* [More](https://example.org/b) - good\n",
        "- [x] Two locks\n- Three locks\n",
        "| # | Name |\n|---|---|\n| 1 | Two locks |\n",
    ):
        found = titles(top + "".join(f"## {one}\n\n{below}\n" for one in _NAMES * 2))
        assert not set(found) & set(_NAMES)


def test_names_below_a_question_that_has_no_answer_yet_are_parts_of_it() -> None:
    parts = "#### Bolt\n\nIt moves.\n\n#### Topic\n\nA thing that is written down.\n\n"
    text = sections(_ASKED[:3], "####") + "#### What are the parts of a lock?\n\n" + parts
    text += sections(["How heavy is it?", "Is it of iron?", "Springs in locks"], "####")
    found = read(text)
    assert [one.title for one in found][3:] == [
        "What are the parts of a lock?", "How heavy is it?", "Is it of iron?", "Springs in locks",
    ]  # fmt: skip
    assert found[3].answer == parts.strip()


def test_a_chapter_below_an_unanswered_question_is_no_part_of_it() -> None:
    text = sections(_ASKED, "##") + "## What is oak?\n\n## Metal\n\n"
    text += sections(["What is tin?", "What is lead?"], "##")
    found = {one.title: one.answer for one in read(text)}
    assert found["What is oak?"] == ""
    assert found["What is tin?"] == "A thing of iron."


def test_a_heading_that_leads_on_by_a_colon_is_text_of_the_answer_above_it() -> None:
    text = sections(_ASKED, "###") + "### Then do the following:\n\nTurn it.\n\n"
    found = read(text + sections(["What is oak?", "What is tin?"], "###"))
    assert [one.title for one in found] == [*_ASKED, "What is oak?", "What is tin?"]
    assert found[3].answer.endswith("### Then do the following:\n\nTurn it.")


def test_one_question_that_a_file_answers_in_several_ways_is_one() -> None:
    text = (
        "# 4️⃣ What is a lock?\n\n---\n\n## ✅ Short interview answer\n\nA thing.\n\n---\n\n"
        "# 🟢 In simple words\n\nIron.\n\n# 🔹 Why do we need it?\n\nThieves.\n\n# 🔥 Kinds\n\n## 1️⃣ Bolts\n\nTwo.\n\n"
        "# 🎯 What is tested\n\n- Do you know locks?\n- Can you name two?\n- Is iron hard?\n\n"
        "# 🏆 Perfect interview answer (in a minute)\n\n> A lock locks.\n\n"
        "# 💬 Common follow-up questions\n\n1. What is a key?\n2. Who makes keys?\n"
    )
    found = read(text)
    assert [one.title for one in found] == ["What is a lock?"]
    assert "Why do we need it?" in found[0].answer


def test_a_file_whose_headings_ask_in_turn_holds_several_questions() -> None:
    text = "".join(f"# {one}\n\n## Answer\n\nIron.\n\n" for one in _ASKED)
    assert titles(text) == _ASKED


def test_a_list_that_a_bullet_wants_is_its_answer() -> None:
    text = "# Door questions\n\n- What is a lock?\n- List a few woods:\n  - oak\n  - ash\n- Compare:\n  - oak\n  - ash\n"
    found = read(text)
    assert found[1].answer == "- oak\n- ash"
    assert found[2].follow_ups == ("oak", "ash")


def test_what_a_read_me_says_of_its_own_format_is_not_asked() -> None:
    text = (
        "# Door handbook\n\n## How to use this handbook\n\n### For interviewers\n\n- Use questions as a starting point\n\n"
        "## Content structure\n\n### Scenarios format\n\nEach has:\n- **Problem**: What is broken?\n- **Root cause**: Why it happened\n- **Steps**: How to mend it\n\n"
        "## Usage\n\n### Sample questions\n\n- What is a lock?\n- Why do we oil hinges?\n- How do keys turn?\n"
    )
    assert titles(text) == ["What is a lock?", "Why do we oil hinges?", "How do keys turn?"]


def test_a_sentence_that_demands_is_answered_behind_a_dash_like_a_question() -> None:
    text = "# Doors\n\n1. What is a lock? — A thing.\n2. Name two woods. — Oak and ash.\n3. Is tin hard? — No.\n"
    assert [(one.title, one.answer) for one in read(text)] == [
        ("What is a lock?", "A thing."), ("Name two woods.", "Oak and ash."), ("Is tin hard?", "No."),
    ]  # fmt: skip

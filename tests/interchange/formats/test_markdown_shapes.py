"""The shapes that Markdown banks come in, each told by a small bank of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interchange.document import OptionDocument, QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile, load_profile
from app.interchange.formats.sidecars import read_with_sidecar, sidecar_of

MARKDOWN = format_named("markdown")


def read(text: str, profile: Profile | None = None) -> Reading:
    return MARKDOWN.read(text.encode(), profile=profile or Profile())


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(document.title, document.answer) for document in reading.documents]


TWO = [("What is a lock?", "A way to take turns."), ("How does a queue differ?", "It keeps order.")]


@pytest.mark.parametrize(
    "text",
    [
        "# Bank\n\n## What is a lock?\n\nA way to take turns.\n\n## How does a queue differ?\n\nIt keeps order.\n",
        "# Bank\n\n## 1. What is a lock?\nA way to take turns.\n## 2. How does a queue differ?\nIt keeps order.\n",
        "### Q1: What is a lock?\n\n**A:** A way to take turns.\n\n### Q2: How does a queue differ?\n\n**A:** It keeps order.\n",
        "## Q. ***What is a lock?***\n\nA way to take turns.\n\n## Q. ***How does a queue differ?***\n\nIt keeps order.\n",
        "What is a lock?\n---------------\nA way to take turns.\n\nHow does a queue differ?\n------------------------\nIt keeps order.\n",
        "**What is a lock?**\n\nA way to take turns.\n\n**How does a queue differ?**\n\nIt keeps order.\n",
        "**1. What is a lock?**\nA way to take turns.\n\n**2. How does a queue differ?**\nIt keeps order.\n",
        "**Q1. What is a lock?**\n\nAns: A way to take turns.\n\n**Q2. How does a queue differ?**\n\nAns: It keeps order.\n",
        "Q: What is a lock?\nA: A way to take turns.\n\nQ: How does a queue differ?\nA: It keeps order.\n",
        "Q: What is a lock?\nA: A way to take turns.\nQ: How does a queue differ?\nA: It keeps order.\n",
        "**Q:** What is a lock?\n\n**A:** A way to take turns.\n\n**Q:** How does a queue differ?\n\n**A:** It keeps order.\n",
        "**Question:** What is a lock?  \n**Answer:** A way to take turns.\n\n**Question:** How does a queue differ?  \n**Answer:** It keeps order.\n",
        "Q1) What is a lock?\n\nAnswer: A way to take turns.\n\nQ2) How does a queue differ?\n\nAnswer: It keeps order.\n",
        "1. What is a lock?\n\n   A way to take turns.\n\n2. How does a queue differ?\n\n   It keeps order.\n",
        "1. What is a lock?\n\nA way to take turns.\n\n2. How does a queue differ?\n\nIt keeps order.\n",
        "1. **What is a lock?**\n   A way to take turns.\n2. **How does a queue differ?**\n   It keeps order.\n",
        "1. **What is a lock?** A way to take turns.\n2. **How does a queue differ?** It keeps order.\n",
        "- **What is a lock?**\n\n  A way to take turns.\n\n- **How does a queue differ?**\n\n  It keeps order.\n",
        "1. ### What is a lock?\n\n   A way to take turns.\n\n2. ### How does a queue differ?\n\n   It keeps order.\n",
        "<details>\n<summary>What is a lock?</summary>\n\nA way to take turns.\n\n</details>\n\n<details>\n<summary>How does a queue differ?</summary>\n\nIt keeps order.\n\n</details>\n",
        "<details>\n<summary>What is a lock?</summary><br><b>\n\nA way to take turns.\n</b></details>\n\n<details>\n<summary>How does a queue differ?</summary><br><b>\nIt keeps order.\n</b></details>\n",
        "### What is a lock?\n<details><summary>Answer</summary>\n\nA way to take turns.\n\n</details>\n\n### How does a queue differ?\n<details><summary>Show answer</summary>\n\nIt keeps order.\n\n</details>\n",
        "- <details><summary>What is a lock?</summary>A way to take turns.</details>\n- <details><summary>How does a queue differ?</summary>It keeps order.</details>\n",
        "| Question | Answer |\n|---|---|\n| What is a lock? | A way to take turns. |\n| How does a queue differ? | It keeps order. |\n",
        "| # | Questions | Answers |\n|---|---|---|\n| 1 | **What is a lock?** | A way to take turns. |\n| 2 | How does a queue differ? | It keeps order. |\n",
        "### What is a lock?\n\n> A way to take turns.\n\n### How does a queue differ?\n\n> It keeps order.\n",
        "## What is a lock?\n\nA way to take turns.\n\n---\n\n## How does a queue differ?\n\nIt keeps order.\n\n---\n",
        '#### What is a lock?\n\nA way to take turns.\n\n**[⬆ Back to Top](#contents)**\n\n#### How does a queue differ?\n\nIt keeps order.\n\n<div align="right">\n    <b><a href="#">↥ back to top</a></b>\n</div>\n',
    ],
)
def test_two_questions_are_found_in_any_shape(text: str) -> None:
    found = [(title, answer.removeprefix("> ")) for title, answer in pairs(read(text))]
    assert found == TWO


@pytest.mark.parametrize(
    "text",
    [
        "1. Which port?\n\n    A. One\n    B. Two\n    C. `three`\n\n    Answer: B\n",
        "1. Which port?\n   - [A] One\n   - [B] Two\n   - [C] `three`\n\n   **Ans: (b)**\n",
        "**3.** Which port?\n- (a) One\n- (b) Two\n- (c) `three`\n\n<details><summary>Show Answer</summary>Option B</details>\n",
        "#### Question 6 of 10: Which port?\n\n* A - One\n* B - Two\n* C - `three`\n\n> Correct answer: B\n",
    ],
)
def test_options_in_rarer_dress(text: str) -> None:
    document = read(text).documents[0]
    assert (document.title, document.options) == ("Which port?", CHOICES)
    assert document.answer == "Two"


def test_labels_may_have_numbers_and_emoji() -> None:
    document = read(
        "### Explain a futex\n\n💡 **Hint 1:** Fast\n\n💡 **Hint 2:** User space\n\n✅ **Answer:** Locks.\n"
        "**Tags:** `kernel`, `locks`\n**Level:** ★★★\n"
    ).documents[0]
    assert document.hints == ("Fast", "User space")
    assert (document.answer, document.tags, document.difficulty) == (
        "Locks.",
        ("kernel", "locks"),
        "hard",
    )


def option(text: str, *, correct: bool = False) -> OptionDocument:
    return OptionDocument(text, correct)


CHOICES = (option("One"), option("Two", correct=True), option("`three`"))


@pytest.mark.parametrize(
    "text",
    [
        "#### Q1. Which port?\n\n- [ ] One\n- [x] Two\n- [ ] `three`\n",
        "### 1. Which port?\n\n- A: One\n- B: Two\n- C: `three`\n\n<details><summary>Answer</summary>\n\n#### Answer: B\n\n</details>\n",
        "### Which port?\n\n- A) One\n- B) Two\n- C) `three`\n\n**Answer: B**\n",
        "### Which port?\n\nA. One\nB. Two\nC. `three`\n\nAnswer: B\n",
        "**1. Which port?**\n\na) One  \nb) Two  \nc) `three`  \n\n**Answer:** b) Two\n",
        "1. Which port?\n   - A. One\n   - B. Two\n   - C. `three`\n\n   Answer: B\n\n2. Which host?\n   - A. This\n   - B. That\n\n   Answer: A\n",
        "### Which port?\n\n- One\n- Two ✅\n- `three`\n",
        "### Which port?\n\n* [ ] A. One\n* [x] B. Two\n* [ ] C. `three`\n",
        "**Q: Which port?**\n\n(A) One\n\n(B) Two\n\n(C) `three`\n\nCorrect answer: (B)\n",
    ],
)
def test_options_and_the_correct_one_are_found(text: str) -> None:
    document = read(text).documents[0]
    assert document.title == "Which port?"
    assert document.options == CHOICES
    assert document.answer in ("Two", "b) Two")
    assert document.body == ""


def test_code_before_the_options_is_the_body_and_the_explanation_the_answer() -> None:
    document = read(
        "###### 1. What's the output?\n\n```js\nrun()\n```\n\n- A: `1`\n- B: `2`\n\n"
        "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: A\n\nBecause.\n\n</p>\n</details>\n\n---\n"
    ).documents[0]
    assert document.body == "```js\nrun()\n```"
    assert document.answer == "Because."
    assert [one.correct for one in document.options] == [True, False]


def test_several_correct_options() -> None:
    document = read("### Which two?\n\n- A. x\n- B. y\n- C. z\n\n**Answer:** A, C\n").documents[0]
    assert [one.correct for one in document.options] == [True, False, True]


def test_options_without_a_correct_one_are_told() -> None:
    reading = read("### Which?\n\n- [ ] x\n- [ ] y\n")
    assert [finding.code for finding in reading.findings] == ["no-correct-option"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("**What is a lock? 👶**\n\nTurns.\n", "easy"),
        ("**What is a lock? ‍⭐️**\n\nTurns.\n", "medium"),
        ("**What is a lock?** 🚀\n\nTurns.\n", "hard"),
        ("## What is a lock? (Hard)\n\nTurns.\n", "hard"),
        ("## What is a lock?\n\n**Difficulty:** Medium\n\nTurns.\n", "medium"),
        ("## What is a lock?\n\nDifficulty: 5/5\n\nTurns.\n", "hard"),
        ("## What is a lock?\n\nTurns.\n\n<!-- difficulty: easy -->\n", "easy"),
        ("---\ndifficulty: advanced\n---\n\n## What is a lock?\n\nTurns.\n", "hard"),
        ("# Bank\n\n## Junior level\n\n### What is a lock?\n\nTurns.\n", "easy"),
        ("# Bank\n\n## Advanced locking\n\n### What is a lock?\n\nTurns.\n", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    documents = read(text).documents
    assert [(one.title, one.answer, one.difficulty) for one in documents] == [
        ("What is a lock?", "Turns.", level)
    ]


def test_hints_labels_and_tags() -> None:
    document = read(
        "## What is a lock?\n\n**Tags:** threads, os\n\n**Hint:** Think of a door.\n\n"
        "**Answer:** It takes turns.\n\n**Follow-up questions:**\n\n- What is a deadlock?\n- And a livelock?\n"
    ).documents[0]
    assert document.tags == ("threads", "os")
    assert document.hints == ("Think of a door.",)
    assert document.answer == "It takes turns."
    assert document.follow_ups == ("What is a deadlock?", "And a livelock?")


def test_a_list_of_hints_is_revealed_item_by_item() -> None:
    document = read(
        "### What is a lock?\n\n#### Answer\n\nTurns.\n\n#### Good to hear\n\n* Doors\n* Keys,\n  and rooms\n"
    ).documents[0]
    assert document.answer == "Turns."
    assert document.hints == ("Doors", "Keys,\n  and rooms")


def test_nested_bullets_that_ask_are_follow_ups() -> None:
    document = read("* What is a lock?\n  * When is it slow?\n* What is a queue?\n").documents[0]
    assert document.follow_ups == ("When is it slow?",)
    assert document.answer == ""


def test_code_and_headings_in_an_answer_stay_in_it() -> None:
    answer = "Like so:\n\n```sh\n# not a heading?\n## What is this?\n```\n\n### Why\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  - y"
    reading = read(f"## What is a lock?\n\n{answer}\n\n## What is a queue?\n\nOrder.\n")
    assert pairs(reading) == [("What is a lock?", answer), ("What is a queue?", "Order.")]


def test_a_fence_that_never_closes_ends_with_its_item() -> None:
    reading = read(
        "1. ### What is a lock?\n\n   ```\n   x\n\n2. ### What is a queue?\n\n   Order.\n"
    )
    assert [one.title for one in reading.documents] == ["What is a lock?", "What is a queue?"]


def test_every_section_of_a_file_may_have_its_own_shape() -> None:
    reading = read(
        "# Bank\n\n## Headings\n\n### What is a lock?\n\nTurns.\n\n### What is a queue?\n\nOrder.\n\n"
        "## Bullets\n\n- What is a stack?\n- Why use a heap?\n\n"
        "## Bold\n\n**What is a tree?**\n\nBranches.\n\n**What is a graph?**\n\nEdges.\n\n"
        "## Folded\n\n<details><summary>What is a map?</summary>\n\nKeys.\n\n</details>\n\n"
        "## Numbers\n\n1. What is a set?\n2. What is a bag?\n"
    )
    assert [(one.section[-1], one.title) for one in reading.documents] == [
        ("Headings", "What is a lock?"),
        ("Headings", "What is a queue?"),
        ("Bullets", "What is a stack?"),
        ("Bullets", "Why use a heap?"),
        ("Bold", "What is a tree?"),
        ("Bold", "What is a graph?"),
        ("Folded", "What is a map?"),
        ("Numbers", "What is a set?"),
        ("Numbers", "What is a bag?"),
    ]


def test_contents_and_manners_of_a_readme_are_no_questions() -> None:
    reading = read(
        "# Bank\n\nRead me first.\n\n## Table of contents\n\n- [What is a lock?](#lock)\n- [What is a queue?](#queue)\n\n"
        "<details><summary>View contents</summary>\n\n* [What is a lock?](#lock)\n\n</details>\n\n"
        "## Questions\n\n### What is a lock?\n\nTurns.\n\n### What is a queue?\n\nOrder.\n\n"
        "## How to contribute?\n\nSend a patch.\n\n## License\n\nMIT\n"
    )
    assert pairs(reading) == [("What is a lock?", "Turns."), ("What is a queue?", "Order.")]
    covered = [range(one.line_start, one.line_end + 1) for one in reading.findings]
    assert any(3 in lines for lines in covered)
    assert any("License" in one.message for one in reading.findings)


def test_a_file_whose_front_matter_asks_is_one_question() -> None:
    reading = read(
        "---\ntitle: What is a lock?\ndifficulty: easy\ntags: [os, threads]\n---\n\n## In short\n\nTurns.\n\n## More\n\nDoors.\n"
    )
    assert pairs(reading) == [("What is a lock?", "## In short\n\nTurns.\n\n## More\n\nDoors.")]
    assert reading.documents[0].difficulty == "easy"
    assert reading.documents[0].tags == ("os", "threads")


def test_titles_keep_their_code_and_lose_their_marks() -> None:
    reading = read(
        "<details>\n<summary><b>What does <code>:(){ :|:&amp; };:</code> do? ***</b></summary><br>\n\nTo be completed.\n\n</details>\n\n"
        "<details>\n<summary><b>First 5 commands on a *nix server?</b></summary><br>\n\nls\n\n</details>\n"
    )
    assert pairs(reading) == [
        ("What does `:(){ :|:& };:` do?", ""),
        ("First 5 commands on a *nix server?", "ls"),
    ]
    assert [one.code for one in reading.findings] == ["placeholder"]


def test_a_profile_pins_the_shape() -> None:
    text = "## Closures\n\nText.\n\n- First thing\n- Second thing\n"
    assert read(text).documents == ()
    pinned = read(text, load_profile(b"shape: bullets"))
    assert [one.title for one in pinned.documents] == ["First thing", "Second thing"]
    headings = read(text, load_profile(b"shape: headings"))
    assert [one.title for one in headings.documents] == ["Closures"]


def lines_of(document: QuestionDocument) -> tuple[int, int]:
    return document.line_start, document.line_end


def test_lines_are_those_of_the_source() -> None:
    reading = read(
        "# Bank\n\n## What is a lock?\n\nTurns.\n\n---\n\n## What is a queue?\n\nOrder.\n\n\n"
    )
    assert [lines_of(one) for one in reading.documents] == [(3, 5), (9, 11)]


def test_boxes_with_code_between_them_are_one_list_of_options() -> None:
    document = read(
        "#### Q4. Which declares it?\n\n- [x] A\n\n```js\nlet a = 1;\n```\n\n- [ ] B\n\n```js\n1 = a;\n```\n\n#### Q5. Next?\n"
    ).documents[0]
    assert document.options == (
        option("A\n\n```js\nlet a = 1;\n```", correct=True),
        option("B\n\n```js\n1 = a;\n```"),
    )
    assert document.body == ""


def test_text_below_options_explains_them() -> None:
    document = read(
        "#### Q1. Which?\n\n- [ ] x\n- [x] y\n\n[Manual](https://example.org)\n"
    ).documents[0]
    assert document.answer == "y\n\n[Manual](https://example.org)"
    assert document.body == ""


def test_headings_that_only_name_what_the_text_below_asks() -> None:
    reading = read(
        "# Bank\n\n### Design:\n\n#### Globals\nWhy are they evil?\n\n#### Inversion of control\nTell me about it.\n\n"
        "### Code:\n\n#### Cohesion\nIt is often praised. What does it mean?\n"
    )
    assert [(one.title, one.body, one.answer) for one in reading.documents] == [
        ("Globals", "Why are they evil?", ""),
        ("Inversion of control", "Tell me about it.", ""),
        ("Cohesion", "It is often praised. What does it mean?", ""),
    ]


def test_a_heading_that_only_counts_is_asked_by_the_text_below() -> None:
    reading = read(
        "## Question 1\n\nWhat is a lock?\n\n**Answer:** Turns.\n\n## Question 2\n\nWhy?\n\n**Answer:** So.\n"
    )
    assert pairs(reading) == [("What is a lock?", "Turns."), ("Why?", "So.")]


def test_a_section_on_the_level_of_its_questions_groups_them() -> None:
    reading = read(
        "# Bank\n\n## # 1. Locks\n\n<br/>\n\n## Q. What is a lock?\n\nTurns.\n\n## # 2. Queues\n\n## Q. Why?\n\nOrder.\n"
    )
    assert [one.section for one in reading.documents] == [("Bank", "Locks"), ("Bank", "Queues")]


def test_headings_in_html_count() -> None:
    reading = read(
        "<h2>Locks</h2>\n\n<h3>1. What is a lock?</h3>\n\nTurns.\n\n<h3>2. Why a queue?</h3>\n\nOrder.\n"
    )
    assert pairs(reading) == [("What is a lock?", "Turns."), ("Why a queue?", "Order.")]
    assert reading.documents[0].section == ("Locks",)


def test_a_folder_of_one_question_each_uses_its_side_cars() -> None:
    files = {"lock/metadata.json", "lock/en.md", "queue.md", "queue.yml", "other.md"}
    assert sidecar_of("lock/en.md", files) == "lock/metadata.json"
    assert sidecar_of("queue.md", files) == "queue.yml"
    assert sidecar_of("other.md", files) is None
    reading = read_with_sidecar(
        b"Turns.\n\n## More\n\nDoors.\n",
        b'{"title": "What is a lock?", "difficulty": "hard", "topics": ["os"], "slug": "lock", "hints": ["Think."]}',
        profile=Profile(),
    )
    assert reading is not None
    document = reading.documents[0]
    assert (document.title, document.answer) == ("What is a lock?", "Turns.\n\n## More\n\nDoors.")
    assert (document.difficulty, document.tags, document.slug) == ("hard", ("os",), "lock")
    assert document.hints == ("Think.",)


@pytest.mark.parametrize("sidecar", [b"[1]", b"{", b"\0", b'{"question": "What?", "answer": "x"}'])
def test_a_file_that_says_nothing_of_its_neighbour_is_no_side_car(sidecar: bytes) -> None:
    assert read_with_sidecar(b"# What?\n", sidecar, profile=Profile()) is None


PIECES = (
    "# ", "### Q: ", "1. ", "- ", "* [ ] ", "- [x] ", "**", "What is x?", "Answer:", "**Hint:** a, b, c.",
    "<details>", "<summary>", "</summary>", "</details>", "```", "    ", "| a | b |", "|---|---|", "> ",
    "---", "<!-- ", "-->", "A) x", "B) y", "\n", "\n\n", " ", "[a](#b)", "Q1. ", "👶", "text", "é",
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join))
def test_every_written_line_is_accounted_for_and_no_line_is_shared(text: str) -> None:
    reading = read(text)
    seen: set[int] = set()
    for finding in reading.findings:
        seen.update(range(finding.line_start, finding.line_end + 1))
    last = 0
    for document in reading.documents:
        assert document.title
        assert last < document.line_start <= document.line_end
        last = document.line_end
        seen.update(range(document.line_start, document.line_end + 1))
    assert [n for n, line in enumerate(text.split("\n"), 1) if line.strip() and n not in seen] == []


def test_a_side_car_without_a_title_leaves_it_to_the_first_heading() -> None:
    reading = read_with_sidecar(
        b"# Closures\n\nA function and its names.\n", b'{"difficulty": "easy"}', profile=Profile()
    )
    assert reading is not None
    assert pairs(reading) == [("Closures", "A function and its names.")]
    assert reading.documents[0].difficulty == "easy"


def test_a_pinned_shape_leaves_the_others_alone() -> None:
    text = "# Bank\n\n- What is this?\n- And that?\n\n## Closures\n\nText.\n"
    assert [one.title for one in read(text, load_profile(b"shape: headings")).documents] == [
        "Closures"
    ]

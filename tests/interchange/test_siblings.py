"""Folders with a file per question, some of which do not ask with their heading."""

from collections.abc import Callable
from functools import partial

from app.interchange.formats.profile import Profile
from app.interchange.reading import FileRead, read_all
from app.interchange.sources import from_files

ASKING = {
    "questions/lock.md": "# What is a lock?\n\nIron.\n",
    "questions/key.md": "# Explain a key\n\nIt turns.\n\n## Why?\n\nTo open.\n",
    "questions/door.md": "# Does a door turn?\n\nIt does.\n",
}
NAMED = "# Hinges of a door\n\nIron.\n\n## Rust\n\nBrown.\n"
INDEX = "# Locks\n\n- [What is a lock?](questions/lock.md)\n\n## License\n\nFree.\n"


def found(files: dict[str, str]) -> dict[str, str]:
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(str.encode, text) for name, text in files.items()
    }
    reads = read_all(from_files(loads, label="locks"), format_name=None, profile=Profile())
    documents = [one for read in reads if isinstance(read, FileRead) for one in read.documents]
    return {one.title: one.answer for one in documents}


def test_a_file_that_only_names_its_question_is_one_where_those_beside_it_ask() -> None:
    answers = found({**ASKING, "questions/hinge.md": NAMED, "README.md": INDEX})
    assert answers["Hinges of a door"] == "Iron.\n\n## Rust\n\nBrown."
    assert sorted(answers) == [
        "Does a door turn?", "Explain a key", "Hinges of a door", "What is a lock?",
    ]  # fmt: skip


def test_a_file_among_others_that_ask_nothing_is_none() -> None:
    notes = {
        f"notes/{name}.md": f"# {name} of iron\n\nText.\n" for name in ("Bars", "Bolts", "Nuts")
    }
    assert found({**notes, "notes/hinge.md": NAMED}) == {}
    assert "Hinges of a door" not in found({**ASKING, "notes/hinge.md": NAMED})


def test_a_file_that_begins_with_no_heading_is_none() -> None:
    assert "Rust" not in found({**ASKING, "questions/hinge.md": "Iron.\n\n# Rust\n\nBrown.\n"})


def test_files_that_are_called_by_their_questions_hold_one_each() -> None:
    text = "# {}\n\nIron.\n\n## What can it do?\n\nTurn.\n\n## Parts\n\nTwo.\n"
    called = {
        "doors/What is a lock.md": "`Lock`",
        "doors/how-does-a-key-turn.md": "Keys",
        "doors/Why shut a door.md": "Doors",
        "doors/Hinges.md": "Hinges",
    }
    answers = found({name: text.format(title) for name, title in called.items()})
    assert sorted(answers) == [
        "Hinges", "How does a key turn", "What is a lock", "Why shut a door",
    ]  # fmt: skip
    below = "Iron.\n\n## What can it do?\n\nTurn.\n\n## Parts\n\nTwo."
    assert set(answers.values()) == {below}


def test_a_line_that_only_links_to_a_file_of_the_import_is_no_question() -> None:
    index = "# Doors\n\n- [What is a lock?](questions/lock.md)\n- [What is a wall?](wall.md)\n"
    assert found({"README.md": index, "questions/lock.md": "Iron.\n"}) == {"What is a wall?": ""}
    assert found({"README.md": index}) == {"What is a lock?": "", "What is a wall?": ""}


def test_a_translation_is_called_by_its_own_heading_and_has_no_id() -> None:
    files = {
        "lock/README.md": "Build a lock that you can open.\n",
        "lock/README.ja.md": "# 鍵\n\n鍵を作ってください。\n",
        "lock/README.pt-BR.md": "<h1>Fechadura <img src='a.png'></h1>\n\nImplemente uma.\n",
        "lock/info.yml": "title: Lock\nslug: lock\ndifficulty: easy\n",
    }
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(str.encode, text) for name, text in files.items()
    }
    reads = read_all(from_files(loads, label="locks"), format_name=None, profile=Profile())
    documents = [one for read in reads if isinstance(read, FileRead) for one in read.documents]
    assert sorted((one.title, one.slug or "") for one in documents) == [
        ("Fechadura", ""), ("Lock", "lock"), ("鍵", ""),
    ]  # fmt: skip
    assert {one.difficulty for one in documents} == {"easy"}
    assert [one.answer for one in documents] == ["", "", ""]


def test_a_side_car_in_toml_names_what_is_to_be_done() -> None:
    task = "Your task is to open a door.\n"
    answers = found({"a/description.md": task, "a/metadata.toml": 'title = "Door"\n'})
    assert answers == {"Door": ""}
    notes = {"a/description.md": "Doors are old.\n", "a/metadata.toml": 'title = "Door"\n'}
    assert found(notes) == {}


def test_an_introduction_that_links_to_the_files_beside_it_holds_no_question() -> None:
    address = "https://github.com/ada/doors/blob/main/more/questions"
    index = f"# Doors - Introduction\n\nOld.\n\n+ [Q1. What is a lock?]({address}/lock.md)\n"
    answers = found({**ASKING, "questions/Introduction.md": index})
    assert sorted(answers) == ["Does a door turn?", "Explain a key", "What is a lock?"]
    assert answers["What is a lock?"] == "Iron."


def test_an_answer_that_names_a_file_is_what_that_says() -> None:
    front = "---\nquestions:\n  - question: What is a lock?\n    answer: lock.md\n  - question: What is a key?\n    answer: key.md\n---\n"
    answers = found({"doors/doors.md": front, "doors/content/lock.md": "Iron.\n\n- Old\n"})
    assert answers == {"What is a lock?": "Iron.\n\n- Old", "What is a key?": "key.md"}


SPLIT = {
    "lock/description.md": "# Lock\n\nA door is open.\n",
    "lock/solution.md": "# Solution\n\nShut it. Why? So.\n",
    "lock/hints.md": "# Hints\n\n- Push.\n- Turn.\n",
    "key/description.md": "# Key\n\nOpen a door.\n",
    "key/solution.md": "Turn it.\n",
}


def test_a_folder_with_a_task_and_its_solution_is_one_question() -> None:
    assert found(SPLIT) == {"Lock": "Shut it. Why? So.", "Key": "Turn it."}
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(str.encode, text) for name, text in SPLIT.items()
    }
    reads = list(read_all(from_files(loads, label="x"), format_name=None, profile=Profile()))
    documents = [one for read in reads if isinstance(read, FileRead) for one in read.documents]
    lock = next(one for one in documents if one.title == "Lock")
    assert (lock.body, lock.hints) == ("A door is open.", ("Push.", "Turn."))
    left = {one.file: one.reason for one in reads if not isinstance(one, FileRead)}
    assert left["key/solution.md"] == "read as a part of the question in key/description.md"


def test_files_beside_several_questions_are_told_and_not_lost() -> None:
    several = {
        **SPLIT,
        "key/description.md": "## What turns?\n\nA key.\n\n## What is shut?\n\nA door.\n",
    }
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(str.encode, text) for name, text in several.items()
    }
    reads = read_all(from_files(loads, label="x"), format_name=None, profile=Profile())
    told = [item.reason for read in reads if isinstance(read, FileRead) for item in read.left_out]
    assert any("solution.md beside it" in (reason or "") for reason in told)


INDEX_FILE = '[{"slug": "lock", "title": "What is a lock?", "difficulty": "hard"}, {"file": "questions/key.md", "title": "Key", "difficulty": "easy", "tags": ["iron"]}]'


def test_an_index_file_says_of_many_files_what_a_side_car_says_of_one() -> None:
    files = {
        "questions.json": INDEX_FILE,
        "questions/lock.md": "# What is a lock?\n\nIron.\n",
        "questions/key.md": "# What is a key?\n\nIron.\n",
    }
    loads: dict[str, Callable[[], bytes]] = {
        name: partial(str.encode, text) for name, text in files.items()
    }
    reads = list(read_all(from_files(loads, label="x"), format_name=None, profile=Profile()))
    documents = [one for read in reads if isinstance(read, FileRead) for one in read.documents]
    assert sorted((one.answer, one.difficulty, one.tags) for one in documents) == [
        ("Iron.", "easy", ("iron",)), ("Iron.", "hard", ()),
    ]  # fmt: skip
    left = [one.reason for one in reads if not isinstance(one, FileRead)]
    assert "read as the index of 2 files" in left


def test_a_data_file_that_answers_is_no_index() -> None:
    data = '[{"slug": "lock", "question": "What is iron?", "answer": "Ore."}, {"slug": "key", "question": "What is wood?", "answer": "Tree."}]'
    answers = found({"questions.json": data, "q/lock.md": "Iron.\n", "q/key.md": "Iron.\n"})
    assert answers == {"What is iron?": "Ore.", "What is wood?": "Tree."}

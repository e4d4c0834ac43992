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

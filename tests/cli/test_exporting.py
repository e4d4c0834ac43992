"""`qbank export`, run as a person runs it."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.command import qbank


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank of the bundled questions."""
    path = tmp_path_factory.mktemp("bank")
    assert qbank(path, "migrate").returncode == 0
    assert qbank(path, "seed").returncode == 0
    return path


def test_the_bank_goes_to_standard_output_with_answers(folder: Path) -> None:
    run = qbank(folder, "export")
    assert run.returncode == 0
    questions = json.loads(run.stdout)["questions"]
    assert len(questions) == 14
    assert all(question["answer"] for question in questions)
    assert "14 questions as json" in run.stderr


def test_filters_narrow_and_the_public_view_has_no_answers(folder: Path) -> None:
    run = qbank(folder, "export", "--view", "public", "--difficulty", "easy", "--format", "jsonl")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert lines
    assert {line["difficulty"] for line in lines} == {"easy"}
    assert not any("answer" in line for line in lines)


def test_the_name_of_the_file_says_the_format_and_nothing_is_overwritten(folder: Path) -> None:
    target = folder / "bank.csv"
    run = qbank(folder, "export", "-o", target.name)
    assert run.returncode == 0, run.stderr
    before = target.read_bytes()
    assert before.startswith(b"qbank,id,slug,title")
    again = qbank(folder, "export", "-o", target.name, "--difficulty", "hard")
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert target.read_bytes() == before
    forced = qbank(folder, "export", "-o", target.name, "--difficulty", "hard", "--force")
    assert forced.returncode == 0
    assert target.read_bytes() != before
    assert not [one.name for one in folder.iterdir() if one.name.endswith(".part")]
    target.unlink()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "docx"), "jsonl"),
        (("-o", "bank.docx"), "--format"),
        (("-o", ".", "--format", "csv"), "folder"),
        (("-o", "data", "--format", "markdown-folder"), "--force"),
        (("--difficulty", "tricky"), "--difficulty: Must be one or more of: easy"),
        (("--updated-since", "12"), "--updated-since"),
        (("--status", "gone"), "--status"),
        (("-o", "no/such/folder.json"), "qbank: no/such/folder.json: there is no such folder\n"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder: Path, words: tuple[str, ...], told: str) -> None:
    run = qbank(folder, "export", *words)
    assert run.returncode == 1
    assert told in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert run.stdout == ""


def test_a_folder_has_a_file_for_each_question_and_is_not_mixed_with_others(folder: Path) -> None:
    words = ("export", "--format", "markdown-folder", "-o", "questions")
    assert qbank(folder, *words).returncode == 0
    files = sorted((folder / "questions").iterdir())
    assert len(files) == 14
    assert all(one.read_text().startswith("---\nqbank: 1\n") for one in files)
    again = qbank(folder, *words)
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert qbank(folder, *words, "--force").returncode == 0
    archive = qbank(folder, "export", "-o", "questions.zip")
    assert archive.returncode == 0
    with zipfile.ZipFile(folder / "questions.zip") as inside:
        assert sorted(inside.namelist()) == [one.name for one in files]
        assert [inside.read(one.name) for one in files] == [one.read_bytes() for one in files]

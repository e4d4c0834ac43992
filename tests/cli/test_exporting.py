"""`qbank export`, run as a person runs it."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import qbank


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
    assert sorted(one.name for one in folder.iterdir()) == ["bank.csv", "data"]
    target.unlink()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "docx"), "jsonl"),
        (("-o", "bank.docx"), "--format"),
        (("-o", ".", "--format", "csv"), "folder"),
        (("--difficulty", "tricky"), "--difficulty: Must be one or more of: easy"),
        (("--updated-since", "12"), "--updated-since"),
        (("--status", "gone"), "--status"),
        (("-o", "no/such/folder.json"), "No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder: Path, words: tuple[str, ...], told: str) -> None:
    run = qbank(folder, "export", *words)
    assert run.returncode == 1
    assert told in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert run.stdout == ""

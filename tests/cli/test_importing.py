"""Folders that nobody should trust, through the command line: each file has a line of its own."""

import io
import os
import zipfile
from pathlib import Path

from tests.cli.command import qbank

QUESTION = "## What is a lock?\n\nTurns.\n"
ENTITIES = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def archive(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return held.getvalue()


def test_every_file_of_a_hostile_folder_is_told_and_nothing_is_half_done(tmp_path: Path) -> None:
    assert qbank(tmp_path, "migrate").returncode == 0
    folder = tmp_path / "bank"
    folder.mkdir()
    files = {
        "good.md": QUESTION.encode(),
        "old-mac.md": b"## Who waits?\r\rAll.\r",
        "marked.md": "## Why now?\n\nSo.\n".encode("utf-16"),
        "nul.md": QUESTION.encode() + b"\0",
        "empty.md": b"",
        "entities.xml": ENTITIES.encode(),
        "aliases.yaml": ALIASES.encode(),
        "tags.yaml": b'- question: !!python/object/apply:os.system ["id"]\n',
        "inner.zip": archive(**{"in.md": QUESTION}),
        "cut.apkg": b"PK\x03\x04cut",
        "not-a-deck.apkg": archive(**{"collection.anki2": "SQLite format 3\0" + "\1" * 100}),
        "page.pdf": b"%PDF-1.4",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "around").symlink_to(folder)
    (folder / "outside.md").symlink_to("/etc/passwd")
    run = qbank(tmp_path, "import", "bank")
    assert run.returncode == 1
    told = run.stdout + run.stderr
    bad = [*[*files][3:], "around", "outside.md"]
    assert [name for name in bad if f" {name}, lines" not in told] == []
    assert "root:" not in told
    assert "Traceback" not in told
    kept = qbank(tmp_path, "import", "--mode", "partial", "bank")
    assert "3 created" in kept.stdout + kept.stderr


def test_standard_input_is_read_like_a_file(tmp_path: Path) -> None:
    assert qbank(tmp_path, "migrate").returncode == 0
    for said in ("1 created", "1 unchanged"):
        run = qbank(tmp_path, "import", "-", "--format", "markdown", given=QUESTION.encode())
        assert (run.returncode, said in run.stdout + run.stderr) == (0, True)


def test_a_name_in_an_archive_that_leads_out_of_it_is_left_out(tmp_path: Path) -> None:
    assert qbank(tmp_path, "migrate").returncode == 0
    (tmp_path / "slip.zip").write_bytes(archive(**{"../out.md": QUESTION, "in.md": QUESTION}))
    run = qbank(tmp_path, "import", "--dry-run", "slip.zip")
    assert run.returncode == 0
    assert "leads out of the archive" in run.stdout + run.stderr
    assert not (tmp_path.parent / "out.md").exists()


def test_the_file_of_an_error_is_named_though_there_is_only_one(tmp_path: Path) -> None:
    assert qbank(tmp_path, "migrate").returncode == 0
    (tmp_path / "bank.csv").write_text(f"question,answer,category\nWhy?,So.,{'x' * 300}\n")
    run = qbank(tmp_path, "import", "bank.csv")
    assert run.returncode == 1
    assert run.stderr.startswith("failed: bank.csv, lines 2-2: Why?: category: at most 200")


def test_a_pipe_in_a_folder_is_told_and_not_waited_for(tmp_path: Path) -> None:
    assert qbank(tmp_path, "migrate").returncode == 0
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "good.md").write_text(QUESTION)
    os.mkfifo(folder / "pipe.md")
    run = qbank(tmp_path, "import", "bank")
    assert (run.returncode, "1 created" in run.stdout) == (0, True)
    assert "skipped: pipe.md, lines 1-1: no file, but a pipe, socket or device" in run.stdout

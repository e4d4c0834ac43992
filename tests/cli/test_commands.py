"""The command line, run as a person runs it: in a folder of its own, the service as a process."""

import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.command import environment, qbank

SAMPLE = "#### Q: What is a Pod?\n\n**Hint:** The smallest unit.\n\n**Answer:** One or more containers.\n"


def process(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(folder: Path, *words: str, **settings: str) -> Iterator[tuple[str, str]]:
    """A running `qbank serve` on a free port: its base URL and what it printed by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0", *words],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    try:
        while "Try " not in printed:
            line = process.stdout.readline()
            assert line, "the service ended before it listened"
            printed += line
        base = re.search(r"http://\S+", printed)
        assert base is not None
        yield base.group(), printed
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout=15)
        finally:
            process.stdout.close()
        assert code == 0


def test_serve_in_an_empty_folder_has_the_bank_and_says_where_everything_is(tmp_path: Path) -> None:
    with serving(tmp_path) as (base, printed):
        assert httpx.get(f"{base}/readyz").json() == {"status": "ok"}
        assert httpx.get(f"{base}/healthz").status_code == 200
        bank = httpx.get(f"{base}/api/v1/questions", params={"include_total": "true"}).json()
        assert bank["total"] == 14
        assert "Questions   14" in printed
        assert f"{base}/docs" in printed
        key_file = tmp_path / "data" / "admin.key"
        key = key_file.read_text().strip()
        assert key in printed
        assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
        staff = httpx.get(
            f"{base}/api/v1/questions", headers={"Authorization": f"Bearer {key}"}
        ).json()
        assert "answer" in staff["items"][0]
    with serving(tmp_path) as (base, printed):
        assert key not in printed
        assert "Questions   14" in printed


def test_a_busy_port_is_a_clear_message(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = process(tmp_path, "serve", "--port", str(port))
    assert run.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in run.stderr
    assert "--port" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists()


def test_beyond_loopback_a_key_is_needed_and_named(tmp_path: Path) -> None:
    run = process(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")
    assert run.returncode == 1
    assert "QBANK_ADMIN_KEY" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data" / "admin.key").exists()


def test_beyond_loopback_the_bank_is_closed_unless_set_public(tmp_path: Path) -> None:
    words = ("--host", "0.0.0.0")
    with serving(tmp_path, *words, QBANK_ADMIN_KEY="a-configured-key") as (base, printed):
        local = base.replace("0.0.0.0", "127.0.0.1")
        url = f"{local}/api/v1/questions"
        assert httpx.get(url).status_code == 401
        key = {"Authorization": "Bearer a-configured-key"}
        assert httpx.get(url, headers=key).status_code == 200
        assert "a-configured-key" not in printed
        assert not (tmp_path / "data" / "admin.key").exists()
    with serving(tmp_path, *words, QBANK_ADMIN_KEY="k", QBANK_PUBLIC="true") as (base, _):
        local = base.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{local}/api/v1/questions").status_code == 200


def test_the_terminating_signal_lets_a_running_request_finish(tmp_path: Path) -> None:
    with serving(tmp_path) as (base, _):
        host, port = base.removeprefix("http://").split(":")
        slow = socket.create_connection((host, int(port)))
        body = b'{"count": 1}'
        head = f"POST /api/v1/draws HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        slow.sendall(head.encode() + body[:5])
        time.sleep(0.2)
        slow.sendall(body[5:])
        assert slow.recv(100).startswith(b"HTTP/1.1 201")
        slow.close()


def test_import_says_what_it_did_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bank.md").write_text("# Notes\n\nNot a question.\n\n" + SAMPLE)
    early = qbank(tmp_path, "import", "bank.md")
    assert (early.returncode, "qbank migrate" in early.stderr) == (1, True)
    assert qbank(tmp_path, "migrate").returncode == 0
    first = qbank(tmp_path, "import", "bank.md")
    assert first.returncode == 0, first.stderr
    assert "1 created" in first.stdout
    assert "lines 1-" in first.stdout
    again = qbank(tmp_path, "import", "bank.md")
    assert "1 unchanged" in again.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bank.bin", b"\x00\x01\x02\xff", "qbank:"),
        ("missing.md", None, "missing.md"),
    ],
)
def test_a_file_that_cannot_be_imported_is_a_clear_message(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    qbank(tmp_path, "migrate")
    run = qbank(tmp_path, "import", name)
    assert run.returncode != 0
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_seed_loads_the_bank_once(tmp_path: Path) -> None:
    assert "empty -> " in qbank(tmp_path, "migrate").stdout
    assert qbank(tmp_path, "seed").stdout == "14 questions created\n"
    assert qbank(tmp_path, "seed").stdout == "0 questions created\n"
    assert qbank(tmp_path, "migrate").stdout.startswith("at ")


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    qbank(tmp_path, "migrate")
    made = qbank(
        tmp_path, "keys", "create", "--name", "the bot", "--scope", "interviews:run",
        "--scope", "questions:read",
    )  # fmt: skip
    key = made.stdout.strip()
    assert key.startswith("qbk_")
    prefix = key.split("_")[1]
    listed = qbank(tmp_path, "keys", "list").stdout
    assert prefix in listed
    assert "active" in listed
    assert "interviews:run,questions:read" in listed
    assert key not in listed
    assert qbank(tmp_path, "keys", "revoke", prefix).returncode == 0
    assert "revoked" in qbank(tmp_path, "keys", "list").stdout
    again = qbank(tmp_path, "keys", "revoke", prefix)
    assert (again.returncode, "no active key" in again.stderr) == (1, True)
    bad = qbank(tmp_path, "keys", "create", "--name", "x", "--scope", "everything")
    assert bad.returncode == 2


def test_doctor_finds_what_is_wrong(tmp_path: Path) -> None:
    sick = qbank(tmp_path, "doctor")
    assert sick.returncode == 1
    assert "FAIL  schema" in sick.stdout
    qbank(tmp_path, "migrate")
    qbank(tmp_path, "seed")
    qbank(tmp_path, "keys", "create", "--name", "x", "--scope", "admin")
    healthy = qbank(tmp_path, "doctor", QBANK_PORT="1")
    assert healthy.returncode == 0, healthy.stdout
    assert "14 published questions" in healthy.stdout
    known: dict[str, Any] = {
        "QBANK_PORT": "1",
        "qbank_log_level": "error",
        "QBANK_TEST_POSTGRES_URL": "x",
    }
    misspelt = qbank(tmp_path, "doctor", QBANK_DATABASE_URI="postgresql://x", **known)
    assert misspelt.returncode == 1
    failed = [line for line in misspelt.stdout.splitlines() if line.startswith("FAIL")]
    assert failed == ["FAIL  settings: QBANK_DATABASE_URI is not one; see: qbank settings"]


def test_openapi_is_printed_without_a_database(tmp_path: Path) -> None:
    run = qbank(tmp_path, "openapi")
    assert run.returncode == 0
    assert '"title": "Interview question bank"' in run.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"QBANK_PORT": "many"}, "QBANK_PORT"),
        ({"QBANK_DATABASE_URL": "mysql://x/y"}, "mysql"),
        ({"QBANK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "the database failed"),
        ({"QBANK_ADMIN_KEY": "two words"}, "QBANK_ADMIN_KEY"),
    ],
)
def test_bad_settings_are_a_clear_message(
    tmp_path: Path, settings: dict[str, Any], said: str
) -> None:
    run = qbank(tmp_path, "migrate", **settings)
    assert run.returncode != 0
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_the_index_is_made_anew(tmp_path: Path) -> None:
    qbank(tmp_path, "migrate")
    qbank(tmp_path, "seed")
    done = qbank(tmp_path, "reindex")
    assert (done.returncode, done.stdout) == (0, "14 questions indexed\n")

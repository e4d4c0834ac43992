"""Real server processes on free loopback ports, for tests and measurements."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.settings import PREFIX

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60
_ADDRESS = re.compile(rf"http://{re.escape(HOST)}:(\d+)")


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers on `port`; `start_seconds` passed before its first 200."""

    process: subprocess.Popen[bytes]
    port: int
    start_seconds: float
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> int:
        """Ask the process to end, wait for it, and return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self._wait()

    def kill(self) -> int:
        """End the process at once, as a power cut would."""
        self.process.kill()
        return self._wait()

    def _wait(self) -> int:
        try:
            return self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start_qbank(folder: Path, database_url: str, **settings: object) -> Server:
    """Run `qbank serve` on the database; `settings` are those of the service, by field name."""
    program = shutil.which("qbank", path=str(Path(sys.executable).parent))
    assert program is not None, "the project is not installed beside this interpreter"
    chosen = {"database_url": database_url, "data_dir": folder / "data", "port": 0, **settings}
    environment = {f"{PREFIX}{name.upper()}": str(value) for name, value in chosen.items()}
    return start([program, "serve"], folder, environment, ready="/readyz")


@contextmanager
def qbank(folder: Path, database_url: str, **settings: object) -> Iterator[Server]:
    """A running `qbank serve` that is stopped when the block ends."""
    server = start_qbank(folder, database_url, **settings)
    try:
        yield server
    finally:
        server.stop()


def start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, ready: str
) -> Server:
    """Run a command that prints its address, and wait until the path `ready` answers 200.

    What the process prints goes to a file: a pipe that nobody reads would block it.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    started = time.perf_counter()
    log = folder / f"{time.time_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command), env=inherited | dict(environment), stdout=output, stderr=output
        )
    try:
        port = _port_of(process, log)
        while not _answers(port, ready):
            _assert_alive(process, log, started)
        return Server(process, port, time.perf_counter() - started, log)
    except BaseException:
        process.kill()
        process.wait()
        raise


def _port_of(process: subprocess.Popen[bytes], log: Path) -> int:
    started = time.perf_counter()
    while (found := _ADDRESS.search(log.read_text(errors="replace"))) is None:
        _assert_alive(process, log, started)
    return int(found[1])


def _assert_alive(process: subprocess.Popen[bytes], log: Path, started: float) -> None:
    """Fail with what the process said, if it is gone or slow; else give it a moment."""
    if process.poll() is not None or time.perf_counter() - started > PATIENCE_SECONDS:
        raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")
    time.sleep(0.005)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()

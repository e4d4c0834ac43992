"""Threads that take up what is owed: whatever goes wrong with one thing, they go on."""

import threading

import pytest

from app.core.worker import Worker


@pytest.mark.parametrize("wrong", [ValueError("a text"), AssertionError("a text"), KeyError("a")])
def test_a_thread_outlives_what_goes_wrong_in_it(
    wrong: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    failed, went_on = threading.Event(), threading.Event()

    def take_next() -> bool:
        if not failed.is_set():
            failed.set()
            raise wrong
        went_on.set()
        return False

    worker = Worker("counting", take_next, threads=1)
    worker.start()
    assert failed.wait(30)
    worker.wake()
    assert went_on.wait(30)
    worker.stop()
    assert [record.message for record in caplog.records] == ["counting that is owed has to wait"]

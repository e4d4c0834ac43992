"""Facts about how often garbage is collected."""

import ctypes
import gc
from pathlib import Path

import pytest

from app.core.collecting import give_memory_back, rarely_collected


def test_garbage_is_collected_as_before_when_the_last_block_ends() -> None:
    usual = gc.get_threshold()
    with rarely_collected():
        with rarely_collected():
            pass
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual


def _resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(
    not (Path("/proc/self/statm").exists() and hasattr(ctypes.CDLL(None), "malloc_trim")),
    reason="the C library keeps no pages that it could give back",
)
def test_what_nothing_uses_any_more_goes_back_to_the_system() -> None:
    texts = [bytes(2_000) for _ in range(50_000)]
    kept = texts[::1_000]  # among the others, so that the heap cannot shrink by itself
    held = _resident_pages()
    del texts
    give_memory_back()
    assert held - _resident_pages() > 50_000_000 // 4096
    assert len(kept) == 50

"""Facts about how often garbage is collected."""

import gc

from app.core.collecting import rarely_collected


def test_garbage_is_collected_as_before_when_the_last_block_ends() -> None:
    usual = gc.get_threshold()
    with rarely_collected():
        with rarely_collected():
            pass
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual

"""Identifiers: UUIDs of version 7 (RFC 9562), whose text sorts by the time they were made."""

import os
import time

ID_LENGTH = 36


def new_id() -> str:
    """A fresh UUIDv7 as text: 48 bits of Unix milliseconds, then 74 random bits."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Several at once, for which the system is asked for random bytes once: that takes longer
    than all the rest."""
    milliseconds = time.time_ns() // 1_000_000
    drawn = os.urandom(10 * count)
    return [
        _id(milliseconds, int.from_bytes(drawn[at : at + 10])) for at in range(0, len(drawn), 10)
    ]


def _id(milliseconds: int, random_bits: int) -> str:
    random_bits >>= 6
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (random_bits >> 62) << 64
    value |= 0b10 << 62
    value |= random_bits & ((1 << 62) - 1)
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

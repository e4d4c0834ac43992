"""Identifiers: UUIDs of version 7 (RFC 9562), whose text sorts by the time they were made."""

import os
import time

ID_LENGTH = 36


def new_id() -> str:
    """A fresh UUIDv7 as text: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10)) >> 6
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (random_bits >> 62) << 64
    value |= 0b10 << 62
    value |= random_bits & ((1 << 62) - 1)
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

"""The word for a total, the same for every scorer."""

from app.scoring.values import Verdict

EXCELLENT_FROM = 85.0
GOOD_FROM = 60.0
MIXED_FROM = 30.0


def verdict_of(total: float) -> Verdict:
    """`excellent` from 85, `good` from 60 (what may be accepted), `mixed` from 30, else `poor`."""
    if total >= EXCELLENT_FROM:
        return "excellent"
    if total >= GOOD_FROM:
        return "good"
    return "mixed" if total >= MIXED_FROM else "poor"

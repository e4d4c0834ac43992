"""Two readings made one: where they differ the lower verdict holds, and a person should look."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.judging.llm.failures import DECEIVED
from app.judging.llm.reading import Finding, Reading
from app.judging.llm.replies import Verdict
from app.scoring.scorers import ScoringFailed

_FROM_LOW: tuple[Verdict, ...] = ("contradicted", "no", "partial", "met")


@dataclass(frozen=True, slots=True)
class Agreed:
    """The findings that hold, and what came up on the way to them."""

    findings: tuple[Finding, ...]
    flags: tuple[str, ...]


def agree(readings: Sequence[Reading]) -> Agreed:
    """What holds by all readings that were not deceived.

    Raises:
        ScoringFailed: each of them was.
    """
    kept = [reading.findings for reading in readings if not reading.is_deceived]
    if not kept:
        raise ScoringFailed(DECEIVED)
    findings = tuple(min(of_point, key=_rank) for of_point in zip(*kept, strict=True))
    everything = [finding for findings_of_one in kept for finding in findings_of_one]
    noticed = {
        "canary_met": len(kept) < len(readings),
        "readings_disagree": any(
            len({finding.verdict for finding in of_point}) > 1
            for of_point in zip(*kept, strict=True)
        ),
        "quote_not_found": any(finding.is_misquoted for finding in everything),
        "contradicted": any(finding.verdict == "contradicted" for finding in findings),
    }
    return Agreed(findings, tuple(flag for flag, is_so in noticed.items() if is_so))


def _rank(finding: Finding) -> int:
    return _FROM_LOW.index(finding.verdict)

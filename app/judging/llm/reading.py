"""One reading of an answer by a judge, as far as it can be checked."""

from dataclasses import dataclass

from app.judging.llm.asking import Asked
from app.judging.llm.failures import UNREADABLE, CallFailed
from app.judging.llm.quotes import find_quote
from app.judging.llm.replies import PointVerdict, Verdict, Verdicts
from app.scoring.values import Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """What holds of one point: a verdict whose quote stands in the answer, or `no`."""

    verdict: Verdict
    evidence: Evidence | None = None
    is_misquoted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The findings on all points in their order; worth nothing if the made-up point was met."""

    findings: tuple[Finding, ...]
    is_deceived: bool


def check_verdicts(verdicts: Verdicts, asked: Asked, answer: str) -> Reading:
    """What holds of a judge's verdicts.

    Raises:
        CallFailed: they are not one for each point that was asked about.
    """
    said = {verdict.id: verdict for verdict in verdicts.points}
    if len(said) != len(verdicts.points) or said.keys() != {*asked.ids, asked.canary}:
        raise CallFailed(UNREADABLE)
    by_point = sorted(asked.ids.items(), key=lambda item: item[1])
    return Reading(
        findings=tuple(_checked(said[name], answer) for name, _ in by_point),
        is_deceived=said[asked.canary].verdict in ("met", "partial"),
    )


def _checked(said: PointVerdict, answer: str) -> Finding:
    if said.verdict == "no":
        return Finding("no")
    evidence = find_quote(said.quote, answer)
    if evidence is None:
        return Finding("no", is_misquoted=True)
    return Finding(said.verdict, evidence)

"""The score that follows from what a judge was found right about; no judge gives a number."""

from dataclasses import replace

from app.judging.llm.agreeing import Agreed
from app.judging.llm.reading import Finding
from app.scoring.coverage import Coverage
from app.scoring.lexicon import Lexicon
from app.scoring.matching import AnswerWords
from app.scoring.preparation import PreparedReference
from app.scoring.scorer import score_answer
from app.scoring.values import PointScore, Reference, Score

_CREDIT = {"met": 1.0, "partial": 0.5, "no": 0.0, "contradicted": 0.0}
_FLAGGED = 0.5
_ABOUT_FLAGS = {
    "canary_met": "A reading by the judge was thrown away, because it found a made-up point met.",
    "readings_disagree": "Two readings by the judge differ; the lower verdict holds.",
    "quote_not_found": "The judge quoted what the answer does not hold; that counts for nothing.",
    "contradicted": "The judge found the opposite of a key point said, in what is quoted there.",
    "answer_cut": "The answer is too long for the judge, who read its beginning.",
    "fallback": "The judge came to no score; this one compares words.",
}


def total_of(
    reference: Reference, answer: str, agreed: Agreed, lexicon: Lexicon | None = None
) -> Score:
    """The score by a judge's findings: reckoned as every score is, lowered and flagged by the
    guards that know no judge."""

    def found(
        prepared: PreparedReference,
        _words: AnswerWords,
        _first: tuple[Coverage, ...],
        _is_suspect: bool,
    ) -> tuple[Coverage, ...]:
        return tuple(
            Coverage(_CREDIT[finding.verdict], ())
            for _, finding in zip(prepared.points, agreed.findings, strict=True)
        )

    score = score_answer(reference, answer, lexicon, found)
    points = tuple(
        _quoting(point, finding)
        for point, finding in zip(score.points, agreed.findings, strict=True)
    )
    return flagged(replace(score, points=points), agreed.flags)


def _quoting(point: PointScore, finding: Finding) -> PointScore:
    return replace(point, evidence=() if finding.evidence is None else (finding.evidence,))


def flagged(score: Score, flags: tuple[str, ...]) -> Score:
    """A score with these flags beside its own, which a person should look at for them."""
    new = tuple(flag for flag in flags if flag not in score.flags)
    if not new:
        return score
    doubt = 1.0 if score.flags else _FLAGGED
    return replace(
        score,
        flags=(*score.flags, *new),
        feedback=(*score.feedback, *(_ABOUT_FLAGS[flag] for flag in new)),
        confidence=round(score.confidence * doubt, 2),
        needs_review=True,
    )

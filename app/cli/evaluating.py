"""`qbank evaluate`: how far a scorer agrees with human grades, as a table or as JSON."""

import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from app.core.errors import QbankError
from app.core.settings import Settings
from app.judging.configured import scorers_of
from app.scoring.evaluation import (
    Evaluation,
    Figure,
    Scorer,
    evaluate,
    falls,
    judge,
    read_graded_answers,
)
from app.scoring.scorers import ScoringFailed, UnknownScorer

app = typer.Typer(help="Measure the service against what humans say.", no_args_is_help=True)

_STANDARD_INPUT = "-"
_HEADS = {
    "answers": "answers",
    "questions": "questions",
    "pearson": "r",
    "within": "within",
    "error": "RMSE",
    "f1": "F1",
    "accepted": "accepted",
    "accepted_poor": "accepted poor",
    "flagged": "flagged",
    "flagged_good": "flagged good",
}


@app.callback()
def _group() -> None:
    """Keeps `scoring` a word of its own while it is the only command here."""


@app.command(name="scoring")
def evaluate_scoring(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="JSON Lines of qid, question, reference, answer, score (0 to 1); - is standard input",
        ),
    ],
    scorer: Annotated[str | None, typer.Option(help="Name of the scorer")] = None,
    resamples: Annotated[
        int, typer.Option(min=1, max=100_000, help="Resamples of questions behind the intervals")
    ] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table")] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Earlier --json output; fail if a figure is worse by more than .01",
        ),
    ] = None,
) -> None:
    """Score graded answers and tell how well the scores agree with the humans' grades."""
    scorers = scorers_of(Settings(), also=scorer)
    try:
        chosen = scorers.named(scorer) if scorer else scorers.default
    except UnknownScorer as error:
        raise QbankError(str(error)) from None
    earlier = _read_baseline(baseline) if baseline else {}
    rows = []
    worse = []
    for file in files:
        name = Path(file).name
        table = _evaluated(file, chosen.score, resamples)
        rows.append((name, table))
        worse += [f"{name}: {fall}" for fall in falls(table, earlier.get(name, {}))]
    typer.echo(_json_of(chosen.name, rows) if as_json else _table_of(rows))
    if worse:
        raise QbankError("worse than the baseline: " + "; ".join(worse))


def _evaluated(file: str, scorer: Scorer, resamples: int) -> Evaluation:
    try:
        data = sys.stdin.buffer.read() if file == _STANDARD_INPUT else Path(file).read_bytes()
        answers = read_graded_answers(data.decode("utf-8-sig").split("\n"))
        return evaluate(judge(answers, scorer), resamples)
    except OSError as error:
        raise QbankError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise QbankError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from None
    except (ValueError, ScoringFailed) as error:
        raise QbankError(f"{file}: {error}") from None


def _read_baseline(path: Path) -> dict[str, dict[str, float]]:
    """The figures of every file in an earlier output, by the file's name."""
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {
            name: {key: found["value"] for key, found in row.items() if isinstance(found, dict)}
            for name, row in files.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise QbankError(f"{path}: not what `--json` prints") from None


def _json_of(scorer: str, rows: Sequence[tuple[str, Evaluation]]) -> str:
    files = {
        name: {field.name: _plain(getattr(table, field.name)) for field in fields(table)}
        for name, table in rows
    }
    return json.dumps({"scorer": scorer, "files": files}, indent=2)


def _plain(value: int | Figure) -> Any:
    if isinstance(value, int):
        return value
    numbers = {"value": value.value, "low": value.low, "high": value.high}
    return {name: None if n is None else round(n, 4) for name, n in numbers.items()}


def _table_of(rows: Sequence[tuple[str, Evaluation]]) -> str:
    """The table in Markdown, so that it can be pasted into a document."""
    lines = [["file", *_HEADS.values()], ["---"] * (len(_HEADS) + 1)]
    for name, table in rows:
        lines.append([name, *(_cell(getattr(table, key)) for key in _HEADS)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: int | Figure) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if value.value is None:
        return "–"
    if value.low is None or value.high is None:
        return f"{value.value:.3f}"
    return f"{value.value:.3f} ({value.low:.3f}–{value.high:.3f})"

"""Whether a hint tells the answer it should only lead to; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scoring.text import words

_GIVEN_AWAY = 0.7
_FEWEST_FRESH_WORDS = 3
_SHORT_ANSWER_WORDS = 6
_LEADING_UP = frozenset(["it", "that", "this", "answer", "call", "name"])


@dataclass(frozen=True, slots=True)
class Secret:
    """What the hints of a question must not tell, as stems; read once for all its hints.

    `options` are the texts of a choice with whether each is right, None for an open question;
    `answer` is one that is short enough to be told word by word. `points` and `rest` are the
    words of key points, or of the answer where there are none, that the question does not say.
    """

    options: tuple[tuple[bool, list[str]], ...] | None
    answer: list[str]
    points: tuple[frozenset[str], ...]
    rest: frozenset[str]


def secret_of(
    asked: str,
    answer: str,
    key_points: Sequence[str],
    options: Sequence[tuple[bool, str]] | None,
) -> Secret:
    """What must not be told of a question that asks this and has this answer."""
    known = _content(asked)
    run = _told_briefly(answer)
    fresh = _content(answer) - known
    runs = tuple((correct, _stems(text)) for correct, text in options or ())
    return Secret(
        options=None if options is None else runs,
        answer=run if fresh and len(run) <= _SHORT_ANSWER_WORDS else [],
        points=tuple(_content(point) - known for point in key_points),
        rest=frozenset() if key_points else fresh,
    )


def given_away(hint: str, secret: Secret) -> str | None:
    """What a hint tells too much of, as the end of a sentence; None if it does not."""
    told = _stems(hint)
    if secret.options is not None:
        if _tells_option(told, secret.options):
            return "contains the correct option"
    elif secret.answer and _contains(told, secret.answer):
        return "contains the answer"
    said = frozenset(told)
    for number, fresh in enumerate(secret.points, start=1):
        if _covers(said, fresh):
            return f"says most of key point {number}"
    return "says most of the answer" if _covers(said, secret.rest) else None


def _tells_option(told: list[str], options: tuple[tuple[bool, list[str]], ...]) -> bool:
    """A correct option is in the hint; a hint that lists every option tells nothing."""
    inside = [correct for correct, run in options if run and _contains(told, run)]
    return any(inside) and len(inside) < len(options)


def _covers(told: frozenset[str], fresh: frozenset[str]) -> bool:
    """Most of the words that the question itself does not hold; a few in common prove nothing."""
    return len(fresh) >= _FEWEST_FRESH_WORDS and len(fresh & told) >= _GIVEN_AWAY * len(fresh)


def _contains(told: list[str], run: list[str]) -> bool:
    """Whether the words stand in the hint in this order, side by side."""
    return any(told[at : at + len(run)] == run for at in range(len(told) - len(run) + 1))


def _stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]


def _told_briefly(answer: str) -> list[str]:
    """The words of an answer without those that only lead up to it: "It is called hoisting"."""
    read = words(answer)
    telling = (word.content and word.stem not in _LEADING_UP for word in read)
    start = next((at for at, tells in enumerate(telling) if tells), 0)
    return [word.stem for word in read[start:]]


def _content(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text) if word.content)

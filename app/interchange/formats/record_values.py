"""The values of a record as those of a question: hints, tags, times, numbers."""

import re
from collections.abc import Mapping

from app.interchange.formats.hints import split_hints
from app.interchange.formats.levels import Difficulty, level_of_heading, level_of_word
from app.interchange.formats.values import joined_text, texts_of

_YEARS = re.compile(
    r"(?P<up_to><\s?|(?:less than|under|up to) )?(?P<years>\d{1,2})\s?(?:\+|(?:[-–]|to)\s?\d{1,2})?\s?"
    r"(?:years?|yrs?)\b.{0,40}",
    re.IGNORECASE,
)
_MIDDLE_FROM, _SENIOR_FROM = 2, 5  # years of experience, as vacancies usually have it
_ORNAMENTS = re.compile(r"^[\W_]+|[\W_]+$")
_TIME = re.compile(r"(\d{1,4}(?:\.\d)?)\s?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\.?")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_HASHTAG = re.compile(r"#[^\W\d_][\w+#./-]*")


def says(value: object) -> bool:
    """Whether a value holds anything."""
    return value not in (None, "", [], {})


def hints_in(value: object) -> tuple[str, ...]:
    """The hints of a value, one to be revealed after another."""
    if isinstance(value, list | tuple):
        return texts_of(value)
    return split_hints(joined_text(value))


def items_in(value: object) -> tuple[str, ...]:
    """The items of a list, or of a text line by line or with bars between ("a|b")."""
    if isinstance(value, str) and "|" in value and "\n" not in value:
        value = [part.strip() for part in value.split("|")]
    return texts_of(value)


def listed(value: object) -> list[object]:
    """The items of a list, or a value that is none alone; nothing for one that says nothing."""
    return [*value] if isinstance(value, list | tuple) else [value] if says(value) else []


def tags_in(value: object) -> tuple[str, ...]:
    """The tags of a list, or of a text with commas or the like between them; of one with a `#`
    before each ("#css #layout") without it."""
    if isinstance(value, str):
        if all(map(_HASHTAG.fullmatch, words := value.replace(",", " ").split())):
            return tuple(word[1:] for word in words)
        return tuple(part.strip() for part in re.split(r"[,;|\n]", value) if part.strip())
    return texts_of(value)


def seconds_in(values: Mapping[str, object]) -> int | None:
    """How long a question may take, from its seconds or minutes, or a text such as "5 min"."""
    seconds = number_in(values.get("expected_seconds"))
    minutes = number_in(values.get("minutes"))
    said = str(values.get("expected_seconds") or values.get("minutes") or "").strip().casefold()
    if seconds is None and minutes is None and (time := _TIME.fullmatch(said)):
        seconds = float(time[1]) * _SECONDS[time[2][0]]
    if seconds is None and minutes is not None:
        seconds = minutes * 60
    return int(seconds) if seconds is not None and 0 < seconds < 86_400 else None


def level_in_words(text: str) -> Difficulty | None:
    """The level that a text of a field for it names: a word, one with ornaments or with whose
    level it is ("🟡 Medium", "Senior developer"), or years of experience."""
    told = level_of_word(text) or level_of_word(_ORNAMENTS.sub("", text))
    return told or level_of_heading(text) or _level_of_years(text)


def _level_of_years(text: str) -> Difficulty | None:
    """The level of those who have so many years of experience ("0-2 years", "5+ yrs"): of a span
    its beginning counts. None for any other text."""
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        return None
    years = int(match["years"]) - bool(match["up_to"])
    return "easy" if years < _MIDDLE_FROM else "medium" if years < _SENIOR_FROM else "hard"


def number_in(value: object) -> float | None:
    """A number of at most twelve signs; None for anything else."""
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 12:
        return None
    return float(text)

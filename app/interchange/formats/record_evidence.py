"""Evidence: whether a mapping of a data file holds a question, or lies around some."""

from collections.abc import Mapping

from app.interchange.formats.columns import normal
from app.interchange.formats.evidence import asks
from app.interchange.formats.mapping import CODE, mapped
from app.interchange.formats.profile import Profile
from app.interchange.formats.record_options import options_and_answer
from app.interchange.formats.record_values import says
from app.interchange.formats.titles import read_title
from app.interchange.formats.values import first_text
from app.interchange.formats.whole_record import MARK

_NAMING = frozenset(("external_id", "slug", "source_url"))
_SURE = 0.9


def has_question(values: Mapping[str, object], profile: Profile, deepest: int = 5) -> bool:
    """Whether a mapping holds a question: it has a text for its title and something besides."""
    if MARK in values:
        return True
    fields = mapped((str(key) for key in values), profile.columns)
    named: dict[str, object] = {}
    for name, field in fields.items():
        if field not in named or normal(name) not in CODE:
            named[field] = values[name]
    if first_text(named.get("question")):
        return True
    options = options_and_answer(named)[0] if first_text(named.get("body")) else ()
    if options and (named.get("correct") is not None or any(one.correct for one in options)):
        return True  # a text to choose about, however it is called
    title = first_text(named.pop("title", None))
    text = title or first_text(named.pop("body", None))
    if text is None or any(_holds_questions(item, profile, deepest) for item in values.values()):
        return False
    if "options" not in named and [*map(normal, fields)].count("key"):
        named.pop("correct", None)  # a key that opens nothing only names
    besides = any(says(value) for field, value in named.items() if field not in _NAMING)
    sure = asks(read_title(text.partition("\n")[0]))
    return besides or sure > 0 if title else besides and sure >= _SURE


def _holds_questions(value: object, profile: Profile, deepest: int) -> bool:
    """Whether a value holds questions, in a list or by names: that around it is then none."""
    if not value or not isinstance(value, list | Mapping) or not deepest:
        return False
    first = value[0] if isinstance(value, list) else next(iter(value.values()))
    return isinstance(first, Mapping) and (
        has_question(first, profile, deepest - 1)
        or any(_asks_first(one, profile) for one in first.values() if isinstance(one, list))
    )


def _asks_first(items: list[object], profile: Profile) -> bool:
    """Whether the first of these has what is called its question, and so is a question."""
    if not items or not isinstance(items[0], Mapping):
        return False
    fields = mapped((str(key) for key in items[0]), profile.columns)
    return any(field == "question" and first_text(items[0][name]) for name, field in fields.items())

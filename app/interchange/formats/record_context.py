"""What a mapping of a data file that lies around questions says of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.interchange.formats.columns import normal
from app.interchange.formats.conventions import name_in
from app.interchange.formats.mapping import mapped
from app.interchange.formats.profile import Profile
from app.interchange.formats.record_values import says

_OF_ALL = frozenset(("difficulty", "tags", "source_name", "source_url", "source_license"))
_PASSAGES = frozenset(("context", "passage", "paragraph"))


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a mapping says of all the questions in it, by field, and the names it says it by."""

    values: Mapping[str, object]
    names: tuple[str, ...]


def inherited(values: Mapping[str, object], profile: Profile) -> Inherited:
    """What a mapping around questions says of all of them: level, tags, source, their passage."""
    fields = mapped((str(key) for key in values), profile.columns)
    names = [
        name
        for name, field in fields.items()
        if (field in _OF_ALL or normal(name) in _PASSAGES) and says(values[name])
        and not isinstance(values[name], dict)
    ]  # fmt: skip
    return Inherited({fields[name]: name_in(values[name]) for name in names}, tuple(names))

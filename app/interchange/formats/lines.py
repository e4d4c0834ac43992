"""Mappings that know their lines, and the search for questions in nested data."""

from collections.abc import Iterable, Iterator

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, has_question

_MOST = 3_000_000  # values; aliases in YAML can make a small file larger than any memory
_DEEPEST = 40
# Keys that only hold a file's questions, and so name no section.
_PLAIN = frozenset((
    "questions", "items", "data", "results", "quiz", "quizzes", "cards", "notes", "list", "bank",
    "content", "entries", "records", "rows", "questionbank", "question_bank", "interview_questions",
    "interviewquestions", "children", "question", "qa", "faqs", "faq",
))  # fmt: skip


class Located(dict[str, object]):
    """A mapping from a file, with its first and last line, 1-based."""

    start: int = 1
    end: int = 1

    def __reduce__(self) -> tuple[type, tuple[dict[str, object]]]:
        """Put aside it is a plain mapping: whoever found it knows its lines."""
        return dict, (dict(self),)


def find_records(
    value: object, profile: Profile, section: tuple[str, ...] = ()
) -> Iterator[Record]:
    """Every mapping in nested lists and mappings that holds a question, in file order.

    Keys above a question are its section, unless they only say that questions follow. A mapping
    that holds questions and names itself gives its name. Raises `UnreadableFile` for data that
    is too deep or, through aliases, endless.
    """
    left = [_MOST]
    yield from _found(value, profile, section, 0, left)


def find_records_in(items: Iterable[object], profile: Profile) -> Iterator[Record]:
    """The same in the items of a list that is too long to be held."""
    left = [_MOST]
    for item in items:
        yield from _found(item, profile, (), 1, left)


def _found(
    value: object, profile: Profile, section: tuple[str, ...], depth: int, left: list[int]
) -> Iterator[Record]:
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise UnreadableFile("the data is nested too deeply or refers to itself too often")
    if isinstance(value, list):
        for item in value:
            yield from _found(item, profile, section, depth + 1, left)
    elif isinstance(value, Located):
        if has_question(value, profile):
            yield Record(value, value.start, value.end, section)
            return
        named = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
        for key, item in value.items():
            if isinstance(item, list | dict):
                path = section
                if key.casefold() not in _PLAIN:
                    path = (*section, key)
                elif isinstance(named, str):
                    path = (*section, named)
                yield from _found(item, profile, path, depth + 1, left)


_NAMES = ("category", "topic", "name", "title", "section", "deck", "subject")

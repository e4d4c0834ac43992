"""Mappings that know their lines, and the search for questions in nested data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from app.interchange.formats.asked_texts import answered_by_key, are_tasks, ask
from app.interchange.formats.columns import normal
from app.interchange.formats.conventions import dialogue, plain
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.evidence import asks
from app.interchange.formats.levels import level_of_word
from app.interchange.formats.profile import Profile
from app.interchange.formats.record_context import Inherited, inherited
from app.interchange.formats.record_evidence import has_question
from app.interchange.formats.record_values import says
from app.interchange.formats.records import Record
from app.interchange.formats.titles import read_title

_MOST = 3_000_000  # values
_MOST_NAMES = 1_000  # of one question
_MOST_KINDS = 20_000  # of names in all questions of a file
_MOST_TOLD = 100  # names that stand around questions
_MOST_SHARED = 100_000_000  # characters that questions take over from what stands around them
_FEW = 20_000  # of which aliases may make as many from any file
_DEEPEST = 40
_MOST_VISITS = 1_000  # to one mapping, which only aliases lead to again
# Keys that only hold a file's questions, and so name no section.
_PLAIN = frozenset((
    "questions", "items", "data", "results", "quiz", "quizzes", "cards", "notes", "list", "bank",
    "content", "entries", "records", "rows", "questionbank", "question_bank", "interview_questions",
    "interviewquestions", "children", "question", "qa", "faqs", "faq", "attributes", "properties",
    "features", "mainentity", "qas", "paragraphs", "pages", "elements", "topics", "categories",
    "sections", "chapters", "modules", "decks", "flashcards", "lessons", "units", "groups",
))  # fmt: skip
# Keys of what a file says of itself
_OF_FILE = frozenset(("meta", "metadata", "info", "about", "config", "settings", "header"))


class Located(dict[str, object]):
    """A mapping from a file, with its first and last line, 1-based."""

    visits = 0
    start: int = 1
    end: int = 1

    def __reduce__(self) -> tuple[type, tuple[dict[str, object]]]:
        """Put aside it is a plain mapping: whoever found it knows its lines."""
        return dict, (dict(self),)


class Later(list[object]):
    """A list that is too long to be held: its first item, and the way to all of them. Put aside
    it is the whole list."""

    def __init__(self, first: object, items: Callable[[], Iterator[object]]) -> None:
        super().__init__([first])
        self._items = items

    def __iter__(self) -> Iterator[object]:
        return self._items()

    def __reduce__(self) -> tuple[type, tuple[list[object]]]:
        return list, (list(self),)


def find_records(value: object, profile: Profile, *, size: int = _MOST) -> Iterator[Record]:
    """Every mapping in nested lists and mappings that holds a question, in file order.

    Keys above a question are its section, unless they only say that questions follow. A mapping
    that holds questions and names itself gives its name, and its level, tags and source too.
    Beside questions in a list, mappings that hold none are given too, to be told, and so is what
    else stands around questions. Texts that ask, alone or as the keys of their answers, are
    questions, and so is what is asked and answered in a conversation. Raises `UnreadableFile`
    for data that is too deep or, through aliases, has far more values than its `size` in bytes.
    """
    yield from _Walk(profile, size).found(value, _Place())


def find_records_in(items: Iterable[object], profile: Profile) -> Iterator[Record]:
    """The same in the items of a list that is too long to be held, unless they are texts."""
    yield from _Walk(profile, _MOST).in_list(items, _Place())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: below which names, how deep, in which lines, and what the mappings
    around it say of every question in them, by field: so many characters."""

    section: tuple[str, ...] = ()
    depth: int = 0
    span: tuple[int, int] = (1, 1)
    around: Mapping[str, object] = field(default_factory=dict)

    weight: int = 0

    def record(self, values: Mapping[str, object], *, asks: bool = True) -> Record:
        """A record of these values that stands here."""
        return Record(values, *self.span, self.section, self.around, asks)


class _Walk:
    """One way through the values of a file, of which it looks at so many and no more."""

    def __init__(self, profile: Profile, size: int) -> None:
        self._profile, self._left = profile, min(max(size, _FEW), _MOST)
        self._shared = _MOST_SHARED
        self._names: set[str] = set()

    def found(self, value: object, place: _Place) -> Iterator[Record]:
        """The questions of a value."""
        self._left -= 1
        if self._left < 0 or place.depth > _DEEPEST or _is_worn(value):
            raise UnreadableFile("the data is nested too deeply or refers to itself too often")
        if isinstance(value, list):
            yield from self.in_list(value, place)
        elif isinstance(value, Located):
            yield from self._in_mapping(value, replace(place, span=(value.start, value.end)))

    def in_list(self, items: Iterable[object], place: _Place) -> Iterator[Record]:
        """The questions of a list, which is held only if it is one of texts."""
        waiting = iter(items)
        first = list(islice(waiting, 1))
        if first and isinstance(first[0], str):
            first += waiting
            self._left -= len(first)
            if ask(first) or are_tasks(first):
                for text in first:
                    yield place.record({"question": text})
                return
        beside = False
        unasked: list[Record] = []  # before the first question
        inside = replace(place, depth=place.depth + 1)
        for item in chain(first, waiting):
            found = False
            for record in self.found(item, inside):
                yield from unasked
                unasked.clear()
                found = beside = True
                yield record
            if not found and isinstance(item, Located) and len(unasked) < _MOST_TOLD:
                told = Record(_shallow(item), item.start, item.end, place.section, asks=beside)
                if beside:
                    yield told
                else:
                    unasked.append(told)

    def _in_mapping(self, value: Located, place: _Place) -> Iterator[Record]:
        self._shared -= place.weight
        if self._shared < 0:
            raise UnreadableFile(
                f"what stands around questions and is said of all of them comes to more than"
                f" {_MOST_SHARED:,} characters"
            )
        if len(value) <= _MOST_NAMES and has_question(known := plain(value), self._profile):
            self._names.update(known)
            if len(self._names) > _MOST_KINDS:
                raise UnreadableFile(
                    f"the questions have more than {_MOST_KINDS:,} names for what they hold"
                )
            yield place.record(_shallow(known))
            return
        if pairs := dialogue(value):
            for asked, answered in pairs:
                yield place.record({"question": asked, "answer": answered})
            return
        if (
            len(value) > 1
            and ask(list(value))
            and all(isinstance(answer, str) for answer in value.values())
        ):
            for text, answer in value.items():
                yield place.record({"question": text, "answer": answer})
            return
        if by_key := answered_by_key(value, self._profile):
            for key, item in by_key.items():
                span = (item.start, item.end) if isinstance(item, Located) else place.span
                yield replace(place, span=span).record({"question": key, **_shallow(plain(item))})
            return
        yield from self._around(value, place)

    def _around(self, value: Located, place: _Place) -> Iterator[Record]:
        """The questions below the keys of a mapping, then what else it holds, to be told."""
        names = {_bare(key): key for key, item in value.items() if isinstance(item, str)}
        name = next((names[one] for one in _NAMES if one in names), None)
        if name is None and level_of_word(str(value.get(names.get("id", "")))):
            name = names["id"]  # of a list of questions, "easy"
        if len(value) > _MOST_NAMES:
            if not any(isinstance(item, list | dict) for item in value.values()):
                lines = f"lines {value.start} to {value.end}"
                raise UnreadableFile(
                    f"{lines}: a mapping of more than {_MOST_NAMES:,} names, which no question has",
                    line=value.start,
                )
            said = Inherited({}, ())
        else:
            said = inherited(value, self._profile)
        around = {**place.around, **said.values}
        weight = sum(map(_length, around.values()))
        inside = replace(place, depth=place.depth + 1, around=around, weight=weight)
        used = {*said.names, name}
        any_found = False
        for key, item in value.items():
            if (isinstance(item, list | dict) and not _is_of_file(key, item)) or (
                isinstance(item, str) and asks(read_title(key)) == 1
            ):
                path = place.section
                if key.casefold() not in _PLAIN:
                    path = (*path, key)
                elif name is not None:
                    path = (*path, str(value[name]))
                for record in self._below(key, item, replace(inside, section=path)):
                    used.add(key)
                    any_found = True
                    yield record
        beside = [key for key, item in value.items() if key not in used and says(item)]
        if any_found and beside:
            told: dict[str, object] = dict.fromkeys(beside[:_MOST_TOLD], True)
            if len(beside) > _MOST_TOLD:
                told[f"{len(beside) - _MOST_TOLD:,} more names"] = True
            yield place.record(told, asks=False)

    def _below(self, key: str, item: object, place: _Place) -> Iterator[Record]:
        """The questions below a key, which may be one itself: that of its text, or texts."""
        texts = item if isinstance(item, list) else [item]
        if asks(read_title(key)) == 1 and texts and all(isinstance(one, str) for one in texts):
            around = replace(place, section=place.section[:-1])
            yield around.record({"question": key, "answer": item})
            return
        yield from self.found(item, place)


def _bare(key: str) -> str:
    """A key that names what it lies in, without saying that it does: "deckName" is the deck."""
    name = normal(key)
    return name.removesuffix(" name").removesuffix(" title") or name


def _is_of_file(key: str, item: object) -> bool:
    """Whether a key says what a file is, and asks nothing."""
    return (
        key.casefold() in _OF_FILE
        and isinstance(item, dict)
        and not any(isinstance(one, list | dict) for one in item.values())
    )


def _shallow(values: Mapping[str, object]) -> Mapping[str, object]:
    """A mapping that whoever takes it apart need not fear. Raises `UnreadableFile` for one that
    is nested more deeply than any question."""
    level: list[object] = list(values.values())
    for _ in range(_DEEPEST):
        held = [item for item in level if isinstance(item, list | dict)]
        if not held:
            return values
        level = [
            one for item in held for one in (item.values() if isinstance(item, dict) else item)
        ]
    raise UnreadableFile(f"a question whose values are nested more than {_DEEPEST} levels deep")


def _length(value: object) -> int:
    return (
        len(value)
        if isinstance(value, str)
        else sum(map(len, map(str, value)))
        if isinstance(value, list)
        else 0
    )


_NAMES = (
    "category", "topic", "name", "title", "section", "deck", "subject", "chapter", "module", "label",
    "heading",
)  # fmt: skip


def _is_worn(value: object) -> bool:
    """Whether a mapping was come to again and again: each time its questions are others."""
    if not isinstance(value, Located):
        return False
    value.visits += 1
    return value.visits > _MOST_VISITS

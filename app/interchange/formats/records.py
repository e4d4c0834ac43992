"""Records: a mapping of names to values, as tables and data files hold questions, made documents."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from app.interchange.document import Finding, KeyPointDocument, Piece, QuestionDocument
from app.interchange.formats.columns import WITHOUT_UNIT, normal
from app.interchange.formats.conventions import name_in, without_links
from app.interchange.formats.levels import (
    Difficulty,
    level_of_heading,
    level_of_number,
    level_of_stars,
    scale_of,
    stars_of,
)
from app.interchange.formats.mapping import mapped
from app.interchange.formats.profile import Profile, heading_key
from app.interchange.formats.record_options import counts_from_zero, is_index, options_and_answer
from app.interchange.formats.record_texts import is_file_name, is_told, title_and_body
from app.interchange.formats.record_values import (
    hints_in,
    items_in,
    level_in_words,
    listed,
    number_in,
    says,
    seconds_in,
    tags_in,
)
from app.interchange.formats.values import first_text, texts_of, with_plain_ends
from app.interchange.formats.whole_record import MARK, read_whole

_LONGEST_LEVEL = 60  # characters
_MOST_LEVELS = 100  # that are told
_MOST_KINDS = 10_000  # of records by their names, of which one file has a few
_OFFERED = frozenset(("options", "choices", "alternatives"))
_REFERENCES = frozenset(("category", "difficulty", "section", "tags", "external_id", "source_name"))
_TOTAL = re.compile(
    r"(?:grand |sub)?total\b.{0,40}|(?:sum|count|summe|gesamt|insgesamt|итого)\b[\s:=]{0,4}\d.{0,20}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Record:
    """Values by the name a file gives them, with the lines (or rows) they stand in. `around` is
    what the file says of many questions at once, by field. What does not ask stands around
    questions, and is only told."""

    values: Mapping[str, object]
    start: int
    end: int
    section: tuple[str, ...] = ()
    around: Mapping[str, object] = dataclass_field(default_factory=dict)
    asks: bool = True


class Mapper:
    """Turns the records of one file into documents: one scale of levels, ids seen once."""

    def __init__(self, profile: Profile, levels: Iterable[object]) -> None:
        self.profile = profile
        self.fields: dict[tuple[str, ...], dict[str, str]] = {}
        self.left_out = {normal(name) for name, field in profile.columns.items() if field == "-"}
        self.unknown: dict[str, tuple[int, int]] = {}
        said = {
            text for level in levels if (text := first_text(level)) and len(text) <= _LONGEST_LEVEL
        }
        self.scale = scale_of(number for text in said if (number := number_in(text)) is not None)
        self.most_stars = max((stars_of(text)[2] for text in said), default=0)
        self.unknown_levels: dict[str, tuple[int, int]] = {}
        self.seen: set[str] = set()
        self.from_zero = self.accepts = False

    def learn_numbering(self, records: Iterable[Record]) -> None:
        """Find out whether keys that are numbers count from 0 in this file, and whether "answers"
        are those that a question accepts, because choices have options beside them."""
        for record in records:
            fields = self._fields_of(record) if record.asks else {}
            names = {*map(normal, record.values)}
            self.accepts = self.accepts or ("answers" in names and not _OFFERED.isdisjoint(names))
            if not self.from_zero and {"correct", "answer"} & {*fields.values()}:
                values = {field: record.values[name] for name, field in fields.items()}
                self.from_zero = counts_from_zero(values)

    def document(self, record: Record) -> tuple[QuestionDocument | None, list[Finding]]:
        """The document of a record, or None with the finding that says what it lacks."""
        if MARK in record.values:
            return read_whole(record.values, record.start, record.end)
        values = self._by_field(record)
        if not record.asks:
            return None, []
        if self.accepts and not {"correct", "answer"} & values.keys():
            named = {field: normal(name) for name, field in self._fields_of(record).items()}
            if named.get("options") == "answers":
                values["answer"] = values.pop("options")
        findings: list[Finding] = []
        title, body, section = title_and_body(values, record.section)
        if not title:
            message = "no question text: none of its fields holds one"
            return None, [Finding("no-question", message, record.start, record.end, "warning")]
        if _TOTAL.match(title) and all(_is_count(one) for one in values.values() if one != title):
            message = "a row of totals: it asks nothing"
            return None, [Finding("not-a-question", message, record.start, record.end)]
        from_zero = self.from_zero or is_index(self._fields_of(record))
        options, answer = options_and_answer(values, from_zero=from_zero)
        if (
            not options
            and not answer
            and is_told(self._fields_of(record, with_empty=True), title, body)
        ):
            body, answer = "", body
        if options and not any(option.correct for option in options):
            message = "none of the options is marked as correct"
            findings.append(
                Finding("no-correct-option", message, record.start, record.end, "warning")
            )
        external_id = self._external_id(values, record, findings)
        path = (*section, *texts_of(values.get("section")))
        assumed = self.profile.section(path)
        tags = tags_in(values.get("tags"))
        document = QuestionDocument(
            title=title,
            line_start=record.start,
            line_end=record.end,
            body=body,
            hints=hints_in(values.get("hints")),
            answer=answer,
            key_points=tuple(map(KeyPointDocument, items_in(values.get("key_points")))),
            options=options,
            follow_ups=items_in(values.get("follow_ups")),
            section=path,
            category=first_text(values.get("category"))
            or assumed.category
            or self.profile.category,
            tags=tuple(dict.fromkeys((*self.profile.tags, *assumed.tags, *tags))),
            difficulty=self._difficulty(values.get("difficulty"), record)
            or assumed.difficulty
            or next(filter(None, map(level_of_heading, (*reversed(path), *tags))), None)
            or self.profile.difficulty,
            expected_seconds=seconds_in(values),
            external_id=external_id,
            slug=first_text(values.get("slug")),
            source_name=first_text(values.get("source_name")) or self.profile.source_name,
            source_url=first_text(values.get("source_url")) or self.profile.source_url,
            source_license=first_text(values.get("source_license")) or self.profile.source_license,
        )
        return document, findings

    def unmapped(self) -> list[Finding]:
        """A finding for each name that no field takes, from the first to the last use of it."""
        levels = [
            Finding(
                "level-unknown",
                f"{shown!r} is no level that is known; a profile can say which one it is",
                *lines,
                "warning",
            )
            for shown, lines in self.unknown_levels.items()
        ]
        return [*levels, *(not_imported(name, lines) for name, lines in self.unknown.items())]

    def _fields_of(self, record: Record, *, with_empty: bool = False) -> dict[str, str]:
        """The fields of a record's names; what holds nothing claims none, unless asked for."""
        names = tuple(name for name, one in record.values.items() if with_empty or says(one))
        if names not in self.fields:
            if len(self.fields) >= _MOST_KINDS:
                self.fields.clear()
            self.fields[names] = mapped(names, self.profile.columns)
        return self.fields[names]

    def _by_field(self, record: Record) -> dict[str, object]:
        """The values of a record by field; records of one file may name theirs differently."""
        fields = self._fields_of(record)
        values: dict[str, object] = {}
        for name, value in record.values.items():
            field = fields.get(name) if record.asks else None
            if field is not None and not (
                (field == "title" and is_file_name(value))
                or (_needs_words(field, name) and number_in(first_text(value)) is not None)
            ):
                named = without_links(name_in(value)) if field in _REFERENCES else value
                plain = with_plain_ends(named)
                values[field] = (
                    [*listed(values[field]), *listed(plain)] if field in values else plain
                )
            elif says(value) and normal(name) not in self.left_out:
                first, _ = self.unknown.get(name, (record.start, 0))
                self.unknown[name] = first, record.end
        for field, value in record.around.items():
            values.setdefault(field, value)
        return values

    def _external_id(
        self, values: Mapping[str, object], record: Record, findings: list[Finding]
    ) -> str | None:
        """An id, unless it is a bare number that only counts the rows of a nameless file."""
        found = first_text(values.get("external_id"))
        explicit = "external_id" in {*self.profile.columns.values()} or self.profile.source_name
        if found is None or (found.isdigit() and not explicit):
            return None
        if found in self.seen:
            message = f"the id {found!r} occurs twice in this file; the second is left out"
            findings.append(Finding("duplicate-id", message, record.start, record.end, "warning"))
            return None
        self.seen.add(found)
        return found

    def _difficulty(self, value: object, record: Record) -> Difficulty | None:
        text = first_text(value)
        if text is None:
            return None
        level = self._level(text) if len(text) <= _LONGEST_LEVEL else None
        if level is None and len(self.unknown_levels) < _MOST_LEVELS:
            self.unknown_levels.setdefault(text[:_LONGEST_LEVEL], (record.start, record.end))
        return level

    def _level(self, text: str) -> Difficulty | None:
        if level := self.profile.levels.get(heading_key(text)):
            return level
        rest, stars, most = stars_of(text)
        if stars and not rest:
            return level_of_stars(stars, max(most, self.most_stars))
        number = number_in(text)
        if number is None:
            return level_in_words(text)
        return level_of_number(number, *self.scale)


def _needs_words(field: str, name: str) -> bool:
    """Whether a bare number is no value of this field: points to score, a time without a unit."""
    return field == "key_points" or (field == "expected_seconds" and normal(name) in WITHOUT_UNIT)


def _is_count(value: object) -> bool:
    """Whether all that a value says is a number."""
    return number_in(first_text(value)) is not None


def not_imported(name: str, lines: tuple[int, int]) -> Finding:
    """What is told of a column or key that no field takes, from the first to the last use."""
    message = f"{name!r} is no field of a question"
    return Finding("column-not-imported", message, *lines)


def level_values(records: Iterable[Record], profile: Profile) -> Iterator[object]:
    """The values of every record that state a level."""
    names: dict[str, bool] = {}
    for record in records:
        yield record.around.get("difficulty")
        for name, value in record.values.items():
            if name not in names:
                names[name] = mapped([name], profile.columns).get(name) == "difficulty"
            if names[name]:
                yield value


def read_records(records: Iterable[Record], profile: Profile) -> Iterator[Piece]:
    """Documents and findings of all records of a file, in order. The records are gone through
    three times: what one of them means may depend on those behind it."""
    mapper = Mapper(profile, level_values(records, profile))
    mapper.learn_numbering(records)
    for record in records:
        document, told = mapper.document(record)
        yield from told
        if document is not None:
            yield document
    yield from mapper.unmapped()

"""Works out all that an import will write, without writing it, so that the bank is locked only
for as long as ready rows take."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import chain, islice

from sqlalchemy import select
from sqlmodel import Session

from app.core.models import BankState, table_of
from app.interchange.bank_lookup import look_up
from app.interchange.deciding import Candidate, Decision, decide, duplicate_of
from app.interchange.document import QuestionDocument
from app.interchange.drafting import Unusable, category_of, draft
from app.interchange.identity import names_of
from app.interchange.options import ImportOptions, Mode
from app.interchange.plan import Plan, Progress, Revision, no_progress
from app.interchange.reading import FileRead, read_all
from app.interchange.report import Action, ImportFile, ImportItem, shown
from app.interchange.sources import Sources, category_name
from app.questions.bulk import Prepared, Slugs, prepare
from app.questions.identity import exact_key

_BATCH = 500
_STATE = table_of(BankState).c


def plan(
    session: Session,
    sources: Sources,
    options: ImportOptions,
    *,
    now: datetime,
    on_progress: Progress = no_progress,
) -> Plan:
    """Read all files and compare them with the bank as the session sees it.

    Raises:
        UnknownFormat: the options name a format that there is none of.
    """
    reads = read_all(sources, format_name=options.format_name, profile=options.profile)
    on_progress("reading", 0, len(sources.files))
    # Read before the bank is first asked: databases end a view that is idle for long.
    first = list(islice(reads, 1))
    state = session.execute(select(_STATE.revision, _STATE.next_number)).one()
    made = Plan(state.revision)
    planner = _Planner(session, options, made, now, next_number=state.next_number)
    try:
        for place, read in enumerate(chain(first, reads), 1):
            on_progress("reading", min(place, len(sources.files)), len(sources.files))
            if isinstance(read, ImportItem):
                made.tell([read])
            else:
                with closing(read):
                    planner.take(read, on_progress)
    except BaseException:
        made.close()
        raise
    return made


@dataclass(slots=True)
class _Entry:
    """One document while its batch is planned. `slug` is the one that it is given as a new
    question, `twin` the place in the batch of an earlier one that is the same."""

    document: QuestionDocument
    candidate: Candidate | None = None
    decision: Decision | None = None
    slug: str | None = None
    twin: int | None = None


@dataclass(slots=True)
class _Planner:
    """Goes through documents in batches. `seen` has the slug of the question that took a name or
    a text first in this import; hashes are cut short, since there may be very many."""

    session: Session
    options: ImportOptions
    plan: Plan
    now: datetime
    next_number: int
    slugs: Slugs = field(default_factory=Slugs)
    seen: dict[bytes, str] = field(default_factory=dict)

    def take(self, read: FileRead, on_progress: Progress) -> None:
        """Plan the questions of one file."""
        total = len(read.documents)
        self.plan.digests.append(read.digest)
        self.plan.files.append(ImportFile(name=read.file.name, format=read.format, questions=total))
        self.slugs.reserve(read.slugs)
        category = category_of(category_name(read.file.source, total))
        source = self.options.profile.source_name or read.file.source
        # A failure among what was left out counts from the start: then nothing is prepared.
        self.plan.has_failures |= any(item.action is Action.FAILED for item in read.left_out)
        items = self._plan_all(read, source, category, on_progress)
        # In the order of the file, whatever became of its parts.
        if read.is_in_order:
            self.plan.tell(merge(sorted(read.left_out, key=_line), items, key=_line))
        else:
            self.plan.tell(sorted([*read.left_out, *items], key=_line))

    def _plan_all(
        self, read: FileRead, source: str, category: str | None, on_progress: Progress
    ) -> Iterator[ImportItem]:
        """What becomes of one document after another."""
        documents = iter(read.documents)
        done, total = 0, len(read.documents)
        while entries := [_Entry(document) for document in islice(documents, _BATCH)]:
            for entry in entries:
                self._draft(entry, source, category, read.carried)
            self._decide(entries)
            self.plan.has_failures |= any(map(_has_failed, entries))
            self._prepare(entries)
            yield from (_item(entry, read.file.name, read.doubts) for entry in entries)
            done += len(entries)
            on_progress("checking", done, total)

    def _draft(
        self, entry: _Entry, source: str, category: str | None, carried: frozenset[str]
    ) -> None:
        document = entry.document
        try:
            made = draft(document, source=source, category=category)
        except Unusable as error:
            entry.decision = Decision(Action.FAILED, errors=error.errors)
            return
        options = [option.text for option in made.new.options]
        entry.candidate = Candidate(
            document=document,
            names=names_of(document, source),
            exact_key=exact_key(made.new.title, made.new.body, options),
            draft=made,
            carried=carried,
            source=source,
        )

    def _decide(self, entries: list[_Entry]) -> None:
        candidates = [entry.candidate for entry in entries if entry.candidate is not None]
        known = look_up(
            self.session, [one.names for one in candidates], (one.exact_key for one in candidates)
        )
        first: dict[bytes, int] = {}
        for place, entry in enumerate(entries):
            candidate = entry.candidate
            if candidate is None:
                continue
            decision = decide(candidate, known, self.options)
            keys = self._keys(candidate, decision)
            for key in keys:
                if key in self.seen:
                    decision = duplicate_of(self.seen[key])
                    break
                if key in first:
                    entry.twin = first[key]
                    break
            else:
                for key in keys:
                    first[key] = place
            entry.decision = decision
        self._give_slugs(entries)
        for key, place in first.items():
            self.seen[key] = _slug(entries[place])

    def _keys(self, candidate: Candidate, decision: Decision) -> list[bytes]:
        """What no second question of one import may share with this one. Whole documents are
        told apart by their names alone, for a bank may hold two of the same text."""
        keys = [bytes.fromhex(candidate.names.stored[0])[:16]]
        if decision.question_id is not None:
            keys.append(decision.question_id.encode())
        is_to_differ = not (self.options.allow_duplicates or candidate.document.is_whole)
        if decision.action is Action.CREATED and is_to_differ:
            keys.append(bytes.fromhex(candidate.exact_key)[16:])
        return keys

    def _give_slugs(self, entries: list[_Entry]) -> None:
        made = [entry for entry in entries if _is_new(entry)]
        asked = {e.document.slug for e in made if e.document.slug is not None}
        taken = self.slugs.taken(self.session, asked)
        wanted = []
        for entry in made:
            assert entry.decision is not None
            if entry.document.slug in taken:
                fault = "slug: another question has it; choose another or leave it out"
                entry.decision = Decision(Action.FAILED, errors=(fault,))
                continue
            wanted.append((entry.document.slug, entry.document.title, self.next_number))
            self.next_number += 1
        given = iter(self.slugs.allocate(self.session, wanted))
        for entry in made:
            assert entry.decision is not None
            if entry.decision.action is Action.CREATED:
                entry.slug = next(given)
        for entry in entries:
            if entry.twin is not None:
                entry.decision = duplicate_of(_slug(entries[entry.twin]))

    def _prepare(self, entries: list[_Entry]) -> None:
        """Put the work of a batch aside, unless none of it will be done."""
        given_up = self.options.mode is Mode.ATOMIC and self.plan.has_failures
        if self.options.dry_run or given_up:
            return
        new: list[Prepared] = []
        revisions: list[Revision] = []
        number = self.next_number - sum(map(_is_new, entries))
        for entry in entries:
            decision, candidate = entry.decision, entry.candidate
            if decision is None or candidate is None:
                continue
            if _is_new(entry):
                assert decision.new is not None
                assert entry.slug is not None
                new.append(
                    prepare(
                        decision.new,
                        number=number,
                        slug=entry.slug,
                        now=self.now,
                        source_identity=candidate.names.stored[0],
                        source_hash=decision.remember,
                        exact_key=candidate.exact_key,
                    )
                )
                number += 1
            elif decision.question_id is not None and decision.remember is not None:
                revisions.append(
                    Revision(
                        decision.question_id, decision.remember, decision.new, decision.publish
                    )
                )
        self.plan.add(new, revisions)


def _line(item: ImportItem) -> int:
    return item.line_start


def _is_new(entry: _Entry) -> bool:
    return (
        entry.twin is None
        and entry.decision is not None
        and entry.decision.action is Action.CREATED
    )


def _has_failed(entry: _Entry) -> bool:
    return entry.decision is not None and entry.decision.action is Action.FAILED


def _slug(entry: _Entry) -> str:
    slug = entry.decision.slug if entry.decision else None
    return entry.slug or slug or f"line {entry.document.line_start} of this import"


def _item(
    entry: _Entry, file: str, doubts: Mapping[tuple[int, int], tuple[str, ...]]
) -> ImportItem:
    document, decision = entry.document, entry.decision
    assert decision is not None
    return ImportItem(
        action=decision.action,
        file=file,
        line_start=document.line_start,
        line_end=document.line_end,
        title=shown(document.title),
        slug=entry.slug or decision.slug,
        reason=decision.reason,
        errors=tuple(map(shown, decision.errors)),
        warnings=(*doubts.get((document.line_start, document.line_end), ()), *decision.warnings),
        changes=decision.changes,
    )

"""How the questions of a list are distributed over categories, difficulties, kinds and tags."""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlmodel import Session

from app.access.caller import Caller
from app.core.models import BankState, table_of
from app.core.prepared import Prepared
from app.questions import finding
from app.questions.filters import QuestionFilter
from app.questions.parameters import SearchQuery
from app.questions.reading import visible_to, with_states
from app.questions.schemas import Facets, FacetValue
from app.search import counts

MOST_COUNTED = 1000
"""Questions that are looked at one by one, where no counts are kept."""

_MOST_VALUES = 200
_KEPT = 64
_REVISION = Prepared(select(table_of(BankState).c.revision))
_kept: WeakKeyDictionary[Any, OrderedDict[Any, Facets]] = WeakKeyDictionary()


def count_facets(
    session: Session, query: SearchQuery, caller: Caller, aliases: Path | None
) -> Facets:
    """Count what a list with these parameters would hold.

    Raises:
        KeyNeeded, ScopeMissing: the caller may not see the states asked for.
    """
    wanted = with_states(query, caller)
    if query.searches:
        assert query.q is not None
        found = finding.find(session, query.q, wanted, caller, aliases)
        numbers = [hit.number for hit in found.hits]
        return _tally(counts.of_numbers(session, numbers), exact=not found.truncated)
    if wanted.tags or wanted.updated_since is not None:
        numbers = finding.passing(session, wanted, caller, MOST_COUNTED + 1)
        exact = len(numbers) <= MOST_COUNTED
        counted = counts.of_numbers(session, numbers[:MOST_COUNTED])
        if not _is_kept(wanted):
            return _tally(counted, exact=exact)
        # Of one tag all is kept but which others go with it.
        kept = counts.read(session, _as_counted(visible_to(caller, wanted)))
        return _tally(chain(kept, (one for one in counted if not one.whole)), exact=exact)
    return _kept_or_counted(session, visible_to(caller, wanted))


def count_kept(session: Session, wanted: QuestionFilter) -> int | None:
    """How many questions pass a filter, if that is kept: not for times and several tags."""
    return counts.total(session, _as_counted(wanted)) if _is_kept(wanted) else None


def _is_kept(wanted: QuestionFilter) -> bool:
    several = len(wanted.tags) > 1 or any(len(group) > 1 for group in wanted.tags)
    return wanted.updated_since is None and not several


def _kept_or_counted(session: Session, wanted: QuestionFilter) -> Facets:
    """From the counts that are kept with every change. The answer is kept too, for as long as
    the bank has the revision that this unit of work sees."""
    revision = _REVISION.column(session, {})[0]
    kept = _kept.setdefault(session.get_bind().engine, OrderedDict())
    known = kept.get((revision, wanted))
    if known is None:
        known = kept[(revision, wanted)] = _tally(counts.read(session, _as_counted(wanted)))
        if len(kept) > _KEPT:
            kept.popitem(last=False)
    return known


def _as_counted(wanted: QuestionFilter) -> counts.Filter:
    return counts.Filter(
        categories=wanted.categories,
        difficulties=wanted.difficulties,
        kinds=wanted.kinds,
        statuses=wanted.statuses,
        visibilities=wanted.visibilities,
        tag=wanted.tags[0][0] if wanted.tags else "",
    )


def _tally(counted: Iterable[counts.Counted], *, exact: bool = True) -> Facets:
    total = 0
    tags: Counter[str] = Counter()
    by: dict[str, Counter[str]] = {
        "category": Counter(),
        "difficulty": Counter(),
        "kind": Counter(),
    }
    for one in counted:
        tags[one.tag] += one.docs
        if one.whole:
            total += one.docs
            by["difficulty"][one.difficulty] += one.docs
            by["kind"][one.kind] += one.docs
            parts = one.category.split("/")
            for depth in range(1, len(parts) + 1):
                by["category"]["/".join(parts[:depth])] += one.docs
    return Facets(
        total=total,
        exact=exact,
        tag=_values(tags),
        **{name: _values(found) for name, found in by.items()},
    )


def _values(found: Counter[str]) -> list[FacetValue]:
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [FacetValue(value=value, count=count) for value, count in ordered if value][
        :_MOST_VALUES
    ]

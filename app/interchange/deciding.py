"""What is to be done about one question of a file, given what the bank has: pure, but for the
rows it is given."""

from dataclasses import dataclass, replace

from app.interchange.bank_lookup import Known, Match
from app.interchange.content import (
    FIELDS,
    SOURCE,
    Content,
    changes_between,
    content_of,
    hash_of,
    hashes_of,
    merged,
    said_by,
    without_derived,
)
from app.interchange.document import QuestionDocument
from app.interchange.drafting import Draft, Unusable, checked
from app.interchange.identity import Names
from app.interchange.options import ImportOptions, OnConflict
from app.interchange.report import Action, FieldChange
from app.questions.curation import publication_faults
from app.questions.models import Status
from app.questions.schemas import QuestionCreate

_BOTH = "The question was changed in the bank and in the file since they last agreed"
_OUTDATED = "The question was changed in the bank since this was exported"
_STRANGER = (
    "The bank has another question of this slug that did not come from a file; its text differs"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of a file on its way into the bank. `carried` are the fields that its file
    speaks of; `source` is what its file is known by."""

    document: QuestionDocument
    names: Names
    exact_key: str
    draft: Draft
    carried: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done. `new` is the content to write, `remember` the hash by which the file's
    content is known again, both None where nothing of the kind is written."""

    action: Action
    slug: str | None = None
    question_id: str | None = None
    new: QuestionCreate | None = None
    remember: str | None = None
    publish: bool = False
    reason: str | None = None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()


def decide(candidate: Candidate, known: Known, options: ImportOptions) -> Decision:
    """Compare one question of a file with the bank."""
    match = known.match(candidate.names)
    if match is not None:
        return _compare(candidate, match, options)
    if candidate.exact_key in known.same and not options.allow_duplicates:
        return duplicate_of(known.same[candidate.exact_key])
    new = candidate.draft.new
    said = said_by(candidate.document, None)
    return Decision(
        Action.CREATED,
        new=new,
        remember=hash_of(content_of(new), said),
        warnings=candidate.draft.warnings,
    )


def duplicate_of(slug: str) -> Decision:
    """A question that is there already, under another name."""
    reason = f"The same title, body and options as {slug}"
    return Decision(Action.DUPLICATE, slug=slug, reason=reason)


def _compare(candidate: Candidate, match: Match, options: ImportOptions) -> Decision:
    row = match.row
    same_source = match.is_certain and row.source_name in (
        candidate.source[:200],
        candidate.draft.new.source.name,
    )
    fields = said_by(candidate.document, None if same_source else candidate.carried)
    said = without_derived(content_of(candidate.draft.new), match.derived)
    hashed = hash_of(said, fields)
    warnings = _kept(candidate, match)
    unchanged = Decision(Action.UNCHANGED, slug=row.slug, question_id=row.id, warnings=warnings)
    if hashed == row.source_hash:
        return unchanged
    current = match.content()
    if hash_of(current, fields) == hashed:
        return replace(unchanged, remember=hashed)
    if row.merged_into is not None:
        return duplicate_of(row.slug)
    changes = changes_between(current, said, fields)
    why = _edited_by_staff(candidate, match, current, said, fields)
    if why is not None and options.on_conflict is not OnConflict.THEIRS:
        keep = options.on_conflict is OnConflict.OURS
        return Decision(
            Action.CONFLICT,
            slug=row.slug,
            question_id=row.id,
            remember=hashed if keep else None,
            reason=f"{why}; the bank's was kept" + (", as was asked" if keep else ""),
            changes=changes,
        )
    return _update(candidate, match, fields, hashed, changes)


def _edited_by_staff(
    candidate: Candidate, match: Match, current: Content, said: Content, fields: frozenset[str]
) -> str | None:
    """Why a question may not be changed by a file: somebody changed it in the bank since the two
    last agreed. They agreed when it was imported, and when it was exported. A question of the
    same slug and text that came from no file never did: a file may only add to it."""
    row, digest = match.row, candidate.document.digest
    is_as_imported = row.source_hash is not None and row.source_hash in hashes_of(current, fields)
    if digest is not None and row.id == candidate.names.bank_id:
        everything = frozenset(FIELDS)
        if hash_of(current, everything) == digest:
            return None
        if hash_of(said, everything) == digest:
            return _OUTDATED
        return None if is_as_imported else _BOTH
    if row.source_hash is not None:
        return None if is_as_imported else _BOTH
    only_adds = row.exact_key == candidate.exact_key and not any(
        current[name] and current[name] != said[name] for name in fields
    )
    return None if match.is_certain or only_adds else _STRANGER


def _update(
    candidate: Candidate,
    match: Match,
    fields: frozenset[str],
    hashed: str,
    changes: tuple[FieldChange, ...],
) -> Decision:
    row = match.row
    values = merged(match.content(), _said(candidate, match), fields)
    values["source"] |= {"line": candidate.draft.new.source.line}
    try:
        new = checked(values | {"visibility": row.visibility, "slug": row.slug})
    except Unusable as error:
        return _failed(row.slug, error.errors)
    faults = [f"{f['pointer'].strip('/')}: {f['message']}" for f in publication_faults(new)]
    if faults and row.status == Status.PUBLISHED:
        return _failed(row.slug, tuple(faults))
    # A draft that an import had to leave one, and that lacks nothing any more.
    publish = (
        not faults
        and row.status == Status.DRAFT
        and row.published_at is None
        and row.source_identity is not None
        and candidate.draft.new.status is Status.PUBLISHED
    )
    return Decision(
        Action.UPDATED,
        slug=row.slug,
        question_id=row.id,
        new=new,
        remember=hashed,
        publish=publish,
        warnings=(
            *_kept(candidate, match, publish=publish),
            *(candidate.draft.warnings if faults else ()),
        ),
        changes=changes,
    )


def _kept(candidate: Candidate, match: Match, *, publish: bool = False) -> tuple[str, ...]:
    """What the file says and an import leaves to staff: addresses lead to slugs, and states have
    operations of their own."""
    row, document = match.row, candidate.document
    status = Status.PUBLISHED if publish else row.status
    members = (
        ("slug", candidate.names.slug, row.slug),
        ("status", document.status, status),
        ("visibility", document.visibility, row.visibility),
    )
    return tuple(
        f"{name}: the bank's {kept} is kept"
        for name, said, kept in members
        if said not in (None, kept)
    )


def _said(candidate: Candidate, match: Match) -> dict[str, object]:
    said = dict(without_derived(content_of(candidate.draft.new), match.derived))
    if not candidate.document.is_whole:
        for name in SOURCE:
            said[name] = getattr(candidate.document, name) or getattr(match.row, name)
    assert set(said) == set(FIELDS)
    return said


def _failed(slug: str, errors: tuple[str, ...]) -> Decision:
    return Decision(Action.FAILED, slug=slug, errors=errors)

"""Who does what to what in a reference, and answers in which the thing that is acted on acts."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.scoring.clauses import Clause, content_places
from app.scoring.function_words import ADVERBS, ARTICLES, AUXILIARIES
from app.scoring.outline import Name, Statement
from app.scoring.text import Word, content_stems

# What one thing does to another, so that it matters which does it. Words that are nouns as well
# ("limit", "request") and deeds that go both ways ("share", "connect") are left out.
_WRITTEN = """
    add aggregate allocate allow assign attract authenticate authorize build call choose collect
    compare compile compute configure consume contain control convert create declare decrypt
    define delete deny deploy describe discover distribute elect encrypt ensure evict execute
    expose extend fetch forward generate govern grant handle implement include inherit inject
    install invoke isolate kill launch maintain manage modify monitor mount move notify observe
    own override package parse populate preempt prevent produce protect provide provision publish
    pull push query read receive register remove render replace replicate repel represent
    reserve resolve restart restore restrict retrieve revoke route run schedule scrape select
    send serve sign start stop store subscribe supervise throttle tolerate translate
    trigger update upgrade use validate verify virtualize watch wrap write
"""
_VERBS = frozenset(_WRITTEN.split())
_DEEDS = frozenset(content_stems(_WRITTEN))
# What is done with a thing, or the thing does: "runs containers", "containers run".
_ALSO_INTRANSITIVE = frozenset(content_stems("add build move restart run scale start stop update"))
_BEGINNING = 2
_DEED_WITHIN = 2
_OBJECT_WITHIN, _OBJECT_NEXT = 3, 2
_PAST = ("ed", "en", "un", "nt")
_BETWEEN = AUXILIARIES | ADVERBS | ARTICLES
_BY = "by"
_BY_WITHIN = 2


class Deed(NamedTuple):
    """A statement by what may act in it, what that may do, and all its words in their order."""

    subject: frozenset[str]
    done: frozenset[str]
    words: tuple[str, ...]


Said = tuple[set[str], set[str], set[str]]
"""The stems of who acts, of what is done, and of what it is done to."""


def deeds_of(statements: Sequence[Statement]) -> tuple[Deed, ...]:
    """The statements of a reference that tell a deed, each with what may be its subject.

    That is the lead of the item or what the statement stands under, and what it begins with if
    the deed follows. In the passive it may be anything.
    """
    found = []
    for statement in statements:
        if statement.code or _DEEDS.isdisjoint(statement.stems):
            continue
        named: tuple[Name, ...] = statement.lead or (statement.under or ((),))[-1]
        words = statement.stems
        # "Compute replicas" tells what the thing does that it stands under.
        first = () if named and words[0] in _DEEDS else words[:_BEGINNING]
        subject = frozenset(first).union(*named)
        done = _DEEDS.intersection(words if named else words[: _BEGINNING + _DEED_WITHIN])
        if any(map(_is_passive, statement.clauses)):
            subject = frozenset(words)
        found.append(Deed(subject, done, words))
    return tuple(found)


def _is_passive(clause: Clause) -> bool:
    """Whether something is done by something else: "is managed by"."""
    return any(
        word.folded == _BY
        and any(
            before.stem in _DEEDS and before.folded.endswith(_PAST)
            for before in clause.words[max(0, at - _BY_WITHIN) : at]
        )
        for at, word in enumerate(clause.words)
    )


def reversals(deeds: Sequence[Deed], sentences: Iterable[Sequence[Clause]]) -> int:
    """In how many clauses something does what is done to it in the reference: "Pods manage
    Deployments"."""
    done = frozenset().union(*(deed.done for deed in deeds))
    return sum(
        any(_reverses(deeds, *said) for said in _said(clause, done))
        for sentence in sentences
        for clause in sentence
        if not clause.denies and not done.isdisjoint(clause.stems)
    )


def _reverses(deeds: Sequence[Deed], agent: set[str], verb: set[str], acted: set[str]) -> bool:
    """Whether what acts never does this in the reference, and is what it is done to there, or
    what is acted on does it."""
    like = [deed for deed in deeds if not verb.isdisjoint(deed.words)]
    if acted & (agent | verb) or any(agent & deed.subject for deed in like):
        return False
    return any(
        _acts(deed, agent, verb, acted) or _is_acted_on(deed, agent, verb, acted)
        for deed in like
        if verb & deed.done
    )


def _acts(deed: Deed, agent: set[str], verb: set[str], acted: set[str]) -> bool:
    """Whether what an answer has acted on acts in a statement, and on what acts in the answer."""
    return (
        not acted.isdisjoint(deed.subject)
        and not agent.isdisjoint(deed.words)
        and acted.isdisjoint(_after(deed.words, verb))
    )


def _is_acted_on(deed: Deed, agent: set[str], verb: set[str], acted: set[str]) -> bool:
    """Whether what acts in an answer is the next that a statement has after the deed."""
    objects = _after(deed.words, verb)[:_OBJECT_NEXT]
    return (
        verb.isdisjoint(_ALSO_INTRANSITIVE)
        and not agent.isdisjoint(objects)
        and acted.isdisjoint(objects)
        and not acted.isdisjoint(deed.words)
    )


def _after(words: Sequence[str], verb: set[str]) -> Sequence[str]:
    at = next(at for at, word in enumerate(words) if word in verb)
    return words[at + 1 :]


def _said(clause: Clause, done: frozenset[str]) -> list[Said]:
    """What the beginning of a clause tells of who does what of some deeds; the object may be any
    of the next three words."""
    places = content_places(clause.words)
    stems = [{word.stem for word in place} for place in places]
    found: list[Said] = []
    by = next((word.start for word in clause.words if word.folded == _BY), None)
    for at, ((agent, verb), told) in enumerate(zip(pairwise(places), stems[1:], strict=True)):
        if at >= _BEGINNING or done.isdisjoint(told) or not _adjoin(clause, agent, verb):
            continue
        if by is not None and verb[0].folded.endswith(_PAST):
            after = [stems[n] for n, place in enumerate(places) if place[0].start > by]
            found.extend((other, told, stems[at]) for other in after[:_OBJECT_WITHIN])
        elif verb[0].folded in _VERBS or is_singular_deed(verb[0]):
            found.extend((stems[at], told, other) for other in stems[at + 2 :][:_OBJECT_WITHIN])
    return found


def is_singular_deed(word: Word) -> bool:
    """Whether a word is a verb of the list in its third person ("stores"); "containers" and
    "deployment" only have the stem of one."""
    written = word.folded
    return written.endswith("s") and (
        not _VERBS.isdisjoint((written[:-1], written[:-2], f"{written[:-3]}y"))
    )


def _adjoin(clause: Clause, first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Whether no word that joins phrases stands between two."""
    return all(
        word.folded in _BETWEEN
        for word in clause.words
        if not word.content and first[0].start < word.start < second[0].start
    )

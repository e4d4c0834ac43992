"""Whether an answer says of the things in a reference what the reference says of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.scoring.agents import Deed, deeds_of, reversals
from app.scoring.clauses import Clause, clauses, in_order
from app.scoring.contradiction import Contradiction, Pieces, contradiction, pieces_of
from app.scoring.contrasts import Contrast, contrasts_of, exchanged_contrasts
from app.scoring.exchange import Company, company_of, exchanges
from app.scoring.lexicon import PhraseFinder
from app.scoring.outline import Statement, numbers_of
from app.scoring.owners import Owners, exchanges_owners, owners_of
from app.scoring.roles import Told, told
from app.scoring.subjects import compares, subjects_of
from app.scoring.support import descriptions
from app.scoring.text import Word
from app.scoring.things import Family, Things, things_of
from app.scoring.turning import Orders, turns_round

_MOST_SENTENCES = 60
# All for each sentence of the answer.
_TURNED_SHARE = 1 / 3
_CROSSED_WORDS = 1.0
_GAINED = 1.5
_LEAST_GAIN = 3
_FEW_SENTENCES = 2
_FLAT_SENTENCES = 3

Near = Mapping[str, Mapping[str, float]]


class Relations(NamedTuple):
    """What a reference says of what, in three views, and the order of its statements' words."""

    families: tuple[Family, ...]
    company: Company
    pieces: Pieces
    orders: Orders
    contrasts: tuple[Contrast, ...]
    described: Things
    owners: Owners
    deeds: tuple[Deed, ...]


def relations_of(
    statements: Sequence[Statement], question: str, asked: frozenset[str], phrases: PhraseFinder
) -> Relations:
    """Reads the relations of a reference. `asked` are the content stems of its question."""
    subjects = subjects_of(statements, question, phrases)
    everywhere = numbers_of(statements)
    families = things_of(statements, everywhere, subjects, asked, compares(question))
    described: Things = {}
    if families:
        described = descriptions(families[0].things, statements, everywhere, asked)
    return Relations(
        families=families,
        company=company_of(statements),
        pieces=pieces_of(statements, [own for own, _ in subjects], asked),
        orders=Orders([said.stems for said in statements], everywhere),
        contrasts=contrasts_of(statements, asked),
        described=described,
        owners=owners_of(statements, asked),
        deeds=deeds_of(statements),
    )


def read_clauses(sentences: Sequence[Sequence[Word]], text: str) -> list[list[Clause]]:
    """The clauses of the first sentences of an answer; more than 60 are not looked at."""
    return [clauses(in_order(words), text) for words in sentences[:_MOST_SENTENCES]]


def swaps(relations: Relations, near: Near, said: Sequence[Sequence[Clause]]) -> bool:
    """Whether things were given each other's properties, or statements turned round.

    All counts are held against the number of sentences: of a long answer more must be wrong.
    `near` are the words that are nearly the same as one of the reference.
    """
    every = [clause for sentence in said for clause in sentence]
    return bool(said) and (
        any(_crosses(told(family, said), len(said)) for family in relations.families)
        or _exchanges(exchanges(relations.company, every), len(said))
        or _turned(relations, said) >= _TURNED_SHARE * len(said)
        or _reversed(relations, said) >= _TURNED_SHARE * len(said)
        or exchanges_owners(relations.owners, near, said)
        or exchanged_contrasts(relations.contrasts, said)
    )


def _crosses(found: Told, sentences: int) -> bool:
    """Whether things were given what belongs to others, rather than their own: two words for two
    things, three for one."""
    enough = found.wrong >= (2 if found.crossed >= 2 else 3)
    mostly = 0 < found.crossed >= found.true
    return enough and mostly and found.wrong - found.right >= _CROSSED_WORDS * sentences


def _exchanges(found: Sequence[tuple[int, int]], sentences: int) -> bool:
    """Whether words gain by changing places: one and a half acquaintances for each of one or two
    sentences, and of more one at least by whichever gains less."""
    telling = [gains for gains in found if gains[0] >= _LEAST_GAIN]
    if sentences <= _FEW_SENTENCES:
        return bool(telling) and sum(total for total, _ in telling) >= _GAINED * sentences
    return sum(least for _, least in telling) >= sentences


def _turned(relations: Relations, said: Sequence[Sequence[Clause]]) -> float:
    """How many sentences are turned round; none is fewer than any share."""
    turned = sum(
        turns_round(relations.orders, [word for clause in sentence for word in clause.words])
        is True
        for sentence in said
    )
    return turned or -1.0


def _reversed(relations: Relations, said: Sequence[Sequence[Clause]]) -> float:
    """How many clauses have what acts and what it acts on exchanged; none is fewer than any share."""
    return reversals(relations.deeds, said) or -1.0


def denies(found: Contradiction, sentences: int) -> bool:
    """Whether an answer denies much of what it says: two clauses or one clear one, at least half
    as many as agree, and three in five sentences, of two sentences one; or flatly one in three."""
    if found.flatly and _FLAT_SENTENCES * found.flatly >= sentences:
        return True
    enough = found.denied >= 2 or found.clearly >= 1
    often = 5 * found.denied >= 3 * sentences or 2 * found.denied >= sentences <= _FEW_SENTENCES
    return enough and often and 2 * found.denied >= found.agreed


def opposes(found: Contradiction, sentences: int) -> bool:
    """Whether words say the opposite, one in two sentences; clear denials beside them count too."""
    against = found.opposite + min(found.denied, found.clearly)
    return found.opposite >= 1 and 2 * against >= sentences


def contradicted(relations: Relations, said: Sequence[Sequence[Clause]]) -> Contradiction:
    """What of an answer stands against the reference."""
    return contradiction(relations.pieces, said)

"""Lists, searches and facets equal what a few lines of Python find in the same questions."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from app.core.database import Database
from app.questions.filters import QUESTIONS as FIELDS
from app.questions.models import Difficulty, Kind, Status, Visibility
from app.questions.schemas import OptionWrite, QuestionCreate
from app.questions.writing import create_question, remove_question
from tests.conftest import STAFF, START

API = "/api/v1/questions"
QUESTIONS = 40
LISTS = 30
CATEGORIES = ("x", "x/y", "x/y/z", "x-y", "xy", "X", "é/ü", None)
TAGS = ("red", "blue", "c++", "Red")
STARTS = ("Äpfel", "apple", "Apple", "~", "0", "zebra", "\U0001f600", "")
# Words so unlike each other that none is mended or completed to another.
WORDS = ("quorum", "lambda", "vestibule")
HIDDEN = "zyzzyva"


@dataclass(frozen=True, slots=True)
class Known:
    """A question as the test remembers it, with its place in the bank."""

    number: int
    slug: str
    new: QuestionCreate
    changed: float

    @property
    def is_open(self) -> bool:
        return (self.new.status, self.new.visibility) == (Status.PUBLISHED, Visibility.PUBLIC)

    def has(self, word: str, *, staff: bool) -> bool:
        texts = (self.new.title, self.new.body or "", (self.new.answer or "") if staff else "")
        return any(word in text.split() for text in texts)


def fill(db: Database, chance: random.Random) -> list[Known]:
    known = []
    with db.write() as session:
        # The bundled questions are no part of what is compared.
        for bundled in session.execute(select(FIELDS.id)).scalars().all():
            remove_question(session, bundled)
        for place in range(QUESTIONS):
            words = [word for word in WORDS if chance.random() < 0.4]
            kind = chance.choice(tuple(Kind))
            new = QuestionCreate(
                title=f"{chance.choice(STARTS)} {' '.join(words[:1])} {place}".strip(),
                body=" ".join(words[1:]) or None,
                answer=f"An answer {HIDDEN}" if chance.random() < 0.5 else "An answer",
                kind=kind,
                options=[OptionWrite(text="One")] if kind is Kind.CHOICE else [],
                category=chance.choice(CATEGORIES),
                tags=[tag for tag in TAGS if chance.random() < 0.4],
                difficulty=chance.choice([*Difficulty, None]),
                status=chance.choice([*[Status.PUBLISHED] * 4, Status.DRAFT, Status.RETIRED]),
                visibility=chance.choice([*[Visibility.PUBLIC] * 4, Visibility.INTERNAL]),
                slug=f"made-{chance.randrange(10**9)}-{place}",
            )
            # Times that repeat, so that the tie-break is needed.
            changed = chance.randrange(5)
            made = create_question(session, new, now=START + timedelta(minutes=changed))
            known.append(Known(made.number, made.slug, new, changed))
    return known


def some(chance: random.Random, values: Iterable[Any], likely: float = 0.3) -> list[Any]:
    if chance.random() > likely:
        return []
    listed = [value for value in values if value is not None]
    return chance.sample(listed, chance.randint(1, 2))


@dataclass(frozen=True, slots=True)
class Asked:
    """Parameters of a list, and what they mean."""

    params: dict[str, Any]
    passes: Callable[[Known], bool]
    order: tuple[str, ...]


def ask(chance: random.Random, *, staff: bool) -> Asked:
    categories, kinds = some(chance, CATEGORIES), some(chance, Kind, 0.2)
    difficulties = some(chance, Difficulty)
    all_tags, any_tags = some(chance, TAGS, 0.2), some(chance, TAGS, 0.2)
    statuses = some(chance, Status) if staff else []
    visibilities = some(chance, Visibility) if staff else []
    since = chance.choice([None, None, 2])
    word = chance.choice([None, None, *WORDS, HIDDEN])
    order = tuple(
        chance.sample(["title", "-title", "-updated_at", "slug", "-number"], chance.randint(0, 2))
    )
    if {"title", "-title"} <= set(order):
        order = order[:1]

    def passes(one: Known) -> bool:
        new, path = one.new, one.new.category or ""
        return (
            (staff or one.is_open)
            and (not categories or any(f"{path}/".startswith(f"{c}/") for c in categories))
            and (not kinds or new.kind in kinds)
            and (not difficulties or new.difficulty in difficulties)
            and set(all_tags) <= set(new.tags)
            and (not any_tags or bool(set(any_tags) & set(new.tags)))
            and (not statuses or new.status in statuses)
            and (not visibilities or new.visibility in visibilities)
            and (since is None or one.changed >= since)
            and (word is None or one.has(word, staff=staff))
        )

    params: dict[str, Any] = {
        "category": ",".join(categories),
        "kind": ",".join(kinds),
        "difficulty": ",".join(difficulties),
        "tag": [*all_tags, *([",".join(any_tags)] if any_tags else [])],
        "status": ",".join(statuses),
        "visibility": ",".join(visibilities),
        "updated_since": "" if since is None else (START + timedelta(minutes=since)).isoformat(),
        "q": word or "",
        "sort": ",".join(order),
    }
    return Asked({name: value for name, value in params.items() if value}, passes, order)


def in_order(found: list[Known], order: tuple[str, ...]) -> list[str]:
    keys: dict[str, Callable[[Known], Any]] = {
        "title": lambda one: one.new.title,
        "updated_at": lambda one: one.changed,
        "slug": lambda one: one.slug,
        "number": lambda one: one.number,
    }
    found = sorted(found, key=lambda one: one.number)
    for name in reversed(order):
        found.sort(key=keys[name.removeprefix("-")], reverse=name.startswith("-"))
    return [one.slug for one in found]


def read_pages(client: TestClient, params: dict[str, Any], headers: Any, limit: int) -> list[Any]:
    items: list[Any] = []
    cursor = None
    while True:
        more = {"limit": limit, "include_total": True} | ({"cursor": cursor} if cursor else {})
        reply = client.get(API, params=params | more, headers=headers)
        assert reply.status_code == 200, reply.text
        page = reply.json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            assert page["total"] == len(items)
            return items


def counted(found: list[Known]) -> dict[str, Any]:
    """The facets of these questions."""
    paths = (one.new.category.split("/") for one in found if one.new.category)
    return {
        "category": Counter("/".join(p[:depth]) for p in paths for depth in range(1, len(p) + 1)),
        "difficulty": Counter(str(one.new.difficulty) for one in found if one.new.difficulty),
        "kind": Counter(str(one.new.kind) for one in found),
        "tag": Counter(tag for one in found for tag in one.new.tags),
    }


def test_any_list_is_exactly_what_passes_in_the_order_asked_for(
    client: TestClient, db: Database
) -> None:
    chance = random.Random(7)
    known = fill(db, chance)
    ranked = 0
    for turn in range(LISTS):
        headers = STAFF if turn % 2 else None
        asked = ask(chance, staff=headers is not None)
        expected = [one for one in known if asked.passes(one)]
        items = read_pages(client, asked.params, headers, chance.choice([5, 100]))
        slugs = [item["slug"] for item in items]
        if "q" in asked.params and not asked.order:
            ranked += bool(items)
            place = {one.slug: one.number for one in known}
            ranks = [(-item["score"], place[item["slug"]]) for item in items]
            assert ranks == sorted(ranks), asked.params
            assert sorted(slugs) == sorted(one.slug for one in expected), asked.params
        else:
            assert slugs == in_order(expected, asked.order), asked.params
        params = {name: value for name, value in asked.params.items() if name != "sort"}
        facets = client.get(f"{API}/facets", params=params, headers=headers).json()
        assert (facets["total"], facets["exact"]) == (len(expected), True)
        for name, counts in counted(expected).items():
            assert {one["value"]: one["count"] for one in facets[name]} == counts, asked.params
    assert ranked

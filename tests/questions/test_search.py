"""Searching over HTTP: what is found, in which order, by whom, and what nobody may find."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.questions.models import Difficulty, Status, Visibility
from app.questions.schemas import KeyPointWrite
from tests.conftest import STAFF, START
from tests.questions.test_reading import API, add, titles


def search(client: TestClient, q: str, headers: Any = None, **params: Any) -> dict[str, Any]:
    reply = client.get(API, params={"q": q, **params}, headers=headers)
    assert reply.status_code == 200, reply.text
    page: dict[str, Any] = reply.json()
    return page


def test_the_best_match_comes_first_and_says_why(client: TestClient, db: Database) -> None:
    add(db, "Unrelated", body="It has a trambulator in its body")
    add(db, "What does a Trambulator do?")
    page = search(client, "trambulators")
    assert [item["title"] for item in page["items"]] == [
        "What does a Trambulator do?",
        "Unrelated",
    ]
    first, second = page["items"]
    assert first["score"] > second["score"] > 0
    assert first["highlights"] == [{"field": "title", "start": 12, "end": 23}]
    assert [mark["field"] for mark in second["highlights"]] == ["body"]
    assert (page["fuzzy"], page["truncated"]) == (False, False)


def test_technical_names_are_found_as_such(client: TestClient, db: Database) -> None:
    made = [
        "Templates in C++",
        "Templates in C#",
        "Templates in C",
        "Templates in .NET",
        "Templates in Node.js",
        "When does process.nextTick run?",
        "Undo with kubectl rollout undo",
    ]
    for title in made:
        add(db, title)
    for typed, title in zip(
        ["c++", "C#", "c", ".net", "nodejs", "nexttick", "kubectl rollout undo"], made, strict=True
    ):
        assert titles(client, q=typed)[0] == title, typed
    assert titles(client, q="c++") == ["Templates in C++"]


def test_a_name_of_code_is_not_the_beginning_of_a_word(client: TestClient, db: Database) -> None:
    add(db, "How does a network fail?")
    assert titles(client, q="net") != []
    assert titles(client, q=".NET") == titles(client, q="net#") == []


def test_aliases_phrases_beginnings_and_slips(client: TestClient, db: Database) -> None:
    add(db, "How does a horizontal pod autoscaler decide?")
    add(db, "Is a pod horizontal?")
    assert titles(client, q="HPA")[0] == "How does a horizontal pod autoscaler decide?"
    assert titles(client, q='"pod horizontal"') == ["Is a pod horizontal?"]
    assert titles(client, q="horizontal autosc")[0].startswith("How does a horizontal")
    page = search(client, "horizotnal")
    assert page["fuzzy"] is True
    assert len(page["items"]) == 2


def test_what_words_may_stand_for_is_found_where_little_is(
    client: TestClient, db: Database
) -> None:
    for title in ("How is a photo compressed?", "Why does PEP 8 exist?", "How does deepcopy work?"):
        add(db, title)
    add(db, "How does CBIR rank?")
    # A word of nearly the same meaning, initials, a name and its number, the last word of a name.
    for typed, title in (
        ("compressing pictures", "How is a photo compressed?"),
        ("content based image retrieval", "How does CBIR rank?"),
        ("PEP8", "Why does PEP 8 exist?"),
        ("copy.deepcopy", "How does deepcopy work?"),
    ):
        assert titles(client, q=typed)[0] == title, typed
    assert search(client, "compressing pictures")["fuzzy"] is False


def test_guesses_keep_nothing_out_that_was_typed(client: TestClient, db: Database) -> None:
    for place in range(12):
        add(db, f"How does photo {place} compress?")
    add(db, "How does a picture compress?")
    assert titles(client, q="picture compress")[0] == "How does a picture compress?"
    assert titles(client, q='"picture compress"') == ["How does a picture compress?"]


def test_filters_sort_and_cursor_go_with_a_search(client: TestClient, db: Database) -> None:
    for place in range(7):
        tags = ["odd"] if place % 2 else ["even"]
        add(
            db,
            f"Gizmo {place}",
            tags=tags,
            category="a/b" if place < 4 else "a",
            difficulty=Difficulty.HARD if place == 3 else Difficulty.EASY,
        )
    assert titles(client, q="gizmo", tag="odd", category="a/b") == ["Gizmo 1", "Gizmo 3"]
    assert titles(client, q="gizmo", difficulty="hard,medium") == ["Gizmo 3"]
    assert titles(client, q="gizmo", tag=["odd", "even"]) == []
    assert len(titles(client, q="gizmo", category="a")) == 7
    for sort in (None, "-title"):
        seen: list[str] = []
        params: dict[str, Any] = {"q": "gizmo", "limit": 3} | ({"sort": sort} if sort else {})
        cursor = None
        while True:
            page = search(client, **params, **({"cursor": cursor} if cursor else {}))
            seen += [item["title"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == [f"Gizmo {place}" for place in range(7)]
        if sort:
            assert seen == sorted(seen, reverse=True)
    first = search(client, "gizmo", limit=3)
    stolen = client.get(API, params={"q": "other", "cursor": first["next_cursor"]})
    assert (stolen.status_code, stolen.json()["code"]) == (422, "invalid_cursor")
    assert [fault["pointer"] for fault in stolen.json()["errors"]] == ["query/cursor"]
    assert search(client, "gizmo", limit=2, include_total=True)["total"] == 7


def test_updated_since_goes_with_a_search(client: TestClient, db: Database) -> None:
    add(db, "Gizmo")
    later, now = ((START + timedelta(seconds=s)).isoformat() for s in (1, 0))
    assert titles(client, q="gizmo", updated_since=now) == ["Gizmo"]
    assert titles(client, q="gizmo", updated_since=later) == []


@pytest.mark.parametrize("fields", [{"status": Status.DRAFT}, {"visibility": Visibility.INTERNAL}])
def test_what_is_not_open_is_found_by_staff_alone(
    client: TestClient, db: Database, fields: dict[str, Any]
) -> None:
    add(db, "A zwirbel", **fields)
    assert titles(client, q="zwirbel") == []
    assert titles(client, STAFF, q="zwirbel") == ["A zwirbel"]
    name, value = next(iter(fields.items()))
    refused = client.get(API, params={"q": "zwirbel", name: str(value)})
    assert refused.status_code == 401


def test_the_public_finds_nothing_by_staff_text(client: TestClient, db: Database) -> None:
    hidden = {
        "answer": "canaryanswer",
        "hints": ["canaryhint"],
        "follow_ups": ["canaryfollow"],
        "key_points": [KeyPointWrite(text="canarypoint")],
    }
    add(db, "Plain canaries", **hidden)
    for word in ("canaryanswer", "canaryhint", "canaryfollow", "canarypoint"):
        assert titles(client, STAFF, q=word) == ["Plain canaries"], word
        for typed in (word, word[:-2], f'"{word}"', f"answer:{word}", word[:6] + word[7:]):
            page = search(client, typed)
            assert page["items"] == [], typed
    page = search(client, "plain canaries canaryanswer")
    assert "canaryanswer" not in str(page)
    assert {mark["field"] for mark in page["items"][0]["highlights"]} == {"title"}


NASTY = [
    '"',
    '""',
    "AND",
    "OR NOT",
    "answer:secret",
    "*",
    "NEAR(a b)",
    "a* b*",
    "C++",
    "^title",
    "(",
    "\U0001f642",
    "'",
    "\\",
    "%",
    "_",
    "a'b\\c",
    "{title}: x",
    "-o wide",
    "--",
    "&|!:*<->",
    "¹what",
    "²",
    "\u202e",
    "x" * 500,
    "a " * 250,
    "ﬃ",
    "日本語",
    "\t\n",
    "؟",
    "\u0301",
]


@pytest.mark.parametrize("headers", [None, STAFF], ids=["public", "staff"])
@pytest.mark.parametrize("typed", NASTY)
def test_anything_typed_is_answered(client: TestClient, typed: str, headers: Any) -> None:
    assert client.get(API, params={"q": typed}, headers=headers).status_code == 200
    facets = client.get(f"{API}/facets", params={"q": typed}, headers=headers)
    assert facets.status_code == 200


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 501, "x" * 10_000])
def test_what_cannot_be_a_query_is_refused(client: TestClient, typed: str) -> None:
    reply = client.get(API, params={"q": typed})
    assert reply.status_code == 422
    assert typed not in reply.text


def test_blank_words_narrow_nothing(client: TestClient) -> None:
    page = search(client, "  ")
    assert len(page["items"]) == 14
    assert "fuzzy" not in page


def test_fields_cut_each_item_down(client: TestClient) -> None:
    page = client.get(API, params={"fields": "id,title", "limit": 2}).json()
    assert [set(item) for item in page["items"]] == [{"id", "title"}] * 2
    page = search(client, "container", fields="title,score", limit=1)
    assert set(page["items"][0]) == {"title", "score"}
    staff = client.get(API, params={"fields": "answer,key_points"}, headers=STAFF).json()
    assert set(staff["items"][0]) == {"answer", "key_points"}


@pytest.mark.parametrize("fields", ["answer", "id,hints", "nothing", ",", "status"])
def test_fields_that_are_not_the_callers_are_refused(client: TestClient, fields: str) -> None:
    reply = client.get(API, params={"fields": fields})
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "query/fields"

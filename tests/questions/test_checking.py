"""Linting a bank over HTTP and on the command line, on both databases."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer import Typer
from typer.testing import CliRunner

from app.cli.linting import lint_command
from tests.conftest import STAFF

API = "/api/v1/questions"
SOUND: dict[str, Any] = {
    "answer": "Clients receive stale entries until the timeout passes.",
    "hints": ["Think of time."],
    "category": "kubernetes",
}
WEAK: dict[str, dict[str, Any]] = {
    "no_answer": {"title": "Whence comes rain?", "answer": None, "key_points": [{"text": "Sea"}]},
    "no_key_points": {"title": "Why is snow white?", "key_points": []},
    "no_category": {"title": "How far is the moon?", "category": None},
    "no_hint": {"title": "Who invented glass?", "hints": []},
    "hint_gives_answer_away": {
        "title": "When do caches lie?",
        "hints": ["Clients are receiving stale entries until a timeout passes."],
    },
    "unclosed_fence": {"title": "Which colour has copper?", "body": "```\nCu"},
    "too_long": {"title": "Where do " + "very " * 60 + "old elephants sleep?"},
    "too_few_options": {
        "title": "Pick the fruit",
        "kind": "choice",
        "options": [{"text": "Apple", "correct": True}],
    },
    "choice_without_correct": {
        "title": "Pick the metal",
        "kind": "choice",
        "options": [{"text": "Iron"}, {"text": "Salt"}],
    },
    "duplicate_options": {
        "title": "Pick the planet",
        "kind": "choice",
        "options": [{"text": "Mars", "correct": True}, {"text": "Mars"}],
    },
    "unused_options": {"title": "What burns longest?", "options": [{"text": "Oak"}]},
    "dead_category": {"title": "What do bees drink?", "category": "insects/bees"},
    "possible_duplicate": {"title": "How may a violin be tuned?"},
}
OTHERS = [{"title": "How can a violin be tuned?", "status": "retired"}, {"title": "Name a river"}]
Told = dict[str, list[tuple[str, str]]]


@pytest.fixture
def weak(client: TestClient) -> dict[str, str]:
    """A bank in which each question has one fault: the slug of that with each."""
    items = [SOUND | one for one in (*WEAK.values(), {"title": "How do you tune a violin?"})]
    body = {"items": items + [SOUND | one for one in OTHERS]}
    made = client.post(f"{API}/batch", json=body, headers=STAFF)
    assert made.status_code == 201, made.text
    slugs = [item["question"]["slug"] for item in made.json()["items"]]
    return dict(zip((*WEAK, "the other"), slugs, strict=False))


def linted(client: TestClient) -> Told:
    """All findings, page by page, as code and member."""
    found: Told = {}
    cursor = None
    while True:
        params = {"limit": 10} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"{API}/lint", params=params, headers=STAFF).json()
        for item in page["items"]:
            assert item["slug"] not in found
            found[item["slug"]] = [(one["code"], one["field"]) for one in item["findings"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def test_each_fault_of_a_bank_is_found_over_http_and_on_the_command_line(
    client: TestClient, weak: dict[str, str], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = linted(client)
    twin = weak.pop("the other")
    assert {code: [c for c, _ in found[slug]] for code, slug in weak.items()} == {
        code: [code] for code in WEAK
    }
    assert found[twin] == [("possible_duplicate", "title")]
    assert not {"how-can-a-violin-be-tuned", "name-a-river"} & set(found)

    monkeypatch.setenv("QBANK_DATABASE_URL", database_url)
    app = Typer()
    app.command()(lint_command)
    run = CliRunner().invoke(app)
    assert run.exit_code == 1
    lines = [line.split(": ") for line in run.stdout.splitlines()]
    told: Told = {}
    for _, slug, field, *_, end in lines:
        told.setdefault(slug, []).append((end.rpartition("[")[2].rstrip("]"), field))
    assert told == found
    # What bars publishing, an open fence, and options that say the same.
    assert run.stderr.startswith("error: 7, ")


def test_a_cursor_of_something_else_is_refused(client: TestClient) -> None:
    for path in ("questions/lint", "duplicates"):
        bad = client.get(f"/api/v1/{path}", params={"cursor": "nonsense"}, headers=STAFF)
        assert (bad.status_code, bad.json()["code"]) == (422, "invalid_cursor")

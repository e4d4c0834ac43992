"""What the outermost layers answer: HEAD as GET without its body, and pages from elsewhere."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from app.core.database import Database
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import STAFF

OWN = {"x-request-id"}
SLUG = "what-problem-does-kubernetes-solve-that-docker-alone-cannot"


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/docs",
        "/docs/assets/swagger-ui.css",
        "/openapi.json",
        "/api/v1/questions?limit=2",
        f"/api/v1/questions/{SLUG}",
        "/api/v1/questions/none",
        "/api/v1/questions?limit=0",
        "/api/v1/interviews/none",
        "/api/v1/exports?format=csv",
        "/api/v1/exports?format=xlsx",
        "/nothing",
    ],
)
@pytest.mark.parametrize("headers", [{}, STAFF], ids=["public", "staff"])
def test_head_answers_as_get_without_a_body(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    # Asked again, an answer that is kept is given; that is the same too.
    for _ in range(2):
        read = client.get(path, headers=headers)
        asked = client.head(path, headers=headers)
        assert asked.status_code == read.status_code
        assert asked.content == b"" != read.content
        told, known = dict(asked.headers), dict(read.headers)
        assert {k: v for k, v in told.items() if k not in OWN} == {
            k: v for k, v in known.items() if k not in OWN
        }


def test_head_is_conditional_as_get_is(client: TestClient) -> None:
    path = f"/api/v1/questions/{SLUG}"
    etag = client.head(path).headers["etag"]
    assert client.head(path, headers={"If-None-Match": etag}).status_code == 304


def test_where_nothing_is_read_head_is_refused(client: TestClient) -> None:
    refused = client.head("/api/v1/draws")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert client.put("/api/v1/questions").headers["allow"] == "GET, HEAD, POST"


PAGE = {"Origin": "https://quiz.example.com"}


@pytest.fixture
def open_client(db: Database, settings: Settings) -> Iterator[TestClient]:
    """A client of an app that two pages may call."""
    named = {"cors_origins": "http://localhost:5173, https://quiz.example.com"}
    with TestClient(create_app(settings.model_copy(update=named), db=db)) as http:
        yield http


def test_a_page_from_elsewhere_takes_an_interview(open_client: TestClient) -> None:
    path = "/api/v1/interviews"
    wish = {"Access-Control-Request-Method": "POST"}
    headers = {"Access-Control-Request-Headers": "authorization,content-type,idempotency-key"}
    asked = open_client.options(path, headers=PAGE | wish | headers)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == PAGE["Origin"]
    made = open_client.post(path, json={"count": 1}, headers=PAGE)
    assert made.headers["access-control-allow-origin"] == PAGE["Origin"]
    assert "access-control-allow-credentials" not in made.headers
    refused = open_client.get(f"{path}/{made.json()['id']}", headers=PAGE)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_needed")
    assert refused.headers["access-control-allow-origin"] == PAGE["Origin"]
    exposed = refused.headers["access-control-expose-headers"]
    assert "x-request-id" in exposed.lower()


def test_other_pages_read_nothing(client: TestClient, open_client: TestClient) -> None:
    other = {"Origin": "https://elsewhere.example.com"}
    for http, page in ((open_client, other), (client, PAGE)):
        read = http.get("/api/v1/questions", headers=page)
        assert (read.status_code, "access-control-allow-origin" in read.headers) == (200, False)


def test_an_answer_that_is_kept_is_kept_for_all_pages(open_client: TestClient) -> None:
    path = "/api/v1/questions?limit=1"
    for page in ("http://localhost:5173", "https://quiz.example.com", "http://localhost:5173"):
        read = open_client.get(path, headers={"Origin": page})
        assert read.headers["access-control-allow-origin"] == page
        assert read.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    "wrong", ["quiz.example.com", "https://a.example.com/", "null", "*,*", ","]
)
def test_what_is_no_origin_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="must be \\* or origins"):
        Settings(cors_origins=wrong)

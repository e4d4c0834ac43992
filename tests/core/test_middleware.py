"""What the outermost layer answers: HEAD as GET without its body."""

import pytest
from fastapi.testclient import TestClient

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

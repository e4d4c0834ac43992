"""The OpenAPI document: every operation is described, and its examples are accepted."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.main import create_app
from tests.conftest import STAFF
from tests.interviews.scorers import failing_scorers
from tests.statistics.reviewed import review_enough

OF_ANSWERS = {"review_turn", "create_turn_score"}
"""Operations of staff on an answer that has to be there."""
METHODS = {"get", "post", "put", "patch", "delete"}


def document() -> dict[str, Any]:
    api = create_app(Settings(database_url="sqlite:///unused.db"))
    found: dict[str, Any] = api.openapi()
    return found


DOCUMENT = document()
OPERATIONS = [
    (method, path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
]
NAMES = [operation["operationId"] for _, _, operation in OPERATIONS]
WITH_BODY = [
    (method, path, operation)
    for method, path, operation in OPERATIONS
    if "requestBody" in operation
]


def test_operations_are_named_after_their_functions() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {"list_questions", "random_questions", "create_interview", "answer_turn"} <= set(NAMES)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_is_described(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["tags"]
    assert operation["summary"]
    assert operation["description"].endswith(".")
    problems = {status for status in operation["responses"] if int(status) >= 400}
    for status in problems:
        assert set(operation["responses"][status]["content"]) == {"application/problem+json"}
    if path.startswith("/api/"):
        assert {"401", "422"} <= problems
    if "{" in path:
        assert "404" in problems
    if "requestBody" in operation:
        assert {"400", "413", "415"} <= problems


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    WITH_BODY,
    ids=[operation["operationId"] for _, _, operation in WITH_BODY],
)
def test_every_body_has_an_example_that_is_accepted(
    client: TestClient, method: str, path: str, operation: dict[str, Any]
) -> None:
    examples = [
        (media_type, example["value"])
        for media_type, body in operation["requestBody"]["content"].items()
        for example in body.get("examples", {}).values()
    ]
    assert examples
    for media_type, example in examples:
        headers = STAFF | {"If-Match": "*"}
        url = path.replace("{question}", client.get("/api/v1/questions").json()["items"][0]["id"])
        if "{interview}" in path:
            interview = client.post("/api/v1/interviews", json={"count": 1}).json()
            candidate = {"Authorization": f"Bearer {interview['token']}"}
            url = path.format(interview=interview["id"], position=1)
            if operation["operationId"] in OF_ANSWERS:
                answers = f"/api/v1/interviews/{interview['id']}/turns/1/answers"
                with failing_scorers(client):
                    client.post(answers, json={"text": "x"}, headers=candidate)
            else:
                headers = candidate
        if "{scorer}" in path:
            review_enough(client)
            url = path.format(scorer="keypoints")
        sent: dict[str, Any] = {"json": example}
        if media_type != "application/json":
            sent = {"content": example}
        headers = headers | {"Content-Type": media_type}
        reply = client.request(method.upper(), url, headers=headers, **sent)
        assert 200 <= reply.status_code < 300, reply.text


def test_bodies_are_told_as_this_version_of_openapi_does() -> None:
    """A member of a later version makes the document invalid to what makes clients of it."""
    assert DOCUMENT["openapi"].startswith("3.1.")
    known = {"schema", "example", "examples", "encoding"}
    for _, path, operation in OPERATIONS:
        for body in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media_type, content in body.get("content", {}).items():
                assert set(content) <= known, (path, media_type)


def test_references_lead_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert node["$ref"].rpartition("/")[2] in schemas
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(DOCUMENT)


def test_the_document_and_its_page_are_served_without_other_hosts(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"] == DOCUMENT["info"]
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text.replace("http://testserver", "")
    assert "https://" not in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert client.get(f"/docs/assets/{asset}").status_code == 200

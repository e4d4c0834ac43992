"""The service keeps the promises of its own OpenAPI document, whatever is sent to it."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.access.caller import ANONYMOUS
from app.core.clock import utc_now
from app.core.database import Database
from app.core.settings import Settings
from app.interviews.schemas import InterviewCreate
from app.interviews.starting import start_interview
from app.main import create_app
from app.questions.models import Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import create_question
from app.sets.schemas import DrawCreate
from app.sets.service import create_draw
from tests.conftest import ADMIN_KEY, DATABASES, STAFF
from tests.databases import seeded_database

# The systematic cases are always all there; these come on top. A few of them are the same in
# every run, so that nobody's change fails by chance; many are for finding something new.
RANDOM_CASES = int(os.environ.get("QBANK_TEST_RANDOM_CASES", "4"))
CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {
            "max-examples": RANDOM_CASES,
            "deterministic": RANDOM_CASES < 50,
            "database": "none",
        },
        # Other methods than those of the document are sent by the test of hostile input.
        "phases": {"coverage": {"unexpected-methods": []}},
        "checks": {
            # The document cannot say all that is refused: `a,b` lists of known values, texts
            # that must not be blank, members that exclude each other.
            "positive_data_acceptance": {"enabled": False},
            # Besides what is usual: a body that breaks its rules may be too large as well.
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "403", "404", "405", "409", "413", "415", "422"]
            },
        },
    }
)
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Case = schemathesis.Case[Any]
Parts = dict[str, str | int]
NEW = QuestionCreate(title="What is new?", answer="This.", status=Status.PUBLISHED)


@schemathesis.serializer("application/zip")
def as_it_is(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """A body of a type that is nothing but bytes."""
    return value if isinstance(value, bytes) else str(value).encode()


schema = schemathesis.openapi.from_asgi(
    "/openapi.json",
    # The document is all that is wanted of this app, so its database need not exist.
    create_app(
        Settings(scoring_threads=0, import_threads=0),
        db=Database("sqlite:///never-opened.db"),
    ),
    config=CONFIG,
)


@dataclass(slots=True)
class Service:
    """An app on a database with the seed, and things in it that requests may use up."""

    app: FastAPI
    db: Database
    turns: Iterator[Parts]
    question: str | None = None

    def parts(self, wanted: Collection[str]) -> Parts:
        """What is there for the parameters of a path, and the token that goes with it."""
        found: Parts = {}
        with self.db.write() as session:
            if "draw" in wanted:
                draw = create_draw(session, DrawCreate(count=3), ANONYMOUS, utc_now())
                found["draw"] = draw.id
            if "question" in wanted:
                if self.question is None:
                    self.question = create_question(session, NEW, now=utc_now()).id
                found["question"] = self.question
        if "interview" in wanted:
            found |= next(self.turns)
        return found


@pytest.fixture(scope="module", params=DATABASES)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("schema")
    with seeded_database(request.param, folder, request) as url:
        db = Database(url)
        settings = Settings(
            data_dir=folder / "data",
            admin_key=ADMIN_KEY,  # type: ignore[arg-type]
            scoring_threads=0,  # the app is started anew for every request
        )
        yield Service(create_app(settings, db=db), db, open_turns(db))
        db.dispose()


def open_turns(db: Database) -> Iterator[Parts]:
    """Turns that wait for an answer, one after another."""
    while True:
        with db.write() as session:
            made = start_interview(session, InterviewCreate(count=10), ANONYMOUS, utc_now())
        for turn in made.turns:
            yield {"interview": made.id, "token": made.token, "position": turn.position}


# Two thousand requests for each caller take their time, so these two share the databases.
@pytest.mark.parametrize("service", ["sqlite"], indirect=True)
@schema.parametrize()
def test_anyone_is_answered_as_documented(case: Case, service: Service) -> None:
    case.call_and_validate(app=service.app)


@pytest.mark.parametrize("service", ["postgres"], indirect=True)
@schema.parametrize()
def test_staff_is_answered_as_documented(case: Case, service: Service) -> None:
    case.call_and_validate(app=service.app, headers=STAFF)


@schema.include(path_regex=r"\{").parametrize()
def test_requests_for_what_is_there_are_answered_as_documented(
    case: Case, service: Service
) -> None:
    there = service.parts(case.path_parameters)
    caller = {"Authorization": f"Bearer {there['token']}"} if "token" in there else STAFF
    for name in there.keys() & case.path_parameters.keys():
        case.path_parameters[name] = there[name]
    # The other checks ask whether what was generated is refused, and some of it was replaced.
    headers = {**caller, "If-Match": "*"}
    response = case.call_and_validate(app=service.app, headers=headers, checks=PROMISES)
    if case.method != "GET" and response.status_code < 400:
        service.question = None  # it may be gone, or merged into another

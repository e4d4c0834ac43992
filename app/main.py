"""The service put together: the app with all its routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.access.dependencies import SECURITY_SCHEME
from app.core.clock import Clock, utc_now
from app.core.database import Database
from app.core.middleware import RequestContext
from app.core.problems import ProblemRead, install_handlers
from app.core.replies import KeptReplies
from app.core.settings import Settings
from app.interchange.export_routes import router as exports
from app.interchange.import_routes import router as imports
from app.interchange.worker import ImportWorker
from app.interviews.event_routes import router as events
from app.interviews.review_routes import router as reviews
from app.interviews.routes import router as interviews
from app.interviews.streams import Streams
from app.interviews.worker import ScoringWorker
from app.judging.configured import scorers_of
from app.ops.routes import install_docs
from app.ops.routes import router as operations
from app.questions.checking_routes import router as checks
from app.questions.curation_routes import router as curation
from app.questions.routes import catalogue
from app.questions.routes import router as questions
from app.questions.score_routes import router as scoring
from app.questions.version_routes import router as versions
from app.sets.routes import router as draws
from app.statistics.routes import router as statistics

DESCRIPTION = """Interview questions with hints, model answers and difficulty levels: read and
search them, draw random sets that can be drawn again, take mock interviews, and have free-text
answers scored with reasons."""

TAGS = [
    {"name": "questions", "description": "Reading the bank."},
    {"name": "draws", "description": "Random questions, and draws that are kept."},
    {"name": "interviews", "description": "Mock interviews, from start to report."},
    {"name": "reviews", "description": "What people say of answers, and of scorers by that."},
    {"name": "scoring", "description": "Scores of single answers."},
    {"name": "curation", "description": "Editing the bank."},
    {"name": "interchange", "description": "The bank as files."},
    {"name": "operations", "description": "Running the service."},
]

# `/questions/random` and `/questions/lint` have to stand before `/questions/{question}`.
ROUTERS = (
    draws, checks, questions, curation, versions, catalogue, interviews, events, reviews,
    scoring, statistics, exports, imports, operations,
)  # fmt: skip

CORS_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CORS_REQUEST_HEADERS = (
    "Authorization", "Content-Disposition", "Content-Type", "Idempotency-Key", "If-Match",
    "If-None-Match", "Last-Event-ID", "Prefer", "X-Request-ID",
)  # fmt: skip
CORS_RESPONSE_HEADERS = (
    "Content-Disposition", "ETag", "Export-Loses", "Export-Truncated", "Idempotency-Replayed",
    "Link", "Location", "Preference-Applied", "Retry-After", "X-Request-ID",
)  # fmt: skip


def create_app(
    settings: Settings | None = None, *, db: Database | None = None, clock: Clock = utc_now
) -> FastAPI:
    """The ASGI app. Without arguments it reads the environment, as `uvicorn --factory` needs.

    The database has to be migrated already; `qbank serve` does that.
    """
    settings = settings or Settings()
    own_db = Database.of(settings) if db is None else db

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.scoring.start()
        app.state.importing.start()
        app.state.streams.start()
        yield
        app.state.streams.leave()
        app.state.importing.stop()
        app.state.scoring.stop()
        if db is None:
            own_db.dispose()

    app = FastAPI(
        title="Interview question bank",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Requests are told of by our own log; whether to trace them is asked at each.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.settings = settings
    app.state.db = own_db
    app.state.clock = clock
    app.state.scorers = scorers_of(settings)
    app.state.scoring = ScoringWorker(own_db, app.state.scorers, clock, settings.scoring_threads)
    app.state.streams = Streams(settings.max_streams)
    app.state.importing = ImportWorker(own_db, clock, settings.import_threads)
    app.state.replies = KeptReplies()
    app.state.schema_is_current = False
    app.add_middleware(RequestContext)
    if settings.allowed_origins:
        # Outermost: a page may then read what it is refused, too.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=CORS_METHODS,
            allow_headers=CORS_REQUEST_HEADERS,
            expose_headers=CORS_RESPONSE_HEADERS,
        )
    install_handlers(app)
    # One flat list: a request then passes no router within a router on its way.
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    install_docs(app)
    _document_problems(app)
    return app


def _document_problems(app: FastAPI) -> None:
    """Tell OpenAPI of keys, and of the one schema of all failures in place of FastAPI's."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                tags=app.openapi_tags,
                routes=app.routes,
            )
            components = document.setdefault("components", {})
            components["securitySchemes"] = {"key": SECURITY_SCHEME}
            document["security"] = [{}, {"key": []}]
            schemas = components.setdefault("schemas", {})
            for replaced in ("HTTPValidationError", "ValidationError"):
                schemas.pop(replaced, None)
            problem = ProblemRead.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs", {}))
            schemas["Problem"] = problem
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented hook

"""Health, readiness and the documentation page; its assets come from a package, not a CDN."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import HTMLResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app.core.database import Database
from app.core.errors import Unavailable
from app.core.migrate import is_current
from app.core.problems import responses
from app.core.routing import Route

router = APIRouter(
    tags=["operations"],
    route_class=Route,
    generate_unique_id_function=lambda route: route.name,
)


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the process alive")
async def check_health() -> Health:
    """Answers as long as the process runs; it does not ask the database."""
    return Health()


@router.get("/readyz", summary="Can the service work", responses=responses(Unavailable))
def check_readiness(db: Database, request: Request) -> Health:
    """Answers 200 when the database answers and its schema is the newest, else 503."""
    try:
        with db.read() as session:
            session.execute(text("SELECT 1"))
        current = request.app.state.schema_is_current or is_current(db)
    except SQLAlchemyError:
        raise Unavailable("The database does not answer") from None
    if not current:
        raise Unavailable("The database is not at the newest migration")
    # Migrations only move forward under a running service, so one look is enough.
    request.app.state.schema_is_current = True
    return Health()


def install_docs(app: FastAPI) -> None:
    """Serve `/docs` with the assets of the installed Swagger UI package."""
    assets = Path(str(files("fastapi_swagger") / "resources"))
    app.router.routes.append(Mount("/docs/assets", StaticFiles(directory=assets)))

    async def show_docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url="/docs/assets/swagger-ui-bundle.js",
            swagger_css_url="/docs/assets/swagger-ui.css",
            swagger_favicon_url="/docs/assets/favicon-32x32.png",
        )

    app.add_api_route("/docs", show_docs, include_in_schema=False)

"""x."""
import pytest, schemathesis
from fastapi.testclient import TestClient
from app.core.database import Database
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import STAFF
CONFIG = schemathesis.Config.from_dict({"generation": {"max-examples": 10, "deterministic": True, "database":"none"}})
schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(), db=Database("sqlite:///never.db")), config=CONFIG)

@schema.parametrize()
def test_anon(case, client):
    case.call_and_validate(app=client.app)
@schema.parametrize()
def test_staff(case, client):
    case.call_and_validate(app=client.app, headers=STAFF)

"""`python -m app` is `qbank`."""

from app.main import run

run()

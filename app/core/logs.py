"""Structured logs: one JSON object a line on standard error, with the id of the request.

Nothing that a client wrote or holds is ever a field here: no bodies, no query strings, no keys.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from pydantic_core import to_json

request_id_var: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; `extra={"fields": {...}}` stands beside the rest."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        request_id = request_id_var.get()
        if request_id is not None:
            line["request_id"] = request_id
        line.update(getattr(record, "fields", ()))
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _trace(record.exc_info[1])
        return to_json(line).decode()


def write_line(logger: logging.Logger, fields: dict[str, object]) -> None:
    """Write one line of level info, past the logging module's records: with one line for each
    request, they would cost more than many requests do."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "logger": logger.name,
        "request_id": request_id_var.get(),
        **fields,
    }
    sys.stderr.write(to_json(line).decode() + "\n")


def _trace(error: BaseException) -> list[str]:
    """Where it happened, and the kind of error, without its text: that may quote a client."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return [*places, type(error).__name__]


def configure_logging(level: str) -> None:
    """Send all logs of the process through the JSON formatter at `level` and above."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # What no line of ours shows need not be looked up for each (Python's logging how-to).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    # The access line is ours; uvicorn's would repeat it with the query string in it.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("alembic").setLevel("WARNING")
    logging.getLogger("httpx").setLevel("WARNING")

"""The settings of one process: read once from the environment, frozen, handed to whoever needs them."""

import ipaddress
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "QBANK_"
_OF_TESTS = "QBANK_TEST_"
# As browsers send it: lower case, with neither a path nor a slash behind it.
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")


class Settings(BaseSettings):
    """Every field is the environment variable `QBANK_<NAME>`; a blank value counts as unset."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    database_url: str | None = Field(
        default=None,
        description="`sqlite:///path` or `postgresql://user:password@host/name`; "
        "unset: SQLite, in `qbank.db` in the data folder",
    )
    data_dir: Path = Field(
        default=Path("data"),
        description="Folder of the SQLite file, the first admin key and the model of a scorer",
    )
    admin_key: SecretStr | None = Field(
        default=None,
        description="A key with every scope; needed to listen on more than loopback "
        "unless the database holds an admin key",
    )
    public: bool | None = Field(
        default=None,
        description="Whether anyone may read published questions and practise; "
        "unset: on loopback only",
    )
    cors_origins: str | None = Field(
        default=None,
        description="Origins of web pages that may call the service from a browser, with commas "
        "between them, such as `https://quiz.example.com`; `*` for any; unset: none",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 picks one")
    seed_bank: bool = Field(
        default=True, description="Whether the bundled Kubernetes questions are loaded at start"
    )
    aliases_file: Path | None = Field(
        default=None,
        description="File of further names that mean the same to search and scoring: a line "
        "each, with `=` between the names",
    )
    scorer: Literal["keypoints", "semantic", "llm"] = Field(
        default="keypoints",
        description="The scorer of free-text answers in interviews; `semantic` needs a model, "
        "which `qbank fetch-model` downloads, and `llm` a judge at `QBANK_LLM_URL`",
    )
    scoring_threads: int = Field(
        default=2,
        ge=0,
        le=16,
        description="Threads for slow scorers, which score answers after they are stored; "
        "0 leaves them to other processes",
    )
    llm_url: str | None = Field(
        default=None,
        description="Base URL of an OpenAI-compatible API, `https://host/v1`, whose model is "
        "the scorer `llm`; plain `http` to this machine only",
    )
    llm_model: str | None = Field(
        default=None, min_length=1, max_length=200, description="Name of the model that judges"
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key that is sent to `QBANK_LLM_URL` as Bearer"
    )
    llm_timeout_seconds: int = Field(
        default=30,
        ge=1,
        le=120,
        description="Longest single call to the model; a score takes twice as long at most",
    )
    llm_parameters: dict[str, Any] = Field(
        default={},
        description="JSON object of further members of a request to the model; `null` leaves out "
        "one that is sent otherwise",
    )
    llm_calls_per_hour: int = Field(
        default=600,
        ge=1,
        le=1_000_000,
        description="Calls to the model within an hour, of each process; a score takes two",
    )
    llm_tokens_per_day: int = Field(
        default=2_000_000,
        ge=1,
        le=10_000_000_000,
        description="Tokens that the model may take within a day, of each process",
    )
    llm_fallback: Literal["none", "keypoints"] = Field(
        default="none",
        description="What scores when the model cannot: nothing, so that it is tried again, or "
        "`keypoints`, flagged as `fallback`",
    )
    max_body_bytes: int = Field(
        default=1_048_576, ge=1024, le=1_073_741_824, description="Largest request body"
    )
    max_import_bytes: int = Field(
        default=67_108_864,
        ge=1024,
        le=1_073_741_824,
        description="Largest request body of an import, which is held in memory",
    )
    import_job_bytes: int = Field(
        default=1_048_576,
        ge=1,
        le=1_073_741_824,
        description="Largest files, unpacked, of an import that is done while its client waits; "
        "larger ones are answered 202 and done afterwards",
    )
    import_threads: int = Field(
        default=1,
        ge=0,
        le=16,
        description="Threads for imports that are done afterwards; 0 leaves them to other "
        "processes",
    )
    max_connections: int = Field(
        default=2000, ge=1, le=100_000, description="Connections at once; more are answered 503"
    )
    max_streams: int = Field(
        default=100,
        ge=0,
        le=10_000,
        description="Streams of events at once, of each process; more are answered 503",
    )
    threads: int = Field(
        default=8,
        ge=1,
        le=64,
        description="Threads for writes and for a database over the network; "
        "on Postgres also the size of the connection pool",
    )
    statement_seconds: int = Field(
        default=10, ge=1, le=600, description="Longest single statement on Postgres"
    )
    shutdown_seconds: int = Field(
        default=10, ge=1, le=600, description="Grace for running requests at shutdown"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log line that is written"
    )

    @field_validator("admin_key", "llm_api_key")
    @classmethod
    def _key_fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            text = value.get_secret_value()
            if not text.isascii() or not text.isprintable() or " " in text:
                raise ValueError("must be printable ASCII without spaces, to fit in a header")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins_are_origins(cls, value: str | None) -> str | None:
        if value is not None and value.strip() != "*":
            for origin in value.split(","):
                if not _ORIGIN.fullmatch(origin.strip()):
                    raise ValueError("must be * or origins, such as https://quiz.example.com")
        return value

    @property
    def effective_database_url(self) -> str:
        """The URL in use, the SQLite default resolved against the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'qbank.db'}"

    @property
    def allowed_origins(self) -> list[str]:
        """The origins of web pages that may call the service, or `*` alone."""
        return [origin.strip() for origin in (self.cors_origins or "").split(",") if origin]

    @cached_property
    def is_loopback(self) -> bool:
        """Whether the service listens where only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @cached_property
    def is_public(self) -> bool:
        """Whether callers without a key may read and practise."""
        return self.is_loopback if self.public is None else self.public


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Those environment variables that look like settings and are none, such as a misspelt one,
    which would be passed over in silence."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    ours = (name for name in names if name.upper().startswith(PREFIX))
    return sorted(
        name for name in ours if name.upper() not in known and not name.startswith(_OF_TESTS)
    )


def settings_table() -> str:
    """The settings as the Markdown table that stands in the README."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default).lower()
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows) + "\n"

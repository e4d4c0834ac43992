"""Running the service: the socket first, then the database, the bank, the key, and the server."""

import gc
import logging
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app.access import service as access
from app.access.caller import Scope
from app.core.clock import utc_now
from app.core.database import Database
from app.core.errors import QbankError
from app.core.logs import configure_logging
from app.core.migrate import migrate
from app.core.resources import resource_folder
from app.core.settings import Settings
from app.interchange.seeding import seed_bank
from app.ops.protocol import ProblemProtocol
from app.questions.reading import count_published
from app.search.aliases import load_aliases

KEY_FILE = "admin.key"
AppFactory = Callable[..., FastAPI]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What there is to say about a bank that is ready to be served."""

    questions: int
    key_place: str
    new_key: str | None


def serve(settings: Settings, app_factory: AppFactory, say: Callable[[str], None]) -> None:
    """Serve until a signal ends it; running requests get `shutdown_seconds` to finish.

    Raises:
        QbankError: the address is taken, or the service may not listen there without a key.
    """
    listener = bind(settings)
    db = Database.of(settings)
    try:
        app = app_factory(settings, db=db)  # what is set wrongly is told before anything is done
        ready = prepare(db, settings)
        app.state.scorers.load()
        gc.freeze()  # what is loaded by now stays: no collection needs to walk it again
        configure_logging(settings.log_level)
        config = uvicorn.Config(
            app,
            http=ProblemProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=settings.max_connections,
            backlog=settings.max_connections,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
        # After it has shut down the server sends itself the signal that ended it once more;
        # then nothing is left to end but the tidying up below.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: None)
        announced = partial(announce, say, settings, listener, ready)
        Server(config, announce=announced, leave=app.state.streams.leave).run([listener])
    finally:
        listener.close()
        db.dispose()


class Server(uvicorn.Server):
    """A server that says it is there once it takes requests, not before, and that has what
    would go on by itself end before it waits for requests under way."""

    def __init__(
        self, config: uvicorn.Config, *, announce: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._announce, self._leave = announce, leave

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)


def bind(settings: Settings) -> socket.socket:
    """The listening socket, before anything slow or lasting is done.

    Raises:
        QbankError: the port is taken or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise QbankError(f"cannot listen on {settings.host}: {error.strerror}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        raise QbankError(
            f"cannot listen on {where}: {error.strerror}; choose another port with --port"
        ) from None
    return listener


def prepare(db: Database, settings: Settings) -> Prepared:
    """Bring the database to the newest schema, load the bundled questions into a bank that
    never had them, and see to a key.

    Raises:
        QbankError: the service would be reachable by others and nobody set a key.
    """
    load_aliases(settings.aliases_file)  # a bad file is told of now, not by the first search
    check_key_configured(db, settings)
    migrate(db)
    seed(db, settings)
    new_key = first_admin_key(db, settings)
    with db.read() as session:
        questions = count_published(session)
    if settings.admin_key is not None:
        place = "QBANK_ADMIN_KEY"
    elif new_key is not None or key_file(settings).exists():
        place = str(key_file(settings))
    else:
        place = "the database; make another with: qbank keys create"
    return Prepared(questions, place, new_key)


def seed(db: Database, settings: Settings) -> int:
    """Load the bundled questions, unless they were loaded before; how many there are new."""
    if not settings.seed_bank:
        return 0
    with db.write() as session:
        return seed_bank(session, resource_folder("seed"), utc_now())


def check_key_configured(db: Database, settings: Settings) -> None:
    """Refuse to listen beyond loopback while nobody has chosen a key.

    Raises:
        QbankError: neither the settings nor the database have one.
    """
    if settings.is_loopback or settings.admin_key is not None:
        return
    migrate(db)
    with db.read() as session:
        if not access.has_admin_key(session):
            raise QbankError(
                f"{settings.host} can be reached from other machines and there is no admin key: "
                "set QBANK_ADMIN_KEY"
            )


def first_admin_key(db: Database, settings: Settings) -> str | None:
    """Make the first key of a bank that has none, and keep it where only its owner reads."""
    if settings.admin_key is not None:
        return None
    with db.read() as session:
        if access.list_keys(session):
            return None
    path = key_file(settings)
    with db.write() as session:
        _, key = access.create_key(
            session, name="first admin key", scopes=[Scope.ADMIN], now=utc_now()
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key + "\n")
    return key


def key_file(settings: Settings) -> Path:
    """Where the first admin key is kept."""
    return settings.data_dir / KEY_FILE


def announce(
    say: Callable[[str], None], settings: Settings, listener: socket.socket, ready: Prepared
) -> None:
    """Tell a person where the service is and what to try first."""
    host, port = listener.getsockname()[:2]
    base = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    say(f"Listening   {base}")
    say(f"Docs        {base}/docs")
    say(f"Questions   {ready.questions}")
    if ready.new_key is not None:
        say(f"Admin key   {ready.new_key}  (shown this once, kept in {ready.key_place})")
    else:
        say(f"Admin key   in {ready.key_place}")
    say(f"Try         curl '{base}/api/v1/questions/random?count=5'")
    if not settings.is_public:
        say("Reading needs a key: send it as  Authorization: Bearer KEY")

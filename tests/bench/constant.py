"""The yardstick: a FastAPI app that answers every request with the same dict of a given size.

Run as `python -m tests.bench.constant BYTES`. It prints its address, like the service does.
"""

import socket
import sys

import uvicorn
from fastapi import FastAPI

from tests.serving import HOST

PATH = "/constant"


def create_constant_app(size: int) -> FastAPI:
    """An app whose one answer is `size` bytes long (at least 12). It is a single text, which
    is the cheapest to write, so that nothing in the yardstick flatters the service."""
    app = FastAPI()
    answer = {"value": "x" * max(0, size - len('{"value":""}'))}

    @app.api_route(PATH, methods=["GET", "POST"])
    async def constant() -> dict[str, str]:
        return answer

    return app


def main() -> None:
    """Serve until a signal ends it, as the service is served but for its log of requests."""
    listener = socket.create_server((HOST, 0))
    print(f"http://{HOST}:{listener.getsockname()[1]}", flush=True)
    app = create_constant_app(int(sys.argv[1]))
    uvicorn.Server(uvicorn.Config(app, access_log=False, server_header=False)).run([listener])


if __name__ == "__main__":
    main()

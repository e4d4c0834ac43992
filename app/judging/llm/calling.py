"""One call to a judge: a bounded exchange with an address that was checked."""

import math
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic_core import to_json

from app.judging.llm.endpoint import Endpoint
from app.judging.llm.failures import (
    LATE,
    REDIRECTED,
    TOO_LONG,
    UNREACHABLE,
    UNREADABLE,
    CallFailed,
)

MAX_REPLY = 512 * 1024
MAX_PAUSE = 3600
_TOO_MANY, _UNAVAILABLE = 429, 503
_REFUSED_FOR_GOOD = frozenset({400, 413, 422})
_HEADERS = {
    "Accept": "application/json",
    # What is not packed cannot unpack to more than was counted.
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "interview-question-bank",
}


class Caller:
    """Calls one endpoint, never by a proxy, never to where it is redirected."""

    def __init__(
        self, endpoint: Endpoint, *, seconds: float, trusted: ssl.SSLContext | None = None
    ) -> None:
        self._endpoint, self._seconds = endpoint, seconds
        # Made once, for it takes long; plain HTTP to this machine needs none.
        self._verify: ssl.SSLContext | bool = trusted or (
            httpx.create_ssl_context(trust_env=False) if endpoint.url.scheme == "https" else False
        )

    def client(self) -> httpx.AsyncClient:
        """A client for the calls of one score."""
        return httpx.AsyncClient(
            verify=self._verify,
            trust_env=False,
            follow_redirects=False,
            timeout=self._seconds,
            headers=_HEADERS,
        )

    async def post(
        self, client: httpx.AsyncClient, addresses: list[str], payload: dict[str, Any]
    ) -> bytes:
        """The body of the answer to a request, from the first address that is there.

        Raises:
            CallFailed: there is no answer, not in time, or none that may be read.
        """
        body = to_json(payload)
        for address in addresses:
            try:
                return await self._post_to(client, address, body)
            except httpx.TimeoutException:
                raise CallFailed(LATE) from None
            except httpx.ConnectError:
                continue
            except (httpx.HTTPError, OSError):
                raise CallFailed(UNREACHABLE) from None
        raise CallFailed(UNREACHABLE)

    async def _post_to(self, client: httpx.AsyncClient, address: str, body: bytes) -> bytes:
        url = self._endpoint.url
        headers = {"Host": self._endpoint.authority}
        if self._endpoint.key is not None:
            headers["Authorization"] = f"Bearer {self._endpoint.key.get_secret_value()}"
        async with client.stream(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers=headers,
            # The certificate has to be that of the name, whatever address it led to.
            extensions={"sni_hostname": self._endpoint.host},
        ) as response:
            _check_head(response)
            received = bytearray()
            async for piece in response.aiter_raw():
                received += piece
                if len(received) > MAX_REPLY:
                    raise CallFailed(TOO_LONG)
            return bytes(received)


def _check_head(response: httpx.Response) -> None:
    status = response.status_code
    if response.is_redirect or 300 <= status < 400:
        raise CallFailed(REDIRECTED)
    if status != httpx.codes.OK:
        waits = status in (_TOO_MANY, _UNAVAILABLE)
        raise CallFailed(
            f"The judge answered {status}",
            retry=status not in _REFUSED_FOR_GOOD,
            pause=pause_of(response.headers.get("retry-after")) if waits else None,
        )
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise CallFailed(UNREADABLE)


def pause_of(header: str | None) -> int | None:
    """The seconds that a `Retry-After` asks for, 1 to 3,600; None if it says nothing."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return max(1, min(MAX_PAUSE, int(text[:9])))
    try:
        until = parsedate_to_datetime(text)
        seconds = (until.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return max(1, min(MAX_PAUSE, math.ceil(seconds)))

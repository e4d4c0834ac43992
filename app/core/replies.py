"""Answers kept for as long as the bank stands still, for requests that anyone may send.

An answer is kept with the bank's revision as it was before the answer was made, and is given
again only while the database says that revision. A change by any process is a new revision
in the same transaction, so none is ever missed.
"""

from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

MAX_REPLIES = 2048
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    body: bytes
    headers: list[tuple[bytes, bytes]]


class KeptReplies:
    """The last answers to public requests, by path and query; bounded in number and bytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, bytes], _Kept] = OrderedDict()
        self._bytes = 0
        self._asked: set[tuple[str, bytes]] = set()

    def is_asked_again(self, key: tuple[str, bytes]) -> bool:
        """Whether the request was seen before; what is asked once is not worth the looking."""
        if key in self._kept or key in self._asked:
            return True
        if len(self._asked) >= MAX_REPLIES:
            self._asked.clear()
        self._asked.add(key)
        return False

    def find(self, key: tuple[str, bytes], revision: int) -> Response | None:
        """The kept answer, if it is of this revision."""
        kept = self._kept.get(key)
        if kept is None or kept.revision != revision:
            return None
        self._kept.move_to_end(key)
        response = Response(kept.body)
        response.raw_headers = list(kept.headers)
        return response

    def keep(self, key: tuple[str, bytes], revision: int, response: Response) -> None:
        """Keep an answer that was made at this revision or after it."""
        if response.status_code != 200:
            return
        before = self._kept.pop(key, None)
        kept = _Kept(revision, bytes(response.body), list(response.raw_headers))
        self._kept[key] = kept
        self._bytes += len(kept.body) - (len(before.body) if before else 0)
        while len(self._kept) > MAX_REPLIES or self._bytes > MAX_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped.body)


def key_of(request: Request) -> tuple[str, bytes] | None:
    """What names a request whose answer may be kept; None if it may not, because the caller
    sent a key, asks conditionally, or would be refused in a closed bank."""
    scope = request.scope
    for name, _ in scope["headers"]:
        if name in _OF_ONE_CALLER:
            return None
    if not request.app.state.settings.is_public:
        return None
    return scope["path"], scope["query_string"]


_OF_ONE_CALLER = frozenset({b"authorization", b"if-none-match"})

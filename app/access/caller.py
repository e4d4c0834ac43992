"""Who is calling: the scopes of a key, the token of an interview, or nobody in particular."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do; `admin` includes all the others."""

    QUESTIONS_READ = "questions:read"
    QUESTIONS_WRITE = "questions:write"
    SETS_WRITE = "sets:write"
    INTERVIEWS_RUN = "interviews:run"
    REVIEWS_WRITE = "reviews:write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """The sender of one request. `key_id` names an API key, `token` is an interview's."""

    key_id: str | None = None
    scopes: frozenset[Scope] = frozenset()
    token: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the caller's key carries the scope."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    @property
    def is_staff(self) -> bool:
        """Whether answers, hints and key points may be shown to this caller."""
        return self.may(Scope.QUESTIONS_READ)

    @property
    def identity(self) -> str:
        """A stable name that keeps one caller's idempotency keys apart from another's."""
        if self.key_id is not None:
            return f"key:{self.key_id}"
        if self.token is not None:
            return f"token:{hashlib.sha256(self.token.encode()).hexdigest()}"
        return "anonymous"


ANONYMOUS = Caller()

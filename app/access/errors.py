"""What access refuses: keys that are unknown, revoked or too weak for the request."""

from app.core.errors import Forbidden, Unauthorized


class UnknownKey(Unauthorized):
    code = "unknown_key"
    title = "The key is not known, or was revoked"


class KeyNeeded(Unauthorized):
    code = "key_needed"
    title = "This needs a key"


class ScopeMissing(Forbidden):
    code = "scope_missing"
    title = "The key lacks a scope that this needs"

    def __init__(self, scope: str) -> None:
        super().__init__(f"The key lacks the scope {scope}", scope=scope)

"""Where a judge is, and whether it may be asked there."""

import ipaddress
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

_PATH = "/chat/completions"
RESERVED = frozenset({"model", "messages", "stream", "n"})
"""Members of a request that nobody but this package sets."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of chat completions, and how its service knows who asks."""

    url: httpx.URL
    key: SecretStr | None = None

    @property
    def host(self) -> str:
        """The host as it is looked up and as its certificate names it, in ASCII."""
        return self.url.raw_host.decode("ascii")

    @property
    def is_here(self) -> bool:
        """Whether the URL itself names this machine."""
        return names_loopback(self.host)

    @property
    def authority(self) -> str:
        """What the `Host` header says."""
        return self.url.netloc.decode("ascii")


def endpoint_at(url: str, key: SecretStr | None = None) -> Endpoint:
    """The endpoint under a base URL such as `https://host/v1`.

    Raises:
        ValueError: it is no such URL, or one that is not safe to send answers to.
    """
    try:
        parsed = httpx.URL(url.strip())
        authority = parsed.netloc.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, TypeError):
        raise ValueError("is not a URL") from None
    is_usable = 0 < (parsed.port or 1) < 65_536 and parsed.host
    if parsed.scheme not in ("http", "https") or not is_usable:
        raise ValueError("must be a URL such as https://host/v1")
    if parsed.userinfo or "@" in authority or parsed.fragment:
        raise ValueError("must hold neither a name, a password nor a fragment")
    if parsed.scheme == "http" and not names_loopback(parsed.host):
        raise ValueError("must be https, unless it names this machine (localhost, 127.0.0.1, ::1)")
    path = parsed.path.rstrip("/")
    if not path.endswith(_PATH):
        path += _PATH
    return Endpoint(parsed.copy_with(path=path), key)


def names_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

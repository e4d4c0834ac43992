"""The addresses of a host, each of them checked: what is asked there goes to no inner network."""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from app.judging.llm.failures import FORBIDDEN, UNREACHABLE, CallFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# For special purposes or tunnels; not every release of Python takes all of them for such.
_SPECIAL = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b:1::/48", "2001::/23", "2002::/16"))
)
_MOST = 16


def look_up(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host; waits for the network."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def find_addresses(
    host: str, port: int, *, is_here: bool, resolve: Resolver = look_up
) -> list[str]:
    """The addresses of a host, all of which may be connected to: public ones, or those of this
    machine if the URL names it (`is_here`).

    Raises:
        CallFailed: there is none, or one that may not be connected to.
    """
    try:
        found = [ipaddress.ip_address(text) for text in await _resolved(host, port, resolve)]
    except (OSError, ValueError):
        raise CallFailed(UNREACHABLE) from None
    if not found:
        raise CallFailed(UNREACHABLE)
    if not all(may_connect(address, is_here=is_here) for address in found):
        raise CallFailed(FORBIDDEN)
    return [str(address) for address in found[:_MOST]]


def may_connect(address: Address, *, is_here: bool) -> bool:
    """Whether an address is public, or this machine's where that was asked for."""
    if is_here:
        return address.is_loopback
    meant = _meant(address)
    special = meant.is_multicast or any(meant in network for network in _SPECIAL)
    return meant.is_global and not special


def _meant(address: Address) -> Address:
    """The address of IPv4 that one of IPv6 stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


async def _resolved(host: str, port: int, resolve: Resolver) -> Sequence[str]:
    """Looks a host up in a thread that nobody has to wait for: a look-up cannot be ended, and
    the loop's own threads would be waited for when the loop ends."""
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(addresses: Sequence[str] | None, error: BaseException | None) -> None:
        if found.done():
            return
        if error is not None:
            found.set_exception(error)
        else:
            found.set_result(addresses or ())

    def work() -> None:
        addresses, failed = None, None
        try:
            addresses = resolve(host, port)
        except OSError as error:
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, addresses, failed)

    threading.Thread(target=work, name="judge-address", daemon=True).start()
    return await found

"""Who a request comes from: a signed-in person, else an address, also where proxies stand between."""

import os
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import UnusableInput

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]
LOOPBACK: Networks = (ip_network("127.0.0.0/8"), ip_network("::1"))


def networks(setting: str, default: Networks = ()) -> Networks:
    """The addresses and networks that a setting names, parted by commas. Raises `UnusableInput`."""
    named = os.environ.get(setting, "")
    try:
        found = tuple(ip_network(each.strip(), strict=False) for each in named.split(",") if each.strip())
    except ValueError as fault:
        raise UnusableInput(
            f"{setting} is {named[:80]!r}.", "Set it to addresses or networks, parted by commas: 10.1.0.0/16, 10.2.3.4."
        ) from fault
    return found or default


def trusted_proxies() -> Networks:
    """The proxies whose word is taken for who is asking: TRUSTED_PROXIES, by default this machine."""
    return networks("TRUSTED_PROXIES", LOOPBACK)


def is_within(address: Address | None, allowed: Networks) -> bool:
    """Whether an address is one of these, or in one of these networks."""
    return address is not None and any(address in network for network in allowed)


def is_trusted(host: str) -> bool:
    """Whether a connection from that address is one of a trusted proxy."""
    return is_within(_address(host), trusted_proxies())


def address_of(scope: Scope, trusted: Networks) -> Address | None:
    """The address a request comes from; None when it is not known.

    What stands in X-Forwarded-For (or X-Real-IP) is believed of trusted proxies only; of several proxies, from the
    nearest on.
    """
    peer = _peer(scope)
    if not is_within(peer, trusted):
        return peer
    headers = Headers(scope=scope)
    told = headers.getlist("x-forwarded-for") or headers.getlist("x-real-ip")
    if not told:
        return None if headers.get("forwarded") else peer
    for each in _from_the_nearest(told):
        address = _address(each)
        if address is None or not is_within(address, trusted):
            return address
    return peer


def client_of(scope: Scope, trusted: Networks) -> str:
    """What a limit counts by: the name of a signed-in person, else the address, of IPv6 its network of one household."""
    if name := str(scope.get("state", {}).get("person", "")):
        return f"name {name}"
    address = address_of(scope, trusted)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


class Forwarded:
    """A layer that knows from a trusted proxy whether visitors use https, which links to us then do, too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._trusted = trusted_proxies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] == "http" and is_within(_peer(scope), self._trusted):
            told = Headers(scope=scope).get("x-forwarded-proto", "").strip().lower()
            scope["scheme"] = told if told in ("http", "https") else scope["scheme"]
        await self._app(scope, receive, send)


def _peer(scope: Scope) -> Address | None:
    return _address(scope["client"][0]) if scope.get("client") else None


def _from_the_nearest(told: list[str]) -> Iterator[str]:
    return reversed([each.strip() for line in told for each in line.split(",")])


def _address(text: str) -> Address | None:
    """An address as it is written in a header: with a port, in brackets, or neither."""
    bare = text.strip().strip('"')
    bare = bare[1:].partition("]")[0] if bare.startswith("[") else bare
    bare = bare.rpartition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address

"""Which network addresses are public, so that no web address reaches into the network of whoever runs the program."""

import ipaddress
import re
import socket

from corpus.errors import UnreadableFile

# Names that mean this machine or this network (RFC 6761, 6762, 8375 and ICANN's .internal); so does one without a dot.
_LOCAL_NAME = re.compile(r"[^.:]+|.*\.(localhost|local|internal|home\.arpa)", re.IGNORECASE)
_UNICAST = ipaddress.ip_network("2000::/3")  # all IPv6 addresses given out so far are in it
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is reached
# Closed by the IANA registries, but not, or not in every release, by Python's `is_global`.
_ALSO_CLOSED = tuple(map(ipaddress.ip_network, ["192.0.0.0/24", "192.88.99.0/24", "3fff::/20"]))


def public_addresses(host: str, port: int, *, allow_private: bool, proxied: bool = False) -> tuple[str, ...]:
    """The addresses of a host, all of them public unless `allow_private`. Raises `UnreadableFile`.

    Connect to one of these and not to the name, which might mean another address the next time. Empty if `proxied`
    and the name is known to the proxy only, as in networks that look nothing up themselves.
    """
    literal = _literal(host)
    if not (allow_private or literal) and _LOCAL_NAME.fullmatch(host):
        raise _private(host)
    addresses = (literal,) if literal else _looked_up(host, port, proxied)
    if not (allow_private or all(map(is_public, addresses))):
        raise _private(host)
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address can be reached by anyone on the internet; false for every private and reserved range."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _embedded(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _ALSO_CLOSED)


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to (mapped, 6to4, NAT64)."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _literal(host: str) -> str | None:
    """The address that a host spells out, also as "0x7f.1" or "2130706433", as the systems' own look-up reads it."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if not host.rpartition(".")[2][:1].isdigit():  # no top-level domain begins with a digit
        return None
    try:
        return str(ipaddress.IPv4Address(socket.inet_aton(host)))
    except OSError as fault:
        raise UnreadableFile(f"{host} is not the name of a website.", "Check the spelling of the address.") from fault


def _looked_up(host: str, port: int, proxied: bool) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:  # UnicodeError: a part of the name is empty or longer than 63 characters
        if proxied and isinstance(fault, OSError):
            return ()
        raise UnreadableFile(
            f"The website {host} was not found.",
            "Check the spelling of the address, and that this computer is online. "
            "If your network reaches the web through a proxy, set HTTPS_PROXY.",
        ) from fault
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _private(host: str) -> UnreadableFile:
    return UnreadableFile(
        f"{host} is inside a private network, from which nothing is fetched.",
        "Download the document and add the file; "
        "or, if pages of your own network may be read, set ALLOW_PRIVATE_ADDRESSES=1.",
    )

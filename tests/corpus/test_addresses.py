import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import is_public, public_addresses
from corpus.errors import UnreadableFile

CLOSED = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    ::/128 ::1/128 ::/96 fc00::/7 fe80::/10 fec0::/10 ff00::/8 100::/64 2001::/32 2001:db8::/32 3fff::/20 64:ff9b:1::/48
""".split()
OPEN = "1.0.0.0/8 8.0.0.0/8 51.0.0.0/8 93.184.0.0/16 172.32.0.0/11 193.0.0.0/10 2606:4700::/32 2a00:1450::/32".split()


def within(networks: list[str]) -> st.SearchStrategy[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


def spellings(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[str]:
    """The same address as it can be written into an address bar, or wrapped into IPv6."""
    if isinstance(ip, ipaddress.IPv6Address):
        return [str(ip), ip.exploded]
    number, parts = int(ip), ip.packed
    wrapped = [0xFFFF << 32 | number, 0x2002 << 112 | number << 80, 0x64FF9B << 96 | number]
    return [
        str(ip),
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{hex(number & 0xFFFF)}",
        *(str(ipaddress.IPv6Address(address)) for address in wrapped),
    ]


@given(within([network for network in CLOSED if ":" not in network]), st.integers(0, 10))
def test_no_spelling_of_a_closed_address_gets_through(ip: ipaddress.IPv4Address, spelling: int) -> None:
    with pytest.raises(UnreadableFile, match="private network"):
        public_addresses(spellings(ip)[spelling], 80, allow_private=False)


@given(within([network for network in CLOSED if ":" in network]), st.integers(0, 1), st.booleans())
def test_no_closed_ipv6_address_gets_through(ip: ipaddress.IPv6Address, spelling: int, proxied: bool) -> None:
    with pytest.raises(UnreadableFile, match="private network"):
        public_addresses(spellings(ip)[spelling], 443, allow_private=False, proxied=proxied)


@given(within(OPEN), st.data())
def test_every_spelling_of_an_open_address_gets_through(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address, data: st.DataObject
) -> None:
    (address,) = public_addresses(data.draw(st.sampled_from(spellings(ip))), 80, allow_private=False)
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "intranet", "a.localhost", "nas.local", "x.home.arpa"])
def test_names_of_this_network_are_not_even_looked_up(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "getaddrinfo")
    with pytest.raises(UnreadableFile) as refusal:
        public_addresses(host, 80, allow_private=False, proxied=True)
    assert "ALLOW_PRIVATE_ADDRESSES=1" in refusal.value.remedy


def test_this_machine_is_reached_when_that_is_allowed() -> None:
    assert public_addresses("127.1", 80, allow_private=True) == ("127.0.0.1",)
    assert "127.0.0.1" in public_addresses("localhost", 80, allow_private=True)


@pytest.mark.parametrize("host", ["999.1.1.1", "0x7f.0x", "1.2.3.4.5"])
def test_a_number_that_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(UnreadableFile, match="not the name of a website"):
        public_addresses(host, 80, allow_private=True, proxied=True)


@pytest.mark.parametrize("host", ["a..example", "x" * 64 + ".example"])
def test_a_name_that_nothing_can_have_is_not_found(host: str) -> None:
    with pytest.raises(UnreadableFile, match="was not found"):
        public_addresses(host, 80, allow_private=False, proxied=True)

"""A connection to one website: to an address that was checked, or to the network's proxy, and with a deadline."""

import ssl
import time
import urllib.request
from collections.abc import Iterable
from contextlib import suppress

import httpcore
import httpx

from corpus.addresses import public_addresses
from corpus.errors import UnreadableFile

_PORTS = {"http": 80, "https": 443}


def connection(
    url: httpx.URL, proxy: httpx.Proxy | None, deadline: float, *, allow_private: bool
) -> httpcore.ConnectionPool:
    """What a request to `url` goes through; `deadline` is a moment of `time.monotonic`. Raises `UnreadableFile`.

    Without a proxy the host's addresses are looked up and checked, and one of them is connected to: no second look-up
    can give another. The certificate is still checked for the name. With a proxy, a host that is a private address,
    has a name of this network, or is looked up here as private is refused all the same; but the proxy does its own
    look-up, and what it lets through is its owner's decision.
    """
    port = url.port or _PORTS[url.scheme]
    addresses = public_addresses(url.host, port, allow_private=allow_private, proxied=proxy is not None)
    secure = _certificates() if url.scheme == "https" else None
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=secure, network_backend=_Backend(addresses, deadline))
    return httpcore.HTTPProxy(
        str(proxy.url), proxy_auth=proxy.raw_auth, ssl_context=secure, network_backend=_Backend((), deadline)
    )


def proxy_for(url: httpx.URL) -> httpx.Proxy | None:
    """The proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, or else the system, name for an address.

    Many police networks have no other way out. Raises `UnreadableFile` for one of a kind we cannot use.
    """
    proxies = urllib.request.getproxies()
    address = proxies.get(url.scheme) or proxies.get("all")
    if not address or urllib.request.proxy_bypass(url.host):
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or not proxy.url.scheme.startswith("http"):
        raise UnreadableFile("The proxy set for this computer cannot be used.", "Set HTTPS_PROXY to http://NAME:PORT.")
    return proxy


def _certificates() -> ssl.SSLContext:
    """The issuers we trust: those of httpx, and those of the system, among which a police network puts its own."""
    try:
        context = httpx.create_ssl_context()
    except OSError as fault:
        raise UnreadableFile(
            "The file of certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read.", "Correct the setting."
        ) from fault
    context.load_default_certs()
    return context


class _Stream(httpcore.NetworkStream):
    """A connection every step of which ends by the deadline, so that a server that drips is cut off."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


class _Backend(httpcore.NetworkBackend):
    """Connects to the first of the addresses that answers; without any, to the host asked for (the proxy)."""

    def __init__(self, addresses: tuple[str, ...], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses or (host,)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connect(address, port, timeout)
        return self._connect(last, port, timeout)

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = httpcore.SyncBackend().connect_tcp(address, port, _left(self._deadline, timeout))
        return _Stream(stream, self._deadline)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)

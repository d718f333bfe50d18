"""One request to one web address, and in plain words why it failed."""

import gzip
import io
import ssl
import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpcore
import httpx

from corpus.connection import connection, proxy_for
from corpus.errors import UnreadableFile

SAVE_IT = "Open the address in your browser, save the document, and add that file."
_TRY_AGAIN = f"Try again later. {SAVE_IT}"
_PROXY_HELP = f"Ask your IT department to allow it, or: {SAVE_IT[0].lower()}{SAVE_IT[1:]}"
_REDIRECTS = (301, 302, 303, 307, 308)
_CERTIFICATE_FAULTS = {10: "it has run out", 62: "it is for another website", 64: "it is for another website"}
_FAULTS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost: bytes (unpacked), seconds in all, seconds to connect, redirects followed."""

    size: int = 50_000_000  # as the readers' own limit
    seconds: float = 60.0
    connect_seconds: float = 10.0
    redirects: int = 5


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a website sent: a document, unpacked, or where else to look (`location`)."""

    content_type: str
    body: bytes
    location: str | None = None


def get(url: httpx.URL, limits: Limits, deadline: float, *, allow_private: bool) -> Reply:
    """Ask for an address once; `deadline` is a moment of `time.monotonic`. Raises `UnreadableFile`."""
    proxy = proxy_for(url)
    agent = user_agent().encode()
    headers = [(b"Host", url.netloc), (b"User-Agent", agent), (b"Accept", b"*/*"), (b"Accept-Encoding", b"gzip")]
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    extensions = {"timeout": {"connect": limits.connect_seconds}}
    try:
        with (
            connection(url, proxy, deadline, allow_private=allow_private) as pool,
            pool.stream("GET", target, headers=headers, extensions=extensions) as response,
        ):
            return _reply(response, url.host, limits.size)
    except _FAULTS as fault:
        raise _told(fault, url.host, limits, proxied=proxy is not None) from fault


@cache
def user_agent() -> str:
    """The name under which websites see this program."""
    project = Path(__file__).parent.parent / "pyproject.toml"
    return f"inspection-assistant/{tomllib.loads(project.read_text(encoding='utf-8'))['project']['version']}"


def _reply(response: httpcore.Response, host: str, size: int) -> Reply:
    headers = httpx.Headers(response.headers)
    location = headers.get("location")
    if response.status in _REDIRECTS and location:
        return Reply("", b"", location)
    if response.status != 200:
        raise _refused(response.status, host)
    return Reply(headers.get("content-type", ""), _body(response, headers, host, size))


def _body(response: httpcore.Response, headers: httpx.Headers, host: str, size: int) -> bytes:
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise UnreadableFile(f"{host} sends the document packed in a way we cannot read.", SAVE_IT)
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > size:
        raise _too_large(host, size)
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > size:
            raise _too_large(host, size)
    return _unpacked(bytes(body), host, size) if "gzip" in packing else bytes(body)


def _unpacked(body: bytes, host: str, size: int) -> bytes:
    """What a gzip holds; of one that would swell beyond `size`, no more than that is unpacked."""
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(body)).read(size + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise UnreadableFile(f"What {host} sent arrived damaged.", _TRY_AGAIN) from fault
    if len(unpacked) > size:
        raise _too_large(host, size)
    return unpacked


def _too_large(host: str, size: int) -> UnreadableFile:
    return UnreadableFile(
        f"What {host} sends is larger than {size / 1_000_000:g} MB.",
        "Check that it is the document you meant; if so, download it, split it and add the parts.",
    )


def _refused(status: int, host: str) -> UnreadableFile:
    """What a status code means for the reader."""
    if status in (404, 410):
        return UnreadableFile(
            f"{host} has no such page ({status}).",
            "Check the address; the page may have moved: search the site for it.",
        )
    if status in (401, 403):
        return UnreadableFile(f"{host} does not let us read the page ({status}).", SAVE_IT)
    if status == 407:
        return UnreadableFile("Your network's proxy asks for a sign-in (407).", _PROXY_HELP)
    if status == 429 or status >= 500:
        return UnreadableFile(f"{host} cannot serve the page at the moment ({status}).", _TRY_AGAIN)
    return UnreadableFile(f"{host} sent no document ({status}).", SAVE_IT)


def _told(fault: Exception, host: str, limits: Limits, *, proxied: bool) -> UnreadableFile:
    """What a fault of the connection means for the reader."""
    cause = fault.args[0] if fault.args else None  # httpcore wraps what the system said, and drops it as `__cause__`
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = _CERTIFICATE_FAULTS.get(cause.verify_code, "nobody whom this computer trusts has issued it")
        return UnreadableFile(
            f"{host} cannot prove that it is {host}: its certificate is not valid ({why}).",
            "Get the document another way. If your network inspects web traffic, ask your IT department for its "
            "certificate file and set SSL_CERT_FILE to it.",
        )
    if isinstance(cause, ssl.SSLError):
        return UnreadableFile(f"No secure connection to {host} could be made.", SAVE_IT)
    if isinstance(fault, httpcore.ConnectTimeout):
        return UnreadableFile(f"{host} did not answer within {limits.connect_seconds:g} seconds.", _TRY_AGAIN)
    if isinstance(fault, httpcore.TimeoutException):
        return UnreadableFile(f"{host} did not send the document within {limits.seconds:g} seconds.", _TRY_AGAIN)
    if isinstance(fault, httpcore.ProxyError):
        return UnreadableFile(f"Your network's proxy does not let us reach {host} ({fault}).", _PROXY_HELP)
    if isinstance(fault, httpcore.ConnectError) and proxied:
        return UnreadableFile("Your network's proxy cannot be reached.", "Check the setting HTTPS_PROXY.")
    if isinstance(cause, ConnectionRefusedError):
        return UnreadableFile(f"{host} refuses connections.", f"Check the address. {_TRY_AGAIN}")
    if isinstance(fault, httpcore.ConnectError):
        return UnreadableFile(f"{host} cannot be reached.", "Check that this computer is online, and the address.")
    return UnreadableFile(f"{host} broke off, or sent what no browser could read.", _TRY_AGAIN)

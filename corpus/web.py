"""From a web address to a file that the readers can read."""

import hashlib
import os
import re
import secrets
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from corpus.download import SAVE_IT, USUAL, Limits, Reply, get
from corpus.errors import UnreadableFile
from corpus.web_content import content_of

__all__ = ["Fetched", "Limits", "fetch", "has_scheme", "is_address"]

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")  # the second: an IPv6 address
_MAX_NAME = 100  # characters, without the suffix


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched file, and the address it came from in the end, after redirects."""

    path: Path
    address: str


def is_address(text: str) -> bool:
    """Whether a text is meant as a web address: it begins with http:// or https://."""
    return text.strip().lower().startswith(("http://", "https://"))


def has_scheme(text: str) -> bool:
    """Whether a text begins like an address of any sort ("ftp://"), which no file's name does."""
    return re.match(r"\s*[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def fetch(address: str, folder: Path, *, allow_private: bool | None = None, limits: Limits = USUAL) -> Fetched:
    """The document at a web address as a file in `folder`, named after the address, with the suffix of its format.

    Redirects are followed by hand, so that each address on the way is checked as the first was. No cookies are
    kept. Private networks are refused unless `allow_private`, or ALLOW_PRIVATE_ADDRESSES=1 where that is None. Raises
    `UnreadableFile`, and leaves nothing behind. A file of the same name is replaced: give each fetch its own folder
    unless that is wanted. (The time limit does not cut short the system's look-up of a name, which has its own.)
    """
    if allow_private is None:
        allow_private = os.environ.get("ALLOW_PRIVATE_ADDRESSES", "").strip() == "1"
    deadline = time.monotonic() + limits.seconds
    url, reply = _followed(_url(address), limits, deadline, allow_private)
    suffix, content = content_of(reply, url)
    return Fetched(_saved(content, folder / _file_name(url, suffix)), str(url))


def _followed(url: httpx.URL, limits: Limits, deadline: float, allow_private: bool) -> tuple[httpx.URL, Reply]:
    """The document, and the address at which it was in the end."""
    seen: set[httpx.URL] = set()
    while True:
        seen.add(url)
        reply = get(url, limits, deadline, allow_private=allow_private)
        if reply.location is None:
            return url, reply
        url = _url(reply.location, url)
        if url in seen:
            raise UnreadableFile(f"{url.host} sends us round in a circle; it may ask for a sign-in.", SAVE_IT)
        if len(seen) > limits.redirects:
            raise UnreadableFile(f"{url.host} sends us on more than {limits.redirects} times.", SAVE_IT)


def _url(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """The parts of an address, which may be relative to `base`. Raises `UnreadableFile` for one we do not go to."""
    try:
        url = httpx.URL(address.strip()) if base is None else base.join(address.strip())
        url = url.copy_with(fragment=None)
        if url.raw_host.endswith(b"."):  # the same host, but no certificate is made out to it
            url = url.copy_with(host=url.host.rstrip("."))
    except (httpx.InvalidURL, ValueError) as fault:
        raise _no_address(address) from fault
    if url.scheme not in ("http", "https") and url.scheme:
        raise UnreadableFile(
            f"Addresses that begin with “{url.scheme[:20]}:” are not read, only https:// and http://.",
            "Download the document and add the file by its name.",
        )
    if url.userinfo:
        raise UnreadableFile(
            f"The address holds a user name or a password for {url.host}; such addresses are not fetched.",
            "Give it without them, or download the document and add the file.",
        )
    if not _HOST.fullmatch(url.raw_host.decode("ascii")) or not (url.port is None or 0 < url.port < 65536):
        raise _no_address(address)
    return url


def _no_address(address: str) -> UnreadableFile:
    return UnreadableFile(
        f"“{address.strip()[:100]}” is not a web address.", "Copy the whole address, which begins with https://."
    )


def _file_name(url: httpx.URL, suffix: str) -> str:
    """A name that shows where the file is from; the same address always has the same name."""
    path = url.path.rstrip("/").lower().removesuffix(suffix)
    plain = unicodedata.normalize("NFKD", f"{url.host}{path}").encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if url.query or len(name) > _MAX_NAME:  # the rest of the address may be what tells two documents apart
        name = f"{name[: _MAX_NAME - 9].rstrip('-')}-{hashlib.sha256(str(url).encode()).hexdigest()[:8]}"
    return name + suffix


def _saved(content: bytes, path: Path) -> Path:
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as fault:
        with suppress(OSError):  # it may not be there, nor its folder
            part.unlink()
        raise UnreadableFile(
            f"The document cannot be saved in {path.parent} ({fault.strerror}).",
            "Check that there is room and that the folder may be written to.",
        ) from fault
    return path

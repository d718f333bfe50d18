"""Where the index is searched when that is not in the data folder: a Chroma server, or Milvus. Named by the environment."""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from corpus import InspectionError, UnusableFolder, UnusableInput

NAME_FILE = "index-name"  # in the data folder
_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,63}", re.IGNORECASE | re.ASCII)
_PORTS = {"chroma": {"http": 8000, "https": 443}, "milvus": {"http": 19530, "https": 443}}


class UnusableServer(InspectionError):
    """A server that the index needs cannot be reached, does not let us in, or does not answer as it should."""


class LostIndex(UnusableServer):
    """The server no longer has what was stored there; the next sync stores it again."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and what this corpus's index is called on it; without `tenant` and `database` its own defaults."""

    kind: Literal["chroma", "milvus"]
    url: str  # scheme://host:port, or for Milvus a file, which milvus-lite serves within this process
    name: str
    key: str = field(default="", repr=False)
    tenant: str = ""
    database: str = ""

    @property
    def address(self) -> str:
        """Tells two places apart in which an index can be."""
        return "/".join(each for each in (self.url, self.tenant, self.database, self.name) if each)


def server_named(folder: Path) -> Server | None:
    """The server of INDEX_URL (Milvus) or CHROMA_URL, None for an index in the data folder itself.

    Raises `UnusableInput` for an address that is none.
    """
    milvus, chroma = setting("INDEX_URL"), setting("CHROMA_URL")
    if milvus and chroma:
        raise UnusableInput("Both INDEX_URL and CHROMA_URL are set.", "Unset one: the index is in one place.")
    if milvus:
        return _milvus(milvus, folder)
    if chroma:
        url = _address(chroma, "chroma", "CHROMA_URL", "http://HOST:8000")
        named = (setting(f"CHROMA_{name}") for name in ("API_KEY", "TENANT", "DATABASE"))
        return Server("chroma", url, _name(folder), *named)
    return None


def _milvus(address: str, folder: Path) -> Server:
    """milvus://HOST:PORT/DATABASE, milvus+https://…, or milvus:///FILE.db (milvus-lite)."""
    scheme, _, rest = address.partition("://")
    if scheme not in ("milvus", "milvus+https") or not rest:
        raise UnusableInput(f"INDEX_URL is {address!r}.", "Write milvus://HOST:19530 (milvus+https:// for TLS).")
    if rest.startswith("/"):
        return Server("milvus", rest, _name(folder))
    plain = rest if scheme == "milvus" else f"https://{rest}"
    parts = urlsplit(plain if "://" in plain else f"http://{plain}")
    url = _address(f"{parts.scheme}://{parts.netloc}", "milvus", "INDEX_URL", "milvus://HOST:19530")
    return Server("milvus", url, _name(folder), setting("INDEX_KEY"), database=parts.path.strip("/"))


def _address(text: str, kind: str, variable: str, example: str) -> str:
    """scheme://host:port. A password in an address would end in messages and in the index's record: there is a setting."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS[kind].get(parts.scheme, 0)
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), 0
    is_known = parts.scheme in _PORTS[kind]  # a misspelt https would go out in the clear
    if not is_known or not parts.hostname or not port or parts.username or parts.path.strip("/"):
        shown = text.rpartition("@")[2]
        raise UnusableInput(
            f"{variable} is no address of a server ({shown!r}).", f"Write {example}; keys go elsewhere."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def setting(name: str) -> str:
    """The value of an environment variable; empty when it is not set."""
    return os.environ.get(name, "").strip()


def _name(folder: Path) -> str:
    """INDEX_NAME (else `inspection`) and what was drawn by chance once and is kept in the data folder.

    So several corpora may share a server: two under one name would clear each other's index.
    """
    file, named = folder / NAME_FILE, setting("INDEX_NAME")
    if named and not _PLAIN.fullmatch(named):
        raise UnusableInput(
            f"The index cannot be called {named[:80]!r}.",
            "Set INDEX_NAME to at most 64 plain letters, digits and underscores, a letter first.",
        )
    try:
        kept = _kept(file)
    except OSError as fault:
        raise UnusableFolder(
            f"The index's name in {file} cannot be kept ({fault}).",
            "Give the data folder write permission, or set INSPECTION_DATA to another.",
        ) from fault
    if not _PLAIN.fullmatch(kept):
        raise UnusableFolder(f"The file {file} holds no name of an index.", "Remove it; the index is then built anew.")
    return f"{named}_{kept.rpartition('_')[2]}" if named else kept


def _kept(file: Path) -> str:
    """What a file holds; when there is none it gets a name."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        drawn = file.with_name(f"{file.name}-{secrets.token_hex(4)}")
        drawn.write_text(f"inspection_{secrets.token_hex(6)}", encoding="utf-8")
        try:
            file.hardlink_to(drawn)  # whole or not at all, and the first of two processes decides
        except FileExistsError:
            pass
        except OSError:  # a disk without links: the last of them decides
            drawn.replace(file)
        finally:
            drawn.unlink(missing_ok=True)
    return file.read_text(encoding="utf-8", errors="replace").strip()

"""What PostgreSQL refuses, in our words: told with its remedy, and never with the password."""

from collections.abc import Mapping

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from corpus.errors import FolderBusy, UnusableFolder

# By the server's code, or how it begins: https://www.postgresql.org/docs/current/errcodes-appendix.html
_FAULTS: Mapping[str, tuple[str, str]] = {
    "28": (
        "The database server {server} does not let in the user {user}",
        "Correct the user or password in DATABASE_URL.",
    ),
    "3D000": (
        "The database server {server} has no database {name}",
        "Create it (createdb {name}), or correct DATABASE_URL.",
    ),
    "25006": (
        "The database {name} on {server} can only be read",
        "Name the primary server rather than a replica, or let the user write.",
    ),
    "42501": ("The user {user} may not do this in the database {name} on {server}", "GRANT what it lacks."),
    "42": (
        "The tables in the database {name} on {server} are not those of this program",
        "Name a database that is for it alone.",
    ),
    "53100": ("The disk of the database server {server} is full", "Free some space."),
    "53300": ("The database server {server} takes no more connections", "Wait, or raise its max_connections."),
    "57P": ("The database server {server} is being started or stopped", "Wait a moment and try again."),
}
_SILENT = ("The database server {server} cannot be reached", "Start it, or correct DATABASE_URL.")
_OTHER = ("The corpus in the database {name} on {server} cannot be used", "See what the server's log tells.")
_LOCKED = "55P03"


def told(fault: Exception, url: URL) -> UnusableFolder:
    """The fault as ours."""
    names = {"server": server_of(url), "name": url.database, "user": url.username}
    if is_locked(fault):
        return FolderBusy(f"Another process is changing the corpus on {server_of(url)}.", "Try again.")
    problem, remedy = _known(code_of(fault))
    return UnusableFolder(f"{problem.format(**names)} ({_message(fault)}).", remedy.format(**names))


def _known(code: str) -> tuple[str, str]:
    """What has no code is no answer of the server's: it was not reached, or the line was cut."""
    if not code:
        return _SILENT
    return next((_FAULTS[code[:size]] for size in (5, 3, 2) if code[:size] in _FAULTS), _OTHER)


def code_of(fault: Exception) -> str:
    """The code that the server gave; none where it gave no answer."""
    return str(_answer(fault).get("C", ""))


def is_locked(fault: Exception) -> bool:
    """Whether another kept a lock too long."""
    return code_of(fault) == _LOCKED


def server_of(url: URL) -> str:
    """The server as people know it."""
    return f"{url.host or 'localhost'}:{url.port or 5432}"


def _answer(fault: Exception) -> Mapping[str, object]:
    arguments = fault.orig.args if isinstance(fault, DBAPIError) and fault.orig else ()
    return arguments[0] if arguments and isinstance(arguments[0], Mapping) else {}


def _message(fault: Exception) -> str:
    """The server's own words, else the system's, else the driver's; not the statement, whose values are not for all."""
    driver = fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault
    system = driver.__cause__.strerror if isinstance(driver.__cause__, OSError) else None
    return str(_answer(fault).get("M") or system or driver).strip(" .")

"""A PostgreSQL server of the tests' own, started when the first test needs it, and an empty database for each."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pg8000.native
import pytest

from tests.corpus.site import certificate
from tests.postgres import HELP, PASSWORD, USER, Server, find, free_port


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = find()
    if programs is None:
        pytest.skip(HELP)
    with TemporaryDirectory(prefix="postgres-") as folder:
        made = Server(programs, Path(folder, "server"), certificate(Path(folder, "pem"), "localhost"), free_port())
        _let_in(Path(folder))
        made.make()
        made.start()
        yield made
        made.stop()


@pytest.fixture
def address(server: Server) -> str:
    """An empty database of the test's own, as DATABASE_URL names it."""
    name = f"corpus_{secrets.token_hex(4)}"
    run(server, f"CREATE DATABASE {name}")
    return server.address(name)


def run(server: Server, sql: str, database: str = "postgres") -> Any:
    """Run a statement as another program would."""
    connection = pg8000.native.Connection(USER, "127.0.0.1", database, server.port, PASSWORD, ssl_context=False)
    try:
        return connection.run(sql)
    finally:
        connection.close()


def _let_in(folder: Path) -> None:
    """The server runs as another user than root, who may go through the tests' folders then."""
    for each in (folder, *folder.parents):
        if each.stat().st_mode & 0o077 == 0:
            each.chmod(each.stat().st_mode | 0o011)

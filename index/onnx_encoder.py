"""An exported model run by ONNX Runtime; needs no torch, so that the app starts in seconds."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

# Read when it is first imported: ONNX Runtime reports its use to Microsoft unless told not to.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np
import onnxruntime
from tokenizers import Encoding as Tokens
from tokenizers import Tokenizer

from corpus import UnusableModel
from index.embed import Encoder, Encoding, Vector, unit

BATCH = 16  # larger batches were no faster on 2 cores and take more memory


class OnnxEncoder(Encoder):
    """A folder with model.onnx, tokenizer.json and export.json, as `sentence_model.export` writes it.

    Mean pooling over the tokens, then unit length: what all-MiniLM-L6-v2 was trained with
    (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084).
    """

    def __init__(self, folder: Path) -> None:
        try:
            settings = json.loads((folder / "export.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
            self.name: str = settings["name"]
            self.dimensions: int = settings["dimensions"]
            self.max_tokens: int = settings["max_tokens"]
        except Exception as fault:  # the two libraries raise bare Exceptions for a damaged file
            raise UnusableModel(
                f"The exported model in {folder} is damaged ({fault}).", "Remove that folder and start again."
            ) from fault
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        different = list(dict.fromkeys(texts))  # letters repeat whole paragraphs
        tokens = self._tokenizer.encode_batch(different)
        by_length = sorted(range(len(different)), key=lambda at: len(tokens[at]))  # little padding in a batch
        encodings: dict[int, Encoding] = {}
        for start in range(0, len(by_length), BATCH):
            batch = by_length[start : start + BATCH]
            encodings |= zip(batch, self._run([tokens[at] for at in batch]), strict=True)
        places = {text: at for at, text in enumerate(different)}
        return [encodings[places[text]] for text in texts]

    def _run(self, batch: list[Tokens]) -> list[Encoding]:
        lengths = [min(len(tokens), self.max_tokens) for tokens in batch]
        ids = np.zeros((len(batch), max(lengths)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, (tokens, length) in enumerate(zip(batch, lengths, strict=True)):
            ids[row, :length] = _kept(tokens.ids, length)
            mask[row, :length] = 1
        (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return [
            _encoding(states[row, :length], tokens, length)
            for row, (tokens, length) in enumerate(zip(batch, lengths, strict=True))
        ]


def _kept(ids: list[int], length: int) -> list[int]:
    """The first tokens and, of a text too long, the closing mark."""
    return ids if len(ids) <= length else [*ids[: length - 1], ids[-1]]


def _encoding(states: Vector, tokens: Tokens, length: int) -> Encoding:
    special = _kept(tokens.special_tokens_mask, length)
    words = [at for at in range(length) if not special[at]]
    spans = np.asarray(tokens.offsets, dtype=np.int32).reshape(-1, 2)[words]
    return Encoding(unit(states.mean(axis=0)), unit(states[words]), spans)

"""A model that takes no time: a vector for each word by its number, in the form of `index.onnx_encoder`.

With it an index is the real one in all but its vectors, so that its stores can be tried a hundred times over.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordLevel

from corpus.adding import INCLUDED
from index.models import EXPORT

DIMENSIONS = 64
MAX_TOKENS = 256  # as many as the included model's
_MARKS = ["[UNK]", "[CLS]", "[SEP]"]


def put_light_model(models: Path, dimensions: int = DIMENSIONS) -> None:
    """Write it where the data folder's export of the included model belongs (`models`)."""
    folder = models / f"all-MiniLM-L6-v2-int8-{EXPORT}"
    folder.mkdir(parents=True)
    vocabulary = _vocabulary()
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    settings = {"name": "light", "dimensions": dimensions, "max_tokens": MAX_TOKENS}
    (folder / "export.json").write_text(json.dumps(settings), encoding="utf-8")
    onnx.save(_model(len(vocabulary), dimensions), str(folder / "model.onnx"))


def _vocabulary() -> list[str]:
    """The words of the included letter; all others are one to it."""
    text = next(INCLUDED.glob("*.txt")).read_text(encoding="utf-8").lower()
    return [*_MARKS, *sorted(set(re.findall(r"[a-z]+|\d+|[^\w\s]", text)))]


@cache
def words_of_letter() -> list[str]:
    """The words it has vectors for, the more frequent ones of the letter first."""
    text = next(INCLUDED.glob("*.txt")).read_text(encoding="utf-8").lower()
    return [word for word, _ in Counter(re.findall(r"[a-z]+", text)).most_common()]


def _tokenizer(vocabulary: list[str]) -> Tokenizer:
    numbers = {piece: number for number, piece in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(vocab=numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", numbers["[SEP]"]), ("[CLS]", numbers["[CLS]"]))
    return tokenizer


def _model(size: int, dimensions: int) -> onnx.ModelProto:
    """Token ids in, their vectors out; the mask is taken and not needed."""
    vectors = np.random.default_rng(1).standard_normal((size, dimensions)).astype(np.float32)
    shape = ["batch", "length"]
    graph = helper.make_graph(
        [helper.make_node("Gather", ["vectors", "input_ids"], ["states"])],
        "light",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, dimensions])],
        [numpy_helper.from_array(vectors, "vectors")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

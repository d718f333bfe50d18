"""Sentences read to be judged; the latest are kept, for the same ones answer many questions."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus import ParagraphKind
from index.chunk import Chunk
from index.embed import Encoder, Encoding, Vector
from index.entry import Entry, content_tokens

KEPT = 5000  # of some 12 kB each

Read = tuple[Entry, Vector]  # the content tokens, and the vector of the whole
_Half = NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A sentence in 16 bits: half the space, and cosines that differ by less than 0.001."""

    chunk: Chunk
    tokens: _Half
    spans: NDArray[np.int32]
    vector: _Half

    @classmethod
    def of(cls, sentence: str, encoding: Encoding) -> "_Kept":
        chunk = Chunk("", "", ParagraphKind.BODY, "", 0, len(sentence), sentence)
        content = content_tokens(chunk, encoding)
        tokens, vector = encoding.tokens[content], encoding.vector
        return cls(chunk, tokens.astype(np.float16), encoding.spans[content], vector.astype(np.float16))

    def read(self) -> Read:
        return Entry(self.chunk, self.tokens.astype(np.float32), self.spans), self.vector.astype(np.float32)


class Sentences:
    """What an encoder makes of sentences. Safe to share between threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def read(self, sentences: Sequence[str]) -> list[Read]:
        """Each of them as an entry with its vector; those not known yet are encoded together."""
        with self._lock:
            known = {each: self._kept[each] for each in sentences if each in self._kept}
            for each in known:
                self._kept.move_to_end(each)
        new = [each for each in dict.fromkeys(sentences) if each not in known]
        if new:
            known |= {
                each: _Kept.of(each, encoding) for each, encoding in zip(new, self._encoder.encode(new), strict=True)
            }
            self._keep({each: known[each] for each in new})
        return [known[each].read() for each in sentences]

    def _keep(self, new: dict[str, _Kept]) -> None:
        with self._lock:
            self._kept |= new
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

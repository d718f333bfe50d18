"""Answers to questions that were asked before, while nothing has changed that they rest on.

Many people ask the same: the examples on the page, what a newly published letter says. The built-in writer gives the
same answer each time, so it is given from memory. A language model's answers are not remembered: each is its own.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from assistant.answer import Answer
from corpus import Corpus
from corpus.dates import LONDON
from index import Filters, Index

KEPT = 1000  # answers, of some 20 kB each


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer depends on: the question made whole, what narrows it, who may see what, and what there is to find.

    `stamp`: the corpus's, with which the index is in step. `public`: how many documents may be shown: an embargo passes
    without a change to the corpus. `day`: "the last three years" are counted from it.
    """

    question: str
    filters: Filters
    embargoed: bool
    stamp: str
    public: int
    day: str


class Remembered:
    """The latest answers by what they depend on. Safe to share between threads."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._corpus = corpus
        self._index = index
        self._answers: OrderedDict[Asked, Answer] = OrderedDict()
        self._lock = Lock()

    def asked(self, question: str, filters: Filters, embargoed: bool) -> Asked | None:
        """What an answer to that depends on now; None while the index is not in step with the corpus."""
        stamp = self._corpus.stamp()
        if self._index.synced != stamp:
            return None
        now = datetime.now(UTC)
        public = len(self._corpus.public(now, embargoed))
        return Asked(question, filters, embargoed, stamp, public, now.astimezone(LONDON).date().isoformat())

    def get(self, asked: Asked) -> Answer | None:
        """The answer given to that, if it is still known."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
            return self._answers.get(asked)

    def put(self, asked: Asked, answer: Answer) -> None:
        """Remember an answer, unless something has changed since its question was asked."""
        if self.asked(asked.question, asked.filters, asked.embargoed) != asked:
            return
        with self._lock:
            self._answers[asked] = answer
            self._answers.move_to_end(asked)
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)

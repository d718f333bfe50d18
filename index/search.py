"""The index: a cache of the corpus that can be searched."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from corpus import Corpus, Document, FolderBusy, ParagraphKind, UnusableFolder
from corpus.folder import indexing
from index.chunk import CHUNKING, Chunk, cut
from index.embed import Encoder, Vector
from index.models import load_encoder
from index.rerank import Question, Signals, signals
from index.scope import Scope
from index.terms import Term, in_the_domains_words, terms_of
from index.vectors import Vectors
from index.words import Entry, Packed, Words, content_tokens, pack

ENCODED_AT_ONCE = 512  # chunks; the token vectors of a long report as 32-bit numbers would take 300 MB
CANDIDATES = 50  # of words and of vectors each; MaxSim over more changed no ranking in the evals
LAYOUT = "2"  # of the index folder; raise it when an older index cannot be read
_NOT_SEARCHED = (ParagraphKind.HEADING, ParagraphKind.CAPTION)  # a heading finds its paragraphs; a caption nothing


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and its score, with the signals that make it up."""

    chunk: Chunk
    score: float
    signals: Signals


@dataclass(frozen=True, slots=True)
class Synced:
    """What mending the index took: documents added and removed, and whether it was built anew."""

    added: int
    removed: int
    rebuilt: bool


def _nearest(question: Question, vector: Vector) -> float:
    return max(float(encoding.vector @ vector) for encoding, _ in question.wordings)


class Index:
    """Search over a corpus's paragraphs, by words and by meaning."""

    def __init__(self, corpus: Corpus, encoder: Encoder | None = None) -> None:
        self.corpus = corpus
        self.encoder = encoder or load_encoder(corpus.folder / "models")
        self._folder = corpus.folder / f"index-{LAYOUT}"
        self._syncing = Lock()
        self._known_question = lru_cache(maxsize=512)(self._read_question)
        self._sentence = lru_cache(maxsize=4096)(self._read_sentence)
        self._open()

    def sync(self) -> Synced:
        """Make the index hold just what the corpus holds.

        Compares the documents' revisions and adds or removes the difference; builds anew what was built with something
        else, or does not add up. Safe to call at any time; a crash is mended by the next call.
        """
        with self._syncing:
            if self._is_current():
                return Synced(0, 0, False)
            with indexing(self.corpus.folder):
                return self._mend()

    def search(self, scope: Scope, limit: int = 10) -> list[Hit]:
        """The chunks of the scope's documents that best match its topic, best first."""
        self._follow()
        ready, documents = self._question(scope.topic), scope.documents
        by_words = self._words.matching(ready.terms, CANDIDATES, documents)
        vectors = np.stack([encoding.vector for encoding, _ in ready.wordings])
        by_vector: dict[str, float] = {}
        for vector in vectors:
            for id, cosine in self._vectors.nearest(vector, CANDIDATES, documents).items():
                by_vector[id] = max(cosine, by_vector.get(id, -1.0))
        most = max(by_words.values(), default=1.0)
        floor = min(by_vector.values(), default=0.0)  # what words alone found is at most as near as the last
        hits = []
        for entry in self._words.entries(dict.fromkeys([*by_words, *by_vector])):
            id = entry.chunk.id
            found = signals(ready, entry, by_vector.get(id, floor), by_words.get(id, 0.0) / most)
            hits.append(Hit(entry.chunk, found.score(entry.chunk.kind), found))
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk.id))[:limit]

    def judge(self, topic: str, sentences: Sequence[str]) -> list[Signals]:
        """How well each of these sentences fits the topic, with the signals of a hit (bm25 is 0: no neighbours)."""
        ready = self._question(topic)
        return [signals(ready, entry, _nearest(ready, vector), 0.0) for entry, vector in map(self._sentence, sentences)]

    def terms(self, topic: str) -> tuple[Term, ...]:
        """The content terms of a topic."""
        return self._question(topic).terms

    def rarity(self, topic: str) -> Mapping[str, float]:
        """The inverse document frequency of the stems of a topic's terms."""
        return self._question(topic).rarity

    def _read_sentence(self, text: str) -> tuple[Entry, Vector]:
        encoding = self.encoder.encode([text])[0]
        chunk = Chunk("", "", ParagraphKind.BODY, "", 0, len(text), text)
        content = content_tokens(chunk, encoding)
        return Entry(chunk, encoding.tokens[content], encoding.spans[content]), encoding.vector

    def _question(self, text: str) -> Question:
        """How a question is searched for; how rare its words are depends on what the index holds at the time."""
        return self._known_question(text, self._words.stamp())

    def _read_question(self, question: str, stamp: tuple[int, int, int]) -> Question:
        terms = terms_of(question)
        wordings = dict.fromkeys([question, in_the_domains_words(question, terms)])
        encodings = [self.encoder.encode([wording])[0] for wording in wordings]
        spans = [tuple((term.start, term.end) for term in terms_of(wording)) for wording in wordings]
        stems = {each for term in terms for each in term.stems}
        return Question(terms, tuple(zip(encodings, spans, strict=True)), self._words.rarity(stems))

    @property
    def _identity(self) -> str:
        return f"{self.encoder.name} | chunks {CHUNKING} | layout {LAYOUT}"

    def _open(self) -> None:
        try:
            self._open_stores()
        except UnusableFolder:
            with indexing(self.corpus.folder):  # when nobody else is at work on it
                self._open_or_make()

    def _open_or_make(self) -> None:
        try:
            self._open_stores()
        except UnusableFolder:  # damaged: it is only a cache
            self._open_anew()

    def _open_anew(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open_stores()

    def _open_stores(self) -> None:
        self._words = Words(self._folder / "words.sqlite")
        self._seen = self._words.stamp()
        self._vectors = Vectors(self._folder / "chroma")

    def _follow(self) -> None:
        """Open again what another process has written to: Chroma goes on with the vectors that it first read."""
        if self._words.stamp() != self._seen and self._syncing.acquire(blocking=False):
            try:
                self._open_stores()
            finally:
                self._syncing.release()

    def _is_sound(self) -> bool:
        return self._words.built_with() == self._identity and len(self._words) == len(self._vectors)

    def _is_current(self) -> bool:
        wanted = self.corpus.revisions()
        try:
            return self._is_sound() and self._words.documents() == wanted
        except UnusableFolder:  # to be mended
            return False

    def _mend(self) -> Synced:
        try:
            return self._bring_in_step()
        except FolderBusy:
            raise
        except UnusableFolder:  # damaged: it is only a cache
            self._open_anew()
            return self._bring_in_step()

    def _bring_in_step(self) -> Synced:
        if self._words.stamp() != self._seen:
            self._open_stores()
        for id in self.corpus.revisions().keys() - self._words.documents().keys():
            self._vectors.remove(id)  # what a kill left of one half added
        rebuilt = not self._is_sound()
        if rebuilt:
            if len(self._vectors):  # a new store may already be searched, which Chroma cannot while it clears
                self._vectors.clear()
            self._words.start(self._identity)
        held, wanted = self._words.documents(), self.corpus.revisions()
        stale = [id for id, revision in held.items() if wanted.get(id) != revision]
        missing = [id for id, revision in wanted.items() if held.get(id) != revision]
        for id in stale:
            self._remove(id)
        for id in missing:
            if document := self.corpus.document(id):
                self._add(document, wanted[id])
        self._seen = self._words.stamp()
        return Synced(len(missing), len([id for id in stale if id not in wanted]), rebuilt)

    def _add(self, document: Document, revision: str) -> None:
        """Vectors first, words last: what the words record is complete."""
        self._vectors.remove(document.id)
        paragraphs = [p for p in self.corpus.paragraphs(document.id) if p.kind not in _NOT_SEARCHED]
        room = self.encoder.max_tokens - 2  # the model's own two marks
        chunks = [chunk for paragraph in paragraphs for chunk in cut(paragraph, self.encoder.count_tokens, room)]
        packed: list[Packed] = []
        for first in range(0, len(chunks), ENCODED_AT_ONCE):
            some = chunks[first : first + ENCODED_AT_ONCE]
            encodings = self.encoder.encode([chunk.context + chunk.text for chunk in some])
            self._vectors.add(some, np.stack([encoding.vector for encoding in encodings]))
            packed += map(pack, some, encodings)
        self._words.add(document.id, revision, zip(chunks, packed, strict=True))

    def _remove(self, document: str) -> None:
        """Vectors first, words last: what the words no longer record is wholly gone."""
        self._vectors.remove(document)
        self._words.remove(document)

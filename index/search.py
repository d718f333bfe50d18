"""The index: a cache of the corpus that can be searched. `index.building` keeps it in step."""

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import numpy as np

from corpus import Corpus, FolderBusy, UnusableFolder, sentence_spans
from corpus.folder import indexing
from index.building import Stores, Synced, bring_in_step, folder_of, is_current, lag
from index.chunk import Chunk
from index.embed import Encoder, Vector, encoded
from index.entry import Entry, pack, unpack
from index.fusion import Found
from index.judge import JUDGED, SHARE, Judge, load_judge
from index.models import load_encoder
from index.rerank import WEIGHTS, Candidate, Question, Signals, Weights, maxsims, signals, without_rerank
from index.scope import Scope
from index.sentences import Sentences
from index.server import LostIndex, server_named
from index.spread import spread, takes_turns
from index.terms import Term, in_the_domains_words, terms_of

CANDIDATES = 200  # of words and of vectors each
RERANKED = 60  # of these, put together, by late interaction
Parts = Mapping[str, Sequence[str] | None]  # part of the index: the documents in it to search, None for all of it


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and its score, with the signals that make it up."""

    chunk: Chunk
    score: float
    signals: Signals


class Index:
    """Search over a corpus's paragraphs, by words and by meaning."""

    def __init__(
        self,
        corpus: Corpus,
        encoder: Encoder | None = None,
        weights: Weights = WEIGHTS,
        judge: Judge | None = None,
    ) -> None:
        self.corpus = corpus
        self.encoder = encoder or load_encoder(corpus.folder / "models")
        self.weights = weights
        self._judge = judge or load_judge()
        self._server = server_named(corpus.folder)
        self._folder = folder_of(corpus, self._server)
        self._is_lost = False  # whether a search met a server that no longer has what was stored there
        self.synced = ""  # the corpus's stamp at the last `sync`: while it is the same, the two are in step
        self._syncing = Lock()
        self._known_question = lru_cache(maxsize=256)(self._read_question)
        self._known_rarity = lru_cache(maxsize=2048)(self._read_rarity)
        self._known_parts = lru_cache(maxsize=2)(self._read_parts)
        self._sentences = Sentences(self.encoder)
        self._entry = lru_cache(maxsize=1024)(self._read_entry)
        self._at_once = ThreadPoolExecutor(os.cpu_count(), "reading")  # starts its threads when first needed
        self._open()

    @property
    def is_lost(self) -> bool:
        """Whether a search met a store that has lost what was stored there, or is damaged: the next sync mends it."""
        return self._is_lost or self._stores.database.is_damaged

    def sync(self) -> Synced:
        """Make the index hold just what the corpus holds.

        Compares the documents' revisions and adds or removes the difference; builds anew what was built with something
        else, or does not add up. Safe to call at any time; a crash is mended by the next call.
        """
        stamp = self.corpus.stamp()  # before: what changes meanwhile is for the next call
        with self._syncing:
            synced = Synced(0, 0, False)
            if not is_current(self.corpus, self.encoder, self._stores):
                with indexing(self.corpus.folder):
                    synced = self._mend()
            self._is_lost = False
            self.synced = stamp
            return synced

    def lag(self) -> int:
        """How many documents it does not hold as the corpus does now. Raises `UnusableFolder`, `UnusableServer`, for a store out of reach, too."""
        return lag(self.corpus, self._stores)

    def search(self, scope: Scope, limit: int = 10, rerank: bool = True) -> list[Hit]:
        """The chunks of the scope's documents that best match its topic, best first.

        Several forces are searched one at a time and take turns, each best first; so do the forces of a question on
        all of them. Without `rerank` the order is that of words and vectors alone.
        """
        self._follow()
        if len(scope.forces) > 1:
            each = [self._search(narrow, limit, rerank) for narrow in scope.by_force()]
            turns = takes_turns(sorted(each, key=lambda hits: -max(_scores(hits))))
            first = {hit.chunk.id: hit for hit in reversed(turns)}  # a document on two forces is found with each
            return [hit for hit in turns if first[hit.chunk.id] is hit][:limit]
        if scope.is_about_all:
            return spread(self._search(scope, 4 * limit, rerank), self._force_of)[:limit]
        return self._search(scope, limit, rerank)

    def judge(self, topic: str, sentences: Sequence[str]) -> list[Signals]:
        """How well each of these sentences fits the topic, with the signals of a hit (bm25 is 0: no neighbours)."""
        read = self._sentences.read(sentences)
        ready = self._question(topic, {})
        return signals(ready, [Candidate(entry, _nearest(ready, vector), 0.0) for entry, vector in read])

    def sentences(self, topic: str, hits: Sequence[Hit], limit: int) -> list[tuple[Hit, int, int]]:
        """The sentences of these hits that come nearest to a topic, best first, as characters of their paragraphs.

        By the stored token vectors alone: nothing is encoded, so that many can be looked at, and `judge` tells of the
        few that are left how near they are.
        """
        ready = self._known_question(topic)
        entries = {entry.chunk.id: entry for entry in self._entries([hit.chunk.id for hit in hits], rerank=True)}
        spans = [
            (hit, entries[hit.chunk.id], start, end)
            for hit in hits
            if hit.chunk.id in entries
            for start, end in sentence_spans(hit.chunk.text)
        ]
        fits = maxsims(ready, [entry.within(start, end) for _, entry, start, end in spans])
        best = sorted(zip(fits, range(len(spans)), strict=True), key=lambda each: (-each[0], each[1]))[:limit]
        found = [spans[at] for _, at in best]
        return [(hit, hit.chunk.start + start, hit.chunk.start + end) for hit, _, start, end in found]

    def terms(self, topic: str) -> tuple[Term, ...]:
        """The content terms of a topic."""
        return self._known_question(topic).terms

    def rarity(self, scope: Scope) -> Mapping[str, float]:
        """The inverse document frequency of the stems of a scope's terms, in the parts of the index it is about."""
        return self._question(scope.topic, self._parts(scope)).rarity

    def _search(self, scope: Scope, limit: int, rerank: bool) -> list[Hit]:
        parts = self._parts(scope)
        ready = self._question(scope.topic, parts)
        vectors = np.stack([encoding.vector for encoding, _ in ready.wordings])
        found = self._found(ready, vectors, parts)
        allowed = frozenset(scope.documents)  # a part may have got a document since that is not in scope
        best = found.fused()[: RERANKED if rerank else 2 * limit]
        entries = [entry for entry in self._entries(best, rerank) if entry.chunk.document in allowed]
        candidates = [Candidate(each, found.cosine(each.chunk.id), found.bm25(each.chunk.id)) for each in entries]
        hits = self._reranked(ready, candidates) if rerank else _as_found(candidates, found)
        kept = _without_copies(sorted(hits, key=_by_score))
        return self._judged(scope.topic, kept, rerank)[:limit]

    def _found(self, ready: Question, vectors: Vector, parts: Parts) -> Found:
        try:
            return self._stores.engine.candidates(ready.terms, vectors, CANDIDATES, parts)
        except LostIndex:
            if not len(self._stores.chunks):  # nothing was ever stored there
                return Found({}, {})
            self._is_lost = True
            raise

    def _reranked(self, ready: Question, candidates: list[Candidate]) -> list[Hit]:
        chunks = [each.entry.chunk for each in candidates]
        found = zip(chunks, signals(ready, candidates), strict=True)
        return [Hit(chunk, self.weights.score(signs, chunk.kind), signs) for chunk, signs in found]

    def _entries(self, ids: list[str], rerank: bool) -> list[Entry]:
        wanted = dict.fromkeys(ids)
        if rerank and self.encoder.keeps_tokens:
            return self._stores.chunks.entries(wanted)
        chunks = self._stores.chunks.chunks(wanted)
        if rerank:
            return list(self._at_once.map(self._entry, chunks))
        nothing = np.zeros((0, 1), np.float32), np.zeros((0, 2), np.int32)
        return [Entry(chunk, *nothing) for chunk in chunks]

    def _judged(self, topic: str, hits: list[Hit], rerank: bool) -> list[Hit]:
        """The best hits in the order that the cross-encoder, if there is one, helps to give them."""
        if self._judge is None or not rerank:
            return hits
        fits = self._judge.fits(topic, [hit.chunk.context + hit.chunk.text for hit in hits[:JUDGED]])
        judged = [
            replace(hit, score=(1 - SHARE) * hit.score + SHARE * fit)
            for hit, fit in zip(hits[:JUDGED], fits, strict=True)
        ]
        rest = [replace(hit, score=(1 - SHARE) * hit.score) for hit in hits[JUDGED:]]
        return sorted([*judged, *rest], key=_by_score)

    def _parts(self, scope: Scope) -> Parts:
        """The parts that a scope's documents are in."""
        held = self._known_parts(self._stores.database.stamp())
        wanted = frozenset(scope.documents)
        found = {part: documents & wanted for part, documents in held.items() if not wanted.isdisjoint(documents)}
        return {part: None if found[part] == held[part] else sorted(found[part]) for part in found}

    def _read_parts(self, stamp: tuple[int, int, int]) -> dict[str, frozenset[str]]:
        parts: dict[str, set[str]] = {}
        for id, held in self._stores.record.documents().items():
            parts.setdefault(held.part, set()).add(id)
        return {part: frozenset(documents) for part, documents in parts.items()}

    def _force_of(self, hit: Hit) -> str:
        document = self.corpus.document(hit.chunk.document)
        return document.forces[0] if document and document.forces else hit.chunk.document

    def _read_entry(self, chunk: Chunk) -> Entry:
        """The entry of a chunk whose token vectors are not stored."""
        encoding = self.encoder.reader.encode([chunk.context + chunk.text])[0]
        return unpack(chunk, pack(chunk, encoding))

    def _question(self, text: str, parts: Parts) -> Question:
        """How a question is searched for; how rare its words are depends on where, and on what is there at the time."""
        read = self._known_question(text)
        if not parts:
            return read
        return replace(read, rarity=self._known_rarity(text, tuple(parts), self._stores.database.stamp()))

    def _read_question(self, question: str) -> Question:
        terms = terms_of(question)
        wordings = list(dict.fromkeys([question, in_the_domains_words(question, terms)]))
        encodings = [encoded(wording, self.encoder) for wording in wordings]
        spans = [tuple((term.start, term.end) for term in terms_of(wording)) for wording in wordings]
        rarity = {each: 1.0 for term in terms for each in term.stems}
        return Question(terms, tuple(zip(encodings, spans, strict=True)), rarity)

    def _read_rarity(self, question: str, parts: tuple[str, ...], stamp: tuple[int, int, int]) -> dict[str, float]:
        stems = {each for term in self.terms(question) for each in term.stems}
        return self._stores.chunks.rarity(stems, parts)

    def _open(self) -> None:
        try:
            self._stores = Stores(self._folder, self._server)
        except UnusableFolder:
            with indexing(self.corpus.folder):  # when nobody else is at work on it
                self._open_or_make()

    def _open_or_make(self) -> None:
        try:
            self._stores = Stores(self._folder, self._server)
        except UnusableFolder:  # damaged: it is only a cache
            self._open_anew()

    def _open_anew(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._stores = Stores(self._folder, self._server)

    def _follow(self) -> None:
        """Open again what another process has written to: Chroma goes on with the vectors that it first read."""
        if self._stores.database.stamp() != self._stores.seen and self._syncing.acquire(blocking=False):
            try:
                self._stores = Stores(self._folder, self._server)
            finally:
                self._syncing.release()

    def _mend(self) -> Synced:
        try:
            if self._stores.database.is_damaged:
                self._open_anew()
            return self._bring_in_step()
        except FolderBusy:
            raise
        except UnusableFolder:  # damaged: it is only a cache
            self.corpus.revisions()  # unless it is the corpus that is: then nothing is lost
            self._open_anew()
            return self._bring_in_step()

    def _bring_in_step(self) -> Synced:
        if self._stores.database.stamp() != self._stores.seen:
            self._stores = Stores(self._folder, self._server)
        synced = bring_in_step(self.corpus, self.encoder, self._stores)
        self._stores.seen = self._stores.database.stamp()
        return synced


def _as_found(candidates: list[Candidate], found: Found) -> list[Hit]:
    """Hits in the order of words and vectors alone."""
    chunks = [each.entry.chunk for each in candidates]
    signs = map(without_rerank, candidates)
    return [Hit(chunk, found.score(chunk.id), each) for chunk, each in zip(chunks, signs, strict=True)]


def _nearest(question: Question, vector: Vector) -> float:
    return max(float(encoding.vector @ vector) for encoding, _ in question.wordings)


def _by_score(hit: Hit) -> tuple[float, str]:
    """Best first; the store's rounding does not decide between hits that fit alike."""
    return -round(hit.score, 6), hit.chunk.id


def _scores(hits: list[Hit]) -> list[float]:
    return [hit.score for hit in hits] or [0.0]


def _without_copies(hits: list[Hit]) -> list[Hit]:
    """The hits less those that say, word for word, what a better one of the same document says."""
    kept: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        kept.setdefault((hit.chunk.document, " ".join(hit.chunk.text.casefold().split())), hit)
    return list(kept.values())

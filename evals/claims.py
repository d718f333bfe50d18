"""The gate for what is claimed: what of falsehoods gets through, what of truths is lost, and the time it takes.

Falsehoods are sentences of the letters with one thing changed (`corrupt`), truths are paraphrases that a person has read
beside their sentence. The letters in even places are reported on; those in odd places the rules were written by.
"""

import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Evidence
from assistant.agreement import Disagreement, Nearness, Source, disagreement
from assistant.bearing import source_of
from assistant.verify import Verifier
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import Corpus, Document, Paragraph, sentence_spans
from evals.case import CASES
from evals.corrupt import corrupted
from evals.letters import corpus_of
from evals.measure import Row, nearness_of
from evals.metrics import percentile
from index import Chunk, Hit, Index, Signals

INCLUDED = "staffordshire-core-business-2014"  # everybody has it, so nothing is reported on it
SPLITS = ("reporting", "tuning")  # of the letters in the order of their ids: the even places, the odd places
EACH = 84  # corruptions of a kind: 504 of six kinds
SEED = 7
WORDS = range(8, 46)  # in a sentence that is corrupted
CLAIMS = 8  # in an answer
TIMES = 50
_NO_HIT = Signals(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    paragraph: Paragraph
    document: Document
    text: str

    @property
    def source(self) -> Source:
        """What it bears."""
        return source_of([(self.paragraph, self.document, self.text)])


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """The same in other words, and the sentence it is made from."""

    id: str
    claim: str
    sentence: Sentence


def claim_rows(data: Path | None, split: str = "reporting") -> Iterator[Row]:
    """Corruptions that pass, paraphrases that are dropped, and the time an answer takes, over the letters in `data`.

    Raises `UnusableInput` where there are none.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield from rows_over(Index(corpus_of(data, Path(folder))), split)


def rows_over(index: Index, split: str = "reporting") -> Iterator[Row]:
    """The same over a corpus that is there; its index need not be in step, since nothing is searched for."""
    paraphrases = paraphrases_of(split, index.corpus)
    yield corrupted_row(sentences_of(index.corpus, split))
    yield paraphrased_row(paraphrases, nearness_of(index))
    yield timed_row(paraphrases, index)


def sentences_of(corpus: Corpus, split: str) -> list[Sentence]:
    """The whole sentences of findings in that half of the letters."""
    documents = sorted((each for each in corpus.documents() if each.id != INCLUDED), key=lambda each: each.id)
    half = documents[SPLITS.index(split) :: len(SPLITS)]
    return [each for document in half for each in _sentences(document, corpus.paragraphs(document.id))]


def _sentences(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Sentence]:
    for paragraph in paragraphs:
        if paragraph.kind.holds_findings:
            for start, end in sentence_spans(paragraph.text):
                if _is_whole(paragraph.text[start:end], paragraph):
                    yield Sentence(paragraph, document, paragraph.text[start:end])


def _is_whole(text: str, paragraph: Paragraph) -> bool:
    is_sentence = len(text.split()) in WORDS and text[0].isupper() and text.endswith(".")
    return is_sentence and paragraph.text.count(text) == 1


def corrupted_row(sentences: Sequence[Sentence], each: int = EACH, seed: int = SEED) -> Row:
    """How many corrupted sentences pass for what their source says. Without nearness: it could only let more be."""
    made, passed = Counter[str](), Counter[str]()
    for kind, at, claim in corrupted([each.text for each in sentences], each, random.Random(seed)):
        made[kind] += 1
        passed[kind] += disagreement(claim, sentences[at].source) is None
    by_kind = {f"{kind} passing": passed[kind] for kind in made}
    return {"corrupted claims": made.total(), "pass": passed.total(), **_share("pass, share", passed, made), **by_kind}


def paraphrases_of(split: str, corpus: Corpus) -> list[Paraphrase]:
    """The paraphrases of a split, beside their sentences; those of letters that are not held are left out."""
    lines = (CASES / f"paraphrases_{split}.jsonl").read_text(encoding="utf-8").splitlines()
    found = (_paraphrase(json.loads(line), corpus) for line in lines if line.strip())
    return [each for each in found if each]


def _paraphrase(row: Mapping[str, str], corpus: Corpus) -> Paraphrase | None:
    paragraph = corpus.get([row["paragraph"]]).get(row["paragraph"])
    document = corpus.document(paragraph.document) if paragraph else None
    if paragraph is None or document is None:
        return None
    at = paragraph.text.index(row["words"])
    quote = next(paragraph.text[start:end] for start, end in sentence_spans(paragraph.text) if start <= at < end)
    return Paraphrase(row["id"], row["claim"], Sentence(paragraph, document, quote))


def paraphrased_row(paraphrases: Sequence[Paraphrase], nearness: Nearness | None) -> Row:
    """How many faithful paraphrases are not shown as they are, by what is held against them."""
    against = [found for each in paraphrases if (found := against_it(each, nearness))]
    dropped = Counter(each.kind.value for each in against)
    return {
        "faithful paraphrases": len(paraphrases),
        "dropped": dropped.total(),
        "dropped, share": dropped.total() / len(paraphrases) if paraphrases else 0.0,
        **{f"dropped for {kind}": count for kind, count in dropped.most_common()},
    }


def against_it(paraphrase: Paraphrase, nearness: Nearness | None) -> Disagreement | None:
    """What is held against a paraphrase."""
    return disagreement(paraphrase.claim, paraphrase.sentence.source, nearness)


def timed_row(paraphrases: Sequence[Paraphrase], index: Index, times: int = TIMES) -> Row:
    """Milliseconds for all claims of an answer, nearness included, each time with an index that remembers no text."""
    fresh = (Index(index.corpus, index.encoder) for _ in range(times))
    answers = zip(_answers(paraphrases, times), fresh, strict=False)
    took = [_milliseconds(each, nearness_of(new)) for each, new in answers]
    figures = {f"ms {name}": percentile(share, took) for name, share in (("p50", 0.5), ("p95", 0.95))} if took else {}
    return {"claims an answer": CLAIMS, "answers": len(took), **figures}


def _answers(paraphrases: Sequence[Paraphrase], times: int) -> list[list[Paraphrase]]:
    """So many draws of an answer's claims."""
    draw = random.Random(SEED)
    return [draw.sample(list(paraphrases), CLAIMS) for _ in range(times)] if len(paraphrases) >= CLAIMS else []


def _milliseconds(paraphrases: Sequence[Paraphrase], nearness: Nearness) -> float:
    evidence = tuple(_evidence(f"P{number}", each.sentence) for number, each in enumerate(paraphrases, 1))
    quoted = zip(evidence, paraphrases, strict=True)
    claims = tuple(DraftClaim(p.claim, (DraftCitation(e.label, p.sentence.text),)) for e, p in quoted)
    started = time.perf_counter()
    Verifier(evidence, nearness).verify(Draft(claims, Completeness.COMPLETE))
    return 1000 * (time.perf_counter() - started)


def _evidence(label: str, sentence: Sentence) -> Evidence:
    paragraph = sentence.paragraph
    chunk = Chunk(paragraph.document, paragraph.id, paragraph.kind, "", 0, len(paragraph.text), paragraph.text)
    return Evidence(label, paragraph, sentence.document, Hit(chunk, 1.0, _NO_HIT))


def _share(name: str, part: Counter[str], whole: Counter[str]) -> Row:
    return {name: part.total() / whole.total() if whole else 0.0}

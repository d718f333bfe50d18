"""Add files that are damaged, disguised or made to harm: each is read whole, or refused with its reason and remedy.

All are added with `python -m corpus add` to one data folder, which holds a good document. Faults are: a process that
dies or hangs, a reason that says nothing to its reader, a document that lacks a part of what its file said, and
anything wrong with the corpus or the good document afterwards.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import Corpus, add
from corpus.paragraphs import cut
from corpus.readers import read
from evals.bombs import BOMBS, bomb
from evals.bulk_adding import DEAD, HUNG, BulkAdding, Told
from evals.damage import DAMAGE, Mutant, damaged, misnamed, oddly_named, senseless
from evals.places import strange
from evals.seeds import Seed, letter_seeds, made_seeds
from evals.sound import Held, unsound

SECONDS = 30.0  # a worker has for a file; the product gives it four times as much
_SLIPS = 5  # words of a document that may differ: changed letters, which nothing in an unpacked file tells
_LONGEST_REASON = 400  # characters; more is no sentence
_CODE = re.compile(r"Traceback|\b\w*(?:Error|Exception)\b|<class|object at 0x|\bNone\b|\bNoneType\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


class Outcome(StrEnum):
    """What became of a mutant. The last two are faults."""

    READ = "read"
    ALTERED = "altered"  # letters differ
    UNTOLD = "untold"  # other words than the whole file's, and nothing in the file tells that it was changed
    REFUSED = "refused"
    PARTIAL = "partial"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutant, why, and how long the process said nothing before it told."""

    kind: str
    file: str
    outcome: Outcome
    told: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """All that came of it; `unsound`: what is wrong with the corpus afterwards; `peak`: MB of the process that adds."""

    results: tuple[Result, ...]
    unsound: tuple[str, ...]
    peak: int

    @property
    def faults(self) -> tuple[Result, ...]:
        """What should not have been."""
        return tuple(each for each in self.results if each.outcome in (Outcome.PARTIAL, Outcome.FAULT))

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.unsound

    def wrong(self) -> Iterator[dict[str, float | int | str]]:
        """A row a fault."""
        for each in self.faults:
            yield {"fault": each.outcome.value, "kind": each.kind, "file": Path(each.file).name, "told": each.told}
        for told in self.unsound:
            yield {"fault": "corpus", "told": told}

    def table(self) -> Iterator[dict[str, float | int | str]]:
        """A row a kind of mutation: how many came to what."""
        for kind in dict.fromkeys(each.kind for each in self.results):
            of_kind = [each for each in self.results if each.kind == kind]
            counts = Counter(each.outcome for each in of_kind)
            longest = max(each.seconds for each in of_kind)
            yield {
                "kind": kind,
                "files": len(of_kind),
                **{each.value: counts[each] for each in Outcome},
                "seconds": longest,
            }

    def summary(self) -> dict[str, float | int | str]:
        """The figures, and the slowest file."""
        slowest = max(self.results, key=lambda each: each.seconds)
        counts = Counter(each.outcome for each in self.results)
        return {
            "files": len(self.results),
            "read or refused": len(self.results) - len(self.faults),
            **{each.value: counts[each] for each in Outcome},
            "wrong with the corpus": len(self.unsound),
            "peak MB of the process": self.peak,
            "slowest": f"{slowest.kind}, {Path(slowest.file).name}",
            "seconds of the slowest": slowest.seconds,
        }


def seeds_in(data: Path | None) -> tuple[Seed, ...]:
    """The files to damage: those made here, and letters where a folder is named."""
    return (*made_seeds(), *(letter_seeds(data) if data else ()))


def mutants(seeds: Sequence[Seed], times: int, seed: int) -> Iterator[Mutant]:
    """So many of them, of all kinds in turn."""
    return islice(_mutants(seeds, random.Random(seed)), times)


def _mutants(seeds: Sequence[Seed], draw: random.Random) -> Iterator[Mutant]:
    crafted = _crafted(seeds, draw)
    while True:
        for kind in DAMAGE:
            yield damaged(kind, draw, seeds)
            yield next(crafted)


def _crafted(seeds: Sequence[Seed], draw: random.Random) -> Iterator[Mutant]:
    while True:
        yield from (bomb(kind, draw) for kind in BOMBS)
        yield from (make(draw, seeds) for make in (misnamed, oddly_named, senseless))


def try_all(seeds: Sequence[Seed], times: int, seed: int, seconds: float = SECONDS) -> Report:
    """Add so many mutants, and look at what came of each."""
    with TemporaryDirectory(prefix="mutations-", ignore_cleanup_errors=True) as scratch:
        folder, sent = Path(scratch) / "data", Path(scratch) / "sent"
        good = _good(folder, Path(scratch))
        files = {path: Mutant("no file", Path(path).name, b"") for path in islice(strange(sent / "strange"), times)}
        for number, mutant in enumerate(mutants(seeds, times - len(files), seed)):
            files[_write(sent, number, mutant)] = mutant
        adding = BulkAdding(folder, seconds)
        told = list(adding.add(list(files)))
        judge = Judge(Corpus(folder), Path(scratch))
        return Report(tuple(judge.result(files[each.path], each) for each in told), unsound(folder, good), adding.peak)


def _good(folder: Path, scratch: Path) -> Held:
    """A document that is in the data folder before all others."""
    seed = next(each for each in made_seeds() if each.suffix == ".txt")
    (scratch / "good.txt").write_bytes(seed.raw)
    corpus = Corpus(folder)
    document = corpus.document(add(corpus, scratch / "good.txt").document or "")
    assert document is not None
    return document, corpus.paragraphs(document.id)


def _write(folder: Path, number: int, mutant: Mutant) -> str:
    """The file, its number in its name: a file of another's name would take that one's place in the corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(mutant.name)
    path = folder / f"{name.stem}{number}{name.suffix}"
    try:
        path.write_bytes(mutant.raw)
    except (OSError, ValueError):  # this system knows no such name
        path = folder / f"named{number}{name.suffix}"
        path.write_bytes(mutant.raw)
    return str(path)


class Judge:
    """Compares what the corpus holds with what the whole files say."""

    def __init__(self, corpus: Corpus, scratch: Path) -> None:
        self._corpus = corpus
        self._scratch = scratch
        self._whole = cache(self._read)

    def result(self, mutant: Mutant, told: Told) -> Result:
        """What became of a mutant, by what was told of it and what is stored."""
        outcome, why = self._outcome(mutant, told)
        return Result(mutant.kind, told.path, outcome, why, told.seconds)

    def _outcome(self, mutant: Mutant, told: Told) -> tuple[Outcome, str]:
        if told.status in (DEAD, HUNG):
            return Outcome.FAULT, f"{told.status}: {told.reason}"
        if told.status == "failed":
            wrong = _wrong_with(told.reason.replace(Path(told.path).name, "FILE"))
            return (Outcome.FAULT, f"{wrong}: {told.reason}") if wrong else (Outcome.REFUSED, told.reason)
        held = [each.text for each in self._corpus.paragraphs(told.document or "")]
        if not held:
            return Outcome.FAULT, "it was read, and no paragraph of it is stored"
        return self._compared(mutant.seed, mutant.raw, held) if mutant.seed else (Outcome.READ, "")

    def _compared(self, seed: Seed, raw: bytes, held: Sequence[str]) -> tuple[Outcome, str]:
        whole = self._whole(seed)
        lacking = Counter(whole) - Counter(held)
        if not lacking:
            return Outcome.READ, ""
        words = _words(whole) - _words(held)
        why = f"{lacking.total()} of {len(whole)} paragraphs differ; words lacking: {words.total()}, {' '.join(list(words)[:8])}"
        if words.total() <= _SLIPS:
            return Outcome.ALTERED, why
        return (Outcome.PARTIAL if seed.tells(raw) else Outcome.UNTOLD), why

    def _read(self, seed: Seed) -> tuple[str, ...]:
        path = self._scratch / f"whole{seed.suffix}"
        path.write_bytes(seed.raw)
        return tuple(each.text for each in cut("", read(path)))


def _words(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _wrong_with(reason: str) -> str | None:
    """What a reader of this reason and remedy would miss, or None."""
    if found := _CODE.search(reason):
        return f"it speaks of {found[0]!r}"
    if len(_SENTENCE_END.findall(reason)) < 2:
        return "it has no reason and remedy"
    return "it is too long" if len(reason) > _LONGEST_REASON else None

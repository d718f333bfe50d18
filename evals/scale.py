"""Collections of any size: the real letters first, then Ofsted's reports to be told from them."""

import datetime as dt
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import UnusableInput, find_forces, sentence_spans
from corpus.dates import day
from evals.letters import corpus_of
from evals.peers.text import Text

_APART = re.compile(r"\n\s*\n|\n(?=(?:\d{1,3}\.|[◼•▪\uf06e\uf0a7])\s)")  # blank lines; before a number or bullet
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4  # less is a grade, a page number or a table's cell
_SHORT = (
    60  # words, to which paragraphs are cut where there are too few: just enough for 100,000 without repeating a report
)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report of Ofsted's on an authority's services for children."""

    document: str
    authority: str
    date: dt.date | None
    text: str


def collection(data: Path, paragraphs: int, first: Sequence[str] = ()) -> list[Text]:
    """Texts with that many paragraphs in all. Raises `UnusableInput` where the files are missing.

    The Staffordshire letter and the 42 joint letters of `data`, those of `first` (ids) before the others, as far as they
    fit whole; then the 431 reports of Ofsted's, the last cut off. Their paragraphs are set apart by blank lines, numbers
    and bullets. When they are too few, long ones are cut by sentences; if they still are, reports come again with
    the name of another authority in place of their own.
    """
    chosen: list[Text] = []
    left = paragraphs
    for letter in sorted(_letters(data.resolve()), key=lambda text: _place(text.document, first)):
        if len(letter.paragraphs) <= left:
            chosen.append(letter)
            left -= len(letter.paragraphs)
    for report in _distractors(data.resolve(), left):
        chosen.append(replace(report, paragraphs=report.paragraphs[:left]))
        left -= len(chosen[-1].paragraphs)
    return chosen


def _place(document: str, first: Sequence[str]) -> int:
    return first.index(document) if document in first else len(first)


@cache
def _letters(data: Path) -> tuple[Text, ...]:
    """The letters as our own reader reads them."""
    _found(data / "letters", "*.pdf")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        corpus = corpus_of(data, Path(folder))
        texts = []
        for document in sorted(corpus.documents(), key=lambda each: each.id):
            read = corpus.paragraphs(document.id)
            pairs = tuple((paragraph.id, paragraph.text) for paragraph in read)
            texts.append(Text(document.id, document.forces, document.title, pairs, document.date, (document, read)))
    return tuple(texts)


def _found(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise UnusableInput(f"There is no {pattern} in {folder}.", "Name the folder with the collections: --data.")
    return found


def _distractors(data: Path, wanted: int) -> Iterator[Text]:
    """Reports until they have that many paragraphs, the last with more than are needed."""
    if wanted <= 0:
        return
    reports = _reports(data)
    enough = sum(len(paragraphs_of(report.text)) for report in reports) >= wanted
    for text in _texts(reports, paragraphs_of if enough else short_paragraphs_of):
        yield text
        wanted -= len(text.paragraphs)
        if wanted <= 0:
            return


@cache
def _reports(data: Path) -> tuple[_Report, ...]:
    reports = []
    for file in _found(data / "scale", "*.jsonl.gz"):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            reports += [_report(**json.loads(line)) for line in lines]
    return tuple(reports)


def _report(id: str, text: str) -> _Report:
    """An id is like "80456_coventry_children's_services_inspection_-_24_june_2022"."""
    authority, _, when = id.partition("_")[2].partition("_children")
    name = re.sub("[^a-z0-9]+", "-", id.lower())
    return _Report(name, authority.replace("_", " ").title(), day(when.replace("_", " ")), text)


def _texts(reports: Sequence[_Report], cut: Callable[[str], Iterable[str]]) -> Iterator[Text]:
    """All of them, then all again under the name of the next authority but so many, and so on without end."""
    authorities = sorted({report.authority for report in reports})
    for shift in count():
        for report in reports:
            other = authorities[(authorities.index(report.authority) + shift) % len(authorities)]
            yield _text(_renamed(report, other, shift) if shift else report, cut)


def _renamed(report: _Report, authority: str, shift: int) -> _Report:
    text = re.sub(rf"\b{re.escape(report.authority)}\b", authority, report.text, flags=re.IGNORECASE)
    return replace(report, document=f"{report.document}-{shift}", authority=authority, text=text)


def _text(report: _Report, cut: Callable[[str], Iterable[str]]) -> Text:
    title = f"Inspection of {report.authority} children's services"
    paragraphs = tuple((f"{report.document}#{serial}", words) for serial, words in enumerate(cut(report.text), 1))
    return Text(report.document, tuple(force.id for force in find_forces(title)), title, paragraphs, report.date)


def paragraphs_of(text: str) -> list[str]:
    """Its paragraphs, each on one line, without those of fewer than four words."""
    pieces = (" ".join(piece.split()) for piece in _APART.split(text.replace("\f", "\n\n")))
    return [piece for piece in pieces if _is_long_enough(piece)]


def short_paragraphs_of(text: str) -> list[str]:
    """The same, cut to runs of sentences of up to 60 words (a longer sentence stays whole)."""
    return [run for paragraph in paragraphs_of(text) for run in _runs(paragraph) if _is_long_enough(run)]


def _runs(paragraph: str) -> Iterator[str]:
    run = ""
    for start, end in sentence_spans(paragraph):
        longer = f"{run} {paragraph[start:end]}".strip()
        if run and len(longer.split()) > _SHORT:
            yield run
            longer = paragraph[start:end]
        run = longer
    if run:
        yield run


def _is_long_enough(piece: str) -> bool:
    return len(_WORD.findall(piece)) >= _FEWEST_WORDS

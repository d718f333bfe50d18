"""How well and how fast PDFs become paragraphs: the joint letters and the long reports of the larger collections."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import Document, Paragraph, UnreadableFile, UnusableInput
from corpus.block import Reading
from corpus.metadata import describe
from corpus.paragraphs import cut
from corpus.readers import read
from evals.conserved import Conserved, conserved, layer_of
from evals.cost import cost
from evals.measure import Row
from evals.speed import speeds

REFERENCE = Path(__file__).with_name("letters.csv")  # the collection's own index.csv, with its mistakes mended
_SHOWN = 5  # words that went wrong, a document


@dataclass(frozen=True, slots=True)
class Read:
    """A PDF that was read, and what became of it."""

    file: Path
    reading: Reading
    paragraphs: tuple[Paragraph, ...]


def reading(data: Path | None) -> Iterator[Row]:
    """The figures, a row each: speed, the longest report, metadata of letters, words conserved.

    Rows of what went wrong come before the row that counts them. Raises `UnusableInput` where the files are missing.
    """
    letters, reports = _pdfs(data, "letters"), _pdfs(data, "reports")
    longest = max(reports, key=lambda file: len(layer_of(file)))
    for name, files in (("letters", letters), ("longest report", [longest])):  # first: much in memory slows reading
        yield {"measure": f"speed, {name}, pages a second", **speeds(files)}
    yield indexed(longest)
    of_letters = list(_read(letters))
    yield from _metadata(of_letters, data)
    yield from _conservation("letters", of_letters)
    yield from _conservation("reports", list(_read(reports)))


def _pdfs(data: Path | None, folder: str) -> list[Path]:
    if data is None:
        raise UnusableInput("These figures need the larger collections.", "Name the folder they are in: --data FOLDER.")
    found = sorted((data / folder).glob("*.pdf"))
    if not found:
        raise UnusableInput(f"There are no PDFs in {data / folder}.", "Name the folder with the collections: --data.")
    return [file.resolve() for file in found]


def _read(files: list[Path]) -> Iterator[Read]:
    """Those that have a text layer."""
    for file in files:
        try:
            held = read(file)
        except UnreadableFile:
            if any(sign.isalnum() for page in layer_of(file) for sign in page):
                raise
            continue
        yield Read(file, held, cut("", held))


def _metadata(letters: list[Read], data: Path | None) -> Iterator[Row]:
    """For how many letters the date printed on them and the forces are right."""
    wanted = _reference(data)
    counts = {"letters": 0, "date right": 0, "forces right": 0}
    for each in letters:
        if not (row := wanted.get(each.file.name)):
            continue
        found = _described(each)
        dated, forces = str(found.date or ""), " ".join(sorted(found.forces))
        is_right = dated == row["letter_date"], forces == " ".join(sorted(row["force_ids"].split()))
        counts["letters"] += 1
        counts["date right"] += is_right[0]
        counts["forces right"] += is_right[1]
        if not all(is_right):
            told = {"date": dated, "wanted date": row["letter_date"], "forces": forces, "wanted": row["force_ids"]}
            yield {"wrong": each.file.name, **told}
    yield {"measure": "letters read", **counts}


def _reference(data: Path | None) -> dict[str, dict[str, str]]:
    file = REFERENCE if REFERENCE.exists() or data is None else data / "letters" / "index.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def _described(each: Read) -> Document:
    sha256 = hashlib.sha256(each.file.read_bytes()).hexdigest()
    return describe("", each.file.name, sha256, each.paragraphs, each.reading)


def _conservation(name: str, documents: list[Read]) -> Iterator[Row]:
    """How many words of the text layers land in exactly one place."""
    counts = {"words": 0, "missing": 0, "too many": 0}
    for each in documents:
        found = conserved(layer_of(each.file), each.reading, each.paragraphs)
        counts["words"] += found.words
        counts["missing"] += found.missing.total()
        counts["too many"] += found.extra.total()
        if found.missing or found.extra:
            yield {"wrong": each.file.name, **_words(found)}
    share = 1 - (counts["missing"] + counts["too many"]) / max(1, counts["words"])
    yield {"measure": f"words conserved, {name}", "documents": len(documents), **counts, "share": round(share, 6)}


def _words(found: Conserved) -> Row:
    return {
        "missing": " ".join(word for word, _ in found.missing.most_common(_SHOWN)) or "-",
        "too many": " ".join(word for word, _ in found.extra.most_common(_SHOWN)) or "-",
    }


def indexed(report: Path) -> Row:
    """Seconds and memory from a long file to one that answers questions, with an empty data folder."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        adding = cost(Path(folder), "corpus", "add", str(report))
        indexing = cost(Path(folder), "index", "sync")
    return {
        "measure": "longest report, read and indexed",
        "seconds": adding.seconds + indexing.seconds,
        "adding, seconds": adding.seconds,
        "indexing, seconds": indexing.seconds,
        "processor seconds": adding.processor + indexing.processor,
        "adding, most memory, MB": adding.megabytes,
        "indexing, most memory, MB": indexing.megabytes,
    }

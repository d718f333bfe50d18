"""Golden parses: what documents that must not be published with this program become, as structure without text.

A file holds a line a paragraph: position, kind, depth, how many headings stand above it, number, pages, number of
words, and the first digits of its text's hash. They were compared with the printed pages by eye.
"""

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import Paragraph, UnusableInput
from corpus.paragraphs import cut
from corpus.readers import read

GOLDEN = Path(__file__).with_name("golden")
COLUMNS = ("position", "kind", "depth", "headings", "number", "pages", "words", "hash")
HASH = 8  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Parse:
    """A document of the collections, by its place there; all of it or the pages from first to last."""

    name: str
    file: str
    first: int = 1
    last: int = 10_000


_LETTER = "letters/{}_joint_area_child_protection_inspection_-_{}.pdf"
# Of different years and layouts.
PARSES = (
    Parse("croydon-2016", _LETTER.format("80492_croydon", "29_june_2016")),
    Parse("bristol-2017", _LETTER.format("80441_bristol", "01_december_2017")),
    Parse("southend-2018", _LETTER.format("80559_southend-on-sea", "09_may_2018")),
    Parse("derby-2019", _LETTER.format("80459_derby", "08_may_2019")),
    Parse("solihull-2022", _LETTER.format("80554_solihull", "21_february_2022")),
    Parse("norfolk-2025", _LETTER.format("80418_norfolk", "27_february_2025")),
    Parse("covid-report-2024", "reports/UK-Covid-19-Inquiry-Module-1-Recomm.pdf", 20, 39),
)


def write(data: Path | None) -> Iterator[str]:
    """Make what the documents become now the golden parses; the names of the files written."""
    GOLDEN.mkdir(exist_ok=True)
    for parse in PARSES:
        file = _file(parse)
        file.write_text("\n".join(_lines(data, parse)) + "\n", encoding="utf-8")
        yield file.name


def differences(data: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each golden parse its name, and the lines that are no longer so ("-") or new ("+")."""
    for parse in PARSES:
        held = _file(parse)
        wanted = held.read_text(encoding="utf-8").splitlines() if held.exists() else []
        diff = difflib.unified_diff(wanted, _lines(data, parse), n=0, lineterm="")
        yield parse.name, tuple(line for line in diff if not line.startswith(("---", "+++", "@@")))


def structure(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """A line a paragraph, below one with the names of the columns. Positions count from the first one given."""
    numbered = enumerate(paragraphs, 1)
    return ["\t".join(COLUMNS), *("\t".join((str(number), *_columns(each))) for number, each in numbered)]


def _columns(paragraph: Paragraph) -> tuple[str, ...]:
    return (
        paragraph.kind.value,
        str(paragraph.depth),
        str(len(paragraph.heading)),
        paragraph.number or "-",
        " ".join(str(area.page) for area in paragraph.areas) or "-",
        str(len(paragraph.text.split())),
        hashlib.sha256(paragraph.text.encode()).hexdigest()[:HASH],
    )


def _lines(data: Path | None, parse: Parse) -> list[str]:
    if data is None or not (data / parse.file).exists():
        missing = f"There is no {data / parse.file}." if data else "Golden parses need the larger collections."
        raise UnusableInput(missing, "Name the folder with the collections: --data FOLDER.")
    paragraphs = cut("", read(data / parse.file))
    return structure(tuple(each for each in paragraphs if parse.first <= (each.page or 1) <= parse.last))


def _file(parse: Parse) -> Path:
    return GOLDEN / f"{parse.name}.tsv"

"""Documents of an invented force, for the pages of sources: a PDF with every line at a known place, and a text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from corpus.originals import sha256_of
from tests.corpus.northshire import Printed, write_pdf

HEADING = Printed(["Wanted suspects"], page=2, top=740)
BEFORE = Printed(["The force keeps a list of suspects who are wanted for arrest."], page=2, top=700)
CITED = Printed(
    [
        "Officers look for wanted suspects every single day3 and record infor-",
        "mation about each of them. Supervisors check these records, and",
        "HMIC found that the checks were not always written down.",
    ],
    page=2,
    top=660,
)
ON_TWO = Printed(["The chief officer told inspectors that a new policy will"], page=2, top=120)
ON_THREE = Printed(["be in place by the end of the year."], page=3, top=740)
NOTE = Printed(["3 As at 31 March 2014."], page=2, top=60)
LAST = Printed(["Yours sincerely"], page=3, top=680)
FIRST = Printed(["Dear Chief Constable", "Core business: an inspection of Northshire Police"], top=700)
PRINTED = (FIRST, HEADING, BEFORE, CITED, ON_TWO, NOTE, ON_THREE, LAST)

QUOTE = "record information about each of them. Supervisors check these records"
TWO_PAGES = "a new policy will be in place by the end of the year."
NORTHSHIRE = "northshire-2014"
NATIONAL = """# Wanted suspects: a thematic inspection of how police forces manage them

HMICFRS

4 May 2017

## Findings

Most forces review the files of wanted suspects too seldom. Few forces know how many wanted suspects there are.

Forces should have a dedicated team that looks for wanted suspects each day.
"""


def put_letter(
    corpus: Corpus, id: str = NORTHSHIRE, original: bool = True, version: str = "", **fields: object
) -> Document:
    """Store the letter, with or without its file; `fields` are set on the document."""
    file = write_pdf(corpus.originals.room(1) / f"{id}.pdf", [*PRINTED, Printed([f"{id} {version}"], top=300)])
    document = Document(
        id, "Core business", DocumentKind.LETTER, file.name, sha256_of(file), inspectorates=("HMIC",), pages=3
    )
    document = replace(document, **fields)  # type: ignore[arg-type]  # as the test names them
    corpus.put(document, paragraphs(id), file if original else None)
    return document


def paragraphs(id: str) -> tuple[Paragraph, ...]:
    """The letter's paragraphs, as a reader would find them."""
    heading = ("Wanted suspects",)
    body = ParagraphKind.BODY
    return (
        Paragraph(id, 1, body, " ".join(FIRST.lines), areas=(FIRST.area,)),
        Paragraph(id, 2, ParagraphKind.HEADING, HEADING.lines[0], areas=(HEADING.area,)),
        Paragraph(id, 3, body, BEFORE.lines[0], heading, 1, areas=(BEFORE.area,)),
        Paragraph(
            id,
            4,
            body,
            "Officers look for wanted suspects every single day and record information about each of them. Supervisors "
            "check these records, and HMIC found that the checks were not always written down.",
            heading,
            2,
            areas=(CITED.area,),
        ),
        Paragraph(id, 5, ParagraphKind.FOOTNOTE, "As at 31 March 2014.", heading, 2, "3", 0, (NOTE.area,), (4, 50)),
        Paragraph(
            id, 6, body, f"{ON_TWO.lines[0]} {ON_THREE.lines[0]}", heading, 3, areas=(ON_TWO.area, ON_THREE.area)
        ),
        Paragraph(id, 7, ParagraphKind.SIGNATURE, "Yours sincerely", areas=(LAST.area,)),
    )


def put_text(corpus: Corpus, id: str = "eastmoor-2015") -> Document:
    """Store a document without pages, of two sections."""
    document = Document(id, "Eastmoor", DocumentKind.LETTER, f"{id}.txt", id, inspectorates=("HMIC",))
    made, position = [], 0
    for section in ("Crime recording", "Custody"):
        position += 1
        made.append(Paragraph(id, position, ParagraphKind.HEADING, section))
        for place in range(1, 6):
            position += 1
            text = f"Eastmoor Constabulary works on {section.lower()}, finding {place} & more <b>than</b> that."
            made.append(Paragraph(id, position, ParagraphKind.BODY, text, (section,), place))
    corpus.put(document, made)
    return document


def tomorrow() -> datetime:
    """When an embargo ends that holds today."""
    return datetime.now(UTC) + timedelta(days=1)

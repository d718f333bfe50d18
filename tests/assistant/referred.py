"""A corpus for written references: the included letter beside documents on forces that do not exist."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from corpus import Area, Corpus, Document, DocumentKind, Paragraph, ParagraphKind, open_corpus

BODY, HEADING, FOOTNOTE = ParagraphKind.BODY, ParagraphKind.HEADING, ParagraphKind.FOOTNOTE


def referred_corpus(folder: Path) -> Corpus:
    """Staffordshire 2014; Northshire 2014 and 2016, Eastmoor 2018 (with pages), a national report, and one under embargo."""
    corpus = open_corpus(folder)
    for document in (
        _document("northshire-2014", DocumentKind.LETTER, "Core business: An inspection of crime", date(2014, 5, 5)),
        _document("northshire-2016", DocumentKind.LETTER, "Custody", date(2016, 5, 6)),
    ):
        corpus.put(document, _letter(document.id))
    joint = _document(
        "eastmoor-2018",
        DocumentKind.JOINT_INSPECTION,
        "Joint targeted area inspection of Eastmoor, its towns and coast",
        date(2018, 2, 1),
        ("HMICFRS", "Ofsted"),
        ("eastmoor",),
    )
    corpus.put(joint, _paged(joint.id))
    report = _document(
        "custody-2017", DocumentKind.THEMATIC_REPORT, "The state of cells", date(2017, 3, 1), ("HMICFRS",), ()
    )
    corpus.put(report, [Paragraph(report.id, 1, BODY, "Cells are clean.", ("Cells",), 1, "4.12")])
    secret = _document(
        "eastmoor-2024",
        DocumentKind.LETTER,
        "Custody",
        date(2024, 5, 6),
        forces=("eastmoor",),
        embargo=datetime(2999, 1, 1, tzinfo=UTC),
    )
    corpus.put(secret, _letter(secret.id))
    return corpus


def _document(
    id: str,
    kind: DocumentKind,
    title: str,
    day: date,
    inspectorates: Sequence[str] = ("HMIC",),
    forces: Sequence[str] = ("northshire",),
    embargo: datetime | None = None,
) -> Document:
    programme = title.partition(":")[0] if kind is DocumentKind.LETTER else None
    return Document(
        id,
        title,
        kind,
        f"{id}.txt",
        f"{id:0<64}",
        programme,
        tuple(inspectorates),
        tuple(forces),
        day,
        embargo=embargo,
    )


def _letter(id: str) -> list[Paragraph]:
    """Ids 3 to 5 stand under "Crime recording", 7 and 8 under "Bail, and its limits"."""
    bail = "Bail, and its limits"
    return [
        Paragraph(id, 1, ParagraphKind.ADDRESSEE, "Mr B. Sample", (), 1),
        Paragraph(id, 2, HEADING, "Crime recording", (), 1),
        *(Paragraph(id, 2 + n, BODY, f"Crime finding {n} of {id}.", ("Crime recording",), n) for n in (1, 2, 3)),
        Paragraph(id, 6, HEADING, bail, (), 1),
        *(Paragraph(id, 6 + n, BODY, f"Bail finding {n} of {id}.", (bail,), n) for n in (1, 2)),
    ]


def _paged(id: str) -> list[Paragraph]:
    """Ids 1 and 2 stand on page 1 (2 goes on to page 2), 3 and the footnote 4 on page 3."""
    findings, practice = ("Findings",), ("Findings", "Eastmoor practice study (EPS)")
    return [
        Paragraph(id, 1, BODY, "Help comes early.", findings, 1, areas=_on(1)),
        Paragraph(id, 2, BODY, "Help comes late.", findings, 2, areas=_on(1, 2)),
        Paragraph(id, 3, BODY, "Help does not come.", practice, 1, areas=_on(3)),
        Paragraph(id, 4, FOOTNOTE, "As of May.", practice, 1, "1", areas=_on(3)),
    ]


def _on(*pages: int) -> tuple[Area, ...]:
    return tuple(Area(page, 70, 100, 500, 120) for page in pages)

"""Inspection letters of forces that do not exist, and assistants over them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from assistant import Assistant, Evidence
from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, add
from index import Chunk, Encoder, Hit, Index, Signals

Assemble = Callable[[Mapping[str, str]], Assistant]

TEAM = "The force has a dedicated team that looks for wanted suspects each day."
NORTHSHIRE_2014 = (
    TEAM,
    "Burglary dwellings were investigated poorly in Northshire, and few victims were told of progress.",
)
NORTHSHIRE_2016 = (
    "The force does not review the files of wanted suspects every week. Supervisors were seldom aware of them.",
    "Burglary dwellings were investigated well, and nearly all victims were told of progress.",
)
EASTMOOR_2016 = (
    "The force reviews the files of wanted suspects every week and publishes the results.",
    "Mobile data terminals are fitted to all patrol cars, which frees the time of officers.",
    "Body-worn cameras are issued to 1,200 officers, and 3.5 per cent of them were out of order.",
)


def letter(force: str, year: int, *findings: str, opening: str = "") -> str:
    """A letter as the inspectorate writes it, with these findings under one heading."""
    greeting = "The findings that specifically relate to your force are included in this letter."
    return "\n\n".join(
        [
            "Ann Example\nHer Majesty's Inspector of Constabulary",
            f"Mr B. Sample\nChief Constable\n{force}",
            f"5 May {year}",
            "Dear Ben",
            "Core business: An inspection of crime prevention",
            f"Between January and April {year}, HMIC carried out inspection fieldwork across all forces.",
            *([opening] if opening else []),
            greeting,
            "Crime recording and attendance",
            *findings,
            "Yours sincerely",
            "Ann Example\nHer Majesty's Inspector of Constabulary\nNorthern Region",
        ]
    )


def assemble(folder: Path, encoder: Encoder, files: Mapping[str, str]) -> Assistant:
    """An assistant over a new corpus that holds just these files (name without ending, text)."""
    corpus = Corpus(folder / "data")
    corpus.mark_started()
    for name, text in files.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert add(corpus, path).document
    index = Index(corpus, encoder)
    index.sync()
    return Assistant(corpus, index)


def document(id: str, *forces: str, title: str = "Core business") -> Document:
    """A document without paragraphs."""
    return Document(id, title, DocumentKind.LETTER, f"{id}.txt", "0" * 64, programme=title, forces=forces)


def evidence(text: str, label: str = "P1", forces: tuple[str, ...] = ("northshire",)) -> Evidence:
    """A paragraph as evidence; its score tells nothing."""
    paragraph = Paragraph("northshire-2014", int(label[1:]), ParagraphKind.BODY, text)
    chunk = Chunk(paragraph.document, paragraph.id, paragraph.kind, "", 0, len(text), text)
    hit = Hit(chunk, 1.0, Signals(0.5, 0.5, 0.5, 0.5, 0.5))
    return Evidence(label, paragraph, document("northshire-2014", *forces), hit)

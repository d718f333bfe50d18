"""A briefing on a force that does not exist."""

from dataclasses import replace
from datetime import UTC, date, datetime

from assistant.answer import Citation
from assistant.briefing.brief import Briefing, FindingType, Length, Line, Order, Section
from corpus import Area, Document, Paragraph, ParagraphKind
from tests.assistant.letters import document

SITE = "http://app:1/"
TEAM = "The force has a dedicated team that looks for wanted suspects each day."
SELDOM = "Supervisors were seldom aware of the team’s work – it cost £1,200 a week."
WELL = "Burglary dwellings were investigated well, and nearly all victims were told of progress."
POORLY = "Burglary dwellings were investigated poorly in 2014, and few victims were told of progress."
WORDED = "Burglaries are investigated well, as they were not in 2014."
PLANS = "The chief constable plans to review all files by May 2017."


def letter(id: str, year: int) -> Document:
    """A letter to Northshire Police."""
    return replace(
        document(id, "northshire"),
        title=f"Core business {year}",
        programme=f"Core business {year}",
        inspectorates=("HMIC",),
        date=date(year, 5, 5),
    )


def paragraph(
    document: Document, position: int, text: str, heading: str = "Crime recording", page: int = 2
) -> Paragraph:
    """A paragraph on a page of its document."""
    area = Area(page, 72, 400, 500, 450)
    return Paragraph(document.id, position, ParagraphKind.BODY, text, (heading,), position, areas=(area,))


EARLIER, LATER = letter("northshire-2014", 2014), letter("northshire-2016", 2016)
OTHER = letter("northshire-2012", 2012)
SUSPECTS = paragraph(LATER, 7, f"{TEAM} {SELDOM} The next sentence is quoted by nobody.", "Wanted suspects", 3)
BURGLARY = paragraph(LATER, 4, WELL)
BEFORE = paragraph(EARLIER, 9, POORLY)
REVIEW = paragraph(LATER, 12, f"Files are old. {PLANS}", "Next steps", 5)


def line(text: str, source: Paragraph, type: FindingType, document: Document = LATER) -> Line:
    """A line of the very words of a paragraph."""
    return Line(text, Citation(source, document, text), type, "Its words say so.")


def briefing(length: Length = Length.TWO_PAGES) -> Briefing:
    """Seven lines from four paragraphs of two letters; of a third letter none."""
    concern = line(SELDOM, SUSPECTS, FindingType.CONCERN)
    edited = replace(concern, text="Supervisors were never aware of it.", problem="The source says “seldom”.")
    return Briefing(
        Order("northshire", length=length),
        "Northshire Police: what inspections found",
        "Northshire Police",
        (
            Section(
                "At a glance",
                (line(TEAM, SUSPECTS, FindingType.STRENGTH), concern),
                "Made from two inspections.",
            ),
            Section("Strengths", (line(WELL, BURGLARY, FindingType.STRENGTH),)),
            Section("Concerns", (line(POORLY, BEFORE, FindingType.CONCERN, EARLIER), edited)),
            Section(
                "Recommendations",
                (line(PLANS, REVIEW, FindingType.ACTION), line(TEAM, SUSPECTS, FindingType.RECOMMENDATION)),
            ),
            Section("What is not covered", note="Nothing is said of custody."),
        ),
        (LATER, EARLIER, OTHER),
        datetime(2026, 5, 4, 10, 30, tzinfo=UTC),
        43,
    )


def worded_briefing() -> Briefing:
    """One line, in the words of a language model, from two paragraphs of one letter and one of another."""
    made = briefing()
    cited = (
        Citation(BURGLARY, LATER, WELL),
        Citation(BEFORE, EARLIER, POORLY),
        Citation(SUSPECTS, LATER, TEAM),
        Citation(SUSPECTS, LATER, SELDOM),
    )
    told = Line(WORDED, cited[0], FindingType.STRENGTH, "Its words say so.", writer="openai:some", more=cited[1:])
    return replace(made, sections=(Section("At a glance", (told,)),))


def strange(text: str) -> Briefing:
    """A briefing in which that text stands wherever a document or a person may have put one."""
    made = briefing(Length.FULL)
    source = replace(letter("northshire-2016", 2016), title=text, programme=text)
    where = paragraph(source, 3, f"{text} {TEAM} {text}", text)
    told = Line(text, Citation(where, source, TEAM), FindingType.FACT, text, text)
    sections = (Section(text, (told, line(TEAM, where, FindingType.CONCERN, source)), text), Section(text))
    return replace(made, title=text, force=text, sections=sections, documents=(source,))

"""A briefing as Word, PDF and Markdown: every line with its note, links that work, and text that does no harm."""

import re
from ctypes import c_int, create_string_buffer
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdfium2 import PdfDocument, raw

from assistant.briefing.brief import Briefing, FindingType, Length, Section
from assistant.briefing.markdown import as_markdown
from assistant.briefing.noted import clean
from assistant.briefing.pdf import as_pdf
from assistant.briefing.word import as_word
from tests.assistant.briefings import (
    PLANS,
    POORLY,
    SELDOM,
    SITE,
    TEAM,
    WELL,
    WORDED,
    briefing,
    letter,
    line,
    paragraph,
    strange,
    worded_briefing,
)
from tests.assistant.drafts import parts, w, words
from tests.corpus.readers.word_files import W

LINES = (TEAM, SELDOM, WELL, POORLY, "Supervisors were never aware of it.", PLANS, TEAM)
LATER, EARLIER = (f"HMIC letter to Northshire Police, Core business {year}, 5 May {year}" for year in (2016, 2014))
PLACES = (
    f"Source 2: {LATER} · Wanted suspects · paragraph 7 · page 3.",
    "Source 2, as in note 1.",
    "Source 1: Letter of 5 May 2016 · Crime recording · paragraph 4 · page 2.",
    f"Source 4: {EARLIER} · Crime recording · paragraph 9 · page 2.",
    "Source 2, as in note 1.",
    "Source 3: Letter of 5 May 2016 · Next steps · paragraph 12 · page 5.",
    "Source 2, as in note 1.",
)
HEADINGS = ["At a glance", "Strengths", "Concerns", "Recommendations", "What is not covered"]
ANNEX = ["Annex: the source paragraphs", LATER, EARLIER, "Documents read, from which no line was taken"]
IDS = ("2016%237", "2016%234", "2014%239", "2016%2312")
LINKS = [f"http://app:1/source?paragraph=northshire-{id}" for id in IDS]
FAULT = "No longer stands: The source says “seldom”."
MADE = "Made on 4 May 2026 at 11:30 from a collection of 43 documents."


def opened(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def told(document: Document, style: str) -> list[str]:
    """Paragraphs of a style, in tables too."""
    found = [each for each in document.element.body.iter(f"{{{W}}}p") if each.style == style]
    return [words(ElementTree.fromstring(f"<x>{each.xml}</x>")) for each in found]


def squeezed(text: str) -> str:
    """A text without blanks, and without hyphens, which PDF readers take from the ends of lines."""
    return re.sub(r"[\s\ufffe\u00ad-]+", "", text)


def printed(file: bytes) -> str:
    with PdfDocument(file) as pdf:
        return squeezed("".join(page.get_textpage().get_text_range() for page in pdf))


def test_word_tells_every_line_with_its_note_under_its_heading() -> None:
    file = as_word(briefing())
    document = opened(file)
    notes = [words(each) for each in ElementTree.fromstring(parts(file)["word/footnotes.xml"])][2:]
    bullets = told(document, "ListBullet")
    quoted = [each if "never" in each else f"“{each}”" for each in LINES]
    assert all(line in bullet for line, bullet in zip(quoted, bullets, strict=False))
    assert len(bullets) == len(LINES) + 1  # and the letter of which nothing is quoted
    assert [each.replace("\u00a0", " ").strip() for each in notes] == list(PLACES)
    references = re.findall(rb'footnoteReference w:id="(\d+)"', parts(file)["word/document.xml"])
    assert [int(each) for each in references] == [*range(1, len(LINES) + 1)]
    assert told(document, "Heading1") == [*HEADINGS, ANNEX[0]]
    assert told(document, "Heading2") == ANNEX[1:]
    assert told(document, "Title") == ["Northshire Police: what inspections found"]
    assert told(document, "Subtitle") == ["From 3 inspection documents, 5 May 2012 to 5 May 2016."]


def test_word_says_when_and_from_what_it_was_made() -> None:
    document = opened(as_word(briefing()))
    about, section = document.core_properties, document.sections[0]
    assert (about.title, about.author) == ("Northshire Police: what inspections found", "Inspection assistant")
    assert about.created == datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
    assert 'w:w="11906" w:h="16838"' in section._sectPr.xml  # A4, in twentieths of a point
    assert [each.text for each in section.header.paragraphs] == ["Northshire Police"]
    assert [each.text for each in section.footer.paragraphs] == [f"{MADE}\tPage 1 of 1"]
    assert all(each in section.footer._element.xml for each in (" PAGE ", " NUMPAGES "))


def test_word_gives_the_paragraphs_whole_with_the_quoted_words_in_bold() -> None:
    document = opened(as_word(briefing()))
    whole = [each for each in document.paragraphs if each.style and each.style.name == "Quote"]
    assert [each.text for each in whole] == [
        WELL,
        f"{TEAM} {SELDOM} The next sentence is quoted by nobody.",
        f"Files are old. {PLANS}",
        POORLY,
    ]
    assert [[run.text for run in each.runs if run.bold] for each in whole] == [
        [WELL],
        [TEAM, SELDOM],
        [PLANS],
        [POORLY],
    ]
    assert [each for each in told(document, "SourceLabel") if "Wanted" in each] == [
        "Source 2 · Wanted suspects · paragraph 7 · page 3 (notes 1, 2, 5 and 7)"
    ]


def test_links_of_word_lead_to_the_app_and_within_the_file() -> None:
    file = as_word(briefing(Length.FULL), SITE)
    held = parts(file)
    notes, body = held["word/footnotes.xml"].decode(), held["word/document.xml"].decode()
    targets = dict(_relations(held["word/_rels/footnotes.xml.rels"]))
    assert [targets[each] for each in re.findall(r'hyperlink r:id="(\w+)"', notes)] == LINKS
    assert set(re.findall(r'w:anchor="(\w+)"', notes + body)) == set(
        re.findall(r'bookmarkStart .*?w:name="(\w+)"', body)
    )
    ids = re.findall(r'bookmarkStart w:id="(\d+)"', body)
    assert len(ids) == len(set(ids)) == body.count("bookmarkEnd")
    assert set(LINKS) == {link for _, link in _relations(held["word/_rels/document.xml.rels"]) if "source?" in link}
    assert b"source?" not in b"".join(parts(as_word(briefing())).values())


def _relations(part: bytes) -> list[tuple[str, str]]:
    return [(each.get("Id", ""), each.get("Target", "")) for each in ElementTree.fromstring(part)]


def test_a_full_briefing_has_contents() -> None:
    document = opened(as_word(briefing(Length.FULL)))
    assert told(document, "TOC1") == [*HEADINGS, ANNEX[0]]
    assert told(document, "TOC2") == ANNEX[1:]
    assert told(opened(as_word(briefing())), "TOC1") == []
    kinds = re.findall(r'fldCharType="(\w+)"', document.element.xml)
    assert kinds == ["begin", "separate", "end"]
    assert "Contents" in printed(as_pdf(briefing(Length.FULL)))


OWN = ["FootnoteText", "FootnoteReference", "Hyperlink", "Fault", "SourceLabel", "Warning", "TOC1", "TOC2"]
# ISO 29500-1, annex A: in which order the schema wants what we use of these.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind outlineLvl",
    "rPr": "rStyle rFonts b bCs color sz szCs u vertAlign lang",
    "tblPr": "tblW tblBorders tblLayout tblCellMar",
    "tcPr": "tcW shd",
    "tbl": "tblPr tblGrid tr",
}


@pytest.mark.parametrize("part", ["document", "footnotes", "styles", "header1", "footer1"])
def test_what_word_reads_stands_in_the_order_of_the_schema(part: str) -> None:
    held = parts(as_word(briefing(Length.FULL), SITE))
    ours = ElementTree.fromstring(held[f"word/{part}.xml"])
    assert part != "styles" or [w(each, "styleId") for each in ours[-len(OWN) :]] == OWN
    chosen = ours.iter() if part != "styles" else (each for style in ours[-len(OWN) :] for each in style.iter())
    for element in chosen:
        order = ORDERS.get(element.tag.rpartition("}")[2], "").split()
        found = [each.tag.rpartition("}")[2] for each in element]
        if order:
            assert found == sorted(found, key=order.index)


def test_footnotes_of_word_are_declared_and_separated() -> None:
    held = parts(as_word(briefing()))
    assert b'PartName="/word/footnotes.xml"' in held["[Content_Types].xml"]
    assert "footnotes.xml" in dict(_relations(held["word/_rels/document.xml.rels"])).values()
    assert re.findall(rb'<w:footnote w:type="(\w+)" w:id="(-?\d+)"', held["word/footnotes.xml"]) == [
        (b"separator", b"-1"),
        (b"continuationSeparator", b"0"),
    ]
    settings = held["word/settings.xml"]
    assert settings.index(b"<w:footnotePr>") < settings.index(b"<w:compat>")
    assert not {each for each in held if "stylesWithEffects" in each or "thumbnail" in each}


def test_a_pdf_tells_the_same() -> None:
    file = as_pdf(briefing(), SITE)
    text = printed(file)
    expected = [*LINES, *PLACES, *HEADINGS, *ANNEX, MADE, FAULT, "The next sentence is quoted by nobody."]
    assert [each for each in expected if squeezed(each) not in text] == []
    with PdfDocument(file) as pdf:
        about = pdf.get_metadata_dict()
        assert (about["Title"], about["Author"]) == (
            "Northshire Police: what inspections found",
            "Inspection assistant",
        )
        pages = [page.get_textpage().get_text_range() for page in pdf]
        assert [f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1)] == [True] * len(pages)
        assert [each.get_title() for each in pdf.get_toc()] == [*HEADINGS, "Notes", *ANNEX]
        assert pdf[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    assert b"/Lang (en-GB)" in file
    assert b"/DisplayDocTitle true" in file


def test_links_of_a_pdf_lead_to_the_app_and_within_the_file() -> None:
    with PdfDocument(as_pdf(briefing(Length.FULL), SITE)) as pdf:
        links = [link for page in pdf for link in _links(pdf, page.raw)]
    assert sorted(filter(None, links)) == sorted([*LINKS, *LINKS])  # in notes; in the annex
    within = len(LINES) * 2 + 3 + len([*HEADINGS, "Notes", *ANNEX])  # a mark and a source each; notes; the contents
    assert links.count("") >= within


def _links(pdf: PdfDocument, page: raw.FPDF_PAGE) -> list[str]:
    """The address of each link on a page; "" for one within the file, whose target is there."""
    found, at, link = [], c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, at, link):
        address = create_string_buffer(300)
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(pdf.raw, action, address, 300) if action else 0
        found.append(address.value.decode() if size else "")
        if not size:
            assert raw.FPDFLink_GetDest(pdf.raw, link)
    return found


def test_a_pdf_says_of_a_character_that_its_type_lacks() -> None:
    section = Section("At a glance", note="Dŵr, Ŷ, Ω and Жук; but 漢.")
    text = printed(as_pdf(replace(briefing(), sections=(section,))))
    assert squeezed("Dŵr, Ŷ, Ω and Жук; but ☐.") in text
    assert squeezed("A box (☐) stands for a character that the type of this file lacks") in text
    assert "☐" not in printed(as_pdf(briefing()))


def test_markdown_tells_the_same() -> None:
    page = as_markdown(briefing(), SITE)
    assert page.startswith("# Northshire Police: what inspections found\n\n*From 3 inspection documents, 5 May 2012")
    assert f"- **Strength.** “{TEAM}”[^1]\n- **Concern.** “{SELDOM}”[^2]\n" in page
    assert f"Supervisors were never aware of it.[^5]\n  **{FAULT}**\n" in page
    assert f"> **{TEAM}** **{SELDOM}** The next sentence" in page
    notes = re.findall(r"^\[\^(\d+)\]: (.*)$", page, re.MULTILINE)
    assert [int(number) for number, _ in notes] == [*range(1, len(LINES) + 1)]
    assert [re.sub(r"\[(.*)\]\(.*\)", r"\1", text) for _, text in notes] == list(PLACES)
    assert re.findall(r"\(<(.*)>\)", page) == LINKS
    assert "](<" not in as_markdown(briefing())
    assert f"*{MADE} Inspection assistant.*" in page


def test_a_line_in_a_language_models_words_names_it_and_all_its_sources() -> None:
    made = worded_briefing()
    said = "In the words of openai:some, a language model, checked against these sources."
    note = (
        f"Source 1: {LATER} · Crime recording · paragraph 4 · page 2; Source 3: {EARLIER} · Crime recording · paragraph 9 "
        f"· page 2; Source 2: Letter of 5 May 2016 · Wanted suspects · paragraph 7 · page 3. {said}"
    )
    file = as_word(made, SITE)
    notes = words(ElementTree.fromstring(parts(file)["word/footnotes.xml"]))
    assert note in notes.replace("\u00a0", " ")
    assert told(opened(file), "ListBullet")[0].startswith(WORDED)  # without quotation marks
    assert squeezed(note) in printed(as_pdf(made))
    page = as_markdown(made)
    assert f"- {WORDED}[^1]\n" in page
    assert note in page
    assert f"> **{TEAM}** **{SELDOM}** The next" in page


def test_documents_of_one_kind_and_day_are_always_named_in_full() -> None:
    first, second = letter("northshire-2016", 2016), replace(letter("northshire-other", 2016), programme="Custody")
    lines = [line(WELL, paragraph(each, at, WELL), FindingType.FACT, each) for each in (first, second) for at in (1, 2)]
    page = as_markdown(replace(briefing(), sections=(Section("At a glance", tuple(lines)),)))
    notes = re.findall(r"^\[\^\d\]: (.*)$", page, re.MULTILINE)
    assert [each.count("HMIC letter to Northshire Police") for each in notes] == [1, 1, 1, 1]


def test_an_edited_line_that_does_not_stand_is_told_above_and_at_its_place() -> None:
    document = opened(as_word(briefing()))
    above = "1 edited line does not stand as written; each is marked."
    assert told(document, "Warning") == [above]
    assert [each for each in told(document, "ListBullet") if each.endswith(f"\n{FAULT}")]
    assert squeezed(above) in printed(as_pdf(briefing()))
    assert f"**{above}**" in as_markdown(briefing())


def test_an_embargo_and_text_from_pictures_are_told_first_and_in_the_notes() -> None:
    made = briefing()
    line = made.lines[0]
    held = replace(line.citation.document, embargo=datetime(2026, 6, 1, tzinfo=UTC), ocr=True)
    warned = replace(line, citation=replace(line.citation, document=held))
    made = replace(made, sections=(Section("At a glance", (warned,)),))
    warnings = ["Under embargo until 01:00 on 1 June 2026. Do not share it.", "This text was recognised from pictures"]
    file = as_word(made)
    notes = words(ElementTree.fromstring(parts(file)["word/footnotes.xml"]))
    for warning in warnings:
        assert any(each.startswith(warning) for each in told(opened(file), "Warning"))
        assert warning in notes
        assert printed(as_pdf(made)).count(squeezed(warning)) == 2
        assert as_markdown(made).count(warning) == 2
    above = "Under embargo until 01:00 on 1 June 2026."
    assert opened(file).sections[0].header.paragraphs[0].text == f"Northshire Police\t{above}"
    with PdfDocument(as_pdf(made)) as pdf:
        assert all(above in page.get_textpage().get_text_range() for page in pdf)


def test_a_briefing_without_lines_is_still_a_page() -> None:
    made = replace(briefing(Length.FULL), sections=(Section("At a glance"),), documents=(), title=" ")
    document = opened(as_word(made))
    assert told(document, "Title") == ["Briefing on Northshire Police"]
    for text in ("There is nothing to tell.", "From 0 inspection documents."):
        assert text in document.element.xml
        assert squeezed(text) in printed(as_pdf(made))
        assert text in as_markdown(made).replace("\\", "")


@settings(deadline=None, max_examples=8)
@given(text=st.text(min_size=1, max_size=60))
@example(text='<b>A & "B"</b> ]]> <script>alert(1)</script> {{x}}')
@example(text="\x00\x0b\x1b[31m \u202e\ud800 \ufffe\uffff&#0; a\x85b")
@example(text="- [link](javascript:x) ![i](y) `c` | * _ # ~ $a$ ^ 1. &amp; http://x")
def test_any_text_stands_as_text_in_every_format(text: str) -> None:
    made = strange(text)
    shown = clean(text).strip()
    document = opened(as_word(made, SITE))
    assert told(document, "Heading1")[:2] == [shown, shown]
    assert told(document, "Quote") == [clean(f"{text} {TEAM} {text}")]
    assert squeezed(TEAM) in printed(as_pdf(made, SITE))
    _only_our_markup(as_markdown(made, SITE), made)


def _only_our_markup(page: str, made: Briefing) -> None:
    """Of a page, whose links and emphasis are all ours, nothing else is mark-up."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(page)
    inner = [each for token in tokens for each in token.children or ()]
    assert {each.type for each in (*tokens, *inner)} <= {
        *(f"{tag}_{end}" for tag in OURS for end in ("open", "close")),
        *("inline", "text", "text_special", "softbreak", "hr"),
    }
    links = {str(each.attrs["href"]) for each in inner if each.type == "link_open"}
    assert links == {"http://app:1/source?paragraph=northshire-2016%233"}
    assert len([each for each in tokens if each.type == "list_item_open"]) == len(made.lines)


OURS = ("heading", "paragraph", "em", "strong", "bullet_list", "list_item", "blockquote", "link")


@pytest.mark.parametrize("text", ["x" * 6000, "word " * 1200])
def test_long_text_goes_on_over_lines_and_pages(text: str) -> None:
    made = replace(briefing(), sections=(Section("At a glance", note=text),), force=text[:300])
    with PdfDocument(as_pdf(made)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 2
    assert sum(len(re.findall("[xword]", page)) for page in pages) >= len(text.replace(" ", ""))
    assert text.strip() in words(ElementTree.fromstring(parts(as_word(made))["word/document.xml"]))

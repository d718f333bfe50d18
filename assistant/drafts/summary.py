"""The page at the end of a draft that comes back as a Word file: what was checked, and what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.check import Verdict
from assistant.drafts.checked import CheckedDraft
from assistant.drafts.markup import Element, element, local, told
from assistant.drafts.telling import CAUTION, labelled, reason_of, shortened, source_of, summary_of
from assistant.drafts.word_styles import Styles
from assistant.drafts.word_walk import SUMMARY, is_summary

HEADING = "What was checked"
_SHADE = "F2F2F2"
_LINE = "BFBFBF"
_SIZE = 18  # half points, in tables
_COUNTS = (3000, 1600)  # widths of columns, twentieths of a point
_STATEMENTS = (620, 2400, 1620, 1860, 2560)
_WHOLE = 5000  # fiftieths of a per cent: a table from margin to margin, however wide the page
_EMPHASIS = "<w:b/>"


def append_summary(checked: CheckedDraft, document: Element, styles: Styles) -> None:
    """Put it behind all else in a document, before the properties of the last section, and in place of an older one."""
    body = next(document.iterchildren("{*}body"))
    for old in [each for each in body if is_summary(each)]:
        body.remove(old)
    last = body[-1] if len(body) and local(body[-1]) == "sectPr" else None
    tag = f'<w:sdtPr><w:tag w:val="{SUMMARY}"/></w:sdtPr>'
    control = element(document, f"<w:sdt>{tag}<w:sdtContent/></w:sdt>")
    if last is None:
        body.append(control)
    else:
        last.addprevious(control)
    for part in _parts(checked, styles):
        made = element(document, part.markup)
        control[-1].append(made)
        for row in part.rows:  # one by one: lxml takes seconds to move a long table
            made.append(element(document, row))


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, or a table without its rows, and these."""

    markup: str
    rows: tuple[str, ...] = ()


def _parts(checked: CheckedDraft, styles: Styles) -> list[_Part]:
    page = _Page(styles)
    counts = [(labelled(each), f"{checked.counts[each]:,}") for each in Verdict]
    parts = [
        page.heading(HEADING, 1),
        page.paragraph(f"{summary_of(checked)} Each statement that was checked has a comment with its source."),
        page.table(_COUNTS, ("Verdict", "Statements"), counts),
    ]
    rows = [
        (
            str(number),
            shortened(statement.text),
            labelled(found.verdict).replace(" ", "\u00a0", 1),  # the mark stays with its word
            reason_of(found),
            "\n".join(f"“{shortened(each.quote)}”\n{source_of(each)}" for each in found.citations),
        )
        for number, (statement, found) in enumerate(checked.rows, 1)
        if found.needs_a_look
    ]
    if rows:
        names = ("No.", "Statement", "Verdict", "Why", "Source, or the nearest")
        parts += [page.heading("Statements to look at", 2), page.table(_STATEMENTS, names, rows)]
        parts.append(page.paragraph(CAUTION, before=120))
    else:
        parts.append(page.paragraph("Every statement that could be checked is supported.", before=120))
    return parts


class _Page:
    """Mark-up in the styles that the file has; nothing is added to these."""

    def __init__(self, styles: Styles) -> None:
        self._headings = {level: styles.named(f"heading {level}") for level in (1, 2)}

    def heading(self, text: str, level: int) -> _Part:
        """A heading, unnumbered; the first on a page of its own."""
        page = "<w:pageBreakBefore/>" if level == 1 else ""
        style, look = f'<w:pStyle w:val="{told(self._headings[level])}"/>', ""
        if not self._headings[level]:
            style, look = "", f'{_EMPHASIS}<w:sz w:val="{36 - 8 * level}"/>'
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        space = f'<w:spacing w:before="{0 if page else 280}" w:after="120"/><w:ind w:left="0" w:firstLine="0"/>'
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        properties = f"<w:pPr>{style}<w:keepNext/>{page}{number}{space}{outline}</w:pPr>"
        return _Part(f"<w:p>{properties}{_run(text, look)}</w:p>")

    def paragraph(self, text: str, before: int = 0) -> _Part:
        """A paragraph in the file's own default style."""
        return _Part(f'<w:p><w:pPr><w:spacing w:before="{before}" w:after="160"/></w:pPr>{_run(text)}</w:p>')

    def table(self, widths: Sequence[int], names: Sequence[str], rows: Sequence[Sequence[str]]) -> _Part:
        """A ruled table, its columns as wide as they are to each other, its first row repeated on each page."""
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        margins += '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>'
        total = f'<w:tblW w:w="{round(_WHOLE * sum(widths) / sum(_STATEMENTS))}" w:type="pct"/>'
        layout = (
            f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        lines = (_row(widths, names, is_header=True), *(_row(widths, row) for row in rows))
        return _Part(f"<w:tbl><w:tblPr>{total}{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>", lines)


def _row(widths: Sequence[int], texts: Sequence[str], is_header: bool = False) -> str:
    properties = "<w:cantSplit/><w:tblHeader/>" if is_header else "<w:cantSplit/>"
    cells = "".join(_cell(width, text, is_header) for width, text in zip(widths, texts, strict=True))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(width: int, text: str, is_header: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if is_header else ""
    look = f'{_EMPHASIS if is_header else ""}<w:sz w:val="{_SIZE}"/>'
    plain = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/><w:jc w:val="left"/>'
    held = "".join(f"<w:p><w:pPr>{plain}</w:pPr>{_run(line, look)}</w:p>" for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{held}</w:tc>'


def _run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{told(text)}</w:t></w:r>'

"""Headings, captions and the depth of list items, by their looks."""

import itertools
import re
from collections.abc import Sequence

from corpus.block import TABLE_LEVEL
from corpus.document import ParagraphKind
from corpus.layout.looks import Looks
from corpus.layout.run import Run
from corpus.plain import starts_item

MAX_WORDS = 40  # of a heading; longer bold text is emphasised
TITLE = 1.6  # times the text's size: a title's on the cover, at least
MAX_LEVEL = 4
COVER_PAGES = 3  # on which a report may print its title again
_CAPTION = re.compile(r"(?:figure|table|chart|graph|map|photograph)\s+\w{1,4}\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:source|notes?)\b", re.IGNORECASE)
_CASE = re.compile(r"(?:case|practice) study\b", re.IGNORECASE)
# The sections of joint inspection letters, which look like what stands within them.
_SECTION = re.compile(
    r"(?:key )?strengths|areas? for (?:priority action|improvement)s?|what needs to improve|headline findings"
    r"|main findings|next steps",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"[Ii]talic|[Oo]blique|It$")
_SENTENCE = re.compile(r"[.;,][\"'\u2019\u201d)]*$")


def with_kinds(runs: Sequence[Run], looks: Looks) -> list[Run]:
    """The runs with headings, their levels, captions and list depths told."""
    kept = list(runs)
    for run, after in itertools.zip_longest(kept, kept[1:]):
        if run.kind is ParagraphKind.ROW:
            continue
        if _CAPTION.match(run.text) and run.words <= MAX_WORDS and not _SENTENCE.search(run.text):
            of_rows = after is not None and after.kind is ParagraphKind.ROW
            run.kind = ParagraphKind.HEADING if of_rows else ParagraphKind.CAPTION
            run.level = TABLE_LEVEL if of_rows else 0
        elif _is_heading(run, after, looks):
            run.kind = ParagraphKind.HEADING
    _set_levels(kept, _title_sizes(kept, looks))
    _set_depths(kept)
    return kept


def title_of(runs: Sequence[Run], looks: Looks) -> str | None:
    """The large words of a cover, if there is one."""
    sizes = _title_sizes(runs, looks)
    cover = [run for run in runs if run.lines[0].page == 1 and round(run.lines[0].size) in sizes]
    parts = [" ".join(run.text.split()) for run in cover]
    return ": ".join(part.rstrip(":") for part in parts[:3]) or None


def _title_sizes(runs: Sequence[Run], looks: Looks) -> set[int]:
    """The one or two largest sizes on the cover."""
    sizes = {round(run.lines[0].size) for run in runs if run.lines[0].page == 1}
    return set(sorted((size for size in sizes if size >= TITLE * looks.size), reverse=True)[:2])


def _is_heading(run: Run, after: Run | None, looks: Looks) -> bool:
    text = run.text
    if run.words > MAX_WORDS or not re.search(r"[^\W\d_]", text) or _SENTENCE.search(text) or len(run.lines) > 5:
        return False
    if re.match(r"[\u2022\u25cf\u25aa\u25fc\u25a0\u25e6\u25cb\uf06e\uf0b7\uf0a7\u2013\u2212-]\s", text):
        return False
    larger = all(looks.is_large(line) for line in run.lines)
    bold = not looks.bold and all(line.bold for line in run.lines)
    italic = all(_ITALIC.search(line.font) for line in run.lines) and not _ITALIC.search(looks.font)
    if _CASE.match(text) and len(run.lines) == 1 and run.words <= 14:
        return after is not None
    if italic and not (larger or bold):
        return (
            len(run.lines) == 1
            and run.words <= 14
            and text[0].isupper()
            and not (":" in text or text.endswith(("?", "\u2019")) or _SOURCE.match(text))
        )
    return (larger or bold) and after is not None and text[0].isprintable()


def _set_levels(runs: Sequence[Run], titles: set[int]) -> None:
    """Larger before bold before italic, in four levels at most; the title on the cover is above none."""
    headings = [
        run for run in runs if run.kind is ParagraphKind.HEADING and not run.level and not _is_title(run, titles)
    ]
    styles = sorted({_style(run) for run in headings})
    for run in headings:
        run.level = 2 * min(MAX_LEVEL, styles.index(_style(run)) + 1) - 1
    _set_sections(runs, headings)


def _set_sections(runs: Sequence[Run], headings: Sequence[Run]) -> None:
    """A heading that stands right above one of its own looks is a section's: those that follow are within it.

    Until the next heading of these looks that stands right above another, or is usually a section's.
    """
    below = {id(run): after for run, after in itertools.pairwise(runs)}
    within: dict[int, bool] = {}
    for run in headings:
        after = below.get(id(run))
        is_section = (after is not None and after.level == run.level) or bool(_SECTION.match(run.text))
        within = {level: inside for level, inside in within.items() if level >= run.level} if is_section else within
        if not is_section and within.get(run.level):
            run.level += 1
        elif after is not None and after.level == run.level and after.kind is ParagraphKind.HEADING:
            within[run.level] = True
        else:
            within[run.level] = is_section and _SECTION.match(run.text) is not None


def _is_title(run: Run, sizes: set[int]) -> bool:
    return run.lines[0].page <= COVER_PAGES and round(run.lines[0].size) in sizes


def _style(run: Run) -> tuple[float, bool]:
    return -round(run.lines[0].size), not run.lines[0].bold


def _set_depths(runs: Sequence[Run]) -> None:
    """How deep each list item is: by how far its mark stands from the margin, among the items around it."""
    lefts: list[float] = []
    hang: float | None = None  # where the wrapped lines of the last item stand, and what else belongs to it
    for run in runs:
        left = run.lines[0].left
        if run.kind is not ParagraphKind.BODY or not starts_item(run.text):
            lefts = [] if run.kind is ParagraphKind.HEADING else lefts
            belongs = bool(lefts) and hang is not None and abs(left - hang) < 3 and run.kind is ParagraphKind.BODY
            run.depth = len(lefts) if belongs else 0
            continue
        hang = run.lines[1].left if len(run.lines) > 1 and run.lines[1].left > left + 3 else hang
        lefts = [each for each in lefts if each < left - 3]
        run.depth = len(lefts) + 1
        lefts.append(left)

"""Markdown files (.md): made into a web page, and read as one."""

import re
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from corpus.block import Block, Reading
from corpus.errors import UnreadableFile
from corpus.readers.html import page_of
from corpus.readers.html_about import iso_day
from corpus.readers.html_notes import MAX_MARK
from corpus.readers.lines import tidy
from corpus.readers.text import text_of

MAX_NESTING = 60  # lists and quotations within each other; the parser leaves out what is deeper, so we refuse it
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=\s*[\w-]+[ \t]*:)(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_DAYS = ("published", "date", "publication_date", "issued")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
# Elements in which browsers read everything as text, up to their end: one that has none would swallow the rest.
_SWALLOWING = "title textarea style xmp iframe noembed noframes script plaintext template noscript select".split()


def read_markdown(path: Path) -> Reading:
    """A Markdown file: CommonMark with tables, footnotes (`[^1]`) and front matter. Raises `UnreadableFile`."""
    text = text_of(path)
    front = _FRONT_MATTER.match(text)
    body, notes = _without_notes(text[front.end() :] if front else text)
    page = page_of(path.name, _rendered(path.name, body, notes))
    if not front:
        return page
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])}
    days = (iso_day(fields[name]) for name in _DAYS if name in fields)
    return replace(
        page,
        title=fields.get("title") or page.title,
        published=next(filter(None, days), page.published),
        furniture=(*page.furniture, Block(tidy(front[1]))),
    )


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without the lines that define footnotes, and the footnotes by name. A fence around code is none's end."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    fence = name = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        note = None if fence else _NOTE.match(line)
        if note and note[1] not in notes:
            name = note[1]
            notes[name] = [note[2]]
            kept.append("")
        elif name and not fence and (line.startswith(("    ", "\t")) or (line.strip() and notes[name][-1].strip())):
            notes[name].append(line.strip())  # further paragraphs of a note are indented; lines of one need not be
        elif name and not line.strip():
            notes[name].append("")
            kept.append("")
        else:
            name = ""
            kept.append(line)
    return "\n".join(kept), {name: "\n".join(lines) for name, lines in notes.items()}


def _rendered(file: str, text: str, notes: dict[str, str]) -> str:
    """The page that a Markdown text is the source of."""
    marks = _marks(notes)
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.inline.ruler.before("link", "note", lambda state, silent: _call(state, silent, marks))
    tokens = parser.parse(text)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise UnreadableFile(f"{file} is nested too deep.", "Take out some of its lists in lists.")
    page = parser.renderer.render(tokens, parser.options, {})
    below = (f'<div id="fn-{mark}">{parser.render(notes[name])}</div>' for name, mark in marks.items())
    return _closed(f"<main>{page}{''.join(below)}</main>")


def _marks(notes: dict[str, str]) -> dict[str, str]:
    """The marks of the notes by name: their names when these are numbers, else numbers in their order."""
    if all(name.isdecimal() and len(name) <= MAX_MARK for name in notes):
        return {name: name for name in notes}
    return {name: str(number) for number, name in enumerate(notes, 1)}


def _call(state: StateInline, silent: bool, marks: dict[str, str]) -> bool:
    """A rule of the parser: `[^1]` calls a footnote, when there is one of that name."""
    match = _CALL.match(state.src, state.pos, state.posMax)
    if match is None or match[1] not in marks:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = f'<sup><a href="#fn-{marks[match[1]]}">{marks[match[1]]}</a></sup>'
    state.pos = match.end()
    return True


def _closed(page: str) -> str:
    """The page with mark-up that would swallow the rest of it shown as text."""
    lower = page.lower()
    ends = {f"<{tag}": lower.rfind(f"</{tag}") for tag in _SWALLOWING} | {"<!--": lower.rfind("-->")}

    def shown(match: re.Match[str]) -> str:
        return match[0] if match.start() < ends[match[0].lower()] else f"&lt;{match[0][1:]}"

    return re.sub(rf"<(?:{'|'.join(_SWALLOWING)})\b|<!--", shown, page, flags=re.IGNORECASE)

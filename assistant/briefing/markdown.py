"""A briefing as Markdown with footnotes (as GitHub, Pandoc and most editors read them)."""

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.briefing import noted
from assistant.briefing.brief import Briefing, Section
from assistant.briefing.cited import Cited, Note, Source, notes, sources
from corpus import reference

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")
_BEGINNING = re.compile(r"^(\s*\d*)([-+=.):])")  # of a list, of the line under a heading, of a definition


def as_markdown(briefing: Briefing, site: str = "") -> str:
    """The page as text. `site`: where the app is, for links to the paragraphs; no links without it."""
    told = notes(briefing, site)
    lines = [f"# {_plain(noted.title(briefing))}", "", f"*{_plain(noted.drawn_on(briefing))}*", ""]
    for each in filter(None, (*noted.warnings(briefing), noted.faults(briefing))):
        lines += [f"**{_plain(each)}**", ""]
    numbered = iter(told)
    for section in briefing.sections:
        lines += _section(section, numbered)
    lines += [f"## {noted.ANNEX}", "", *_annex(briefing)]
    lines += ["---", "", f"*{_plain(noted.made(briefing.made, briefing.held))} {noted.AUTHOR}.*", ""]
    return "\n".join([*lines, *map(_note, told)]).rstrip() + "\n"


def _section(section: Section, numbered: Iterator[Note]) -> Iterator[str]:
    yield from (f"## {_plain(section.heading)}", "")
    if note := noted.clean(section.note).strip() or ("" if section.lines else noted.EMPTY):
        yield from (_plain(note), "")
    for line in section.lines:
        type = f"**{_plain(noted.label(line, section))}.** " if noted.label(line, section) else ""
        yield f"- {type}{_plain(noted.said(line))}[^{next(numbered).number}]"
        if problem := noted.fault(line):
            yield f"  **{_plain(problem)}**"
    if section.lines:
        yield ""


def _annex(briefing: Briefing) -> Iterator[str]:
    if briefing.lines:
        yield from (noted.ANNEX_NOTE, "")
    for document, group in groupby(sources(briefing), lambda each: each.document):
        yield from (f"### {_plain(reference(document))}", "")
        for source in group:
            yield from (f"**Source {source.number}** · {_plain(source.place)} ({source.told_notes})", "")
            yield from (f"> {_quoted(source)}", "")
    if others := noted.unused(briefing):
        yield from (f"### {noted.UNUSED}", "", *(f"- {_plain(each)}" for each in others), "")


def _quoted(source: Source) -> str:
    parts = (f"**{_escaped(text)}**" if bold else _escaped(text) for text, bold in source.runs)
    return _BEGINNING.sub(r"\1\\\2", "".join(parts).strip())


def _note(note: Note) -> str:
    told = "; ".join(map(_cited, note.cited))
    return " ".join([f"[^{note.number}]: {told}.", *map(_plain, note.remarks)])


def _cited(cited: Cited) -> str:
    if cited.again:
        return f"Source {cited.source.number}, as in note {cited.again}"
    place = f"[{_plain(cited.place)}](<{cited.link}>)" if cited.link else _plain(cited.place)
    return f"Source {cited.source.number}: {_plain(cited.document)} · {place}"


def _plain(text: str) -> str:
    """A text on one line, without signs that Markdown takes for its own."""
    return _BEGINNING.sub(r"\1\\\2", _escaped(noted.clean(text).strip()))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)

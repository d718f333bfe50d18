"""A verdict in words, the same in every file that a checked draft is given back as."""

from urllib.parse import urlencode

from assistant.answer import Citation
from assistant.check import Checked, Verdict
from assistant.difference import Change, Changed
from assistant.drafts.checked import CheckedDraft
from corpus import location, long_date, reference, warnings_of
from corpus.dates import LONDON

MARKS = {
    Verdict.SUPPORTED: "\u2713",
    Verdict.CONTRADICTED: "\u2717",
    Verdict.MISQUOTED: "\u2260",
    Verdict.NOT_FOUND: "?",
    Verdict.NOTHING_TO_CHECK: "\u00b7",
}
LONGEST_QUOTE = 700  # characters of a source shown beside a statement; its paragraph is named
CAUTION = "“Not found” means that the documents searched do not say it. It may be true all the same."


def labelled(verdict: Verdict) -> str:
    """A verdict with its mark: "✗ Contradicted"."""
    return f"{MARKS[verdict]} {verdict.label}"


def reason_of(checked: Checked) -> str:
    """Why, with what is to say of the reference that is written with it."""
    return " ".join(filter(None, [checked.reason, checked.reference]))


def source_of(citation: Citation) -> str:
    """The paragraph that a statement was compared with, for a reader."""
    return f"{reference(citation.document)} · {location(citation.paragraph)}"


def link_of(citation: Citation, site: str) -> str:
    """The address of a paragraph where the app is at `site`; "" where that is not known."""
    return f"{site.rstrip('/')}/source?{urlencode({'paragraph': citation.paragraph.id})}" if site else ""


def shortened(quote: str) -> str:
    """A quote of sensible length: of a longer one its beginning, cut at a word."""
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def warnings_about(checked: Checked) -> tuple[str, ...]:
    """What must be told beside the words of its sources: that they are under embargo, or recognised from pictures."""
    found = (warning for each in checked.citations for warning in warnings_of(each.document))
    return tuple(dict.fromkeys(found))


def changes_of(checked: Checked) -> tuple[Change, ...]:
    """A quotation beside its source, word by word; nothing where no words differ."""
    changes = checked.quoted.difference if checked.quoted else ()
    return changes if any(each.kind is not Changed.SAME for each in changes) else ()


def difference_of(checked: Checked) -> str:
    """The difference as text: "There was [clear; the source: limited] evidence"."""
    return " ".join(_told(each) for each in changes_of(checked))


def summary_of(checked: CheckedDraft) -> str:
    """When a draft was checked, and against how much."""
    local = checked.when.astimezone(LONDON)
    documents = f"{checked.documents:,} document{'' if checked.documents == 1 else 's'}"
    return f"Checked on {long_date(local.date())} at {local:%H:%M} against {documents}."


def _told(change: Change) -> str:
    if change.kind is Changed.SAME:
        return change.quoted
    if change.kind is Changed.ADDED:
        return f"[{change.quoted}; not in the source]"
    if change.kind is Changed.REMOVED:
        return f"[left out: {change.source}]"
    return f"[{change.quoted}; the source: {change.source}]"

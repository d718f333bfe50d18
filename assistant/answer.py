"""What the assistant says, and what it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from corpus import Document, Paragraph, warnings_of
from index import Filters, Hit, Scope

EXTRACTIVE = "extractive"  # the name of the built-in writer


class Status(StrEnum):
    """How a question came out. Not answering is a status, not a fault."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    CLOSEST = "closest"  # nothing clearly answers; the nearest passages, shown as just that
    NO_EVIDENCE = "no_evidence"  # nothing near
    NO_DOCUMENT = "no_document"  # we hold nothing on that force
    OUT_OF_SCOPE = "out_of_scope"  # not a question about inspections
    ERROR = "error"

    @property
    def label(self) -> str:
        """The status for a reader, in a word or two."""
        return _LABELS[self]

    @property
    def shows_passages(self) -> bool:
        """Whether the nearest passages are shown in place of claims."""
        return self is Status.CLOSEST


_LABELS = {
    Status.ANSWERED: "Answered",
    Status.PARTLY_ANSWERED: "Partly answered",
    Status.CLOSEST: "Not clearly answered",
    Status.NO_EVIDENCE: "Nothing found",
    Status.NO_DOCUMENT: "No document",
    Status.OUT_OF_SCOPE: "Out of scope",
    Status.ERROR: "Not possible",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paragraph that may answer, with the label the writer sees and the hit that found it."""

    label: str
    paragraph: Paragraph
    document: Document
    hit: Hit

    @property
    def score(self) -> float:
        """The hit's score: comparable within one question only."""
        return self.hit.score


@dataclass(frozen=True, slots=True)
class Citation:
    """The paragraph behind a claim, and the exact words in it."""

    paragraph: Paragraph
    document: Document
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A verified sentence; every one has at least one citation."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def is_quoted(self) -> bool:
        """Whether it is the very words of a source."""
        return any(citation.quote == self.text for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done for a question, and the claims that stand already."""

    step: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown. `understood` is the question made whole; `message` says the outcome in a sentence or two.

    `filters` are those that somebody chose beside the question. `context` are paragraphs about forces in general, shown
    beside claims on one force and never as findings about it. `withheld` counts the statements of a language model that
    did not stand; `notice` tells why another writer answered than was chosen.
    `id` is the one it is kept under.
    """

    question: str
    status: Status
    message: str
    scope: Scope | None = None
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    understood: str = ""
    seconds: float = 0.0
    filters: Filters | None = None
    context: tuple[Evidence, ...] = ()
    withheld: int = 0
    notice: str = ""
    writer: str = EXTRACTIVE
    id: str = ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be told beside the words it shows: that they are under embargo, or recognised from pictures."""
        shown = [citation.document for claim in self.claims for citation in claim.citations]
        shown += [each.document for each in (*self.passages, *self.context)]
        return tuple(dict.fromkeys(warning for document in shown for warning in warnings_of(document)))

    @property
    def context_heading(self) -> str:
        """What stands above paragraphs on forces in general, so that nobody takes them for findings about one."""
        several = self.scope is not None and len(self.scope.forces) > 1
        return f"National context, not about {'these forces' if several else 'this force'}"

    @property
    def passages(self) -> tuple[Evidence, ...]:
        """The nearest passages, where these are shown instead of claims."""
        return self.evidence[:3] if self.status.shows_passages else ()

"""An answer as it was given: stored whole, with the text of its sources, so that it can be shown and checked again."""

import secrets
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from assistant.answer import EXTRACTIVE, Answer, Citation, Evidence, Status
from corpus import Corpus, Document, Paragraph, location, reference
from index import Filters, Index

ID_BYTES = 16  # an id is a link: nobody can guess one of 2**128


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What an answer was made with: the embedding model, the corpus's stamp, the program's version.

    `embargoed`: it was asked by somebody who may see what is under embargo.
    """

    embedding: str
    corpus: str
    version: str
    embargoed: bool = False


@dataclass(frozen=True, slots=True)
class FrozenCitation:
    """A paragraph as it was, and the words quoted from it; without a quote, all of it was shown.

    `reference` names it to a reader ("document · place"). `embargo` is the document's, as it was then.
    """

    paragraph: str
    document: str
    title: str
    reference: str
    quote: str
    text: str
    sha256: str
    embargo: datetime | None = None

    @property
    def words(self) -> str:
        """The words that were shown."""
        return self.quote or self.text


@dataclass(frozen=True, slots=True)
class FrozenClaim:
    """A statement as it was shown, with what it rested on."""

    text: str
    citations: tuple[FrozenCitation, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """An answer as it was given at `time`; `writer` is the model's name, or that of the built-in writer.

    `filters` are those that narrowed it. `passages` and `context` are what was shown beside or instead of claims,
    `context_heading` what stood above the latter. The other fields are those of `Answer`.
    """

    id: str
    time: datetime
    question: str
    understood: str
    status: Status
    message: str
    made_with: MadeWith
    claims: tuple[FrozenClaim, ...] = ()
    passages: tuple[FrozenCitation, ...] = ()
    context: tuple[FrozenCitation, ...] = ()
    context_heading: str = ""
    filters: Filters | None = None
    notice: str = ""
    withheld: int = 0
    writer: str = EXTRACTIVE

    @property
    def citations(self) -> tuple[FrozenCitation, ...]:
        """All paragraphs it shows: those of its claims in their order, then the passages, then the context."""
        cited = (citation for claim in self.claims for citation in claim.citations)
        return (*cited, *self.passages, *self.context)

    def is_public(self, corpus: Corpus, now: datetime) -> bool:
        """Whether it may be shown to everyone at that moment: whether all its documents may.

        One that shows no source may still name documents that its asker could see: it is for such people only.
        """
        if not self.citations:
            return not self.made_with.embargoed
        return all(_is_public(each, corpus.document(each.document), now) for each in self.citations)


def made_with(index: Index, embargoed: bool = False) -> MadeWith:
    """What an answer is made with just now."""
    return MadeWith(index.encoder.name, index.corpus.stamp(), version(), embargoed)


def freeze(answer: Answer, made_with: MadeWith, now: datetime) -> Frozen:
    """The answer as it is at that moment, under a new id."""
    return Frozen(
        id=secrets.token_hex(ID_BYTES),  # not urlsafe: "-" at an end breaks commands and the links in mails
        time=now.astimezone(UTC),
        question=_printable(answer.question),
        understood=_printable(answer.understood or answer.question),
        status=answer.status,
        message=_printable(answer.message),
        made_with=made_with,
        claims=tuple(FrozenClaim(each.text, tuple(map(_cited, each.citations))) for each in answer.claims),
        passages=tuple(map(_shown, answer.passages)),
        context=tuple(map(_shown, answer.context)),
        context_heading=answer.context_heading if answer.context else "",
        filters=_narrowing(answer),
        notice=_printable(answer.notice),
        withheld=answer.withheld,
        writer=answer.writer,
    )


def digest(text: str) -> str:
    """The sha256 of a paragraph's text."""
    return sha256(text.encode()).hexdigest()


@cache
def version() -> str:
    """The version of this program."""
    project = Path(__file__).parent.parent / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _cited(citation: Citation) -> FrozenCitation:
    return _source(citation.paragraph, citation.document, citation.quote)


def _shown(evidence: Evidence) -> FrozenCitation:
    return _source(evidence.paragraph, evidence.document)


def _source(paragraph: Paragraph, document: Document, quote: str = "") -> FrozenCitation:
    return FrozenCitation(
        paragraph=paragraph.id,
        document=document.id,
        title=document.title,
        reference=f"{reference(document)} · {location(paragraph)}",
        quote=quote,
        text=paragraph.text,
        sha256=digest(paragraph.text),
        embargo=document.embargo,
    )


def _narrowing(answer: Answer) -> Filters | None:
    """Of the chosen filters those that counted: a force that was chosen gives way to those the question names."""
    chosen, scope = answer.filters, answer.scope
    if chosen is None or scope is None:
        return None
    forces = chosen.forces if chosen.forces == tuple(force.id for force in scope.forces) else ()
    counted = Filters(forces, chosen.first, chosen.last, chosen.kinds)
    return counted if counted != Filters() else None


def _is_public(cited: FrozenCitation, document: Document | None, now: datetime) -> bool:
    """Of a document that was removed, the embargo counts that it had."""
    return document.is_public(now) if document else cited.embargo is None or now >= cited.embargo


def _printable(text: str) -> str:
    """Half a surrogate pair, which a question may hold, cannot be stored."""
    return text.encode("utf-8", "replace").decode()

"""A frozen answer as an answer again, so that a conversation can be shown and gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, Evidence
from assistant.frozen import Frozen, FrozenCitation, digest
from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from index import Chunk, Filters, Hit, Scope, Signals

_UNSCORED = Signals(0.0, 0.0, 0.0, 0.0, 0.0)  # how well it was found is not frozen


def thaw(frozen: Frozen, corpus: Corpus, embargoed: bool = False) -> Answer:
    """The answer as it was given. A paragraph that was changed or removed since has the words it had then.

    `embargoed`: for somebody who may see what is under embargo.
    """
    held = _Held(corpus, corpus.get(each.paragraph for each in frozen.citations))
    filters = frozen.filters or Filters()
    return Answer(
        question=frozen.question,
        status=frozen.status,
        message=frozen.message,
        scope=Scope.of(frozen.understood, corpus, embargoed=embargoed, filters=filters),
        claims=tuple(Claim(each.text, tuple(map(held.citation, each.citations))) for each in frozen.claims),
        evidence=tuple(map(held.evidence, frozen.passages)),
        understood=frozen.understood,
        filters=filters,
        context=tuple(map(held.evidence, frozen.context)),
        withheld=frozen.withheld,
        notice=frozen.notice,
        writer=frozen.writer,
        id=frozen.id,
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """The corpus, and those of the answer's paragraphs that are still there."""

    corpus: Corpus
    paragraphs: Mapping[str, Paragraph]

    def citation(self, cited: FrozenCitation) -> Citation:
        return Citation(self._paragraph(cited), self._document(cited), cited.quote)

    def evidence(self, shown: FrozenCitation) -> Evidence:
        paragraph = self._paragraph(shown)
        text = paragraph.text
        chunk = Chunk(paragraph.document, paragraph.id, paragraph.kind, "", 0, len(text), text)
        return Evidence("", paragraph, self._document(shown), Hit(chunk, 0.0, _UNSCORED))

    def _paragraph(self, cited: FrozenCitation) -> Paragraph:
        now = self.paragraphs.get(cited.paragraph)
        if now and digest(now.text) == cited.sha256:
            return now
        serial = cited.paragraph.rpartition("#")[2]
        at = int(serial) if serial.isdecimal() else 1
        return Paragraph(cited.document, at, ParagraphKind.BODY, cited.text, serial=at)

    def _document(self, cited: FrozenCitation) -> Document:
        """The document, or one that has its name and its embargo where it was removed."""
        held = self.corpus.document(cited.document)
        return held or Document(cited.document, cited.title, DocumentKind.LETTER, "", "", embargo=cited.embargo)

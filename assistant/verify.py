"""Keep only what the sources say: the gate between a draft and the reader."""

from assistant.answer import Citation, Claim, Evidence
from assistant.quotes import stands
from assistant.write import Draft, DraftClaim


def verify(draft: Draft, evidence: tuple[Evidence, ...]) -> tuple[Claim, ...]:
    """The claims of a draft of which every quote stands in the paragraph it names.

    A claim with an unknown label or a quote that is not there, word for word, is dropped whole: what its
    writer built on it cannot be told apart from what it did not.
    """
    by_label = {each.label: each for each in evidence}
    checked = (_checked(claim, by_label) for claim in draft.claims)
    return tuple(claim for claim in checked if claim is not None)


def _checked(claim: DraftClaim, by_label: dict[str, Evidence]) -> Claim | None:
    citations = []
    for cited in claim.citations:
        source = by_label.get(cited.label)
        if source is None or not stands(cited.quote, source.paragraph.text):
            return None
        citations.append(Citation(source.paragraph, source.document, cited.quote))
    return Claim(claim.text, tuple(citations)) if citations and claim.text.strip() else None

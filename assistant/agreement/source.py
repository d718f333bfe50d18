"""What a claim is compared with, and how a disagreement is told."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.agreement.days import Day


class Kind(StrEnum):
    """In what a claim and its source disagree."""

    FORCE = "force"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    QUANTITY = "quantity"
    MODALITY = "modality"
    WORDING = "wording"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences a claim rests on, and what is known around them.

    `text`: the sentences. `around`: what may be named without standing in them (the heading above, the document's
    title, the sentence they lean on). `known`: the paragraph, whose names may stand for its pronouns. `forces`: ids of the forces the document is about. `days`: when it is from.
    """

    text: str
    around: str = ""
    known: str = ""
    forces: frozenset[str] = frozenset()
    days: tuple[Day, ...] = ()

    @property
    def whole(self) -> str:
        """The sentences, what stands around them, and their paragraphs."""
        return f"{self.text}\n{self.around}\n{self.known}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Words of a claim that its source does not bear; `source` has the words there, where there are any."""

    kind: Kind
    claim: str
    source: str = ""

    @property
    def reason(self) -> str:
        """It in a sentence."""
        if self.claim and self.source:
            return f"The source says “{self.source}”, not “{self.claim}”."
        if self.source:
            return f"The source says “{self.source}”; the statement leaves it out."
        return f"The source does not say “{self.claim}”."

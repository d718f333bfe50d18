"""What a writer takes and returns."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.answer import Evidence
from index import Scope


class Completeness(StrEnum):
    """How much of the question a draft answers, as its writer sees it."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DraftCitation:
    """A label of the evidence, and the words said to stand there."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence and what it is said to rest on."""

    text: str
    citations: tuple[DraftCitation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer returned: untrusted until `verify` has seen it.

    `problem` tells, with its remedy, why a writer broke off.
    """

    claims: tuple[DraftClaim, ...]
    completeness: Completeness
    problem: str = ""


class Writer(Protocol):
    """Drafts an answer from evidence; `name` says which writer it is."""

    @property
    def name(self) -> str: ...

    def drafts(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Iterator[Draft]:
        """Drafts for the scope's topic, at least one, each holding the claims of the one before; the last is the whole.

        `NONE` when the evidence does not clearly answer it.
        """
        ...

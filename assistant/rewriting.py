"""A follow-up made whole by a language model, taken only where it keeps to what was asked."""

from typing import Protocol

from assistant.question import Turn
from corpus import mentions
from index import is_stop_word, stems_of, terms_of

LONGEST = 300  # characters
_FREE = 2  # content words that neither the question nor the conversation has: "steps", "role", …


class Rewriter(Protocol):
    """Makes a follow-up whole; None where it cannot."""

    def follow_up(self, question: str, history: tuple[Turn, ...]) -> str | None: ...


def checked_rewriting(
    rewritten: str | None, asked: str, ruled: str, history: tuple[Turn, ...], unlisted: tuple[str, ...] = ()
) -> str:
    """The model's wording, or `ruled` (the question made whole by rule) where it cannot be trusted.

    It must name just the forces and places that the rules name, since a wrong one would answer for another force without
    anybody noticing; and bring no figures and hardly a word that nobody has said.
    """
    if not rewritten or len(rewritten) > LONGEST or "\n" in rewritten.strip():
        return ruled
    if _named(rewritten, unlisted) != _named(ruled, unlisted):
        return ruled
    said = " ".join([asked, ruled, *(f"{turn.question} {turn.answer}" for turn in history)])
    new = [stem for stem in stems_of(rewritten) if stem not in stems_of(said) and not is_stop_word(stem)]
    known = {stem for term in terms_of(said) for other in term.alternatives for stem in stems_of(other)}
    strange = [stem for stem in new if stem not in known]
    has_figures = any(character.isdigit() for stem in new for character in stem)
    return ruled if has_figures or len(strange) > _FREE else rewritten.strip()


def _named(question: str, unlisted: tuple[str, ...]) -> set[tuple[str, str | None]]:
    return {(force.id, each.area) for each in mentions(question, unlisted) for force in each.forces}

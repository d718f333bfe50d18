"""The question as asked: cleaned, checked, and made whole from the conversation before it."""

import re
import unicodedata
from dataclasses import dataclass

from corpus import UnusableInput, find_forces, force_names, without_forces

MAX_CHARACTERS = 2000  # a long paragraph; what is longer is a pasted document, not a question
_FOLLOW_UP = re.compile(
    r"^(?:and|also|but|so|ok(?:ay)?)\b[\s,]*(?:(?:what|how) about\b)?|^(?:what|how) about\b", re.IGNORECASE
)
_NO_TOPIC = re.compile(r"(?:\W|\b(?:the force|and|or|in|at|for|of|with|to|the|then|please)\b)+", re.IGNORECASE)
_LEANS = re.compile(r"\b(it|its|they|them|their|that|this|those|these|there|he|she|the force)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation and what was answered."""

    question: str
    answer: str = ""


def clean(question: str) -> str:
    """The question without control characters and needless white space.

    Raises `UnusableInput` for one that is empty or too long.
    """
    text = _visible(question)
    if not any(character.isalnum() for character in text):
        raise UnusableInput("The question is empty.", "Type a question about a force's inspection findings.")
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read.",
            "Ask it in a few sentences.",
        )
    return text


def _visible(text: str) -> str:
    """The text in one line; zero-width marks (soft hyphens among them) do not part a word."""
    visible = (c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    return " ".join("".join(c for c in visible if c.isspace() or unicodedata.category(c) != "Cc").split())


def stand_alone(question: str, history: tuple[Turn, ...], unlisted: tuple[str, ...] = ()) -> str:
    """A follow-up made whole: "And what about bail?" after a question on Essex becomes one on Essex.

    The forces carry over, turn by turn, where a follow-up names none and leans on what was said; where it names
    nothing but forces ("And Kent?"), the earlier question is asked again of those. `unlisted` as in `find_forces`.
    """
    before = ""
    for turn in history:
        before = _made_whole(_visible(turn.question)[:MAX_CHARACTERS], before, unlisted) or before
    return _made_whole(question, before, unlisted)


def _made_whole(question: str, before: str, unlisted: tuple[str, ...]) -> str:
    if not before:
        return question
    rest = _FOLLOW_UP.sub("", question).strip(" ,?.!")
    is_follow_up = rest != question.strip(" ,?.!")
    named, named_before = find_forces(question, unlisted), find_forces(before, unlisted)
    if named and _NO_TOPIC.fullmatch(without_forces(rest, unlisted)):
        return _asked_of(before, force_names(force.id for force in named), unlisted)
    if not named and named_before and (is_follow_up or _LEANS.search(question) or len(question.split()) <= 6):
        names = force_names(force.id for force in named_before)
        return f"{(rest or question)[:1].upper()}{(rest or question)[1:]} ({names})?"
    return question


def _asked_of(before: str, names: str, unlisted: tuple[str, ...]) -> str:
    """The earlier question, of these forces and no other."""
    topic = without_forces(before, unlisted)
    return topic.replace("the force", names, 1) if "the force" in topic else f"{topic.rstrip(' ?.!')} ({names})?"

"""The question as asked: cleaned, checked, and made whole from the conversation before it."""

import re
import unicodedata
from dataclasses import dataclass

from corpus import UnusableInput, find_forces

MAX_CHARACTERS = 2000  # a long paragraph; what is longer is a pasted document, not a question
_FOLLOW_UP = re.compile(
    r"^(?:and|also|but|so|ok(?:ay)?)\b[\s,]*(?:(?:what|how) about\b)?|^(?:what|how) about\b", re.IGNORECASE
)
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
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c for c in question)
    text = " ".join(kept.split())
    if not any(character.isalnum() for character in text):
        raise UnusableInput("The question is empty.", "Type a question about a force's inspection findings.")
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read.",
            "Ask it in a few sentences.",
        )
    return text


def stand_alone(question: str, history: tuple[Turn, ...]) -> str:
    """A follow-up made whole: "And what about bail?" after a question on Essex becomes one on Essex.

    The force carries over where the follow-up names none and leans on what was said; where it names only a
    force ("And Kent?"), the earlier question is asked again of that force.
    """
    before = next((turn.question for turn in reversed(history) if turn.question.strip()), None)
    if before is None:
        return question
    rest = _FOLLOW_UP.sub("", question).strip(" ,?.!")
    is_follow_up = rest != question.strip(" ,?.!")
    named, named_before = find_forces(question), find_forces(before)
    if is_follow_up and named and len(rest.split()) <= 4 and named_before:
        return _asked_of(before, named_before[0].name, named_before[0].aliases, rest)
    if not named and named_before and (is_follow_up or _LEANS.search(question) or len(question.split()) <= 6):
        return f"{(rest or question)[:1].upper()}{(rest or question)[1:]} ({named_before[0].name})?"
    return question


def _asked_of(before: str, name: str, aliases: tuple[str, ...], other: str) -> str:
    names = sorted((name, *aliases), key=len, reverse=True)
    return re.sub("|".join(rf"\b{re.escape(each)}\b" for each in names), other, before, count=1, flags=re.IGNORECASE)

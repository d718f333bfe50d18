"""The question as asked: cleaned, checked, and made whole from the conversation before it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assistant.aspects import Words, words_of
from assistant.thread import Thread
from corpus import Meaning, Mention, UnusableInput, mentions, without_mentions
from index import is_stop_word, without_windows

MAX_CHARACTERS = 2000  # a long paragraph; what is longer is a pasted document, not a question
_LEAD_IN = re.compile(
    r"^(?:(?:and|n|also|but|so|ok(?:ay)?)\b[\s,]*)*(?:(?:wh?at|how) (?:about|abt|bout)\b)?", re.IGNORECASE
)
_NO_TOPIC = re.compile(
    r"(?:\W|'s\b|\b(?:the force|forces|and|or|in|at|for|of|with|to|the|then|please|what|about|how|same|too|as well)\b)*",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:compare[ds]?|comparison|than|versus|vs)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made whole, the names of the forces and places it is about, and what was talked of up to it."""

    text: str
    names: Words
    thread: Thread


def stand_alone(question: str, history: tuple[Turn, ...], unlisted: tuple[str, ...] = ()) -> str:
    """A follow-up made whole: "Who chairs it?" becomes "Who chairs it (daily vulnerability meeting, Gloucestershire)?".

    Forces and places carry over, turn by turn, to a question that names none and does not ask about all. The topic does
    where the question points back ("it", "the same") or has none of its own, only aspects of one (`aspects.txt`: "Why?",
    "Are staff trained?"); it is the last one, or an earlier one that the question has words of. Where only forces ("And
    Kent?") or years are named, the earlier question is asked again of those. A misspelt name is put right. `unlisted`
    as in `mentions`.
    """
    before = _Asked("", (), Thread())
    for turn in history:
        earlier = _visible(turn.question)[:MAX_CHARACTERS]
        before = _made_whole(earlier, before, unlisted) if earlier else before
    return _made_whole(question, before, unlisted).text


@lru_cache(maxsize=1024)  # each question of a conversation is gone through again with all that follow
def _made_whole(question: str, before: _Asked, unlisted: tuple[str, ...]) -> _Asked:
    question = _spelt_right(question, mentions(question, unlisted))
    found = mentions(question, unlisted)
    names, rest = _names(found), _LEAD_IN.sub("", question).strip(" ,?.!") if before.text else question
    words = words_of(without_mentions(rest, mentions(rest, unlisted)).replace("the force", " "))
    if before.text and _asks_the_same(rest, unlisted):
        return _asked_again(rest, names, before, unlisted)
    is_of_others = not _forces(found) <= _forces(mentions(before.text, unlisted)) or any(
        each.meaning is Meaning.ALL for each in found
    )
    taken_names = before.names if not (names or is_of_others) or _COMPARES.search(question) else ()
    topic = before.thread.taken_up(rest, words, is_of_others)
    told = [" ".join(_not_said(topic, question)), " and ".join(name for name in taken_names if name not in names)]
    return _Asked(
        _with(question, rest, ", ".join(filter(None, told))),
        tuple(dict.fromkeys((*taken_names, *names))),
        before.thread.after(question, words, topic),
    )


def _with(question: str, rest: str, added: str) -> str:
    """The question and what it leaves out, in brackets; without its lead-in ("And what about…")."""
    if not added:
        return question
    asked = rest if rest and rest != question.strip(" ,?.!") else question.rstrip(" ?.!")
    return f"{asked[:1].upper()}{asked[1:]} ({added})?"


def _asks_the_same(rest: str, unlisted: tuple[str, ...]) -> bool:
    """Whether nothing but forces, places and years is named."""
    plain = without_windows(without_mentions(rest, mentions(rest, unlisted)))
    return not _NO_TOPIC.fullmatch(rest) and bool(_NO_TOPIC.fullmatch(plain))


def _not_said(topic: Words, question: str) -> Words:
    """The words of a topic that the question does not have itself; no years beside its own."""
    said = set(question.lower().split())
    has_years = without_windows(question) != question
    kept = (
        word
        for word in topic
        if (word.lower() not in said or is_stop_word(word)) and not (has_years and _YEAR.fullmatch(word))
    )
    return tuple(dict.fromkeys(kept))


def _asked_again(rest: str, names: tuple[str, ...], before: _Asked, unlisted: tuple[str, ...]) -> _Asked:
    """The earlier question, of these forces and no other, or of these years."""
    earlier = before.text
    if names:
        topic = without_mentions(earlier, mentions(earlier, unlisted))
        told = " and ".join(names)
        earlier = topic.replace("the force", told, 1) if "the force" in topic else f"{topic.rstrip(' ?.!')} ({told})?"
        earlier = re.sub(r"(?:,? and |, )the force\b(?!\w)", "", earlier)
    when = without_mentions(rest, mentions(rest, unlisted)).replace("the force", "").strip(" ,?.!")
    if when and without_windows(when) != when:
        earlier = f"{without_windows(earlier).rstrip(' ?.!')} {when}?"
    return _Asked(earlier, names or before.names, before.thread)


def _names(found: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            each.area or force.name for each in found for force in each.forces if each.meaning is not Meaning.ALL
        )
    )


def _forces(found: tuple[Mention, ...]) -> set[str]:
    return {force.id for each in found for force in each.forces}


def _spelt_right(question: str, found: tuple[Mention, ...]) -> str:
    for each in sorted(found, key=lambda mention: -mention.start):
        if each.misspelt and each.forces:
            right = each.area or each.forces[0].short_name
            question = question[: each.start] + right + question[each.end :]
    return question

"""The question as asked: cleaned, checked, and made whole from the conversation before it."""

import re
import unicodedata
from dataclasses import dataclass

from corpus import Meaning, Mention, UnusableInput, mentions, without_mentions
from index import terms_of, without_windows

MAX_CHARACTERS = 2000  # a long paragraph; what is longer is a pasted document, not a question
MOST_TOPIC_WORDS = 12  # that a follow-up takes over: the topic of the turn before, not of the whole conversation
_FOLLOW_UP = re.compile(
    r"^(?:and|also|but|so|ok(?:ay)?)\b[\s,]*(?:(?:what|how) about\b)?|^(?:what|how) about\b", re.IGNORECASE
)
_NO_TOPIC = re.compile(
    r"(?:\W|'s\b|\b(?:the force|forces|and|or|in|at|for|of|with|to|the|then|please|what|about|how)\b)*", re.IGNORECASE
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|there|he|she|his|her|him|else|same|such|either|others)\b|"
    r"^\W*(?:and |so |but )?(?:why|when|who|how come|since when|what for)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
# "Who reviews the cases each day?": the cases that were talked of.
_KNOWN = re.compile(r"\bthe (?!force\b|police\b|public\b|letter\b|report\b|same\b|most\b|best\b)\w+", re.IGNORECASE)
FEW_TERMS = 5  # a longer question with "the" says itself what it is about
# Whose doing it is: "And what about health staff?" asks the same of others, "And what about bail?" another thing.
_OTHERS = re.compile(
    r"^\W*(?:(?:the|their|other|senior|local) )*(?:\w+ )?(?:staff|police|officers|nurses|doctors|gps?|teachers|schools?|social workers?|"
    r"workers|partners|agencies|hospitals?|midwives|health|probation|leaders|managers|supervisors|council|parents|"
    r"children|victims|girls|boys|adults)\W*$",
    re.IGNORECASE,
)
# Of the document itself, whatever was talked about before.
_OF_THE_DOCUMENT = re.compile(
    r"\b(?:sign(?:ed|s)?|wrote|written|author|letter|report|fieldwork|publish\w*|released?|addressed|dated|embargo\w*|"
    r"inspectors?|inspectorates?|inspected|inspection)\b",
    re.IGNORECASE,
)


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
    """A question made whole, the words of its topic, and the names of the forces and places it is about."""

    text: str
    topic: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def stand_alone(question: str, history: tuple[Turn, ...], unlisted: tuple[str, ...] = ()) -> str:
    """A follow-up made whole: "Who chairs it?" becomes "Who chairs it (daily vulnerability meeting, Gloucestershire)?".

    Forces and places carry over, turn by turn, to a question that names none and does not ask about all; the topic does
    where the question leans on it ("it", "why?", "and health staff?"). Where it names nothing but forces ("And Kent?")
    or years, the earlier question is asked again of those. A misspelt name is put right. `unlisted` as in `mentions`.
    """
    before = _Asked("")
    for turn in history:
        earlier = _visible(turn.question)[:MAX_CHARACTERS]
        before = _made_whole(earlier, before, unlisted) if earlier else before
    return _made_whole(question, before, unlisted).text


def _made_whole(question: str, before: _Asked, unlisted: tuple[str, ...]) -> _Asked:
    question = _spelt_right(question, mentions(question, unlisted))
    found = mentions(question, unlisted)
    names, topic = _names(found), _topic(question, found)
    if not before.text:
        return _Asked(question, topic, names)
    rest = _FOLLOW_UP.sub("", question).strip(" ,?.!")
    if not _NO_TOPIC.fullmatch(rest) and _NO_TOPIC.fullmatch(
        without_windows(without_mentions(rest, mentions(rest, unlisted)))
    ):
        return _asked_again(rest, names, before, unlisted)
    if names or any(each.meaning is Meaning.ALL for each in found):
        return _Asked(question, topic, names)
    is_follow_up = rest != question.strip(" ,?.!")
    leans = bool(_LEANS.search(question)) or (is_follow_up and bool(_OTHERS.match(rest)))
    leans = leans or (bool(_KNOWN.search(question)) and len(topic) <= FEW_TERMS)
    taken = before.topic if leans and not _OF_THE_DOCUMENT.search(question) else ()
    taken = tuple(word for word in taken if word.lower() not in question.lower().split())[:MOST_TOPIC_WORDS]
    added = ", ".join(filter(None, [" ".join(taken), " and ".join(before.names)]))
    asked = rest if is_follow_up and rest else question.rstrip(" ?.!")
    whole = f"{asked[:1].upper()}{asked[1:]} ({added})?" if added else question
    return _Asked(whole, (*topic, *taken)[:MOST_TOPIC_WORDS], before.names)


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
    return _Asked(earlier, before.topic, names or before.names)


def _names(found: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            each.area or force.name for each in found for force in each.forces if each.meaning is not Meaning.ALL
        )
    )


def _topic(question: str, found: tuple[Mention, ...]) -> tuple[str, ...]:
    named = without_mentions(question, found).replace("the force", " ")
    return tuple(dict.fromkeys(word for term in terms_of(named) for word in term.text.split()))


def _spelt_right(question: str, found: tuple[Mention, ...]) -> str:
    for each in sorted(found, key=lambda mention: -mention.start):
        if each.misspelt and each.forces:
            right = each.area or each.forces[0].short_name
            question = question[: each.start] + right + question[each.end :]
    return question

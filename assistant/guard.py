"""What is refused before any search: instructions to the assistant, and questions about something else."""

import re

from assistant.examples import nearness
from index import Encoder, Hit

# Attempts to make the assistant drop its rules. They could change nothing (the extractive writer obeys nobody),
# but an answer to the rest of such a question would look like obedience.
_INSTRUCTION = re.compile(
    r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|rules?|prompt|above|previous|guidelines|sources?)\b|"
    r"\brepeat after me\b|\byou are (now|no longer)\b|\bpretend (to be|you|that)\b|\b(act|answer|respond|reply) as (if|an?|the)\b|"
    r"\b(system|developer|admin)\b.{0,12}(:|prompt|message)|\bnew instructions?\b|\bfrom now on\b|\bjailbreak|\brole-?play\b|"
    r"\b(make|made) (it |one |something |some |a \w+ |an \w+ )?up\b|\binvent an?\b|\bwithout (any )?(citations?|sources?|evidence)\b|"
    r"\b(drop|omit|skip|switch off|turn off|no need for)\b.{0,25}\b(citations?|sources?|checks?)\b|"
    r"\b(just|simply|only) (say|state|write|output|print|reply|answer|respond)\b|^\W*(say|state|print|output|repeat)\b.{0,12}\b(that|the words?|this|exactly)\b|"
    r"\bwrite me an? (quote|quotation|finding)\b",
    re.IGNORECASE,
)
# Cosine margins between the nearest [other] and the nearest [inspection] line of topics.txt, picked on the
# tuning cases: far off by itself; somewhat off only where the corpus has nothing near either.
FAR_OFF = 0.15
SOMEWHAT_OFF = 0.07
NOTHING_NEAR = 0.18  # cosine of the best hit


def is_instruction(question: str) -> bool:
    """Whether a question tries to change how the assistant works."""
    return bool(_INSTRUCTION.search(question))


def is_readable(question: str) -> bool:
    """Whether a question is written in the Latin script, as the documents and the model are."""
    letters = [character for character in question if character.isalpha()]
    latin = [character for character in letters if character < "\u0250"]
    return len(latin) * 2 >= len(letters)


def is_off_topic(topic: str, hits: list[Hit], encoder: Encoder) -> bool:
    """Whether a question is nearer to other subjects than to police inspection, and to what we hold."""
    near_to = nearness(topic, "topics.txt", encoder)
    off = near_to["other"] - near_to["inspection"]
    near = max((hit.signals.cosine for hit in hits), default=0.0)
    return off > FAR_OFF or (off > SOMEWHAT_OFF and near < NOTHING_NEAR)

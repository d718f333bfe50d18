"""What is refused before any search, and what no writer may cite: instructions, and questions about something else."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from assistant.answer import Evidence
from assistant.examples import nearness
from assistant.planted import folding, is_foreign, is_planted, points_down, points_up, readings_of
from corpus import Corpus, Mention, Paragraph, sentence_spans
from index import Encoder, Hit, Scope

# Attempts to make the assistant drop its rules. They could change nothing (the extractive writer obeys nobody),
# but an answer to the rest of such a question would look like obedience.
# Officers, too, ignore rules, skip checks and only respond to emergencies: such words count as a command only.
_COMMAND = r"(?:^|[.!?:;,]|\b(?:please|now|then|you)\b)\W*(?:(?:also|always|just|simply|only) )*"
_INSTRUCTION = folding(
    rf"{_COMMAND}(?:"
    r"(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|rules?|prompt|above|previous|guidelines|sources?)\b|"
    r"(pretend (to be|that)|(act|answer|respond|reply) as (if|an?|the)\b|role-?play\b|invent an?\b)|make up\b|"
    r"(drop|omit|skip|switch off|turn off)\b.{0,25}\bchecks?\b|"
    r"(just|simply|only) (say|state|write|output|print|reply|answer|respond)\b)|"
    r"\b(ignore|disregard|forget|override|bypass)\b.{0,20}\b(your|previous|prior|above) (instructions?|rules|prompts?)\b|"
    r"\b(your|system) prompts?\b|"
    r"\brepeat after me\b|\byou are (now|no longer)\b|\bpretend (that )?you\b|"
    r"(^|[.!?])\W*((system|developer|admin)\b.{0,12}:|new instructions?\b)|"
    r"\bfrom now on,? (you|do not|don't|never|always|act|answer|respond|reply|ignore)\b|\bjailbreak|"
    r"\b(make|made) (it|one|something|some|a \w+|an \w+) up\b|\bwithout (any )?(citations?|sources)\b|"
    r"\b(drop|omit|skip|switch off|turn off|no need for)\b.{0,25}\b(citations?|sources?)\b|"
    r"^\W*(say|state|print|output|repeat)\b.{0,12}\b(that|the words?|this|exactly)\b|"
    r"\bwrite me an? (quote|quotation|finding)\b"
)
# Cosine margins between the nearest [other] and the nearest [inspection] line of topics.txt, picked on the
# tuning cases: far off by itself; somewhat off only where the corpus has nothing near either.
FAR_OFF = 0.15
SOMEWHAT_OFF = 0.07
NOTHING_NEAR = 0.18  # cosine of the best hit


def is_instruction(question: str) -> bool:
    """Whether a question tries to change how the assistant works."""
    return bool(_INSTRUCTION.search(question.casefold()))


@lru_cache(maxsize=10_000)  # the same paragraphs are met with every question; a millisecond each
def speaks_to_a_model(text: str) -> bool:
    """Whether a document's text tells whoever reads it for others what to say, cite or ignore, or is no English prose."""
    readings = readings_of(text)
    if any(map(is_planted, readings)):
        return True
    sentences = [sentence for reading in readings for sentence in _sentences(reading)]
    return any(map(is_foreign, sentences)) or any(map(is_instruction, sentences))


def citable(
    evidence: Sequence[Evidence], corpus: Corpus | None = None, limit: int | None = None
) -> tuple[Evidence, ...]:
    """The evidence less what a writer is not given: a paragraph that speaks to it as an instruction.

    It is planted, or so odd that nobody should cite around it. With a `corpus` the paragraphs beside it are looked at,
    too: an instruction may be parted in two, or point to the next paragraph as what is to be said. The first `limit`
    of what is left; no more is looked at than that takes.
    """
    kept: list[Evidence] = []
    step = limit or len(evidence)
    for start in range(0, len(evidence), step or 1):
        several = evidence[start : start + step]
        texts = _beside(several, corpus) if corpus else {}
        kept += [each for each in several if not _is_led(each.paragraph, texts)]
        if limit and len(kept) >= limit:
            break
    return tuple(kept[:limit])


def _beside(evidence: Sequence[Evidence], corpus: Corpus) -> dict[tuple[str, int], str]:
    """The texts of the paragraphs before and after these, by document and position."""
    found = [each.paragraph for each in evidence]
    beside = corpus.at((each.document, each.position + step) for each in found for step in (-1, 1))
    return {place: paragraph.text for place, paragraph in beside.items()}


def _is_led(paragraph: Paragraph, texts: Mapping[tuple[str, int], str]) -> bool:
    """Whether a paragraph is an instruction, a part of one that goes on in its neighbour, or what one points to.

    `texts` are those of the paragraphs beside it, by document and position.
    """
    own, document, position = paragraph.text, paragraph.document, paragraph.position
    above, below = texts.get((document, position - 1), ""), texts.get((document, position + 1), "")
    if speaks_to_a_model(own):
        return True
    if speaks_to_a_model(above) or speaks_to_a_model(below):
        return (points_down(above) and speaks_to_a_model(above)) or (points_up(below) and speaks_to_a_model(below))
    return any(map(speaks_to_a_model, (f"{above} {own}", f"{own} {below}")))


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


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def may_be_elsewhere(scope: Scope, held: Collection[str]) -> Mention | None:
    """A place that was named, of which another force polices one of the same name, when it matters which is meant.

    It does where we hold documents on one of the others but not on the likeliest; else that one is meant.
    """
    if len(scope.mentions) != 1:
        return None
    (named,) = scope.mentions
    others = [force.id for force in named.alternatives]
    likely = [force.id for force in named.forces]
    return named if any(id in held for id in others) and not any(id in held for id in likely) else None

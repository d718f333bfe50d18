"""What a conversation is about, turn by turn, and whether a question asks on about it or begins anew."""

import re
from dataclasses import dataclass

from assistant.aspects import Tells, Words, telling, words_of
from index import stem

MOST_TOPIC_WORDS = 12  # that a follow-up takes over: the topic of the turn before, not of the whole conversation
FEW_WORDS = 4  # a question with more words of a topic than these says itself what it is about
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|he|she|his|her|him|else|same|such|either|others)\b",
    re.IGNORECASE,
)
_OF_A_FORCE = re.compile(r"\b(?:its|they|their)\b", re.IGNORECASE)  # these may point to the force
_FURTHER = re.compile(r"\b(?:too|also|better|worse|more|fewer|\w+er than)\b", re.IGNORECASE)
# "Who attends the briefing?" asks on, whatever a briefing is, and so does "Who sees the child protection plan?": the one
# talked of. "Is stalking taken seriously?" has a topic of its own, as "What about drugs?" and "How do they tackle drugs?".
_ASKS = re.compile(
    r"^(?:(?:in|at|by|on|to|for|from|according to) )?(?:wh(?:o|om|ose|at|en|ere|ich|y)(?:'?s)?|how|is|are|was|were|do|does|did|has|"
    r"have|had|can|could|will|would|should|must|any)\b(?! (?:do|does|did) (?:they|it|the \w+|\w+) (?:do|say|find|think) about\b)",
    re.IGNORECASE,
)
_TALKED_OF = re.compile(r"(?<=\w )the (\w+)", re.IGNORECASE)
_BEGINS = re.compile(
    r"^how(?: well| good| effective(?:ly)?)? (?:do|does|did|is|are|was|were|has|have)\b", re.IGNORECASE
)
# "And for children in care?", "Even in custody?": the same of these or there.
_OF_THESE = re.compile(
    r"^(?:(?:even|especially|only|just) )?(?:for|at|in|on|with|by|from|during|after|before|among|if|since|until|outside|towards?)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:(?:another|different|new|next) (?:question|topic|subject|thing)|instead|moving on|chang\w+ (?:the )?(?:subject|topic))\b",
    re.IGNORECASE,
)
# Of the document itself, whatever was talked about before.
_OF_THE_DOCUMENT = re.compile(
    r"\b(?:sign(?:ed|s)|wrote|author|fieldwork|publish\w*|released?|address(?:ed|ee)|dated|embargo\w*|(?:which|what) inspectorates?)\b|"
    r"\b(?:who|whom|when|what date|how old|which)\b.*\b(?:letter|report|inspect(?:ed|ion))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The topics of a conversation, the latest last, and the aspects of that one which the latest question asks about."""

    topics: tuple[Words, ...] = ()
    aspects: Words = ()

    def taken_up(self, question: str, words: dict[str, Tells], is_of_others: bool = False) -> Words:
        """The words of the topic that a question, less its lead-in, asks on about; none where it has one of its own.

        `words` are those of `words_of`; `is_of_others`: it names forces that were not talked of.
        """
        own = telling(words, Tells.TOPIC, Tells.KNOWN)
        if not self.topics or len(own) > FEW_WORDS or _OF_THE_DOCUMENT.search(question) or _ANOTHER.search(question):
            return ()
        if is_of_others:
            points_back = _POINTS_BACK.search(_OF_A_FORCE.sub("", question)) or _FURTHER.search(question)
            return self._latest() if points_back or not (own or telling(words, Tells.ASPECT)) else ()
        return self._sharing(own) or self._pointed_to(question, own, telling(words, Tells.KNOWN))

    def after(self, question: str, words: dict[str, Tells], taken: Words) -> "Thread":
        """The thread when a question was asked that took these words up."""
        if _OF_THE_DOCUMENT.search(question):
            return self
        if not taken:
            return Thread((*self.topics, tuple(words)[:MOST_TOPIC_WORDS]))
        own = telling(words, Tells.TOPIC, Tells.KNOWN)
        topic = dict.fromkeys((*own, *(word for word in taken if word not in self.aspects)))
        aspects = tuple(word for word in telling(words, Tells.ASPECT) if word not in topic)
        return Thread((*self.topics, tuple(topic)[:MOST_TOPIC_WORDS]), aspects)

    def _latest(self) -> Words:
        return (*self.aspects, *self.topics[-1])[:MOST_TOPIC_WORDS]

    def _sharing(self, own: Words) -> Words:
        """The latest topic that has a word of these."""
        stems = set(map(stem, own))
        for topic in reversed(self.topics):
            if stems & set(map(stem, telling(words_of(" ".join(topic)), Tells.TOPIC, Tells.KNOWN))):
                return topic
        return ()

    def _pointed_to(self, question: str, own: Words, known: Words) -> Words:
        asks_on = bool(_ASKS.match(question))
        own = known if asks_on else own
        is_beginning = bool(own) and (not asks_on or bool(_BEGINS.match(question)))
        tells_of = not is_beginning and any(match[1] in own for match in _TALKED_OF.finditer(question))
        if tells_of or _POINTS_BACK.search(_OF_A_FORCE.sub("", question) if is_beginning else question):
            return self._latest()
        return self.topics[-1] if not own or _OF_THESE.match(question) else ()

"""Sentences that a page cannot show alone: more of them than `assistant.sentences.leans` knows.

That is enough for an answer, whose reader has asked; a line of a briefing is read by somebody who has not.
"""

import re

from assistant.briefing.tone import tone_of
from assistant.sentences import leans

_NOT_REFERRING = r"(?! (?:inspection|letter|force|report|who|at|with|in|from|children|cases)\b)"
_WORD = r"(?!and |but |which |that )[\w\u2019'-]+"  # behind these words "this" may be what the sentence itself told
_LEANS = re.compile(
    r"(?:Instead|Consequently|Conversely|Subsequently|Similarly|Likewise|Neither|Nor|Here|Then|As a consequence|In contrast"
    r"|By contrast|In response|The (?:response|statement|action plan|plan|tool|project|group|panel|meeting|service|model"
    r"|training|data|child|mother|father|family|young person|social worker))\b"
    rf"|(?:{_WORD},? ){{0,6}}(?:this|these|those)\b{_NOT_REFERRING}"
    rf"|(?:{_WORD} ){{0,14}}(?:this|these)\b{_NOT_REFERRING}",
    re.IGNORECASE,
)
# What begins so may stand first in a paragraph.
_OPENS = ("There ", "However", "Several ", "Some ", "Others ")


def leans_in_print(sentence: str) -> bool:
    """Whether a sentence is not understood on a page without the one before it."""
    return leans(sentence) or bool(_LEANS.match(sentence))


def leans_on(before: str, sentence: str) -> bool:
    """Whether a sentence is not understood on a page without the one `before` it.

    One that begins "There" opens a matter of its own where the one blames and the other praises.
    """
    is_apart = sentence.startswith("There ") and tone_of(sentence).score * tone_of(before).score < 0
    return leans_in_print(sentence) and not is_apart


def stands_first(sentence: str) -> bool:
    """Whether a sentence is understood as the first of a line: it does not lean, or such that it may open one."""
    return sentence.startswith(_OPENS) or not leans_in_print(sentence)

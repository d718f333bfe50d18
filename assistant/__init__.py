"""Questions in, checked and cited answers out. Knows the corpus and the index."""

from assistant.answer import Answer, Citation, Claim, Evidence, Progress, Status
from assistant.as_json import answer_row
from assistant.extract import ExtractiveWriter
from assistant.pipeline import Assistant
from assistant.question import Turn
from assistant.quotes import find_quote, stands
from assistant.writers import assistant_of

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Claim",
    "Evidence",
    "ExtractiveWriter",
    "Progress",
    "Status",
    "Turn",
    "answer_row",
    "assistant_of",
    "find_quote",
    "stands",
]

"""Questions in, checked and cited answers out. Knows the corpus and the index."""

from assistant.answer import Answer, Citation, Claim, Evidence, Status
from assistant.as_json import answer_row
from assistant.extract import ExtractiveWriter
from assistant.pipeline import Assistant
from assistant.question import Turn
from assistant.quotes import find_quote, stands

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Claim",
    "Evidence",
    "ExtractiveWriter",
    "Status",
    "Turn",
    "answer_row",
    "find_quote",
    "stands",
]

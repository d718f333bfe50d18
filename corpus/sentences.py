"""Where sentences begin and end."""

import re

# A full stop after these does not end a sentence. Rule-based, after the usual abbreviation lists; the letters
# are short, edited prose, for which a trained splitter brings nothing.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev st sgt insp supt det con cons dc ds dci no nos para paras p pp vol fig e.g i.e eg ie "
    "etc cf al approx dept gov inc ltd jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_END = re.compile(r"[.!?]+[\"'\u2019\u201d)\]]*(?=\s+[\"'\u2018\u201c(\[]*[A-Z0-9\u00a3])")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, in order; together they hold every character that is not white space."""
    spans, start = [], 0
    for match in _END.finditer(text):
        if not _is_abbreviation(text, match.start()):
            spans.append((start, match.end()))
            start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    spans.append((start, len(text.rstrip())))
    return tuple((begin, end) for begin, end in spans if text[begin:end].strip())


def _is_abbreviation(text: str, stop: int) -> bool:
    word = re.split(r"[\s(\[]", text[:stop])[-1]
    return text[stop] == "." and (word.lower() in ABBREVIATIONS or bool(re.fullmatch(r"[A-Z]", word)))

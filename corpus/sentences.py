"""Where sentences begin and end."""

import re

# A full stop after these does not end a sentence. Rule-based, after the usual abbreviation lists; the letters
# are short, edited prose, for which a trained splitter brings nothing.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev st sgt insp supt det con cons dc ds dci e.g i.e eg ie "
    "cf al approx dept gov inc ltd jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# These stand for more only before a number ("No. 5"); else they are words ("The answer was no.").
BEFORE_NUMBERS = frozenset("no nos para paras p pp vol fig".split())
_LONGEST = max(map(len, ABBREVIATIONS | BEFORE_NUMBERS))
# From the first mark of a run, and nothing given back (`++`): long runs of dots cost no time.
_END = re.compile(r"(?<![.!?])[.!?]++[\"'\u2019\u201d)\]]*+(\s++)(?=[\"'\u2018\u201c(\[]*[A-Z0-9\u00a3])")
_BEFORE_WORD = re.compile(r"[\s(\[\"'\u2018\u201c]")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, in order; together they hold every character that is not white space."""
    spans, start = [], 0
    for match in _END.finditer(text):
        if not _is_abbreviation(text, match.start(), match.end()):
            spans.append((start, match.start(1)))
            start = match.end()
    spans.append((start, len(text.rstrip())))
    return tuple((begin, end) for begin, end in spans if text[begin:end].strip())


def _is_abbreviation(text: str, stop: int, after: int) -> bool:
    word = _BEFORE_WORD.split(text[max(0, stop - _LONGEST - 1) : stop])[-1]
    known = word.lower() in ABBREVIATIONS or (word.lower() in BEFORE_NUMBERS and text[after].isdigit())
    return text[stop] == "." and (known or bool(re.fullmatch(r"[A-Z]", word)))

"""Sentences as they are quoted: with changes that do no harm, and with changes that make them false."""

import random
import re
from collections.abc import Callable, Sequence

_PLAIN: dict[str, str | int | None] = {
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("–—", "-"),
}
Change = Callable[[str, random.Random], str | None]

# Independent of the lists by which the gate tells what a change means.
_OPPOSITES = {
    "good": "poor",
    "strong": "weak",
    "clear": "unclear",
    "effective": "ineffective",
    "effectively": "ineffectively",
    "timely": "delayed",
    "consistent": "inconsistent",
    "consistently": "inconsistently",
    "appropriate": "inappropriate",
    "sufficient": "insufficient",
    "sufficiently": "insufficiently",
    "increase": "decrease",
    "increased": "reduced",
    "reduce": "increase",
    "reduced": "increased",
    "improved": "worsened",
    "improve": "worsen",
    "high": "low",
    "more": "fewer",
    "most": "few",
    "many": "few",
    "all": "no",
    "always": "never",
    "often": "rarely",
    "before": "after",
    "able": "unable",
    "well": "badly",
    "quickly": "slowly",
    "positive": "negative",
    "safe": "unsafe",
    "aware": "unaware",
    "with": "without",
}
_TAILS = (
    ", which puts the public at risk",
    ", and this has not changed since the last inspection",
    " and senior leaders had been told of it twice",
    ", a finding that the force accepts in full",
    ", in breach of national guidance",
    " in 17 of the cases examined",
)
_OTHER_WORDS = (
    "officers victims training records schools quarterly budget urgent shared partly offenders review".split()
)
_NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty".split()
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should)\b(?! not\b)")
_NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(_NUMBERS)})\b")


def straight(sentence: str, draw: random.Random) -> str | None:
    """Straight quotation marks, and hyphens for dashes."""
    plain = sentence.translate(str.maketrans(_PLAIN))
    return plain if plain != sentence else None


def typeset(sentence: str, draw: random.Random) -> str:
    """Ligatures, hard spaces, curly apostrophes and long hyphens."""
    for plain, other in {"fi": "ﬁ", "fl": "ﬂ", "'": "’", "-": "\u2011"}.items():
        sentence = sentence.replace(plain, other)
    return sentence.replace(" ", "\u00a0", 2)


def shortened(sentence: str, draw: random.Random) -> str | None:
    """Words in the middle left out, with "…" in their place."""
    words = sentence.split()
    if len(words) < 10:
        return None
    first, last = draw.randint(3, len(words) // 2 - 1), draw.randint(len(words) // 2 + 1, len(words) - 3)
    gap = draw.choice([" … ", "…", " [...] ", " ... ", " […] "])
    return " ".join(words[:first]) + gap + " ".join(words[last:])


def line_broken(sentence: str, draw: random.Random) -> str:
    """Lines as they come out of a PDF, one of them ending within a word."""
    words = sentence.split()
    for at in range(draw.randint(2, 4), len(words), 6):
        words[at] = "\n" + words[at]
    long = [at for at, word in enumerate(words) if re.fullmatch(r"[a-z]{8,}", word)]
    if long:
        at = draw.choice(long)
        words[at] = f"{words[at][:4]}-\n{words[at][4:]}"
    return " ".join(words)


def page_broken(sentence: str, draw: random.Random) -> str:
    """A page break between two words."""
    words = sentence.split()
    at = draw.randint(1, len(words) - 1)
    return " ".join(words[:at]) + draw.choice([" \n\n", "\f", "\n\f\n"]) + " ".join(words[at:])


def other_start(sentence: str, draw: random.Random) -> str | None:
    """The other case at the start, as within a sentence of one's own; now and then in square brackets."""
    if not sentence[0].isalpha():
        return None
    first = sentence[0].swapcase()
    return (f"[{first}]" if draw.random() < 0.3 else first) + sentence[1:]


def other_stop(sentence: str, draw: random.Random) -> str:
    """Ending before the sentence does, with the comma or full stop of the sentence it is quoted in."""
    words = sentence.split()
    return " ".join(words[: draw.randint(5, len(words) - 1)]).rstrip(".,;:–-") + draw.choice(".,")


def other_number(sentence: str, draw: random.Random) -> str | None:
    """Another number in place of one; often one that differs in a single digit."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = draw.choice(found)
    if not match[0].isdigit():
        other = draw.choice([word for word in _NUMBERS if word != match[0]])
    else:
        at = draw.randrange(len(match[0]))
        digit = draw.choice([each for each in "123456789" if each != match[0][at]])
        other = match[0][:at] + digit + match[0][at + 1 :]
    return sentence[: match.start()] + other + sentence[match.end() :]


def not_added(sentence: str, draw: random.Random) -> str | None:
    """A "not" put in."""
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    match = draw.choice(found)
    return f"{sentence[: match.end()]} not{sentence[match.end() :]}"


def not_removed(sentence: str, draw: random.Random) -> str | None:
    """A "not" taken out of the middle."""
    found = [match for match in re.finditer(r" (?:not|never|no)(?= )", sentence) if match.start()]
    if not found:
        return None
    match = draw.choice(found)
    return sentence[: match.start()] + sentence[match.end() :]


def opposite(sentence: str, draw: random.Random) -> str | None:
    """A word that says the opposite in place of one."""
    found = [match for match in re.finditer(r"\b[a-z]+\b", sentence) if match[0] in _OPPOSITES]
    if not found:
        return None
    match = draw.choice(found)
    return sentence[: match.start()] + _OPPOSITES[match[0]] + sentence[match.end() :]


def word_replaced(sentence: str, draw: random.Random) -> str:
    """Another word in place of one."""
    words = sentence.split()
    at = draw.randrange(len(words))
    words[at] = draw.choice([word for word in _OTHER_WORDS if word not in words[at].lower()])
    return " ".join(words)


def word_left_out(sentence: str, draw: random.Random) -> str:
    """A word less, in the middle."""
    words = sentence.split()
    del words[draw.randint(1, len(words) - 2)]
    return " ".join(words)


def words_swapped(sentence: str, draw: random.Random) -> str:
    """Two neighbouring words in the other order."""
    words = sentence.split()
    at = draw.randint(0, len(words) - 2)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def tailed(sentence: str, draw: random.Random) -> str:
    """An end that nobody wrote."""
    return sentence.rstrip(" .") + draw.choice(_TAILS) + "."


def glued(others: Sequence[str]) -> Change:
    """The first half of a sentence and the second half of one of the others, with nothing to show it."""

    def glue(sentence: str, draw: random.Random) -> str:
        mine, other = sentence.split(), draw.choice(others).split()
        return " ".join(mine[: len(mine) // 2] + other[len(other) // 2 :])

    return glue


HARMLESS: dict[str, Change] = {
    "straight quotes and dashes": straight,
    "ligatures, hard spaces": typeset,
    "line breaks, a hyphen at one": line_broken,
    "a page break put in": page_broken,
    "case at the start": other_start,
    "full stop or comma at the end": other_stop,
}
FALSE: dict[str, Change] = {
    "number changed": other_number,
    "not added": not_added,
    "not removed": not_removed,
    "opposite word": opposite,
    "word replaced": word_replaced,
    "word left out": word_left_out,
    "words swapped": words_swapped,
    "invented tail": tailed,
}

"""What kind of thing a question asks for, and whether a sentence has one: "How many…" wants a number."""

import re
from enum import StrEnum

from index import is_stop_word, stem, stems_of

_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen half third quarter "
    "none neither both"
)
_NUMBER = re.compile(rf"\b(?:\d[\d,.]*|{'|'.join(_NUMBER_WORDS.split())})\b", re.IGNORECASE)
_UNTOLD = re.compile(
    r"\b(?:unable|not able|could not|cannot|did not)\b.{0,60}\bnumber of((?:\W+\w+){1,4})", re.IGNORECASE
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NEAR = 6  # words between a number and what it counts ("eight dedicated crime prevention and design advisors")


class Asked(StrEnum):
    """The kind of answer a question wants."""

    NUMBER = "number"
    SHARE = "share"
    DURATION = "duration"
    FREQUENCY = "frequency"
    MONEY = "money"
    PERSON = "person"
    TIME = "time"
    NAME = "name"
    WHICH = "which"
    REASON = "reason"
    COMPARISON = "comparison"
    GRADE = "grade"
    ANYTHING = "anything"


# In order: the first pattern that fits the question decides.
_QUESTIONS = {
    Asked.MONEY: r"\bhow (much|expensive)\b.{0,80}\b(cost|costs|spend|spends|spent|spending|budget|pay|paid|money|price|"
    r"worth|cash|saved|earn)|\b(budget|salary|salaries|wages?|price|council tax)\b|£|\bwhat\b.{0,60}\b(costs?|paid|spent)\b",
    Asked.GRADE: r"\b(grade[ds]?|ratings?|rated|scored?|rank(ed|ing)?|league table|inadequate|requires improvement)\b|"
    r"\b(good|outstanding)\b.{0,20}\bor\b.{0,20}\b(bad|good|inadequate)\b",
    Asked.SHARE: r"\b(percentage|per ?cent|proportion|share of|fraction|\w+ rates?)\b|%",
    Asked.DURATION: r"\bhow (long|quickly|fast|soon|old)\b|\b(average|response|waiting|target) times?\b|\bhow much time\b|"
    r"\bhow many (hours|days|weeks|months|minutes|years)\b",
    Asked.FREQUENCY: r"\bhow (often|frequently|regularly)\b|\bhow many times\b",
    Asked.COMPARISON: r"\b(compare[ds]? (to|with)|better or worse|(better|worse|more|less|higher|lower|fewer) than|"
    r"national average|other forces|neighbouring forces?|versus|vs|going up|going down|risen|fallen|fell|up or down)\b",
    Asked.NUMBER: r"\bhow many\b|\bhow (big|large|high|much)\b|\b(what|tell me|give me)\b.{0,25}\b(number|figure|total)\b|"
    r"\bnumbers? of\b.*\?",
    Asked.PERSON: r"^\W*(and |so |but )?(who|whose|whom)\b|\bwho (is|was|are|runs?|leads?|heads?|manages?|chairs?)\b|"
    r"\b(name|identify) the\b.{0,40}\b(officer|person|manager|chief|sergeant|lead|superintendent)\b|"
    r"\bwhich\b.{0,20}\b(officer|person|sergeant|superintendent|manager|chief)\b",
    Asked.TIME: r"^\W*(and |so |but )?when\b|\b(what|which|on what|in which) (date|day|month|year|time)\b|\b(since|by|from) "
    r"when\b",
    Asked.NAME: r"\bnames? of\b|\bwhat (is|was|are|were)\b.{0,60}\bcalled\b|^\W*name\b|\bstands? for\b|\bshort for\b|"
    r"^\W*where\b|\b(which|what) (company|supplier|firm|software|vendor|make|model|brand|system)\b|\bwho (supplie|made|built)",
    Asked.WHICH: r"^\W*(and |so |but |in |at |to |on |for |from )?which\b|^\W*what (kinds?|types?|sorts?|other|specific|exact|"
    r"particular|\w+[^s\W]s (?=are|were|did|do|does|has|have|will|can))\b|^\W*(list|give me)\b",
    Asked.REASON: r"^\W*(and |so |but )?why\b|\bwhat (is|was|were) the reasons?\b|\bhow come\b|\breasons? (for|why)\b|"
    r"\bwhat (led|made|caused|earned|prompted|persuaded)\b",
}
_ANSWERS = {
    Asked.SHARE: r"%|\bper ?cent\b|\bproportion\b|\bmajority\b|\bhalf\b|\bquarter\b|\bthird\b",
    Asked.DURATION: rf"{_NUMBER.pattern}\W+(?:\w+\W+)?(?:minute|hour|day|week|month|year|second)s?\b",
    Asked.FREQUENCY: r"\b(daily|weekly|monthly|annual\w*|regular\w*|every|each|once|twice|frequently|always|never)\b",
    Asked.MONEY: r"£|\bpounds\b",
    Asked.GRADE: r"\b(outstanding|inadequate|requires improvement|graded|rated|rating)\b",
    Asked.PERSON: r"\b(teams?|officers?|staff|managers?|advis[eo]rs?|partners?|inspector|hmic\w*|constable|commissioner|board|"
    r"unit|agencies|community|departments?|supervisors?|sergeants?|victims?|groups?|mr|mrs|ms|dr)\b",
    Asked.TIME: rf"\b({_MONTHS})\b|\b(19|20)\d\d\b|\b(daily|weekly|initially|at the time|while on|yet to|will be)\b",
    Asked.NAME: r"[\"'\u2018\u201c(][A-Z]|(?<=[a-z,] )[A-Z][\w-]+|\((?:[A-Z]-?){2,}",
    Asked.WHICH: r"\b(such as|including|for example|namely|these (are|were|include))\b|[(:]",
    Asked.REASON: r"\b(because|due to|so that|in order to|as a result of|reasons?|to try to|on the importance of)\b",
    Asked.COMPARISON: r"\b(than|compared|other forces|average|most forces|nationally|increase[ds]?|reduc\w+|rose|fell)\b",
}


# "Do they know how many …?" asks whether, not how many.
_WHETHER = re.compile(
    r"\b(know|knows|known|say|tell|identify|idea|track|tabs|finger|count|added up|work(?:ed)? out|figure out|look(?:ed)? at|"
    r"looking at|grip)\b.{0,30}?\b(?:how (?:much|many|often|long)|where)\b",
    re.IGNORECASE,
)


def asked_for(question: str) -> Asked:
    """The kind of answer a question wants."""
    plain = _WHETHER.sub(r"\1 whether", question)
    return next((asked for asked, pattern in _QUESTIONS.items() if re.search(pattern, plain, re.I)), Asked.ANYTHING)


def has_it(asked: Asked, question: str, text: str) -> bool:
    """Whether a text has something of the kind asked for; of a number, near what it is to count."""
    if asked is Asked.ANYTHING:
        return True
    if asked is Asked.NUMBER:
        return _counts(question, text)
    return bool(re.search(_ANSWERS[asked], text, 0 if asked is Asked.NAME else re.IGNORECASE))


def _counts(question: str, text: str) -> bool:
    """Whether the text counts what the question wants counted, or says that the count is not known."""
    counted = re.search(
        r"(?:how many|numbers? of|how (?:big|large|high|much))\W+((?:[\w'-]+\W+){1,5})", question + " ", re.I
    )
    wanted = {stem(word) for word in counted[1].split() if not is_stop_word(word)} if counted else set()
    words = text.split()
    numbers = [at for at, word in enumerate(words) if _NUMBER.search(word) and not re.search(r"\b(19|20)\d\d\b", word)]
    near = [" ".join(words[at + 1 : at + 1 + NEAR]) for at in numbers] + _UNTOLD.findall(text)
    return any(not wanted or wanted & set(stems_of(each)) for each in near)

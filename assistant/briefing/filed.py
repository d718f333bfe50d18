"""Where the inspectors filed a paragraph: what its headings say it is."""

import re
from enum import StrEnum

from corpus import Paragraph


class Filed(StrEnum):
    """What a heading says of all that stands under it."""

    STRENGTHS = "strengths"
    IMPROVEMENT = "areas for improvement"
    LIST = "a list of what needs to improve"
    PRIORITY = "priority action or causes of concern"
    RECOMMENDATIONS = "recommendations"
    NEXT = "next steps"
    HEADLINES = "headline findings"
    FINDINGS = "findings"
    NOTHING = "no heading that says"


# In this order: "Case study: areas for priority action and improvement" is about priority action.
_SAYS = (
    (Filed.NEXT, re.compile(r"\bnext steps\b", re.IGNORECASE)),
    (Filed.PRIORITY, re.compile(r"\bpriority actions?\b|\bcauses? (?:of|for) concern\b|\bserious concerns?\b", re.I)),
    (Filed.RECOMMENDATIONS, re.compile(r"\brecommendations?\b", re.IGNORECASE)),
    (Filed.LIST, re.compile(r"\bwhat needs? to (?:improve|change)\b|\bwhat must improve\b", re.IGNORECASE)),
    (
        Filed.IMPROVEMENT,
        re.compile(
            r"\barea(?:s|\(s\))? (?:for|of) (?:improvement|development)\b|\brequires improvement\b|\bweakness|\bflaws?\b",
            re.I,
        ),
    ),
    (
        Filed.STRENGTHS,
        re.compile(
            r"\bstrengths?\b|\b(?:effective|good|innovative|outstanding|promising) practice\b|\bworking well\b", re.I
        ),
    ),
    (Filed.HEADLINES, re.compile(r"\bheadline|\bsummary\b|\boverall\b|\bkey findings\b|\boverview\b", re.IGNORECASE)),
    (Filed.FINDINGS, re.compile(r"\bfindings\b", re.IGNORECASE)),
)
_STUDY = re.compile(r"\b(?:case|practice) study\b|\bplaces and spaces\b", re.IGNORECASE)


def filed(paragraph: Paragraph) -> Filed:
    """What the innermost heading that says anything makes of a paragraph.

    A list of what needs to improve is its list items only: what follows them belongs to the findings.
    """
    for heading in reversed(paragraph.heading):
        for each, says in _SAYS:
            if says.search(heading):
                return Filed.FINDINGS if each is Filed.LIST and not paragraph.depth else each
    return Filed.NOTHING


def filed_under(paragraph: Paragraph) -> str:
    """The heading by which it is filed, as printed; empty without one."""
    told = (each for each in reversed(paragraph.heading) if any(says.search(each) for _, says in _SAYS))
    return next(told, "")


def is_study(paragraph: Paragraph) -> bool:
    """Whether it tells of a single case, or of a single place."""
    return any(_STUDY.search(heading) for heading in paragraph.heading)

"""The findings that speak of a theme in a user's own words: a question to the index."""

from collections.abc import Sequence

from assistant.briefing.findings import Finding
from assistant.verdict import nearness
from corpus import force as force_of
from index import Index, Scope, met_by, stems_of

HITS = 40  # chunks that are looked into
LOOKED_AT = 32  # of their sentences, the nearest by the index's own vectors
# How near a sentence must come to the theme when it has not all its words. Picked by reading what twenty themes bring up.
NEAR = 0.65
MET = 0.5  # how well a term must be met to count (`index.met_by`)


def spoken_of(theme: str, force: str, findings: Sequence[Finding], index: Index) -> frozenset[int]:
    """Which of the findings (their places in the sequence) speak of a theme; nothing else is looked at."""
    documents = tuple(dict.fromkeys(each.document.id for each in findings))
    hits = index.search(Scope(theme, (force_of(force),), documents=documents), HITS, rerank=False)
    spans = index.sentences(theme, hits, LOOKED_AT)
    places = {hit.chunk.paragraph: set[int]() for hit, *_ in spans}
    for hit, _, end in spans:
        places[hit.chunk.paragraph].add(end)
    near = [at for at, each in enumerate(findings) if each.end in places.get(each.paragraph.id, ())]
    signals = index.judge(theme, [findings[at].sentence for at in near])
    found = zip(near, signals, strict=True)
    return frozenset(
        at
        for at, sign in found
        if _has_its_words(findings[at], theme, index) or nearness(sign.cosine, sign.maxsim) >= NEAR
    )


def _has_its_words(finding: Finding, theme: str, index: Index) -> bool:
    stems = stems_of(f"{finding.quote} {' '.join(finding.paragraph.heading)}")
    terms = index.terms(theme)
    return bool(terms) and all(met_by(term, stems) > MET for term in terms)

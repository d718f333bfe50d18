from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assistant import Answer, Assistant, Claim, Evidence, Status
from assistant.verify import verify
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import Corpus
from index import Index, Scope
from tests.assistant.letters import evidence

POLICE_BAIL = "The force was able to provide HMIC with the number of suspects who had failed to answer police bail."
LIMITED = "There was limited evidence that activity had been documented or properly supervised in a number of cases."
WITHOUT = "Without this information, the force is unable to ensure that it has effective arrangements"

Cited = tuple[int | str, str]  # the position of a paragraph of the letter, or a label, and a quote
Drafted = tuple[str, list[Cited]]


@dataclass
class Scripted:
    """A writer that drafts what it is told to, whatever the evidence."""

    claims: tuple[Drafted, ...]
    completeness: Completeness = Completeness.COMPLETE

    def write(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Draft:
        labels: dict[int | str, str] = {each.paragraph.position: each.label for each in evidence}
        drafted = [
            DraftClaim(text, tuple(DraftCitation(labels.get(where, str(where)), quote) for where, quote in cited))
            for text, cited in self.claims
        ]
        return Draft(tuple(drafted), self.completeness)


Told = Callable[..., Answer]


@pytest.fixture
def told(letter_corpus: Corpus, letter_index: Index) -> Told:
    """The answer on wanted suspects when the writer drafts these claims."""

    def ask(*claims: Drafted, completeness: Completeness = Completeness.COMPLETE) -> Answer:
        scripted = Assistant(letter_corpus, letter_index, Scripted(claims, completeness))
        return scripted.ask("How does Staffordshire handle wanted suspects?")

    return ask


def test_good_claims_are_kept_as_drafted_and_in_their_order(told: Told) -> None:
    answer = told(
        ("Supervision was weak.", [(28, LIMITED)]),
        ("It could count those who skipped bail.", [(28, POLICE_BAIL)]),
        ("It could not be sure.", [(27, WITHOUT)]),
    )
    assert answer.status is Status.ANSWERED
    assert [claim.text for claim in answer.claims] == [
        "Supervision was weak.",
        "It could count those who skipped bail.",
        "It could not be sure.",
    ]
    assert [[c.quote for c in claim.citations] for claim in answer.claims] == [[LIMITED], [POLICE_BAIL], [WITHOUT]]
    assert [claim.citations[0].paragraph.position for claim in answer.claims] == [28, 28, 27]


@pytest.mark.parametrize(
    "bad",
    [
        ("Under a label nobody gave.", [("P99", LIMITED)]),
        ("Under no label.", [("", LIMITED)]),
        ("A label that looks alike.", [("p1", LIMITED)]),
        ("An altered quote.", [(28, LIMITED.replace("limited", "clear"))]),
        ("A doctored number.", [(28, LIMITED.replace("a number of", "12"))]),
        ("An added not.", [(28, POLICE_BAIL.replace("was able", "was not able"))]),
        ("An empty quote.", [(28, "")]),
        ("An ellipsis.", [(28, "…")]),
        ("Two words.", [(28, "limited evidence")]),
        ("From the paragraph before.", [(28, WITHOUT)]),
        ("From both paragraphs.", [(28, f"{WITHOUT} … {LIMITED}")]),
        ("Without a citation.", []),
        ("One bad among good ones.", [(28, LIMITED), (27, LIMITED), (27, WITHOUT)]),
        ("", [(28, LIMITED)]),
        (" \n", [(28, LIMITED)]),
    ],
)
def test_a_claim_that_its_sources_do_not_bear_out_is_dropped_alone(bad: Drafted, told: Told) -> None:
    answer = told(("First.", [(28, LIMITED)]), bad, ("Last.", [(27, WITHOUT), (28, POLICE_BAIL)]))
    assert [claim.text for claim in answer.claims] == ["First.", "Last."]
    assert len(answer.claims[1].citations) == 2


def test_when_nothing_is_left_the_nearest_passages_are_shown_instead(told: Told) -> None:
    answer = told(("All is well.", [(28, "All suspects were arrested within the day.")]))
    assert answer.status is Status.CLOSEST
    assert answer.claims == ()
    assert {each.paragraph.position for each in answer.passages} >= {27, 28}


def test_a_draft_that_says_it_is_partial_is_told_as_partial(told: Told) -> None:
    answer = told(("Supervision was weak.", [(28, LIMITED)]), completeness=Completeness.PARTIAL)
    assert answer.status is Status.PARTLY_ANSWERED


def test_a_quote_in_other_type_is_kept_as_it_was_quoted(told: Told) -> None:
    quote = "A small sample of named suspect ﬁles … was reviewed as part of the inspection"
    assert told(("Few were read.", [(28, quote)])).claims[0].citations[0].quote == quote


def test_labels_of_other_evidence_do_not_lend_their_words() -> None:
    sources = (evidence("The files were reviewed every week.", "P1"), evidence("No file was reviewed.", "P2"))
    right = DraftClaim("Reviewed.", (DraftCitation("P1", "files were reviewed every week"),))
    wrong = DraftClaim("Reviewed.", (DraftCitation("P2", "files were reviewed every week"),))
    kept: tuple[Claim, ...] = verify(Draft((wrong, right), Completeness.COMPLETE), sources)
    assert [claim.citations[0].paragraph for claim in kept] == [sources[0].paragraph]


def test_an_empty_draft_and_no_evidence_make_no_claims() -> None:
    assert verify(Draft((), Completeness.COMPLETE), ()) == ()
    claim = DraftClaim("Said.", (DraftCitation("P1", "three good words"),))
    assert verify(Draft((claim,), Completeness.COMPLETE), ()) == ()

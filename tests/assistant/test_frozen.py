"""An answer as it was given, and what became of its sources."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assistant import Answer, Assistant, Citation, Claim, Evidence, Status
from assistant.frozen import Frozen, MadeWith, freeze, made_with
from assistant.frozen_json import from_json, frozen_row, to_json
from assistant.recheck import Checked, Standing, recheck
from corpus import Corpus, Document, InspectionError, Paragraph, ParagraphKind
from index import Filters, Index
from tests.assistant.letters import EASTMOOR_2016, NORTHSHIRE_2014, NORTHSHIRE_2016, TEAM, document, evidence

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MADE_WITH = MadeWith("a model", "a stamp", "1.2.3")
LETTER = document("northshire-2014", "northshire")
BURGLARY = NORTHSHIRE_2014[1]
QUOTE = "few victims were told of progress"
TEXTS = (TEAM, BURGLARY, EASTMOOR_2016[1])


def put(corpus: Corpus, *texts: str, letter: Document = LETTER) -> Document:
    """Store a version of the letter that holds these paragraphs."""
    letter = replace(letter, sha256=str(hash(texts)))
    made = (Paragraph(letter.id, n, ParagraphKind.BODY, text, ("Crime",), n) for n, text in enumerate(texts, 1))
    corpus.put(letter, made)
    return letter


def answer(corpus: Corpus, quote: str = QUOTE, position: int = 2, letter: Document = LETTER) -> Answer:
    """An answer of one claim that quotes a paragraph of the letter."""
    cited = Citation(corpus.paragraphs(letter.id)[position - 1], letter, quote)
    return Answer("How is burglary handled?", Status.ANSWERED, "From a letter.", claims=(Claim(quote, (cited,)),))


@pytest.fixture
def frozen(corpus: Corpus) -> Frozen:
    """An answer that quotes the second of three paragraphs of a letter."""
    put(corpus, *TEXTS)
    return freeze(answer(corpus), MADE_WITH, NOW)


def checked(frozen: Frozen, corpus: Corpus) -> Checked:
    (only,) = recheck(frozen, corpus)
    return only


def test_all_that_was_shown_is_kept_with_what_it_was_made_with(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    given = replace(
        answer(corpus), understood="How does Northshire handle it?", withheld=2, notice="Slow.", writer="x:y"
    )
    frozen = freeze(given, MADE_WITH, NOW)
    assert (frozen.question, frozen.understood, frozen.time) == (given.question, given.understood, NOW)
    assert (frozen.withheld, frozen.notice, frozen.writer, frozen.made_with) == (2, "Slow.", "x:y", MADE_WITH)
    (cited,) = frozen.claims[0].citations
    assert (cited.paragraph, cited.document, cited.quote) == ("northshire-2014#2", "northshire-2014", QUOTE)
    assert cited.text == BURGLARY
    assert cited.reference == "Letter to Northshire Police, Core business · Crime · paragraph 2"
    assert len(cited.sha256) == 64


def test_no_two_answers_have_the_same_id_and_none_can_be_taken_for_an_option(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    ids = {freeze(answer(corpus), MADE_WITH, NOW).id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(id) == 32 and id.isalnum() for id in ids)


def test_what_an_answer_is_made_with_names_the_model_and_the_state_of_the_documents(two_forces: Assistant) -> None:
    made = made_with(two_forces.index, embargoed=True)
    assert isinstance(two_forces.index, Index)
    assert (made.embedding, made.corpus) == (two_forces.index.encoder.name, two_forces.corpus.stamp())
    assert made.version
    assert made.embargoed


def test_a_real_answer_survives_being_frozen_and_read_again(two_forces: Assistant) -> None:
    given = two_forces.ask("How does Northshire handle wanted suspects?", filters=Filters(first=date(2016, 1, 1)))
    frozen = freeze(given, made_with(two_forces.index), NOW)
    assert frozen.claims
    assert frozen.filters == Filters(first=date(2016, 1, 1))
    assert from_json(to_json(frozen), frozen.id) == frozen
    assert {each.standing for each in recheck(frozen, two_forces.corpus)} == {Standing.UNCHANGED}


def test_the_passages_of_an_unclear_answer_are_kept_whole(corpus: Corpus) -> None:
    near = (evidence(TEAM), evidence(BURGLARY, "P2"))
    frozen = freeze(Answer("Horses?", Status.CLOSEST, "Nearest:", evidence=near), MADE_WITH, NOW)
    assert [each.text for each in frozen.passages] == [TEAM, BURGLARY]
    put(corpus, TEAM, "Nothing is left of it.")
    assert [each.standing for each in recheck(frozen, corpus)] == [Standing.UNCHANGED, Standing.REPLACED]


def test_a_question_that_is_no_proper_text_can_be_kept(corpus: Corpus) -> None:
    frozen = freeze(Answer("half \ud83d a pair", Status.OUT_OF_SCOPE, "No."), MADE_WITH, NOW)
    assert from_json(to_json(frozen), frozen.id).question == "half ? a pair"


def test_an_answer_of_a_newer_version_is_read_without_what_is_not_known_here(frozen: Frozen) -> None:
    row = json.loads(to_json(frozen)) | {"mood": "new"}
    assert from_json(json.dumps(row).encode(), frozen.id) == frozen


def test_an_answer_that_cannot_be_read_is_told_with_what_to_do() -> None:
    with pytest.raises(InspectionError, match="answers remove abc"):
        from_json(b'{"id": "abc"}', "abc")


def test_other_programs_read_what_became_of_each_citation(frozen: Frozen, corpus: Corpus) -> None:
    changed = BURGLARY.replace("few", "all")
    put(corpus, TEAM, changed)
    row = frozen_row(frozen, recheck(frozen, corpus))
    (citation,) = row["claims"][0]["citations"]
    assert citation["standing"] == "replaced"
    assert citation["now"] == {"paragraph": "northshire-2014#4", "text": changed}
    assert citation["text"] == BURGLARY
    json.dumps(row)


# What becomes of a paragraph


def test_a_paragraph_that_is_as_it_was_is_unchanged_wherever_it_stands_by_now(frozen: Frozen, corpus: Corpus) -> None:
    assert checked(frozen, corpus).standing is Standing.UNCHANGED
    put(corpus, "A new opening for all of it.", *TEXTS)
    assert checked(frozen, corpus).standing is Standing.UNCHANGED
    assert not checked(frozen, corpus).is_changed


def test_a_changed_quote_is_told_with_the_words_now(frozen: Frozen, corpus: Corpus) -> None:
    put(corpus, TEAM, BURGLARY.replace("few victims", "nearly all victims"), TEXTS[2])
    now = checked(frozen, corpus)
    assert now.standing is Standing.REPLACED
    assert now.standing.told == "This paragraph has since been replaced."
    assert now.now is not None
    assert "nearly all victims were told" in now.now.text


def test_another_text_under_the_same_id_is_a_replacement_however_little_they_share(
    frozen: Frozen, corpus: Corpus
) -> None:
    corpus.remove(LETTER.id)
    put(corpus, TEAM, "Horses are well kept.")
    now = checked(frozen, corpus)
    assert (now.standing, now.now and now.now.text) == (Standing.REPLACED, "Horses are well kept.")


def test_a_change_elsewhere_in_the_paragraph_leaves_the_quote_standing(frozen: Frozen, corpus: Corpus) -> None:
    put(corpus, TEAM, BURGLARY.replace("poorly", "well"), TEXTS[2])
    now = checked(frozen, corpus)
    assert now.standing is Standing.CHANGED_BUT_STANDS
    assert now.now is not None
    assert QUOTE in now.now.text


def test_white_space_and_type_do_not_make_other_words(frozen: Frozen, corpus: Corpus) -> None:
    put(corpus, TEAM, BURGLARY.replace("few victims", "few\nvictims"), TEXTS[2])
    assert checked(frozen, corpus).standing is Standing.CHANGED_BUT_STANDS


def test_words_that_are_now_in_another_paragraph_have_moved_there(frozen: Frozen, corpus: Corpus) -> None:
    other = f"In a long passage on how cars, radios and buildings are looked after, it says that {QUOTE}."
    put(corpus, TEAM, other, TEXTS[2])
    now = checked(frozen, corpus)
    assert (now.standing, now.now and now.now.text) == (Standing.MOVED, other)


def test_a_letter_that_was_removed_and_added_again_has_its_paragraphs_under_other_ids(
    frozen: Frozen, corpus: Corpus
) -> None:
    corpus.remove(LETTER.id)
    put(corpus, "A new opening.", *TEXTS)
    now = checked(frozen, corpus)
    assert (now.standing, now.now and now.now.id) == (Standing.MOVED, "northshire-2014#3")


def test_a_number_in_the_quote_that_changed_by_a_digit_no_longer_stands(corpus: Corpus) -> None:
    put(corpus, EASTMOOR_2016[2])
    frozen = freeze(answer(corpus, "issued to 1,200 officers", 1), MADE_WITH, NOW)
    put(corpus, EASTMOOR_2016[2].replace("1,200", "11,200"))
    assert checked(frozen, corpus).standing is Standing.REPLACED


def test_a_paragraph_without_a_successor_is_removed(frozen: Frozen, corpus: Corpus) -> None:
    put(corpus, TEAM, NORTHSHIRE_2016[0])
    now = checked(frozen, corpus)
    assert (now.standing, now.now) == (Standing.REMOVED, None)


def test_a_document_that_is_gone_is_told_and_the_words_are_still_here(frozen: Frozen, corpus: Corpus) -> None:
    corpus.remove(LETTER.id)
    now = checked(frozen, corpus)
    assert (now.standing, now.citation.text) == (Standing.DOCUMENT_REMOVED, BURGLARY)


# Embargo


def test_an_answer_is_public_when_all_its_documents_are(corpus: Corpus) -> None:
    letter = put(corpus, *TEXTS, letter=replace(LETTER, embargo=NOW + timedelta(days=1)))
    frozen = freeze(answer(corpus, letter=letter), MADE_WITH, NOW)
    assert not frozen.is_public(corpus, NOW)
    assert frozen.is_public(corpus, NOW + timedelta(days=1))
    corpus.correct(letter.id, {"embargo": None})
    assert frozen.is_public(corpus, NOW)


def test_the_embargo_outlasts_the_removal_of_its_document(corpus: Corpus) -> None:
    letter = put(corpus, *TEXTS, letter=replace(LETTER, embargo=datetime.max.replace(tzinfo=UTC)))
    frozen = freeze(answer(corpus, letter=letter), MADE_WITH, NOW)
    corpus.remove(letter.id)
    again = from_json(to_json(frozen), frozen.id)
    assert not again.is_public(corpus, NOW + timedelta(days=400))


def test_an_answer_without_sources_may_still_name_documents_only_its_asker_could_see(corpus: Corpus) -> None:
    none = Answer("Southvale?", Status.NO_DOCUMENT, "We hold documents on Northshire.")
    assert freeze(none, MADE_WITH, NOW).is_public(corpus, NOW)
    assert not freeze(none, replace(MADE_WITH, embargoed=True), NOW).is_public(corpus, NOW)


def test_a_document_under_embargo_is_for_others_as_if_it_were_not_there(frozen: Frozen, corpus: Corpus) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    put(corpus, *TEXTS, letter=replace(LETTER, embargo=later))
    assert [each.standing for each in recheck(frozen, corpus)] == [Standing.DOCUMENT_REMOVED]
    assert [each.standing for each in recheck(frozen, corpus, embargoed=True)] == [Standing.UNCHANGED]


def test_evidence_beside_the_claims_is_not_kept(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    beside: tuple[Evidence, ...] = (evidence(TEAM),)
    frozen = freeze(replace(answer(corpus), evidence=beside), MADE_WITH, NOW)
    assert [each.text for each in frozen.citations] == [BURGLARY]

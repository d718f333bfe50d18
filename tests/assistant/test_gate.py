import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.gate import Gate, Quoted, QuoteStatus
from corpus import Area, Corpus, Document, DocumentKind, Paragraph, ParagraphKind, sentence_spans
from index import Encoder, Index
from tests.assistant.letters import EASTMOOR_2016, NORTHSHIRE_2014, NORTHSHIRE_2016

INTRO = "The force should, within 6 months of this letter:"
POINTS = ("review its 1,200 open files of burglary;", "train all 35 supervisors in what to look for.")
BROKEN = ("Victims are not always told what came of the inquiry, which", "is why some of them do not call again.")
NOTE = "Counted by the inspectors in March 2018."
TEXTS = (
    (ParagraphKind.HEADING, "Wanted suspects"),
    (ParagraphKind.BODY, INTRO),
    (ParagraphKind.BODY, POINTS[0]),
    (ParagraphKind.BODY, POINTS[1]),
    (ParagraphKind.BODY, BROKEN[0]),
    (ParagraphKind.FOOTNOTE, NOTE),
    (ParagraphKind.BODY, BROKEN[1]),
    (ParagraphKind.BODY, "Inspectors’ own “deep dive” found 212 suspects—31 of them twice. No arrest was put off."),
)


@pytest.fixture(scope="session")
def gate(two_forces: Assistant) -> Gate:
    """Over the letters to Northshire and Eastmoor."""
    return Gate(two_forces.index.corpus, two_forces.index)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    """A document of invented paragraphs, the last of them on two pages."""
    corpus = Corpus(tmp_path_factory.mktemp("pages"))
    document = Document("pages", "Pages", DocumentKind.LETTER, "pages.pdf", "0" * 64, forces=("northshire",))
    areas = (Area(1, 0, 0, 9, 9), Area(2, 0, 0, 9, 9))
    paragraphs = [
        Paragraph("pages", at, kind, text, areas=areas if at == len(TEXTS) else areas[:1])
        for at, (kind, text) in enumerate(TEXTS, 1)
    ]
    corpus.put(document, paragraphs)
    return corpus


@pytest.fixture(scope="session")
def page_gate(pages: Corpus, encoder: Encoder) -> Gate:
    return Gate(pages, Index(pages, encoder))


def checked(gate: Gate, quote: str, document: str | None = None, paragraph: str | None = None) -> Quoted:
    return gate.check(
        quote, document=document, paragraph=paragraph, documents=("northshire-2014", "northshire-2016", "eastmoor-2016")
    )


def on_pages(gate: Gate, quote: str) -> Quoted:
    return gate.check(quote, documents=("pages",))


def words_at(quoted: Quoted) -> list[str]:
    return [place.paragraph.text[start:end] for place in quoted.places for start, end in place.spans]


@given(some=st.data())
def test_any_sentence_of_the_letter_is_found_as_it_stands(
    some: st.DataObject, letter_corpus: Corpus, letter_index: Index
) -> None:
    (document,) = letter_corpus.public()
    paragraph = some.draw(st.sampled_from(letter_corpus.paragraphs(document.id)))
    start, end = some.draw(st.sampled_from(sentence_spans(paragraph.text)))
    assume(len(paragraph.text[start:end].split()) >= 4)
    quoted = Gate(letter_corpus, letter_index).check(
        paragraph.text[start:end], paragraph=paragraph.id, documents=(document.id,)
    )
    assert quoted.status is QuoteStatus.EXACT
    assert [place.paragraph.id for place in quoted.places] == [paragraph.id]


@given(some=st.data(), new=st.sampled_from(["seventeen", "not", "and", "1", "Eastmoor"]))
def test_a_sentence_with_any_word_changed_is_never_found(some: st.DataObject, new: str, gate: Gate) -> None:
    sentence = some.draw(st.sampled_from([*NORTHSHIRE_2014, *NORTHSHIRE_2016, *EASTMOOR_2016]))
    words = sentence.split()
    at = some.draw(st.integers(0, len(words) - 1))
    assume(words[at].strip(".,") != new)
    quoted = checked(gate, " ".join([*words[:at], new, *words[at + 1 :]]))
    assert quoted.status is QuoteStatus.ALTERED
    assert new in " ".join(change.quoted for change in quoted.difference if change.kind != "same")


@given(some=st.data())
def test_a_changed_digit_is_never_found(some: st.DataObject, gate: Gate) -> None:
    sentence = EASTMOOR_2016[2]
    at = some.draw(st.sampled_from([at for at, character in enumerate(sentence) if character.isdigit()]))
    new = some.draw(st.sampled_from("0123456789".replace(sentence[at], "")))
    quoted = checked(gate, sentence[:at] + new + sentence[at + 1 :])
    assert quoted.status is QuoteStatus.ALTERED
    assert quoted.changes_number
    assert quoted.changes_meaning


def test_a_quote_of_the_paragraph_named_is_exact(gate: Gate) -> None:
    place = checked(gate, NORTHSHIRE_2014[0]).places[0]
    quoted = checked(gate, f"“{NORTHSHIRE_2014[0]}”", paragraph=place.paragraph.id)
    assert quoted.status is QuoteStatus.EXACT
    assert words_at(quoted) == [NORTHSHIRE_2014[0]]


@pytest.mark.parametrize("wrong", ["northshire-2014#1", "northshire-2014#999"])
def test_a_quote_of_another_paragraph_is_told_so(gate: Gate, wrong: str) -> None:
    quoted = checked(gate, NORTHSHIRE_2014[0], paragraph=wrong)
    assert quoted.status is QuoteStatus.OTHER_PARAGRAPH
    assert quoted.places[0].paragraph.text == NORTHSHIRE_2014[0]


@pytest.mark.parametrize("named", ["northshire-2014", "northshire-2099"])
def test_a_quote_of_another_document_is_told_so(gate: Gate, named: str) -> None:
    quoted = checked(gate, EASTMOOR_2016[0], document=named)
    assert quoted.status is QuoteStatus.OTHER_DOCUMENT
    assert quoted.places[0].document.id == "eastmoor-2016"


def test_a_document_that_may_not_be_searched_is_not(gate: Gate) -> None:
    quoted = gate.check(EASTMOOR_2016[0], document="eastmoor-2016", documents=("northshire-2014",))
    assert not quoted.status.stands


@pytest.mark.parametrize(
    "quote",
    [
        "the force reviews the files of wanted suspects",
        "[t]he force reviews the files of wanted suspects",
        "The force reviews the files … and publishes the results",
        "The force reviews the files,",
        "The force reviews\nthe files of wanted sus-\npects every week.",
        "The force reviews the files of wanted sus\ufffepects every week.",
    ],
)
def test_changes_that_do_no_harm_are_exact(gate: Gate, quote: str) -> None:
    assert checked(gate, quote, document="eastmoor-2016").status is QuoteStatus.EXACT


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        (f"{INTRO} {POINTS[0]}", [INTRO, POINTS[0]]),
        (f"of this letter: • {POINTS[0]}\n• {POINTS[1]}", ["of this letter:", *POINTS]),
        ("what came of the inquiry, which is why some", ["what came of the inquiry, which", "is why some"]),
        ("within 6 months … train all 35 supervisors", None),
        (f"of this letter: … {POINTS[0]}", ["of this letter:", POINTS[0]]),
        (
            "Wanted suspects\nThe force should, within 6 months",
            ["Wanted suspects", "The force should, within 6 months"],
        ),
        ("Counted by the inspectors", ["Counted by the inspectors"]),
        ("found 212\f\nsuspects - 31 of them", ["found 212 suspects—31 of them"]),
        ("Inspectors' own 'deep dive' found 212 suspects.", ["Inspectors’ own “deep dive” found 212 suspects"]),
    ],
)
def test_a_quote_may_run_on_over_pages_notes_and_list_items(
    page_gate: Gate, quote: str, wanted: list[str] | None
) -> None:
    quoted = on_pages(page_gate, quote)
    assert (quoted.status is QuoteStatus.EXACT) is (wanted is not None)
    assert wanted is None or words_at(quoted) == wanted


def test_numbers_printed_in_between_do_no_harm_and_others_do(corpus: Corpus, encoder: Encoder) -> None:
    body, note = ParagraphKind.BODY, ParagraphKind.FOOTNOTE
    held = [
        Paragraph("late", 1, body, "Of the calls, many were late. Few were lost.", number="7."),
        Paragraph("late", 2, note, "In May.", number="3", called_at=(1, 29)),
        Paragraph("late", 3, body, "No call was cut off.", number="8."),
    ]
    corpus.put(Document("late", "Late", DocumentKind.LETTER, "late.pdf", "0" * 64), held)
    gate = Gate(corpus, Index(corpus, encoder))
    for quote in (
        "7. Of the calls, many were late.3 Few were lost. 8. No call was cut off.",
        "many were late.3 Few were",
    ):
        assert gate.check(quote, documents=("late",)).status is QuoteStatus.EXACT
    for quote in ("9. Of the calls, many were late.", "many were late.4 Few were", "3 Of the calls, many were late."):
        assert gate.check(quote, documents=("late",)).status is QuoteStatus.ALTERED


@pytest.mark.parametrize(
    "quote",
    [
        "review its 1,200 open files of burglary … is why some of them do not call again",
        "train all 35 supervisors in what to look for. Inspectors’ own “deep dive” found 212 suspects",
        "train all 35 supervisors in what do not call again",
        f"{POINTS[1]} {POINTS[0]}",
        f"{POINTS[1]} … {POINTS[0]}",
    ],
)
def test_parts_that_do_not_follow_on_are_pieced_together(page_gate: Gate, quote: str) -> None:
    quoted = on_pages(page_gate, quote)
    assert quoted.status is QuoteStatus.PIECED
    assert len(quoted.places) == 2


def test_parts_of_several_documents_are_pieced_together(gate: Gate) -> None:
    quoted = checked(gate, f"{NORTHSHIRE_2014[0]} {EASTMOOR_2016[0]}", document="northshire-2014")
    assert quoted.status is QuoteStatus.PIECED
    assert {place.document.id for place in quoted.places} == {"northshire-2014", "eastmoor-2016"}


def test_an_invented_end_is_an_alteration(gate: Gate) -> None:
    quoted = checked(gate, "The force reviews the files of wanted suspects every week, to the delight of the residents")
    assert quoted.status is QuoteStatus.ALTERED
    assert (
        quoted.difference[-1].quoted == "week, to the delight of the residents"
        or quoted.difference[-1].quoted == "to the delight of the residents"
    )
    assert quoted.places[0].document.id == "eastmoor-2016"


def test_words_in_square_brackets_are_an_alteration(gate: Gate) -> None:
    quoted = checked(gate, "The force reviews the files of [its] suspects every week")
    assert quoted.status is QuoteStatus.ALTERED
    assert "square brackets" in quoted.reason


def test_a_near_miss_in_the_document_named_counts_before_one_elsewhere(gate: Gate) -> None:
    quoted = checked(
        gate, "Burglary dwellings were investigated slowly, and nearly all victims", document="northshire-2016"
    )
    assert quoted.status is QuoteStatus.ALTERED
    assert {place.document.id for place in quoted.places} == {"northshire-2016"}


@pytest.mark.parametrize("quote", ["", " … ", "“”", "\u00ad", "the force", "wanted suspects", "The force … every week"])
def test_few_words_or_none_prove_nothing(gate: Gate, quote: str) -> None:
    quoted = checked(gate, quote)
    assert (quoted.status, quoted.places) == (QuoteStatus.NOT_FOUND, ())
    assert quoted.reason


def test_what_stands_nowhere_is_not_found_and_the_nearest_is_only_offered(gate: Gate) -> None:
    quoted = checked(gate, "Patrol vehicles carry computers that save constables a good deal of effort")
    assert quoted.status is QuoteStatus.NOT_FOUND
    assert len(quoted.places) == 1
    assert "nearest" in quoted.reason


def test_a_negation_that_dots_leave_out_is_told(gate: Gate) -> None:
    quoted = checked(gate, "The force does … review the files of wanted suspects")
    assert quoted.status is QuoteStatus.EXACT
    assert "“not”" in quoted.reason


@pytest.mark.parametrize(
    "quote", ["the force " * 5000, "the force is … " * 2000, f"x{' ' * 100_000}y", "a-" + "\n" * 100_000]
)
def test_a_text_without_end_is_answered_soon(gate: Gate, quote: str) -> None:
    started = time.process_time()
    assert checked(gate, quote).status is QuoteStatus.NOT_FOUND
    assert time.process_time() - started < 10


def test_nothing_is_found_where_nothing_is_held(gate: Gate) -> None:
    assert gate.check(NORTHSHIRE_2014[0], documents=()).status is QuoteStatus.NOT_FOUND


def test_what_is_added_or_removed_meanwhile_is_noticed(corpus: Corpus, encoder: Encoder) -> None:
    gate = Gate(corpus, Index(corpus, encoder))
    document = Document("late", "Late", DocumentKind.LETTER, "late.txt", "0" * 64)
    assert gate.check(INTRO, documents=("late",)).status is QuoteStatus.NOT_FOUND
    corpus.put(document, [Paragraph("late", 1, ParagraphKind.BODY, INTRO)])
    assert gate.check(INTRO, documents=("late",)).status is QuoteStatus.EXACT
    corpus.put(document, [Paragraph("late", 1, ParagraphKind.BODY, INTRO.replace("6", "9"))])
    assert gate.check(INTRO, documents=("late",)).status is QuoteStatus.ALTERED
    corpus.remove("late")
    assert gate.check(INTRO, documents=("late",)).status is QuoteStatus.NOT_FOUND


@given(quote=st.text(max_size=60))
def test_any_text_whatever_is_answered(quote: str, page_gate: Gate) -> None:
    quoted = on_pages(page_gate, quote)
    assert quoted.reason
    assert all(place.spans for place in quoted.places)

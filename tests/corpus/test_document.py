from datetime import UTC, date, datetime, timedelta

import pytest

from corpus import Document, DocumentKind, Fact, Paragraph, ParagraphKind

DOCUMENT = Document("x", "Custody", DocumentKind.LETTER, "x.txt", "0" * 64)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def document(**fields: object) -> Document:
    return Document("x", "Custody", DocumentKind.LETTER, "x.txt", "0" * 64, **fields)  # type: ignore[arg-type]


def test_a_paragraphs_id_is_its_document_and_position() -> None:
    assert Paragraph("a#b", 7, ParagraphKind.BODY, "Text").id == "a#b#7"


@pytest.mark.parametrize("kind", ParagraphKind)
def test_findings_come_from_body_and_footnotes(kind: ParagraphKind) -> None:
    assert kind.holds_findings == (kind.value in {"body", "footnote", "row"})


def test_a_document_speaks_of_the_years_of_its_work_and_dates() -> None:
    dates = document(
        date=date(2015, 1, 2), published=date(2016, 1, 1), fieldwork=(date(2013, 11, 1), date(2014, 2, 28))
    )
    assert dates.years == {2013, 2014, 2015, 2016}
    assert DOCUMENT.years == frozenset()


def test_findings_became_known_with_publication() -> None:
    assert document(date=date(2015, 1, 2), published=date(2015, 1, 9)).latest == date(2015, 1, 9)
    assert document(date=date(2015, 1, 2)).latest == date(2015, 1, 2)
    assert DOCUMENT.latest is None


def test_a_document_is_public_from_the_very_moment_of_its_embargo() -> None:
    held = document(embargo=NOON)
    assert not held.is_public(NOON - timedelta(microseconds=1))
    assert held.is_public(NOON)
    assert DOCUMENT.is_public(NOON)


def test_a_fact_is_found_by_its_name() -> None:
    fact = Fact("Zora Penhaligon", 3, "Zora Penhaligon")
    assert document(facts=(("author", fact),)).fact("author") == fact
    assert DOCUMENT.fact("author") is None

"""Claims grouped by force and inspection."""

from dataclasses import replace
from datetime import date

from assistant import Answer, Citation, Claim, Status
from corpus import Document, Force, Paragraph, ParagraphKind, force
from index import Scope
from screens.groups import groups_of
from screens.render import as_copied, conversation, sources_of
from tests.assistant.letters import document


def letter(force: str, year: int) -> Document:
    return replace(document(f"{force}-{year}", force), date=date(year, 5, 5), inspectorates=("HMIC",))


def claim(text: str, source: Document) -> Claim:
    paragraph = Paragraph(source.id, 1, ParagraphKind.BODY, text)
    return Claim(text, (Citation(paragraph, source, text),))


def answer(*claims: Claim, forces: tuple[str, ...] = ()) -> Answer:
    named: tuple[Force, ...] = tuple(map(force, forces))
    return Answer("Question?", Status.ANSWERED, "Message.", Scope("", named), claims)


def shape(given: Answer) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """The groups, as headings, labels and texts."""
    return [
        (group.heading, [(each.label, [claim.text for _, claim in each.claims]) for each in group.inspections])
        for group in groups_of(given)
    ]


def test_claims_from_one_inspection_of_one_force_have_no_headings() -> None:
    source = letter("kent", 2014)
    assert shape(answer(claim("A.", source), claim("B.", source), forces=("kent",))) == [("", [("", ["A.", "B."])])]
    assert shape(answer(claim("A.", source))) == [("", [("", ["A."])])]


def test_several_inspections_of_one_force_are_told_apart_latest_first() -> None:
    given = answer(claim("Old.", letter("kent", 2014)), claim("New.", letter("kent", 2022)), forces=("kent",))
    labels = [f"HMIC letter, Core business · 5 May {year}" for year in (2022, 2014)]
    assert shape(given) == [("", [(labels[0], ["New."]), (labels[1], ["Old."])])]


def test_forces_stand_in_the_order_of_the_question() -> None:
    essex, kent = letter("essex", 2014), letter("kent", 2014)
    given = answer(claim("E.", essex), claim("K.", kent), claim("F.", essex), forces=("kent", "essex"))
    label = "HMIC letter, Core business · 5 May 2014"
    assert shape(given) == [("Kent Police", [(label, ["K."])]), ("Essex Police", [(label, ["E.", "F."])])]


def test_where_no_force_is_named_the_claims_still_tell_whom_they_are_about() -> None:
    national = replace(letter("kent", 2017), id="national", forces=())
    headings = [heading for heading, _ in shape(answer(claim("E.", letter("essex", 2014)), claim("N.", national)))]
    assert headings == ["Essex Police", "Forces in general"]


def test_a_document_on_both_forces_stands_under_both_names() -> None:
    both = replace(letter("kent", 2014), forces=("essex", "kent", "surrey"))
    given = answer(claim("Both.", both), claim("K.", letter("kent", 2016)), forces=("kent", "essex"))
    assert [heading for heading, _ in shape(given)] == ["Kent Police and Essex Police", "Kent Police"]


def test_sources_are_numbered_as_they_are_read_and_each_click_opens_its_own_claim() -> None:
    given = answer(claim("Old.", letter("kent", 2014)), claim("New.", letter("kent", 2022)), forces=("kent",))
    assert [source.document.id for source in sources_of(given)] == ["kent-2022", "kent-2014"]
    page = conversation([given])
    assert page.index('data-number="1" data-claim="1"') < page.index('data-number="2" data-claim="0"')


def test_what_is_copied_keeps_the_headings() -> None:
    given = answer(claim("E.", letter("essex", 2014)), claim("K.", letter("kent", 2016)), forces=("kent", "essex"))
    label = "HMIC letter, Core business · 5 May"
    assert f"Kent Police\n\n{label} 2016\n“K.” [1]\n\nEssex Police\n\n{label} 2014\n“E.” [2]" in as_copied(given)

import pytest

from corpus.addressees import MAX_NAMED, addressees, is_chief_officer, listed
from corpus.document import Fact, Paragraph, ParagraphKind
from corpus.people import begins_person, is_no_name, is_person, run_in

JOINT = (
    "2 May 2023",
    "Ann Example OBE, Director of Children\u2019s Services, Northtown Metropolitan\nBorough Council",
    "Ben Sample , Chief Nurse, Northshire Integrated Care Board\nCara Guildford QPM, Chief Constable, Northshire Police",
    "Professor Dee O\u2019Test-Case, Northshire Police and Crime Commissioner",
    "Dear Northtown Safeguarding Partnership",
)


def opening(*texts: str) -> tuple[Paragraph, ...]:
    kinds = [ParagraphKind.LETTERHEAD] * (len(texts) - 1) + [ParagraphKind.ADDRESSEE]
    return tuple(Paragraph("x", at, kind, text) for at, (kind, text) in enumerate(zip(kinds, texts, strict=True), 1))


def test_all_who_are_addressed_are_named_the_chief_officer_first() -> None:
    assert [fact.value for fact in addressees(opening(*JOINT))] == [
        "Cara Guildford QPM, Chief Constable, Northshire Police",
        "Ann Example OBE, Director of Children\u2019s Services, Northtown Metropolitan Borough Council",
        "Ben Sample, Chief Nurse, Northshire Integrated Care Board",
        "Professor Dee O\u2019Test-Case, Northshire Police and Crime Commissioner",
    ]


def test_each_addressee_is_quoted_from_where_it_is_printed() -> None:
    paragraphs = {paragraph.position: paragraph for paragraph in opening(*JOINT)}
    facts = addressees(paragraphs.values())
    assert [fact.position for fact in facts] == [3, 2, 3, 4]
    assert all(fact.quote in paragraphs[fact.position].text for fact in facts)


def test_one_addressee_is_told_by_name_and_rank() -> None:
    (fact,) = addressees(
        opening("Ann Example, HM Inspector of Constabulary", "Mr B. Sample\nChief Constable\nNorthtown")
    )
    assert fact.value == "Mr B. Sample, Chief Constable"


def test_an_inspector_among_the_lines_is_the_sender() -> None:
    text = "Ann Example, HM Inspector of Constabulary\nBen Sample, Chief Constable\nCara Case, Mayor of Northtown"
    assert [fact.value for fact in addressees(opening(text))] == [
        "Ben Sample, Chief Constable",
        "Cara Case, Mayor of Northtown",
    ]


def test_nobody_is_addressed_where_no_name_stands() -> None:
    assert addressees(opening("14 June 2024")) == ()
    assert addressees(()) == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Acting Chief Constable Ann Case, Northshire Police", True),
        ("Ann Case, Commissioner of the Metropolitan Police Service", True),
        ("Ann Case, Deputy Chief Constable", False),
        ("Ann Case, Police and Crime Commissioner", False),
    ],
)
def test_a_chief_officer_is_told_from_others(line: str, expected: bool) -> None:
    assert is_chief_officer(line) is expected


def test_a_long_list_ends_with_how_many_more() -> None:
    facts = [Fact("Ann Example, Director of Services in Northtown", 1, "") for _ in range(12)]
    told = listed(facts)
    assert told is not None
    assert told.endswith("; and 6 more")
    assert len(told) <= MAX_NAMED + len("; and 12 more")
    assert listed([]) is None


@pytest.mark.parametrize(
    "line",
    [
        "Ann Example, Director",
        "Sir Ben de Sample QPM Chief Constable",
        "Chief Superintendent Cara Case, Commander",
        "Dee Durham, Mayor",
        "Ann Thornden-Edwards, CEO",
    ],
)
def test_a_person_begins_a_line(line: str) -> None:
    assert begins_person(line)


@pytest.mark.parametrize(
    "line",
    [
        "Borough Council",
        "Kent Community Trust, Division",
        "Tower Hamlets, Council",
        "West Integrated Care Board, Northshire",
        "North West London Division, Service",
        "and Maidenhead",
        "Ann Example",
        "Company Limited)",
        "14 June 2024",
    ],
)
def test_a_wrapped_line_begins_no_person(line: str) -> None:
    assert not begins_person(line)


def test_a_name_alone_is_a_person() -> None:
    assert all(map(is_person, ["Ann Example", "Dr Ben O\u2019Sample BSc MB", "Cara Case, CBE", "Dee Test OBE QPM"]))
    assert not any(map(is_person, ["Chief Inspector", "HMI Constabulary", "Medical Services", "ann example", ""]))


def test_a_name_run_into_an_office_is_parted() -> None:
    assert run_in("National Director, Social Care Ann Example") == ("National Director, Social Care", "Ann Example")
    assert run_in("Deputy Chief Inspector") == ("Deputy Chief Inspector",)
    assert is_no_name("7")

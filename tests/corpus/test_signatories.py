from corpus.document import Area, Paragraph, ParagraphKind
from corpus.signatories import signatories


def block(*texts: str, lefts: tuple[float, ...] = ()) -> tuple[Paragraph, ...]:
    """A sign-off and what stands under it, each at its distance from the left edge."""
    areas: list[tuple[Area, ...]] = [(Area(1, left, 0, left + 100, 10),) for left in lefts] or [()] * len(texts)
    signed = [
        Paragraph("x", at, ParagraphKind.SIGNATURE, text, areas=area)
        for at, (text, area) in enumerate(zip(texts, areas, strict=True), 2)
    ]
    return (Paragraph("x", 1, ParagraphKind.SIGNATURE, "Yours sincerely"), *signed)


def told(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    texts = {paragraph.position: paragraph.text for paragraph in paragraphs}
    found = signatories(paragraphs)
    for each in found:
        assert all(fact.quote in texts[fact.position] for fact in (each.name, each.office) if fact)
    return [each.told for each in found]


def test_one_author_has_the_lines_below_as_office() -> None:
    (signed,) = signatories(
        block("7", "Ann Example\nHer Majesty's Inspector of Constabulary\nWales and Western Region")
    )
    assert signed.name.value == "Ann Example"
    assert signed.office is not None
    assert signed.office.value == "Her Majesty's Inspector of Constabulary, Wales and Western Region"


def test_an_unsigned_letter_has_no_author() -> None:
    assert signatories(block()) == ()
    assert signatories(()) == ()


def test_several_sign_below_each_other_the_polices_inspector_first() -> None:
    letter = block(
        "Ann Example",
        "National Director Regulation and Social Care, Ofsted",
        "Dr Ben Sample BSc MB\nChief Inspector of Hospitals and Interim Chief Inspector of Primary\nMedical Services, CQC",
        "Cara Case, CBE",
        "His Majesty\u2019s Inspector of Constabulary",
        "His Majesty\u2019s Inspector of Fire & Rescue Services",
    )
    assert told(letter) == [
        "Cara Case, CBE, His Majesty\u2019s Inspector of Constabulary, His Majesty\u2019s Inspector of Fire & Rescue Services",
        "Ann Example, National Director Regulation and Social Care, Ofsted",
        "Dr Ben Sample BSc MB, Chief Inspector of Hospitals and Interim Chief Inspector of Primary Medical Services, CQC",
    ]


FOUR = [
    "Cara Case, Her Majesty\u2019s Inspector of Constabulary",
    "Ann Example, National Director, Ofsted",
    "Ben Sample, Deputy Chief Inspector, CQC",
    "Dee Test, Assistant Chief Inspector, HMI Probation",
]


def test_several_sign_in_two_columns_under_their_inspectorates() -> None:
    texts = ("Ofsted", "Care Quality Commission", "Ann Example", "National Director", "Ben Sample",
             "Deputy Chief Inspector", "HMI Constabulary", "HMI Probation", "Cara Case",
             "Her Majesty\u2019s Inspector of Constabulary", "Dee Test", "Assistant Chief Inspector")  # fmt: skip
    lefts = (77, 308, 77, 77, 316, 316, 77, 308, 82, 82, 316, 316)
    assert sorted(told(block(*texts, lefts=lefts))) == sorted(FOUR)


def test_several_sign_in_the_cells_of_a_table() -> None:
    rows = (
        "Ofsted | Care Quality Commission",
        "Ann Example\nNational Director | Ben Sample\nDeputy Chief Inspector",
        "HMI Constabulary | HMI Probation",
        "Cara Case\nHer Majesty\u2019s Inspector of Constabulary | Dee Test\nAssistant Chief Inspector",
    )
    assert sorted(told(block(*rows))) == sorted(FOUR)


def test_several_sign_in_lines_without_columns() -> None:
    texts = ("Ofsted", "Care Quality Commission", "Ann Example", "National Director", "Ben Sample",
             "Deputy Chief Inspector", "HMI Constabulary", "Cara Case", "HMI Constabulary and Fire & Rescue", "Services")  # fmt: skip
    assert told(block(*texts)) == [
        "Cara Case, HMI Constabulary and Fire & Rescue Services",
        "Ann Example, National Director, Ofsted",
        "Ben Sample, Deputy Chief Inspector, CQC",
    ]


def test_a_name_run_into_the_office_beside_it_is_found() -> None:
    texts = ("Ofsted", "Care Quality Commission", "Ann Example", "National Director, Social Care Ben Sample",
             "Deputy Chief Inspector", "HMI Constabulary", "Cara Case", "Her Majesty\u2019s Inspector of Constabulary")  # fmt: skip
    lefts = (77, 300, 77, 77, 300, 77, 77, 77)
    assert told(block(*texts, lefts=lefts)) == [
        "Cara Case, Her Majesty\u2019s Inspector of Constabulary",
        "Ann Example, National Director, Social Care, Ofsted",
        "Ben Sample, Deputy Chief Inspector, CQC",
    ]


def test_an_office_may_stand_above_its_name_or_lack_one() -> None:
    texts = ("Ofsted", "HMI Constabulary", "National Director", "Ann Example", "Chief Inspector", "Cara Case",
             "Her Majesty\u2019s Inspector of Constabulary")  # fmt: skip
    lefts = (77, 300, 77, 77, 500, 300, 300)
    assert told(block(*texts, lefts=lefts)) == [
        "Cara Case, Her Majesty\u2019s Inspector of Constabulary",
        "Ann Example, National Director, Ofsted",
    ]


def test_bodies_without_persons_leave_the_first_lines() -> None:
    assert told(block("Ofsted\nCQC")) == ["Ofsted, CQC"]

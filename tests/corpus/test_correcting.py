from datetime import date
from pathlib import Path

import pytest

from corpus import AddStatus, Corpus, Document, DocumentKind, UnusableInput, add, correct, reread, uncorrect
from corpus.correcting import faults
from tests.corpus.letters import letter, write


@pytest.fixture
def held(corpus: Corpus, tmp_path: Path) -> Document:
    """A letter to Northshire, as read from its file."""
    add(corpus, write(tmp_path, "x.txt", letter("Northshire", "The force has a plan.")))
    return corpus.documents()[0]


def test_a_correction_stands_in_place_of_what_the_file_says(corpus: Corpus, held: Document) -> None:
    corrected = correct(corpus, "x", {"title": " Core  business ", "date": "2015-05-06"})
    assert (corrected.title, corrected.date) == ("Core business", date(2015, 5, 6))
    assert corrected.corrected == ("date", "title")
    assert (held.fact("date"), corrected.fact("date")) != (None, None)
    assert corrected.fact("date") is None
    assert corrected.fact("author") == held.fact("author")
    assert corpus.document("x") == corrected == corpus.documents()[0] == Corpus(corpus.folder).document("x")


def test_what_is_undone_is_what_the_file_says(corpus: Corpus, held: Document) -> None:
    correct(corpus, "x", {"date": "2015-05-06", "author": ""})
    assert uncorrect(corpus, "x", "date").corrected == ("author",)
    assert uncorrect(corpus, "x", "author") == held
    assert uncorrect(corpus, "x", "author") == held


def test_a_correction_survives_a_new_version_and_another_reading(
    corpus: Corpus, held: Document, tmp_path: Path
) -> None:
    correct(corpus, "x", {"forces": "Kent Police"})
    again = add(corpus, write(tmp_path, "x.txt", letter("Northshire", "The force has no plan.", year=2016)))
    assert (again.status, corpus.documents()[0].forces) == (AddStatus.REPLACED, ("kent",))
    assert [each.status for each in reread(corpus)] == [AddStatus.UNCHANGED]
    document = corpus.documents()[0]
    assert (document.forces, document.date, document.corrected) == (("kent",), date(2016, 5, 5), ("forces",))
    assert uncorrect(corpus, "x", "forces").forces == ("northshire",)


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        ("forces", "kent, Essex Police; the Met", ("kent", "essex", "metropolitan")),
        ("forces", ["Staffs", "kent", "Kent"], ("staffordshire", "kent")),
        ("forces", "westvale, Eastmoor Constabulary", ("westvale", "eastmoor")),
        ("forces", "", ()),
        ("date", "16 May 2024", date(2024, 5, 16)),
        ("date", " ", None),
        ("published", "2024-05-16", date(2024, 5, 16)),
        ("fieldwork", "2024-01-08/2024-01-12", (date(2024, 1, 8), date(2024, 1, 12))),
        ("fieldwork", "8 January 2024 to 12 January 2024", (date(2024, 1, 8), date(2024, 1, 12))),
        ("fieldwork", ["2024-01-08", "2024-01-12"], (date(2024, 1, 8), date(2024, 1, 12))),
        ("fieldwork", "Between January and April 2014", (date(2014, 1, 1), date(2014, 4, 30))),
        ("fieldwork", None, None),
        ("kind", "Force report", DocumentKind.FORCE_REPORT),
        ("kind", "thematic-report", DocumentKind.THEMATIC_REPORT),
        ("inspectorates", "HMICFRS, Ofsted", ("HMICFRS", "Ofsted")),
        ("addressee", "", None),
        ("programme", "PEEL", "PEEL"),
    ],
)
def test_a_value_is_read_as_people_write_it(
    corpus: Corpus, held: Document, field: str, given: str | list[str] | None, read: object
) -> None:
    assert getattr(correct(corpus, held.id, {field: given}), field) == read


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("00:01 on 3 May 2025", "2025-05-03T00:01:00+01:00"),
        ("2025-05-03T00:01", "2025-05-03T00:01:00+01:00"),
        ("2025-12-03T09:00+00:00", "2025-12-03T09:00:00+00:00"),
        ("3 December 2025", "2025-12-03T00:00:00+00:00"),
    ],
)
def test_an_embargo_is_a_moment_in_london(corpus: Corpus, held: Document, given: str, moment: str) -> None:
    embargo = correct(corpus, held.id, {"embargo": given}).embargo
    assert embargo is not None
    assert embargo.isoformat() == moment
    assert correct(corpus, held.id, {"embargo": ""}).embargo is None


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("forces", "kant", r"Did you mean kent \(Kent Police\)\?"),
        ("forces", "Northshire", "Did you mean north-yorkshire .* or "),
        ("date", "May 2024", "is no day. Write it as 2024-05-16"),
        ("date", "1 May 2024 or 2 May 2024", "is no day"),
        ("published", "2024-02-30", "is no day"),
        ("embargo", "soon", "is no moment"),
        ("fieldwork", "2024-01-12/2024-01-08", "the earlier first"),
        ("fieldwork", "last year", "is no period"),
        ("fieldwork", "31 June 2024 to 2 July 2024", "is no day"),
        ("kind", "poem", "The kinds are letter, force_report"),
        ("kind", "", "The kinds are"),
        ("title", " ", "A document needs a title"),
        ("file", "y.txt", "There is no field 'file' to correct. The fields are title, forces"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_nothing_is_set(
    corpus: Corpus, held: Document, field: str, given: str, told: str
) -> None:
    with pytest.raises(UnusableInput, match=told):
        correct(corpus, held.id, {"author": "Somebody", field: given})
    assert corpus.documents() == (held,)


def test_each_field_tells_its_own_fault() -> None:
    wrong = faults({"date": "soon", "author": "Ann Example", "kind": "poem"})
    assert {name: fault.problem for name, fault in wrong.items()} == {
        "date": "'soon' is no day.",
        "kind": "There is no kind 'poem'.",
    }
    assert faults({"author": ""}) == {}


def test_an_unknown_document_or_field_is_told(corpus: Corpus, held: Document) -> None:
    with pytest.raises(UnusableInput, match="`python -m corpus list` shows the ids"):
        correct(corpus, "y", {"author": "Somebody"})
    with pytest.raises(UnusableInput, match="There is no field 'pages'"):
        uncorrect(corpus, held.id, "pages")

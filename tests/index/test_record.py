from pathlib import Path

import pytest

from corpus import Document, DocumentKind
from index.database import Database
from index.record import NONE, SEVERAL, Held, Record, finish, part_of

FIRST, SECOND = Held("revision 1", "northshire"), Held("revision 2", SEVERAL)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "words.sqlite")


@pytest.fixture
def record(database: Database) -> Record:
    return Record(database)


@pytest.mark.parametrize(
    ("forces", "part"),
    [((), NONE), (("kent",), "kent"), (("kent", "essex"), SEVERAL), (("isle-of-man",), "isle-of-man")],
)
def test_a_document_is_in_the_part_of_its_force(forces: tuple[str, ...], part: str) -> None:
    assert part_of(Document("a", "A letter", DocumentKind.LETTER, "a.txt", "sha", forces=forces)) == part


def test_a_new_record_knows_nothing(record: Record) -> None:
    assert (record.built_with(), record.documents(), record.in_step_with(), record.unfinished()) == (None, {}, None, [])


def test_what_is_finished_is_recorded_with_its_revision_and_part(database: Database, record: Record) -> None:
    with database.changing() as opened:
        finish(opened, {"a": FIRST, "b": SECOND})
    assert record.documents() == {"a": FIRST, "b": SECOND}


def test_a_document_finished_again_takes_its_own_place(database: Database, record: Record) -> None:
    for held in (FIRST, SECOND):
        with database.changing() as opened:
            finish(opened, {"a": held})
    assert record.documents() == {"a": SECOND}


def test_a_document_that_is_gone_is_forgotten(database: Database, record: Record) -> None:
    with database.changing() as opened:
        finish(opened, {"a": FIRST, "b": SECOND})
        finish(opened, {"a": None, "nobody": None})
    assert record.documents() == {"b": SECOND}


def test_what_was_begun_is_unfinished_until_it_is_finished(database: Database, record: Record) -> None:
    record.begin([("a", "kent"), ("b", "kent"), ("c", NONE)])
    assert record.unfinished() == [("a", "kent"), ("b", "kent"), ("c", NONE)]
    with database.changing() as opened:
        finish(opened, {"a": FIRST, "b": None})
    assert record.unfinished() == [("c", NONE)]


def test_a_document_that_changes_parts_is_unfinished_in_both(database: Database, record: Record) -> None:
    record.begin([("a", "kent")])
    record.begin([("a", "essex")])
    assert record.unfinished() == [("a", "kent"), ("a", "essex")]
    with database.changing() as opened:
        finish(opened, {"a": FIRST})
    assert record.unfinished() == []


def test_the_last_stamp_counts(record: Record) -> None:
    for stamp in ("first", "second"):
        record.is_in_step_with(stamp)
        assert record.in_step_with() == stamp


def test_what_is_begun_is_no_longer_in_step(record: Record) -> None:
    record.is_in_step_with("stamp")
    record.begin([("a", "kent")])
    assert record.in_step_with() is None


def test_starting_forgets_everything_but_what_it_is_built_with(database: Database, record: Record) -> None:
    with database.changing() as opened:
        finish(opened, {"a": FIRST})
    record.is_in_step_with("stamp")
    record.begin([("b", "kent")])
    for model in ("a model", "another"):
        record.start(model)
        assert record.built_with() == model
    assert (record.documents(), record.in_step_with(), record.unfinished()) == ({}, None, [])


def test_what_is_recorded_outlives_the_process(database: Database, record: Record) -> None:
    record.start("a model")
    record.begin([("b", "kent")])
    with database.changing() as opened:
        finish(opened, {"a": FIRST})
    record.is_in_step_with("stamp")
    again = Record(Database(database.file))
    assert (again.built_with(), again.documents()) == ("a model", {"a": FIRST})
    assert (again.in_step_with(), again.unfinished()) == ("stamp", [("b", "kent")])

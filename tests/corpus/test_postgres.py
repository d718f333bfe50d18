"""The corpus in PostgreSQL: what only a server has. What both databases do alike is in test_store."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus import (
    Corpus,
    FolderBusy,
    InspectionError,
    UnusableFolder,
    UnusableInput,
    add_all,
    correct,
    mend,
    open_corpus,
    resume,
)
from corpus.adding import adding
from corpus.folder import Lock
from corpus.moving import move
from corpus.postgres import UPGRADES
from tests.conftest import LETTER, ROOT
from tests.corpus.conftest import run
from tests.corpus.letters import letters, write
from tests.corpus.test_store import body, document
from tests.postgres import PASSWORD, USER, Server, free_port

ADD = """
import sys; from pathlib import Path
from corpus import Corpus, add_all
corpus = Corpus(Path(sys.argv[1]), sys.argv[2])
for added in add_all(corpus, [Path(sys.argv[3])]): print(added.status, flush=True)
"""


@pytest.fixture
def corpus(tmp_path: Path, address: str) -> Corpus:
    """An empty corpus of the test's own."""
    return Corpus(tmp_path / "data", address)


@pytest.fixture
def elsewhere(tmp_path: Path, corpus: Corpus) -> Corpus:
    """The same corpus, as another machine with a data folder of its own has it."""
    return Corpus(tmp_path / "elsewhere", corpus.address)


def name_of(corpus: Corpus) -> str:
    return str(corpus.address).rpartition("/")[2]


def held(corpus: Corpus) -> object:
    """All that matters of a corpus, whatever database it is in."""
    documents = corpus.documents()
    return (
        documents,
        [corpus.paragraphs(each.id) for each in documents],
        corpus.revisions(),
        [(each.file, each.reason) for each in corpus.failures()],
        [path.read_bytes() for each in documents if (path := corpus.original(each.id))],
    )


@contextmanager
def adding_elsewhere(folder: Path, corpus: Corpus, sent: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that adds letters."""
    command = [sys.executable, "-c", ADD, str(folder), str(corpus.address), str(sent)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_letters_are_stored_as_they_are_in_sqlite(corpus: Corpus, tmp_path: Path) -> None:
    other, sent = Corpus(tmp_path / "other"), letters(tmp_path / "sent", 6)
    for each in (corpus, other):
        assert [added.status.value for added in add_all(each, [sent])].count("added") == 6
        correct(each, "01-eastmoor", {"date": "3 May 2025"})
        each.remove("02-westvale")
    assert held(corpus) == held(other)


def test_all_machines_see_what_one_adds_and_open_its_originals(
    corpus: Corpus, elsewhere: Corpus, tmp_path: Path
) -> None:
    path = write(tmp_path, "bail.txt", "Northshire Police has a plan for bail.")
    stamp = elsewhere.stamp()
    assert [added.document for added in add_all(corpus, [path])] == ["bail"]
    assert elsewhere.stamp() != stamp
    assert elsewhere.documents() == corpus.documents() != ()
    original = elsewhere.original("bail")
    assert original is not None
    assert original.is_relative_to(elsewhere.folder)
    assert original.read_bytes() == path.read_bytes()
    assert elsewhere.original("bail") == original


def test_the_bytes_of_a_document_go_with_it(corpus: Corpus, server: Server, tmp_path: Path) -> None:
    def count() -> object:
        return run(server, "SELECT count(*) FROM originals", name_of(corpus))

    list(add_all(corpus, [write(tmp_path, "bail.txt", "Northshire Police has a plan for bail.")]))
    assert count() == [[1]]
    list(add_all(corpus, [write(tmp_path, "bail.txt", "Northshire Police has a plan for bail. It has two.")]))
    assert count() == [[1]]
    assert corpus.remove("bail")
    assert count() == [[0]]


def test_two_processes_add_one_after_the_other(corpus: Corpus, tmp_path: Path) -> None:
    sent, more = letters(tmp_path / "sent", 6), tmp_path / "more"
    for at in range(4):
        write(more, f"more-{at}.txt", f"Northshire Police has {at} plans for bail.")
    with adding_elsewhere(tmp_path / "b", corpus, sent) as one, adding_elsewhere(tmp_path / "c", corpus, more) as other:
        assert (one.wait(120), other.wait(120)) == (0, 0)
    assert len(corpus.documents()) == 10
    assert corpus.journal.pending() == ()


def test_what_a_killed_process_was_adding_is_taken_up_by_another(corpus: Corpus, tmp_path: Path) -> None:
    sent, undisturbed = letters(tmp_path / "sent", 8), Corpus(tmp_path / "undisturbed")
    list(add_all(undisturbed, [sent]))
    with adding_elsewhere(tmp_path / "b", corpus, sent) as process:
        assert first_line(process) == "added"
        process.kill()
    list(resume(corpus))
    assert held(corpus) == held(undisturbed)
    assert mend(corpus) == ()


def test_who_adds_is_named_and_others_read_meanwhile(corpus: Corpus, elsewhere: Corpus) -> None:
    corpus.put(document(), body("x", "One"))
    this = f"number \\d+ on {socket.gethostname()}"
    with corpus.holding(Lock.ADDING, 1):
        with pytest.raises(FolderBusy, match=rf"Another process \({this}\) is adding documents to"):
            elsewhere.holding(Lock.ADDING, 0).__enter__()
        assert elsewhere.is_ours(Lock.ADDING)
        assert elsewhere.paragraph_count("x") == 1
        assert elsewhere.remove("x")
    assert not corpus.is_ours(Lock.ADDING)
    with elsewhere.holding(Lock.ADDING, 0):
        pass


def test_who_changes_without_the_lock_waits_for_who_has_begun(corpus: Corpus, elsewhere: Corpus) -> None:
    def change(corpus: Corpus) -> None:
        with corpus.database.reading() as database:
            database.execute("SET LOCAL lock_timeout = 1")
            database.execute("LOCK TABLE stamp IN EXCLUSIVE MODE")

    with corpus.database.changing():
        with pytest.raises(FolderBusy, match="is changing the corpus"):
            change(elsewhere)
        assert elsewhere.documents() == ()


def test_a_restarted_server_is_found_again(corpus: Corpus, server: Server) -> None:
    def change_while_it_stops() -> None:
        with corpus.database.changing() as database:
            database.execute("DELETE FROM documents")
            server.stop()
            database.execute("DELETE FROM failures")

    corpus.put(document(), body("x", "One"))
    with pytest.raises(UnusableFolder, match=r"cannot be reached|stopped"):
        change_while_it_stops()
    with pytest.raises(UnusableFolder, match="cannot be reached") as fault:
        corpus.documents()
    assert fault.value.problem.endswith("(Connection refused).")
    assert "correct DATABASE_URL" in fault.value.remedy
    server.start()
    assert [each.id for each in corpus.documents()] == ["x"]
    assert corpus.remove("x")


def test_the_character_that_no_text_has_is_shown_as_unknown(corpus: Corpus) -> None:
    corpus.put(document(title="a\0b"), body("x", "One\0two"))
    assert [each.text for each in corpus.paragraphs("x")] == ["One\ufffdtwo"]
    assert [each.title for each in corpus.documents()] == ["a\0b"]
    assert corpus.get(["x\0#1"]) == {}


def test_thousands_of_paragraphs_go_in_and_come_out(corpus: Corpus) -> None:
    made = body("x", *(f"Paragraph {at} of the report." for at in range(1, 3001)))
    corpus.put(document(), made)
    assert [each.text for each in corpus.paragraphs("x")] == [each.text for each in made]
    assert list(corpus.get(f"x#{at}" for at in range(3000, 0, -1))) == [f"x#{at}" for at in range(3000, 0, -1)]


def refused(address: str, folder: Path) -> InspectionError:
    with pytest.raises(InspectionError) as fault:
        Corpus(folder, address)
    assert PASSWORD not in str(fault.value)
    return fault.value


def test_a_server_that_does_not_let_us_in_is_told_without_the_password(server: Server, tmp_path: Path) -> None:
    fault = refused(server.address(password="another secret"), tmp_path)
    assert f"does not let in the user {USER}" in fault.problem
    assert "another" not in str(fault)
    assert "no database nowhere" in refused(server.address("nowhere"), tmp_path).problem
    away = refused(f"postgresql://{USER}@127.0.0.1:{free_port()}/x", tmp_path)
    assert "cannot be reached" in away.problem


def test_a_user_who_may_not_write_reads(corpus: Corpus, server: Server, tmp_path: Path) -> None:
    corpus.put(document(), body("x", "One"))
    name, user = name_of(corpus), f"reader_{name_of(corpus)}"
    run(server, f"CREATE USER {user} PASSWORD 'reads'", name)
    reader = server.address(name, user, "reads")
    assert "may not do this" in refused(reader, tmp_path / "reader").problem
    run(server, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}", name)
    reading = Corpus(tmp_path / "reader", reader)
    assert reading.documents() == corpus.documents()
    with pytest.raises(UnusableFolder, match="may not do this"):
        reading.remove("x")


def test_a_replica_can_be_read(corpus: Corpus, server: Server, tmp_path: Path) -> None:
    corpus.put(document(), body("x", "One"))
    run(server, f"ALTER DATABASE {name_of(corpus)} SET default_transaction_read_only = on")
    replica = Corpus(tmp_path / "replica", corpus.address)
    assert replica.documents() == corpus.documents()
    with pytest.raises(UnusableFolder, match="can only be read"):
        replica.remove("x")


def test_tables_of_a_newer_program_are_left_alone(corpus: Corpus, server: Server, tmp_path: Path) -> None:
    run(server, "UPDATE inspection_corpus SET version = 99", name_of(corpus))
    assert "is of version 99" in refused(str(corpus.address), tmp_path).problem


def test_tables_of_an_older_program_are_brought_up_to_date(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.put(document(), body("x", "One"))
    newer = (*UPGRADES, "ALTER TABLE failures ADD COLUMN colour TEXT")
    monkeypatch.setattr("corpus.postgres.UPGRADES", newer)
    upgraded = Corpus(corpus.folder, corpus.address)
    with upgraded.database.reading() as database:
        assert database.execute("SELECT count(colour) FROM failures").fetchone() == (0,)
    assert Corpus(corpus.folder, corpus.address).documents() == corpus.documents()


def test_a_database_of_another_program_is_left_alone(server: Server, address: str, tmp_path: Path) -> None:
    run(server, "CREATE TABLE documents (name TEXT)", address.rpartition("/")[2])
    assert "are not those of this program" in refused(address, tmp_path).problem
    assert run(server, "SELECT count(*) FROM documents", address.rpartition("/")[2]) == [[0]]


def test_a_database_that_lacks_letters_is_refused(server: Server, tmp_path: Path) -> None:
    run(server, "CREATE DATABASE old_letters ENCODING 'LATIN1' TEMPLATE template0")
    assert "ENCODING 'UTF8'" in refused(server.address("old_letters"), tmp_path).remedy


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "no address of a database"),
        ("postgresql://u:secret@host:port/x", "no address of a database"),
        ("mysql://u:secret@host/x", "names mysql"),
        ("postgresql+psycopg://u:secret@host/x", "names postgresql\\+psycopg"),
        ("sqlite:///corpus.sqlite", "names sqlite"),
        ("postgresql://u:secret@host/x?sslmode=maybe", "says sslmode=maybe"),
        ("postgresql://u:secret@host/x?colour=red", "says colour"),
        ("postgresql://u:secret@host/x?sslmode=verify-full&sslrootcert=/nowhere", "sslrootcert names cannot be read"),
        ("postgresql://u:secret@host/x?sslmode=require&sslrootcert=/nowhere", "sslrootcert names cannot be read"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(tmp_path: Path, address: str, told: str) -> None:
    with pytest.raises(UnusableInput, match=told) as fault:
        Corpus(tmp_path, address)
    assert "secret" not in str(fault.value)
    assert fault.value.remedy


@pytest.mark.parametrize(
    ("host", "mode"), [("127.0.0.1", "require"), ("127.0.0.1", "verify-ca"), ("localhost", "verify-full")]
)
def test_the_line_is_encrypted_where_it_is_asked_for(
    server: Server, address: str, tmp_path: Path, host: str, mode: str
) -> None:
    named = server.address(address.rpartition("/")[2], host=host)
    corpus = Corpus(tmp_path, f"{named}?sslmode={mode}&sslrootcert={server.certificate}")
    with corpus.database.reading() as database:
        assert database.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)


def test_a_server_that_is_not_the_one_it_says_is_refused(server: Server, tmp_path: Path) -> None:
    assert "certificate" in refused(f"{server.address()}?sslmode=verify-full", tmp_path).problem.casefold()
    mismatch = f"{server.address()}?sslmode=verify-full&sslrootcert={server.certificate}"
    assert "certificate" in refused(mismatch, tmp_path).problem.casefold()


def test_other_spellings_of_an_address_name_the_same(corpus: Corpus, server: Server, tmp_path: Path) -> None:
    corpus.put(document(), [])
    by_socket = server.address(f"{name_of(corpus)}?unix_sock={server.folder}/.s.PGSQL.{server.port}", host="")
    assert Corpus(tmp_path, by_socket.replace(f"@:{server.port}", "@")).documents() == corpus.documents()
    for spelt in ("postgres://", "postgresql+pg8000://"):
        address = str(corpus.address).replace("postgresql://", spelt) + "?sslmode=prefer"
        assert Corpus(tmp_path, address).documents() == corpus.documents()


def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "corpus.postgres")
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(UnusableFolder, match="sqlalchemy is not installed") as fault:
        Corpus(tmp_path, "postgresql://u@host/x")
    assert "pip install" in fault.value.remedy


def test_only_the_users_own_folder_is_kept_in_the_database(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", f" {address} ")
    assert open_corpus(tmp_path / "scratch").address is None
    assert [each.id for each in open_corpus(tmp_path / "data").documents()] == [LETTER]
    assert not (tmp_path / "data" / "corpus.sqlite").exists()


def test_the_data_folder_of_before_keeps_its_originals(address: str, tmp_path: Path) -> None:
    before = open_corpus(tmp_path)
    list(add_all(Corpus(tmp_path, address), [letters(tmp_path / "sent", 2)]))
    assert before.original(LETTER) is not None


def command(folder: Path, address: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What `python -m corpus …` says with that data folder and DATABASE_URL."""
    environment = {**os.environ, "INSPECTION_DATA": str(folder), "DATABASE_URL": address}
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_commands_work_on_it(address: str, tmp_path: Path) -> None:
    path = write(tmp_path, "bail.txt", "Northshire Police has a plan for bail.")
    told = command(tmp_path / "data", address, "add", "--json", str(path))
    assert '"status": "added"' in told.stdout
    told = command(tmp_path / "elsewhere", address, "list")
    assert [line.partition(":")[0] for line in told.stdout.splitlines()] == [LETTER, "bail"]
    wrong = command(tmp_path / "data", address.replace(USER, "nobody"), "list")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    assert "does not let in the user nobody" in wrong.stderr


def test_a_data_folder_is_moved_with_its_ids_and_corrections(address: str, tmp_path: Path) -> None:
    folder, sent = tmp_path / "data", letters(tmp_path / "sent", 4)
    source = open_corpus(folder)
    list(add_all(source, [sent]))
    write(
        sent,
        "01-eastmoor.txt",
        (sent / "01-eastmoor.txt").read_text("utf-8").replace("It keeps", "One more.\n\nIt keeps"),
    )
    list(add_all(source, [sent]))
    correct(source, "01-eastmoor", {"title": "Bail"})
    told = command(folder, address, "move", "--json")
    assert (told.returncode, told.stdout) == (0, f'{{"moved": {len(source.documents())}}}\n')
    target = Corpus(tmp_path / "elsewhere", address)
    assert held(target) == held(source)
    assert not target.is_new
    again = command(folder, address, "move")
    assert (again.returncode, "holds documents already" in again.stderr) == (2, True)
    assert "DATABASE_URL is not set" in command(folder, "", "move").stderr


def test_what_is_still_to_be_added_is_not_moved_without(address: str, tmp_path: Path) -> None:
    source = Corpus(tmp_path / "data")
    steps = adding(source, [letters(tmp_path / "sent", 3)])
    assert next(step for step in steps if step.added)
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    with pytest.raises(UnusableInput, match="still to be added"):
        move(source.folder, address)
    assert Corpus(source.folder, address).documents() == ()

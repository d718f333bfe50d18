"""Accounts, sessions and tokens: what opens, what does not, and what is kept of them."""

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assistant.people.accounts import Accounts
from assistant.people.database import FILE, Database
from assistant.people.person import NOBODY, Person, is_named_librarian
from assistant.people.sessions import IDLE, LONGEST, Sessions, Tokens
from corpus import FolderBusy, UnusableFolder, UnusableInput

PASSWORD = "purple tractor lamp"
OTHER = "seven quiet harbours"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    """The accounts, Anne's among them."""
    accounts = Accounts(database)
    accounts.add("Anne", PASSWORD, librarian=True)
    return accounts


def test_name_and_password_fit_whatever_the_case_and_encoding_of_the_name(accounts: Accounts) -> None:
    accounts.add("Zoë", "blåbær grød med fløde")
    for name in ("anne", " ANNE ", "Anne"):
        assert accounts.signing_in(name, PASSWORD) == accounts.get("Anne")
    assert accounts.signing_in("ZOE\u0308", "bla\u030abær grød med fløde")  # as another keyboard sends it
    for name, password in [("Anne", OTHER), ("Anne", ""), ("Anna", PASSWORD), ("", ""), ("\ud800", "\ud800")]:
        assert accounts.signing_in(name, password) is None
    assert accounts.signing_in("Anne", "x" * 5000) is None


@pytest.mark.parametrize("name", ["", "  ", "a:b", "a,b", "a\nb", "<b>", "x" * 65, " a  b "])
def test_a_name_that_will_not_do_is_told(accounts: Accounts, name: str) -> None:
    with pytest.raises(UnusableInput, match="cannot be the name"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize(
    "password", ["elevenchars", "x" * 1001, "anne and a lamp", "ANNE AND A LAMP", "abababababababab"]
)
def test_a_weak_password_is_refused_and_not_repeated(accounts: Accounts, password: str) -> None:
    with pytest.raises(UnusableInput) as told:
        accounts.set_password("Anne", password)
    assert password not in str(told.value)
    assert accounts.signing_in("Anne", PASSWORD)


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    with pytest.raises(UnusableInput, match="already"):
        accounts.add("ANNE", OTHER)
    assert [each.name for each in accounts.all()] == ["Anne"]


def test_nothing_that_opens_anything_is_stored_and_only_its_owner_can_read_it(
    accounts: Accounts, database: Database, tmp_path: Path
) -> None:
    account = accounts.get("Anne")
    assert account
    token, session = Tokens(database).make("anne"), Sessions(database).begin(account)
    stored = (tmp_path / FILE).read_bytes()
    for secret in (PASSWORD, token, session):
        assert secret.encode() not in stored
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert b"$argon2id$" in stored


def test_a_session_lasts_while_it_is_used_and_a_day_at_most(accounts: Accounts, database: Database) -> None:
    clock = [0.0]
    sessions, account = Sessions(database, lambda: clock[0]), accounts.get("Anne")
    assert account
    token = sessions.begin(account)
    while clock[0] + IDLE / 2 < LONGEST:
        clock[0] += IDLE / 2
        assert sessions.account(token) == account
    clock[0] = LONGEST + 1
    assert sessions.account(token) is None
    idle = sessions.begin(account)
    clock[0] += IDLE + 1
    assert sessions.account(idle) is None
    assert sessions.account("made up") is None


def test_sessions_end_by_signing_out_and_with_any_change_of_the_account(accounts: Accounts, database: Database) -> None:
    sessions, account = Sessions(database), accounts.get("Anne")
    assert account
    first, second = sessions.begin(account), sessions.begin(account)
    assert first != second
    sessions.end(first)
    assert sessions.account(first) is None
    assert sessions.account(second)
    accounts.set_password("anne", OTHER)
    assert sessions.account(second) is None
    third = sessions.begin(account)
    accounts.set_roles("anne", librarian=False, embargo=True)
    assert sessions.account(third) is None
    last, token = sessions.begin(account), Tokens(database).make("Anne")
    accounts.remove("ANNE")
    assert sessions.account(last) is None
    assert Tokens(database).account(token) is None
    assert accounts.signing_in("Anne", OTHER) is None


def test_a_token_opens_until_it_is_revoked(accounts: Accounts, database: Database) -> None:
    tokens = Tokens(database)
    first, second = tokens.make("anne"), tokens.make("Anne")
    assert tokens.account(first) == tokens.account(second) == accounts.get("Anne")
    assert tokens.revoke("ANNE") == 2
    assert tokens.account(first) is None
    with pytest.raises(UnusableInput, match="no account"):
        tokens.make("Ben")


def test_what_is_not_there_cannot_be_changed(accounts: Accounts) -> None:
    changes: list[Callable[[], None]] = [
        lambda: accounts.remove("Ben"),
        lambda: accounts.set_password("Ben", OTHER),
        lambda: accounts.set_roles("Ben", librarian=True, embargo=True),
    ]
    for change in changes:
        with pytest.raises(UnusableInput, match="no account 'Ben'"):
            change()


def test_a_password_kept_with_weaker_parameters_is_kept_better_at_the_next_sign_in(
    accounts: Accounts, database: Database
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with database.changing() as changing:
        changing.execute("UPDATE accounts SET password = ?", (weak,))
    assert accounts.signing_in("Anne", PASSWORD)
    assert accounts.mark("Anne") != weak
    assert accounts.signing_in("Anne", PASSWORD)


def test_roles_come_from_the_account_and_from_the_settings(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add("Ben", OTHER)
    ben, anne = accounts.get("Ben"), accounts.get("Anne")
    assert ben
    assert anne
    assert anne.person() == Person("Anne", is_librarian=True)
    assert ben.person(is_program=True) == Person("Ben", is_program=True)
    monkeypatch.setenv("LIBRARIANS", "carl, BEN")
    monkeypatch.setenv("EMBARGO_VIEWERS", "ben")
    assert ben.person() == Person("Ben", is_librarian=True, sees_embargoed=True)
    assert not is_named_librarian("")
    assert (str(NOBODY), str(ben.person())) == ("", "ben")


def test_reading_makes_no_file(database: Database, tmp_path: Path) -> None:
    assert Accounts(database).all() == ()
    assert Accounts(database).signing_in("Anne", PASSWORD) is None
    assert not (tmp_path / FILE).exists()


def test_a_damaged_file_is_told_with_the_way_out(database: Database, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(UnusableFolder, match="restore it from a backup"):
        Accounts(database).all()


def test_a_file_that_another_process_keeps_writing_to_is_told(
    accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.people.database.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(FolderBusy):
        accounts.remove("Anne")
    assert accounts.get("Anne")  # reading goes on meanwhile
    other.close()

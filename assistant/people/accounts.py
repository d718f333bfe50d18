"""Local accounts: made, changed and removed on the terminal; there is none until somebody makes one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.people.database import Database
from assistant.people.passwords import checked_password, fits, hashed, is_outdated
from assistant.people.person import Person, checked_name, is_named_librarian, key_of
from corpus import UnusableInput, may_see_embargoed

FIELDS = "accounts.name, librarian, embargo, accounts.made"


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its name, its roles, and when it was made. Without either role it is a reader's."""

    name: str
    is_librarian: bool
    sees_embargoed: bool
    made: datetime

    def person(self, is_program: bool = False) -> Person:
        """Whose it is; the settings LIBRARIANS and EMBARGO_VIEWERS can give them more than the account does."""
        return Person(
            self.name,
            self.is_librarian or is_named_librarian(self.name),
            self.sees_embargoed or may_see_embargoed(self.name),
            is_program,
        )


class Accounts:
    """The accounts of a data folder. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, password: str, librarian: bool = False, embargo: bool = False) -> None:
        """Make an account. Raises `UnusableInput` for a name that is taken or will not do, or a weak password."""
        name = checked_name(name)
        kept = hashed(checked_password(password, name))
        row = (key_of(name), name, kept, librarian, embargo, datetime.now(UTC).isoformat(timespec="seconds"))
        with self._database.changing() as database:
            added = database.execute("INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?, ?)", row).rowcount
        if not added:
            raise UnusableInput(
                f"There is an account {name!r} already.", f"To change it: python -m assistant people password {name!r}"
            )

    def all(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._database.reading() as database:
            return tuple(map(account_of, database.execute(f"SELECT {FIELDS} FROM accounts ORDER BY key")))

    def get(self, name: str) -> Account | None:
        """The account of that name, if there is one."""
        with self._database.reading() as database:
            query = f"SELECT {FIELDS} FROM accounts WHERE key = ?"
            row = database.execute(query, (key_of(_text(name)),)).fetchone()
        return account_of(row) if row else None

    def remove(self, name: str) -> None:
        """Remove an account, its sessions and tokens. Raises `UnusableInput` for one that is not there."""
        self._change(name, "DELETE FROM accounts WHERE key = ?")

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, and end its sessions. Raises `UnusableInput`."""
        kept = hashed(checked_password(password, name))
        self._change(name, "UPDATE accounts SET password = ? WHERE key = ?", kept)

    def set_roles(self, name: str, librarian: bool, embargo: bool) -> None:
        """Give an account these roles and no others, and end its sessions. Raises `UnusableInput`."""
        self._change(name, "UPDATE accounts SET librarian = ?, embargo = ? WHERE key = ?", librarian, embargo)

    def signing_in(self, name: str, password: str) -> Account | None:
        """The account that name and password fit; an unknown name takes as long as a wrong password."""
        kept = self._kept(name)
        if not fits(password, kept):
            return None
        if kept and is_outdated(kept):
            with self._database.changing() as database:
                renewed = (hashed(password), key_of(name), kept)
                database.execute("UPDATE accounts SET password = ? WHERE key = ? AND password = ?", renewed)
        return self.get(name)

    def mark(self, name: str) -> str:
        """What changes with the account's password; empty when there is none."""
        return self._kept(name) or ""

    def _kept(self, name: str) -> str | None:
        with self._database.reading() as database:
            row = database.execute("SELECT password FROM accounts WHERE key = ?", (key_of(_text(name)),)).fetchone()
        return str(row[0]) if row else None

    def _change(self, name: str, statement: str, *values: object) -> None:
        key = key_of(_text(name))
        with self._database.changing() as database:
            changed = database.execute(statement, (*values, key)).rowcount
            database.execute("DELETE FROM sessions WHERE account = ?", (key,))
        if not changed:
            raise no_account(name)


def no_account(name: str) -> UnusableInput:
    """What is told of a name that no account has."""
    return UnusableInput(f"There is no account {name!r}.", "`python -m assistant people list` shows them.")


def account_of(row: tuple[str, int, int, str]) -> Account:
    """An account from its row, `FIELDS`."""
    name, librarian, embargo, made = row
    return Account(name, bool(librarian), bool(embargo), datetime.fromisoformat(made))


def _text(name: str) -> str:
    """What is typed need not be text."""
    return name.encode("utf-8", "replace").decode()

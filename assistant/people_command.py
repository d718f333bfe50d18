"""python -m assistant people add|list|remove|password|role|token: the local accounts (SIGN_IN=accounts).

A password is asked for on the terminal or read from standard input; as an argument it could be read by others.
"""

import argparse
import sys
from getpass import getpass

from assistant.answers import Answers
from assistant.answers_command import Subparsers
from assistant.people.accounts import Account, Accounts
from assistant.people.conversations import Conversations
from assistant.people.database import Database
from assistant.people.feedback import Feedbacks
from assistant.people.passwords import SHORTEST, checked_password
from assistant.people.person import checked_name, key_of
from assistant.people.sessions import Tokens
from corpus import UnusableInput, data_folder
from corpus.command import Json, show
from corpus.folder import open_folder


def add_to(commands: Subparsers) -> None:
    """Add the command to those of the assistant."""
    purpose = "the people who may sign in (SIGN_IN=accounts)"
    people = commands.add_parser("people", help=purpose, description=purpose)
    actions = people.add_subparsers(dest="action", required=True)
    for name, purpose in [
        (
            "add",
            f"make an account; asks for the password ({SHORTEST} characters at least) or reads it from standard input",
        ),
        ("list", "list the accounts"),
        ("remove", "remove an account with its sessions, tokens and conversations"),
        ("password", "give an account another password; its sessions end"),
        ("role", "give an account the roles named, and no others; its sessions end"),
        ("token", "make a token with which a program may ask in that person's name; it is shown once"),
    ]:
        action = actions.add_parser(name, help=purpose, description=purpose)
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        if name != "list":
            action.add_argument("name")
        if name in ("add", "role"):
            action.add_argument("--librarian", action="store_true", help="may add, correct and remove documents")
            action.add_argument("--embargo", action="store_true", help="may see what is under embargo")
        if name == "token":
            action.add_argument("--revoke", action="store_true", help="make all tokens of that account worthless")


def work(options: argparse.Namespace) -> bool:
    """Do what was asked. Needs no corpus, no index and no model."""
    folder = open_folder(data_folder())
    database = Database(folder)
    accounts = Accounts(database)
    match options.action:
        case "list":
            for account in accounts.all():
                show(_row(account), options.json, f"{account.name}  ({_roles(account)})")
        case "add":
            name = checked_name(options.name)
            accounts.add(name, _password(name), options.librarian, options.embargo)
            _tell(options, "added")
        case "remove":
            accounts.remove(options.name)
            Conversations(database, Answers(folder)).remove(key_of(options.name))
            Feedbacks(database).forget(key_of(options.name))
            _tell(options, "removed")
        case "password":
            accounts.set_password(options.name, _password(options.name))
            _tell(options, "password changed")
        case "role":
            accounts.set_roles(options.name, options.librarian, options.embargo)
            _tell(options, "roles changed")
        case "token":
            _token(options, Tokens(database))
    return True


def _token(options: argparse.Namespace, tokens: Tokens) -> None:
    if options.revoke:
        count = tokens.revoke(options.name)
        show({"name": options.name, "revoked": count}, options.json, f"tokens revoked: {count}")
        return
    token = tokens.make(options.name)
    show({"name": options.name, "token": token}, options.json, token)


def _password(name: str) -> str:
    """The password, typed twice on a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = checked_password(getpass(f"Password for {name}: "), name)
    if getpass("The same again: ") != password:
        raise UnusableInput("The two are not the same.", "Run the command again.")
    return password


def _tell(options: argparse.Namespace, status: str) -> None:
    show({"name": options.name, "status": status}, options.json, f"{status}: {options.name}")


def _row(account: Account) -> Json:
    roles = {"librarian": account.is_librarian, "embargo": account.sees_embargoed}
    return {"name": account.name, **roles, "made": account.made.isoformat()}


def _roles(account: Account) -> str:
    first = "librarian" if account.is_librarian else "reader"
    return f"{first}, sees what is under embargo" if account.sees_embargoed else first

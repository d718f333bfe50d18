"""A person who uses the assistant, and what they may do."""

import os
import re
import unicodedata
from dataclasses import dataclass

from corpus import UnusableInput

LONGEST_NAME = 64
# Letters, digits and what stands in e-mail addresses and network names; ":" parts a name from a password in HTTP Basic.
_NAME = re.compile(r"[\w.@'+\\-]+(?: [\w.@'+\\-]+)*")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the assistant; the name is empty where nobody tells who it is.

    `is_librarian`: may add, correct and remove documents. `sees_embargoed`: may see what is under embargo.
    `is_program`: it is a program that asks in that person's name.
    """

    name: str = ""
    is_librarian: bool = False
    sees_embargoed: bool = False
    is_program: bool = False

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What tells this person from others."""
        return key_of(self.name)


NOBODY = Person()


def key_of(name: str) -> str:
    """A name as it is compared: without regard to case, and to how its letters are encoded."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(name: str) -> str:
    """A name that can be an account's. Raises `UnusableInput` for any other."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise UnusableInput(
            f"{name[:LONGEST_NAME]!r} cannot be the name of an account.",
            f"Use letters, digits, spaces and . @ ' + - _ \\, {LONGEST_NAME} characters at most.",
        )
    return name


def is_named_librarian(name: str) -> bool:
    """Whether LIBRARIANS names that person."""
    named = {key_of(each) for each in os.environ.get("LIBRARIANS", "").split(",")}
    return bool(key_of(name)) and key_of(name) in named

"""A draft as text that is handed in: pasted on a screen, or sent by another program."""

from assistant.drafts.draft import Draft, draft_of
from assistant.drafts.read import with_statements
from corpus import UnusableInput

MOST_CHARACTERS = 2_000_000  # a book of 700 pages
MOST_STATEMENTS = 3000  # more than a browser shows in one go; a draft of 40 pages has some 600
_IN_PARTS = "Check it in parts."


def pasted(text: str) -> Draft:
    """The text as a draft. Raises `UnusableInput` when it is empty or longer than can be checked in one go."""
    if not text.strip():
        raise UnusableInput("There is nothing to check.", "Paste the text of your draft, or give its file.")
    if len(text) > MOST_CHARACTERS:
        raise UnusableInput("This text is too long to be checked in one go.", _IN_PARTS)
    return draft_of(text)


def checkable(draft: Draft) -> Draft:
    """The draft, if it has statements, and not too many for one go. Raises `UnusableInput`."""
    count = len(draft.statements)
    if count > MOST_STATEMENTS:
        raise UnusableInput(
            f"The draft has {count} statements; at most {MOST_STATEMENTS} can be checked in one go.", _IN_PARTS
        )
    return with_statements(draft)

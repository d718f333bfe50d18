"""Who may see documents under embargo: the people named in EMBARGO_VIEWERS, and nobody else."""

import getpass
import os


def may_see_embargoed(name: str | None) -> bool:
    """Whether a person of that name may see documents under embargo; names are compared without regard to case."""
    named = {each.strip().casefold() for each in os.environ.get("EMBARGO_VIEWERS", "").split(",")}
    return bool(name and name.strip()) and str(name).strip().casefold() in named


def at_this_terminal() -> str | None:
    """The name under which whoever runs this program is signed in to this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user is known, as in some containers
        return None

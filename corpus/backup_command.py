"""python -m corpus backup|restore"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.backup import back_up
from corpus.command import show
from corpus.folder import data_folder, database_of
from corpus.restoring import restore

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_backup_commands(commands: "Commands") -> None:
    """What `backup` and `restore` take."""
    for name, purpose in [
        ("backup", "write documents, originals, answers and people to one file, while the app runs"),
        ("restore", "put a backup into an empty data folder; stop the app first"),
    ]:
        parser = commands.add_parser(name, help=purpose, description=purpose)
        parser.add_argument("file", type=Path, metavar="FILE.zip|.tar.gz")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        if name == "backup":
            parser.add_argument("--with-index", action="store_true", help="the index, too: no time to make it again")
        else:
            parser.add_argument("--replace", action="store_true", help="keep aside what the data folder holds")


def backup_command(options: argparse.Namespace) -> bool:
    """Back the data folder up."""
    file = options.file.expanduser()
    made = back_up(data_folder(), file, options.with_index)
    row = {
        "file": str(file),
        "documents": made.documents,
        "files": made.files,
        "bytes": made.size,
        "lost": list(made.lost),
    }
    lost = f" {len(made.lost)} originals were lost before; their text is there." if made.lost else ""
    size = f"{made.size / 1_000_000:.1f} MB in {made.files} files"
    show(row, options.json, f"Backed up {made.documents} documents ({size}) to {file}.{lost}")
    _tell_of_postgresql()
    return True


def restore_command(options: argparse.Namespace) -> bool:
    """Put a backup into the data folder."""
    file, folder = options.file.expanduser(), data_folder()
    done = restore(file, folder, options.replace)
    row = {
        "file": str(file),
        "folder": str(folder),
        "documents": done.documents,
        "files": done.files,
        "made": done.made,
        "replaced": done.replaced and str(done.replaced),
    }
    before = f" What was there before is in {done.replaced}." if done.replaced else ""
    told = f"Restored {done.documents} documents, as of {done.made}, to {folder}.{before}"
    show(row, options.json, f"{told} The index is made when the app starts.")
    _tell_of_postgresql()
    return True


def _tell_of_postgresql() -> None:
    if database_of(data_folder()):
        print("The documents are in PostgreSQL and not in this backup: pg_dump backs them up.", file=sys.stderr)


BACKUP_COMMANDS = {"backup": backup_command, "restore": restore_command}

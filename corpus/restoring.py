"""A backup put back: read and checked whole before anything is touched, and put in place so that a kill can be undone."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.archives import Member, damaged, reading_archive
from corpus.backup import DATABASE
from corpus.errors import UnusableFolder, UnusableInput
from corpus.folder import MARKER, READABLE, Lock, holding, writable
from corpus.manifest import MOST, NAME, Entry, Manifest, from_json

_ROOM = "restoring.tmp"  # in the data folder itself, which may be a disk of its own
_ASIDE = "replaced-"
_LOCKS = {name for lock in Lock for name in lock.value}
_PIECE = 1 << 20  # bytes read at a time
# How much larger than its archive a backup may be: texts are up to ten times, what is made to fill disks a thousand.
_MOST_TIMES = 300


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: documents, files, when its backup was made; and where what was there before is now."""

    documents: int
    files: int
    made: str
    replaced: Path | None


def restore(file: Path, folder: Path, replace: bool = False) -> Restored:
    """Put a backup into an empty data folder; `replace` keeps what is there aside, in a folder in it.

    Every file's hash and the databases' soundness are checked before anything is touched. The app must not be running
    on that folder. A restore that is killed is undone by the next one, and no program opens the folder before that.

    Raises `UnusableInput` for a backup that is damaged, hostile, or of a newer program, or a folder that is not empty;
    `UnusableFolder` where there is no room, `FolderBusy` while another process writes there.
    """
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        for lock in Lock:
            held.enter_context(holding(folder, lock, 0))
        undo(folder)
        there = _there(folder)
        if there and not replace:
            raise UnusableInput(
                f"The data folder {folder} is not empty.",
                "Add --replace, which keeps what is there aside, or set INSPECTION_DATA to another folder.",
            )
        with _room(folder) as room:
            manifest = _unpacked(file, folder, room)
            documents = _sound(file, room)
            replaced = _swap(folder, room, there, sorted(each.name for each in room.iterdir()))
    return Restored(documents, len(manifest.files), manifest.made, replaced)


def undo(folder: Path) -> None:
    """Undo a restore that was killed while it put things in place: all is as it was before."""
    marker = folder / MARKER
    if not marker.exists():
        return
    with writable(folder):
        plan = json.loads(marker.read_text(encoding="utf-8"))
        aside = folder / plan["aside"]
        moved = {each.name for each in aside.iterdir()} if aside.is_dir() else set()
        for name in plan["new"]:
            if name in moved or name not in plan["old"]:
                _remove(folder / name)
        for name in moved:
            (aside / name).replace(folder / name)
        _remove(aside)
        marker.unlink()


def _swap(folder: Path, room: Path, old: list[str], new: list[str]) -> Path | None:
    """Move aside what is there, and put in place what was unpacked; when that fails, nothing has changed."""
    aside = folder / f"{_ASIDE}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    with writable(folder):
        plan = folder / f"{MARKER}.part"
        plan.write_text(json.dumps({"aside": aside.name, "old": old, "new": new}), encoding="utf-8")
        plan.replace(folder / MARKER)
    try:
        with writable(folder):
            aside.mkdir()
            for name in old:
                (folder / name).replace(aside / name)
            for name in new:
                (room / name).replace(folder / name)
            if not old:
                aside.rmdir()
            (folder / MARKER).unlink()
    except BaseException:
        undo(folder)
        raise
    return aside if old else None


def _unpacked(file: Path, folder: Path, room: Path) -> Manifest:
    """Unpack an archive; each file is what its list says of it, and there is none beside these."""
    with reading_archive(file) as members:
        manifest = _manifest(file, next(members, None))
        _require_room(file, folder, manifest)
        awaited = dict(manifest.files)
        for member in members:
            entry = awaited.pop(member.name, None)
            if entry is None:
                raise damaged(file, "it holds what its list does not name")
            _unpack(file, member, entry, room / member.name)
    if awaited or "version" not in manifest.files:
        raise damaged(file, "it is not whole")
    return manifest


def _manifest(file: Path, member: Member | None) -> Manifest:
    if member is None or member.name != NAME or member.size > MOST:
        raise damaged(file, "it is no backup of this program")
    try:
        manifest = from_json(member.read(MOST))
    except ValueError as fault:
        raise damaged(file, str(fault)) from fault
    if manifest.layout not in READABLE:
        raise damaged(file, f"its data folder is of version {manifest.layout[:20]!r}, which this program cannot read")
    return manifest


def _require_room(file: Path, folder: Path, manifest: Manifest) -> None:
    if manifest.size > file.stat().st_size * _MOST_TIMES:
        raise damaged(file, "it unpacks to far more than a backup does")
    if manifest.size > (free := shutil.disk_usage(folder).free):
        raise UnusableFolder(
            f"Restoring takes {manifest.size // 1_000_000:,} MB; {free // 1_000_000:,} MB are free at {folder}.",
            "Free some space, or set INSPECTION_DATA to another folder.",
        )


def _unpack(file: Path, member: Member, entry: Entry, target: Path) -> None:
    """Write a file, as far as its list says that it goes."""
    left, digest = entry.size, hashlib.sha256()
    if member.size != entry.size:
        raise damaged(file, f"{member.name} has another size than its list says")
    with writable(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _mode(target)), "wb")
    with stream:
        while left and (piece := member.read(min(left, _PIECE))):
            left -= len(piece)
            digest.update(piece)
            with writable(target.parent):
                stream.write(piece)
        with writable(target.parent):
            stream.flush()
            os.fsync(stream.fileno())
    if left or digest.hexdigest() != entry.sha256:
        raise damaged(file, f"{member.name} is not what its list says")


def _mode(target: Path) -> int:
    """Who may read a file: of documents, whoever may now; of people and their answers, its owner."""
    return 0o600 if ".sqlite" in target.suffix and target.name != DATABASE else 0o644


def _sound(file: Path, room: Path) -> int:
    """How many documents there are. Raises `UnusableInput` for a database that is damaged."""
    try:
        for path in room.glob("*.sqlite*"):
            with closing(sqlite3.connect(path)) as opened:
                if opened.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    raise damaged(file, f"{path.name} is damaged")
        if not (room / DATABASE).exists():  # of a folder whose documents were in PostgreSQL
            return 0
        with closing(sqlite3.connect(room / DATABASE)) as opened:
            return int(opened.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error as fault:
        raise damaged(file, "it holds no database of documents") from fault


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A place to unpack to, gone in the end."""
    room = folder / _ROOM
    with writable(folder):
        _remove(room)  # a killed process's
        room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _there(folder: Path) -> list[str]:
    """What a data folder holds, but for its locks and what was put aside before."""
    with writable(folder):
        return sorted(
            each.name
            for each in folder.iterdir()
            if each.name not in {*_LOCKS, "lost+found"} and not each.name.startswith((_ASIDE, "restoring."))
        )


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

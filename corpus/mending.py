"""Open a corpus, and go on with what a process was adding when it was killed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from corpus.adding import INCLUDED, Added, Step, add_all, ends, steps_of
from corpus.errors import FolderBusy, UnusableFolder
from corpus.folder import Lock, database_of
from corpus.store import Corpus


def resume(corpus: Corpus) -> Iterator[Added]:
    """Go on with what a process that has ended was adding. Nothing, while the process that is adding is alive."""
    with suppress(FolderBusy):
        yield from ends(resuming(corpus))


def resuming(corpus: Corpus) -> Iterator[Step]:
    """The same with its progress. Raises `FolderBusy` when another process is adding."""
    if corpus.journal.pending():
        with corpus.holding(Lock.ADDING, 0):
            corpus.sweep()
            yield from steps_of(corpus, corpus.journal.pending())


def mend(corpus: Corpus) -> tuple[Added, ...]:
    """Resume, as far as this folder allows it: one that is read-only or full can still be read from."""
    done: list[Added] = []
    with suppress(UnusableFolder):
        done.extend(resume(corpus))
    return tuple(done)


def open_corpus(folder: Path, resume: bool = True) -> Corpus:
    """The corpus in that data folder, or in the database it is kept in; one that is new starts with the included letter.

    `resume`: first go on with what a killed process was adding, which takes long if that was much.
    """
    corpus = Corpus(folder, database_of(folder))
    if corpus.is_new:
        list(add_all(corpus, sorted(INCLUDED.glob("*.txt"))))
        corpus.mark_started()
    if resume:
        mend(corpus)
    return corpus

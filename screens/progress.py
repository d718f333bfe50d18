"""Adding documents on the Library screen: what is told of each file, and of all together."""

from collections import Counter
from dataclasses import dataclass, replace

from corpus import Added, AddStatus
from corpus.adding import Step
from screens.library_view import adding as as_html

MANY = 8  # so many files are each shown all the time; of more only what is under way, and what failed


@dataclass(frozen=True, slots=True)
class File:
    """A file that is being added: the name people know it by, how far it is (0 to 1), and what became of it."""

    file: str
    share: float | None = None
    added: Added | None = None

    @property
    def word(self) -> str:
        """Its state in a word."""
        if self.added:
            return self.added.status.value
        return "waiting" if self.share is None else "reading"

    @property
    def percent(self) -> int:
        """How far it is."""
        return round(100 * (1.0 if self.added else self.share or 0.0))


@dataclass(frozen=True, slots=True)
class Adding:
    """All that is being added at once; `run` tells it from what was added before and reads the same."""

    files: tuple[File, ...]
    run: str = ""

    def after(self, at: int, step: Step) -> "Adding":
        """After a step of the file at that index."""
        file = replace(self.files[at], share=step.share, added=step.added)
        return replace(self, files=(*self.files[:at], file, *self.files[at + 1 :]))

    def failing(self, at: int, reason: str) -> "Adding":
        """With one that cannot even be tried."""
        name = self.files[at].file
        file = replace(self.files[at], added=Added(name, AddStatus.FAILED, reason=reason))
        return replace(self, files=(*self.files[:at], file, *self.files[at + 1 :]))

    @property
    def done(self) -> int:
        """How many files are done."""
        return sum(file.added is not None for file in self.files)

    @property
    def has_begun(self) -> bool:
        """Whether any file has been looked at."""
        return any(file.share is not None for file in self.files)

    @property
    def changed(self) -> tuple[str, ...]:
        """The ids of the documents that are new, or have a new version."""
        news = (AddStatus.ADDED, AddStatus.REPLACED)
        return tuple(f.added.document for f in self.files if f.added and f.added.status in news and f.added.document)

    @property
    def summary(self) -> str:
        """What became of all: "3 added, 1 unchanged, 1 failed"."""
        counted = Counter(file.added.status for file in self.files if file.added)
        return ", ".join(f"{counted[status]} {status.value}" for status in AddStatus if counted[status])

    def as_reading(self) -> str:
        """While files are read."""
        total = len(self.files)
        told = f"Adding {self.files[0].file}…" if total == 1 else f"Adding {total} files: {self.done} done…"
        return self._html("adding", told)

    def as_waiting(self, why: str = "Other documents are being added.") -> str:
        """While somebody else's files are added."""
        return self._html("adding", f"Waiting. {why} Yours follow.")

    def as_indexing(self) -> str:
        """While they are made searchable."""
        return self._html("indexing", f"{self.summary}. Making them searchable…")

    def as_done(self, note: str) -> str:
        """At the end; `note` says what can be done now."""
        return self._html("done", f"{self.summary}. {note}".strip())

    def as_fault(self, fault: str) -> str:
        """When adding could not begin or go on."""
        left = len(self.files) - self.done
        files = "The file was" if len(self.files) == 1 else f"{left} of {len(self.files)} files were"
        return self._html("fault", f"{files} not added. {fault}")

    def _html(self, state: str, told: str) -> str:
        if len(self.files) <= MANY:
            shown = self.files
        elif state in ("adding", "indexing"):
            shown = tuple(f for f in self.files if f.word in ("reading", "failed"))
        else:
            shown = tuple(f for f in self.files if f.word == "failed")
        folded = [f for f in self.files if f not in shown] if state in ("done", "fault") else []
        percent = round(sum(file.percent for file in self.files) / max(1, len(self.files)))
        return as_html(
            {
                "run": self.run,
                "state": state,
                "told": told,
                "files": self.files,
                "many": MANY,
                "percent": percent,
                "shown": shown,
                "folded": folded,
            }
        )

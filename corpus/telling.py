"""What the command tells while files are brought in: a line a file, its progress, and a summary at the end."""

import shutil
import sys
from collections import Counter

from corpus.adding import Added, AddStatus, Step
from corpus.command import show

_CLEAR = "\r\x1b[K"  # back to the start of the line, and wipe it


class Telling:
    """Outcomes go to standard output; progress and the summary, which are for people, to standard error."""

    def __init__(self, as_json: bool, before: str = "") -> None:
        self._as_json = as_json
        self._before = before
        self._shows_progress = not as_json and sys.stderr.isatty()
        self._counts: Counter[AddStatus] = Counter()

    @property
    def went_well(self) -> bool:
        """Whether no file has failed."""
        return not self._counts[AddStatus.FAILED]

    def progress(self, step: Step) -> None:
        """How far a file has come, in one line that the next replaces; only where a person is watching."""
        if self._shows_progress:
            text = f"{self._before}{step.number} of {step.total}: {step.share:4.0%} {step.file}"
            sys.stderr.write(_CLEAR + ("" if step.added else text[: shutil.get_terminal_size().columns - 1]))
            sys.stderr.flush()

    def outcome(self, added: Added) -> None:
        """What became of a file."""
        self._counts[added.status] += 1
        row = {"document": added.document, "file": added.file, "status": added.status, "reason": added.reason}
        show(row, self._as_json, f"{added.status}: {added.file} {added.reason or added.document or ''}")
        if added.status is AddStatus.FAILED and self._as_json:  # the line above is for programs; people see it here
            print(f"{added.file}: {added.reason}", file=sys.stderr)

    def summary(self) -> None:
        """How many files came to what, when there were several."""
        if self._counts.total() > 1:
            counts = [f"{self._counts[status]} {status}" for status in AddStatus if self._counts[status]]
            print(", ".join(counts), file=sys.stderr)

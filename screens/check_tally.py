"""What has come out of a check so far."""

from collections import Counter

from assistant.check import Verdict
from assistant.drafts.checked import Row
from assistant.drafts.draft import Draft
from screens.check_view import Progress, progress_view, row_view


class Tally:
    """The statements that have a verdict, as they come; `statements` is their HTML, which only ever grows."""

    def __init__(self, draft: Draft, documents: int) -> None:
        self.rows: list[Row] = []
        self.documents = documents
        self.statements = ""
        self._draft = draft
        self._counts: Counter[Verdict] = Counter()
        self._failing = 0

    @property
    def is_whole(self) -> bool:
        """Whether all have a verdict."""
        return len(self.rows) == len(self._draft.statements)

    def add(self, row: Row) -> None:
        """Add the next."""
        self.rows.append(row)
        self._counts[row[1].verdict] += 1
        self._failing += row[1].needs_a_look
        self.statements += row_view(len(self.rows), row, self._draft)

    def html(self, state: str = "checking", fault: str = "", token: str = "") -> str:
        """How far the check is."""
        total = len(self._draft.statements)
        return progress_view(Progress(state, self._counts, total, self.documents, token, fault, self._failing))

"""What can go wrong, and what to do about it.

    InspectionError          any fault of ours; `remedy` says what to do
    ├── UnreadableFile       a file that cannot become a document
    ├── UnusableFolder       the data folder: not writable, damaged, or from another version
    │   └── FolderBusy       another process is writing to it
    ├── UnusableModel        the embedding model is missing or is not the one we expect
    └── UnusableInput        an argument or a question that cannot be worked with

Not answering is no fault: it is a `Status` of the answer.
"""


class InspectionError(Exception):
    """A fault that names its remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.problem = problem
        self.remedy = remedy


class UnreadableFile(InspectionError):
    """A file that cannot become a document."""


class UnusableFolder(InspectionError):
    """The data folder cannot be used as it is."""


class FolderBusy(UnusableFolder):
    """Another process is writing to the data folder."""


class UnusableModel(InspectionError):
    """The embedding model is missing, or is not the one we expect."""


class UnusableInput(InspectionError):
    """An argument or a question that cannot be worked with."""

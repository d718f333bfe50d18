"""Published inspection documents as paragraphs that can be cited. Knows nothing of search."""

from corpus.adding import Added, AddStatus, add, add_all, open_corpus
from corpus.document import Area, Document, DocumentKind, Fact, Paragraph, ParagraphKind
from corpus.errors import (
    FolderBusy,
    InspectionError,
    UnreadableFile,
    UnusableFolder,
    UnusableInput,
    UnusableModel,
)
from corpus.folder import data_folder, writing
from corpus.forces import Force, all_forces, find_forces, force, force_names, unlisted_forces, without_forces
from corpus.reference import location, long_date, reference
from corpus.sentences import sentence_spans
from corpus.store import Corpus

__all__ = [
    "AddStatus",
    "Added",
    "Area",
    "Corpus",
    "Document",
    "DocumentKind",
    "Fact",
    "FolderBusy",
    "Force",
    "InspectionError",
    "Paragraph",
    "ParagraphKind",
    "UnreadableFile",
    "UnusableFolder",
    "UnusableInput",
    "UnusableModel",
    "add",
    "add_all",
    "all_forces",
    "data_folder",
    "find_forces",
    "force",
    "force_names",
    "location",
    "long_date",
    "open_corpus",
    "reference",
    "sentence_spans",
    "unlisted_forces",
    "without_forces",
    "writing",
]

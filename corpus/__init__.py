"""Published inspection documents as paragraphs that can be cited. Knows nothing of search."""

from corpus.adding import (
    Added,
    AddStatus,
    Item,
    Step,
    add,
    add_all,
    reread,
    rereading,
)
from corpus.correcting import correct, uncorrect
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
from corpus.journal import Failure
from corpus.mending import mend, open_corpus, resume
from corpus.mentions import Meaning, Mention, mentions, without_mentions
from corpus.reference import location, long_date, reference
from corpus.sentences import sentence_spans
from corpus.store import Corpus
from corpus.viewers import at_this_terminal, may_see_embargoed
from corpus.warnings import embargo_of, unread_of, warnings_of

__all__ = [
    "AddStatus",
    "Added",
    "Area",
    "Corpus",
    "Document",
    "DocumentKind",
    "Fact",
    "Failure",
    "FolderBusy",
    "Force",
    "InspectionError",
    "Item",
    "Meaning",
    "Mention",
    "Paragraph",
    "ParagraphKind",
    "Step",
    "UnreadableFile",
    "UnusableFolder",
    "UnusableInput",
    "UnusableModel",
    "add",
    "add_all",
    "all_forces",
    "at_this_terminal",
    "correct",
    "data_folder",
    "embargo_of",
    "find_forces",
    "force",
    "force_names",
    "location",
    "long_date",
    "may_see_embargoed",
    "mend",
    "mentions",
    "open_corpus",
    "reference",
    "reread",
    "rereading",
    "resume",
    "sentence_spans",
    "uncorrect",
    "unlisted_forces",
    "unread_of",
    "warnings_of",
    "without_forces",
    "without_mentions",
    "writing",
]

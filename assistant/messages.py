"""The sentences in which an outcome is told: one place for their wording."""

from collections.abc import Iterable

from assistant.answer import Claim
from corpus import Document, DocumentKind, force_names, long_date, reference
from index import Scope

SHOWN = 12  # names in a list before "and N more"

CLOSEST = "No paragraph clearly answers this. The nearest passages are shown below; they may be about something else."
INSTRUCTION = (
    "This asks the assistant to work in another way, which it does not do. Ask what an inspection found about a force, "
    "and every finding will be shown with its source."
)
NOT_ENGLISH = "Please ask in English: the documents are in English, and a question in another script cannot be matched."
OFF_TOPIC = (
    "This assistant answers questions about police inspection letters and reports only. Ask what an inspection found, "
    "for example: “How does Staffordshire handle wanted suspects?”"
)
NO_DOCUMENTS = "There are no documents yet. Add some with `python -m corpus add FILE`."


def no_document(scope: Scope, held: Iterable[Document]) -> str:
    """We hold nothing on that force, and what we do hold."""
    documents = list(held)
    if not documents:
        return NO_DOCUMENTS
    forces = sorted({force for document in documents for force in document.forces})
    held_on = _listed(forces) or "; ".join(map(reference, documents[:SHOWN]))
    return f"We hold no document on {force_names(f.id for f in scope.unheld)}. We hold documents on {held_on}."


def nothing_from_then(scope: Scope, held: Iterable[Document]) -> str:
    """We hold something on that force, but not from those years."""
    years = sorted(scope.years)
    when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    on = f" on {force_names(force.id for force in scope.forces)}" if scope.forces else ""
    ids = {force.id for force in scope.forces}
    others = [reference(document) for document in held if not ids or ids & set(document.forces)]
    return f"We hold no document{on} from {when}. What we hold{on}: {'; '.join(others[:SHOWN])}."


def no_evidence(scope: Scope) -> str:
    """Nothing comes near."""
    where = f" on {force_names(force.id for force in scope.forces)}" if scope.forces else ""
    return f"Nothing in the documents we hold{where} comes near this question."


def closest(scope: Scope) -> str:
    """Nothing clearly answers."""
    return partly(scope, CLOSEST) if scope.unheld else CLOSEST


def answered(claims: Iterable[Claim]) -> str:
    """Which inspection the findings are from, and when."""
    documents = dict.fromkeys(citation.document for claim in claims for citation in claim.citations)
    return " ".join(_inspected(document) for document in documents)


def latest_only(told: str, quoted: int, held: int) -> str:
    """An answer from the latest documents only."""
    return f"{told} Only the latest {quoted} of {held} documents are quoted; name a force to narrow the question."


def partly(scope: Scope, told: str) -> str:
    """An answer for some of the forces only."""
    return f"{told} We hold no document on {force_names(force.id for force in scope.unheld)}."


def _inspected(document: Document) -> str:
    who = document.inspectorate or "The inspectorate"
    whom = force_names(document.forces) if document.forces else "forces"
    about = f" ({document.programme})" if document.programme else ""
    kind = "letter" if document.kind is DocumentKind.LETTER else "report"
    when = ""
    if document.fieldwork:
        first, last = document.fieldwork
        start = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
        when = f", fieldwork {start} to {last:%B %Y}"
    public = f", published {long_date(document.published)}" if document.published else ""
    if not public and document.date:
        public = f", dated {long_date(document.date)}"
    return (
        f"From {who}’s {kind} to {whom}{about}{when}{public}."
        if kind == "letter"
        else f"From {who}’s {kind} on {whom}, {document.title}{when}{public}."
    )


def _listed(forces: list[str]) -> str:
    more = len(forces) - SHOWN
    return (
        force_names(forces) if more <= 0 else f"{', '.join(force_names([f]) for f in forces[:SHOWN])} and {more} more"
    )

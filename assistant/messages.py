"""The sentences in which an outcome is told: one place for their wording."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from assistant.answer import Claim
from assistant.verify import Withheld
from corpus import Document, DocumentKind, Force, Mention, force_names, long_date, reference
from corpus.reference import inspectorate_names, short_title
from index import Scope

SHOWN = 12  # names in a list before "and N more"

CLOSEST = "No paragraph clearly answers this. The nearest passages are shown below; they may be about something else."
INSTRUCTION = (
    "This asks the assistant to work in another way, which it does not do. Ask what an inspection found about a force, "
    "and every finding will be shown with its source."
)
NOT_ENGLISH = "Please ask in English: the documents are in English, and a question in another script cannot be matched."
WRITING = "Writing, and checking each statement…"
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
    when = f" from {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}" if years else ""
    on = f" on {force_names(force.id for force in scope.forces)}" if scope.forces else ""
    ids = {force.id for force in scope.forces}
    others = [reference(document) for document in held if not ids or ids & set(document.forces)]
    chosen = "" if years else " of that kind and time"
    return f"We hold no document{on}{when}{chosen}. What we hold{on}: {'; '.join(others[:SHOWN])}."


def no_place(scope: Scope, held: Iterable[Document]) -> str:
    """We hold nothing on that place, and what we do hold on its force: other places, which answer nothing about it."""
    ids = {force.id for force in scope.forces}
    others = [reference(document) for document in held if ids & set(document.forces)]
    places = " and ".join(scope.unheld_places)
    return (
        f"We hold no document on {places}. On other places of {force_names(force.id for force in scope.forces)} we hold: "
        f"{'; '.join(others[:SHOWN])}."
    )


def which_force(named: Mention) -> str:
    """Which of several places of one name is meant."""
    names = " or ".join(force_names([force.id]) for force in (*named.forces, *named.alternatives))
    return (
        f"“{named.text}” may be policed by {names}. Which do you mean? Ask again with the force’s name. "
        "The nearest passages are shown below."
    )


def as_named(scope: Scope, told: str) -> str:
    """An answer, with the force that a name was taken for where it might have been another."""
    taken = [each for each in scope.mentions if each.misspelt or each.alternatives]
    said = "".join(f"“{each.text}” is taken for {force_names(f.id for f in each.forces)}. " for each in taken)
    return said + told


def nothing_on(told: str, forces: Iterable[Force]) -> str:
    """An answer for several forces that says nothing of some."""
    return f"{told} Nothing we hold on {force_names(force.id for force in forces)} clearly answers this."


def no_evidence(scope: Scope) -> str:
    """Nothing comes near."""
    where = f" on {force_names(force.id for force in scope.forces)}" if scope.forces else ""
    return f"Nothing in the documents we hold{where} comes near this question."


def closest(scope: Scope) -> str:
    """Nothing clearly answers."""
    return partly(scope, CLOSEST) if scope.unheld or scope.unheld_places else CLOSEST


def answered(claims: Iterable[Claim]) -> str:
    """Which inspection the findings are from, and when."""
    documents = dict.fromkeys(citation.document for claim in claims for citation in claim.citations)
    return " ".join(_inspected(document) for document in documents)


def latest_only(told: str, quoted: int, held: int) -> str:
    """An answer from the latest documents only."""
    return f"{told} Only the latest {quoted} of {held} documents are quoted; name a force to narrow the question."


def partly(scope: Scope, told: str) -> str:
    """An answer for some of the forces or places only."""
    lacking = [*(force_names([force.id]) for force in scope.unheld), *scope.unheld_places]
    return f"{told} We hold no document on {' and '.join(lacking)}."


def searching(documents: int) -> str:
    """What is being done first."""
    return f"Searching {documents} document{'' if documents == 1 else 's'}…"


def reading(paragraphs: int) -> str:
    """What is being done next."""
    return f"Reading {paragraphs} paragraph{'' if paragraphs == 1 else 's'}…"


def none_by_model(read: int) -> str:
    """The language model found no answer in what it was given."""
    return f"None of the {read} paragraphs nearest to this question answers it, as the language model reads them."


def withheld(statements: Sequence[Withheld]) -> str:
    """How many statements of a language model are not shown as it wrote them."""
    replaced = sum(each.replaced for each in statements)
    left = len(statements) - replaced
    told = []
    if left:
        told.append(
            f"{left} statement{' was' if left == 1 else 's were'} withheld: the sources do not bear {'it' if left == 1 else 'them'} out."
        )
    if replaced:
        verb = "was" if replaced == 1 else "were"
        told.append(f"{replaced} {verb} replaced by the exact words of the source.")
    return " ".join(told)


def answered_instead(problem: str) -> str:
    """Why the built-in writer answers."""
    return f"{problem} Meanwhile the answer is quoted from the documents, without the language model."


def _inspected(document: Document) -> str:
    who = document.inspectorate or "The inspectorate"
    whom = force_names(document.forces) if document.forces else "forces"
    about = f" ({document.programme})" if document.programme else ""
    when = f", fieldwork {_span(*document.fieldwork)}" if document.fieldwork else ""
    public = f", published {long_date(document.published)}" if document.published else ""
    if not public and document.date:
        public = f", dated {long_date(document.date)}"
    if document.kind is DocumentKind.LETTER:
        return f"From {who}’s letter to {whom}{about}{when}{public}."
    title = short_title(document.title)
    if document.kind is DocumentKind.JOINT_INSPECTION:
        by = inspectorate_names(document) or "several inspectorates"
        on = f" ({whom})" if document.forces else ""
        return f"From the joint inspection by {by}, {title}{on}{when}{public}."
    if not document.inspectorate and not document.forces:
        return f"From the report {title}{when}{public}."
    return f"From {who}’s report on {whom}, {title}{when}{public}."


def _span(first: date, last: date) -> str:
    """Whole months as months ("January to April 2014"), else days ("12 to 16 December 2022")."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    start = f"{first:%B}" if whole else f"{first.day} {first:%B}"
    if first.year != last.year:
        start = f"{start} {first.year}"
    elif first.month == last.month:
        start = "" if whole else str(first.day)
    end = f"{last:%B %Y}" if whole else long_date(last)
    return f"{start} to {end}" if start and first != last else f"{end}"


def _listed(forces: list[str]) -> str:
    more = len(forces) - SHOWN
    return (
        force_names(forces) if more <= 0 else f"{', '.join(force_names([f]) for f in forces[:SHOWN])} and {more} more"
    )

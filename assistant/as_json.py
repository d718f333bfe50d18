"""An answer as the JSON object that other programs rely on."""

from assistant.answer import Answer, Citation, Evidence
from corpus import location, reference, warnings_of
from corpus.command import Json
from index import Filters, Scope


def answer_row(answer: Answer) -> Json:
    """The contract's object for `ask`; unknown fields are null."""
    question = answer.question.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be printed
    return {
        "question": question,
        "status": answer.status,
        "scope": _scope(answer.scope),
        "claims": [
            {"text": claim.text, "citations": [citation_row(each) for each in claim.citations]}
            for claim in answer.claims
        ],
        "evidence": [_evidence(each) for each in answer.evidence],
        "seconds": round(answer.seconds, 4),
        "message": answer.message,
        "understood": answer.understood or question,
        "filters": _filters(answer.filters),
        "context": [_evidence(each) for each in answer.context],
        "writer": answer.writer,
        "withheld": answer.withheld,
        "notice": answer.notice or None,
    }


def _filters(filters: Filters | None) -> Json | None:
    if filters is None or filters == Filters():
        return None
    return {
        "forces": list(filters.forces),
        "from": filters.first and filters.first.isoformat(),
        "to": filters.last and filters.last.isoformat(),
        "kinds": sorted(filters.kinds),
    }


def _scope(scope: Scope | None) -> Json | None:
    if scope is None:
        return None
    return {
        "forces": [force.id for force in scope.forces],
        "without_documents": [force.id for force in scope.unheld],
        "years": sorted(scope.years),
        "places": list(scope.places),
        "places_without_documents": list(scope.unheld_places),
        "latest": scope.latest,
        "kinds": sorted(scope.kinds),
        "documents": list(scope.documents),
    }


def citation_row(citation: Citation) -> Json:
    """The contract's object for a citation."""
    paragraph, document = citation.paragraph, citation.document
    return {
        "paragraph": paragraph.id,
        "document": document.id,
        "title": document.title,
        "date": document.date and document.date.isoformat(),
        "heading": " › ".join(paragraph.heading) or None,
        "page": paragraph.page,
        "quote": citation.quote,
        "text": paragraph.text,
        "published": document.published and document.published.isoformat(),
        "reference": f"{reference(document)} · {location(paragraph)}",
        "warnings": list(warnings_of(document)),
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "label": evidence.label,
        "paragraph": evidence.paragraph.id,
        "document": evidence.document.id,
        "score": round(evidence.score, 4),
        "text": evidence.paragraph.text,
        "warnings": list(warnings_of(evidence.document)),
    }

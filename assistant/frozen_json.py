"""Frozen answers as JSON: as they are stored, and as other programs read them."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from assistant.frozen import Frozen
from assistant.recheck import Checked
from corpus import InspectionError
from corpus.command import Json


def to_json(frozen: Frozen) -> bytes:
    """A frozen answer as JSON."""
    return _adapter().dump_json(frozen)


def from_json(text: bytes, id: str) -> Frozen:
    """A frozen answer from its JSON. Raises `InspectionError` for one that this version cannot read."""
    try:
        return _adapter().validate_json(text)
    except ValidationError as fault:
        raise InspectionError(
            f"The answer {id} was kept by another version of this program, or is damaged.",
            f"Ask its question again; to remove it: python -m assistant answers remove {id}",
        ) from fault


def frozen_row(frozen: Frozen, checked: tuple[Checked, ...]) -> Json:
    """A frozen answer as JSON, each of its citations with what became of it; unknown fields are null."""
    row: Json = _adapter().dump_python(frozen, mode="json")
    citations = [each for claim in row["claims"] for each in claim["citations"]]
    for citation, each in zip([*citations, *row["passages"], *row["context"]], checked, strict=True):
        citation["standing"] = each.standing
        citation["now"] = each.now and {"paragraph": each.now.id, "text": each.now.text}
    return row


@cache
def _adapter() -> TypeAdapter[Frozen]:
    return TypeAdapter(Frozen)

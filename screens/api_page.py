"""The page that tells programmers what can be asked, made of the app's own OpenAPI schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.command import Json
from screens.render import template

_SECTION = "programs"  # the tag of what is meant for other programs; the rest are pages for people


@dataclass(frozen=True, slots=True)
class Field:
    """What can be sent: its name, type and bounds, whether it must be, and what it means."""

    name: str
    type: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address with its method, what it does and what it takes."""

    method: str
    path: str
    does: str
    fields: tuple[Field, ...]


def api_page(schema: Json) -> str:
    """The page, as HTML."""
    found = list(_endpoints(schema))
    return template("api.html").render(
        programs=[endpoint for tag, endpoint in found if tag == _SECTION],
        pages=[endpoint for tag, endpoint in found if tag != _SECTION],
    )


def _endpoints(schema: Json) -> Iterator[tuple[str, Endpoint]]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            fields = [*map(_parameter, told.get("parameters", ())), *_body(told, schema)]
            does = told.get("description") or told.get("summary", "")
            yield (told.get("tags") or [""])[0], Endpoint(method.upper(), path, does, tuple(fields))


def _parameter(told: Json) -> Field:
    return Field(
        told["name"], _type(told["schema"]), told.get("required", False), told["schema"].get("description", "")
    )


def _body(told: Json, schema: Json) -> Iterator[Field]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        model = schema["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        for name, field in model["properties"].items():
            yield Field(name, _type(field), name in model.get("required", ()), field.get("description", ""))


def _type(field: Json) -> str:
    """How a field's type is told: "text, at most 2,000 characters"."""
    if "enum" in field:
        return " or ".join(f"“{each}”" for each in field["enum"])
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"] if each.get("type") != "null")
    kind = {"string": "text", "integer": "number", "array": "list", "boolean": "true or false"}
    return ", ".join(filter(None, [kind.get(field.get("type", ""), field.get("type", "object")), _bound(field)]))


def _bound(field: Json) -> str:
    bounds: dict[str, Any] = {
        "maxLength": "at most {:,} characters",
        "maxItems": "at most {:,}",
        "maximum": "up to {:,}",
    }
    return ", ".join(text.format(field[name]) for name, text in bounds.items() if name in field)

"""The form that corrects what is known of a document: a text a field, as people write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import gradio as gr

from corpus import Corpus, Document, DocumentKind, all_forces, force, long_date
from screens.library_view import kind_name, long_moment

Given = str | Sequence[str] | None
INSPECTORATES = ("HMIC", "HMICFRS", "HMCPSI", "HMI Prisons", "HMI Probation", "Ofsted", "CQC", "Estyn", "HIW", "CIW")
LABELS = {
    "title": "Title",
    "kind": "Kind",
    "forces": "Forces",
    "inspectorates": "Inspectorates, the lead first",
    "date": "Date",
    "published": "Published",
    "fieldwork": "Fieldwork",
    "embargo": "Embargo",
    "author": "From",
    "office": "Office",
    "addressee": "To",
    "programme": "Inspection",
}
UNDER_EMBARGO = ("title", "kind", "embargo")  # the fields of a document that nobody may see yet
_EXAMPLES = {
    "date": "4 September 2014",
    "published": "4 September 2014",
    "fieldwork": "6 January 2014 to 30 April 2014",
    "embargo": "00:01 on 5 September 2014",
    "programme": "Core business",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """The document that is open, and what its form said then; `count` tells one opening from the next."""

    id: str | None = None
    before: tuple[tuple[str, Given], ...] = ()
    count: int = 0

    def changed(self, values: Sequence[Given]) -> dict[str, Given]:
        """The fields of the form that say something else now."""
        now = dict(zip(LABELS, values, strict=True))
        return {name: now[name] for name, before in self.before if _plain(now[name]) != _plain(before)}


def values_of(document: Document) -> dict[str, Given]:
    """What the form says of a document."""
    return {
        "title": document.title,
        "kind": document.kind.value,
        "forces": list(document.forces),
        "inspectorates": list(document.inspectorates),
        "date": long_date(document.date) or "",
        "published": long_date(document.published) or "",
        "fieldwork": " to ".join(filter(None, map(long_date, document.fieldwork or ()))),
        "embargo": long_moment(document.embargo),
        "author": document.author or "",
        "office": document.office or "",
        "addressee": document.addressee or "",
        "programme": document.programme or "",
    }


def build_fields() -> list[gr.Textbox | gr.Dropdown]:
    """The form's fields, in the order of `LABELS`, laid out in pairs."""
    made: dict[str, gr.Textbox | gr.Dropdown] = {"title": _field("title")}
    names = [name for name in LABELS if name != "title"]
    order = ["kind", "programme", "forces", "inspectorates", "date", "published", "fieldwork", "embargo"]
    for pair in zip(*[iter([*order, *(name for name in names if name not in order)])] * 2, strict=False):
        with gr.Row(elem_classes="pair"):
            made |= {name: _field(name) for name in pair}
    made |= {name: _field(name) for name in names if name not in made}
    return [made[name] for name in LABELS]


def _field(name: str) -> gr.Textbox | gr.Dropdown:
    label, id = LABELS[name], f"correct-{name}"
    if name == "kind":
        return gr.Dropdown([(kind_name(kind), kind.value) for kind in DocumentKind], label=label, elem_id=id)
    if name in ("forces", "inspectorates"):
        return gr.Dropdown(_choices(name, ()), label=label, multiselect=True, allow_custom_value=True, elem_id=id)
    example = _EXAMPLES.get(name)
    return gr.Textbox(label=label, placeholder=f"e.g. {example}" if example else "", lines=1, max_lines=4, elem_id=id)


def updates(corpus: Corpus, is_public: bool, names: Mapping[str, Given]) -> list[object]:
    """What the fields show from now on: the values of `names`; the others are left as they are."""
    return [
        _update(corpus, name, names[name], is_public or name in UNDER_EMBARGO) if name in names else gr.skip()
        for name in LABELS
    ]


def _update(corpus: Corpus, name: str, value: Given, visible: bool) -> object:
    value = value if visible else None  # what is not shown is not sent, either
    if name in ("forces", "inspectorates"):
        return gr.update(value=value, visible=visible, choices=_choices(name, corpus.public()))
    return gr.update(value=value, visible=visible)


def _choices(name: str, documents: Sequence[Document]) -> list[tuple[str, str]]:
    """What may be picked: what we know, and what is in use. Anything else can be typed."""
    used = {each for document in documents for each in getattr(document, name)}
    if name == "forces":
        return sorted((force(id).name, id) for id in {*all_forces(), *used})
    return [(each, each) for each in [*INSPECTORATES, *sorted(used - set(INSPECTORATES))]]


def _plain(given: Given) -> object:
    return given.strip() if isinstance(given, str) else list(given or ())

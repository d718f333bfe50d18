"""The writer that asks a language model; what it drafts is as untrusted as the paragraphs it read."""

import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Template

from assistant.answer import Evidence
from assistant.guard import speaks_to_a_model
from assistant.model import CHARACTERS_A_TOKEN, Model
from assistant.model_errors import ContextTooLong, ModelFault
from assistant.question import Turn
from assistant.reply import SCHEMA, Reply
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import force_names, long_date
from index import Scope

REPLY_ROOM = 900  # tokens kept free for the reply: eight claims with their quotes
LEAST = 400  # characters of the best paragraph that are sent, however little room there is
LABEL_CHARACTERS = "BCDFGHJKMNPQRTVWXY346789"  # without vowels, which make words, and without those that look alike
LABEL_LENGTH = 5  # eight million labels: a document cannot guess the one it will have
MOST_HEADING = 160
TURNS = 4  # of the conversation that a follow-up is rewritten with
MOST_OF_A_TURN = 300  # characters
LONGEST_QUESTION = 400  # characters; a longer "question" is an answer or an essay
REFUSED = "The language model declined to answer. Put the question in other words, or use another model."
EMPTY = "The language model gave an empty reply. Ask again, or use another model."
UNREADABLE = "The language model’s reply cannot be read as claims with sources. Ask again, or use another model."
# Marks that a model's own template is made of, and ours: in a document they would end its text for the model.
_MARKS = re.compile(
    r"<\|[^|<>]{0,60}\|>|<\s{0,3}/?\s{0,3}(?:s|paragraph|think|start_of_turn|end_of_turn|bos|eos)\b[^<>]{0,60}>?|\[/?INST\]|<</?SYS>>",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A paragraph under the label that the model sees, and as the model sees it."""

    label: str
    evidence: Evidence
    text: str


class ModelWriter:
    """Drafts claims with a language model from paragraphs under labels that no document can know."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name, as MODEL gives it."""
        return self._model.name

    def drafts(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Iterator[Draft]:
        """A draft for each claim as it comes, then the whole; closing it stops the model.

        A fault is told in the last draft. Where the paragraphs turn out to be too long, half as much is tried once.
        """
        if not evidence:
            yield Draft((), Completeness.NONE)
            return
        shown = _labelled(evidence)
        room = self._room(scope)
        try:
            yield from self._asked(scope, evidence, _fitting(shown, room))
        except ContextTooLong:
            sent = sum(len(each.text) for each in _fitting(shown, room))
            try:
                yield from self._asked(scope, evidence, _fitting(shown, sent // 2))
            except ContextTooLong as fault:
                yield Draft((), Completeness.NONE, str(fault))

    def follow_up(self, question: str, history: tuple[Turn, ...]) -> str | None:
        """The question made whole from the conversation, as the model words it; None where it gives no such thing."""
        system, human, turn = _prompt("follow_up")
        turns = [turn.substitute(question=_said(each.question), answer=_said(each.answer)) for each in history[-TURNS:]]
        asked = human.substitute(turns="".join(turns), question=_plain(question))
        try:
            reply = "".join(self._model.stream(system.template, asked))
        except ModelFault:
            return None
        lines = [line.strip(" \t\"'“”*") for line in _THOUGHT.sub("", reply).splitlines()]
        wording = next(filter(None, lines), "").removeprefix("Last question:").removeprefix("Question:").strip()
        return wording if wording.endswith("?") and len(wording) <= LONGEST_QUESTION else None

    def _asked(self, scope: Scope, evidence: tuple[Evidence, ...], shown: list[_Shown]) -> Iterator[Draft]:
        reply, problem = Reply(), ""
        claims: tuple[DraftClaim, ...] = ()
        labels = {each.label: each.evidence.label for each in shown}
        known = {each.label for each in evidence}
        system, human = _messages(scope, shown)
        try:
            with closing(self._model.stream(system, human, SCHEMA)) as pieces:
                for piece in pieces:
                    if found := reply.feed(piece):
                        claims = (*claims, *(_relabelled(claim, labels, known) for claim in found))
                        yield Draft(claims, Completeness.PARTIAL)
        except ContextTooLong:
            raise
        except ModelFault as fault:
            problem = str(fault)
        yield _last(reply, claims, problem)

    def _room(self, scope: Scope) -> int:
        """How many characters of paragraphs fit."""
        tokens = self._model.context - REPLY_ROOM
        return tokens * CHARACTERS_A_TOKEN - sum(map(len, _messages(scope, [])))


def _last(reply: Reply, claims: tuple[DraftClaim, ...], problem: str) -> Draft:
    """The whole draft; a fault leaves it partial."""
    if problem:
        return Draft(claims, Completeness.PARTIAL if claims else Completeness.NONE, problem)
    if reply.is_readable:
        return Draft(claims, reply.completeness)
    return Draft((), Completeness.NONE, REFUSED if reply.refused else EMPTY if reply.is_empty else UNREADABLE)


def _labelled(evidence: tuple[Evidence, ...]) -> list[_Shown]:
    """The paragraphs, each under a label of its own that stands in none of them."""
    texts = "\n".join(each.paragraph.text for each in evidence).upper()
    labels: set[str] = set()
    while len(labels) < len(evidence):
        label = "".join(secrets.choice(LABEL_CHARACTERS) for _ in range(LABEL_LENGTH))
        if label not in texts:
            labels.add(label)
    return [_shown(label, each, each.paragraph.text) for label, each in zip(labels, evidence, strict=True)]


def _shown(label: str, evidence: Evidence, text: str) -> _Shown:
    document = evidence.document
    written = _prompt("answer")[2].substitute(
        label=label,
        title=_told(document.title) or "untitled",
        force=_line(force_names(document.forces)) or "no force in particular",
        date=long_date(document.latest) or "unknown",
        heading=_told(" › ".join(evidence.paragraph.heading)) or "none",
        text=_plain(text),
    )
    return _Shown(label, evidence, written)


def _fitting(shown: list[_Shown], room: int) -> list[_Shown]:
    """The best paragraphs that fit, best first; the best one always, cut where it must be."""
    fitting: list[_Shown] = []
    for each in shown:
        if len(each.text) <= room:
            fitting.append(each)
            room -= len(each.text)
    return fitting or [_cut(shown[0], room)]


def _cut(shown: _Shown, room: int) -> _Shown:
    text = shown.evidence.paragraph.text
    kept = max(LEAST, room - (len(shown.text) - len(text)))
    return _shown(shown.label, shown.evidence, text if len(text) <= kept else text[:kept].rsplit(" ", 1)[0])


def _messages(scope: Scope, shown: list[_Shown]) -> tuple[str, str]:
    system, human, _ = _prompt("answer")
    paragraphs = "".join(each.text for each in shown)
    return system.template, human.substitute(question=_plain(scope.topic), about=_about(scope), paragraphs=paragraphs)


def _about(scope: Scope) -> str:
    """The forces, places and years that the question names: its topic is without them."""
    years = sorted(scope.years)
    named = [force_names(force.id for force in scope.forces), *scope.places, *map(str, years)]
    return ", ".join(filter(None, named)) or "all forces"


def _relabelled(claim: DraftClaim, labels: dict[str, str], known: set[str]) -> DraftClaim:
    """The claim with our own labels for the model's."""
    cited = tuple(DraftCitation(_own(each.label, labels, known), each.quote) for each in claim.citations)
    return replace(claim, citations=cited)


def _own(label: str, labels: dict[str, str], known: set[str]) -> str:
    """Our label for the model's; an unknown one stays so that it is dropped, even where it is one of ours by chance."""
    named = [word for word in re.findall(r"\w+", label.upper()) if word in labels]
    if len(set(named)) == 1:
        return labels[named[0]]
    return f"unknown {label}" if label in known else label


def _told(text: str) -> str:
    """A title or heading, in one line; nothing of one that speaks to a model."""
    return "" if speaks_to_a_model(text) else _line(text)


def _said(text: str) -> str:
    return _line(text, MOST_OF_A_TURN)


def _line(text: str, most: int = MOST_HEADING) -> str:
    return " ".join(_plain(text).split())[:most]


def _plain(text: str) -> str:
    """The text without marks that end or begin something for a model; a blank stands in, lest the rest join to one."""
    return _MARKS.sub(" ", text)


@cache
def _prompt(name: str) -> tuple[Template, ...]:
    """The parts of a prompt file: what the system says, what is asked, and the row that is repeated in it."""
    text = (Path(__file__).with_name("prompts") / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(Template(part) for part in text.split("=====\n"))

"""A conversation to take away: as Markdown for people, as JSON for programs."""

import json
from collections.abc import Iterator
from itertools import count

from assistant.frozen import Frozen, FrozenCitation
from assistant.frozen_json import frozen_row
from assistant.people.conversations import Conversation
from assistant.recheck import recheck, warnings
from corpus import Corpus


def as_markdown(conversation: Conversation, corpus: Corpus, embargoed: bool = False) -> str:
    """The questions and answers as they were given, each with its sources and what must be told of them now."""
    parts = [f"# {_line(conversation.title)}"]
    for answer in conversation.answers:
        told = [f"**{_line(each)}**" for each in warnings(recheck(answer, corpus, embargoed))]
        parts += [
            f"## {_line(answer.question)}",
            f"*{answer.time:%d %B %Y, %H:%M} UTC · {_line(answer.writer)}*",
            *told,
        ]
        parts += [_line(answer.message), *_shown(answer)]
    return "\n\n".join(parts) + "\n"


def as_json(conversation: Conversation, corpus: Corpus, embargoed: bool = False) -> str:
    """The answers in their order, each as `python -m assistant answers show --json` prints it."""
    rows = [frozen_row(answer, recheck(answer, corpus, embargoed)) for answer in conversation.answers]
    return json.dumps({"id": conversation.id, "answers": rows}, ensure_ascii=False, indent=2) + "\n"


def _shown(answer: Frozen) -> Iterator[str]:
    """Claims with the numbers of their sources, the passages shown besides, and the list of sources."""
    numbers, sources = count(1), list[str]()

    def number(cited: FrozenCitation) -> str:
        at = next(numbers)
        sources.append(f"{at}. {_line(cited.reference)}: “{_line(cited.words)}”")
        return f"[{at}]"

    claims = [f"- {_line(claim.text)} {''.join(map(number, claim.citations))}" for claim in answer.claims]
    passages = [f"- {_line(each.text)} {number(each)}" for each in answer.passages]
    context = [f"- {_line(each.text)} {number(each)}" for each in answer.context]
    yield from ["\n".join(claims)] if claims else []
    yield from ["\n".join(passages)] if passages else []
    yield from [f"{answer.context_heading}:", "\n".join(context)] if context else []
    yield from ["Sources:", "\n".join(sources)] if sources else []


def _line(text: str) -> str:
    """A text in one line, in which nothing is taken for Markdown or HTML."""
    plain = " ".join(text.split())
    for character in "\\`*_[]<>#|":
        plain = plain.replace(character, f"\\{character}")
    return plain

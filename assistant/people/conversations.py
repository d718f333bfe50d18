"""Each person's conversations, as references to kept answers: an answer whose time is over is in none of them."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from assistant.answers import Answers
from assistant.frozen import ID_BYTES, Frozen
from assistant.people.database import Database

MOST = 1000  # conversations of a person; the oldest give way
SHOWN = 20

Visible = Callable[[Frozen], bool]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers in their order, at least one; `changed` is when the last was given."""

    id: str
    changed: datetime
    answers: tuple[Frozen, ...]

    @property
    def title(self) -> str:
        """What it began with."""
        return self.answers[0].question

    def has(self, words: str) -> bool:
        """Whether each of the words stands somewhere in it, in any case."""
        said = " ".join(text for answer in self.answers for text in _texts(answer)).casefold()
        return all(word in said for word in words.casefold().split())


class Conversations:
    """The conversations of all people; each is asked for by its person's key, and nobody else finds it.

    What `visible` refuses (an answer over what is now under embargo, say) is left out of what is read.
    """

    def __init__(self, database: Database, answers: Answers) -> None:
        self._database = database
        self._answers = answers

    def add(self, person: str, answer: str, earlier: Sequence[str] = ()) -> None:
        """Note an answer (its id) as the next of the conversation that holds the last of the earlier, or as a new one."""
        if not (person and answer):
            return
        now = datetime.now(UTC).isoformat()
        with self._database.changing() as database:
            id = _holding(database, person, earlier)
            if not id:
                self._sweep(database, person)
                id = secrets.token_hex(ID_BYTES)
            database.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed",
                (id, person, now, now),
            )
            last = "SELECT coalesce(max(position), 0) + 1 FROM turns WHERE conversation = ?"
            database.execute(f"INSERT OR IGNORE INTO turns VALUES (?, ?, ({last}))", (answer, id, id))

    def list(self, person: str, visible: Visible, words: str = "", limit: int = SHOWN) -> tuple[Conversation, ...]:
        """The person's conversations, the latest first, `limit` of them; of all those in which the words stand."""
        return tuple(islice((each for each in self.every(person, visible) if each.has(words)), limit))

    def every(self, person: str, visible: Visible) -> Iterator[Conversation]:
        """All of the person's conversations, the latest first."""
        with self._database.reading() as database:
            query = "SELECT id FROM conversations WHERE person = ? ORDER BY changed DESC, id"
            ids = [str(id) for (id,) in database.execute(query, (person,))]
        yield from filter(None, (self.get(person, id, visible) for id in ids))

    def get(self, person: str, id: str, visible: Visible) -> Conversation | None:
        """A conversation; None when it is not this person's, or nothing of it is left to show."""
        with self._database.reading() as database:
            query = "SELECT changed FROM conversations WHERE id = ? AND person = ?"
            row = database.execute(query, (_text(id), person)).fetchone() if person else None
            held = _turns(database, _text(id))
        if row is None:
            return None
        answers = filter(None, map(self._answers.get, held))
        shown = tuple(answer for answer in answers if visible(answer))
        return Conversation(id, datetime.fromisoformat(row[0]), shown) if shown else None

    def remove(self, person: str, id: str = "") -> int:
        """Remove a conversation of the person, or all, with the answers; returns how many there were."""
        chosen, values = ("person = ? AND id = ?", (person, _text(id))) if id else ("person = ?", (person,))
        with self._database.changing() as database:
            ids = [str(each) for (each,) in database.execute(f"SELECT id FROM conversations WHERE {chosen}", values)]
            for each in ids:
                for answer in _turns(database, each):
                    self._answers.remove(answer)
                    database.execute("DELETE FROM feedback WHERE answer = ?", (answer,))
            database.execute(f"DELETE FROM conversations WHERE {chosen}", values)
        return len(ids)

    def _sweep(self, database: sqlite3.Connection, person: str) -> None:
        """Forget the conversations whose answers are past their time, and the oldest of too many."""
        oldest = (datetime.now(UTC) - timedelta(days=self._answers.days)).isoformat()
        database.execute("DELETE FROM conversations WHERE changed < ?", (oldest,))
        query = "SELECT id FROM conversations WHERE person = ? ORDER BY changed DESC LIMIT -1 OFFSET ?"
        database.execute(f"DELETE FROM conversations WHERE id IN ({query})", (person, MOST - 1))


def _holding(database: sqlite3.Connection, person: str, earlier: Sequence[str]) -> str | None:
    last = next(filter(None, reversed(earlier)), "")
    query = "SELECT id FROM turns JOIN conversations ON id = conversation WHERE answer = ? AND person = ?"
    row = database.execute(query, (last, person)).fetchone()
    return str(row[0]) if row else None


def _turns(database: sqlite3.Connection, conversation: str) -> list[str]:
    query = "SELECT answer FROM turns WHERE conversation = ? ORDER BY position"
    return [str(answer) for (answer,) in database.execute(query, (conversation,))]


def _texts(answer: Frozen) -> Iterator[str]:
    yield from (answer.question, answer.understood, answer.message)
    yield from (claim.text for claim in answer.claims)
    yield from (cited.reference for cited in answer.citations)


def _text(id: str) -> str:
    """What is sent need not be text."""
    return id.encode("utf-8", "replace").decode()

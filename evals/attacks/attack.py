"""An attack: a name, a kind, and a try that tells what got through."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.attacks.target import Target


@dataclass(frozen=True, slots=True)
class Attack:
    """`attempt` attacks the target and returns what got through; "" when nothing did."""

    kind: str
    name: str
    attempt: Callable[[Target], str]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

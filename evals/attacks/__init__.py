"""Attacks on the running app, as somebody would try them who can reach it: what is tried, and what gets through."""

from evals.attacks.attack import Attack
from evals.attacks.files import FILES
from evals.attacks.floods import FLOODS
from evals.attacks.network import NETWORK
from evals.attacks.people import PEOPLE
from evals.attacks.secrets import SECRETS
from evals.attacks.texts import TEXTS

# Floods last: they use up what the limits allow.
ATTACKS: tuple[Attack, ...] = (*FILES, *PEOPLE, *SECRETS, *TEXTS, *NETWORK, *FLOODS)

__all__ = ["ATTACKS", "Attack"]

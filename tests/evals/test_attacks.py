"""Every attack on a running app with accounts: none gets through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.attacks import ATTACKS, Attack
from evals.attacks.target import SECRET, VIEWER, Target, leaked, running


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Target]:
    with running(tmp_path_factory.mktemp("attacked") / "data", models) as target:
        yield target


def test_whoever_may_see_what_is_under_embargo_does_so_the_attacks_have_something_to_find(target: Target) -> None:
    shown = target.signed_in(VIEWER).get("/api/search", params={"question": "hovercraft", "limit": 5}).text
    assert leaked(shown, SECRET)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_it_does_not_get_through(target: Target, attack: Attack) -> None:
    assert attack.attempt(target) == ""


def test_the_app_lives_on(target: Target) -> None:
    with target.nobody() as client:
        assert client.get("/ready").status_code == 200

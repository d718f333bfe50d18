"""`/health`, `/ready` and `/metrics`: what whoever runs the app is told, and who may ask."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Answer, Assistant, Status
from corpus import UnusableFolder, UnusableInput
from screens import health
from screens.health import Readiness, add_health
from screens.metrics import add_metrics, answered
from screens.work import Work

FAULT = UnusableFolder("/srv/data/corpus.sqlite cannot be used.", "Look at /srv/data.")


def fails() -> int:
    raise FAULT


def assistant_with(**changed: object) -> Assistant:
    """An assistant over a corpus and an index that say what they are told to."""
    given: dict[str, Any] = {"stamp": lambda: "1", "lag": lambda: 0, "notice": ""} | changed
    corpus = SimpleNamespace(stamp=given["stamp"], documents=lambda: (SimpleNamespace(id="northshire"),) * 3)
    corpus.paragraph_count = lambda document: 7
    index = SimpleNamespace(lag=given["lag"])
    return cast(Assistant, SimpleNamespace(corpus=corpus, index=index, notice=given["notice"]))


def site(assistant: Assistant, work: Work | None = None, client: str = "127.0.0.1") -> TestClient:
    app, work = FastAPI(), work or Work()
    add_health(app, assistant, work)
    add_metrics(app, assistant, work)
    return TestClient(app, client=(client, 1234))


def test_an_app_that_can_answer_is_alive_and_ready() -> None:
    asked = site(assistant_with())
    assert asked.get("/health").json() == {"status": "alive"}
    assert asked.get("/ready").json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"stamp": fails}, health.NO_CORPUS),
        ({"lag": fails}, health.NO_INDEX),
        ({"notice": "openai:gpt at http://models.example cannot be reached."}, health.NO_MODEL),
    ],
)
def test_what_keeps_it_from_answering_is_told_without_a_path_or_a_name(changed: dict[str, Any], reason: str) -> None:
    told = site(assistant_with(**changed)).get("/ready")
    assert told.status_code == 503
    assert reason in told.json()["reasons"]
    assert "/srv" not in told.text
    assert "models.example" not in told.text


def test_documents_just_added_are_no_reason_but_an_index_that_stays_behind_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readiness = Readiness(assistant_with(lag=lambda: 2), Work())
    assert readiness.reasons() == ()
    monkeypatch.setattr(health, "PATIENCE", -1.0)
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
    readiness = Readiness(assistant_with(lag=lambda: 2), Work())
    assert readiness.reasons() == (health.BEHIND,)


def test_an_app_that_is_stopping_lives_and_is_not_ready() -> None:
    work = Work()
    asked = site(assistant_with(), work)
    work.is_stopping = True
    assert asked.get("/health").status_code == 200
    assert asked.get("/ready").json()["reasons"] == [health.STOPPING]


def test_metrics_tell_what_is_held_and_what_is_going_on() -> None:
    work = Work()
    asked = site(assistant_with(lag=lambda: 2), work)
    answered(Answer("How clean are the cells?", Status.ANSWERED, "", seconds=0.2, withheld=1))
    with work.doing():
        told = asked.get("/metrics").text
    figures = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert figures["inspection_documents"] == "3.0"
    assert figures["inspection_paragraphs"] == "21.0"
    assert figures["inspection_index_lag_documents"] == "2.0"
    assert figures["inspection_work_under_way"] == "1.0"
    assert float(figures['inspection_answers_total{status="answered",writer="extractive"}']) >= 1
    assert float(figures["inspection_withheld_claims_total"]) >= 1
    assert "cells" not in told


def test_metrics_of_a_folder_that_cannot_be_used_leave_out_what_it_holds() -> None:
    told = site(assistant_with(stamp=fails)).get("/metrics")
    assert told.status_code == 200
    assert "inspection_documents" not in told.text


@pytest.fixture
def from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_FROM", "10.7.0.0/16, 192.0.2.9")


@pytest.mark.usefixtures("from_the_network")
@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.7.3.2", {}, 200),
        ("192.0.2.9", {}, 200),
        ("10.8.0.1", {}, 403),
        ("10.8.0.1", {"X-Forwarded-For": "10.7.3.2"}, 403),  # nobody's word but a trusted proxy's
        ("127.0.0.1", {"X-Forwarded-For": "10.8.0.1"}, 403),  # came through the proxy here
        ("127.0.0.1", {"X-Forwarded-For": "10.7.0.1, 10.8.0.1"}, 403),  # what it says before that may be invented
        ("127.0.0.1", {"X-Forwarded-For": "10.7.0.1"}, 200),
        ("127.0.0.1", {"X-Real-IP": "10.8.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=10.7.0.1"}, 403),  # not read: so not known
    ],
)
def test_metrics_are_for_this_machine_and_those_named(client: str, headers: dict[str, str], status: int) -> None:
    assert site(assistant_with(), client=client).get("/metrics", headers=headers).status_code == status


def test_networks_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_FROM", "the office")
    with pytest.raises(UnusableInput, match="METRICS_FROM is 'the office'"):
        site(assistant_with())

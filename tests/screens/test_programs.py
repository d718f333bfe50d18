"""Other programs in front of the running app: plain HTTP, Gradio's client, and a client of the Model Context Protocol."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio_client import Client as GradioClient
from gradio_client.exceptions import AppError
from mcp.client.client import Client

from assistant import Assistant
from assistant.programs import Programs
from corpus import Corpus
from index import Index
from screens.programs import add_api
from tests.aside import in_a_loop_of_its_own
from tests.conftest import LETTER
from tests.screens.letters import NORTHSHIRE, put_letter, tomorrow

QUESTION = "How does Staffordshire handle wanted suspects?"
CLAIM = (
    "The force was unable to provide HMIC with the number of named suspects that are yet to be arrested or interviewed."
)


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def gradio(address: str) -> Iterator[GradioClient]:
    client = GradioClient(address, verbose=False)
    yield client
    client.close()


def claims(answer: dict[str, Any]) -> str:
    return " ".join(claim["text"] for claim in answer["claims"])


def test_a_question_is_answered_over_http_as_on_the_command_line(http: httpx.Client) -> None:
    told = http.post("/api/ask", json={"question": QUESTION}).json()
    assert told["status"] == "answered"
    assert CLAIM in claims(told)
    citation = told["claims"][0]["citations"][0]
    assert citation["quote"] in citation["text"]
    assert http.get("/api/paragraph", params={"id": citation["paragraph"]}).json()["text"] == citation["text"]


def test_a_follow_up_and_filters_are_understood_over_http(http: httpx.Client) -> None:
    sent = {
        "question": "and missing children?",
        "history": [{"question": QUESTION}],
        "from": "2010-01-01",
        "to": "2013-12-31",
    }
    told = http.post("/api/ask", json=sent).json()
    assert "Staffordshire" in told["understood"]
    assert told["filters"] == {"forces": [], "from": "2010-01-01", "to": "2013-12-31", "kinds": []}
    assert told["status"] == "no_evidence"


def test_the_other_addresses_give_the_contract_s_objects(http: httpx.Client) -> None:
    hits = http.get("/api/search", params={"question": "wanted suspects", "limit": 3}).json()["hits"]
    assert [hit["document"] for hit in hits] == [LETTER] * 3
    rows = http.post("/api/check", json={"text": f"{CLAIM} What next?"}).json()["statements"]
    assert [row["verdict"] for row in rows] == ["supported", "nothing_to_check"]
    made = http.post("/api/brief", json={"force": "staffordshire", "length": "one"}).json()
    assert made["lines"]
    assert made["documents"] == [LETTER]
    forces = http.get("/api/forces").json()["forces"]
    assert [(each["force"], len(each["documents"])) for each in forces] == [("staffordshire", 1)]


@pytest.mark.parametrize(
    ("path", "sent", "status", "told"),
    [
        ("ask", {"question": " "}, 400, "The question is empty."),
        ("ask", {}, 422, "question: Field required."),
        ("ask", {"question": "Why?", "colour": "red"}, 422, "colour: Extra inputs are not permitted."),
        ("ask", {"question": "x" * 3000}, 422, "question: String should have at most 2000 characters."),
        ("ask", {"question": "Why?", "from": "soon"}, 400, "\"from\" is 'soon', not a day."),
        ("ask", {"question": "Why?", "kinds": ["poem"]}, 400, "\"kinds\" has 'poem'."),
        ("check", {"text": ""}, 400, "There is nothing to check."),
        ("brief", {"force": "atlantis"}, 400, "atlantis"),
        ("brief", {"force": ""}, 400, "A briefing is about a force."),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_remedy(
    http: httpx.Client, path: str, sent: dict[str, Any], status: int, told: str
) -> None:
    answer = http.post(f"/api/{path}", json=sent)
    assert answer.status_code == status
    assert told in answer.json()["problem"]
    assert answer.json()["remedy"]


def test_a_body_that_is_no_json_is_told(http: httpx.Client) -> None:
    answer = http.post("/api/ask", content="question=why", headers={"Content-Type": "application/json"})
    assert (answer.status_code, "remedy" in answer.json()) == (422, True)


def test_the_page_for_programmers_tells_every_address_and_field(http: httpx.Client) -> None:
    page = http.get("/api").text
    schema = http.get("/api/openapi.json").json()
    assert "/api/ask" in schema["paths"]
    for path in ("/api/ask", "/api/check", "/api/brief", "/api/search", "/api/paragraph", "/answer"):
        assert path in page
    assert "text, at most 2,000 characters, needed" in page
    assert "“one” or “two” or “full”" in page
    assert "<script" not in page


def test_gradio_s_client_asks_searches_and_checks(gradio: GradioClient) -> None:
    told = gradio.predict(QUESTION, [], "", "", api_name="/ask")
    assert CLAIM in claims(told)
    hits = gradio.predict("wanted suspects", 2, api_name="/search")["hits"]
    assert gradio.predict(hits[0]["paragraph"], api_name="/paragraph")["text"] == hits[0]["text"]
    assert [row["verdict"] for row in gradio.predict(CLAIM, api_name="/check")] == ["supported"]
    assert gradio.predict("staffordshire", [], "", "", "one page", api_name="/brief")


def test_gradio_s_client_is_told_what_is_wrong(gradio: GradioClient) -> None:
    with pytest.raises(AppError, match="We hold no such paragraph"):
        gradio.predict("nowhere#1", api_name="/paragraph")


def test_the_endpoints_of_gradio_s_clients_keep_their_names(gradio: GradioClient) -> None:
    named = gradio.view_api(return_format="dict")["named_endpoints"]
    assert {"/ask", "/search", "/paragraph", "/check", "/brief"} <= set(named)


def test_a_client_of_the_model_context_protocol_uses_the_tools(address: str) -> None:
    async def use() -> None:
        async with Client(f"{address}/mcp") as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            assert tools == {"search", "ask", "check", "brief", "show_paragraph", "list_forces"}
            told = await client.call_tool("ask", {"question": QUESTION})
            answer: Any = told.structured_content
            assert CLAIM in claims(answer)
            id = answer["claims"][0]["citations"][0]["paragraph"]
            shown: Any = (await client.call_tool("show_paragraph", {"paragraph": id})).structured_content
            assert CLAIM in shown["text"]
            checked: Any = (await client.call_tool("check", {"text": CLAIM})).structured_content
            assert checked["statements"][0]["verdict"] == "supported"
            made: Any = (await client.call_tool("brief", {"force": "staffordshire"})).structured_content
            assert made["lines"]
            forces: Any = (await client.call_tool("list_forces", {})).structured_content
            assert [each["force"] for each in forces["forces"]] == ["staffordshire"]
            found: Any = (await client.call_tool("search", {"question": "bail", "limit": 2})).structured_content
            assert len(found["hits"]) == 2
            wrong = await client.call_tool("show_paragraph", {"paragraph": "nowhere#1"})
            assert wrong.is_error
            assert "Its document may have been replaced or removed." in json.dumps(str(wrong.content))

    in_a_loop_of_its_own(use)


def test_a_page_of_another_site_cannot_use_the_tools(http: httpx.Client) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepts = {"Accept": "application/json, text/event-stream"}
    for named in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert http.post("/mcp", json=call, headers=accepts | named).status_code in (403, 421)


def test_what_is_under_embargo_is_not_given_to_programs(tmp_path: Path, models: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.mark_started()
    put_letter(corpus, embargo=tomorrow(), forces=("northshire",))
    shutil.copytree(models, tmp_path / "models")
    index = Index(corpus)
    index.sync()
    app = FastAPI()
    add_api(app, Programs(Assistant(corpus, index)))
    site = TestClient(app)
    id = corpus.paragraphs(NORTHSHIRE)[3].id
    assert site.get("/api/paragraph", params={"id": id}).status_code == 400
    assert site.get("/api/forces").json() == {"forces": []}
    assert site.get("/api/search", params={"question": "burglary"}).json()["hits"] == []
    assert site.post("/api/brief", json={"force": "northshire"}).status_code == 400

"""Getting at what is under embargo, by every way that shows text."""

from functools import partial
from typing import Any

from evals.attacks.attack import Attack
from evals.attacks.target import HIDDEN, READER, SECRET, VIEWER, Target, leaked

_QUESTION = "What does Eastmoor keep for chasing wanted suspects?"
_RPC = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


def _got(path: str, target: Target) -> str:
    return leaked(target.signed_in(READER).get(path).text)


def _posted(path: str, sent: dict[str, Any], target: Target) -> str:
    return leaked(target.signed_in(READER).post(path, json=sent).text)


def _called(endpoint: str, data: list[Any], target: Target) -> str:
    """By the calls that Gradio's clients make."""
    client = target.signed_in(READER)
    begun = client.post(f"/gradio_api/call/{endpoint}", json={"data": data})
    if begun.status_code != 200:
        return leaked(begun.text)
    return leaked(client.get(f"/gradio_api/call/{endpoint}/{begun.json()['event_id']}").text)


def _by_tool(tool: str, arguments: dict[str, Any], target: Target) -> str:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    return leaked(target.signed_in(READER).post("/mcp", json=call, headers=_RPC).text)


def _asked_on_the_page(target: Target) -> str:
    return leaked(target.ask(target.signed_in(READER), _QUESTION))


def _answer_of_one_who_sees_it(target: Target) -> str:
    """The link to an answer that was given to somebody who may see it."""
    import re

    shown = target.ask(target.signed_in(VIEWER), _QUESTION)
    if SECRET not in shown:
        return f"one who may see it was not shown it, so nothing was tried: {shown[:200]}"
    links = re.findall(r"answer\?id=([\w-]+)", shown)
    return leaked(target.signed_in(READER).get(f"/answer?id={links[-1]}").text) if links else "there was no link to try"


def _page_told(element: str, event: str, data: list[Any] | None, told: dict[str, Any], target: Target) -> str:
    return leaked(target.send(target.signed_in(READER), element, event, data, told))


SECRETS = (
    *(
        Attack("embargo", name, partial(_got, path))
        for name, path in {
            "a link to its paragraph": f"/source?paragraph={HIDDEN}%231",
            "a picture of its page": f"/page/{HIDDEN}/1.png",
            "its paragraph by the API": f"/api/paragraph?id={HIDDEN}%231",
            "the search of the API": "/api/search?question=hovercraft%20wanted%20suspects&limit=100",
            "the list of forces": "/api/forces",
            "the page's settings": "/config",
            "the page itself": "/",
        }.items()
    ),
    *(
        Attack("embargo", name, partial(_posted, path, sent))
        for name, path, sent in (
            ("a question by the API", "/api/ask", {"question": _QUESTION}),
            ("a question with its force as filter", "/api/ask", {"question": _QUESTION, "forces": ["eastmoor"]}),
            (
                "a follow-up that names it",
                "/api/ask",
                {"question": "and the hovercraft?", "history": [{"question": _QUESTION}]},
            ),
            (
                "a draft that guesses at it",
                "/api/check",
                {"text": "Eastmoor Police keeps a hovercraft for chasing suspects."},
            ),
            ("a briefing by the API", "/api/brief", {"force": "eastmoor"}),
        )
    ),
    *(
        Attack("embargo", f"Gradio's endpoint {endpoint}", partial(_called, endpoint, data))
        for endpoint, data in (
            ("ask", [_QUESTION, ["eastmoor"], "", ""]),
            ("search", ["hovercraft wanted suspects", 50]),
            ("paragraph", [f"{HIDDEN}#1"]),
            ("check", ["Eastmoor Police keeps a hovercraft for chasing suspects."]),
            ("brief", ["eastmoor", [], "", "", "two pages"]),
        )
    ),
    *(
        Attack("embargo", f"the tool {tool}", partial(_by_tool, tool, arguments))
        for tool, arguments in (
            ("ask", {"question": _QUESTION}),
            ("search", {"question": "hovercraft wanted suspects", "limit": 100}),
            ("show_paragraph", {"paragraph": f"{HIDDEN}#1"}),
            ("list_forces", {}),
            ("brief", {"force": "eastmoor"}),
        )
    ),
    Attack("embargo", "a question on the page", _asked_on_the_page),
    Attack("embargo", "an answer of one who sees it", _answer_of_one_who_sees_it),
    Attack("embargo", "the Library's list", partial(_page_told, "documents", "look", [], {})),
    Attack("embargo", "the Library's details", partial(_page_told, "documents", "open", None, {"document": HIDDEN})),
)

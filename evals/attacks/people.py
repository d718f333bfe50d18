"""Getting in without a password, in another's name, or doing what one's role does not allow."""

import base64
import re
import time
from functools import partial

import httpx

from evals.attacks.attack import Attack
from evals.attacks.target import LIBRARIAN, OTHER, PASSWORD, PUBLIC, READER, Target, leaked, let_in

_QUESTION = "How does Northshire look for wanted suspects?"
_ANSWER = "keeps a list of them"
_CLOSED = {
    "the page": "/",
    "what Gradio tells of the page": "/config",
    "the list of endpoints": "/gradio_api/info",
    "a paragraph": f"/source?paragraph={PUBLIC}%231",
    "the forces": "/api/forces",
    "the search": "/api/search?question=wanted%20suspects",
    "the schema": "/api/openapi.json",
    "the queue": "/gradio_api/queue/status",
}


def _without_signing_in(path: str, headers: dict[str, str], target: Target) -> str:
    with target.nobody(**headers) as client:
        answer = client.get(path)
    return let_in(answer, 303, 401, 403, 404) or leaked(answer.text, _ANSWER)


def _posted_by_nobody(path: str, target: Target) -> str:
    with target.nobody() as client:
        return let_in(client.post(path, json={"question": _QUESTION, "data": [_QUESTION]}), 401, 403)


def _basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def _after_signing_out(target: Target) -> str:
    with target.nobody() as client:
        client.post("/sign-in", data={"name": OTHER, "password": PASSWORD})
        cookies = dict(client.cookies)
        if not cookies:
            return "could not sign in to try"
        client.post("/sign-out")
    with httpx.Client(base_url=target.address, cookies=cookies) as again:
        return let_in(again.get("/api/forces"), 401)


def _fixed_session(target: Target) -> str:
    """A session that the attacker chose must not become the victim's."""
    with target.nobody() as client:
        answer = client.post(
            "/sign-in",
            data={"name": OTHER, "password": PASSWORD},
            headers={"Cookie": "inspection_session=chosen-by-the-attacker"},
        )
        if "chosen-by-the-attacker" in answer.headers.get("set-cookie", ""):
            return "the session kept its number"
    with target.nobody(Cookie="inspection_session=chosen-by-the-attacker") as attacker:
        return let_in(attacker.get("/api/forces"), 401)


def _cookie(wanted: str, target: Target) -> str:
    with target.nobody() as client:
        told = client.post("/sign-in", data={"name": OTHER, "password": PASSWORD}).headers.get("set-cookie", "")
    return "" if wanted in told.lower() else f"the cookie is {told[:120]}"


def _elsewhere(next: str, target: Target) -> str:
    with target.nobody() as client:
        to = client.post("/sign-in", data={"name": OTHER, "password": PASSWORD, "next": next}).headers["location"]
    return "" if to.startswith("/") and not to.startswith(("//", "/\\")) else f"sent on to {to}"


def _told_apart(target: Target) -> str:
    """Whether the answer to a wrong password tells which names there are."""
    with target.nobody() as client:
        known = client.post("/sign-in", data={"name": READER, "password": "wrong wrong wrong"})
        unknown = client.post("/sign-in", data={"name": "nobody-of-that-name", "password": "wrong wrong wrong"})
    texts = [each.text.replace(READER, "N").replace("nobody-of-that-name", "N") for each in (known, unknown)]
    return "" if known.status_code == unknown.status_code and texts[0] == texts[1] else "the two answers differ"


def _cross_site(path: str, headers: dict[str, str], target: Target) -> str:
    answer = target.signed_in(READER).post(path, json={"question": _QUESTION}, headers=headers)
    return let_in(answer, 403, 421)


def _conversation_of(target: Target) -> str:
    """The number of a conversation of the other reader's."""
    client = target.signed_in(OTHER)
    target.ask(client, _QUESTION)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        shown = target.send(client, "earlier", "expand", [""])
        if found := re.search(r"conversation/([\w-]+)\.md", shown):
            return found[1]
        time.sleep(0.2)
    raise RuntimeError("The conversation is not kept.")


def _read_another_s(suffix: str, target: Target) -> str:
    answer = target.signed_in(READER).get(f"/conversation/{_conversation_of(target)}.{suffix}")
    return let_in(answer, 404) or leaked(answer.text, _ANSWER)


def _reopen_another_s(target: Target) -> str:
    told = {"conversation": _conversation_of(target)}
    return leaked(target.send(target.signed_in(READER), "conversations", "reopen", [], told), _ANSWER)


def _remove_another_s(target: Target) -> str:
    id = _conversation_of(target)
    target.send(target.signed_in(READER), "conversations", "remove", [""], {"conversation": id})
    return let_in(target.signed_in(OTHER).get(f"/conversation/{id}.md"), 200)


def _find_another_s(target: Target) -> str:
    _conversation_of(target)
    return leaked(target.send(target.signed_in(READER), "earlier", "expand", ["list of them"]), "conversation/")


def _add_as_reader(target: Target) -> str:
    told = {"files": [], "addresses": ["https://www.example.org/letter"]}
    shown = target.send(target.signed_in(READER), "drop", "give", [], told)
    return "" if "Only librarians" in shown else f"not refused: {shown[:200]}"


def _change_as_reader(element: str, event: str, target: Target) -> str:
    """What a librarian's page does with a document that is open in it."""
    client, page, title = target.signed_in(READER), f"{element}-page", "Changed by a reader"
    if "Northshire" not in target.send(client, "documents", "open", None, {"document": PUBLIC}, page):
        return "the document could not be opened, so nothing was tried"
    count = len(target.event(element, event)["inputs"])
    shown = target.send(client, element, event, [None, title, *[None] * (count - 2)][:count], {}, page)
    held = target.signed_in(LIBRARIAN).get("/api/forces").text
    if PUBLIC not in held or title in held:
        return "the document is not as it was"
    return "" if "Only librarians" in shown else f"not refused: {shown[:200]}"


def _download_another_s(target: Target) -> str:
    """A checked draft of the other reader's, by its link."""
    shown = target.send(target.signed_in(OTHER), "check-go", "click", [f"Northshire Police {_ANSWER}."])
    link = re.search(r"checked/[\w-]+\.md", shown)
    if not link or target.signed_in(OTHER).get(f"/{link[0]}").status_code != 200:
        return f"there was no draft to try: {shown[-300:]}"
    return let_in(target.signed_in(READER).get(f"/{link[0]}"), 404)


PEOPLE = (
    *(
        Attack("people", f"{name} without signing in", partial(_without_signing_in, path, {}))
        for name, path in _CLOSED.items()
    ),
    *(
        Attack("people", f"{path} without signing in", partial(_posted_by_nobody, path))
        for path in (
            "/api/ask",
            "/api/check",
            "/api/brief",
            "/mcp",
            "/gradio_api/queue/join",
            "/gradio_api/call/ask",
            "/feedback",
            "/gradio_api/upload",
        )
    ),
    *(
        Attack("people", name, partial(_without_signing_in, "/api/forces", headers))
        for name, headers in {
            "a made-up cookie": {"Cookie": f"inspection_session={'a' * 43}"},
            "a made-up token": {"Authorization": f"Bearer {'a' * 43}"},
            "a wrong password in the header": _basic(READER, "wrong wrong wrong"),
            "an empty password in the header": _basic(READER, ""),
            "a name in a proxy's header": {"X-Forwarded-User": LIBRARIAN, "X-Remote-User": LIBRARIAN},
            "an address that looks like this machine": {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
        }.items()
    ),
    Attack("people", "a session after signing out", _after_signing_out),
    Attack("people", "a session whose number the attacker chose", _fixed_session),
    Attack("people", "a cookie that scripts can read", partial(_cookie, "httponly")),
    Attack("people", "a cookie sent along from other sites", partial(_cookie, "samesite=lax")),
    *(
        Attack("people", f"sent on to another site after signing in: {next}", partial(_elsewhere, next))
        for next in (
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/%0d%0aLocation:evil",
            "javascript:alert(1)",
        )
    ),
    Attack("people", "names told apart by the answer", _told_apart),
    *(
        Attack(
            "people", f"{path} from another site's page", partial(_cross_site, path, {"Origin": "https://evil.example"})
        )
        for path in ("/api/ask", "/feedback", "/gradio_api/queue/join", "/sign-out", "/mcp")
    ),
    Attack(
        "people",
        "a request that the browser marks as another site's",
        partial(_cross_site, "/api/ask", {"Sec-Fetch-Site": "cross-site"}),
    ),
    Attack("people", "the tools by another host's name", partial(_cross_site, "/mcp", {"Host": "evil.example"})),
    Attack("people", "another's conversation, as Markdown", partial(_read_another_s, "md")),
    Attack("people", "another's conversation, as JSON", partial(_read_another_s, "json")),
    Attack("people", "another's conversation, opened again", _reopen_another_s),
    Attack("people", "another's conversation, deleted", _remove_another_s),
    Attack("people", "another's conversation, found by its words", _find_another_s),
    Attack("people", "a reader who adds a document", _add_as_reader),
    Attack("people", "a reader who removes a document", partial(_change_as_reader, "removal", "remove")),
    Attack("people", "a reader who corrects a document", partial(_change_as_reader, "save", "click")),
    Attack("people", "another's checked draft", _download_another_s),
)

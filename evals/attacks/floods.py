"""Too much, too deep, too often; files that grow when they are opened."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection

import httpx

from evals.attacks.attack import Attack
from evals.attacks.target import OTHER, READER, Target, leaked, let_in

_SOON = 30.0  # seconds within which the app must answer, whatever it was sent
_WORD = "word/document.xml"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
_LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


def _sent(path: str, body: Callable[[], bytes | Iterator[bytes]], target: Target) -> str:
    """Whether the app refuses it in time, and lives on."""
    began = time.monotonic()
    headers = {"Content-Type": "application/json"}
    try:
        answer = target.signed_in(READER).post(path, content=body(), headers=headers)
    except httpx.TransportError:
        answer = None  # it closed the connection in the middle, which is a refusal, too
    if time.monotonic() - began > _SOON:
        return f"it took {time.monotonic() - began:.0f} s"
    if answer is not None and answer.status_code not in (400, 406, 413, 422, 429):
        return let_in(answer, 400)
    return _is_alive(target)


def _is_alive(target: Target) -> str:
    with target.nobody() as client:
        return let_in(client.get("/health"), 200)


def _pieces(megabytes: int) -> Iterator[bytes]:
    yield b'{"question": "'
    for _ in range(megabytes):
        yield b"x" * 1_000_000
    yield b'"}'


def _declared(target: Target) -> str:
    """An upload that says that it is larger than any may be."""
    cookies = "; ".join(f"{name}={value}" for name, value in target.signed_in(READER).cookies.items())
    begun = HTTPConnection(target.address.removeprefix("http://"), timeout=_SOON)
    try:
        begun.putrequest("POST", "/gradio_api/upload")
        for name, value in {"Cookie": cookies, "Content-Type": "text/plain", "Content-Length": "900000000"}.items():
            begun.putheader(name, value)
        begun.endheaders()
        status = begun.getresponse().status
    finally:
        begun.close()
    return "" if status == 413 else f"status {status}"


def _answered_soon(question: str, target: Target) -> str:
    began = time.monotonic()
    answer = target.signed_in(READER).post("/api/ask", json={"question": question})
    took = time.monotonic() - began
    return f"it took {took:.0f} s" if took > _SOON else let_in(answer, 200, 400, 422, 429)


def _draft(made: Callable[[], bytes], name: str, target: Target) -> str:
    """A draft to be checked, as the page uploads it; whether the app lives on and gives nothing away."""
    client = target.signed_in(READER)
    began = time.monotonic()
    uploaded = client.post("/gradio_api/upload", files={"files": (name, made())})
    if uploaded.status_code == 200:
        shown = target.send(client, "check-file", "give", [], {"path": uploaded.json()[0], "name": name})
        if found := leaked(shown, "root:x", "daemon:"):
            return found
    took = time.monotonic() - began
    return f"it took {took:.0f} s" if took > 2 * _SOON else _is_alive(target)


def _docx(document: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr(_WORD, document)
    return made.getvalue()


def _zip_bomb() -> bytes:
    return _docx(_BODY.format("0" * 400_000_000))


def _laughing() -> bytes:
    return _docx(f"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY l0 'ha'>{_LAUGHS}]>" + _BODY.format("&l9;"))


def _reading_a_file() -> bytes:
    return _docx("<?xml version='1.0'?><!DOCTYPE d [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + _BODY.format("&f;"))


def _guessing(target: Target) -> str:
    """A hundred passwords for one name."""
    with target.nobody() as client:
        seen = [
            client.post("/sign-in", data={"name": OTHER, "password": f"a guess at it {at}"}).status_code
            for at in range(30)
        ]
    return "" if 429 in seen else f"30 guesses were all looked at: {sorted(set(seen))}"


def _asking_on_and_on(target: Target) -> str:
    client = target.signed_in(OTHER)
    for _ in range(200):
        answer = client.get("/api/search", params={"question": "wanted suspects", "limit": 1})
        if answer.status_code == 429:
            return "" if "retry-after" in answer.headers else "it did not say when to try again"
    return "200 questions at once were all answered"


FLOODS = (
    *(
        Attack("floods", name, partial(_sent, path, body))
        for name, path, body in (
            ("nine megabytes to /api/ask", "/api/ask", partial(_pieces, 9)),
            ("fifty megabytes without a length", "/api/check", partial(_pieces, 50)),
            ("brackets in brackets to /api/ask", "/api/ask", lambda: b'{"question":' + b"[" * 200_000),
            ("brackets in brackets to the queue", "/gradio_api/queue/join", lambda: b'{"data":' + b"[" * 200_000),
            ("objects in objects to the tools", "/mcp", lambda: b'{"a":' * 100_000),
            ("a number with a million digits", "/api/ask", lambda: b'{"question": ' + b"9" * 1_000_000 + b"}"),
            ("no JSON at all", "/api/ask", lambda: b"\xff\xfe\x00"),
        )
    ),
    Attack("floods", "an upload of 900 MB", _declared),
    *(
        Attack("floods", f"a question made to be slow: {question[:20]}", partial(_answered_soon, question))
        for question in ("a" * 2000, "(" * 2000, "“" * 2000, "not " * 500, "1,1." * 500, "Northshire Northshire " * 90)
    ),
    Attack("floods", "a Word file that grows to 400 MB", partial(_draft, _zip_bomb, "draft.docx")),
    Attack("floods", "entities in entities", partial(_draft, _laughing, "draft.docx")),
    Attack("floods", "an entity that reads a file", partial(_draft, _reading_a_file, "draft.docx")),
    Attack("floods", "passwords guessed", _guessing),
    Attack("floods", "questions without end", _asking_on_and_on),
)

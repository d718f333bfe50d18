"""A server on the loopback that speaks OpenAI's protocol and replies as its script says."""

import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.write import Completeness, DraftClaim

MODEL = "scripted"
LONGEST_WAIT = 30.0  # seconds that a stalling reply waits for its client to go
_PARAGRAPH = re.compile(r"<paragraph (\w+)>\n(.*?)\n</paragraph \1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent for one request: a status, and the pieces of text; then it stalls, drops the connection or ends."""

    pieces: Sequence[str] = ()
    status: int = 200
    problem: str = ""
    stalls: bool = False
    drops: bool = False
    ending: str | None = "stop"
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A chat request as it came in."""

    body: dict[str, Any]
    key: str

    @property
    def system(self) -> str:
        return self._said("system")

    @property
    def human(self) -> str:
        return self._said("user")

    @property
    def paragraphs(self) -> dict[str, str]:
        """What stands under each label."""
        return dict(_PARAGRAPH.findall(self.human))

    def label(self, words: str) -> str:
        """The label of the paragraph that holds these words."""
        return next(label for label, text in self.paragraphs.items() if words in text)

    def _said(self, role: str) -> str:
        return "\n".join(each["content"] for each in self.body["messages"] if each["role"] == role)


Script = Callable[[Request], Reply]
Speaking = Callable[["ModelServer"], type[BaseHTTPRequestHandler]]


@dataclass
class ModelServer:
    """The running server: `script` decides each reply, `requests` are those that came. `gone`: a client hung up."""

    script: Script
    address: str = ""
    requests: list[Request] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    properties: dict[str, Any] | None = None
    models: list[dict[str, Any]] = field(default_factory=lambda: [{"id": MODEL, "object": "model"}])

    @property
    def url(self) -> str:
        return f"{self.address}/v1"


def openai(told: ModelServer) -> type[BaseHTTPRequestHandler]:
    """Speaks OpenAI's protocol."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            if self.path == "/v1/models":
                send(self, 200, {"object": "list", "data": told.models})
            elif self.path == "/props" and told.properties is not None:
                send(self, 200, told.properties)
            else:
                send(self, 404, {"error": {"message": "Not found"}})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = Request(body, self.headers.get("Authorization", "").removeprefix("Bearer "))
            told.requests.append(request)
            reply = told.script(request)
            if reply.status != 200:
                send(self, reply.status, {"error": {"message": reply.problem, "code": None}}, reply.retry_after)
            elif not body.get("stream"):
                send(self, 200, _whole(reply))
            else:
                try:
                    begun = [_event(_chunk({"role": "assistant", "content": piece})) for piece in reply.pieces]
                    ended = [_event(_chunk({}, reply.ending)), b"data: [DONE]\n\n"]
                    stream(self, "text/event-stream", reply, begun, ended)
                except OSError:
                    told.gone.set()

    return Handler


@contextmanager
def serving(script: Script, speaking: Speaking = openai) -> Iterator[ModelServer]:
    """A model server that runs as long as the block."""
    told = ModelServer(script)
    server = ThreadingHTTPServer(("127.0.0.1", 0), speaking(told))
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: dict[str, Any], retry_after: str = "") -> None:
    """A whole response of JSON; the connection ends with it, since some clients leave those they keep for later open."""
    data = json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Connection", "close")
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    if retry_after:
        handler.send_header("Retry-After", retry_after)
    handler.end_headers()
    handler.wfile.write(data)


def _whole(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(reply.pieces)}
    choice = {"index": 0, "message": message, "finish_reason": reply.ending}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": MODEL, "choices": [choice]}


def stream(
    handler: BaseHTTPRequestHandler, kind: str, reply: Reply, begun: Iterable[bytes], ended: Iterable[bytes]
) -> None:
    """What is sent of a reply that begins and, unless it drops or stalls, ends so. `kind`: its content type.

    The connection's end is the reply's end, so that dropping it looks like a fault.
    """
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.send_header("Content-Type", kind)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for each in begun:
        _write(handler, each)
    if reply.drops:
        # Closing with nothing left to wait for resets the connection.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    if reply.stalls:
        _stall(handler)
        return
    for each in ended:
        _write(handler, each)
    handler.wfile.write(b"0\r\n\r\n")


def _stall(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the client hangs up."""
    handler.connection.settimeout(LONGEST_WAIT)
    if handler.connection.recv(1) == b"":
        raise ConnectionAbortedError("The client hung up.")


def _chunk(delta: dict[str, str], ending: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": ending}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [choice]}


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


# The scripts. Labels are new with every request, so each looks up those of the paragraphs it cites.


def says(*pieces: str) -> Script:
    """The same pieces to every request."""
    return lambda request: Reply(pieces)


def fails(status: int, problem: str = "", retry_after: str = "") -> Script:
    """The same fault for every request."""
    return lambda request: Reply(status=status, problem=problem, retry_after=retry_after)


def cites(*quoted: tuple[str, str], completeness: str = "complete", size: int = 7) -> Script:
    """A claim for each pair of a text and a quote, cited from the paragraph that holds it, in pieces of that size."""

    def reply(request: Request) -> Reply:
        claims = [claim(text, request.label(quote), quote) for text, quote in quoted]
        return Reply(cut(answer(*claims, completeness=completeness), size))

    return reply


def quotes_everything(size: int = 7, change: Callable[[str], str] = str) -> Script:
    """Each paragraph's text as a claim and as its quote, both put through `change` (of quote alone when it is equal)."""

    def reply(request: Request) -> Reply:
        texts = {label: text.partition("\nText: ")[2] for label, text in request.paragraphs.items()}
        claims = [claim(text, label, change(text)) for label, text in texts.items()]
        return Reply(cut(answer(*claims), size))

    return reply


def in_turn(*scripts: Script) -> Script:
    """One script a request; the last one stays."""
    left = list(scripts)
    return lambda request: (left.pop(0) if len(left) > 1 else left[0])(request)


def without(field_name: str, then: Script, problem: str = "This field is not supported.") -> Script:
    """Refuses requests with that field."""
    return lambda request: Reply(status=400, problem=problem) if field_name in request.body else then(request)


def claim(text: str, label: str, quote: str) -> dict[str, Any]:
    """A claim with one citation, as the prompt asks for it."""
    return {"text": text, "citations": [{"label": label, "quote": quote}]}


def answer(*claims: dict[str, Any], completeness: str = Completeness.COMPLETE) -> str:
    """A whole reply, as the prompt asks for it."""
    return json.dumps({"claims": claims, "completeness": completeness})


def cut(text: str, size: int) -> list[str]:
    """The text in pieces, which fall inside of words, names and escapes."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def texts(claims: Sequence[DraftClaim]) -> list[str]:
    """What the claims say."""
    return [each.text for each in claims]

"""The protocols of Ollama and of Anthropic, for servers on the loopback that reply as their script says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.assistant.model_server import ModelServer, Reply, Request, send, stream

Events = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Protocol:
    """Where requests come in, how a reply's events are written, and which they are: before and at its end; a fault."""

    path: str
    kind: str
    written: Callable[[dict[str, Any]], bytes]
    begun: Callable[[Reply], Events]
    ended: Callable[[Reply], Events]
    fault: Callable[[str], dict[str, Any]]


def ollama(told: ModelServer) -> type[BaseHTTPRequestHandler]:
    """Speaks Ollama's protocol: a line of JSON for each piece."""
    return _handler(told, _OLLAMA)


def anthropic(told: ModelServer) -> type[BaseHTTPRequestHandler]:
    """Speaks Anthropic's protocol: server-sent events with names."""
    return _handler(told, _ANTHROPIC)


def _handler(told: ModelServer, protocol: _Protocol) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            is_known = self.path == "/v1/models"
            send(self, 200 if is_known else 404, {"object": "list", "data": told.models if is_known else []})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = self.headers.get("x-api-key") or self.headers.get("Authorization", "").removeprefix("Bearer ")
            request = Request(body, key)
            told.requests.append(request)
            reply = told.script(request)
            if self.path != protocol.path or reply.status != 200:
                send(self, reply.status if reply.status != 200 else 404, protocol.fault(reply.problem))
                return
            begun, ended = (map(protocol.written, events(reply)) for events in (protocol.begun, protocol.ended))
            try:
                stream(self, protocol.kind, reply, begun, ended)
            except OSError:
                told.gone.set()

    return Handler


def _line(content: str, **ending: object) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": False, **ending}


_OLLAMA = _Protocol(
    path="/api/chat",
    kind="application/x-ndjson",
    written=lambda event: f"{json.dumps(event)}\n".encode(),
    begun=lambda reply: [_line(piece) for piece in reply.pieces],
    ended=lambda reply: [_line("", done=True, done_reason=reply.ending)],
    fault=lambda problem: {"error": problem},
)


def _anthropic_begun(reply: Reply) -> Events:
    usage = {"input_tokens": 1, "output_tokens": 1}
    whole = {"id": "1", "type": "message", "role": "assistant", "content": [], "model": "scripted", "usage": usage}
    texts = [{"type": "text_delta", "text": piece} for piece in reply.pieces]
    return [
        {"type": "message_start", "message": {**whole, "stop_reason": None, "stop_sequence": None}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *({"type": "content_block_delta", "index": 0, "delta": text} for text in texts),
    ]


def _anthropic_ended(reply: Reply) -> Events:
    delta = {"stop_reason": reply.ending, "stop_sequence": None}
    return [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 9}},
        {"type": "message_stop"},
    ]


_ANTHROPIC = _Protocol(
    path="/v1/messages",
    kind="text/event-stream",
    written=lambda event: f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode(),
    begun=_anthropic_begun,
    ended=_anthropic_ended,
    fault=lambda problem: {"type": "error", "error": {"type": "error", "message": problem}},
)

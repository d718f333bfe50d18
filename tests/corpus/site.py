"""A website on this machine for the tests: each path answered as the test says; with or without TLS; also as a proxy."""

import datetime as dt
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Site:
    """A running website: its pages by path, and the requests it got."""

    port: int
    scheme: str = "http"
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


def page(body: bytes, content_type: str = "text/html", status: int = 200, **headers: str) -> Page:
    """Answers with these bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def moved(to: str, status: int = 302) -> Page:
    """Answers with a redirect."""
    return page(b"elsewhere", status=status, Location=to)


def raw(*pieces: bytes, pause: float = 0.0) -> Page:
    """Writes these bytes as they are, status line included, with a pause after each piece."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            request.wfile.write(piece)
            threading.Event().wait(pause)

    return answer


@contextmanager
def serve(certificate: Path | None = None, tunnels: Mapping[str, int] | None = None) -> Iterator[Site]:
    """Run a website; with a certificate over TLS; with `tunnels` (name to port of this machine) as a proxy too."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name http.server asks for
            site.asked.append((self.path, dict(self.headers)))
            site.pages.get(self.path, page(b"no such page", status=404))(self)

        def do_CONNECT(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            port = (tunnels or {}).get(self.path.partition(":")[0])
            if port is None:
                page(b"", status=403)(self)
                return
            self.send_response(200)
            self.end_headers()
            with socket.socket() as far:
                far.connect(("127.0.0.1", port))
                _relay(self.connection, far)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # the client cuts the connection in many tests

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        site = Site(server.server_address[1], "https" if certificate else "http")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield site
        finally:
            server.shutdown()


def certificate(path: Path, name: str, *, days: int = 1) -> Path:
    """A self-signed certificate and its key in one file; with negative days, one that has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=9))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    return path


def _relay(near: socket.socket, far: socket.socket) -> None:
    with suppress(OSError):
        while True:
            for ready in select.select([near, far], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                (far if ready is near else near).sendall(data)

import gzip
import ipaddress
import os
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.web import Limits, fetch, has_scheme, is_address
from tests.corpus.site import Site, certificate, moved, page, raw, serve

HTML = b"<!DOCTYPE html><html><body><p>The force has a plan.</p></body></html>"
PUBLIC = "93.184.215.14"  # any public address: the tests connect to this machine instead
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

Answer = Callable[[BaseHTTPRequestHandler], None]
Internet = tuple[dict[str, list[str]], list[str]]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies or settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("ALLOW_PRIVATE_ADDRESSES", raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """Names with their addresses, and the addresses that were connected to: this machine in their stead."""
    names: dict[str, list[str]] = {}
    reached: list[str] = []
    look_up, connect = socket.getaddrinfo, socket.create_connection

    def looked_up(host: str, port: int, type: int) -> list[object]:
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [entry for address in names[host] for entry in look_up(address, port, type=type)]

    def connected(where: tuple[str, int], timeout: float, source_address: None) -> socket.socket:
        reached.append(where[0])
        with monkeypatch.context() as real:
            real.setattr(socket, "getaddrinfo", look_up)
            return connect(("127.0.0.1", where[1]), timeout)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connected)
    return names, reached


def local(address: str, folder: Path, **limits: float) -> tuple[str, bytes]:
    """Fetch from this machine: the file's name and what is in it."""
    path = fetch(address, folder, allow_private=True, limits=Limits(**limits)).path  # type: ignore[arg-type]
    assert [path] == list(folder.iterdir())
    return path.name, path.read_bytes()


def refusal(address: str, folder: Path, *, allow_private: bool | None = True, **limits: float) -> str:
    """Why an address was not fetched, and what to do; nothing may be left in the folder."""
    with pytest.raises(UnreadableFile) as fault:
        fetch(address, folder, allow_private=allow_private, limits=Limits(**limits))  # type: ignore[arg-type]
    assert fault.value.problem.endswith(".")
    assert fault.value.remedy.endswith(".")
    assert not list(folder.iterdir())
    return str(fault.value)


def test_what_is_an_address() -> None:
    assert is_address("https://northshire.example/")
    assert is_address(" HTTP://northshire.example")
    assert not is_address("ftp://northshire.example/")
    assert not is_address("letters/https.txt")
    assert has_scheme("ftp://northshire.example/")
    assert not has_scheme("C:\\letters\\http.txt")


def test_a_page_becomes_a_file(site: Site, tmp_path: Path) -> None:
    site.pages["/news/Northshire-2023/"] = page(HTML, "text/html; charset=utf-8", Set_Cookie="seen=1")
    fetched = fetch(site.url("/news/Northshire-2023/#findings"), tmp_path / "new", allow_private=True)
    assert fetched.address == site.url("/news/Northshire-2023/")
    assert fetched.path == tmp_path / "new" / "127-0-0-1-news-northshire-2023.html"
    assert fetched.path.read_bytes() == HTML
    assert [file.name for file in fetched.path.parent.iterdir()] == [fetched.path.name]
    ((_, headers),) = site.asked
    assert headers["User-Agent"].startswith("inspection-assistant/0.")
    assert headers["Host"] == f"127.0.0.1:{site.port}"


def test_a_sign_in_page_in_place_of_a_document(site: Site, tmp_path: Path) -> None:
    site.pages["/a.pdf"] = page(HTML, "application/pdf")
    assert "is a web page, not a PDF; it may ask for a sign-in" in refusal(site.url("/a.pdf"), tmp_path)


def test_redirects_are_followed(site: Site, tmp_path: Path) -> None:
    site.pages |= {f"/{step}": moved(f"{step + 1}", status) for step, status in enumerate([301, 302, 303, 307, 308])}
    site.pages["/5"] = page(HTML)
    fetched = fetch(site.url("/0"), tmp_path, allow_private=True)
    assert fetched.address == site.url("/5")
    assert fetched.path.name == "127-0-0-1-5.html"


def test_too_many_redirects(site: Site, tmp_path: Path) -> None:
    site.pages |= {f"/{step}": moved(f"/{step + 1}") for step in range(9)}
    assert "sends us on more than 5 times" in refusal(site.url("/0"), tmp_path)
    assert len(site.asked) == 6


def test_a_circle_of_redirects(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a": moved("/b"), "/b": moved("/a#again")}
    assert "round in a circle; it may ask for a sign-in" in refusal(site.url("/a"), tmp_path)
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("file:///etc/passwd", "begin with “file:” are not read"),
        ("http://me:secret@127.0.0.1/", "user name or a password"),
        ("http://[nonsense/", "is not a web address"),
        ("", "sent no document (302)"),
    ],
)
def test_each_redirect_is_checked_like_the_first_address(site: Site, tmp_path: Path, to: str, told: str) -> None:
    site.pages["/a"] = moved(to)
    assert told in refusal(site.url("/a"), tmp_path)


def test_a_public_page_is_fetched_from_the_address_that_was_checked(
    site: Site, internet: Internet, tmp_path: Path
) -> None:
    names, reached = internet
    names["northshire.example"] = [PUBLIC]
    site.pages["/a"] = page(HTML)
    assert fetch(site.url("/a", "Northshire.Example."), tmp_path).path.name == "northshire-example-a.html"
    assert reached == [PUBLIC]
    assert site.asked[0][1]["Host"] == f"northshire.example:{site.port}"


def test_a_public_page_cannot_lead_into_the_private_network(site: Site, internet: Internet, tmp_path: Path) -> None:
    names, reached = internet
    names |= {"northshire.example": [PUBLIC], "inside.example": ["10.1.2.3"]}
    for step, target in enumerate(["inside.example", "169.254.169.254", "localhost", "[::ffff:10.1.2.3]", "0x7f.1"]):
        site.pages[f"/{step}"] = moved(site.url("/secret", target))
        told = refusal(site.url(f"/{step}", "northshire.example"), tmp_path, allow_private=None)
        assert "inside a private network" in told
    assert set(reached) == {PUBLIC}


def test_one_private_address_among_public_ones_is_enough(internet: Internet, tmp_path: Path) -> None:
    names, reached = internet
    names["northshire.example"] = [PUBLIC, "192.168.1.1"]
    assert "private network" in refusal("http://northshire.example/", tmp_path, allow_private=False)
    assert not reached


def test_a_name_that_changes_its_address_after_the_check_is_not_followed(
    site: Site, internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, reached = internet
    names["northshire.example"] = [PUBLIC]
    site.pages["/a"] = page(HTML)
    honest = socket.getaddrinfo

    def once(host: str, port: int, type: int) -> object:
        found = honest(host, port, type=type)
        names["northshire.example"] = ["127.0.0.1"]
        return found

    monkeypatch.setattr(socket, "getaddrinfo", once)
    fetch(site.url("/a", "northshire.example"), tmp_path)
    assert reached == [PUBLIC]


def test_the_setting_allows_private_addresses(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = page(HTML)
    assert "ALLOW_PRIVATE_ADDRESSES=1" in refusal(site.url("/a"), tmp_path, allow_private=None)
    monkeypatch.setenv("ALLOW_PRIVATE_ADDRESSES", "1")
    assert fetch(site.url("/a"), tmp_path).path.read_bytes() == HTML


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("northshire.example/letter", "“northshire.example/letter” is not a web address"),
        ("", "is not a web address"),
        ("https://", "is not a web address"),
        ("http:northshire.example", "is not a web address"),
        ("http://north shire.example/", "is not a web address"),
        ("http://127%2e0%2e0%2e1/", "is not a web address"),
        ("http://[fe80::1%25eth0]/", "is not a web address"),
        ("http://northshire.example:0/", "is not a web address"),
        ("http://northshire.example:99999/", "is not a web address"),
        ("http://north\nshire.example/", "is not a web address"),
        ("ftp://northshire.example/a.pdf", "begin with “ftp:” are not read"),
        ("file:///etc/passwd", "begin with “file:” are not read"),
        ("javascript:alert(1)", "begin with “javascript:” are not read"),
        ("https://officer:secret@northshire.example:99999/", "user name or a password for northshire.example"),
        ("http://northshire.example\\@127.0.0.1/", "user name or a password"),
    ],
)
def test_what_is_no_address_is_refused(address: str, told: str, tmp_path: Path) -> None:
    text = refusal(address, tmp_path)
    assert told in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, "has no such page (404)"),
        (403, "does not let us read the page (403)"),
        (407, "proxy asks for a sign-in"),
        (503, "at the moment (503). Try again later"),
        (204, "sent no document (204)"),
    ],
)
def test_what_a_site_answers_is_told_in_words(site: Site, tmp_path: Path, status: int, told: str) -> None:
    site.pages["/a"] = page(b"", status=status)
    assert told in refusal(site.url("/a"), tmp_path)


def test_a_site_that_is_not_there(internet: Internet, tmp_path: Path) -> None:
    assert "The website gone.example was not found." in refusal("https://gone.example/", tmp_path)


def test_a_site_that_refuses_connections(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "refuses connections" in refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/", tmp_path)


def test_a_site_that_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> socket.socket:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    assert "cannot be reached. Check that this computer is online" in refusal("http://127.0.0.1/", tmp_path)


def test_a_site_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    assert "did not answer within 10 seconds" in refusal("http://127.0.0.1/", tmp_path)


def test_the_next_address_is_tried(
    site: Site, internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, reached = internet
    names["northshire.example"] = ["2606:4700::1111", PUBLIC]
    site.pages["/a"] = page(HTML)
    connect = socket.create_connection

    def no_ipv6(where: tuple[str, int], timeout: float, source_address: None) -> socket.socket:
        if ipaddress.ip_address(where[0]).version == 6:
            raise OSError(101, "Network is unreachable")
        return connect(where, timeout, source_address)

    monkeypatch.setattr(socket, "create_connection", no_ipv6)
    fetch(site.url("/a", "northshire.example"), tmp_path)
    assert reached == [PUBLIC]


@pytest.mark.parametrize(
    "answer",
    [
        raw(OK + b"\r\n", *[b"x"] * 60, pause=0.05),
        raw(OK, *[b"X"] * 60, pause=0.05),
        raw(*[b"HTTP/1.1 103 Early Hints\r\n\r\n"] * 60, pause=0.05),
    ],
    ids=["body", "headers", "early hints"],
)
def test_a_site_that_drips_is_cut_off(site: Site, tmp_path: Path, answer: Answer) -> None:
    site.pages["/a"] = answer
    began = time.monotonic()
    assert "did not send the document within 0.4 seconds" in refusal(site.url("/a"), tmp_path, seconds=0.4)
    assert time.monotonic() - began < 2


def test_redirects_share_the_time(site: Site, tmp_path: Path) -> None:
    def later(number: int) -> Answer:
        return raw(b"", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /%d\r\n\r\n" % (number + 1), pause=0.15)

    site.pages |= {f"/{number}": later(number) for number in range(5)}
    assert "within 0.4 seconds" in refusal(site.url("/0"), tmp_path, seconds=0.4)


def test_no_time_at_all(site: Site, tmp_path: Path) -> None:
    assert "within 0 seconds" in refusal(site.url("/0"), tmp_path, seconds=0.0)


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * 2000, "text/plain"),
        raw(OK + b"\r\n", *[b"x" * 500] * 4),
        raw(OK + b"Content-Length: " + b"9" * 18 + b"\r\n\r\n"),
        page(gzip.compress(b"x" * 2000), "text/plain", Content_Encoding="gzip"),
    ],
    ids=["announced", "unannounced", "absurd", "packed"],
)
def test_a_document_that_is_too_large(site: Site, tmp_path: Path, answer: Answer) -> None:
    site.pages["/a"] = answer
    assert "larger than 0.001 MB" in refusal(site.url("/a"), tmp_path, size=1000)


def test_a_gzip_bomb_is_not_unpacked(site: Site, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    site.pages["/a"] = page(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    assert "larger than 1 MB" in refusal(site.url("/a"), tmp_path, size=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_packed_documents_are_unpacked(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = page(gzip.compress(HTML[:20]) + gzip.compress(HTML[20:]), Content_Encoding="GZip")
    assert local(site.url("/a"), tmp_path)[1] == HTML
    assert site.asked[0][1]["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(gzip.compress(HTML)[:-9], Content_Encoding="gzip"), "arrived damaged"),
        (page(HTML, Content_Encoding="gzip"), "arrived damaged"),
        (page(HTML, Content_Encoding="br"), "packed in a way we cannot read"),
        (raw(OK + b"Content-Length: 100\r\n\r\nhalf"), "broke off"),
        (raw(b"hello\r\n\r\n"), "broke off"),
        (raw(b""), "broke off"),
        (raw(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"), "broke off"),
    ],
)
def test_what_arrives_damaged_is_refused(site: Site, tmp_path: Path, answer: Answer, told: str) -> None:
    site.pages["/a"] = answer
    assert told in refusal(site.url("/a"), tmp_path)


def test_names_tell_documents_apart(site: Site, tmp_path: Path) -> None:
    long = "/" + "report-on-northshire/" * 9
    for path in ["/doc?id=1", "/doc?id=2", long + "a", long + "b", "/d%C5%B5r/Heddlu%20Bach.pdf/", "/"]:
        site.pages[path] = page(HTML)
        fetch(site.url(path), tmp_path, allow_private=True)
    names = sorted(file.name for file in tmp_path.iterdir())
    assert len(names) == 6
    assert all(len(name) <= 105 for name in names)
    assert {"127-0-0-1.html", "127-0-0-1-dwr-heddlu-bach-pdf.html"} < set(names)


def test_a_folder_that_cannot_be_written_to(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = page(HTML)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UnreadableFile, match="cannot be saved in"):
        fetch(site.url("/a"), tmp_path / "taken", allow_private=True)
    (tmp_path / "full" / "127-0-0-1-a.html" / "in the way").mkdir(parents=True)
    with pytest.raises(UnreadableFile, match="cannot be saved in"):
        fetch(site.url("/a"), tmp_path / "full", allow_private=True)
    assert len(list((tmp_path / "full").iterdir())) == 1


def test_the_certificate_must_be_for_the_name(
    internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    internet[0].update({"northshire.example": [PUBLIC], "eastmoor.example": [PUBLIC]})
    pem = certificate(tmp_path / "northshire.pem", "northshire.example")
    folder = tmp_path / "new"
    folder.mkdir()
    with serve(pem) as site:
        site.pages["/a"] = page(HTML)
        assert "nobody whom this computer trusts" in refusal(site.url("/a", "northshire.example"), folder)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert "for another website" in refusal(site.url("/a", "eastmoor.example"), folder)
        assert fetch(site.url("/a", "northshire.example"), folder).path.read_bytes() == HTML
    assert set(internet[1]) == {PUBLIC}


def test_a_certificate_that_has_run_out(internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    internet[0]["northshire.example"] = [PUBLIC]
    pem = certificate(tmp_path / "northshire.pem", "northshire.example", days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with serve(pem) as site, pytest.raises(UnreadableFile, match="it has run out"):
        fetch(site.url("/a", "northshire.example"), tmp_path)


def test_a_site_without_a_secure_connection(site: Site, tmp_path: Path) -> None:
    assert "No secure connection" in refusal(site.url("/").replace("http:", "https:"), tmp_path)


def test_certificates_that_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    assert "SSL_CERT_FILE" in refusal("https://127.0.0.1/", tmp_path)


def test_a_proxy_is_used(site: Site, internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, reached = internet
    monkeypatch.setenv("HTTP_PROXY", f"officer:secret@127.0.0.1:{site.port}")
    site.pages["http://known-to-the-proxy.example/a"] = page(HTML)
    assert fetch("http://known-to-the-proxy.example/a", tmp_path).path.read_bytes() == HTML
    assert site.asked[0][1]["Proxy-Authorization"].startswith("Basic ")
    names["inside.example"] = ["10.1.2.3"]
    for host in ["inside.example", "intranet", "10.1.2.3", "2130706433", "0x7f.1"]:
        with pytest.raises(UnreadableFile, match="private network"):
            fetch(f"http://{host}/", tmp_path)
    assert reached == ["127.0.0.1"]


def test_a_proxy_carries_a_secure_connection(
    internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path / "northshire.pem", "northshire.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with serve(pem) as site, serve(tunnels={"northshire.example": site.port}) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        site.pages["/a"] = page(HTML)
        assert fetch("https://northshire.example/a", tmp_path).path.read_bytes() == HTML
        with pytest.raises(UnreadableFile, match=r"does not let us reach eastmoor.example \(403"):
            fetch("https://eastmoor.example/a", tmp_path)
        monkeypatch.setenv("NO_PROXY", "eastmoor.example")
        with pytest.raises(UnreadableFile, match="was not found"):
            fetch("https://eastmoor.example/a", tmp_path)


def test_a_proxy_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTP_PROXY", f"127.0.0.1:{taken.getsockname()[1]}")
        assert "proxy cannot be reached" in refusal("http://1.1.1.1/", tmp_path, allow_private=False)


@pytest.mark.parametrize("setting", ["socks5://127.0.0.1:1080", "http://127.0.0.1:port", "gopher://x"])
def test_a_proxy_we_cannot_use(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", setting)
    assert "proxy set for this computer cannot be used" in refusal("http://1.1.1.1/", tmp_path)

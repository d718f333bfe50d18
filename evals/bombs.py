"""Files that are made to harm: small ones that unpack to gigabytes, that nest without end, or that lead in circles."""

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from evals.damage import Mutant
from evals.seeds import FINDINGS, zip_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MILLION = 1_000_000
_ONCE = 1 << 20  # bytes of nothing that are packed at once
_SAID = next(iter(FINDINGS.values()))[0]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_WORDS = f"BT /F 11 Tf 72 700 Td ({_SAID}) Tj ET\n".encode()


@cache
def _packed_nothing(size: int) -> bytes:
    """So many zero bytes as a raw deflate stream (RFC 1951): one packed block, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(bytes(_ONCE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * (size // _ONCE) + packer.flush()


def _zlib_nothing(size: int) -> bytes:
    """The same as a zlib stream (RFC 1950): of zeros, Adler-32 is their count and 1."""
    return b"\x78\xda" + _packed_nothing(size) + struct.pack(">HH", size % 65521, 1)


@cache
def _crc_of_nothing(size: int) -> int:
    crc = 0
    for _ in range(size // _ONCE):
        crc = zlib.crc32(bytes(_ONCE), crc)
    return crc


def _zip_of(name: bytes, packed: bytes, crc: int, size: int) -> bytes:
    """A zip file with one entry, whatever that claims of itself (APPNOTE 4.3)."""
    told = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, crc, len(packed), size)
    local = b"PK\x03\x04" + told + struct.pack("<HH", len(name), 0) + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + told + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _zip_bomb(draw: random.Random) -> bytes:
    size = draw.choice([1, 2]) << 30
    claimed = draw.choice([size, 40 * _MILLION])
    return _zip_of(b"word/document.xml", _packed_nothing(size), _crc_of_nothing(size), claimed)


def _word(draw: random.Random, document: str, more: dict[str, str] | None = None) -> bytes:
    """A Word file with that as its main part."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    links = f'<Relationship Id="r" Type="{kind}" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        "word/document.xml": document,
        f"{draw.getrandbits(32)}.txt": "",
    }
    return zip_of(parts | (more or {}))


def _body(content: str) -> str:
    return f"<w:document {_W}><w:body>{content}</w:body></w:document>"


def _run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _many_entries(draw: random.Random) -> bytes:
    count = draw.randint(20_000, 65_000)
    return _word(draw, _body(_run(_SAID)), {f"word/{number}.xml": "<a/>" for number in range(count)})


def _entities(draw: random.Random) -> bytes:
    levels = draw.randint(9, 30)
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels)]
    outside = draw.choice(['<!ENTITY e0 "ha">', '<!ENTITY e0 SYSTEM "file:///etc/passwd">'])
    return _word(draw, f"<!DOCTYPE w:document [{outside}{''.join(lines)}]>{_body(_run(f'&e{levels - 1};'))}")


def _deep_word(draw: random.Random) -> bytes:
    depth = draw.choice([300, 3_000, 300_000])
    tag = draw.choice(["w:p", "w:r", "w:sdt", "w:ins", "w:tbl", "w:txbxContent"])
    return _word(draw, _body(f"<{tag}>" * depth + _run(_SAID) + f"</{tag}>" * depth))


def _wide_word(draw: random.Random) -> bytes:
    piece = draw.choice(["<w:p/>", _run("x"), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "<w:tab/>"])
    return _word(draw, _body(_run(_SAID) + piece * (draw.choice([1, 5, 5, 45]) * _MILLION // len(piece))))


def _spans_in_word(draw: random.Random) -> bytes:
    number = draw.choice([10**5, 2**31, 10**30, -5])
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/><w:vMerge/></w:tcPr>{_run(_SAID)}</w:tc>'
    return _word(
        draw, _body(f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr>{cell}</w:tr></w:tbl>' * 50)
    )


def _locked_word(draw: random.Random) -> bytes:
    inside = draw.choice(["EncryptedPackage", "WordDocument"]).encode("utf-16-le")
    return _OLE + draw.randbytes(1000) + inside + draw.randbytes(draw.randint(1000, 100_000))


def _pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root."""
    raw, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(raw))
    return raw + head + table + end


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), more) + content + b"\nendstream"


def _letter(
    page: bytes = _PAGE,
    pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    content: bytes = _stream(_WORDS),
    *more: bytes,
) -> bytes:
    """A PDF of one page, with any of its parts exchanged."""
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, _FONT, *more])


def _stream_bomb(draw: random.Random) -> bytes:
    packed = _zlib_nothing(draw.choice([1, 4]) << 30)
    if draw.random() < 0.5:
        return _letter(content=_stream(packed, b"/Filter /FlateDecode"))
    return _letter(content=_stream(zlib.compress(packed, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def _many_words(draw: random.Random) -> bytes:
    """Millions of words, or of boxes, drawn on one page."""
    drawn = draw.choice([_WORDS, b"10 10 200 1 re f\n", b"q ", b"BT /F 1 Tf (a) Tj ET\n"])
    packed = zlib.compress(drawn * (draw.choice([1, 30]) * _MILLION // len(drawn)) + _WORDS)
    return _letter(content=_stream(packed, b"/Filter /FlateDecode"))


def _deep_pdf(draw: random.Random) -> bytes:
    depth = draw.choice([100, 10_000, _MILLION])
    opened, closed = draw.choice([(b"[", b"]"), (b"<< /A ", b" >>"), (b"(", b")")])
    nested = opened * depth + closed * depth
    if draw.random() < 0.5:
        return _letter(_PAGE[:-2] + b"/X " + nested + b">>")
    return _letter(content=_stream(nested + _WORDS))


def _page_box(draw: random.Random) -> bytes:
    boxes = [
        b"0 0 1e9 1e9",
        b"0 0 0 0",
        b"-1e30 -1e30 1e30 1e30",
        b"595 842 0 0",
        b"0 0 nan inf",
        b"1 2 3",
        b"/A /B /C /D",
        b"0 0 99999999999999999999 1",
    ]
    turn = draw.choice([b"", b"/Rotate 17", b"/Rotate -90", b"/UserUnit 1e6", b"/CropBox [900 900 901 901]"])
    return _letter(_PAGE.replace(b"0 0 595 842", draw.choice(boxes)).replace(b"/Type /Page", b"/Type /Page " + turn))


def _many_pages(draw: random.Random) -> bytes:
    claimed = draw.choice([3001, 5 * _MILLION, 2**31 - 1, 2**31, -1, 0])
    kids = draw.choice([1, 2_900, 100_000])
    return _letter(
        pages=b"<< /Type /Pages /Kids [" + b"3 0 R " * kids + b"] /Count %d >>" % draw.choice([claimed, kids])
    )


def _circles(draw: random.Random) -> bytes:
    """A tree of pages that holds itself, a length that is told by itself, a drawing that draws itself."""
    form = _stream(
        b"/X Do /X Do " + _WORDS,
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    drawing = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    made: list[Callable[[], bytes]] = [
        lambda: _letter(pages=b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"),
        lambda: _letter(pages=b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 9 >>", page=_PAGE, content=_stream(_WORDS)),
        lambda: _letter(_PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R /Kids [3 0 R] /Count 3")),
        lambda: _letter(content=b"<< /Length 4 0 R >>\nstream\n" + _WORDS + b"\nendstream"),
        lambda: _letter(content=b"[4 0 R 4 0 R]"),
        lambda: _letter(drawing, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _stream(b"/X Do " + _WORDS), form),
        lambda: _letter(content=b"4 0 R"),
        lambda: _pdf([b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>"]),
        lambda: _letter().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    ]
    return draw.choice(made)() + b"\n" * draw.randrange(100)


def _locked_pdf(draw: random.Random) -> bytes:
    raw = BytesIO()
    canvas = Canvas(raw, invariant=1, encrypt="secret" + str(draw.random()))
    canvas.drawString(72, 700, _SAID)
    canvas.save()
    return raw.getvalue()


def _deep_page(draw: random.Random) -> bytes:
    depth = draw.choice([200, 5_000, 200_000])
    tag = draw.choice(["div", "b", "ul><li", "table><tr><td", "blockquote", "p", "svg", "font"])
    return (f"<{tag}>" * depth + f"<p>{_SAID}</p>").encode()


def _wide_page(draw: random.Random) -> bytes:
    number = draw.choice([10**4, 2**31, 10**40, 0, -1])
    table = f'<table><tr><td colspan="{number}" rowspan="{number}">{_SAID}</td></tr></table>'
    piece = draw.choice(
        [table, "<br>", "<p>x", "<a href='#x'>x</a>", "<i x='y'>", "<p id=a><sup><a href='#a'>1</a></sup>"]
    )
    return (f"<p>{_SAID}</p>" + piece * (draw.choice([1, 1, 2, 2, 20]) * 500_000 // len(piece))).encode()


def _odd_page(draw: random.Random) -> bytes:
    charset = draw.choice(["zip", "utf-7", "idna", "hex", "unicode_escape", "utf-16", "cp037", "x" * 5000])
    lost = draw.choice(
        [
            "<!--",
            "<script>",
            "<![CDATA[",
            "<plaintext>",
            "<title>",
            "&#x110000;&#0;&#xD800;",
            '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
        ]
    )
    return f"<html><meta charset='{charset}'><p>{_SAID}</p>{lost}<p>{_SAID} {draw.random()}</p></html>".encode()


_LINES = (
    "[", "*a ", "![", "`a``b", "<div>", ">", "- ", "_a*", "[a](<", "[^a]: x [^a] ", "|a", "<!--", "&#1;", "<a href='", "\\", "<sup>",
    "a ", "A-\n", "a", "1.", "Dear ", "\n \n", "Police ", "Northshire Police\n\n", "embargoed until ", "12 January 2014 to ", "A ",
    "https://", "(", "A Constabulary ", "Dear Sir\n\n", "Yours sincerely\n\n", "Wanted Suspects ", "\u0130", "a\u0301", "\u200f", "\t",
)  # fmt: skip


def _line(draw: random.Random) -> bytes:
    """The same few characters again and again: what takes a careless search for ever."""
    piece = draw.choice(_LINES)
    size = draw.choice([5_000, 50_000, 50_000, 490_000, 490_000, 2 * _MILLION])
    return (f"{_SAID}\n\n" + piece * (size // len(piece))).encode()


_MADE: dict[str, tuple[str, Callable[[random.Random], bytes]]] = {
    "zip bomb": (".docx", _zip_bomb),
    "zip of many": (".docx", _many_entries),
    "entity bomb": (".docx", _entities),
    "deep Word file": (".docx", _deep_word),
    "wide Word file": (".docx", _wide_word),
    "table spans": (".docx", _spans_in_word),
    "locked Word file": (".docx", _locked_word),
    "stream bomb": (".pdf", _stream_bomb),
    "crowded page": (".pdf", _many_words),
    "deep PDF": (".pdf", _deep_pdf),
    "page boxes": (".pdf", _page_box),
    "many pages": (".pdf", _many_pages),
    "PDF in circles": (".pdf", _circles),
    "locked PDF": (".pdf", _locked_pdf),
    "deep web page": (".html", _deep_page),
    "wide web page": (".html", _wide_page),
    "odd web page": (".html", _odd_page),
    "one thing again and again": (".txt", _line),
}
BOMBS = tuple(_MADE)


def bomb(kind: str, draw: random.Random) -> Mutant:
    """One of that kind."""
    suffix, make = _MADE[kind]
    if suffix == ".txt":
        suffix = draw.choice([".txt", ".md", ".html"])
    return Mutant(kind, f"bomb{suffix}", make(draw))

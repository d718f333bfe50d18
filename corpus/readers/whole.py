"""Whether a PDF file is whole: of a damaged one, pdfium reads what is left without a word."""

import base64
import re
import zlib

END = 2048  # bytes: so near its end a file has its end mark; mail and web servers may add a little
MAX_UNPACKED = 400_000_000  # bytes that are checked, about a second; only pictures and bombs hold more
MAX_WRITTEN_OUT = 1_000_000  # bytes of a stream in ASCII that is checked; Python takes half a second for more
SLOPPY = 16  # bytes by which a stream may be longer or shorter than its dictionary says; some writers miscount
_AT_ONCE = 1_000_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?:\s+(\d{1,10}\s+R\b))?")
_OBJECT = re.compile(rb"(?<!\d)\d+\s+\d+\s+(obj)\b|\bendobj\b|\b(endstream)\b")
_PACKED = re.compile(rb"/Filter\s*\[?\s*(/(?:ASCII85Decode|A85)\s*)?/(?:FlateDecode|Fl)\b")


def is_whole(data: bytes) -> bool:
    """Whether its end is there, its objects begin and end in turn, its streams are as long as they say (ISO 32000,
    7.3.8 and 7.3.10) and unpack (RFC 1950).

    Of a file whose streams are encrypted (one may be read by all and changed by few) none is unpacked.
    """
    if b"%%EOF" not in data[-END:]:
        return False
    left = 0 if b"/Encrypt" in data else MAX_UNPACKED
    at, is_open = 0, False  # a stream stands in an object, and is open when the next words are looked at
    while start := _STREAM.search(data, at):
        if not _after(data[at : start.start()], is_open):
            return False
        is_open = True
        dictionary = data[max(at, data.rfind(b" obj", at, start.start())) : start.start()]
        end = _end(data, start.end(), dictionary)
        if end is None:
            return False
        try:
            left -= _unpacked(memoryview(data)[start.end() : end], dictionary, left)
        except (zlib.error, ValueError):
            return False
        at = end + len(b"endstream")
    return _after(data[at:], is_open) is False


def _after(between: bytes, is_open: bool) -> bool | None:
    """Whether an object is open after what stands between two streams; None where one has lost its beginning or end."""
    for mark in _OBJECT.finditer(between):
        begins = mark[1] is not None
        if mark[2] or begins == is_open:
            return None
        is_open = begins
    return is_open


def _end(data: bytes, start: int, dictionary: bytes) -> int | None:
    """Where a stream ends; None where that is not where its dictionary says."""
    told = _LENGTH.search(dictionary)
    if told is None:
        return None
    if told[2]:  # the number stands in an object of its own, which may be packed in another stream
        end = data.find(b"endstream", start)
        return end if end >= 0 else None
    expected = start + int(told[1])
    end = data.find(b"endstream", max(start, expected - SLOPPY), expected + SLOPPY + len(b"endstream"))
    return end if end >= 0 else None


def _unpacked(stream: memoryview, dictionary: bytes, left: int) -> int:
    """How many bytes are packed in a stream. Raises `zlib.error` or `ValueError` when they do not agree."""
    filters = _PACKED.search(dictionary)
    if not filters or left <= 0:
        return 0
    return _size(_bytes(stream) if filters[1] else stream, left)


def _bytes(ascii85: memoryview) -> memoryview:
    """What the ASCII stands for; nothing when that takes too long to tell."""
    written = bytes(ascii85).strip() if len(ascii85) <= MAX_WRITTEN_OUT else b"~>"
    return memoryview(base64.a85decode(written.removeprefix(b"<~").removesuffix(b"~>")))


def _size(packed: memoryview, most: int) -> int:
    """How many bytes are packed in these, as far as they are looked at. Raises `zlib.error` when they do not agree."""
    unpacker = zlib.decompressobj()
    size = 0
    while size < most and packed and not unpacker.eof:
        size += len(unpacker.decompress(packed, _AT_ONCE))
        packed = memoryview(unpacker.unconsumed_tail)
    return size

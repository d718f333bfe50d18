"""Whether a PDF file is whole: of a damaged one, pdfium reads what is left without a word."""

import base64
import re
import zlib

END = 2048  # bytes: so near its end a file has its end mark; mail and web servers may add a little
MAX_UNPACKED = 400_000_000  # bytes that are checked, about a second; only pictures and bombs hold more
MAX_WRITTEN_OUT = 1_000_000  # bytes of a stream in ASCII that is checked; Python takes half a second for more
_AT_ONCE = 1_000_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/Filter\s*\[?\s*(/(?:ASCII85Decode|A85)\s*)?/(?:FlateDecode|Fl)\b")


def is_whole(data: bytes) -> bool:
    """Whether its end is there, and all that is packed in it (zlib, RFC 1950) agrees with its checksums.

    Of a file whose streams are encrypted (one may be read by all and changed by few) only the end is looked at.
    """
    if b"%%EOF" not in data[-END:]:
        return False
    return b"/Encrypt" in data or _unpacks(data)


def _unpacks(data: bytes) -> bool:
    left = MAX_UNPACKED
    try:
        for start in _STREAM.finditer(data):
            filters = _PACKED.search(data, data.rfind(b" obj", 0, start.start()), start.start())
            if filters and left > 0:
                packed = memoryview(data)[start.end() : data.find(b"endstream", start.end())]
                left -= _size(_bytes(packed) if filters[1] else packed, left)
    except (zlib.error, ValueError):
        return False
    return True


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

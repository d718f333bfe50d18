"""What happens to files on their way: parts that are lost, changed, or of another file; and names that are wrong."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.seeds import Seed

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt", ".PDF", ".doc", ".rtf", ".zip", ".xml", "")
_NAMES = (
    "a\nb", "'; DROP TABLE documents; --", "<b>bold<b>", "\u202egnp", "\U0001f6a8", ".", " ", "-rf", "--ocr", "~nobody", "x" * 240,
    "naïve café", "%00", "CON", "$(id)", "a\tb", "*", "http:", "\udcff\udcfe", "Ａ", "e\u0301", "#1", "a?b=c",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file that is no good: what was done, its name and its bytes.

    `seed`: the whole file that it was made from, when all that it says is to be found in what is read from it.
    """

    kind: str
    name: str
    raw: bytes
    seed: Seed | None = None


def _cut_short(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    return seed.raw[: draw.randrange(1, len(seed.raw))]


def _end_missing(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    return seed.raw[: -draw.randrange(1, min(2000, len(seed.raw)))]


def _beginning_missing(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    return seed.raw[draw.randrange(1, len(seed.raw)) :]


def _few_bits(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    raw = bytearray(seed.raw)
    for _ in range(draw.randint(1, 4)):
        raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return bytes(raw)


def _many_bytes(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    raw = bytearray(seed.raw)
    for _ in range(len(raw) // draw.choice([20, 200, 2000]) + 1):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(raw)


def _block(draw: random.Random, seed: Seed) -> tuple[int, int]:
    size = min(draw.choice([16, 512, 4096, 65536]), len(seed.raw) // 2)
    start = draw.randrange(len(seed.raw) - size)
    return start, start + size


def _zeroed(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    start, end = _block(draw, seed)
    return seed.raw[:start] + bytes(end - start) + seed.raw[end:]


def _lost(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    start, end = _block(draw, seed)
    return seed.raw[:start] + seed.raw[end:]


def _doubled(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    start, end = _block(draw, seed)
    return seed.raw[:end] + seed.raw[start:]


def _spliced(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    start, end = _block(draw, seed)
    at = draw.randrange(len(other.raw))
    return seed.raw[:start] + other.raw[at : at + end - start] + seed.raw[end:]


def _two_halves(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    return seed.raw[: draw.randrange(1, len(seed.raw))] + other.raw[draw.randrange(len(other.raw)) :]


def _appended(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    return seed.raw + draw.choice([bytes(draw.randint(1, 5000)), draw.randbytes(draw.randint(1, 5000)), b"\r\n" * 50])


def _line_ends(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    """As by a transfer in text mode."""
    return seed.raw.replace(b"\r\n", b"\n") if draw.random() < 0.5 else seed.raw.replace(b"\n", b"\r\n")


def _seven_bits(draw: random.Random, seed: Seed, other: Seed) -> bytes:
    """As by an old mail server."""
    return bytes(byte & 0x7F for byte in seed.raw)


DAMAGE: dict[str, Callable[[random.Random, Seed, Seed], bytes]] = {
    "cut short": _cut_short,
    "end missing": _end_missing,
    "beginning missing": _beginning_missing,
    "few bits flipped": _few_bits,
    "many bytes changed": _many_bytes,
    "block zeroed": _zeroed,
    "block lost": _lost,
    "block doubled": _doubled,
    "block of another file": _spliced,
    "halves of two files": _two_halves,
    "more at the end": _appended,
    "line ends changed": _line_ends,
    "seven bits": _seven_bits,
}


def damaged(kind: str, draw: random.Random, seeds: Sequence[Seed]) -> Mutant:
    """One of the seeds, damaged."""
    seed, other = draw.choice(seeds), draw.choice(seeds)
    return Mutant(kind, f"letter{seed.suffix}", DAMAGE[kind](draw, seed, other), seed)


def misnamed(draw: random.Random, seeds: Sequence[Seed]) -> Mutant:
    """A whole file under the ending of another format."""
    seed = draw.choice(seeds)
    wrong = draw.choice([suffix for suffix in SUFFIXES if suffix.lower() != seed.suffix])
    told = seed if seed.suffix in (".pdf", ".docx") else None  # the others are texts, too, with their marks in between
    return Mutant("wrong extension", f"letter{wrong}", seed.raw, told)


def oddly_named(draw: random.Random, seeds: Sequence[Seed]) -> Mutant:
    """A whole file with a name that nobody would give it."""
    seed = draw.choice(seeds)
    return Mutant("odd name", f"{draw.choice(_NAMES)}{seed.suffix}", seed.raw + b"\n" * draw.randrange(1, 100), seed)


def senseless(draw: random.Random, seeds: Sequence[Seed]) -> Mutant:
    """Nothing, a byte, a beginning alone, or bytes drawn by chance."""
    beginnings = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe")
    length = draw.choice([0, 0, 1, 1, 100, 100_000])
    return Mutant("senseless", f"x{draw.choice(SUFFIXES[:7])}", draw.choice(beginnings) + draw.randbytes(length))

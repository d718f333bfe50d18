"""Things that can be named as a file and are none: folders, pipes, links that lead nowhere or to no end."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

KIND = "no file"


def strange(folder: Path) -> Iterator[str]:
    """Their paths; those that this system does not know are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    yield str(folder / "missing.pdf")
    yield str(folder / "nul\0byte.pdf")
    yield str(folder / ("long" * 100 + ".pdf"))
    (folder / "folder.pdf").mkdir()
    yield str(folder / "folder.pdf")
    for name, target in {"nowhere": "gone.pdf", "circle": "circle.pdf", "endless": "/dev/zero"}.items():
        with suppress(OSError):  # Windows lets few people make links
            (folder / f"{name}.pdf").symlink_to(target)
            yield str(folder / f"{name}.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.pdf")
        yield str(folder / "pipe.pdf")
    secret = folder / "secret.pdf"
    secret.write_bytes(b"%PDF-1.7")
    secret.chmod(0 if os.name != "nt" else stat.S_IREAD)
    yield str(secret)

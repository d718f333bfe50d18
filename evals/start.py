"""How long the app takes to start: from the command to a served page."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

STARTS = 3  # of the second kind; the median is told
SECONDS = 180


def start_times() -> dict[str, float]:
    """Seconds to a served page: the first start in an empty data folder, and the median of the next ones."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        first = _seconds_to_page(Path(folder))
        later = sorted(_seconds_to_page(Path(folder)) for _ in range(STARTS))
    return {"first start, seconds": first, "second start, seconds": later[STARTS // 2]}


def _seconds_to_page(folder: Path) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    environment = {**os.environ, "INSPECTION_DATA": str(folder), "PORT": str(port)}
    app = subprocess.Popen([sys.executable, "app.py"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}", app)
        return time.perf_counter() - started
    finally:
        app.terminate()
        app.wait()


def _wait_for(address: str, app: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and app.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The app did not serve a page within {SECONDS} s.")

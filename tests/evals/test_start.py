from pathlib import Path

import pytest

from evals.start import start_times

SERVES = """
import http.server, os, pathlib
mark = pathlib.Path(os.environ["INSPECTION_DATA"], "starts")
mark.write_text(mark.read_text() + "x" if mark.exists() else "x")
pathlib.Path("starts").write_text(mark.read_text())
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


def test_the_first_start_and_later_ones_in_the_same_folder_are_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(SERVES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    times = start_times()
    assert list(times) == ["first start, seconds", "second start, seconds"]
    assert all(0 < seconds < 30 for seconds in times.values())
    assert (tmp_path / "starts").read_text(encoding="utf-8") == "xxxx"


def test_an_app_that_ends_at_once_is_told_and_not_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuntimeError, match="did not serve a page"):
        start_times()

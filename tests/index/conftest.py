"""What the tests of the index share: invented letters, and a tiny model of another size."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Corpus, add
from corpus.adding import INCLUDED

Put = Callable[..., str]
PutLetter = Callable[[], str]

_LETTER = """\
Alex Example
Her Majesty's Inspector of Constabulary

Ms C. Invented
Chief Constable
{force}
1 Example Road
Exampleton EX1 2MP

{day}

Dear Chief Constable

Core business: An inspection of crime prevention, police attendance and use of police time

{opening}

Preventing crime

{findings}

Yours sincerely

Alex Example
Her Majesty's Inspector of Constabulary
"""


def letters_into(corpus: Corpus, folder: Path) -> Put:
    """What adds an invented letter to a corpus, in place of an older one of that name, and returns its id."""

    def put(
        name: str,
        *findings: str,
        force: str = "Northshire Police",
        day: str = "3 September 2014",
        opening: str = "The findings that relate to your force are in this letter.",
    ) -> str:
        file = folder / f"{name}.txt"
        items = "\n".join(f"- {each}" for each in findings)
        file.write_text(_LETTER.format(force=force, day=day, opening=opening, findings=items), encoding="utf-8")
        added = add(corpus, file)
        assert added.document, added.reason
        return added.document

    return put


@pytest.fixture
def put(corpus: Corpus, tmp_path: Path) -> Put:
    """Adds an invented letter to `corpus`."""
    return letters_into(corpus, tmp_path)


@pytest.fixture
def put_letter(corpus: Corpus) -> PutLetter:
    """Adds the included letter to `corpus`; returns its id."""

    def put() -> str:
        (file,) = INCLUDED.glob("*.txt")
        return add(corpus, file).document or ""

    return put


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of 2 layers and 32 dimensions, its weights random but fixed, saved to a folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny")
    words = sorted(set(re.findall(r"[a-z]+|\d+", next(INCLUDED.glob("*.txt")).read_text(encoding="utf-8").lower())))
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *".,:;-'()›", *words]
    torch.manual_seed(1)
    shape = BertConfig(
        vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(shape).save_pretrained(folder / "bert")
    BertTokenizer(vocab={token: at for at, token in enumerate(tokens)}).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"

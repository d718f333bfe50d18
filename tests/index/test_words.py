import functools
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus, FolderBusy, ParagraphKind, UnusableFolder
from index import Chunk, Encoder, Encoding, stem
from index.terms import terms_of
from index.words import Packed, Words, pack
from tests.conftest import LETTER


@pytest.fixture
def words(tmp_path: Path) -> Words:
    return Words(tmp_path / "index" / "words.sqlite")


def chunk(document: str, position: int, text: str, heading: str = "") -> Chunk:
    return Chunk(document, f"{document}#{position}", ParagraphKind.BODY, heading, 0, len(text), text)


def store(
    words: Words, encoder: Encoder, document: str, *texts: str, heading: str = ""
) -> list[tuple[Chunk, Encoding]]:
    chunks = [chunk(document, position, text, heading) for position, text in enumerate(texts, 1)]
    rows = list(zip(chunks, encoder.encode([each.context + each.text for each in chunks]), strict=True))
    words.add(document, f"sha of {document}", [(each, pack(each, encoding)) for each, encoding in rows])
    return rows


def found(words: Words, question: str, *documents: str, limit: int = 10) -> list[str]:
    return list(words.matching(terms_of(question), limit, documents or None))


def test_inflected_forms_are_found(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Officers arrested two men.", "The weather was fine.", "An ARREST is recorded.")
    assert set(found(words, "arresting")) == {"a#1@0", "a#3@0"}


def test_accents_do_not_matter(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "A café was burgled.", "The weather was fine.")
    assert found(words, "cafe") == ["a#1@0"]


def test_what_says_more_of_it_comes_first(words: Words, encoder: Encoder) -> None:
    filler = "The force has a plan that it reviews with its partners each year and that staff know well"
    store(words, encoder, "a", f"{filler}. Drones.", "Drones patrol; kayaks patrol.", filler, filler + " too")
    scores = words.matching(terms_of("drones and kayaks"), 10, None)
    assert list(scores) == ["a#2@0", "a#1@0"]
    assert scores["a#2@0"] > scores["a#1@0"] > 0


def test_a_word_of_the_heading_counts_less_than_one_of_the_text(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.", "There is no policy.")
    store(words, encoder, "b", "There is no policy.", heading="Kayaks")
    assert found(words, "kayaks") == ["a#1@0", "b#1@0"]


def test_an_alternative_is_found_as_a_phrase_only(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "The ambulance service helped.", "A service for the ambulance crash.", "Nothing here.")
    assert found(words, "paramedics") == ["a#1@0"]


def test_only_the_given_documents_are_searched(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "northshire", "Kayaks are used.")
    store(words, encoder, "eastmoor", "Kayaks are banned.")
    assert found(words, "kayaks", "eastmoor") == ["eastmoor#1@0"]
    assert words.matching(terms_of("kayaks"), 10, []) == {}
    assert len(found(words, "kayaks")) == 2


def test_no_more_than_the_limit_is_found(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", *(f"Kayaks number {at}." for at in range(9)))
    assert len(found(words, "kayaks", limit=4)) == 4


@pytest.mark.parametrize("question", ["", "What did the police do?", '"', "* OR NEAR(", "\0"])
def test_a_question_without_topic_finds_nothing(words: Words, encoder: Encoder, question: str) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    assert found(words, question) == []


@pytest.mark.parametrize("question", ['kayaks" OR "', "text:kayaks", "kayaks*", "NOT kayaks AND", "kay'; DROP kayaks"])
def test_a_questions_marks_are_no_query_language(words: Words, encoder: Encoder, question: str) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    assert found(words, question) == ["a#1@0"]


def test_rarity_is_the_formula(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Officers use kayaks and kayaks.", "Officers train.", "An officer left.")
    rarity = words.rarity([stem("kayaks"), stem("officer"), "zebra"])
    assert rarity["kayak"] == pytest.approx(0.98083, abs=1e-5)  # ln(4 / 1.5)
    assert rarity["offic"] == pytest.approx(0.13353, abs=1e-5)  # ln(4 / 3.5)
    assert rarity["zebra"] == pytest.approx(2.07944, abs=1e-5)  # ln(4 / 0.5)


@pytest.mark.parametrize("word", ["technology", "victims", "visibly", "policies", "Agency"])
def test_rarity_knows_the_words_of_the_store(words: Words, encoder: Encoder, word: str) -> None:
    store(words, encoder, "a", f"The {word} of the force.")
    assert words.rarity([stem(word)])[stem(word)] == pytest.approx(math.log(2 / 1.5))


def test_rarity_in_an_empty_store(words: Words) -> None:
    assert words.rarity(["bail"])["bail"] == pytest.approx(math.log(2))


def test_chunks_come_back_as_they_were(words: Words, encoder: Encoder) -> None:
    rows = store(words, encoder, "a", "The force’s “policy” is new.", heading="Bail › Suspects")
    (entry,) = words.entries(["a#1@0", "a#2@0", "nonsense"])
    assert entry.chunk == rows[0][0]


def test_stored_tokens_are_those_of_the_model(words: Words, encoder: Encoder, letter_corpus: Corpus) -> None:
    texts = [paragraph.text for paragraph in letter_corpus.paragraphs(LETTER) if paragraph.kind.holds_findings]
    rows = store(words, encoder, "a", *texts, heading="Preventing crime")
    for (chunk, encoding), entry in zip(rows, words.entries(chunk.id for chunk, _ in rows), strict=True):
        starts = {start: at for at, (start, _) in enumerate(encoding.spans.tolist())}
        originals = encoding.tokens[[starts[start + len(chunk.context)] for start in entry.spans[:, 0].tolist()]]
        assert len(entry.tokens) > 5
        assert np.einsum("td,td->t", originals, entry.tokens).min() > 0.99


def test_stored_tokens_are_the_content_words_of_the_text(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "The force has (a) policy on bail.", heading="Kayaks")
    (entry,) = words.entries(["a#1@0"])
    assert [entry.chunk.text[start:end] for start, end in entry.spans] == ["policy", "bail"]


def test_a_chunk_without_content_words_has_no_tokens(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "What did the police do?")
    (entry,) = words.entries(["a#1@0"])
    assert len(entry.tokens) == len(entry.spans) == 0


def test_a_removed_document_is_gone(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    store(words, encoder, "b", "Kayaks are banned.")
    words.remove("a")
    assert found(words, "kayaks") == ["b#1@0"]
    assert (len(words), words.documents(), words.entries(["a#1@0"])) == (1, {"b": "sha of b"}, [])
    assert words.rarity(["kayak"])["kayak"] == pytest.approx(math.log(2 / 1.5))


def test_a_document_without_chunks_is_remembered(words: Words) -> None:
    words.add("empty", "sha", [])
    assert words.documents() == {"empty": "sha"}


def test_adding_stores_all_or_nothing(words: Words, encoder: Encoder) -> None:
    def breaking_off() -> Iterator[tuple[Chunk, Packed]]:
        kayaks = chunk("a", 1, "Kayaks.")
        yield kayaks, pack(kayaks, encoder.encode(["Kayaks."])[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        words.add("a", "sha", breaking_off())
    assert (len(words), words.documents(), found(words, "kayaks")) == (0, {}, [])


def test_starting_forgets_everything(words: Words, encoder: Encoder) -> None:
    assert words.built_with() is None
    store(words, encoder, "a", "Kayaks are used.")
    words.start("a model")
    assert (words.built_with(), len(words), words.documents(), found(words, "kayaks")) == ("a model", 0, {}, [])


def test_what_is_stored_outlives_the_process(words: Words, encoder: Encoder, tmp_path: Path) -> None:
    words.start("a model")
    store(words, encoder, "a", "Kayaks are used.")
    again = Words(tmp_path / "index" / "words.sqlite")
    assert (again.built_with(), found(again, "kayaks")) == ("a model", ["a#1@0"])


def test_the_stamp_changes_with_every_write_and_with_nothing_else(
    words: Words, encoder: Encoder, tmp_path: Path
) -> None:
    before = words.stamp()
    store(words, encoder, "a", "Kayaks are used.")
    after = words.stamp()
    found(Words(tmp_path / "index" / "words.sqlite"), "kayaks")
    assert before != after == words.stamp()


def test_a_store_that_is_gone_is_named_with_its_remedy(words: Words, tmp_path: Path) -> None:
    (tmp_path / "index" / "words.sqlite").unlink()
    with pytest.raises(UnusableFolder, match="rebuilt from the corpus"):
        words.stamp()


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xa5" * 5000])
def test_a_damaged_file_is_named_with_its_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.sqlite").write_bytes(content)
    with pytest.raises(UnusableFolder, match=r"words\.sqlite cannot be used.*Remove the folder"):
        Words(tmp_path / "words.sqlite")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(UnusableFolder, match="cannot be used"):
        Words(tmp_path / "index" / "words.sqlite")


def test_a_file_that_another_writes_to_is_busy_not_damaged(
    words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "index" / "words.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    impatient = functools.partial(sqlite3.connect, tmp_path / "index" / "words.sqlite", timeout=0.01)
    monkeypatch.setattr(sqlite3, "connect", lambda file, timeout: impatient())
    with pytest.raises(FolderBusy, match="Try again"):
        words.documents()
    other.close()

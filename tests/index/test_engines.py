"""What every engine must do alike: Chroma in the data folder, a Chroma server, and Milvus (as milvus-lite)."""

import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus, ParagraphKind
from evals.chroma_server import chroma_server, free_port
from index import Chunk, Encoder, Encoding, Hit, Index, Scope, Synced
from index.building import Stores, folder_of
from index.embed import Vector, unit
from index.engine import Engine
from index.entry import pack
from index.fusion import Found
from index.record import Held
from index.server import LostIndex, Server, server_named
from index.terms import terms_of
from tests.index.conftest import Put, PutLetter, letters_into

KINDS = ("chroma", "chroma server", "milvus")
SERVED = KINDS[1:]
PART = "northshire"
EAST, NORTH, NORTH_EAST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]
QUESTIONS = ("Are wanted suspects supervised?", "How do they keep bail records?", "mobile devices on patrol")
NOTHING_TO_DO = Synced(0, 0, False)
_numbers = count()


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma"), free_port()) as address:
        yield address


@pytest.fixture(scope="module")
def milvus_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same client over milvus-lite in this process: a Milvus server is no Python package."""
    return f"milvus://{tmp_path_factory.mktemp('milvus') / 'index.db'}"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def _settings(kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a user sets them; each test has an index of its own on the shared server."""
    monkeypatch.setenv("INDEX_NAME", f"test_{next(_numbers)}")
    if kind == "chroma server":
        monkeypatch.setenv("CHROMA_URL", request.getfixturevalue("chroma_url"))
    if kind == "milvus":
        monkeypatch.setenv("INDEX_URL", request.getfixturevalue("milvus_url"))


@pytest.fixture
def server(tmp_path: Path) -> Server | None:
    return server_named(tmp_path)


@pytest.fixture
def stores(tmp_path: Path, server: Server | None) -> Stores:
    return Stores(tmp_path / "index", server)


def chunks(document: str, *texts: str, heading: str = "") -> list[Chunk]:
    return [
        Chunk(document, f"{document}#{at}", ParagraphKind.BODY, heading, 0, len(text), text)
        for at, text in enumerate(texts, 1)
    ]


def array(*rows: list[float]) -> Vector:
    return np.array(rows, dtype=np.float32)


def put(engine: Engine, document: str, *rows: list[float], part: str = PART) -> None:
    engine.add(part, chunks(document, *("x" * len(rows))), array(*rows))


def say(engine: Engine, document: str, *texts: str, heading: str = "", part: str = PART) -> None:
    engine.add(part, chunks(document, *texts, heading=heading), array(*[EAST for _ in texts]))


def nearest(
    engine: Engine, *to: list[float], limit: int = 10, parts: Mapping[str, Sequence[str] | None] | None = None
) -> dict[str, float]:
    found = engine.candidates(terms_of(""), array(*to), limit, {PART: None} if parts is None else parts)
    return dict(found.by_vector)


def matching(
    stores: Stores, question: str, limit: int = 10, parts: Mapping[str, Sequence[str] | None] | None = None
) -> dict[str, float]:
    asked = {PART: None} if parts is None else parts
    return dict(stores.engine.candidates(terms_of(question), array(EAST), limit, asked).by_words)


def keep(stores: Stores, encoder: Encoder, document: str, *texts: str, heading: str = "", part: str = PART) -> None:
    """To both, as a sync does."""
    held = chunks(document, *texts, heading=heading)
    say(stores.engine, document, *texts, heading=heading, part=part)
    rows = [(each, pack(each, encoder.encode([each.context + each.text])[0])) for each in held]
    stores.chunks.add({document: Held("sha", part)}, rows)


# By meaning


def test_the_nearest_come_first_with_their_cosines(stores: Stores) -> None:
    put(stores.engine, "a", NORTH, NORTH_EAST, EAST)
    found = nearest(stores.engine, EAST)
    assert list(found) == ["a#3@0", "a#2@0", "a#1@0"]
    assert list(found.values()) == [pytest.approx(1), pytest.approx(0.6), pytest.approx(0, abs=1e-6)]
    assert list(nearest(stores.engine, EAST, limit=2)) == ["a#3@0", "a#2@0"]


def test_the_nearest_of_many_are_the_true_ones(stores: Stores) -> None:
    rows = unit(np.random.default_rng(7).normal(size=(1200, 24)).astype(np.float32))  # more than a request takes
    stores.engine.add(PART, chunks("a", *("x" * len(rows))), rows)
    assert len(stores.engine) == 1200
    for asked in rows[:5]:
        true = [f"a#{at + 1}@0" for at in np.argsort(-(rows @ asked))[:5]]
        assert list(nearest(stores.engine, asked.tolist(), limit=5)) == true


def test_the_nearest_to_any_of_several_vectors_are_found(stores: Stores) -> None:
    put(stores.engine, "a", EAST, NORTH, NORTH_EAST)
    assert nearest(stores.engine, EAST, NORTH, limit=1) == {"a#1@0": pytest.approx(1), "a#2@0": pytest.approx(1)}
    assert nearest(stores.engine, EAST, NORTH)["a#3@0"] == pytest.approx(0.8)  # the larger cosine


def test_each_part_is_searched_by_itself_and_narrowed_by_itself(stores: Stores) -> None:
    for document, part in (("a", "northshire"), ("b", "northshire"), ("c", "eastmoor")):
        put(stores.engine, document, EAST, part=part)
    asked: list[tuple[Mapping[str, Sequence[str] | None], set[str]]] = [
        ({"northshire": None}, {"a#1@0", "b#1@0"}),
        ({"northshire": None, "eastmoor": None}, {"a#1@0", "b#1@0", "c#1@0"}),
        ({"northshire": ["b"], "eastmoor": None}, {"b#1@0", "c#1@0"}),
        ({"northshire": ["a", "b"]}, {"a#1@0", "b#1@0"}),
        ({"northshire": ["c"], "eastmoor": ["a"]}, set()),
        ({"northshire": []}, set()),
        ({"atlantis": None}, set()),
        ({}, set()),
    ]
    for parts, wanted in asked:
        assert set(nearest(stores.engine, EAST, parts=parts)) == wanted


def test_an_empty_store_finds_nothing(stores: Stores) -> None:
    stores.engine.add(PART, [], np.zeros((0, 3), dtype=np.float32))
    stores.engine.remove(PART, ["a"])
    assert (len(stores.engine), stores.engine.all()) == (0, {})
    try:
        found = stores.engine.candidates(terms_of("kayaks"), array(EAST), 10, {PART: None})
    except LostIndex:  # to a search it is all one whether there was never anything: the index knows
        found = Found({}, {})
    assert (found.by_words, found.by_vector) == ({}, {})


def test_adding_again_takes_the_place(stores: Stores) -> None:
    put(stores.engine, "a", EAST)
    put(stores.engine, "a", NORTH)
    assert len(stores.engine) == 1
    assert nearest(stores.engine, NORTH)["a#1@0"] == pytest.approx(1)


def test_only_the_given_part_loses_a_document(stores: Stores) -> None:
    put(stores.engine, "a", EAST, part="northshire")
    put(stores.engine, "b", EAST, EAST, part="eastmoor")
    put(stores.engine, "c", EAST, part="eastmoor")
    stores.engine.remove("eastmoor", ["a", "b", "nobody"])
    stores.engine.remove("atlantis", ["a"])
    assert set(nearest(stores.engine, EAST, parts={"northshire": None, "eastmoor": None})) == {"a#1@0", "c#1@0"}
    assert len(stores.engine) == 2


def test_a_cleared_store_takes_vectors_of_another_size(stores: Stores) -> None:
    put(stores.engine, "a", EAST)
    stores.engine.clear()
    assert len(stores.engine) == 0
    stores.engine.add(PART, chunks("b", "x"), array([1.0, 0.0]))
    assert list(nearest(stores.engine, [1.0, 0.0])) == ["b#1@0"]


def test_what_is_stored_is_there_as_it_was_after_a_restart(
    stores: Stores, tmp_path: Path, server: Server | None
) -> None:
    put(stores.engine, "a", NORTH_EAST, EAST)
    again = Stores(tmp_path / "index", server).engine
    assert list(nearest(again, EAST)) == ["a#2@0", "a#1@0"]
    held = again.all()
    assert set(held) == {"a#1@0", "a#2@0"}
    assert held["a#1@0"] == pytest.approx(np.array(NORTH_EAST, np.float32))


def test_parts_and_documents_may_have_any_name(stores: Stores) -> None:
    names = ["none", "dyfed-powys", "x'; DROP TABLE parts --", 'say "no"', "back\\slash", "é"]
    for at, name in enumerate(names):
        put(stores.engine, f"{name}-letter", EAST if at % 2 else NORTH, part=name)
    for name in names:
        assert set(nearest(stores.engine, EAST, parts={name: None})) == {f"{name}-letter#1@0"}
        assert set(nearest(stores.engine, EAST, parts={name: [f"{name}-letter"]})) == {f"{name}-letter#1@0"}
        stores.engine.remove(name, [f"{name}-letter"])
    assert len(stores.engine) == 0


# By words


def test_what_says_more_of_it_comes_first_in_any_inflected_form(stores: Stores, encoder: Encoder) -> None:
    filler = "The force has a plan that it reviews with its partners each year and that staff know well"
    texts = (f"{filler}. A drone.", "Drones patrolled; kayaks patrol.", filler, filler + " too")
    keep(stores, encoder, "a", *texts)
    scores = matching(stores, "droning and kayaks")
    assert list(scores) == ["a#2@0", "a#1@0"]
    assert scores["a#2@0"] > scores["a#1@0"] > 0
    assert len(matching(stores, "drones", limit=1)) == 1


def test_headings_accents_and_expressions_count(stores: Stores, encoder: Encoder) -> None:
    keep(stores, encoder, "a", "There is no policy.", heading="Kayaks")
    keep(
        stores, encoder, "b", "A café was burgled.", "The ambulance service came.", "A service for the ambulance crash."
    )
    assert list(matching(stores, "kayaks")) == ["a#1@0"]
    assert list(matching(stores, "cafe")) == ["b#1@0"]
    assert list(matching(stores, "paramedics")) == ["b#2@0"]  # by the thesaurus, as an expression only


@pytest.mark.parametrize("question", ["", "What did the police do?", '"', "* OR NEAR(", "\0"])
def test_a_question_without_topic_finds_nothing_by_words(stores: Stores, encoder: Encoder, question: str) -> None:
    keep(stores, encoder, "a", "Kayaks are used.")
    assert matching(stores, question) == {}


def test_words_are_searched_in_the_given_parts_and_documents(stores: Stores, encoder: Encoder) -> None:
    for document, part in (("a", "northshire"), ("b", "northshire"), ("c", "eastmoor")):
        keep(stores, encoder, document, "Kayaks are used.", part=part)
    assert set(matching(stores, "kayaks")) == {"a#1@0", "b#1@0"}
    assert set(matching(stores, "kayaks", parts={"northshire": ["b"], "eastmoor": None})) == {"b#1@0", "c#1@0"}
    assert matching(stores, "kayaks", parts={"northshire": ["c"], "eastmoor": ["a"]}) == {}


def test_rarity_is_the_formula_and_follows_what_is_held(stores: Stores, encoder: Encoder) -> None:
    keep(stores, encoder, "a", "Officers use kayaks and kayaks.", "Officers of the force train.", heading="Boats")
    keep(stores, encoder, "b", "An officer left.", part="eastmoor")
    both = stores.chunks.rarity(["kayak", "offic", "boat", "of", "zebra"], [PART, "eastmoor"])
    wanted = {"kayak": 4 / 1.5, "offic": 4 / 3.5, "boat": 4 / 2.5, "of": 4 / 1.5, "zebra": 4 / 0.5}
    assert both == {stem: pytest.approx(math.log(each)) for stem, each in wanted.items()}
    assert stores.chunks.rarity(["offic"], ["eastmoor"])["offic"] == pytest.approx(math.log(2 / 1.5))
    stores.chunks.remove({"a": PART})
    assert stores.chunks.rarity(["offic"], [PART, "eastmoor"])["offic"] == pytest.approx(math.log(2 / 1.5))
    stores.chunks.clear()
    assert stores.chunks.rarity(["offic"], [PART])["offic"] == pytest.approx(math.log(2))


# The index over it


@pytest.fixture
def fresh(corpus: Corpus, encoder: Encoder) -> Index:
    return Index(corpus, encoder)


@pytest.fixture
def index(fresh: Index, put: Put) -> Index:
    put("northshire", "Northshire keeps no records of bail.", "Wanted suspects are supervised daily.", "Staff patrol.")
    put("eastmoor", "Officers use mobile devices.", "Suspects on bail are named.", force="Eastmoor Constabulary")
    assert fresh.sync() == Synced(2, 0, True)
    return fresh


def search(index: Index, question: str, limit: int = 10) -> list[Hit]:
    return index.search(Scope.of(question, index.corpus), limit)


def results(index: Index) -> list[tuple[str, float]]:
    return [(hit.chunk.id, round(hit.score, 3)) for question in QUESTIONS for hit in search(index, question, 40)]


def undisturbed(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """What an index of that kind answers that was built once, of what the corpus holds now."""
    copy = Corpus(tmp_path / "copy")
    for document in index.corpus.documents():
        copy.put(document, index.corpus.paragraphs(document.id))
    monkeypatch.setenv("INDEX_NAME", f"test_{next(_numbers)}")
    other = Index(copy, index.encoder)
    other.sync()
    return results(other)


def test_questions_on_the_included_letter_find_what_the_data_folders_index_finds(
    fresh: Index, put_letter: PutLetter, letter_index: Index
) -> None:
    put_letter()
    assert fresh.sync() == Synced(1, 0, True)
    for question in ("How many suspects failed to answer police bail?", "tablets and phones for bobbies", *QUESTIONS):
        found, wanted = search(fresh, question), search(letter_index, question)
        assert found[0].chunk == wanted[0].chunk
        assert found[0].score == pytest.approx(wanted[0].score, abs=0.05)
        assert len({hit.chunk.id for hit in found} & {hit.chunk.id for hit in wanted}) >= 8
    quick = fresh.search(Scope.of("police bail", fresh.corpus), 5, rerank=False)
    assert len(quick) == 5


def test_what_is_added_replaced_and_removed_is_followed(
    index: Index, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("northshire", "Officers have kayaks.")
    put("eastmoor-2", "There are boats.", force="Eastmoor Constabulary")
    assert index.sync() == Synced(2, 0, False)
    assert search(index, "kayaks")[0].chunk.text == "Officers have kayaks."
    assert not any("records of bail" in hit.chunk.text for hit in search(index, "bail", 50))
    index.corpus.remove("eastmoor")
    assert index.sync() == Synced(0, 1, False)
    assert index.sync() == NOTHING_TO_DO
    assert results(index) == undisturbed(index, tmp_path, monkeypatch)


def test_another_process_sees_the_same_and_what_it_adds_is_found(index: Index, put: Put) -> None:
    other = Index(index.corpus, index.encoder)
    assert other.sync() == NOTHING_TO_DO
    assert results(other) == results(index)
    put("westvale", "Kayaks are used on patrol.", force="Westvale Police")
    assert other.sync() == Synced(1, 0, False)
    assert search(index, "kayaks")[0].chunk.document == "westvale"
    assert index.sync() == NOTHING_TO_DO


def test_two_processes_may_build_it_at_once(
    corpus: Corpus, encoder: Encoder, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("northshire", "Northshire keeps no records of bail.", "Wanted suspects are supervised daily.")
    both = [Index(corpus, encoder), Index(corpus, encoder)]
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(Index.sync, both))
    assert sorted(outcome.added for outcome in outcomes) == [0, 1]
    assert results(both[0]) == results(both[1]) == undisturbed(both[0], tmp_path, monkeypatch)


class Renamed(Encoder):
    """Another model: its vectors point the other way."""

    name, keeps_tokens = "renamed", True

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.dimensions, self.max_tokens = encoder, encoder.dimensions, encoder.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return [Encoding(-each.vector, -each.tokens, each.spans) for each in self._encoder.encode(texts)]

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)


def test_another_model_builds_it_anew(index: Index, encoder: Encoder) -> None:
    before = results(index)
    other = Index(index.corpus, Renamed(encoder))
    assert other.sync() == Synced(2, 0, True)
    assert [id for id, _ in results(other)] == [id for id, _ in before]
    again = Index(index.corpus, encoder)
    assert again.sync().rebuilt
    assert results(again) == before


def test_a_crash_on_the_way_is_mended(index: Index, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    put("northshire", "Officers have kayaks.", "They have boats.")
    for store, step in ((type(index._stores.engine), "add"), (type(index._stores.chunks), "add")):
        with monkeypatch.context() as crashing:
            crashing.setattr(store, step, crash)
            with pytest.raises(KeyboardInterrupt):
                index.sync()
    mended = Index(index.corpus, index.encoder)
    mended.sync()
    assert mended.sync() == NOTHING_TO_DO
    assert results(mended) == undisturbed(mended, tmp_path, monkeypatch)


def test_a_crash_while_it_is_emptied_is_mended(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        clear(index._stores.chunks)
        raise KeyboardInterrupt

    before, clear = results(index), type(index._stores.chunks).clear
    index._stores.engine.remove(PART, ["northshire"])
    with monkeypatch.context() as crashing:
        crashing.setattr(type(index._stores.chunks), "clear", crash)
        with pytest.raises(KeyboardInterrupt):
            index.sync()
    mended = Index(index.corpus, index.encoder)
    assert mended.sync() == Synced(2, 0, True)
    assert results(mended) == before


def test_a_lost_folder_is_built_anew(index: Index) -> None:
    before = results(index)
    shutil.rmtree(folder_of(index.corpus, server_named(index.corpus.folder)))
    mended = Index(index.corpus, index.encoder)
    assert mended.sync() == Synced(2, 0, True)
    assert results(mended) == before


@pytest.mark.parametrize("kind", SERVED)
def test_a_server_that_was_emptied_says_so_and_is_filled_again(index: Index) -> None:
    before = results(index)
    Stores(index.corpus.folder / "other", server_named(index.corpus.folder)).engine.clear()
    with pytest.raises(LostIndex, match=r"has no .*indexed there again"):
        results(index)
    assert index.is_lost
    assert index.sync() == Synced(2, 0, True)
    assert not index.is_lost
    assert results(index) == before


@pytest.mark.parametrize("kind", SERVED)
def test_two_corpora_of_one_name_on_one_server_do_not_meet(index: Index, encoder: Encoder, tmp_path: Path) -> None:
    before = results(index)
    other = Corpus(tmp_path / "other")
    letters_into(other, tmp_path)("westvale", "Kayaks are used.", force="Westvale Police")
    second = Index(other, encoder)
    second.sync()
    assert {hit.chunk.document for hit in search(second, "bail kayaks", 40)} == {"westvale"}
    assert Index(other, encoder).sync() == NOTHING_TO_DO  # its name was kept
    assert index.sync() == NOTHING_TO_DO
    assert results(index) == before


def test_a_document_without_paragraphs_to_search_is_no_fault(corpus: Corpus, fresh: Index, put: Put) -> None:
    put("northshire", "Kayaks are used.")
    (document,) = corpus.documents()
    corpus.put(document, [])
    fresh.sync()
    assert fresh.sync() == NOTHING_TO_DO
    assert search(fresh, "kayaks") == []

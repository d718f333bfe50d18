import shutil
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import (
    Corpus,
    Document,
    DocumentKind,
    FolderBusy,
    Paragraph,
    ParagraphKind,
    UnusableFolder,
    correct,
    writing,
)
from index import Encoder, Encoding, Hit, Index, Scope, Synced
from index.building import Stores
from index.sentence_model import SentenceEncoder
from index.vectors import Vectors
from index.words import Words
from tests.conftest import LETTER
from tests.index.conftest import Put, letters_into

Damage = Callable[[Path], object]

QUESTIONS = ("Are wanted suspects supervised?", "How do they keep bail records?", "mobile devices on patrol")
NOTHING_TO_DO = Synced(0, 0, False)


class Renamed(Encoder):
    """An encoder under another name, as after a change of its weights; its vectors point the other way."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = "renamed"
        self.dimensions = encoder.dimensions
        self.max_tokens = encoder.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        found = self._encoder.encode(texts)
        return [Encoding(-encoding.vector, -encoding.tokens, encoding.spans) for encoding in found]

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A data folder with letters to Northshire and Westvale, indexed. Tests work on copies."""
    folder = tmp_path_factory.mktemp("built")
    put = letters_into(Corpus(folder / "data"), folder)
    put("northshire", "Northshire keeps no records of bail.", "Wanted suspects are supervised daily.", "Staff patrol.")
    put("westvale", "Officers use mobile devices.", "Suspects on bail are named.", force="Westvale Police")
    Index(Corpus(folder / "data"), encoder).sync()
    return folder / "data"


@pytest.fixture
def held(corpus: Corpus, built: Path) -> Corpus:
    """A copy of `built`."""
    shutil.copytree(built, corpus.folder, dirs_exist_ok=True)
    return corpus


@pytest.fixture
def index(held: Corpus, encoder: Encoder) -> Index:
    """The index of `held`, in step with it."""
    return Index(held, encoder)


@pytest.fixture
def fresh(corpus: Corpus, encoder: Encoder) -> Index:
    """An index that holds nothing, of a corpus that holds nothing."""
    return Index(corpus, encoder)


@pytest.fixture
def folder(corpus: Corpus) -> Path:
    """Where the index of `corpus` is."""
    return corpus.folder / "index-3"


def search(index: Index, question: str, *forces: str, limit: int = 10) -> list[Hit]:
    return index.search(Scope.of(question, index.corpus, forces), limit)


def results(index: Index) -> list[tuple[str, float]]:
    """What an index answers, to compare it with another's."""
    return [(hit.chunk.id, round(hit.score, 4)) for question in QUESTIONS for hit in search(index, question, limit=40)]


def undisturbed(corpus: Corpus, encoder: Encoder, tmp_path: Path) -> list[tuple[str, float]]:
    """What an index answers that was built once, of what the corpus holds now."""
    copy = Corpus(tmp_path / "copy")
    for document in corpus.documents():
        copy.put(document, corpus.paragraphs(document.id))
    index = Index(copy, encoder)
    index.sync()
    return results(index)


# Searching


def test_the_best_hit_answers_the_question(letter_index: Index) -> None:
    hits = search(letter_index, "How many suspects failed to answer police bail?")
    assert hits[0].chunk.paragraph == f"{LETTER}#28"
    assert "failed to answer police bail" in hits[0].chunk.text


def test_there_are_ten_hits_best_first(letter_index: Index) -> None:
    for question in QUESTIONS:
        hits = search(letter_index, question)
        assert len({hit.chunk.id for hit in hits}) == 10
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_question_in_everyday_words_finds_the_inspectors_words(letter_index: Index) -> None:
    hits = search(letter_index, "Do bobbies get tablets and phones to work with while out and about?")
    assert "mobile devices" in hits[0].chunk.text


def test_the_limit_is_kept(letter_index: Index) -> None:
    assert [hit.chunk.id for hit in search(letter_index, "bail", limit=3)] == [
        hit.chunk.id for hit in search(letter_index, "bail", limit=10)
    ][:3]
    assert search(letter_index, "bail", limit=0) == []


def test_headings_and_captions_are_no_hits(letter_index: Index) -> None:
    hits = search(letter_index, "Preventing crime handwritten signature in black ink", limit=100)
    assert {hit.chunk.kind.value for hit in hits} >= {"body", "signature", "letterhead"}
    assert not {hit.chunk.kind.value for hit in hits} & {"heading", "caption"}


@pytest.mark.parametrize("question", ["", "?", "the", "\0", "x" * 5000, "bail " * 100, "…—“”", "\u4e00"])
def test_odd_questions_are_searched(letter_index: Index, question: str) -> None:
    hits = search(letter_index, question)
    assert len(hits) == 10
    assert all(np.isfinite(hit.score) for hit in hits)


def test_no_document_in_scope_gives_no_hits(letter_index: Index) -> None:
    assert search(letter_index, "How does Kent Police handle bail?") == []


def test_another_forces_findings_are_no_hits(corpus: Corpus, fresh: Index, put: Put) -> None:
    put("eastmoor", "Wanted suspects are supervised daily.", "Bail is recorded.", force="Eastmoor Constabulary")
    put("northshire", "Officers have kayaks.")
    fresh.sync()
    assert {hit.chunk.document for hit in search(fresh, "Are Northshire's wanted suspects supervised?")} == {
        "northshire"
    }
    assert {hit.chunk.document for hit in search(fresh, "Are wanted suspects supervised?", "eastmoor")} == {"eastmoor"}


def test_an_embargoed_document_is_indexed_but_no_hit(fresh: Index, put: Put) -> None:
    put("northshire", "Officers have kayaks.", opening="This letter is embargoed until 1 January 2999 at 00:01.")
    assert fresh.sync().added == 1
    assert search(fresh, "kayaks") == []


def test_an_empty_index_gives_no_hits(fresh: Index) -> None:
    assert search(fresh, "bail") == []


def test_a_sentence_that_fits_is_judged_above_one_that_does_not(letter_index: Index) -> None:
    fits, other = letter_index.judge(
        "police bail", ["Suspects failed to answer police bail.", "Officers have tablets."]
    )
    assert fits.maxsim > other.maxsim
    assert fits.cosine > other.cosine
    assert (fits.covered, other.covered) == (1, 0)
    assert letter_index.judge("police bail", []) == []


def test_terms_and_their_rarity_are_those_of_the_topic(letter_index: Index) -> None:
    assert [term.text for term in letter_index.terms("the kayaks of officers")] == ["kayaks", "officers"]
    rarity = letter_index.rarity(Scope.of("the kayaks of officers", letter_index.corpus))
    assert rarity["kayak"] > rarity["offic"] > 0


# Several forces, and parts of the index


def paragraphs(document: str, *texts: str) -> list[Paragraph]:
    return [Paragraph(document, at, ParagraphKind.BODY, text) for at, text in enumerate(texts, 1)]


def forces_of(hits: list[Hit], corpus: Corpus) -> list[str]:
    documents = [corpus.document(hit.chunk.document) for hit in hits]
    return [document.forces[0] for document in documents if document]


def many_kayaks(fresh: Index, put: Put) -> None:
    """Northshire says more of kayaks, and closer to the question, than the others."""
    put("northshire", *(f"Kayaks are used on river {at}." for at in range(12)))
    put("eastmoor", "Officers may borrow a kayak.", "There are boats.", force="Eastmoor Constabulary")
    put("westvale", "Some have a canoe.", "Kayaks are old.", force="Westvale Police")
    fresh.sync()


def test_forces_that_are_compared_take_turns(corpus: Corpus, fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    forces = forces_of(search(fresh, "Do Eastmoor and Northshire use kayaks?", limit=8), corpus)
    assert set(forces[:2]) == {"northshire", "eastmoor"}
    assert all(one != other for one, other in pairwise(forces))


def test_each_compared_forces_hits_are_those_of_a_question_about_it_alone(fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    hits = search(fresh, "Do Eastmoor and Northshire use kayaks?", limit=10)
    for force in ("northshire", "eastmoor"):
        alone = search(fresh, "Do the force and the force use kayaks?", force, limit=10)
        mine = [hit for hit in hits if hit.chunk.document == force]
        assert [hit.chunk.id for hit in mine] == [hit.chunk.id for hit in alone][: len(mine)]


def test_a_compared_force_without_documents_takes_no_turn(corpus: Corpus, fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    hits = search(fresh, "Do Kent, Eastmoor and Westvale use kayaks?", limit=4)
    assert forces_of(hits, corpus)[:2] in (["eastmoor", "westvale"], ["westvale", "eastmoor"])
    assert search(fresh, "Do Kent and Essex use kayaks?") == []


def test_which_forces_is_answered_with_a_different_force_each_first(corpus: Corpus, fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    forces = forces_of(search(fresh, "Which forces use kayaks?", limit=6), corpus)
    assert set(forces[:3]) == {"northshire", "eastmoor", "westvale"}
    assert set(forces_of(search(fresh, "kayaks on rivers", limit=6), corpus)) == {"northshire"}


def test_a_document_on_two_compared_forces_is_found_once(corpus: Corpus, fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    joint = Document("joint", "Kayaks", DocumentKind.LETTER, "joint.txt", "sha", forces=("eastmoor", "northshire"))
    corpus.put(joint, paragraphs("joint", "Kayaks are shared by officers."))
    fresh.sync()
    for question in (
        "Which forces share kayaks?",
        "Does Eastmoor share kayaks?",
        "Do Eastmoor and Northshire share kayaks?",
    ):
        ids = [hit.chunk.id for hit in search(fresh, question, limit=30)]
        assert "joint#1@0" in ids
        assert len(set(ids)) == len(ids)


def test_documents_on_no_force_are_found_by_questions_about_none(corpus: Corpus, fresh: Index, put: Put) -> None:
    many_kayaks(fresh, put)
    national = Document("national", "Kayaks", DocumentKind.THEMATIC_REPORT, "national.txt", "sha")
    corpus.put(national, paragraphs("national", "Kayaks are rare."))
    fresh.sync()
    assert search(fresh, "rare kayaks")[0].chunk.document == "national"
    asked = Scope.of("Does Eastmoor have rare kayaks?", corpus)
    assert {hit.chunk.document for hit in fresh.search(asked)} == {"eastmoor"}
    assert {hit.chunk.document for hit in fresh.search(asked.context)} == {"national"}


def test_a_document_corrected_to_another_force_is_found_under_that_one_alone(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path
) -> None:
    put("essex", "Kayaks are used.", force="Essex Police")
    index.sync()
    correct(held, "essex", {"forces": "Kent Police"})
    assert index.sync() == Synced(1, 0, False)
    assert {hit.chunk.document for hit in search(index, "Does Kent use kayaks?")} == {"essex"}
    assert search(index, "Does Essex use kayaks?") == []
    assert results(index) == undisturbed(held, encoder, tmp_path)
    assert index.sync() == NOTHING_TO_DO


def test_until_it_is_indexed_anew_a_corrected_document_is_no_hit_of_its_old_force(
    held: Corpus, index: Index, put: Put
) -> None:
    put("essex", "Kayaks are used.", force="Essex Police")
    index.sync()
    correct(held, "essex", {"forces": "Westvale Police"})
    assert search(index, "Does Essex use kayaks?") == []
    hits = search(index, "Does Westvale use kayaks?", limit=40)
    assert {hit.chunk.document for hit in hits} == {"essex", "westvale"}


def test_without_rerank_the_same_scope_is_searched(index: Index) -> None:
    for force in ("northshire", "westvale"):
        scope = Scope.of("Are suspects on bail named?", index.corpus, [force])
        quick, thorough = (index.search(scope, 100, rerank) for rerank in (False, True))
        assert {hit.chunk.document for hit in quick} == {force}
        assert {hit.chunk.text for hit in quick} == {hit.chunk.text for hit in thorough}  # of copies, either may lead
        assert [hit.score for hit in quick] == sorted((hit.score for hit in quick), reverse=True)


def test_without_rerank_only_words_and_vectors_count(index: Index) -> None:
    scope = Scope.of("Are suspects on bail named?", index.corpus)
    for quick in index.search(scope, 5, rerank=False):
        assert (quick.signals.covered, quick.signals.maxsim, quick.signals.least) == (0, 0, 0)
        assert quick.signals.cosine > 0


def test_the_same_text_twice_in_a_document_is_one_hit(corpus: Corpus, fresh: Index) -> None:
    for id in ("northshire", "eastmoor"):
        document = Document(id, "A letter", DocumentKind.LETTER, f"{id}.txt", id, forces=(id,))
        corpus.put(document, paragraphs(id, "Kayaks are used.", "Boats are used.", "KAYAKS are  used."))
    fresh.sync()
    hits = search(fresh, "kayaks", "eastmoor")
    assert sorted(hit.chunk.text.casefold().split()[0] for hit in hits) == ["boats", "kayaks"]
    assert {hit.chunk.document for hit in search(fresh, "kayaks", limit=2)} == {"northshire", "eastmoor"}


def test_a_start_with_nothing_changed_is_told_by_the_stamp(
    held: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "revisions", _crash)
    assert Index(held, encoder).sync() == NOTHING_TO_DO
    held.mark_started()
    correct(held, "northshire", {"title": "Kayaks"})
    with pytest.raises(KeyboardInterrupt):
        Index(held, encoder).sync()


def test_a_document_that_came_since_is_not_in_an_older_scope(index: Index, put: Put) -> None:
    scope = Scope.of("Does Northshire keep records of bail?", index.corpus)
    put("northshire-2015", "Northshire keeps records of bail.", day="3 May 2015")
    index.sync()
    assert {hit.chunk.document for hit in index.search(scope, 40)} == {"northshire"}
    assert {hit.chunk.document for hit in search(index, "Northshire's records of bail", limit=40)} == {
        "northshire",
        "northshire-2015",
    }


@pytest.mark.parametrize("rerank", [True, False])
def test_a_document_that_comes_amid_a_search_is_no_hit(
    held: Corpus, index: Index, put: Put, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, rerank: bool
) -> None:
    scope = Scope.of("Does Northshire keep records of bail?", held)
    matching = Words.matching

    def meanwhile(self: Words, *of: Any) -> dict[str, float]:
        put("northshire-2015", "Northshire keeps records of bail.", day="3 May 2015")
        Index(held, encoder).sync()  # as another process would
        found = matching(self, *of)
        assert any(id.startswith("northshire-2015#") for id in found)
        return found

    monkeypatch.setattr(Words, "matching", meanwhile)
    assert {hit.chunk.document for hit in index.search(scope, 40, rerank)} == {"northshire"}


# Keeping in step with the corpus


def test_the_first_sync_builds_and_the_second_does_nothing(
    corpus: Corpus, fresh: Index, put: Put, encoder: Encoder
) -> None:
    put("northshire", "Northshire keeps no records of bail.")
    put("eastmoor", "Kayaks are used.", force="Eastmoor Constabulary")
    assert fresh.sync() == Synced(added=2, removed=0, rebuilt=True)
    assert fresh.sync() == NOTHING_TO_DO
    assert Index(corpus, encoder).sync() == NOTHING_TO_DO


def test_a_document_added_later_is_found(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path
) -> None:
    assert not any("Kayaks" in hit.chunk.text for hit in search(index, "kayaks"))
    put("eastmoor", "Kayaks are used on patrol.", force="Eastmoor Constabulary")
    assert index.sync() == Synced(1, 0, False)
    assert search(index, "kayaks")[0].chunk.document == "eastmoor"
    assert results(index) == undisturbed(held, encoder, tmp_path)


def test_a_removed_document_is_not_found(held: Corpus, index: Index, encoder: Encoder, tmp_path: Path) -> None:
    held.remove("northshire")
    assert index.sync() == Synced(0, 1, False)
    assert results(index) == undisturbed(held, encoder, tmp_path)


def test_a_replaced_document_is_found_in_its_new_words(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path
) -> None:
    put("northshire", "Officers have kayaks.")
    assert index.sync() == Synced(1, 0, False)
    assert search(index, "kayaks")[0].chunk.text == "Officers have kayaks."
    assert not any("no records of bail" in hit.chunk.text for hit in search(index, "bail", limit=50))
    assert results(index) == undisturbed(held, encoder, tmp_path)


def test_how_rare_a_word_is_follows_the_corpus(fresh: Index, put: Put) -> None:
    put("northshire", "Officers have kayaks.")
    fresh.sync()
    before = fresh.rarity(Scope.of("kayaks", fresh.corpus))["kayak"]
    put("eastmoor", "There are boats.", force="Eastmoor Constabulary")
    fresh.sync()
    assert fresh.rarity(Scope.of("kayaks", fresh.corpus))["kayak"] > before


def test_an_emptied_corpus_empties_the_index(held: Corpus, index: Index) -> None:
    for document in held.documents():
        held.remove(document.id)
    assert index.sync() == Synced(0, 2, False)
    assert index.sync() == NOTHING_TO_DO


def test_what_another_process_indexed_is_found_without_a_restart(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path
) -> None:
    results(index)
    put("eastmoor", "Kayaks are used on patrol.", "Bail is recorded.", force="Eastmoor Constabulary")
    Index(held, encoder).sync()  # opens the files anew, as another process would
    assert results(index) == undisturbed(held, encoder, tmp_path)
    assert index.sync() == NOTHING_TO_DO


# Mending


def garbled(file: Path, start: int) -> None:
    content = bytearray(file.read_bytes())
    content[start : start + 16_384] = b"\xa5" * 16_384
    file.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        shutil.rmtree,
        lambda folder: (folder / "words.sqlite").unlink(),
        lambda folder: (folder / "words.sqlite").write_bytes(b"garbage" * 1000),
        lambda folder: garbled(folder / "words.sqlite", 8192),
        lambda folder: shutil.rmtree(folder / "chroma"),
        lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000),
        lambda folder: garbled(folder / "chroma" / "chroma.sqlite3", 8192),
    ],
    ids=[
        "no folder",
        "no words",
        "garbage for words",
        "garbled words",
        "no vectors",
        "garbage for vectors",
        "garbled vectors",
    ],
)
def test_a_damaged_index_is_mended(held: Corpus, index: Index, encoder: Encoder, folder: Path, damage: Damage) -> None:
    before = results(index)
    damage(folder)
    mended = Index(held, encoder)
    assert mended.sync() == Synced(2, 0, True)
    assert results(mended) == before
    assert mended.sync() == NOTHING_TO_DO


def test_an_index_lost_while_it_is_open_is_mended(index: Index, held: Corpus, folder: Path) -> None:
    before = results(index)
    shutil.rmtree(folder)
    with pytest.raises(UnusableFolder, match="rebuilt from the corpus"):
        results(index)
    assert index.sync() == Synced(2, 0, True)
    assert results(index) == before


def test_damage_that_only_a_search_meets_is_told_and_mended_by_the_next_sync(
    held: Corpus, index: Index, encoder: Encoder, folder: Path
) -> None:
    before = results(index)
    garbled(folder / "words.sqlite", 40_960)
    with pytest.raises(UnusableFolder, match="built again from the documents") as refusal:
        results(index)
    assert str(folder) in refusal.value.problem
    another = Index(held, encoder)  # as of a process that starts then
    assert index.is_lost
    assert another.is_lost
    assert another.sync() == Synced(2, 0, True)
    assert not another.is_lost
    assert results(another) == before
    assert results(index) == before


def test_a_file_in_the_place_of_the_folder_is_named_and_kept(corpus: Corpus, encoder: Encoder, folder: Path) -> None:
    folder.write_text("not ours")
    with pytest.raises(UnusableFolder, match="index-3"):
        Index(corpus, encoder)
    assert folder.read_text() == "not ours"


@pytest.mark.parametrize("step", ["add", "remove"])
@pytest.mark.parametrize("store", [Words, Vectors])
def test_a_crash_between_the_two_stores_is_mended(
    held: Corpus,
    index: Index,
    put: Put,
    encoder: Encoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    store: type,
    step: str,
) -> None:
    put("northshire", "Officers have kayaks.", "They have boats.")
    with monkeypatch.context() as crash:
        crash.setattr(store, step, _crash)
        with pytest.raises(KeyboardInterrupt):
            index.sync()
    mended = Index(held, encoder)
    mended.sync()
    assert results(mended) == undisturbed(held, encoder, tmp_path)
    assert mended.sync() == NOTHING_TO_DO


def crash_while_adding_eastmoor(index: Index, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put("eastmoor", "Kayaks are used on patrol.", force="Eastmoor Constabulary")
    with monkeypatch.context() as crash:
        crash.setattr(Words, "add", _crash)
        with pytest.raises(KeyboardInterrupt):
            index.sync()


def test_a_crash_over_a_document_that_is_then_removed_is_mended(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_while_adding_eastmoor(index, put, monkeypatch)
    held.remove("eastmoor")
    mended = Index(held, encoder)
    mended.sync()
    assert mended.sync() == NOTHING_TO_DO
    assert results(mended) == undisturbed(held, encoder, tmp_path)


def test_what_a_crash_left_unfinished_is_removed_and_then_forgotten(
    held: Corpus, index: Index, put: Put, encoder: Encoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_while_adding_eastmoor(index, put, monkeypatch)
    left = Stores(folder)
    assert left.record.unfinished() == [("eastmoor", "eastmoor")]
    assert len(left.engine) > len(left.chunks)
    Index(held, encoder).sync()
    mended = Stores(folder)
    assert mended.record.unfinished() == []
    assert len(mended.engine) == len(mended.chunks) == len(mended.engine.all())


def test_what_was_left_unfinished_and_then_removed_is_forgotten(
    held: Corpus, index: Index, put: Put, encoder: Encoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_while_adding_eastmoor(index, put, monkeypatch)
    held.remove("eastmoor")
    Index(held, encoder).sync()
    assert Stores(folder).record.unfinished() == []


def test_another_encoder_builds_the_index_anew(held: Corpus, index: Index, encoder: Encoder) -> None:
    before = results(index)
    other = Index(held, Renamed(encoder))
    assert other.sync() == Synced(2, 0, True)
    assert [id for id, _ in results(other)] == [id for id, _ in before]
    again = Index(held, encoder)
    assert again.sync().rebuilt
    assert results(again) == before


def test_an_encoder_of_another_size_builds_the_index_anew(
    held: Corpus, index: Index, encoder: Encoder, tiny_model: Path
) -> None:
    before = results(index)
    tiny = Index(held, SentenceEncoder(str(tiny_model)))
    assert tiny.sync() == Synced(2, 0, True)
    assert len(search(tiny, "bail")) == 10
    again = Index(held, encoder)
    assert again.sync().rebuilt
    assert results(again) == before


def test_a_damaged_corpus_costs_no_index(held: Corpus, index: Index, folder: Path) -> None:
    (held.folder / "corpus.sqlite").write_bytes(b"garbage" * 1000)
    before = sorted(path.stat().st_ino for path in folder.rglob("*"))
    with pytest.raises(UnusableFolder, match=r"corpus\.sqlite"):
        index.sync()
    assert sorted(path.stat().st_ino for path in folder.rglob("*")) == before


def test_an_index_that_another_writes_to_is_busy_and_kept(
    held: Corpus, index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = results(index)
    other = sqlite3.connect(folder / "words.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file, timeout: connect(file, timeout=0.01))
    with pytest.raises(FolderBusy):
        index.sync()
    other.close()
    assert index.sync() == NOTHING_TO_DO
    assert results(index) == before


# Several at once


def test_a_sync_with_nothing_to_do_waits_for_nobody(held: Corpus, index: Index) -> None:
    with writing(held.folder):
        assert index.sync() == NOTHING_TO_DO
        assert search(index, "bail")


def test_threads_may_sync_and_search_at_once(
    held: Corpus, index: Index, put: Put, encoder: Encoder, tmp_path: Path
) -> None:
    def add_and_sync(at: int) -> None:
        put(f"eastmoor-{at}", f"Kayak number {at} is used.", force="Eastmoor Constabulary")
        index.sync()

    with ThreadPoolExecutor(6) as threads:
        syncs = [threads.submit(add_and_sync, at) for at in range(4)]
        searches = [threads.submit(search, index, question) for question in QUESTIONS * 8]
    assert [sync.result() for sync in syncs] == [None] * 4
    assert all(len(found.result()) <= 10 for found in searches)
    assert index.sync() == NOTHING_TO_DO
    assert results(index) == undisturbed(held, encoder, tmp_path)


def test_two_processes_may_build_the_index_at_once(
    held: Corpus, encoder: Encoder, folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(folder)
    both = [Index(held, encoder), Index(held, encoder)]
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(Index.sync, both))
    assert sorted(outcome.added for outcome in outcomes) == [0, 2]
    for index in both:
        assert results(index) == undisturbed(held, encoder, tmp_path)


def _crash(*_: object) -> None:
    raise KeyboardInterrupt

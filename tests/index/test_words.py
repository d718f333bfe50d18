import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus, ParagraphKind
from index import Chunk, Encoder, Encoding, stem
from index.database import Database
from index.entry import Packed, pack
from index.record import NONE, SEVERAL, Held, Record
from index.terms import terms_of
from index.words import Words
from tests.conftest import LETTER

PART = "northshire"
ALL: Mapping[str, Sequence[str] | None] = {PART: None}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "index" / "words.sqlite")


@pytest.fixture
def record(database: Database) -> Record:
    return Record(database)


@pytest.fixture
def words(database: Database, record: Record) -> Words:
    return Words(database)


def chunk(document: str, position: int, text: str, heading: str = "") -> Chunk:
    return Chunk(document, f"{document}#{position}", ParagraphKind.BODY, heading, 0, len(text), text)


def store(
    words: Words, encoder: Encoder, document: str, *texts: str, heading: str = "", part: str = PART
) -> list[tuple[Chunk, Encoding]]:
    chunks = [chunk(document, position, text, heading) for position, text in enumerate(texts, 1)]
    rows = list(zip(chunks, encoder.encode([each.context + each.text for each in chunks]), strict=True))
    held = Held(f"sha of {document}", part)
    words.add({document: held}, [(each, pack(each, encoding)) for each, encoding in rows])
    return rows


def found(words: Words, question: str, *documents: str, limit: int = 10) -> list[str]:
    return list(words.matching(terms_of(question), limit, {PART: documents or None}))


def test_inflected_forms_are_found(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Officers arrested two men.", "The weather was fine.", "An ARREST is recorded.")
    assert set(found(words, "arresting")) == {"a#1@0", "a#3@0"}


def test_accents_do_not_matter(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "A café was burgled.", "The weather was fine.")
    assert found(words, "cafe") == ["a#1@0"]


def test_what_says_more_of_it_comes_first(words: Words, encoder: Encoder) -> None:
    filler = "The force has a plan that it reviews with its partners each year and that staff know well"
    store(words, encoder, "a", f"{filler}. Drones.", "Drones patrol; kayaks patrol.", filler, filler + " too")
    scores = words.matching(terms_of("drones and kayaks"), 10, ALL)
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
    assert words.matching(terms_of("kayaks"), 10, {PART: []}) == {}
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
    rarity = words.rarity([stem("kayaks"), stem("officer"), "zebra"], [PART])
    assert rarity["kayak"] == pytest.approx(0.98083, abs=1e-5)  # ln(4 / 1.5)
    assert rarity["offic"] == pytest.approx(0.13353, abs=1e-5)  # ln(4 / 3.5)
    assert rarity["zebra"] == pytest.approx(2.07944, abs=1e-5)  # ln(4 / 0.5)


@pytest.mark.parametrize("word", ["technology", "victims", "visibly", "policies", "Agency"])
def test_rarity_knows_the_words_of_the_store(words: Words, encoder: Encoder, word: str) -> None:
    store(words, encoder, "a", f"The {word} of the force.")
    assert words.rarity([stem(word)], [PART])[stem(word)] == pytest.approx(math.log(2 / 1.5))


def test_rarity_in_an_empty_store(words: Words) -> None:
    assert words.rarity(["bail"], [PART])["bail"] == pytest.approx(math.log(2))


def test_chunks_come_back_as_they_were(words: Words, encoder: Encoder) -> None:
    rows = store(words, encoder, "a", "The force’s “policy” is new.", heading="Bail › Suspects")
    (entry,) = words.entries(["a#1@0", "a#2@0", "nonsense"])
    assert entry.chunk == rows[0][0]


def test_entries_come_in_the_order_they_are_asked_for(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.", "Officers have tablets.", "There is no policy.")
    wanted = ["a#3@0", "a#1@0", "a#2@0"]
    assert [entry.chunk.id for entry in words.entries(wanted)] == wanted
    assert words.entries([]) == []


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


def test_the_chunks_alone_come_back_without_tokens(words: Words, encoder: Encoder) -> None:
    rows = store(words, encoder, "a", "Kayaks are used.", "Boats are used.")
    assert words.chunks(["a#2@0", "nonsense", "a#1@0"]) == [rows[1][0], rows[0][0]]


def test_a_removed_document_is_gone(words: Words, record: Record, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    store(words, encoder, "b", "Kayaks are banned.")
    words.remove({"a": PART})
    assert found(words, "kayaks") == ["b#1@0"]
    assert (len(words), record.documents(), words.entries(["a#1@0"])) == (1, {"b": Held("sha of b", PART)}, [])
    assert words.rarity(["kayak"], [PART])["kayak"] == pytest.approx(math.log(2 / 1.5))


def test_a_document_without_chunks_is_remembered(words: Words, record: Record) -> None:
    words.add({"empty": Held("sha", PART)}, [])
    assert record.documents() == {"empty": Held("sha", PART)}


def test_adding_stores_all_or_nothing(words: Words, record: Record, encoder: Encoder) -> None:
    def breaking_off() -> Iterator[tuple[Chunk, Packed]]:
        kayaks = chunk("a", 1, "Kayaks.")
        yield kayaks, pack(kayaks, encoder.encode(["Kayaks."])[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        words.add({"a": Held("sha", PART)}, breaking_off())
    assert (len(words), record.documents(), found(words, "kayaks")) == (0, {}, [])


def test_clearing_forgets_all_chunks_and_parts(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    store(words, encoder, "b", "Kayaks are used.", part="eastmoor")
    words.clear()
    assert (len(words), words.chunks(["a#1@0"]), found(words, "kayaks")) == (0, [], [])
    store(words, encoder, "a", "Kayaks are banned.")
    assert (len(words), found(words, "kayaks")) == (1, ["a#1@0"])


def test_what_is_stored_outlives_the_process(words: Words, encoder: Encoder, tmp_path: Path) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    again = Words(Database(tmp_path / "index" / "words.sqlite"))
    assert found(again, "kayaks") == ["a#1@0"]


# Parts


def test_parts_are_searched_apart(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.", part="northshire")
    store(words, encoder, "b", "Kayaks are banned.", part="eastmoor")
    kayaks = terms_of("kayaks")
    assert list(words.matching(kayaks, 10, {"northshire": None})) == ["a#1@0"]
    assert list(words.matching(kayaks, 10, {"eastmoor": None})) == ["b#1@0"]
    assert set(words.matching(kayaks, 10, {"eastmoor": None, "northshire": None})) == {"a#1@0", "b#1@0"}


def test_each_part_is_narrowed_by_itself(words: Words, encoder: Encoder) -> None:
    for document, part in (("a", "northshire"), ("b", "northshire"), ("c", "eastmoor")):
        store(words, encoder, document, "Kayaks are used.", part=part)
    kayaks = terms_of("kayaks")
    assert set(words.matching(kayaks, 10, {"northshire": ["b"], "eastmoor": None})) == {"b#1@0", "c#1@0"}
    assert words.matching(kayaks, 10, {"northshire": ["c"], "eastmoor": ["a"]}) == {}


def test_the_limit_is_kept_over_several_parts_best_first(words: Words, encoder: Encoder) -> None:
    filler = "The force has a plan that it reviews with its partners each year and that staff know well."
    for part in ("northshire", "eastmoor"):
        store(words, encoder, part, f"{filler} Kayaks.", "Kayaks, kayaks, kayaks.", filler, filler, filler, part=part)
    best = words.matching(terms_of("kayaks"), 2, {"northshire": None, "eastmoor": None})
    assert set(best) == {"northshire#2@0", "eastmoor#2@0"}
    assert list(best.values()) == sorted(best.values(), reverse=True)


def test_a_part_that_does_not_exist_finds_nothing(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.")
    assert words.matching(terms_of("kayaks"), 10, {"atlantis": None}) == {}
    assert words.matching(terms_of("kayaks"), 10, {}) == {}
    assert list(words.matching(terms_of("kayaks"), 10, {"atlantis": None, PART: None})) == ["a#1@0"]
    assert words.rarity(["kayak"], ["atlantis"])["kayak"] == pytest.approx(math.log(2))


def test_rarity_is_that_of_the_given_parts_together(words: Words, encoder: Encoder) -> None:
    store(words, encoder, "a", "Kayaks are used.", "Boats are used.", part="northshire")
    store(words, encoder, "b", "Kayaks are banned.", part="eastmoor")
    assert words.rarity(["kayak"], ["northshire"])["kayak"] == pytest.approx(0.69315, abs=1e-5)  # ln(3 / 1.5)
    assert words.rarity(["kayak"], ["eastmoor"])["kayak"] == pytest.approx(0.28768, abs=1e-5)  # ln(2 / 1.5)
    both = words.rarity(["kayak"], ["northshire", "eastmoor"])
    assert both["kayak"] == pytest.approx(0.47000, abs=1e-5)  # ln(4 / 2.5)


@pytest.mark.parametrize("part", [NONE, SEVERAL, "city-of-london", "dyfed-powys", "x'; DROP TABLE parts --", "", "é"])
def test_a_part_may_have_any_name(words: Words, encoder: Encoder, part: str) -> None:
    store(words, encoder, "a", "Kayaks are used.", part=part)
    store(words, encoder, "b", "Kayaks are banned.")
    assert list(words.matching(terms_of("kayaks"), 10, {part: None})) == ["a#1@0"]
    words.remove({"a": part})
    assert words.matching(terms_of("kayaks"), 10, {part: None}) == {}
    assert len(words) == 1


def test_documents_of_several_parts_are_added_and_removed_together(words: Words, encoder: Encoder) -> None:
    chunks = [chunk("a", 1, "Kayaks are used."), chunk("b", 1, "Kayaks are banned.")]
    packed = [pack(each, encoder.encode([each.text])[0]) for each in chunks]
    words.add({"a": Held("1", "northshire"), "b": Held("1", "eastmoor")}, zip(chunks, packed, strict=True))
    assert list(words.matching(terms_of("kayaks"), 10, {"eastmoor": None})) == ["b#1@0"]
    words.remove({"a": "northshire", "b": "eastmoor"})
    assert len(words) == 0


def test_what_is_stored_or_removed_is_no_longer_unfinished(words: Words, record: Record, encoder: Encoder) -> None:
    record.begin([("a", PART), ("b", PART), ("c", PART)])
    store(words, encoder, "a", "Kayaks are used.")
    assert record.unfinished() == [("b", PART), ("c", PART)]
    store(words, encoder, "b", "Kayaks are used.")
    words.remove({"b": PART})
    assert record.unfinished() == [("c", PART)]

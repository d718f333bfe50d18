import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Paragraph, ParagraphKind
from index import Chunk, Encoder
from index.chunk import cut
from tests.conftest import LETTER

# Words, sentence ends and white space of all kinds, an unbroken run among them.
pieces = st.sampled_from(["The", "force", "0.5%", "Mr.", "recorded.", "Why?", '"No."', "é", "\u4e00\u4e8c", "x" * 60])
gaps = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "\r\n", "\u2003"])
texts = st.lists(st.tuples(pieces, gaps), max_size=60).map(lambda parts: "".join(map("".join, parts)).strip())
anything = st.one_of(texts, st.text(max_size=300))
headings = st.lists(st.sampled_from(["Preventing crime", "Bail", "Freeing up time"]), max_size=3).map(tuple)


def words_in(text: str) -> int:
    return len(text.split())


def paragraph(text: str, *heading: str) -> Paragraph:
    return Paragraph("northshire-2014", 7, ParagraphKind.BODY, text, heading)


def chunks_of(text: str, max_tokens: int, *heading: str) -> list[Chunk]:
    return list(cut(paragraph(text, *heading), words_in, max_tokens))


@given(anything, headings, st.integers(4, 40))
def test_every_word_is_in_one_chunk_in_order(text: str, heading: tuple[str, ...], max_tokens: int) -> None:
    chunks = chunks_of(text, max_tokens, *heading)
    assert [word for chunk in chunks for word in chunk.text.split()] == text.split()


@given(anything, headings, st.integers(4, 40))
def test_chunks_are_slices_of_the_paragraph_and_never_overlap(
    text: str, heading: tuple[str, ...], max_tokens: int
) -> None:
    end = 0
    for chunk in chunks_of(text, max_tokens, *heading):
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert chunk.start >= end
        end = chunk.end


@given(anything, headings, st.integers(20, 40))
def test_a_chunk_with_its_heading_fits_the_model(text: str, heading: tuple[str, ...], max_tokens: int) -> None:
    for chunk in chunks_of(text, max_tokens, *heading):
        assert words_in(chunk.context + chunk.text) <= max_tokens


@given(texts, st.integers(6, 40))
def test_a_chunk_fits_by_the_models_own_count(encoder: Encoder, text: str, max_tokens: int) -> None:
    for chunk in cut(paragraph(text), encoder.count_tokens, max_tokens):
        assert encoder.count_tokens(chunk.text) <= max_tokens or len(chunk.text.split()) == 1


@given(texts, st.integers(6, 40))
def test_ids_are_unique(text: str, max_tokens: int) -> None:
    ids = [chunk.id for chunk in chunks_of(text, max_tokens)]
    assert len(set(ids)) == len(ids)


def test_a_paragraph_that_fits_is_one_chunk() -> None:
    text = "The force has a policy. It is new."
    assert [chunk.text for chunk in chunks_of(text, 12)] == [text]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    chunks = chunks_of("The force has a policy. It is not followed. Staff know it.", 8)
    assert [chunk.text for chunk in chunks] == ["The force has a policy.", "It is not followed. Staff know it."]


def test_a_long_sentence_is_cut_between_words() -> None:
    chunks = chunks_of("one two three four five six seven eight", 5)
    assert [chunk.text for chunk in chunks] == ["one two three four", "five six seven eight"]


def test_an_unbroken_run_stays_whole(encoder: Encoder) -> None:
    run = "ab1" * 2000
    assert [chunk.text for chunk in cut(paragraph(run), encoder.count_tokens, 50)] == [run]


def test_a_long_heading_takes_no_more_than_half() -> None:
    chunks = chunks_of("one two three four five six", 6, "a very long heading of eight words indeed")
    assert [chunk.text for chunk in chunks] == ["one two three", "four five six"]


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_a_paragraph_without_words_has_no_chunks(text: str) -> None:
    assert chunks_of(text, 10) == []


def test_a_chunk_knows_where_it_is_from() -> None:
    (chunk,) = chunks_of("There is no policy.", 20, "Bail", "Named suspects")
    assert (chunk.document, chunk.paragraph) == ("northshire-2014", "northshire-2014#7")
    assert chunk.id == "northshire-2014#7@0"
    assert chunk.context == "Bail › Named suspects: "


def test_every_paragraph_of_the_letter_fits_whole(letter_corpus: Corpus, encoder: Encoder) -> None:
    for each in letter_corpus.paragraphs(LETTER):
        assert [chunk.text for chunk in cut(each, encoder.count_tokens, encoder.max_tokens - 2)] == [each.text]


def test_a_huge_line_is_cut_in_good_time(encoder: Encoder) -> None:
    text = "word " * 20_000
    chunks = list(cut(paragraph(text.strip()), encoder.count_tokens, 254))
    assert sum(len(chunk.text.split()) for chunk in chunks) == 20_000

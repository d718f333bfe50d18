from hypothesis import given
from hypothesis import strategies as st

from assistant.strand import key, strand_of
from corpus import Paragraph, ParagraphKind

TEXTS = st.lists(st.text(max_size=12), min_size=1, max_size=6)


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph("d", at, ParagraphKind.BODY, text) for at, text in enumerate(texts, 1)]


@given(st.text(), st.text())
def test_joined_texts_have_joined_keys(one: str, two: str) -> None:
    assert key(one + two) == key(one) + key(two)


def test_other_type_has_the_same_key() -> None:
    assert key("an oﬃce’s well–managed ﬁles") == key("An office's wellmanaged files") == "anofficeswellmanagedfiles"


@given(TEXTS)
def test_every_paragraph_is_found_where_it_is(texts: list[str]) -> None:
    strand = strand_of("d", paragraphs(*texts))
    for at, text in enumerate(texts):
        if key(text):
            assert (
                (at, at) in strand.windows([key(text)]) or texts.count(text) > 1 or strand.letters.count(key(text)) > 1
            )


def test_what_runs_on_is_found_and_what_leaves_a_paragraph_out_is_not() -> None:
    strand = strand_of("d", paragraphs("one two", "three", "four"))
    assert list(strand.windows(["two", "three"])) == [(0, 1)]
    assert list(strand.windows(["twothreefo"])) == [(0, 2)]
    assert list(strand.windows(["two", "four"])) == []
    assert list(strand.windows(["three", "two"])) == []


def test_notes_stand_by_themselves() -> None:
    held = paragraphs("one which", "is two")
    note = Paragraph("d", 2, ParagraphKind.FOOTNOTE, "a note")
    strand = strand_of("d", [held[0], note, Paragraph("d", 3, ParagraphKind.BODY, "is two")])
    assert list(strand.windows(["whichistwo"])) == [(0, 1)]
    assert list(strand.windows(["istwoanote"])) == []
    assert strand.votes(["anote", "two"]) == {1: 1, 2: 1}

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from corpus.serials import with_lasting_serials

TEXTS = st.lists(st.sampled_from("A B C D E F G H".split()), max_size=12)
HEADINGS = st.sampled_from([(), ("Bail",), ("Custody",)])


def body(*texts: str, heading: tuple[str, ...] = ()) -> list[Paragraph]:
    return [Paragraph("x", at, ParagraphKind.BODY, text, heading, serial=at) for at, text in enumerate(texts, 1)]


def serials(old: list[Paragraph], new: list[Paragraph], highest: int | None = None) -> list[int]:
    top = max((each.serial for each in old), default=0) if highest is None else highest
    return [each.serial for each in with_lasting_serials(new, old, top)]


def test_what_stays_keeps_its_number_and_what_is_new_gets_one_never_given() -> None:
    old = body("One", "Two", "Three")
    assert serials(old, body("Zero", "One", "Three", "Four")) == [4, 1, 3, 5]
    assert serials(old, body("Four"), highest=9) == [10]


def test_what_has_moved_keeps_its_number() -> None:
    assert serials(body("One", "Two", "Three"), body("Three", "One", "Two")) == [3, 1, 2]


def test_the_same_words_of_another_kind_are_another_paragraph() -> None:
    heading = [replace(body("Bail")[0], kind=ParagraphKind.HEADING)]
    assert serials(heading, body("Bail")) == [2]


def test_what_has_become_boilerplate_is_the_same_paragraph() -> None:
    repeated = [replace(body("Bail")[0], kind=ParagraphKind.BOILERPLATE)]
    assert serials(repeated, body("Bail")) == serials(body("Bail"), repeated) == [1]


def test_equal_texts_are_told_apart_by_their_heading() -> None:
    old = [*body("Good", heading=("Bail",)), replace(body("Good", heading=("Custody",))[0], position=2, serial=2)]
    assert serials(old, body("Good", heading=("Custody",))) == [2]
    assert serials(old, body("Good", "Good")) == [1, 2]


@given(st.lists(st.tuples(TEXTS, HEADINGS), min_size=1, max_size=6))
def test_ids_of_unchanged_texts_survive_any_edit_and_none_is_given_twice(
    versions: list[tuple[list[str], tuple[str, ...]]],
) -> None:
    held: list[Paragraph] = []
    meant: dict[int, str] = {}
    for texts, heading in versions:
        highest = max(meant, default=0)
        after = list(with_lasting_serials(body(*texts, heading=heading), held, highest))
        assert len({each.serial for each in after}) == len(after)
        for text in set(texts):
            before = [each.serial for each in held if each.text == text]
            kept = [each.serial for each in after if each.text == text and each.serial <= highest]
            assert len(kept) == min(len(before), texts.count(text))
        for each in after:  # no number is ever given to another text
            assert meant.setdefault(each.serial, each.text) == each.text
        held = after


def test_a_number_is_not_given_again_in_a_later_version(corpus: Corpus) -> None:
    document = Document("x", "Custody", DocumentKind.LETTER, "x.txt", "first")
    corpus.put(document, body("One", "Two"))
    corpus.put(replace(document, sha256="second"), body("One"))
    corpus.put(replace(document, sha256="third"), body("Three", "One"))
    assert {each.id: each.text for each in corpus.paragraphs("x")} == {"x#3": "Three", "x#1": "One"}
    assert corpus.get(["x#2"]) == {}

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant import find_quote, stands
from corpus import Corpus, Paragraph, ParagraphKind, sentence_spans
from tests.conftest import LETTER

PARAGRAPH = (
    "The force was unable to provide HMIC with the number of named suspects that are yet to be arrested. "
    "Without this information, it can't ensure that it has well-managed arrangements for its 1,200 officers. "
    "Of 43 offenders, 3.5 per cent (10² in all) re-offended by 4 September 2014."
)


@pytest.fixture(scope="session")
def findings(letter_corpus: Corpus) -> list[Paragraph]:
    return [p for p in letter_corpus.paragraphs(LETTER) if p.kind in (ParagraphKind.BODY, ParagraphKind.BOILERPLATE)]


def sentence_of(some: st.DataObject, findings: list[Paragraph]) -> tuple[str, str]:
    """A sentence of the letter, of at least three words, and the paragraph it is from."""
    text = some.draw(st.sampled_from(findings)).text
    start, end = some.draw(st.sampled_from(sentence_spans(text)))
    assume(len(text[start:end].split()) >= 3)
    return text[start:end], text


@given(some=st.data())
def test_three_or_more_words_in_a_row_stand_where_they_are(some: st.DataObject, findings: list[Paragraph]) -> None:
    text = some.draw(st.sampled_from(findings)).text
    words = list(re.finditer(r"\S+", text))
    first = some.draw(st.integers(0, len(words) - 3))
    last = some.draw(st.integers(first + 2, len(words) - 1))
    quote = text[words[first].start() : words[last].end()]
    ((start, end),) = find_quote(quote, text)
    assert text[start:end] == quote


@given(some=st.data(), new=st.sampled_from(["seventeen", "not", "and", "Kent", "1"]))
def test_a_changed_word_never_stands(some: st.DataObject, new: str, findings: list[Paragraph]) -> None:
    sentence, text = sentence_of(some, findings)
    words = sentence.split()
    at = some.draw(st.integers(0, len(words) - 1))
    assume(words[at].strip(".,;:()") != new)
    assert not stands(" ".join([*words[:at], new, *words[at + 1 :]]), text)


@given(some=st.data(), new=st.sampled_from(["not", "never", "fully", "12"]))
def test_an_added_word_never_stands(some: st.DataObject, new: str, findings: list[Paragraph]) -> None:
    sentence, text = sentence_of(some, findings)
    words = sentence.split()
    at = some.draw(st.integers(1, len(words) - 1))
    assert not stands(" ".join([*words[:at], new, *words[at:]]), text)


@given(some=st.data())
def test_a_word_left_out_of_the_middle_never_stands(some: st.DataObject, findings: list[Paragraph]) -> None:
    sentence, text = sentence_of(some, findings)
    words = sentence.split()
    at = some.draw(st.integers(1, len(words) - 2))
    assert not stands(" ".join(words[:at] + words[at + 1 :]), text)


@given(some=st.data())
def test_two_swapped_words_never_stand(some: st.DataObject, findings: list[Paragraph]) -> None:
    sentence, text = sentence_of(some, findings)
    words = sentence.split()
    at = some.draw(st.integers(0, len(words) - 2))
    assume(words[at] != words[at + 1])
    words[at], words[at + 1] = words[at + 1], words[at]
    assert not stands(" ".join(words), text)


@given(some=st.data())
def test_a_changed_letter_or_digit_never_stands(some: st.DataObject, findings: list[Paragraph]) -> None:
    sentence, text = sentence_of(some, findings)
    at = some.draw(st.sampled_from([at for at, character in enumerate(sentence) if character.isalnum()]))
    new = some.draw(st.sampled_from("abcxyzABC0123456789"))
    assume(new != sentence[at])
    assert not stands(sentence[:at] + new + sentence[at + 1 :], text)


@pytest.mark.parametrize(
    "at", [at for at, character in enumerate(PARAGRAPH) if character.isdigit() and character < "²"]
)
def test_every_single_digit_change_is_found(at: int) -> None:
    for digit in set("0123456789") - {PARAGRAPH[at]}:
        assert not stands(PARAGRAPH[:at] + digit + PARAGRAPH[at + 1 :], PARAGRAPH)


@given(some=st.data(), count=st.integers(1, 2))
def test_one_or_two_words_of_a_finding_support_nothing(
    some: st.DataObject, count: int, findings: list[Paragraph]
) -> None:
    words = some.draw(st.sampled_from(findings)).text.split()
    at = some.draw(st.integers(0, len(words) - count))
    text = " ".join(words)
    assert not stands(" ".join(words[at : at + count]), text)


@pytest.mark.parametrize("quote", ["", " ", "\n\t", "…", "...", "[...]", "… …", ".", "—", "“”", "\u00ad", "\0"])
def test_a_quote_without_words_supports_nothing(quote: str) -> None:
    assert find_quote(quote, PARAGRAPH) == ()


@pytest.mark.parametrize("quote", ["1,200", "well-managed", "4 September", "well-managed arrangements", "its 1,200"])
def test_a_number_or_a_compound_is_one_word(quote: str) -> None:
    assert not stands(quote, PARAGRAPH)


def test_a_line_that_is_all_of_a_name_stands_however_short() -> None:
    address = "Ms J. Sawyers\nT/Chief Constable\nStaffordshire Police"
    assert stands("T/Chief Constable", address)
    assert not stands("Chief Constable", address)
    assert not stands("Staffordshire", address)


@pytest.mark.parametrize(
    "quote",
    [
        "200 officers. Of 43 offenders",
        "00 officers. Of 43 offenders",
        "5 per cent (10² in all)",
        "managed arrangements for its 1,200",
        "arrangements for its 1",
        "Of 43 offenders, 3",
        "Without this information, it can",
        "offended by 4 September 2014",
        "arrangements for its 1,200 office",
    ],
)
def test_part_of_a_number_or_word_at_the_edge_of_a_quote_does_not_stand(quote: str) -> None:
    assert not stands(quote, PARAGRAPH)


def test_a_minus_sign_cannot_be_left_off() -> None:
    assert not stands("5 per cent in a year", "Burglary changed by −5 per cent in a year.")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("the rate was 102 in all", "the rate was 10² in all"),
        ("the rate was 10² in all", "the rate was 102 in all"),
        ("there were １２ officers on duty", "there were 12 officers on duty"),
        ("there were ① officers on duty", "there were 1 officers on duty"),
        ("about ½ of the files", "about 1/2 of the files"),
        ("the force was slow", "The force was slow"),
        ("the forces records are late", "the force's records are late"),
    ],
)
def test_what_is_not_the_same_in_other_type_does_not_stand(quote: str, text: str) -> None:
    assert not stands(quote, text)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("the force's own records", "the force’s own records"),
        ("called “Core business” since", 'called "Core business" since'),
        ("well–managed files – all of them", "well-managed files — all of them"),
        ("an oﬃce of eﬀective ﬁles", "an office of effective files"),
        ("a  wide\u00a0\u2009gap\r\n\there", "a wide gap here"),
        ("the sus\u00adpects were named", "the suspects were named"),
        ("meaningful super-\nvision of files", "meaningful supervision of files"),
        ("with well-\nestablished intelligence", "with well-established intelligence"),
        ("meaningful supervision of files", "meaningful super-\nvision of files"),
        ("meaningful super\u00ad\n  vision of files", "meaningful supervision of files"),
    ],
)
def test_other_type_for_the_same_words_stands(quote: str, text: str) -> None:
    assert find_quote(quote, text) == ((0, len(text)),)


@given(some=st.data())
def test_spans_point_at_the_words_in_a_text_that_is_set_differently(
    some: st.DataObject, findings: list[Paragraph]
) -> None:
    sentence, text = sentence_of(some, findings)
    other_type = {
        "fi": "ﬁ",
        "'": "’",
        "-": "\u2011",
        "su": "s\u00adu",
        " ": some.draw(st.sampled_from(["\u00a0", "  "])),
    }

    def disguised(words: str) -> str:
        for plain, other in other_type.items():
            words = words.replace(plain, other)
        return words

    ((start, end),) = find_quote(sentence, disguised(text))
    assert disguised(text)[start:end] == disguised(sentence)


@pytest.mark.parametrize("gap", [" … ", "…", " [...] ", " [ … ] ", " (…) ", "... ", " . . . ", ".... "])
def test_parts_around_an_ellipsis_stand_in_their_order(gap: str) -> None:
    first, second = "unable to provide HMIC with", "named suspects that are"
    spans = find_quote(f"{first}{gap}{second}", PARAGRAPH)
    assert [PARAGRAPH[start:end] for start, end in spans] == [first, second]
    assert not stands(f"{second}{gap}{first}", PARAGRAPH)


def test_a_full_stop_before_an_ellipsis_does_no_harm() -> None:
    assert len(find_quote("yet to be arrested.... Of 43 offenders", PARAGRAPH)) == 2


@pytest.mark.parametrize("part", ["Of", "Of 43", "was able to provide", "arrested. Within this", ""])
def test_one_part_that_is_short_or_wrong_spoils_the_quote(part: str) -> None:
    assert stands(f"unable to provide HMIC … {part}", PARAGRAPH) is (part == "")


def test_the_same_words_cannot_serve_as_two_parts() -> None:
    assert not stands("the files were late … were late in May", "the files were late in May")
    assert not stands("the files were late … the files were late", "the files were late")


def test_the_parts_may_not_come_from_two_paragraphs(findings: list[Paragraph]) -> None:
    first, second = findings[0].text, findings[-1].text
    assert not stands(f"{first[:80].rsplit(' ', 1)[0]} … {second}", first)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_whatever_gives_spans_within_the_text_or_none(quote: str, text: str) -> None:
    spans = find_quote(quote, text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("a so-called 'deep dive' into files", "a so-called “deep dive” into files"),
        ("late – and nobody knew", "late—and nobody knew"),
        ("late-and nobody knew", "late—and nobody knew"),
        ("the force should: • review files", "the force should:\nreview files"),
        ("the sus\u200bpects were named", "the suspects were named"),
        ("well-established teams in place", "well-\nestablished teams in place"),
        ("super\ufffe vision of files", "supervision of files"),
        ("meaningful super-\n\nvision of files", "meaningful supervision of files"),
    ],
)
def test_more_of_other_type_for_the_same_words_stands(quote: str, text: str) -> None:
    assert find_quote(quote, text) == ((0, len(text)),)


@pytest.mark.parametrize("gap", ["…. ", ". … ", "…", ".… "])
def test_a_full_stop_about_an_ellipsis_does_no_harm(gap: str) -> None:
    assert len(find_quote(f"that are yet to be arrested{gap}Of 43 offenders", PARAGRAPH)) == 2


def test_a_quote_may_end_before_a_dash_but_not_before_a_hyphen() -> None:
    assert stands("the files were late", "the files were late—and nobody knew")
    assert stands("the files were late", "the files were late - and nobody knew")
    assert not stands("the files were late", "the files were late-running")


@pytest.mark.parametrize(
    ("quote", "does"),
    [
        ("without this information, it can't ensure", True),
        ("[w]ithout this information, it can't ensure", True),
        ("named suspects that are yet … [w]ithout this information", True),
        ("named suspects that are yet … without this information", False),
        ("Suspects that are yet to be.", True),
        ("Suspects that are yet to be,", True),
        ("Suspects that are yet to be?", False),
        ("[The] suspects that are yet", False),
        ("wITHOUT this information, it", False),
        ("Without This information, it", False),
        ("arrangements for its 1,", False),
        ("arrangements for its 1.", False),
        ("of 43 offenders, 3.", False),
    ],
)
def test_writers_may_set_the_first_letter_and_the_last_mark(quote: str, does: bool) -> None:
    assert bool(find_quote(quote, PARAGRAPH, as_writers_do=True)) is does
    assert not does or not stands(quote, PARAGRAPH)


@given(some=st.data())
def test_a_changed_letter_or_digit_never_stands_as_writers_quote_either(
    some: st.DataObject, findings: list[Paragraph]
) -> None:
    sentence, text = sentence_of(some, findings)
    at = some.draw(st.sampled_from([at for at, character in enumerate(sentence) if character.isalnum()]))
    new = some.draw(st.sampled_from("abcxyzABC0123456789"))
    assume(new.lower() != sentence[at].lower())
    assert not find_quote(sentence[:at] + new + sentence[at + 1 :], text, as_writers_do=True)

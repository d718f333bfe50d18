"""Texts to cut: the included letter, and texts as nobody would send them."""

from hypothesis import strategies as st

from corpus import Paragraph
from corpus.block import Reading
from corpus.paragraphs import cut as cut_reading
from corpus.plain import split
from corpus.readers.text import text_of
from tests.conftest import LETTER, ROOT

BULLETS = "-*•–●▪◼\uf06e\uf0b7"
LETTER_TEXT = text_of(ROOT / "corpus" / "letters" / f"{LETTER}.txt")

WORDS = st.sampled_from(
    "the force HMIC officers victims a of and Staffordshire Dear To 10.5 per cent (PNC) 12 was £3.2m. iv) E-CINS • 4 -"
    " Yours published: it's “good” naïve".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
MARKS = st.sampled_from(["", *BULLETS, "1.", "4.12", "(a)", "(viii)", "3)"])
SPACES = st.sampled_from([" ", "  ", "\t", "\xa0", "\u2003"])
LINES = st.builds(lambda mark, space, text: f"{space}{mark}{space}{text}" if mark else text, MARKS, SPACES, SENTENCES)
OTHERS = st.sampled_from(
    "Preventing crime|Dear Jane|Dear local partnership,|To: all|Yours sincerely|Yours faithfully,|3 September 2014|"
    "Ms J. Sawyers|A handwritten signature|•|-|| |\xa0|\t".split("|")
)
BREAKS = st.sampled_from(["\n", "\n\n", "\f", "\n \n", "\n\xa0\n", " \f\n", "\n\n\n"])
TEXTS = st.lists(st.tuples(LINES | OTHERS, BREAKS), max_size=25).map(lambda parts: "".join(map("".join, parts)))


def cut(document: str, text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a plain text."""
    return cut_reading(document, Reading(split(text)))

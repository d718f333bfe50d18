from assistant.evidence import gather
from corpus import Corpus, ParagraphKind
from index import Chunk, Hit, Index, Scope, Signals
from tests.conftest import LETTER


def hit(document: str, position: int, score: float, start: int = 0) -> Hit:
    chunk = Chunk(document, f"{document}#{position}", ParagraphKind.BODY, "", start, start + 5, "words")
    return Hit(chunk, score, Signals(score, score, score, score, score))


def test_hits_become_whole_paragraphs_under_labels_best_first(letter_corpus: Corpus, letter_index: Index) -> None:
    hits = letter_index.search(Scope.of("How does Staffordshire handle wanted suspects?", letter_corpus), 5)
    evidence = gather(hits, letter_corpus)
    assert [each.label for each in evidence] == ["P1", "P2", "P3", "P4", "P5"]
    assert [each.paragraph.id for each in evidence] == [hit.chunk.paragraph for hit in hits]
    assert all(each.hit.chunk.text in each.paragraph.text for each in evidence)


def test_two_chunks_of_a_paragraph_are_one_piece_of_evidence_with_the_better_score(letter_corpus: Corpus) -> None:
    hits = [hit(LETTER, 27, 0.9), hit(LETTER, 28, 0.8), hit(LETTER, 27, 0.7, start=90)]
    evidence = gather(hits, letter_corpus)
    assert [(each.label, each.paragraph.position, each.score) for each in evidence] == [
        ("P1", 27, 0.9),
        ("P2", 28, 0.8),
    ]


def test_what_has_left_the_corpus_since_is_left_out_without_a_gap_in_the_labels(letter_corpus: Corpus) -> None:
    hits = [hit("removed-letter", 3, 0.9), hit(LETTER, 999, 0.8), hit(LETTER, 28, 0.7)]
    assert [(each.label, each.paragraph.position) for each in gather(hits, letter_corpus)] == [("P1", 28)]


def test_no_hits_give_no_evidence(letter_corpus: Corpus) -> None:
    assert gather([], letter_corpus) == ()

import json
from pathlib import Path

import pytest

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, UnusableInput
from evals import claims
from evals.claims import Paraphrase, Sentence
from index import Index

TEXT = "The force reviewed 12 of the files in March 2016, and most victims were not told of progress."
DOCUMENT = Document("letter", "Letter", DocumentKind.LETTER, "letter.txt", "0" * 64, forces=("northshire",))


def sentence(text: str = TEXT) -> Sentence:
    return Sentence(Paragraph("letter", 1, ParagraphKind.BODY, text), DOCUMENT, text)


def paraphrase(claim: str) -> Paraphrase:
    return Paraphrase("x", claim, sentence())


def test_corruptions_are_counted_by_kind_and_none_of_these_passes() -> None:
    row = claims.corrupted_row([sentence()], each=1)
    assert {name for name in row if name.endswith(" passing")} >= {"number passing", "negation passing", "date passing"}
    assert row["pass"] == 0


def test_no_corruptions_pass_of_no_sentences() -> None:
    assert claims.corrupted_row([]) == {"corrupted claims": 0, "pass": 0, "pass, share": 0.0}


def test_a_paraphrase_that_says_another_number_is_dropped_for_it() -> None:
    kept, changed = (
        "In March 2016 the force reviewed 12 of the files.",
        "In March 2016 the force reviewed 15 of the files.",
    )
    row = claims.paraphrased_row([paraphrase(kept), paraphrase(changed)], None)
    assert (row["faithful paraphrases"], row["dropped"], row["dropped, share"]) == (2, 1, 0.5)
    assert row["dropped for number"] == 1


def test_an_answers_claims_are_timed_anew_each_time(letter_index: Index) -> None:
    row = claims.timed_row([paraphrase(f"{number} files were reviewed.") for number in range(9)], letter_index, 3)
    assert row["answers"] == 3
    assert 0 < float(row["ms p50"]) <= float(row["ms p95"])


def test_too_few_paraphrases_for_an_answer_are_not_timed(letter_index: Index) -> None:
    assert claims.timed_row([paraphrase("None.")], letter_index) == {"claims an answer": 8, "answers": 0}


def test_the_included_letter_is_neither_tuned_nor_reported_on(letter_index: Index) -> None:
    assert claims.sentences_of(letter_index.corpus, "reporting") == []
    assert claims.sentences_of(letter_index.corpus, "tuning") == []


def test_every_other_letter_is_reported_on_and_only_its_whole_sentences(corpus: Corpus) -> None:
    for name in ("a", "b", "c"):
        document = Document(name, name, DocumentKind.LETTER, f"{name}.txt", name * 64)
        corpus.put(document, [Paragraph(name, 1, ParagraphKind.BODY, f"{TEXT} Too short.")])
    reported = claims.sentences_of(corpus, "reporting")
    assert [(each.document.id, each.text) for each in reported] == [("a", TEXT), ("c", TEXT)]
    assert {each.document.id for each in claims.sentences_of(corpus, "tuning")} == {"b"}


def test_a_paraphrase_is_read_beside_the_sentence_that_its_words_begin(
    letter_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = "staffordshire-core-business-2014#28"
    text = letter_index.corpus.get([held])[held].text
    lines = [{"id": "1", "paragraph": held, "words": text[:30], "claim": "It could."}]
    lines.append({**lines[0], "id": "2", "paragraph": "another-letter#1"})
    (tmp_path / "paraphrases_tuning.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr(claims, "CASES", tmp_path)
    (found,) = claims.paraphrases_of("tuning", letter_index.corpus)
    assert text.startswith(found.sentence.text)
    assert found.sentence.source.text == found.sentence.text


def test_letters_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="There are no letters"):
        list(claims.claim_rows(tmp_path))

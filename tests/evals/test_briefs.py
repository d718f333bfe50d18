"""The measuring of briefings: its cases, and its figures on the included letter."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.briefing.brief import FindingType
from corpus import UnusableInput
from evals.briefings import Briefed, ImportantFinding, Told, briefed, briefing_rows, from_many, load_important
from index import Encoder, Index
from tests.assistant.letters import assemble, letter

LETTER = "staffordshire-core-business-2014"


def finding(paragraph: int, words: str, type: FindingType, *alternatives: int) -> ImportantFinding:
    others = tuple(f"{LETTER}#{each}" for each in alternatives)
    return ImportantFinding(
        id="x",
        force="staffordshire",
        document=LETTER,
        paragraph=f"{LETTER}#{paragraph}",
        words=words,
        type=type,
        alternatives=others,
    )


@pytest.fixture(scope="module")
def included(letter_index: Index) -> Briefed:
    (made,) = briefed([each for each in load_important("tuning") if each.document == LETTER], letter_index)
    return made


def test_ten_forces_have_six_to_nine_findings_each_of_one_letter() -> None:
    findings = load_important("tuning")
    counts = Counter((each.force, each.document) for each in findings)
    assert len(counts) == len({force for force, _ in counts}) == 10
    assert all(6 <= count <= 9 for count in counts.values())
    assert all(
        place.startswith(f"{each.document}#") for each in findings for place in (each.paragraph, *each.alternatives)
    )


def test_briefing_on_the_included_letter_tells_most_findings_in_lines_that_stand(included: Briefed) -> None:
    row = included.row()
    assert row["important"] == 9
    assert row["lines of the latest letter"] == row["lines"]
    assert sum(each.told.is_present for each in included.judged) >= 6
    assert not included.unsupported


def test_line_whose_words_were_changed_is_unsupported_and_one_told_twice_is_repeated(included: Briefed) -> None:
    first, *others = included.briefing.sections
    line = first.lines[0]
    changed = replace(first, lines=(line, replace(line, text=f"Hardly {line.text}")))
    spoilt = replace(included, briefing=replace(included.briefing, sections=(changed, *others)))
    assert [each.text for each in spoilt.unsupported] == [changed.lines[1].text]
    assert (line, changed.lines[1]) in spoilt.repeated


def test_finding_is_told_by_its_sentence_by_its_words_or_by_another_paragraph(letter_index: Index) -> None:
    cases = (
        finding(18, "HMIC found good examples", FindingType.STRENGTH),
        finding(33, "The force has some understanding of the amount", FindingType.STRENGTH, 18),
        finding(33, "The force has some understanding of the amount", FindingType.CONCERN, 18),
    )
    (made,) = briefed(cases, letter_index)
    *_, causes, summary = briefing_rows([made])
    assert [each.told for each in made.judged][:2] == [Told.SENTENCE, Told.PARAGRAPH]
    assert not made.judged[2].told.is_present  # a line of praise does not tell a concern
    assert causes["the sentence"] == 1
    assert summary["present"] == pytest.approx(2 / 3)


def test_sentence_that_the_corpus_lacks_is_refused(letter_index: Index) -> None:
    case = finding(18, "Nothing begins so", FindingType.FACT)
    with pytest.raises(UnusableInput, match="no sentence"):
        next(briefed([case], letter_index))


def test_a_briefing_from_many_documents_is_timed(tmp_path: Path, encoder: Encoder) -> None:
    findings = [f"The force answers calls from {each} promptly and well." for each in ("victims", "witnesses")]
    files = {f"eastmoor-{year}": letter("Eastmoor Constabulary", year, *findings) for year in (2016, 2017, 2018)}
    row = from_many(assemble(tmp_path, encoder, files).index, count=2)
    assert row["documents"] == 2
    assert row["lines"]
    assert all(
        float(str(row[f"seconds{each}"])) >= 0 for each in ("", " to the first section", " as .docx", " as .pdf")
    )

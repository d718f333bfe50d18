import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UnreadableFile, UnusableInput
from corpus.block import Block, Reading, called
from corpus.document import ParagraphKind
from corpus.paragraphs import cut
from corpus.readers import read
from evals import reading as reading_file
from evals.__main__ import main
from evals.conserved import conserved, layer_of
from evals.cost import Cost, cost
from evals.reading import reading
from evals.speed import speeds
from tests.conftest import ROOT
from tests.corpus.readers.pdfs import BOLD, CUSTODY, PATROLS, PLAN, Pdf

FINDING = f"The force keeps its word in 4 of 5 towns.{called('1')} It trains 30 officers a year."


def words_lost(layer: str, *blocks: Block, furniture: tuple[Block, ...] = ()) -> tuple[Counter[str], Counter[str]]:
    held = Reading(blocks, furniture, headed=True)
    found = conserved([layer], held, cut("x", held))
    return found.missing, found.extra


def letter(path: Path, day: str, force: str) -> Path:
    pdf = Pdf(path)
    for line in (day, f"Ann Example, Chief Constable, {force}", "Dear Ann"):
        pdf.text(line)
    pdf.text("How crime is prevented", font=BOLD)
    pdf.text(FINDING)
    pdf.text(PLAN)
    pdf.notes("1 As they told us.")
    pdf.page()
    pdf.text(PATROLS)
    pdf.text("Yours sincerely")
    return pdf.save()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The larger collections, made small: two letters, one of them listed with another day, and two reports."""
    folder = tmp_path / "shared"
    for name in ("letters", "reports"):
        (folder / name).mkdir(parents=True)
    letter(folder / "letters" / "northshire.pdf", "3 May 2019", "Northshire Police")
    letter(folder / "letters" / "eastmoor.pdf", "4 May 2019", "Eastmoor Constabulary")
    rows = [
        ["file", "letter_date", "force_ids"],
        ["northshire.pdf", "2019-05-03", "northshire"],
        ["eastmoor.pdf", "2019-05-05", ""],
    ]
    with (folder / "letters" / "index.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    report = Pdf(folder / "reports" / "report.pdf")
    for text in (PLAN, CUSTODY, PATROLS):
        report.text(text)
        report.page()
    report.save()
    Pdf(folder / "reports" / "without-words.pdf").save()
    monkeypatch.setattr(reading_file, "REFERENCE", tmp_path / "not-there.csv")
    return folder


@pytest.fixture
def _without_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexing takes the real model, whose export is for the tests of the index."""
    monkeypatch.setattr(reading_file, "indexed", lambda report: {"measure": "longest report", "file": report.name})


@pytest.mark.usefixtures("_without_an_index")
def test_the_figures_are_a_json_line_each(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "--data", str(data), "--json"]) == 0
    rows: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {row["measure"]: row for row in rows if "measure" in row}
    assert told["speed, letters, pages a second"]["pages"] == 4
    assert told["longest report"]["file"] == "report.pdf"
    assert told["words conserved, letters"]["share"] == 1
    assert told["words conserved, reports"]["documents"] == 1  # the other one has no words
    assert (told["letters read"]["letters"], told["letters read"]["date right"]) == (2, 1)
    assert told["letters read"]["forces right"] == 1


@pytest.mark.usefixtures("_without_an_index")
def test_a_letter_that_was_read_wrongly_is_named_with_what_was_wanted(data: Path) -> None:
    (wrong,) = [row for row in reading(data) if "wrong" in row]
    assert wrong["wrong"] == "eastmoor.pdf"
    assert (wrong["date"], wrong["wanted date"]) == ("2019-05-04", "2019-05-05")


def test_ours_the_library_and_the_baseline_are_timed_in_one_run(data: Path) -> None:
    found = speeds([data / "reports" / "report.pdf"])
    assert found["pages"] == 4
    assert found["we / pypdfium2"] == pytest.approx(found["we"] / found["pypdfium2"])
    assert found["we, with workers / pdfplumber"] > 0


@pytest.mark.parametrize("arguments", [[], ["--data", "nowhere"]])
def test_without_the_collections_a_plain_message_says_what_to_name(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reading", *arguments]) == 2
    assert "--data" in capsys.readouterr().err


def test_a_report_is_added_and_indexed_in_processes_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def cost_of(folder: Path, *arguments: str) -> Cost:
        asked.append(arguments)
        return Cost(2.0, 3.0, 100.0 * len(asked))

    monkeypatch.setattr(reading_file, "cost", cost_of)
    row = reading_file.indexed(tmp_path / "report.pdf")
    assert asked == [("corpus", "add", str(tmp_path / "report.pdf")), ("index", "sync")]
    assert (row["seconds"], row["indexing, most memory, MB"]) == (4.0, 200.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the memory of a process that has ended.")
def test_a_commands_seconds_and_memory_are_its_own(tmp_path: Path) -> None:
    # From a small process, as `make bench` is: Linux begins a child's peak with the memory of the one that starts it.
    told = f"from evals.cost import cost; from pathlib import Path; print(cost(Path({str(tmp_path)!r}), 'corpus', '--help'))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = dict(re.findall(r"(\w+)=([\d.]+)", done.stdout))
    assert 0 < float(figures["processor"]) < 60
    assert 5 < float(figures["megabytes"]) < 2000


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="corpus nonsense failed"):
        cost(tmp_path, "corpus", "nonsense")


@pytest.mark.usefixtures("_without_an_index")
def test_a_report_that_has_words_but_is_refused_stops_the_run(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Reading:
        raise UnreadableFile(f"{path.name} is damaged.", "Get it again.")

    monkeypatch.setattr(reading_file, "read", refuse)
    with pytest.raises(UnreadableFile, match=r"eastmoor\.pdf is damaged"):
        list(reading(data))


@pytest.mark.usefixtures("_without_an_index")
def test_a_letter_that_the_reference_does_not_know_is_not_counted(data: Path) -> None:
    letter(data / "letters" / "new.pdf", "3 May 2019", "Northshire Police")
    (row,) = [row for row in reading(data) if row.get("measure") == "letters read"]
    assert row["letters"] == 2


@pytest.mark.usefixtures("_without_an_index")
def test_words_that_are_lost_are_told_with_their_document(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_file, "cut", lambda document, held: cut(document, held)[:-1])
    rows = [row for row in reading(data) if "missing" in row]
    lost = [row for row in rows if row.get("wrong") == "report.pdf"]
    assert [row["too many"] for row in lost] == ["-"]
    assert rows[-1]["missing"] == len(re.findall(r"\w+", PATROLS))


def test_what_a_worker_refuses_is_no_speed(tmp_path: Path) -> None:
    empty = Pdf(tmp_path / "empty.pdf").save()
    with pytest.raises(UnreadableFile):
        speeds([empty])


def test_without_the_baseline_its_remedy_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(UnusableInput, match="make test installs it"):
        speeds([data / "reports" / "report.pdf"])


def test_nothing_of_a_pdf_is_missing_its_notes_and_page_numbers_included(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "a.pdf")
    for page in range(3):
        pdf.text(FINDING if page == 1 else PLAN)
        if page == 1:
            pdf.notes("1 As they told us.")
        pdf.line(str(page + 1), left=300, foot=30)
        pdf.page()
    held = read(pdf.save())
    found = conserved(layer_of(pdf.path), held, cut("x", held))
    assert len(held.furniture) == 3
    assert (found.missing, found.extra) == (Counter(), Counter())


@given(st.lists(st.sampled_from("bail custody patrol plan 2019 4.12".split()), min_size=1), st.data())
def test_a_word_left_out_is_missing_and_a_word_said_twice_too_many(words: list[str], draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(words) - 1))
    word = words[at]
    counted = Counter(word.split("."))
    less, more = [*words[:at], *words[at + 1 :]], [*words, word]
    assert words_lost(" ".join(words), Block(" ".join(words))) == (Counter(), Counter())
    assert words_lost(" ".join(words), Block(" ".join(less) or " ")) == (counted, Counter())
    assert words_lost(" ".join(words), Block(" ".join(more))) == (Counter(), counted)


def test_words_glued_or_split_are_told() -> None:
    assert words_lost("on patrol", Block("onpatrol")) == (Counter(on=1, patrol=1), Counter(onpatrol=1))
    assert words_lost("on patrol", Block("on pat rol")) == (Counter(patrol=1), Counter(pat=1, rol=1))


@pytest.mark.parametrize("layer", ["infor-\r\nmation", "infor\ufffemation", "infor\u2010 \nmation"])
def test_a_word_parted_at_a_lines_end_may_be_joined_with_or_without_its_hyphen(layer: str) -> None:
    for ours in ("information", "infor-mation"):
        assert words_lost(layer, Block(ours)) == (Counter(), Counter())
    assert words_lost("infor mation", Block("information"))[1] == Counter(information=1)  # no hyphen, no excuse


def test_a_mark_counts_where_it_is_called_and_furniture_counts_once() -> None:
    note = Block("As they told us.", ParagraphKind.FOOTNOTE, number="1")
    layer = "in 4 of 5 towns.1 It trains\r\n1 As they told us.\r\n7"
    text = Block(f"in 4 of 5 towns.{called('1')} It trains")
    assert words_lost(layer, text, note, furniture=(Block("7"),)) == (Counter(), Counter())
    assert words_lost(layer, text, note) == (Counter({"7": 1}), Counter())

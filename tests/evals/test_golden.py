from pathlib import Path

import pytest

from evals import golden
from evals.__main__ import main
from evals.golden import Parse, structure
from tests.conftest import LETTER, ROOT
from tests.corpus.readers.pdfs import BOLD, CUSTODY, PATROLS, PLAN, Pdf
from tests.corpus.texts import LETTER_TEXT, cut

STAFFORDSHIRE = ROOT / "tests" / "corpus" / "golden" / "staffordshire.structure.tsv"  # compared with the letter by eye


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of one report, whose second and third page are golden."""
    monkeypatch.setattr(golden, "GOLDEN", tmp_path / "golden")
    monkeypatch.setattr(golden, "PARSES", (Parse("northshire", "report.pdf", 2, 3),))
    report(tmp_path, PATROLS)
    return tmp_path


def report(folder: Path, third: str) -> None:
    pdf = Pdf(folder / "report.pdf")
    for title, text in (("Burglary", PLAN), ("Custody", CUSTODY), ("Patrols", third)):
        pdf.text(title, font=BOLD, size=15)
        pdf.text(text)
        pdf.page()
    pdf.save()


def test_what_is_written_is_structure_without_text(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", "--data", str(data), "--write"]) == 0
    assert capsys.readouterr().out == "written: northshire.tsv\n"
    head, *lines = (data / "golden" / "northshire.tsv").read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == ["position", "kind", "depth", "headings", "number", "pages", "words", "hash"]
    assert [line.split("\t")[:7] for line in lines] == [
        ["1", "heading", "0", "0", "-", "2", "1"],
        ["2", "body", "0", "1", "-", "2", str(len(CUSTODY.split()))],
        ["3", "heading", "0", "0", "-", "3", "1"],
        ["4", "body", "0", "1", "-", "3", str(len(PATROLS.split()))],
    ]
    assert not any(word in "\n".join(lines) for word in ("Custody", "Cells", "Eastmoor"))


def test_a_parse_that_is_as_it_was_is_said_to_be(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["golden", "--data", str(data), "--write"])
    capsys.readouterr()
    assert main(["golden", "--data", str(data)]) == 0
    assert capsys.readouterr().out == "northshire: as it was\n"


def test_the_lines_that_differ_are_printed_and_the_command_fails(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["golden", "--data", str(data), "--write"])
    report(data, PATROLS.replace("Sergeants", "Constables"))
    capsys.readouterr()
    assert main(["golden", "--data", str(data)]) == 1
    before, after = capsys.readouterr().out.splitlines()[1:]
    assert (before.strip()[0], after.strip()[0]) == ("-", "+")
    assert before.split("\t")[1:7] == after.split("\t")[1:7]  # the same structure, another text
    assert before.split("\t")[7] != after.split("\t")[7]


def test_a_golden_parse_that_is_not_there_yet_differs_in_every_line(data: Path) -> None:
    ((_, lines),) = golden.differences(data)
    assert len(lines) == 5
    assert all(line.startswith("+") for line in lines)


@pytest.mark.parametrize("given", [None, "nowhere"])
def test_without_the_collections_a_plain_message_says_what_to_name(
    given: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["golden", *(["--data", given] if given else [])]) == 2
    assert "--data FOLDER" in capsys.readouterr().err


def test_the_golden_parses_held_have_a_line_a_paragraph_and_no_text() -> None:
    for file in golden.GOLDEN.glob("*.tsv"):
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        assert head == structure(())[0]
        assert [int(line.split("\t")[0]) for line in lines] == list(range(1, len(lines) + 1))
        assert all(len(field) <= 24 for line in lines for field in line.split("\t"))
        assert {file.stem} <= {parse.name for parse in golden.PARSES}


def test_the_included_letter_is_cut_as_it_was() -> None:
    assert structure(cut(LETTER, LETTER_TEXT)) == STAFFORDSHIRE.read_text(encoding="utf-8").splitlines()

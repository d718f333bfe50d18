"""The Word and Excel files that we make against the schemas of Open XML (ISO 29500), and what Word wants beside them."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator

from assistant import Assistant
from assistant.briefing.brief import Briefing, Length
from assistant.briefing.word import as_word
from assistant.check import Checker
from assistant.comparing.comparison import Blank, Comparison, Row
from assistant.comparing.saving import as_file
from assistant.drafts.checked import check_draft
from assistant.drafts.commented import commented
from assistant.drafts.draft import draft_of
from assistant.drafts.read import read_draft
from tests.assistant.briefings import SITE, briefing, worded_briefing
from tests.assistant.drafts import parts
from tests.assistant.letters import TEAM

# A paragraph that is of no list, whatever its style says (ISO 29500-1, 17.9.18), which the checker takes for a list's number.
NO_LIST = "Numbering definition '0' referenced but not found"


def faults(path: Path, file: bytes) -> list[str]:
    """What is wrong with a file."""
    path.write_bytes(file)
    found = [str(each) for each in OpenXmlValidator().validate(path).errors]
    return [each for each in found if NO_LIST not in each]


@pytest.mark.parametrize("made", [briefing(), briefing(Length.FULL), worded_briefing()], ids=["two", "full", "worded"])
def test_a_briefing_is_valid(tmp_path: Path, made: Briefing) -> None:
    assert faults(tmp_path / "briefing.docx", as_word(made, SITE)) == []


@pytest.mark.parametrize("format", [".docx", ".xlsx"])
def test_a_comparison_is_valid(tmp_path: Path, format: str) -> None:
    made = briefing()
    row = Row("northshire", "Northshire Police", (made.lines[0], Blank.NOTHING_SAID), made.documents)
    compared = Comparison(("custody", "missing"), (row,), None, None, made.made, made.held)
    assert faults(tmp_path / f"compared{format}", as_file(compared, format, SITE)) == []


def test_a_commented_draft_is_valid_whether_its_file_is_new_or_the_users_own(
    tmp_path: Path, two_forces: Assistant
) -> None:
    checker = Checker(two_forces.corpus, two_forces.index)
    new = commented(check_draft(checker, draft_of(f"# Northshire\n\n{TEAM} Northshire has 40 horses.\n")), None, SITE)
    assert faults(tmp_path / "new.docx", new) == []
    own = tmp_path / "own.docx"
    own.write_bytes(as_word(briefing(), SITE))
    again = commented(check_draft(checker, read_draft(own)), own, SITE)
    assert faults(tmp_path / "again.docx", again) == []


def test_properties_in_the_wrong_order_are_found(tmp_path: Path) -> None:
    held = parts(as_word(briefing(), SITE))
    wrong = held["word/document.xml"].replace(b"<w:b/><w:bCs/>", b"<w:bCs/><w:b/>", 1)
    assert wrong != held["word/document.xml"]
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, part in (held | {"word/document.xml": wrong}).items():
            package.writestr(name, part)
    assert any("Unexpected element 'b'" in each for each in faults(tmp_path / "wrong.docx", file.getvalue()))

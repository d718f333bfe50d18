from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus import Document, DocumentKind, at_this_terminal, embargo_of, unread_of, warnings_of
from corpus.warnings import OCR

DOCUMENT = Document("x", "Custody", DocumentKind.LETTER, "x.txt", "0" * 64)
MAY = datetime(2025, 5, 2, 23, 1, tzinfo=UTC)


def test_a_plain_document_has_no_warnings() -> None:
    assert warnings_of(DOCUMENT) == ()


def test_an_embargo_is_told_in_the_publishers_time_until_it_passes() -> None:
    held = replace(DOCUMENT, embargo=MAY)
    assert embargo_of(held) == "Under embargo until 00:01 on 3 May 2025."
    assert warnings_of(held, datetime(2025, 5, 2, tzinfo=UTC)) == (
        "Under embargo until 00:01 on 3 May 2025. Do not share it.",
    )
    assert warnings_of(held, MAY) == ()


def test_an_embargo_without_a_readable_moment_says_so() -> None:
    assert "could not be read" in embargo_of(replace(DOCUMENT, embargo=datetime.max.replace(tzinfo=UTC)))


def test_recognised_text_is_told() -> None:
    assert warnings_of(replace(DOCUMENT, ocr=True)) == (OCR,)


@pytest.mark.parametrize("named", ["", "  ,", "anne"])
def test_only_who_is_named_may_see(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus import may_see_embargoed

    monkeypatch.setenv("EMBARGO_VIEWERS", named)
    assert may_see_embargoed("ANNE ") == (named == "anne")
    assert not may_see_embargoed("")
    assert not may_see_embargoed(None)


@pytest.mark.parametrize(
    ("pages", "told"), [((), None), ((3,), "Page 3 is a picture"), ((3, 5, 9), "Pages 3, 5 and 9 are pictures")]
)
def test_pages_that_were_not_read_are_told_with_the_remedy(pages: tuple[int, ...], told: str | None) -> None:
    found = unread_of(replace(DOCUMENT, unread=pages))
    assert found is None if told is None else str(found).startswith(told) and str(found).endswith("reread --ocr x")


def test_whoever_has_no_name_on_this_machine_may_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("No user of this number.")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert at_this_terminal() is None

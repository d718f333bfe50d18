"""A comparison as a file, in the format that its name asks for."""

from assistant.comparing.comparison import Comparison
from assistant.comparing.table import as_csv

FORMATS = (".csv", ".xlsx", ".docx")


def as_file(comparison: Comparison, format: str, site: str = "") -> bytes:
    """A comparison in one of the `FORMATS`; the libraries are loaded when first needed."""
    if format == ".xlsx":
        from assistant.comparing.workbook import as_xlsx

        return as_xlsx(comparison, site)
    if format == ".docx":
        from assistant.comparing.word import as_word

        return as_word(comparison, site)
    return as_csv(comparison).encode("utf-8-sig")  # the mark by which Excel knows UTF-8

"""A briefing as a file, in the format that its name asks for."""

from assistant.briefing.brief import Briefing

FORMATS = (".docx", ".pdf", ".md")


def as_file(briefing: Briefing, format: str, site: str = "") -> bytes:
    """A briefing in one of the `FORMATS`; the libraries are loaded when first needed."""
    if format == ".docx":
        from assistant.briefing.word import as_word

        return as_word(briefing, site)
    if format == ".pdf":
        from assistant.briefing.pdf import as_pdf

        return as_pdf(briefing, site)
    from assistant.briefing.markdown import as_markdown

    return as_markdown(briefing, site).encode("utf-8")

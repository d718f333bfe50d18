"""Markup and formulas in documents, names and questions: shown as text, and never more."""

import csv
import io
import re
from functools import partial
from urllib.parse import quote

from evals.attacks.attack import Attack
from evals.attacks.target import FORMULA, MARKUP, PUBLIC, READER, Target

_SCRIPT = "<script>alert(1)</script>"
_LIVE = re.compile(
    r"<(?:img[^>]+onerror|script>alert|svg[^>]+onload|iframe|a[^>]+href=[\"']?javascript:)", re.IGNORECASE
)
_QUESTIONS = (
    f"What of {MARKUP} and burglary in Northshire?",
    f"{_SCRIPT} wanted suspects in Northshire",
    "<svg onload=alert(1)> Northshire burglary",
    "[x](javascript:alert(1)) Northshire burglary <a href='javascript:alert(1)'>x</a>",
    "{{ 7*7 }} ${7*7} <iframe src=//evil.example> Northshire burglary",
)


def _live(text: str) -> str:
    """Markup that a browser would act on; in JSON, quotation marks are escaped."""
    found = _LIVE.search(text.replace('\\"', '"'))
    return f"live markup: {found[0]}" if found else ""


def _asked(question: str, target: Target) -> str:
    return _live(target.ask(target.signed_in(READER), question))


def _opened(path: str, target: Target) -> str:
    client = target.signed_in(READER)
    client.headers["Accept"] = "text/html"
    answer = client.get(path)
    del client.headers["Accept"]
    is_page = "html" in answer.headers.get("content-type", "")
    return _live(answer.text) if is_page else ""


def _checked(text: str, target: Target) -> str:
    return _live(target.send(target.signed_in(READER), "check-go", "click", [text]))


def _briefed(target: Target) -> str:
    count = len(target.event("brief-go", "click")["inputs"])
    data = ["northshire", [], _SCRIPT, "", "", "two pages", MARKUP, *[""] * max(0, count - 7)][:count]
    return _live(target.send(target.signed_in(READER), "brief-go", "click", data))


def _table_of(text: str, target: Target) -> str:
    """The cells of a checked draft's table that a spreadsheet would take for a formula."""
    client = target.signed_in(READER)
    shown = target.send(client, "check-go", "click", [text])
    link = re.search(r"checked/[\w-]+\.csv", shown)
    if not link:
        return f"there was no table to try: {shown[-300:]}"
    rows = csv.reader(io.StringIO(client.get(f"/{link[0]}").content.decode("utf-8-sig")))
    live = [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]
    return f"a live cell: {live[0][:100]}" if live else ""


def _safe(header: str, wanted: str, target: Target) -> str:
    told = target.signed_in(READER).get("/").headers.get(header, "")
    return "" if wanted in told else f"{header} is {told[:200]!r}"


TEXTS = (
    *(Attack("markup", f"a question: {question[:40]}", partial(_asked, question)) for question in _QUESTIONS),
    *(
        Attack("markup", name, partial(_opened, path))
        for name, path in {
            "a document's text and title on its page": f"/source?paragraph={PUBLIC}%232",
            "a script in a document's text": f"/source?paragraph={PUBLIC}%234",
            "a quotation in a link": f"/source?paragraph={PUBLIC}%231&quote={quote(MARKUP)}",
            "a paragraph's id in a link": f"/source?paragraph={quote(_SCRIPT)}",
            "an answer's id in a link": f"/answer?id={quote(_SCRIPT)}",
            "a page's number in a link": f"/source?paragraph={PUBLIC}%231&page={quote(_SCRIPT)}",
            "an address that there is not": f"/{quote(_SCRIPT)}",
            "where to go after signing in": f"/sign-in?next={quote('/' + MARKUP)}",
            "the page for programmers": "/api",
        }.items()
    ),
    Attack("markup", "a checked statement", partial(_checked, f"Northshire Police looks for {MARKUP} every day.")),
    Attack(
        "markup", "a quotation in a draft", partial(_checked, f"Inspectors found “{_SCRIPT} every day” in Northshire.")
    ),
    Attack("markup", "a briefing's title and theme", _briefed),
    Attack(
        "formulas",
        "in a table of a draft",
        partial(
            _table_of,
            f"{FORMULA} is kept by Northshire Police.\n@SUM(1) was found by Northshire Police.\n+1 officers work for Northshire Police.",
        ),
    ),
    Attack(
        "formulas",
        "in a table, from a document",
        partial(_table_of, "Officers of Northshire Police wrote a formula in the records of burglary."),
    ),
    *(
        Attack("headers", name, partial(_safe, header, wanted))
        for name, header, wanted in (
            ("scripts of other sites", "content-security-policy", "script-src 'self'"),
            ("a frame of another site", "content-security-policy", "frame-ancestors 'none'"),
            ("requests to other sites", "content-security-policy", "connect-src 'self'"),
            ("guessed content types", "x-content-type-options", "nosniff"),
            ("the address told to other sites", "referrer-policy", "same-origin"),
        )
    ),
)

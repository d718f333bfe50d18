"""What a web page says of itself: its title and the day it was published."""

import datetime as dt
import json
import re
from collections.abc import Iterator

from corpus.dates import LONDON, day
from corpus.readers.lines import seen
from corpus.readers.node import NOTHING, Node

_TITLES = ("og:title", "dcterms.title", "dc.title", "citation_title", "twitter:title")
_DAYS = (
    "article:published_time", "govuk:first-published-at", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
    "dcterms.created", "citation_publication_date", "citation_date", "datepublished", "date",
)  # fmt: skip
_SITE = re.compile(r"GOV\.UK|HMIC|inspectorate|police|website|home", re.IGNORECASE)
_PARTING = re.compile(r"\s+[|\u00b7\u00bb]\s+|\s+[-\u2013\u2014]\s+")
FIRST_YEAR = 1990  # there was no Web before; an earlier date is a program's mistake


def title_of(page: Node, main: Node) -> str | None:
    """The page's only heading of the first level, else the title it gives itself, without the name of its site."""
    said = _only_heading(main)
    metas = _metas(page)
    site = metas.get("og:site_name", "")
    said += [_without_site(metas.get(name, ""), site) for name in _TITLES]
    said.append(_without_site(_line(next(page.all("title"), NOTHING).text), site))
    said += _only_heading(page)
    return next(filter(None, said), None)


def _only_heading(place: Node) -> list[str]:
    headings = [_line(each.text) for each in place.all("h1")]
    return headings if len(headings) == 1 else []


def publication_day(page: Node, main: Node) -> str | None:
    """The day it became public, as an ISO date; None when it does not say, or says none that can be."""
    metas = _metas(page)
    said = [metas.get(name, "") for name in _DAYS]
    said += [text for script in page.all("script") for text in _linked_data(script)]
    said += [time.get("datetime") or time.text for time in _times(main)]
    return next(filter(None, map(iso_day, said)), None)


def _metas(page: Node) -> dict[str, str]:
    """What the page says in its head, by name in lower case; of several with one name, the first."""
    metas = [(each.get("name") or each.get("property") or each.get("itemprop"), each) for each in page.all("meta")]
    return {name.lower(): _line(each.get("content")) for name, each in reversed(metas) if name}


def _without_site(title: str, site: str) -> str:
    """A title less the site's name behind it ("… | HMICFRS")."""
    for parting in reversed(list(_PARTING.finditer(title))):
        behind = title[parting.end() :]
        if behind == site or _SITE.search(behind) or parting[0].strip() in "|\u00b7\u00bb":
            return _without_site(title[: parting.start()], site)
        break
    return title


def _linked_data(script: Node) -> Iterator[str]:
    """The days of publication in a page's JSON-LD, wherever in it they stand."""
    if script.get("type") != "application/ld+json":
        return
    try:
        waiting: list[object] = [json.loads(script.text)]
    except (ValueError, RecursionError):  # the latter: brackets within brackets without end
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(published := value.get("datePublished"), str):
                yield published
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _times(main: Node) -> list[Node]:
    """The times that may be of publication: those that say so first; never one of an update."""
    times: list[tuple[bool, Node]] = []
    before = ""
    for each in main.all("time", *"p div span dt dd li".split()):
        if each.tag != "time":
            before = _line(each.text)[:200].lower()
            continue
        says_so = "pubdate" in each.attributes or "publish" in f"{each.get('itemprop')} {each.get('class')}".lower()
        if says_so or not re.search(r"\b(updated|modified|reviewed)\b", before):
            times.append((not says_so, each))
    return [each for _, each in sorted(times, key=lambda pair: pair[0])]


def iso_day(text: str) -> str | None:
    """The day of a date or moment, in London, where the publishers are."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        found = day(text)
    else:
        near = FIRST_YEAR <= moment.year < dt.MAXYEAR  # the last year's end has no time in other zones
        found = (moment.astimezone(LONDON) if moment.tzinfo and near else moment).date()
    return found.isoformat() if found and found.year >= FIRST_YEAR else None


def _line(text: str) -> str:
    return " ".join(seen(text).split())

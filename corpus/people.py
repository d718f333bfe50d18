"""Names of persons, told from offices, bodies and places."""

import re
from functools import cache

from corpus.dates import DAY
from corpus.forces import all_forces, find_forces

_TITLES = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Professor|Prof|Rev|Cllr|Councillor|Acting|Temporary|T/|Interim|"
    r"Chief Constable|Deputy Chief Constable|Assistant Chief Constable|Chief Superintendent|Chief Supt|Superintendent|"
    r"Commissioner)\.?\s+)*"
)
_PART = r"(?:[A-Z]\.|[A-Z][\w'\u2019]*(?:-[A-Z][\w'\u2019]*)*)"  # a first name, an initial or a surname
_NAME = rf"{_TITLES}(?P<first>{_PART})(?:\s+(?:de|van|von|der|la|le|al))*\s+(?P<last>{_PART})"
_ADDRESSED = re.compile(rf"{_NAME}(?=[\s,])")
_SIGNED = re.compile(rf"{_NAME}(?:,?\s+{_PART})*$")
_RUN_IN = re.compile(rf"^(.*[\w)]) ({_PART} {_PART})$")
# Words of offices and bodies, which are no names; the points of the compass are no first names.
OFFICE = re.compile(
    r"\b(?:Inspectors?|Director|Commissioner|Officer|Head|Chief|Deputy|Manager|Chair|Chairman|Constable|Minister|Nurse|"
    r"Superintendent|President|Lead|Executive|Mayor|Commander|Secretary|Scrutineer|CEO|Assistant|Independent)\b"
)
BODY = re.compile(
    r"\b(?:Services?|Council|Board|Groups?|Commissioning|Company|Partnership|Trust|Care|Division|Community|Police|ICB|CCG|"
    r"Constabulary|Probation|Authority|Borough|Region|Regional|Committee|Commission|Inspectorate|Ofsted|Office|Department|"
    r"Directorate|Team|Safeguarding|National|Health|Children|Social|Education|Medical|Headquarters|Limited|Clinical|"
    r"Integrated|NHS|HMI|Rescue|Fire)\b"
)
_COMPASS = re.compile(r"(?:North|South|East|West|Central|Northern|Southern|Eastern|Western|Greater|The|And|Dear)$")


def begins_person(line: str) -> bool:
    """Whether a line begins with a person, and goes on with an office or a body."""
    match = _ADDRESSED.match(line)
    return match is not None and _is_name(match) and ("," in line or bool(OFFICE.search(line[match.end() :])))


def is_person(line: str) -> bool:
    """Whether a line is a person's name, with titles and honours, and nothing else."""
    match = _SIGNED.match(line)
    return match is not None and not (OFFICE.search(line) or BODY.search(line)) and _is_name(match)


def run_in(line: str) -> tuple[str, ...]:
    """The line; or an office and, run into it, the name from the next column, parted."""
    match = _RUN_IN.match(line)
    return (match[1], match[2]) if match and OFFICE.search(match[1]) and is_person(match[2]) else (line,)


def is_no_name(line: str) -> bool:
    """Whether a line is a date, or has no letters (a page number)."""
    return bool(DAY.fullmatch(line)) or not re.search("[A-Za-z]", line)


def _is_name(match: re.Match[str]) -> bool:
    words = f"{match['first']} {match['last']}"
    is_other = OFFICE.search(words) or BODY.search(words) or _COMPASS.match(match["first"])
    return not (is_other or words in _areas() or find_forces(match["first"]))


@cache
def _areas() -> frozenset[str]:
    return frozenset(area for force in all_forces().values() for area in force.areas)

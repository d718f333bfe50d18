"""What a page's own styles hide from whoever reads it: no colour, no size, no place on the screen.

Styles are read as far as a page says them beside its elements, or for one class or id in its head. What it loads from
elsewhere is not known, so that white letters on what may be a dark ground count as seen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.readers.node import Node

Declared = dict[str, str]
_AT_RULES = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})|/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[a-z][a-z0-9]*|[.#][\w-]+", re.IGNORECASE)
_NOTHING = re.compile(r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|r?em|ex|ch|%|v[hw])?")
_SHARE = re.compile(r"(?<!r)em|%|ex|inherit|smaller|larger")  # of the size around it
_AWAY = re.compile(r"-\d{4,}(?:\.\d+)?px|-\d{3,}(?:\.\d+)?(?:r?em|v[wh]|%)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+%?))?\s*\)")
_NAMES = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
ALIKE = 12  # of 255: colours that differ by less in each part look the same
_WHITE = (255, 255, 255)
_ROOMS = ("height", "width", "max-height", "max-width")


@dataclass(frozen=True, slots=True)
class Styles:
    """What a page's head says of classes, ids and tags, and whether it loads more from elsewhere."""

    rules: Mapping[str, Declared] = field(default_factory=dict)
    is_whole: bool = True

    def of(self, element: Node) -> Declared:
        """What is declared for an element, by property."""
        names = [f".{each}" for each in element.get("class").split()]
        named = [element.tag, *names, *([f"#{element.get('id')}"] if element.get("id") else [])]
        declared = {name: value for each in named for name, value in self.rules.get(each, {}).items()}
        return declared | _declared(element.get("style"))


@dataclass(frozen=True, slots=True)
class Ground:
    """What an element's letters look like: their colour, that of what they stand on (None: not known), if they have size."""

    letters: tuple[int, int, int] = (0, 0, 0)
    under: tuple[int, int, int] | None = _WHITE
    has_size: bool = True

    def within(self, element: Node, declared: Declared, is_whole: bool) -> "Ground":
        """Those in an element."""
        said = declared.get("color") or (element.get("color") if element.tag == "font" else "")
        ground = declared.get("background-color") or declared.get("background") or element.get("bgcolor")
        under = colour(ground) if ground and ground not in ("none", "transparent", "inherit") else self.under
        if not is_whole and not ground and element.get("class") and element.tag not in ("html", "body"):
            under = None
        size = declared.get("font-size", "")
        has_size = (
            not _NOTHING.fullmatch(size) if size and (self.has_size or not _SHARE.search(size)) else self.has_size
        )
        return Ground(colour(said) or self.letters, under, has_size)

    @property
    def hides(self) -> bool:
        """Whether letters look like what they stand on, or have no size."""
        return not self.has_size or (
            self.under is not None
            and all(abs(one - other) < ALIKE for one, other in zip(self.letters, self.under, strict=True))
        )


def styles_of(page: Node) -> Styles:
    """The styles in a page's head."""
    rules: dict[str, Declared] = {}
    for style in page.all("style"):
        for selectors, declarations in _RULE.findall(_AT_RULES.sub(" ", style.text)):
            for selector in map(str.strip, selectors.split(",")):
                if _SIMPLE.fullmatch(selector):
                    rules[selector] = rules.get(selector, {}) | _declared(declarations)
    loads = any("stylesheet" in each.get("rel").lower() for each in page.all("link"))
    return Styles(rules, not loads)


def is_out_of_sight(declared: Declared) -> bool:
    """Whether an element is not shown, cannot be seen through, has no room or stands off the screen."""
    is_not_shown = declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse")
    no_room = declared.get("overflow") == "hidden" and _is_nothing(declared, *_ROOMS)
    away = any(_AWAY.fullmatch(declared.get(name, "")) for name in ("left", "top", "text-indent", "margin-left"))
    return is_not_shown or no_room or away or _is_nothing(declared, "opacity") or declared.get("color") == "transparent"


def _is_nothing(declared: Declared, *names: str) -> bool:
    return any(_NOTHING.fullmatch(declared.get(name, "-")) for name in names)


def colour(said: str) -> tuple[int, int, int] | None:
    """A colour as its red, green and blue; None where it is not one plain colour."""
    said = said.strip().lower()
    if match := _HEX.fullmatch(said):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if (match := _RGB.fullmatch(said)) and match[4] is None:
        return int(match[1]), int(match[2]), int(match[3])
    return _NAMES.get(said)


def _declared(style: str) -> Declared:
    """Declarations by property, in lower case."""
    return dict(_pairs(style.lower()))


def _pairs(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, parting, value = declaration.partition(":")
        if parting:
            yield name.strip(), value.replace("!important", "").strip()

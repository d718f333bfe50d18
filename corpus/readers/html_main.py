"""What of a web page is the publication, and what the site put around it."""

import re
from collections.abc import Iterator

from corpus.readers.html_unseen import Ground, Styles, is_out_of_sight, styles_of
from corpus.readers.node import Node, node

# Neither shown nor part of the text: programs, styles, and what stands in for pictures and films.
_UNSEEN = frozenset(
    "head script style template noscript iframe object audio video canvas datalist noembed noframes annotation rp".split()
)
_FURNITURE_TAGS = frozenset("nav aside footer button select textarea dialog svg".split())
_FURNITURE_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tablist".split()
)
_KINDS = (
    "cookies?|breadcrumbs?|skip|skip-?links?|pagination|pager|sidebar|menu|nav|navbar|navigation|toc|table-of-contents"
)
_MORE_KINDS = (
    "share|sharing|social|addthis|masthead|newsletter|subscribe|feedback|survey|advert|phase-banner|print-?links?"
)
_ENDS = (
    "(?:-(?:banner|bar|links?|buttons?|list|container|wrapper|block|nav|menu|message|notice|consent|section|box|icons?"
    "|media|form|page|this|items?))*(?:(?:__|--).*)?"
)
# Names of classes: "gem-c-cookie-banner", "share-links__item". Ids are fewer: those of headings are made of their words.
_CLASS = re.compile(rf"(?:[a-z]{{1,8}}-){{0,3}}(?:{_KINDS}|{_MORE_KINDS}){_ENDS}")
_ID = re.compile(rf"(?:(?:site|page|main|global|top|side)-)?(?:{_KINDS}){_ENDS}")
_UNSEEN_CLASSES = frozenset("visually-hidden govuk-visually-hidden visuallyhidden sr-only screen-reader-text".split())
_NEVER = frozenset("html body main article h1 h2 h3 h4 h5 h6 p li table tbody thead tfoot tr td th blockquote".split())
_ARROWS = re.compile(r"[\s\u2190-\u21ff\u2934\u2935\u23ce\ufe0e^]+")
# What stands above a list of links to parts of the page, or to other sites.
_SITE_WORDS = re.compile(
    r"(?:table of |page )?contents|(?:on|in) this page|share this(?: page)?|print this page|skip to .{,20}",
    re.IGNORECASE,
)
MAX_SITE_WORDS = 5  # the most that this pattern has
MIN_SITE_LINKS = 3  # in a list of nothing but links, on a page that does not say where its content is


def sift(tree: Node) -> tuple[Node, list[Node]]:
    """The page without what is never shown, and the parts of it that are the site's and not the publication's."""
    tells_main = any(_is_main(each) or each.tag == "article" for each in tree.all())
    around: list[Node] = []
    styles = styles_of(tree)

    def kept(element: Node, inside: frozenset[str], ground: Ground) -> Node:
        parts: list[Node | str] = []
        inside |= {element.tag}
        ground = ground.within(element, styles.of(element), styles.is_whole)
        for part in element.parts:
            if isinstance(part, str) and ground.hides and part.strip():
                around.append(node("p", {}, (part,)))
                parts.append(" ")
            elif isinstance(part, str):
                parts.append(part)
            elif part.tag in _UNSEEN or _is_arrow_back(part):
                continue
            elif _is_unseen(part, styles):
                around.append(kept(part, inside, ground))
            elif _is_furniture(part, inside, tree.words) or _is_list_of_links(part, tells_main):
                around.append(kept(part, inside, ground))
                parts.append(" ")
            else:
                parts.append(kept(part, inside, ground))
        return node(element.tag, element.attributes, tuple(parts))

    return kept(tree, frozenset(), Ground()), around


def main_of(page: Node) -> Node:
    """The element that holds the publication: what the page says is its main part, else its article, else all of it."""
    mains = [each for each in page.all() if _is_main(each)]
    articles = list(page.all("article"))
    main = max(mains, key=lambda each: each.words, default=None)
    article = max(articles, key=lambda each: each.words, default=None)
    if main and main.words and not (article and article.words > 2 * main.words):
        return main
    return article if article and article.words > page.words / 2 else page


def without(page: Node, part: Node) -> Node:
    """The page without that part of it; its other elements stay the same ones."""
    if page is part:
        return Node(page.tag)
    parts = tuple(each if isinstance(each, str) else without(each, part) for each in page.parts)
    is_changed = any(new is not old for new, old in zip(parts, page.parts, strict=True))
    return node(page.tag, page.attributes, parts) if is_changed else page


def _is_main(element: Node) -> bool:
    return element.tag == "main" or element.get("role") == "main"


def _is_unseen(element: Node, styles: Styles) -> bool:
    if element.tag in ("html", "body", "main"):
        return False  # a page that a program shows once it has loaded
    hidden = "hidden" in element.attributes and element.get("hidden") != "until-found"  # which search opens
    return (
        hidden
        or is_out_of_sight(styles.of(element))
        or bool(_UNSEEN_CLASSES & set(element.get("class").split()))
        or element.get("aria-hidden") == "true"
    )


def _is_furniture(element: Node, inside: frozenset[str], words: int) -> bool:
    if element.words <= MAX_SITE_WORDS and _SITE_WORDS.fullmatch(element.text.strip(" \n\t\r:")):
        return True
    if element.tag in _NEVER or _holds_notes(element):
        return False
    if element.tag == "footer" and inside & {"blockquote", "figure"}:
        return False  # who said it
    if element.tag in _FURNITURE_TAGS:
        return True
    looks_so = (
        element.tag == "form"
        or (element.tag == "header" and not inside & {"main", "article", "section"})
        or element.get("role") in _FURNITURE_ROLES
        or any(map(_CLASS.fullmatch, element.get("class").lower().split()))
        or bool(_ID.fullmatch(element.get("id").lower()))
    )
    # Some pages stand in a form as a whole.
    return looks_so and element.words <= words / 2 and not any(element.all("h1", "main", "article"))


def _holds_notes(element: Node) -> bool:
    names = element.get("class").lower().split()
    return element.get("role").startswith(("doc-endnote", "doc-footnote")) or bool(
        {"footnotes", "footnote"} & set(names)
    )


def _is_list_of_links(element: Node, tells_main: bool) -> bool:
    """Whether it is a table of contents, or a menu on a page that does not say where its content is."""
    if element.tag not in ("ul", "ol"):
        return False
    links = list(element.all("a"))
    if not links or sum(link.words for link in links) < element.words or not element.words:
        return False
    leads_down = all(link.get("href").startswith("#") for link in links)
    return leads_down if tells_main or leads_down else len(links) >= MIN_SITE_LINKS


def _is_arrow_back(element: Node) -> bool:
    """Whether it is the arrow that leads from a footnote to its mark."""
    return element.tag == "a" and "#" in element.get("href") and bool(_ARROWS.fullmatch(element.text))


def links(page: Node) -> Iterator[Node]:
    """The links of a page that lead to another place in it."""
    return (each for each in page.all("a") if each.get("href").startswith("#") and len(each.get("href")) > 1)

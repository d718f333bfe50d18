from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ParagraphKind, UnreadableFile
from corpus.block import Block, Reading, called
from corpus.paragraphs import cut
from corpus.readers import read


def page(folder: Path, source: str | bytes, name: str = "report.html") -> Reading:
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return read(path)


def texts(folder: Path, source: str) -> list[str]:
    return [block.text for block in page(folder, source).blocks]


def furniture(folder: Path, source: str) -> list[str]:
    return [block.text for block in page(folder, source).furniture]


def test_elements_in_a_line_neither_glue_nor_split_words(tmp_path: Path) -> None:
    source = "<p><b>in</b>for<wbr>ma&shy;tion</p><p>and\n more<br>on&nbsp;<i>two</i> lines</p>last<p>one<div>two</div>three</p>four"
    assert texts(tmp_path, source) == ["information", "and more\non two lines", "last", "one", "two", "three four"]


def test_headings_have_their_levels_and_numbers(tmp_path: Path) -> None:
    source = "<h2>1. Calls</h2><p>a</p><h3><div>Waiting</div></h3><div role=heading aria-level=4>By day</div><h5></h5>"
    found = page(tmp_path, source)
    assert found.headed
    assert [(block.text, block.level, block.number) for block in found.blocks] == [
        ("Calls", 2, "1."), ("a", 0, None), ("Waiting", 3, None), ("By day", 4, None),
    ]  # fmt: skip


def test_the_title_of_a_report_is_above_nothing(tmp_path: Path) -> None:
    found = page(tmp_path, "<h1>Custody</h1><h2>Calls</h2><p>Words.</p>")
    assert [paragraph.heading for paragraph in cut("x", found)][-1] == ("Calls",)
    assert page(tmp_path, "<h1>Custody</h1><p>Words.</p>").blocks[0].level == 1


def test_lists_within_lists(tmp_path: Path) -> None:
    source = "<ul><li>a<ol><li>b</li></ol></li><ul><li>c</ul>stray<b>d</b><li><p>e</p><p>f</p></ul><li>g"
    assert [(block.text, block.depth, block.number) for block in page(tmp_path, source).blocks] == [
        ("a", 1, None), ("b", 2, "1."), ("c", 2, None), ("stray", 0, None), ("d", 0, None), ("e", 1, None), ("f", 1, None),
        ("g", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1.", "7.", "8."]),
        ("type=a start=3", ["c.", "g.", "h."]),
        ("type=I", ["I.", "VII.", "VIII."]),
        ("reversed", ["3.", "7.", "6."]),
        ("style='list-style-type: lower-roman'", ["i.", "vii.", "viii."]),
        ("style='list-style: none'", [None, None, "(c)"]),
    ],
)
def test_numbered_lists_count_as_browsers_do(tmp_path: Path, attributes: str, numbers: list[str | None]) -> None:
    items = page(tmp_path, f"<ol {attributes}><li>x</li><li value=7>x</li><li>(c) x</li></ol>").blocks
    assert [block.number for block in items] == numbers


def test_typed_marks_are_lists_too(tmp_path: Path) -> None:
    found = page(tmp_path, "<p>It:<br>\u2022 acts<br>\u2022 tells</p><p>4.12 The force acts.</p>").blocks
    assert [(block.text, block.number, block.depth) for block in found] == [
        ("It:", None, 0), ("acts", None, 1), ("tells", None, 1), ("The force acts.", "4.12", 1),
    ]  # fmt: skip


def test_a_row_says_what_its_figures_are(tmp_path: Path) -> None:
    source = (
        "<table><caption>Calls</caption><thead><tr><th>Force<th>2023<th>2024</thead>"
        "<tr><th scope=row rowspan=2>Northshire<td>12<td>15<tr><td colspan=2>none<tr><td>Eastmoor<td><td>7</table>"
    )
    found = page(tmp_path, source).blocks
    assert [block.text for block in found] == [
        "Calls", "Force | 2023 | 2024", "Force: Northshire | 2023: 12 | 2024: 15", "Force: Northshire | none", "Force: Eastmoor | 2024: 7",
    ]  # fmt: skip
    assert [block.kind for block in found] == [ParagraphKind.CAPTION] + [ParagraphKind.ROW] * 4


def test_a_first_row_of_header_cells_is_a_header(tmp_path: Path) -> None:
    assert (
        texts(tmp_path, "<table><tr><td><th>2023:<th>2024<tr><th>Calls<td>1<td>2</table>")[1]
        == "Calls | 2023: 1 | 2024: 2"
    )


def test_a_cell_from_above_moves_the_columns(tmp_path: Path) -> None:
    source = "<table><tr><th>a<th>b<th>c<tr><td>1<td rowspan=0>2<td>3<tr><td>4<td>5</table>"
    assert texts(tmp_path, source) == ["a | b | c", "a: 1 | b: 2 | c: 3", "a: 4 | c: 5"]


def test_tables_that_only_set_text_side_by_side_are_none(tmp_path: Path) -> None:
    assert texts(tmp_path, "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>") == ["a", "b", "c", "d"]
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    assert texts(tmp_path, f"<table><tr><td>{inner}<td>e</table>") == ["a | b", "c | d", "e"]


def test_text_between_the_cells_of_a_table_is_kept(tmp_path: Path) -> None:
    assert texts(tmp_path, "<table>x<tr>y<td>a<td>b<tr><td>c<td>d</table>") == ["x", "y", "a | b", "c | d"]


def test_definitions_stand_with_their_terms(tmp_path: Path) -> None:
    source = "<dl>x<div><dt>From:<dd>HMICFRS</div><dt>Force<dt>Area<dd>Northshire<dd>North<dt>Found<dd><ul><li>a</ul><dt>End<b>y</b></dl>"
    assert texts(tmp_path, source) == ["x", "From: HMICFRS", "Force, Area: Northshire", "North", "Found", "a", "Endy"]


def test_quotations_summaries_and_captions(tmp_path: Path) -> None:
    source = (
        "<blockquote>They <q>listened</q>.<footer>A victim</footer></blockquote><details><summary>How</summary>So.</details>"
        "<figure><img alt='A chart'><figcaption>Figure 1</figcaption></figure><pre>two\n  lines</pre>"
    )
    found = page(tmp_path, source).blocks
    assert [block.text for block in found] == ["They “listened”.", "A victim", "How", "So.", "Figure 1", "two\nlines"]
    assert found[4].kind is ParagraphKind.CAPTION


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("<sup><a href=#fn1 id=r1>1</a></sup>", "<ol><li id=fn1><p>A year's. <a href=#r1>\u21a9</a></ol>"),
        ("<sup>[<a href=#n1>1</a>]</sup>", "<p id=n1>[1] A year's.</p>"),
        ("<a href=#x role=doc-noteref>1</a>", "<aside role=doc-footnote id=x>1. A year's.</aside>"),
        ("<a href=#_ftn1 name=_ftnref1><sup>[1]</sup></a>", "<p><a href=#_ftnref1 name=_ftn1>[1]</a> A year's.</p>"),
        (
            "<sup id=r><a href=#cite_note-1>[1]</a></sup>",
            "<ol><li id=cite_note-1><a href=#r>^</a> <span>A year's.</span></ol>",
        ),
    ],
)
def test_footnotes_are_tied_to_their_marks(tmp_path: Path, mark: str, note: str) -> None:
    found = page(tmp_path, f"<p>Calls{mark} rose.</p>{note}").blocks
    assert found == (Block(f"Calls{called('1')} rose."), Block("A year's.", ParagraphKind.FOOTNOTE, number="1"))


def test_footnotes_outside_the_main_part_are_found(tmp_path: Path) -> None:
    source = (
        "<main><p>Calls<sup><a href=#a id=b>1</a></sup></p></main><div id=a>Noted. <a href=#b>Back to text</a></div>"
    )
    found = page(tmp_path, source)
    assert [block.text for block in found.blocks] == [f"Calls{called('1')}", "Noted."]
    assert [block.text for block in found.furniture] == ["Back to text"]


@pytest.mark.parametrize(
    "link",
    ["<a href=#h>1</a>", "<sup><a href=#none>1</a></sup>", "<sup><a href=#h>1</a></sup>", "<sup><a href=#p>see below</a></sup>", "<sup><a href=#self>1</a></sup>"],
)  # fmt: skip
def test_other_links_are_text(tmp_path: Path, link: str) -> None:
    source = f"<h2 id=h>Head</h2><p id=self>Paragraph {link}</p><p id=p>Below.</p>"
    assert called("1") not in "".join(texts(tmp_path, source))


SITE = [
    "<nav>X</nav>", "<header>X</header>", "<footer>X</footer>", "<aside>X</aside>", "<form>X</form>", "<p hidden>X</p>",
    "<div class='gem-c-cookie-banner'>X</div>", "<div class=share-links__list>X</div>", "<div id=breadcrumbs>X</div>",
    "<div role=navigation>X</div>", "<p style='display: none'>X</p>", "<span class=visually-hidden>X</span>",
    "<ul><li><a href=#a>X</a></ul>", "<button>X</button>", "<p aria-hidden=true>X</p>", "<svg><text>X</text></svg>",
    "<ul><li><a href=a>X</a><li><a href=b></a><li><a href=c></a></ul>",
]  # fmt: skip


@pytest.mark.parametrize("part", SITE)
def test_what_the_site_puts_around_is_furniture(tmp_path: Path, part: str) -> None:
    source = f"<body>{part}<div><h2>Findings</h2><p>The force acts on what we said.</p></div></body>"
    assert texts(tmp_path, source) == ["Findings", "The force acts on what we said."]
    assert furniture(tmp_path, source) == ["X"]


@pytest.mark.parametrize(
    "part",
    [
        "<h2 id=sharing-information>Words</h2>", "<section id=feedback>Words</section>", "<p class=social>Words</p>",
        "<section class=footnotes><p>Words</p></section>", "<article><header>Words</header></article>",
        "<ul><li><a href=#a>Words</a> and more</ul>", "<div hidden=until-found>Words</div>",
    ],
)  # fmt: skip
def test_what_only_resembles_the_site_s_is_content(tmp_path: Path, part: str) -> None:
    assert furniture(tmp_path, f"<body><p>The force acts.</p>{part}</body>") == []


def test_the_main_part_is_the_publication(tmp_path: Path) -> None:
    source = "<div>Before</div><main><p>Words.</p></main><div>After</div>"
    assert (texts(tmp_path, source), furniture(tmp_path, source)) == (["Words."], ["Before", "After"])


def test_an_article_is_it_when_there_is_no_main_part_or_hardly_any(tmp_path: Path) -> None:
    for main in ("", "<main>Skip</main>"):
        assert texts(tmp_path, f"{main}<article><p>Words of the force.</p></article>") == ["Words of the force."]
    assert texts(tmp_path, "<article>a</article><article>b</article><p>c d</p>") == ["a", "b", "c d"]


def test_a_form_around_the_whole_page_is_not_furniture(tmp_path: Path) -> None:
    assert texts(tmp_path, "<body style='visibility:hidden'><form><p>Words of the force.</p></form>") == [
        "Words of the force."
    ]


def test_a_heading_above_a_list_of_the_sections_is_furniture(tmp_path: Path) -> None:
    source = "<main><h2>Contents</h2><ul><li><a href=#a>Calls</a></ul><p>Words.</p></main>"
    assert (texts(tmp_path, source), furniture(tmp_path, source)) == (["Words."], ["Contents", "Calls"])


def test_programs_and_styles_are_not_read(tmp_path: Path) -> None:
    source = "<head><title>T</title><style>x</style></head><script>y</script><noscript>z</noscript><template>t</template>Words<!-- c -->"
    found = page(tmp_path, source)
    assert ([block.text for block in found.blocks], found.furniture) == (["Words"], ())


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Custody - HMICFRS</title>", "<h1>Custody in <b>North</b>shire</h1>", "Custody in Northshire"),
        ("<title>x</title><meta property=og:title content='Custody | GOV.UK'>", "", "Custody"),
        (
            "<meta property=og:site_name content=Us><title>Custody \u2013 a report - Us</title>",
            "",
            "Custody \u2013 a report",
        ),
        ("<title>PEEL \u2013 Northshire</title>", "", "PEEL \u2013 Northshire"),
        ("", "<header><h1>Site</h1></header><main>x</main>", "Site"),
        ("", "", None),
        ("<title>Custody</title>", "<h1>One part</h1><h1>Another</h1>", "Custody"),
    ],
)
def test_the_title(tmp_path: Path, head: str, body: str, title: str | None) -> None:
    assert page(tmp_path, f"<html><head>{head}</head><body>{body}<p>Words.</p></body></html>").title == title


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("<meta property=article:published_time content=2024-05-02T23:15:00+00:00>", "2024-05-03"),
        ("<meta name=DCTERMS.issued content=2024-05-03><meta name=date content=2020-01-01>", "2024-05-03"),
        ("<meta name=dc.date content='3 May 2024'>", "2024-05-03"),
        ("<meta name=citation_date content=2024/05/03>", "2024-05-03"),
        ("<meta name=dc.date content=0001-01-01T00:00:00+01:00>", None),
        ("<meta name=dc.date content=2024-13-45><meta name=dc.date content=soon>", None),
        ("<script type=application/ld+json>{'a': broken</script>", None),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None),
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2024-05-03T09:00:00+01:00"},{"datePublished":1}]}</script>', "2024-05-03"),
        ("<p>Last updated <time datetime=2025-01-01></time></p><p><time>3 May 2024</time>", "2024-05-03"),
        ("<time datetime=2025-01-01></time><time class=published datetime=2024-05-03></time>", "2024-05-03"),
    ],
)  # fmt: skip
def test_the_day_of_publication(tmp_path: Path, source: str, day: str | None) -> None:
    assert page(tmp_path, f"{source}<p>Words.</p>").published == day


FORCE = "The force’s plan – £5."


@pytest.mark.parametrize(
    "source",
    [
        FORCE.encode(), FORCE.encode("utf-8-sig"), FORCE.encode("utf-16"), FORCE.encode("cp1252"),
        b"<meta charset=iso-8859-1>" + FORCE.encode("cp1252"),
        b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>" + FORCE.encode("cp1252"),
        b"<?xml version='1.0' encoding='UTF-8'?><html>" + FORCE.encode(), b"<meta charset=utf-16>" + FORCE.encode(),
        b"<meta charset=martian>" + FORCE.encode(), b"<meta charset=zip>" + FORCE.encode(), b"<meta charset=utf-8>" + FORCE.encode("cp1252"),
        b"The force&#146;s plan &ndash; &pound;5.",
    ],
)  # fmt: skip
def test_a_page_is_read_in_any_usual_encoding(tmp_path: Path, source: bytes) -> None:
    assert page(tmp_path, source).blocks[0].text == FORCE


def test_a_damaged_page_with_a_mark_of_its_encoding_is_read(tmp_path: Path) -> None:
    assert page(tmp_path, b"\xef\xbb\xbf" + b"Words. " * 100 + b"\xff").blocks[0].text.startswith("Words.")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "holds no words"),
        (b"<html><script>words</script><p>--</p>", "holds no words"),
        (b"%PDF-1.7\x00\x01", "looks like a PDF"),
        (b"PK\x03\x04\x00\x00", "looks like a zip file"),
        (b"words\x00\x01", "is damaged, or not a web page"),
        (b"<html>words\x00\x01", "is damaged, or not a web page"),
        (b"<div>" * 10_000 + b"words", "nested too deep"),
        (b"<b>" * 10_000 + b"words", "nested too deep"),
    ],
)
def test_what_is_no_page_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"report\.htm.* {problem}") as fault:
        page(tmp_path, content, "report.htm")
    assert fault.value.remedy


@pytest.mark.parametrize(
    "tags", ["<div>", "<ul><li>", "<table><tr><td>", "<dl><dd>", "<dl><div>", "<span><div>", "<q>", "<svg><g>"]
)
def test_deep_pages_are_read_as_far_as_we_promise(tmp_path: Path, tags: str) -> None:
    found = page(tmp_path, tags * (180 // tags.count("<") // (1 + tags.count("<tr>"))) + "words")
    assert "words" in "".join(block.text for block in (*found.blocks, *found.furniture))


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter("o".__ne__)  # it is a bullet
TAGS = "p div b span section h2 ul li ol table tr td th thead dl dt dd nav aside a sup blockquote details summary form main header".split()
TREE = st.recursive(
    WORD.map(lambda word: f" {word} "),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=4)),
    max_leaves=15,
)  # fmt: skip


@given(source=TREE, unclosed=st.sampled_from(["", "<p>", "<ul><li>", "<table><td>"]))
def test_no_word_is_lost(tmp_path_factory: pytest.TempPathFactory, source: str, unclosed: str) -> None:
    found = page(tmp_path_factory.mktemp("page"), f"<meta charset=utf-8>start{unclosed}{source}")
    held = " ".join(f"{block.number or ''} {block.text}" for block in (*found.blocks, *found.furniture))
    words = " ".join(part.split(">")[-1] for part in source.split("<")).split()
    assert Counter(words) <= Counter(held.replace(":", " ").replace(",", " ").split())

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reply import Reply
from assistant.write import Completeness, DraftCitation, DraftClaim

TEAM = DraftClaim("The force has a team.", (DraftCitation("K7QMT", "The force has a dedicated team."),))
OTHER = DraftClaim("Files are reviewed.", (DraftCitation("B3WXY", "Files are reviewed weekly."),))
TEAM_JSON = (
    '{"text": "The force has a team.", "citations": [{"label": "K7QMT", "quote": "The force has a dedicated team."}]}'
)
OTHER_JSON = '{"text": "Files are reviewed.", "citations": [{"label": "B3WXY", "quote": "Files are reviewed weekly."}]}'
WHOLE = f'{{"claims": [{TEAM_JSON}, {OTHER_JSON}], "completeness": "partial"}}'

labels = st.text("BCDFGHJKMNPQRTVWXY346789", min_size=5, max_size=5)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
claims = st.builds(
    DraftClaim,
    words.map(lambda text: " ".join(text.split())).filter(bool),
    st.lists(st.builds(DraftCitation, labels, words), max_size=3).map(tuple),
)
noise = st.text('{}[]",:\\ “”\nabut<>/think0.', max_size=300)


def read(*pieces: str) -> tuple[list[DraftClaim], Reply]:
    reply = Reply()
    return [claim for piece in pieces for claim in reply.feed(piece)], reply


def as_json(*given: DraftClaim) -> str:
    rows = [
        {"text": claim.text, "citations": [{"label": c.label, "quote": c.quote} for c in claim.citations]}
        for claim in given
    ]
    return json.dumps({"claims": rows, "completeness": "complete"})


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"Here is my answer:\n```json\n{WHOLE}\n```\nI hope that it helps.",
        f"[{TEAM_JSON}, {OTHER_JSON}]",
        f"{TEAM_JSON}\n{OTHER_JSON}",
        f'{{"claims": [{TEAM_JSON}, {OTHER_JSON}}}',
        f'{{"claims": {{"text"]}} {TEAM_JSON} {OTHER_JSON}',
        f'{{"claims": [{TEAM_JSON}, {OTHER_JSON},], "completeness": "partial",}}',
        f'{{"claims": [{TEAM_JSON} {OTHER_JSON}]}}',
        f"<think>Perhaps {{“text”: “a lie”}}? No.</think>\n{WHOLE}",
        WHOLE.replace('"text"', '"claim"').replace('"label"', '"source"').replace('"citations"', '"evidence"'),
        WHOLE.replace('"text"', '"Statement"').replace('"label"', '"ID"'),
        WHOLE.replace('"text"', '"confidence": 0.9, "tags": ["a", {"b": null}], "id": 7, "text"'),
        WHOLE.replace('"', "“").replace("“:", "”:").replace("“,", "”,").replace("“}", "”}"),
        WHOLE.replace("}]}, {", "}]}\n\n, {").replace(": ", " :\n  "),
        f'{{"answer": {WHOLE}}}',
        f"Write {{these}} or {{“that”: or [1}}. {WHOLE}",
        f'{{"claims": [{TEAM_JSON}, {OTHER_JSON}, {{"text": "The rest is cut of',
        f'{{"claims": [{TEAM_JSON}, {OTHER_JSON}, {TEAM_JSON}]}}',
    ],
)
def test_claims_are_found_however_a_model_wraps_them(text: str) -> None:
    assert read(text)[0] == [TEAM, OTHER]


@pytest.mark.parametrize(
    "text",
    [
        '{"claim": "The force has a team.", "label": "K7QMT", "quote": "The force has a dedicated team."}',
        '{"text": "The force has a team.", "labels": ["K7QMT"], "quotes": ["The force has a dedicated team."]}',
        '{"text": "The force has a team.", "sources": [{"id": "K7QMT", "text": "The force has a dedicated team."}]}',
        '{"text": "The force has a team.", "citations": {"label": "K7QMT", "quote": "The force has a dedicated team."}}',
        '{"text": "The force\nhas a team.", "citations": ["K7QMT"], "quote": "The force has a dedicated team."}',
    ],
)
def test_a_citation_is_read_in_every_usual_form(text: str) -> None:
    assert read(text)[0] == [TEAM]


def test_a_quotation_within_a_quote_stays_whole_though_its_marks_are_not_escaped() -> None:
    text = '{"text": "A", "citations": [{"label": "K7QMT", "quote": "They call it "the board" each day."}]}'
    assert read(text)[0][0].citations[0].quote == 'They call it "the board" each day.'


def test_an_object_that_is_no_json_does_not_hide_the_next() -> None:
    assert read('{"text": "He said "no", and left", "citations": []}', OTHER_JSON)[0] == [OTHER]


def test_a_claim_without_a_source_is_passed_on_so_that_it_is_counted() -> None:
    assert read('{"text": "Nobody said this.", "citations": []}')[0] == [DraftClaim("Nobody said this.", ())]


def test_claims_come_one_by_one_and_never_by_halves() -> None:
    reply = Reply()
    before = [reply.feed(piece) for piece in (WHOLE[:60], WHOLE[60:150], WHOLE[150:])]
    assert [len(each) for each in before] == [0, 1, 1]


@pytest.mark.parametrize("told", list(Completeness))
def test_how_complete_it_is_is_as_the_model_says(told: Completeness) -> None:
    assert read(WHOLE.replace('"partial"', f'"{told.upper()}"'))[1].completeness is told


def test_a_reply_that_does_not_say_how_complete_it_is_counts_as_partial() -> None:
    assert read(f'{{"claims": [{TEAM_JSON}')[1].completeness is Completeness.PARTIAL


def test_no_claims_and_none_is_a_readable_answer() -> None:
    found, reply = read('{"claims": [], "completeness": "none"}')
    assert (found, reply.completeness, reply.is_readable, reply.refused) == ([], Completeness.NONE, True, False)


@pytest.mark.parametrize(
    "text", ["I’m sorry, but I can’t help with that.", "As an AI, I have no view.", "I cannot assist."]
)
def test_a_refusal_is_told_from_gibberish(text: str) -> None:
    assert read(text)[1].refused
    assert not read("The force is good.")[1].refused
    assert not read(f"{text} {WHOLE}")[1].refused


def test_an_empty_reply_is_told_from_an_unreadable_one() -> None:
    assert read("", " \n")[1].is_empty
    assert not read("The force is good.")[1].is_empty


def test_nesting_without_end_is_given_up() -> None:
    assert read('{"a":' * 50_000 + "[" * 50_000 + "}", TEAM_JSON)[0] == [TEAM]


@given(st.lists(claims, max_size=5, unique=True), st.booleans(), words.map(lambda text: text.replace("{", "")))
def test_what_was_written_as_json_is_read_back(given: list[DraftClaim], fenced: bool, before: str) -> None:
    text = f"```json\n{as_json(*given)}\n```" if fenced else as_json(*given)
    assert read(before + text)[0] == given


@given(
    st.one_of(
        noise, st.lists(claims, max_size=3).map(lambda each: as_json(*each)), noise.map(lambda each: each + WHOLE)
    ),
    st.lists(st.integers(1, 9), max_size=60),
)
def test_where_the_pieces_are_cut_makes_no_difference(text: str, sizes: list[int]) -> None:
    pieces: list[str] = []
    rest = text
    for size in sizes:
        pieces, rest = [*pieces, rest[:size]], rest[size:]
    cut, whole = read(*pieces, rest), read(text)
    assert cut[0] == whole[0]
    assert (cut[1].completeness, cut[1].refused) == (whole[1].completeness, whole[1].refused)


@given(noise, st.integers(0, 200))
def test_a_cut_off_reply_gives_only_claims_that_the_whole_gives(before: str, length: int) -> None:
    text = before + WHOLE
    assert read(text[:length])[0] == read(text)[0][: len(read(text[:length])[0])]

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Corpus, UnusableInput, add
from evals import bulk_adding, mutations
from evals.__main__ import main
from evals.bombs import BOMBS, bomb
from evals.bulk_adding import DEAD, HUNG, BulkAdding, Told
from evals.damage import DAMAGE, Mutant
from evals.mutations import Judge, Outcome, Report, Result, mutants, seeds_in, try_all
from evals.seeds import UNPACKED, Seed, made_seeds
from evals.sound import unsound

SLOW = ("zip of many", "wide Word file", "wide web page", "stream bomb", "crowded page", "one thing again and again")
REFUSED = "It is damaged. Get another copy."


@pytest.fixture(scope="module")
def seeds() -> Sequence[Seed]:
    return made_seeds()


def test_forty_mutants_are_read_whole_or_refused(seeds: Sequence[Seed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "BOMBS", [kind for kind in BOMBS if kind not in SLOW])
    report = try_all(seeds, 40, seed=5, seconds=20)
    assert list(report.wrong()) == []
    found = report.summary()
    assert (found["files"], found["read or refused"], found["partial"], found["fault"]) == (40, 40, 0, 0)
    assert sum(int(row["files"]) for row in report.table()) == 40
    assert report.peak > 0


def test_all_kinds_come_in_turn(seeds: Sequence[Seed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "bomb", lambda kind, draw: Mutant(kind, "x.pdf", b""))
    assert {each.kind for each in mutants(seeds, 50, seed=1)} >= {*DAMAGE, *BOMBS, "odd name"}


def test_the_same_seed_draws_the_same_mutants(seeds: Sequence[Seed]) -> None:
    assert list(mutants(seeds, 20, seed=3)) == list(mutants(made_seeds(), 20, seed=3))


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_a_small_file(kind: str) -> None:
    assert 0 < len(bomb(kind, random.Random(2)).raw) < 25_000_000


def judged(tmp_path: Path, seed: Seed, raw: bytes, told: str) -> Outcome:
    """What the judge makes of a file that says this and was added as a copy of the seed."""
    corpus = Corpus(tmp_path / "data")
    (tmp_path / "read.txt").write_text(told, encoding="utf-8")
    document = add(corpus, tmp_path / "read.txt").document
    mutant = Mutant("cut short", f"x{seed.suffix}", raw, seed)
    return Judge(corpus, tmp_path).result(mutant, Told("x", "added", document, "", 0.1)).outcome


def whole_text(seeds: Sequence[Seed]) -> str:
    return next(seed for seed in seeds if seed.suffix == ".txt").raw.decode()


def test_of_what_was_read_the_words_are_compared(tmp_path: Path, seeds: Sequence[Seed]) -> None:
    text = whole_text(seeds)
    seed = Seed("letter.txt", text.encode())
    assert judged(tmp_path, seed, b"", text) is Outcome.READ
    assert judged(tmp_path, seed, b"", text.replace("burglary", "burgIary", 1)) is Outcome.ALTERED
    assert judged(tmp_path, seed, b"", text[: len(text) // 2]) is Outcome.UNTOLD


def test_a_part_of_what_a_format_would_tell_is_a_fault(tmp_path: Path, seeds: Sequence[Seed]) -> None:
    packed = next(seed for seed in seeds if seed.name == "packed.pdf")
    assert judged(tmp_path, packed, b"", "The force has a plan.") is Outcome.PARTIAL
    unpacked = next(seed for seed in seeds if seed.name == UNPACKED)
    assert unpacked.tells(unpacked.raw[:-1])
    assert not unpacked.tells(unpacked.raw.replace(b"force", b"farce"))


@pytest.mark.parametrize(
    ("status", "reason", "outcome"),
    [
        ("failed", REFUSED, Outcome.REFUSED),
        ("failed", "It is damaged.", Outcome.FAULT),
        ("failed", "", Outcome.FAULT),
        ("failed", f"KeyError: 'x'. {REFUSED}", Outcome.FAULT),
        ("failed", f"{'very ' * 100}{REFUSED}", Outcome.FAULT),
        ("added", "", Outcome.FAULT),  # nothing is stored of it
        (DEAD, "exit code -11", Outcome.FAULT),
        (HUNG, "it said nothing", Outcome.FAULT),
    ],
)
def test_a_reader_needs_reason_and_remedy(tmp_path: Path, status: str, reason: str, outcome: Outcome) -> None:
    judge = Judge(Corpus(tmp_path / "data"), tmp_path)
    result = judge.result(Mutant("senseless", "x.pdf", b""), Told("x.pdf", status, None, reason, 0.1))
    assert result.outcome is outcome


def test_a_process_that_dies_or_hangs_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = """
import json, os, sys, time
for file in sys.argv[4:]:
    if "dies" in file: os._exit(3)
    if "hangs" in file: time.sleep(60)
    print(json.dumps({"document": "x", "file": file, "status": "added", "reason": None}), flush=True)
print("peak 5", file=sys.stderr)
"""
    monkeypatch.setattr(bulk_adding, "_ADD", command)
    adding = BulkAdding(tmp_path / "data", 1.0)
    told = list(adding.add(["a", "dies", "b", "hangs", "c"]))
    assert [(each.path, each.status) for each in told] == [
        ("a", "added"), ("dies", DEAD), ("b", "added"), ("hangs", HUNG), ("c", "added")
    ]  # fmt: skip
    assert adding.peak == 5


def test_a_corpus_out_of_order_is_told(tmp_path: Path, seeds: Sequence[Seed]) -> None:
    corpus = Corpus(tmp_path / "data")
    for name in ("good.txt", "other.txt"):
        (tmp_path / name).write_text(f"{whole_text(seeds)} {name}", encoding="utf-8")
        add(corpus, tmp_path / name)
    document = corpus.document("good")
    assert document
    good = (document, corpus.paragraphs("good"))
    assert unsound(corpus.folder, good) == ()
    with sqlite3.connect(corpus.folder / "corpus.sqlite") as database:
        database.execute("DELETE FROM paragraphs WHERE position = 3")
        database.execute("INSERT INTO pending (source, ocr) VALUES (CAST('x.pdf' AS BLOB), 0)")
    database.close()
    original = corpus.original("other")
    assert original
    original.unlink()
    (corpus.originals.folder / "left.pdf").write_bytes(b"x")
    told = unsound(corpus.folder, good)
    assert "the paragraphs of good are others" in told
    assert "the original of other is not what it was" in told
    assert "x.pdf is still to be added" in told
    assert "left.pdf belongs to no document" in told
    corpus.remove("good")
    assert "good is gone or another" in unsound(corpus.folder, good)


def test_the_command_prints_the_table_the_faults_and_the_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = (
        Result("cut short", "/x/a.pdf", Outcome.REFUSED, REFUSED, 0.5),
        Result("cut short", "/x/b.pdf", Outcome.PARTIAL, "3 of 4 paragraphs differ", 2.0),
    )
    monkeypatch.setattr(mutations, "try_all", lambda *_: Report(results, ("left.pdf belongs to no document",), 90))
    assert main(["mutations"]) == 1
    table, fault, corpus, figures = capsys.readouterr().out.splitlines()
    assert table.startswith("kind cut short  files 2  read 0 ")
    assert fault == "fault partial  kind cut short  file b.pdf  told 3 of 4 paragraphs differ"
    assert corpus == "fault corpus  told left.pdf belongs to no document"
    assert figures.startswith("files 2  read or refused 1 ")
    assert figures.endswith("slowest cut short, b.pdf  seconds of the slowest 2.000")


def test_letters_are_damaged_too_where_they_are_at_hand(tmp_path: Path, seeds: Sequence[Seed]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.pdf").write_bytes(b"%PDF-1.7")
    assert [each.name for each in seeds_in(tmp_path)] == [*(seed.name for seed in seeds), "a.pdf"]
    with pytest.raises(UnusableInput, match="There are no letters in"):
        seeds_in(tmp_path / "elsewhere")
    assert seeds_in(None) == tuple(seeds)

from pathlib import Path

import pytest

import assistant
from assistant.examples import nearness
from index import Encoder

FOLDER = Path(assistant.__file__).parent


def lines_of(name: str) -> list[tuple[str, str]]:
    """Each example of a file with its section."""
    section, found = "", []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found


@pytest.mark.parametrize("name", ["facts.txt", "topics.txt"])
def test_every_example_is_nearest_to_its_own_section(encoder: Encoder, name: str) -> None:
    for section, line in lines_of(name)[::7]:
        near_to = nearness(line, name, encoder)
        assert near_to[section] == pytest.approx(1.0, abs=0.02)
        assert max(near_to, key=lambda each: near_to[each]) == section


@pytest.mark.parametrize("name", ["facts.txt", "topics.txt"])
def test_no_example_stands_twice(name: str) -> None:
    examples = [line.lower() for _, line in lines_of(name)]
    assert len(examples) == len(set(examples))


def test_a_paraphrase_is_nearest_to_the_section_of_its_kind(encoder: Encoder) -> None:
    near_to = nearness("whose name stands under this letter?", "facts.txt", encoder)
    assert max(near_to, key=lambda each: near_to[each]) == "author"
    near_to = nearness("a poem on the rain in Spain", "topics.txt", encoder)
    assert near_to["other"] > near_to["inspection"]

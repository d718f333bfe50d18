from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from index.spread import spread, takes_turns

hits = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=30)
lists = st.lists(st.lists(st.integers(), max_size=6), max_size=6)


def test_each_list_has_its_turn() -> None:
    assert takes_turns([["a1", "a2", "a3"], ["b1"], ["c1", "c2"]]) == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert takes_turns([]) == takes_turns([[], []]) == []


def test_false_values_have_their_turn_too() -> None:
    assert takes_turns([[0, 1], [0]]) == [0, 0, 1]


@given(lists)
def test_nothing_is_lost_or_doubled_by_taking_turns(each: list[list[int]]) -> None:
    assert Counter(takes_turns(each)) == Counter(number for row in each for number in row)


def test_the_best_of_each_group_come_before_the_second_of_any() -> None:
    assert spread(["a1", "a2", "b1", "a3", "c1", "b2"], lambda hit: hit[0]) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_hits_of_one_group_stay_as_they_are() -> None:
    assert spread(["a1", "a2", "a3"], lambda hit: hit[0]) == ["a1", "a2", "a3"]
    assert spread(list[str](), lambda hit: hit) == []


@given(hits)
def test_nothing_is_lost_and_a_groups_order_is_kept(each: list[tuple[str, int]]) -> None:
    found = spread(each, lambda hit: hit[0])
    for group in "abc":
        assert [hit for hit in found if hit[0] == group] == [hit for hit in each if hit[0] == group]
    assert len(found) == len(each)


@given(hits)
def test_the_first_hits_are_of_different_groups(each: list[tuple[str, int]]) -> None:
    groups = {group for group, _ in each}
    assert {group for group, _ in spread(each, lambda hit: hit[0])[: len(groups)]} == groups

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import hit_at, mean, ndcg_at, percentile, precision, recall, recall_at, reciprocal_rank

RANKED = ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(("k", "expected"), [(1, 0), (2, 0), (3, 1), (5, 1), (50, 1)])
def test_a_hit_is_any_relevant_one_among_the_first(k: int, expected: float) -> None:
    assert hit_at(k, RANKED, {"c", "e"}) == expected


@pytest.mark.parametrize(("k", "expected"), [(1, 0), (3, 1 / 3), (5, 2 / 3)])
def test_recall_counts_the_relevant_ones_found(k: int, expected: float) -> None:
    assert recall_at(k, RANKED, {"c", "e", "z"}) == pytest.approx(expected)


@pytest.mark.parametrize(("relevant", "expected"), [({"a"}, 1), ({"b", "e"}, 0.5), ({"d"}, 0.25), ({"z"}, 0)])
def test_the_reciprocal_rank_is_that_of_the_first_relevant_one(relevant: set[str], expected: float) -> None:
    assert reciprocal_rank(RANKED, relevant) == expected


def test_ndcg_of_a_case_reckoned_by_hand() -> None:
    # The second and fourth are right: 1 / log2(3) and 1 / log2(5); at best three would stand first.
    assert ndcg_at(10, RANKED, {"b", "d", "z"}) == pytest.approx((0.63093 + 0.43068) / (1 + 0.63093 + 0.5), abs=1e-4)


def test_ndcg_looks_at_the_first_k_only_and_reckons_the_ideal_likewise() -> None:
    assert ndcg_at(1, RANKED, {"b"}) == 0
    assert ndcg_at(2, RANKED, {"a", "b", "c", "d"}) == 1
    assert ndcg_at(3, RANKED, {"c"}) == pytest.approx(1 / math.log2(4))


@given(st.permutations(RANKED), st.sets(st.sampled_from(RANKED), min_size=1), st.integers(1, 6))
def test_ndcg_is_between_nought_and_one_and_one_for_the_ideal_order(
    ranked: list[str], relevant: set[str], k: int
) -> None:
    assert 0 <= ndcg_at(k, ranked, relevant) <= 1 + 1e-9
    ideal = sorted(ranked, key=lambda each: each not in relevant)
    assert ndcg_at(k, ideal, relevant) == pytest.approx(1)


def test_precision_and_recall_of_what_was_cited() -> None:
    assert precision({"a", "b", "c", "d"}, {"a", "z"}) == 0.25
    assert recall({"a", "b", "c", "d"}, {"a", "z"}) == 0.5


def test_nothing_chosen_or_nothing_right_is_nought_and_no_fault() -> None:
    assert precision(set(), {"a"}) == recall({"a"}, set()) == mean([]) == 0


def test_the_mean_of_a_few() -> None:
    assert mean([1, 0, 0, 1, 1]) == pytest.approx(0.6)


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.2, 1), (0.5, 3), (0.6, 3), (0.61, 4), (0.95, 5), (1, 5)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert percentile(share, [5, 3, 1, 2, 4]) == expected


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert percentile(0.5, [7.0]) == percentile(0.95, [7.0]) == 7.0

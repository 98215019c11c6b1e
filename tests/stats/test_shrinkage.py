"""stats/shrinkage.py against Efron and Morris, simulated ranks and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.shrinkage import (
    james_stein,
    rank_interval,
    shrunken_rates,
    shrunken_shares,
)

few = settings(max_examples=60, derandomize=True, deadline=None)

# Efron & Morris 1975, table 1: hits in the first 45 at bats of 18 players, 1970
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
AT_BATS = 45


def test_efron_and_morris_on_the_arcsine_scale():
    # measures.md 2.5: factor .2089742, estimates .290 to .239
    scaled = np.sqrt(AT_BATS) * np.arcsin(2 * HITS / AT_BATS - 1)
    factor, drawn = james_stein(scaled, 1.0)
    assert factor == pytest.approx(0.2089742, abs=1e-7)
    shares = (np.sin(drawn / np.sqrt(AT_BATS)) + 1) / 2
    assert (shares[0], shares[-1]) == pytest.approx((0.290, 0.239), abs=5e-4)


def test_efron_and_morris_untransformed():
    # with the mean as printed, .265: factor .2124738, estimates .294 to .242
    factor, drawn = james_stein(HITS / AT_BATS, 0.265 * 0.735 / AT_BATS)
    assert factor == pytest.approx(0.2124738, abs=1e-7)
    assert (drawn[0], drawn[-1]) == pytest.approx((0.294, 0.242), abs=5e-4)


def test_the_beta_prior_of_the_players():
    # measures.md 2.5: moments α 97.675916, β 270.312419; Clemente, 18 of 45, .280095
    found = shrunken_shares(HITS, AT_BATS)
    assert (found.prior_a, found.prior_b) == pytest.approx((97.675916, 270.312419), abs=1e-5)
    assert found.estimate[0] == pytest.approx(0.280095, abs=1e-6)
    assert found.units_differ
    assert (found.rank_lower[0], found.rank_upper[-1]) == (1, 18)
    assert found.rank_upper[0] >= 15  # 45 at bats say little of a rank


def test_without_evidence_all_units_have_the_share_of_all():
    found = shrunken_shares([40, 41, 39, 40], 50)
    assert not found.units_differ
    assert found.estimate.tolist() == [0.8] * 4
    assert (found.rank_lower.tolist(), found.rank_upper.tolist()) == ([1] * 4, [4] * 4)
    assert (found.lower < 0.8).all()
    assert (found.upper > 0.8).all()
    assert len(set(found.lower)) == 1


def test_small_units_are_drawn_more():
    found = shrunken_shares([9, 180, 50, 100, 150, 20], [10, 200, 100, 200, 200, 60])
    assert found.units_differ
    raw = 0.9
    assert abs(found.estimate[0] - raw) > abs(found.estimate[1] - raw)
    assert found.upper[0] - found.lower[0] > found.upper[1] - found.lower[1]


def test_rates_shrink_to_the_moments_of_the_gamma_prior():
    # worked by hand for equal exposure e = 2: rates 1, 2, 3, 6; mean 3; Σ(r − 3)² = 14
    # variance between = (2 · 14 − 3 · 3) / (8 − 16/8) = 19/6; a = 9 · 6/19, b = 3 · 6/19
    found = shrunken_rates([2, 4, 6, 12], 2)
    assert (found.prior_a, found.prior_b) == pytest.approx((54 / 19, 18 / 19))
    assert found.estimate[0] == pytest.approx((2 + 54 / 19) / (2 + 18 / 19))
    assert (found.lower < found.estimate).all()
    assert (found.estimate < found.upper).all()


@pytest.mark.parametrize("shrunken", [shrunken_shares, shrunken_rates])
@pytest.mark.parametrize(
    ("count", "n"), [([], []), ([0], [0]), ([3], [5]), ([0, 0], [5, 9]), ([5, 5], [5, 5])]
)
def test_no_unit_one_unit_none_and_all(shrunken, count, n):
    found = shrunken(count, n)
    assert not found.units_differ
    assert len(found.estimate) == len(count)
    known = np.array(n) > 0
    assert np.isnan(found.estimate[~known]).all()
    assert np.isfinite(found.upper[known]).all()
    assert (found.rank_upper[known] == known.sum()).all()


def test_a_unit_without_anybody_takes_no_rank():
    found = shrunken_shares([9, 0, 5, 40, np.nan, 2], [10, 0, 50, 50, 9, 40])
    assert np.isnan(found.estimate).tolist() == [False, True, False, False, True, False]
    assert found.rank_upper.max() == 4
    assert found.rank_lower[[1, 4]].tolist() == [0, 0]


def test_units_of_one_case_each_that_all_differ():
    found = shrunken_shares([1, 0, 1, 0], [1, 1, 1, 1])
    assert np.isfinite(found.estimate).all()


def test_impossible_counts_are_said():
    for wrong in (
        lambda: shrunken_shares([5], [4]),
        lambda: shrunken_shares([-1], [4]),
        lambda: shrunken_rates([1], [-4]),
        lambda: james_stein([1, 2, 3], 1),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            wrong()


def test_ranks_of_values_that_are_known():
    # three units without doubt: 2, 0 and 1
    at_most = np.array([[0, 0, 0, 1], [1, 1, 1, 1], [0, 0, 1, 1.0]])
    lower, upper = rank_interval(at_most)
    assert lower.tolist() == upper.tolist() == [1, 3, 2]


@pytest.mark.parametrize("largest", [60, 400, 100_000])
def test_rank_intervals_are_those_of_simulated_units(largest):
    random = np.random.default_rng(5)
    n = np.exp(random.uniform(np.log(5), np.log(largest), 40)).astype(int) + 1
    x = random.binomial(n, random.beta(20, 5, 40))
    found = shrunken_shares(x, n)
    assert found.units_differ
    drawn = random.beta(x + found.prior_a, n - x + found.prior_b, (8000, 40))
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    lower, upper = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    assert np.abs(found.rank_lower - lower).max() <= 1
    assert np.abs(found.rank_upper - upper).max() <= 1


units = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=20)


@few
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(found, random):
    x, n = np.array([(a, a + b) for a, b in found]).T
    order = np.array(random.sample(range(len(x)), len(x)))
    for shrunken in (shrunken_shares, shrunken_rates):
        one, other = shrunken(x, n), shrunken(x[order], n[order])
        assert one.units_differ == other.units_differ
        assert one.estimate[order] == pytest.approx(other.estimate, nan_ok=True)
        # a chance that lies at the tail itself may fall to either side
        assert np.abs(one.rank_lower[order] - other.rank_lower).max() <= 1
        assert np.abs(one.rank_upper[order] - other.rank_upper).max() <= 1


@few
@given(units)
def test_estimates_lie_between_the_raw_value_and_that_of_all(found):
    x, n = np.array([(a, a + b) for a, b in found]).T
    known = n > 0
    if not known.any():
        return
    for shrunken in (shrunken_shares, shrunken_rates):
        estimate = shrunken(x, n).estimate[known]
        raw, center = x[known] / n[known], x.sum() / n.sum()
        assert (estimate >= np.minimum(raw, center) - 1e-9).all()
        assert (estimate <= np.maximum(raw, center) + 1e-9).all()

"""stats/funnel.py against PHEindicatormethods and measures.md 2.3."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.funnel import (
    LEVELS,
    over_dispersion,
    proportion_funnel,
    proportion_limits,
    rate_funnel,
    rate_limits,
)

few = settings(max_examples=60, derandomize=True, deadline=None)


@pytest.fixture
def phe(published):
    """A reader of the rows of one of the published files."""
    return lambda name: published("oracle_phe_wilson_funnel", name)


@pytest.mark.parametrize(
    ("share", "n", "level", "lower", "upper"),
    [
        # PHEindicatormethods, testdata_funnel_prop_outputs.csv: baseline 80.642448 %
        (0.80642448, 1531, 0.95, 0.78663349, 0.82621547),
        (0.80642448, 1531, 0.998, 0.77522045, 0.83762850),
        (0.80642448, 110000, 0.95, 0.80408963, 0.80875933),
        (0.80642448, 1, 0.95, 0.03204264, 1.0),
        # measures.md 2.3, computed
        (0.8, 50, 0.95, 0.689128, 0.910872),
        (0.8, 50, 0.998, 0.625190, 0.974810),
    ],
)
def test_limits_agree_with_the_published_ones(share, n, level, lower, upper):
    limits = proportion_limits(share, n, level)
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper), abs=1e-6)


def test_limits_agree_with_every_line_of_the_published_file(phe):
    rows = phe("testdata_funnel_prop_outputs.csv")
    assert len(rows) == 100
    column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    share = column["Baseline"][0] / 100
    for level, name in ((0.95, "2s0025"), (0.998, "3s0001")):
        limits = proportion_limits(share, column["Population"], level)
        assert limits.lower * 100 == pytest.approx(column[f"Lower{name}limit"], abs=2e-6)
        assert limits.upper * 100 == pytest.approx(column[f"Upper{name}limit"], abs=2e-6)


def test_units_beyond_the_limits_are_those_that_the_published_file_names(phe):
    rows = phe("testdata_funnel_prop_inputs.csv")
    x, n = (np.array([float(row[name]) for row in rows]) for name in ("numerator", "denominator"))
    assert len(rows) == 303
    # published by chance alone: among so many of so large n, over-dispersion would widen the lines
    funnel = proportion_funnel(x, n, adjusted=False)
    found = np.full(len(rows), "Not significant", dtype=object)
    for level, tail in ((0.95, "(0.025)"), (0.998, "(0.001)")):
        verdict = funnel.stands_out(level)
        found[verdict == "high"] = f"High {tail}"
        found[verdict == "low"] = f"Low {tail}"
    assert found.tolist() == [row["significance"] for row in rows]
    assert proportion_funnel(x, n).is_over_dispersed


def test_a_center_of_none_or_all_leaves_no_room_for_chance():
    assert proportion_limits(0.0, [5, 50]).upper.tolist() == [0, 0]
    assert proportion_limits(1.0, [5, 50]).lower.tolist() == [1, 1]


def test_impossible_shares_and_sizes_are_said():
    for share, n in ((1.2, 5), (0.5, 0), (0.5, [5, 0])):
        with pytest.raises(ValueError, match="share must lie"):
            proportion_limits(share, n)


# measures.md 2.3, following FunnelPlotR: standardized ratios and shares
OBSERVED, EXPECTED = [100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220]
HAVE_IT, SIZES = [30, 45, 12, 60, 22, 75, 9, 40], [50, 60, 30, 80, 25, 120, 20, 50]


def test_over_dispersion_of_ratios():
    funnel = rate_funnel(OBSERVED, EXPECTED, center=1.0)
    z = [-0.7998, 3.0917, 1.1177, -1.6750, 1.8232, 0.3333]
    assert funnel.z == pytest.approx(z, abs=5e-5)
    assert funnel.phi == pytest.approx(2.149053, abs=1e-6)
    assert funnel.tau2 == pytest.approx(0.01211849, abs=1e-8)
    assert funnel.is_over_dispersed
    wide = np.exp(1.959963985 * np.sqrt(1 / np.array(EXPECTED) + funnel.tau2))
    assert funnel.upper_95 == pytest.approx(wide)
    assert funnel.lower_95 == pytest.approx(1 / wide)


def test_over_dispersion_of_shares():
    funnel = proportion_funnel(HAVE_IT, SIZES)
    assert funnel.center == pytest.approx(sum(HAVE_IT) / sum(SIZES))
    assert funnel.phi == pytest.approx(3.125353, abs=1e-6)
    assert funnel.tau2 == pytest.approx(0.01239903, abs=1e-8)
    half = 3.090232306 * np.sqrt(1 / (4 * np.array(SIZES)) + funnel.tau2)
    middle = np.arcsin(np.sqrt(funnel.center))
    assert funnel.upper_998 == pytest.approx(np.sin(np.minimum(middle + half, np.pi / 2)) ** 2)
    assert funnel.lower_998 == pytest.approx(np.sin(np.maximum(middle - half, 0)) ** 2)


@pytest.mark.parametrize(
    ("expected", "limits"),
    [
        # measures.md 2.3, FunnelPlotR's exact Poisson limits: 95 % and 99.8 %
        (15, (0.5596924, 1.649348, 0.3862650, 2.082907)),
        (20, (0.6108260, 1.544419, 0.4479107, 1.902094)),
        (30, (0.6746958, 1.427562, 0.5289724, 1.702771)),
    ],
)
def test_poisson_limits_of_ratios(expected, limits):
    found = [bound for level in LEVELS for bound in _pair(rate_limits(1, [expected], level))]
    assert found == pytest.approx(limits, abs=1e-6)
    calm = rate_funnel([expected] * 3, [expected] * 3, center=1.0)
    assert (calm.lower_95[0], calm.upper_998[0]) == pytest.approx((limits[0], limits[3]), abs=1e-6)


def _pair(limits):
    return limits.lower.item(), limits.upper.item()


def test_a_rate_scales_with_its_exposure():
    # 15 expected of 5 thousand at 3 for each thousand
    assert _pair(rate_limits(3, [5])) == pytest.approx((3 * 0.5596924, 3 * 1.649348), abs=1e-5)


def test_units_alike_have_the_plain_limits():
    funnel = proportion_funnel([40, 41, 39, 40], 50)
    assert (funnel.tau2, funnel.is_over_dispersed) == (0, False)
    plain = proportion_limits(0.8, [50], 0.998)
    assert funnel.lower_998[0] == pytest.approx(plain.lower[0])
    assert funnel.stands_out().tolist() == [""] * 4


def test_one_unit_among_many_stands_out_and_does_not_widen_its_own_limits():
    n = np.full(40, 200)
    x = np.tile([158, 160, 162, 161], 10)
    x[7] = 110
    funnel = proportion_funnel(x, n)
    assert not funnel.is_over_dispersed
    assert np.flatnonzero(funnel.stands_out() == "low").tolist() == [7]
    assert np.flatnonzero(funnel.stands_out() == "high").tolist() == []


def test_few_cases_do_not_stand_out_for_a_line_that_is_only_approximate():
    # 27 of 30 at a center of 98 % lies under the 99.8 % line, and happens once in 46
    funnel = proportion_funnel([27], [30], center=0.98, adjusted=False)
    assert funnel.values[0] < funnel.lower_998[0]
    assert funnel.at_most[0] == pytest.approx(0.0217178, abs=1e-7)
    assert funnel.stands_out().tolist() == [""]
    assert funnel.stands_out(0.95).tolist() == ["low"]
    # none where one is expected happens once in three
    calm = rate_funnel([0], [1], center=1.0)
    assert calm.at_most[0] == pytest.approx(np.exp(-1))
    assert calm.stands_out(0.95).tolist() == [""]


def test_no_complaint_where_many_are_expected_stands_out():
    assert rate_funnel([0, 20], [20, 20], center=1.0, adjusted=False).stands_out().tolist() == [
        "low", "",
    ]  # fmt: skip


@pytest.mark.parametrize("funnel", [proportion_funnel, rate_funnel])
@pytest.mark.parametrize(
    ("count", "n"),
    [([], []), ([0], [0]), ([3], [5]), ([0, 0], [5, 9]), ([5, 9], [5, 9]), ([np.nan, 4], [4, 8])],
)
def test_no_unit_one_unit_none_and_all(funnel, count, n):
    found = funnel(count, n)
    assert (found.stands_out(0.95) == "").all()
    assert found.tau2 == 0
    assert np.isnan(found.values).tolist() == [
        not (c >= 0 and m > 0) for c, m in zip(count, n, strict=True)
    ]


def test_impossible_counts_and_centers_are_said():
    for wrong in (
        lambda: proportion_funnel([5], [4]),
        lambda: proportion_funnel([-1], [4]),
        lambda: proportion_funnel([1], [4], center=1.5),
        lambda: rate_funnel([1], [-4]),
        lambda: rate_funnel([1], [4], center=-1),
        lambda: rate_limits(-1, [4]),
        lambda: rate_limits(1, [0]),
        lambda: rate_limits(1, [4], level=95),
    ):
        with pytest.raises(ValueError, match=r"must|impossible"):
            wrong()


def test_over_dispersion_of_nothing():
    phi, tau2 = over_dispersion([], [])
    assert np.isnan(phi)
    assert tau2 == 0


units = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=30)


@few
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(found, random):
    x, n = np.array([(a, a + b) for a, b in found]).T
    order = np.array(random.sample(range(len(x)), len(x)))
    for funnel in (proportion_funnel, rate_funnel):
        one, other = funnel(x, n), funnel(x[order], n[order])
        assert one.tau2 == pytest.approx(other.tau2, abs=1e-12)
        assert one.upper_998[order] == pytest.approx(other.upper_998, nan_ok=True)
        assert (one.stands_out()[order] == other.stands_out()).all()


@few
@given(units)
def test_limits_contain_the_center_and_the_inner_ones_lie_within(found):
    x, n = np.array([(a, a + b) for a, b in found]).T
    for funnel in (proportion_funnel(x, n), rate_funnel(x, n)):
        here = n > 0
        edge = 1e-9 * (1 + funnel.center)
        lines = [
            getattr(funnel, name)[here]
            for name in ("lower_998", "lower_95", "upper_95", "upper_998")
        ]
        lines.insert(2, np.full(here.sum(), funnel.center))
        assert all((a <= b + edge).all() for a, b in pairwise(lines))


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_units_beyond_the_limits_by_chance_are_not_more_than_stated(share):
    random = np.random.default_rng(31)
    n = random.integers(30, 3000, 200)
    outside = [
        (
            proportion_funnel(random.binomial(n, share), n, share, adjusted=False).stands_out(level)
            != ""
        ).sum()
        for level in LEVELS
        for _ in range(1500)
    ]
    at_95, at_998 = np.array(outside).reshape(2, 1500).mean(axis=1)
    assert 0.75 * 10 <= at_95 <= 10.2
    assert 0.6 * 0.4 <= at_998 <= 0.45

"""stats/control_charts.py against Montgomery, R's qicharts2 and Making Data Count."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.stats.control_charts import (
    EXACT_FACTOR,
    chance_sigma_z,
    chosen_kind,
    g_chart,
    is_over_dispersed,
    p_chart,
    run_chart,
    sigma_z,
    t_chart,
    u_chart,
    xmr_chart,
)
from dashboard.stats.limits import MIN_POINTS, Kind
from dashboard.stats.signals import runs, signals

few = settings(max_examples=25, derandomize=True, deadline=None)
FOLDER = "oracle_spc_qicharts2"

# Montgomery, Introduction to Statistical Quality Control, as in the tests of R's qicharts2
JUICE_CANS = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
    8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip
ORDERS = [
    12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9,
]  # fmt: skip
ORDERS_N = [
    100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100,
    100, 100, 100, 90, 90,
]  # fmt: skip
CIRCUITS = [
    21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19,
    17, 15,
]  # fmt: skip
SHIPMENTS = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
MORTGAGES = [
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301,
    304,
]  # fmt: skip
VALVE_HOURS = [
    286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831,
    96,
]  # fmt: skip
VISCOSITY = [
    33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54,
    33.12, 33.84,
]  # fmt: skip


def without(length, *places):
    """Mask of the points of these numbers, counted from 1."""
    return np.isin(np.arange(1, length + 1), places)


def lines(limits, place=0):
    return limits.center[place], limits.lower[place], limits.upper[place]


@pytest.mark.parametrize(
    ("limits", "center", "lower", "upper"),
    [
        # example 7.1: points 15 and 23 are drawn but make no limits
        (p_chart(JUICE_CANS, 50, excluded=without(30, 15, 23)), 0.215, 0.04070284, 0.38929716),
        (p_chart(JUICE_CANS, 50), 0.2313333, 0.05242755, 0.41023912),
        # example 7.3, a c chart
        (u_chart(CIRCUITS, 1, excluded=without(26, 6, 20)), 19.666667, 6.36253197, 32.97080136),
        # example 7.4
        (u_chart(SHIPMENTS, 50), 0.074, 0, 0.1894123),
        # example 6.5, to the last digit as qicharts2 has it, and as printed
        (xmr_chart(MORTGAGES, factor=EXACT_FACTOR), 300.5, 279.7833147, 321.2166853),
        # example 7.6
        (t_chart(VALVE_HOURS), 430.0409518, 0, 6937.9334882),
        # measures.md 2.2, computed: the center is the median, the limits are the mean's
        (g_chart([12, 30, 5, 44, 8, 21, 17, 3, 60, 25], min_points=10), 19, 0, 91.4836937),
    ],
    ids=["p excluded", "p", "c", "u", "xmr", "t", "g"],
)
def test_montgomery_s_charts(limits, center, lower, upper):
    assert lines(limits) == pytest.approx((center, lower, upper), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(
    ("values", "center", "lower", "upper"),
    [
        (MORTGAGES, 300.5, 279.78, 321.22),
        # table 6.6, viscosity of aircraft primer paint: 33.52 ± 2.66 · 0.48
        (VISCOSITY, 33.52, 32.24, 34.80),
    ],
)
def test_montgomery_s_single_values_as_printed(values, center, lower, upper):
    assert lines(xmr_chart(values)) == pytest.approx((center, lower, upper), abs=6e-3)


def test_a_share_of_numbers_that_differ():
    # table 7.4: purchase orders
    limits = p_chart(ORDERS, ORDERS_N)
    assert lines(limits) == pytest.approx((0.0955102041, 0.0073346947, 0.1836857134), abs=1e-9)
    assert lines(limits, 1) == pytest.approx((0.0955102041, 0, 0.1940934205), abs=1e-9)
    assert np.flatnonzero(signals(limits) == "outside_limits").tolist() == [10]


def test_excluded_points_are_still_held_against_the_limits():
    limits = p_chart(JUICE_CANS, 50, excluded=without(30, 15, 23))
    beyond = np.flatnonzero(signals(limits, ["outside_limits"]) != "") + 1
    assert beyond.tolist() == [15, 21, 23]


@pytest.mark.parametrize(
    ("screened", "lower", "upper"), [(True, -0.715556, 4.604444), (False, -3.062614, 6.951503)]
)
def test_making_data_count_screens_large_ranges(screened, lower, upper):
    # NHSRplotthedots 0.2.2, its own test vectors
    limits = xmr_chart([1, 2, 1, 2, 10, *[1, 2] * 6, 1], screened=screened)
    assert lines(limits) == pytest.approx((1.944444, lower, upper), abs=1e-6)
    near = (limits.upper[0] - limits.center[0]) * 2 / 3
    assert limits.near_upper[0] - limits.center[0] == pytest.approx(near)
    assert limits.center[0] - limits.near_lower[0] == pytest.approx(near)


def summed(rows, *keys):
    """Infections and days of each group of rows."""
    totals = defaultdict(lambda: np.zeros(2))
    for row in rows:
        totals[tuple(row[key] for key in keys)] += float(row["n"]), float(row["days"])
    return totals


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("expected_hai_1.csv", ()),
        ("expected_hai_2.csv", ("infection",)),
        ("expected_hai_3.csv", ("hospital", "infection")),
    ],
)
def test_hospital_infections_by_month(published, name, keys):
    # qicharts2, tests/testthat/test_hai.R: u charts, mean limits and run analysis
    months = summed(published(FOLDER, "hospital_infections.csv"), *keys, "month")
    expected = published(FOLDER, name)
    stacked = np.array(
        [
            [months[key] for key in sorted(months) if list(key[:-1]) == facets]
            for facets in ([row["facet1"], row["facet2"]][: len(keys)] for row in expected)
        ]
    )
    limits = u_chart(stacked[..., 0], stacked[..., 1])  # all charts at once
    found = runs(limits)
    column = {key: np.array([float(row[key]) for row in expected]) for key in (
        "CL", "aLCL", "aUCL", "n.useful", "longest.run", "longest.run.max", "n.crossings",
        "n.crossings.min", "runs.signal", "sigma.signal",
    )}  # fmt: skip
    assert limits.center[:, 0] == pytest.approx(column["CL"], rel=1e-12)
    assert limits.lower.mean(axis=1) == pytest.approx(column["aLCL"], rel=1e-9, abs=1e-15)
    assert limits.upper.mean(axis=1) == pytest.approx(column["aUCL"], rel=1e-9)
    assert found.useful_n.tolist() == column["n.useful"].tolist()
    assert found.longest_run.tolist() == column["longest.run"].tolist()
    assert found.longest_run_max.tolist() == column["longest.run.max"].tolist()
    assert found.crossings.tolist() == column["n.crossings"].tolist()
    assert found.crossings_min.tolist() == column["n.crossings.min"].tolist()
    assert found.is_signal.tolist() == column["runs.signal"].astype(bool).tolist()
    outside = (signals(limits, ["outside_limits"]) != "").any(axis=1)
    assert outside.tolist() == column["sigma.signal"].astype(bool).tolist()


def test_hospital_infections_by_hospital(published):
    # test_hai.R, the funnel: hospitals in the order of their days, per 10,000 days
    rows = [r for r in published(FOLDER, "hospital_infections.csv") if r["month"] >= "2016-07-01"]
    totals = summed(rows, "infection", "hospital")
    for row in published(FOLDER, "expected_hai_4.csv"):
        found = sorted((days, n) for key, (n, days) in totals.items() if key[0] == row["facet1"])
        days, n = np.array(found).T
        limits = u_chart(n, days / 10_000, min_points=6)
        mean_lines = limits.center[0], limits.lower.mean(), limits.upper.mean()
        assert mean_lines == pytest.approx([float(row[c]) for c in ("CL", "aLCL", "aUCL")])
        assert (runs(limits).longest_run[0], runs(limits).crossings[0]) == (
            int(row["longest.run"]), float(row["n.crossings"]),
        )  # fmt: skip
        assert (signals(limits) == "outside_limits").any() == (row["sigma.signal"] == "1")


def test_laney_s_correction_of_accident_attendances(published):
    # measures.md 2.2: p̄ .95289971, σz 10.64042; p flags 16 of 20 points, p′ none
    rows = published(FOLDER, "nhs_accidents.csv")
    within, n = (np.array([float(row[key]) for row in rows]) for key in ("r", "n"))
    plain, prime = p_chart(within, n), p_chart(within, n, prime=True)
    assert plain.center[0] == pytest.approx(0.95289971, abs=1e-8)
    assert sigma_z(within, n) == pytest.approx(10.64042, abs=1e-5)
    assert is_over_dispersed(within, n)
    outside = [(signals(limits, ["outside_limits"]) != "").sum() for limits in (plain, prime)]
    assert outside == [16, 0]
    assert (plain.kind, prime.kind) == (Kind.P, Kind.P_PRIME)
    half = (plain.upper - plain.center) * sigma_z(within, n)
    assert prime.upper == pytest.approx(np.minimum(prime.center + half, 1))


def test_laney_s_correction_of_complaints(published):
    # measures.md 2.2: ū .00499725, σz 5.31739
    rows = published(FOLDER, "complaints.csv")
    complaints, sales = (
        np.array([float(row[key]) for row in rows]) for key in ("complaints", "sales")
    )
    limits = u_chart(complaints, sales, prime=True)
    assert limits.center[0] == pytest.approx(0.00499725, abs=1e-8)
    assert sigma_z(complaints, sales, "rate") == pytest.approx(5.31739, abs=1e-5)
    sigma = np.sqrt(limits.center / sales) * sigma_z(complaints, sales, "rate")
    assert limits.upper == pytest.approx(limits.center + 3 * sigma)
    assert limits.kind == Kind.U_PRIME


def test_an_intervention_with_and_without_a_rebase(published):
    # qicharts2's C. difficile: 24 months before the intervention, 12 after
    rows = published(FOLDER, "cdi.csv")
    n, days = (np.array([float(row[key]) for row in rows]) for key in ("n", "days"))
    is_after = np.array([row["period"] == "post" for row in rows])
    whole = u_chart(n, days / 1000)
    assert (signals(whole)[is_after] != "").all()
    apart = u_chart(n, days / 1000, segment=is_after.astype(int))
    assert apart.center[0] == pytest.approx(1000 * n[~is_after].sum() / days[~is_after].sum())
    assert apart.center[-1] == pytest.approx(1000 * n[is_after].sum() / days[is_after].sum())
    assert (signals(apart) == "").all()


# many series, segments and points that are not there


def test_a_rebase_gives_each_stretch_its_own_lines():
    first, second = [10, 12, 11, 13] * 3, [20, 22, 21, 25] * 3
    together = xmr_chart(first + second, segment=[0] * 12 + [1] * 12)
    alone = xmr_chart(first), xmr_chart(second)
    for name in ("center", "lower", "upper", "near_lower", "near_upper"):
        expected = np.concatenate([getattr(limits, name) for limits in alone])
        assert getattr(together, name) == pytest.approx(expected)


def test_a_stretch_of_fewer_than_12_points_has_its_median_and_no_limits():
    limits = xmr_chart([1.0, 2, 9] * 4 + [5, 6, 70], segment=[0] * 12 + [1] * 3)
    assert limits.center[-3:].tolist() == [6, 6, 6]
    assert np.isnan(limits.upper[-3:]).all()
    assert limits.kinds.item() == Kind.XMR
    short = p_chart([3] * (MIN_POINTS - 1), 10)
    assert (short.kind, short.kinds.item()) == (Kind.P, Kind.RUN)
    assert not short.has_limits.any()


def test_excluded_points_do_not_count_toward_the_12():
    assert not p_chart([3] * 12, 10, excluded=without(12, 5)).has_limits.any()


def test_months_without_anybody_are_no_points_and_change_no_line():
    n = np.array(ORDERS_N, dtype=float)
    gaps = p_chart([*ORDERS[:9], 0, np.nan, *ORDERS[9:]], [*n[:9], 0, 100, *n[9:]], prime=True)
    plain = p_chart(ORDERS, n, prime=True)
    kept = np.delete(np.arange(27), [9, 10])
    for name in ("values", "center", "lower", "upper"):
        assert np.isnan(getattr(gaps, name)[9:11]).all()
        assert getattr(gaps, name)[kept] == pytest.approx(getattr(plain, name))


def test_the_kind_of_each_series_is_its_own():
    limits = p_chart([[3] * 12, [3] * 12, [np.nan] * 12], 10, prime=[True, False, False])
    assert limits.kind == Kind.P
    assert limits.kinds.tolist() == [Kind.P_PRIME, Kind.P, Kind.RUN]


@pytest.mark.parametrize("value", [0.0, 1.0, 5.1])
def test_nothing_moves(value):
    limits = xmr_chart([value] * 14)
    assert (limits.lower == limits.upper).all()
    assert (signals(limits) == "").all()


@pytest.mark.parametrize("count", [0, 7])
def test_none_or_all_have_it(count):
    for prime in (False, True):
        limits = p_chart([count] * 13, 7, prime=prime)
        assert limits.lower.tolist() == limits.upper.tolist() == [count / 7] * 13
        assert (signals(limits) == "").all()
    assert sigma_z([count] * 13, 7) == 1


@pytest.mark.parametrize("chart", [run_chart, xmr_chart, g_chart, t_chart])
def test_no_point_and_one_point(chart):
    assert chart([]).center.shape == (0,)
    assert chart(np.zeros((0, 6))).center.shape == (0, 6)
    assert chart([4.0]).center.tolist() == [4]
    assert np.isnan(chart([4.0]).upper).all()
    assert np.isnan(chart([np.nan]).center).all()


def test_one_point_is_too_few_for_a_range_whatever_is_asked():
    assert np.isnan(xmr_chart([4.0], min_points=1).upper).all()


def test_complaints_on_the_same_day_have_0_days_between():
    limits = t_chart([0, 0, 3, 10, 1, 0, 4, 2, 8, 0, 5, 1])
    assert np.isfinite(limits.upper).all()
    assert limits.lower.tolist() == [0] * 12


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: p_chart([5], [4]), "0 <= count <= n"),
        (lambda: p_chart([-1], [4]), "negative"),
        (lambda: u_chart([1], [-4]), "negative"),
        (lambda: g_chart([-1]), "negative"),
        (lambda: t_chart([-1]), "negative"),
        (lambda: run_chart([1, 2], segment=[1, 0]), "ascend"),
        (lambda: run_chart(3.0), "points"),
    ],
)
def test_impossible_series_are_said(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()


# the choice of the chart


@pytest.mark.parametrize(
    ("data", "options", "kind", "words"),
    [
        ("share", {"points_n": 24, "typical_n": 80, "sigma_ratio": 9}, Kind.P, "p chart"),
        ("share", {"points_n": 24, "typical_n": 8000, "sigma_ratio": 9}, Kind.P_PRIME, "9.0 times"),
        ("share", {"points_n": 24, "typical_n": 8000, "sigma_ratio": 1.2}, Kind.P, "p chart"),
        ("rate", {"points_n": 12}, Kind.U, "u chart"),
        ("rate", {"points_n": 36, "typical_n": 5000, "sigma_ratio": 2}, Kind.U_PRIME, "Laney"),
        ("value", {"points_n": 12}, Kind.XMR, "XmR chart"),
        ("rare", {"points_n": 12}, Kind.T, "days between"),
        ("rare", {"points_n": 12, "counted_in": "cases"}, Kind.G, "cases between"),
        ("share", {"points_n": 11}, Kind.RUN, "11 points are too few"),
        ("rare", {"points_n": 0}, Kind.RUN, "too few"),
    ],
)
def test_the_chart_is_chosen_by_the_data_and_says_why(data, options, kind, words):
    chosen, why = chosen_kind(data, **options)
    assert chosen == kind
    assert words in why
    assert why.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("points_n", [12, 24, 36])
def test_one_steady_series_in_a_thousand_passes_for_over_dispersed(points_n):
    random = np.random.default_rng(points_n)
    passed = [
        is_over_dispersed(random.binomial(3000, 0.7, (20_000, points_n)), 3000).mean()
        for _ in range(5)
    ]
    assert np.mean(passed) == pytest.approx(0.001, abs=0.0008)  # 0.0015 at 12 points
    assert (chance_sigma_z(points_n) > 1.5) == (points_n < 40)


# properties

counts = arrays(np.int64, (3, 20), elements=st.integers(0, 30))
numbers = arrays(float, (3, 20), elements=st.floats(0, 1000, width=32))
masks = arrays(bool, (3, 20))


def charts_of(counted, values, excluded):
    n = counted + 5
    yield p_chart(counted, n, excluded=excluded, min_points=2)
    yield p_chart(counted, n, prime=True, excluded=excluded, min_points=2)
    yield u_chart(counted, n, excluded=excluded, min_points=2)
    yield u_chart(counted, n, prime=True, excluded=excluded, min_points=2)
    yield xmr_chart(values, excluded=excluded, min_points=2)
    yield g_chart(counted, excluded=excluded, min_points=2)
    yield t_chart(values, excluded=excluded, min_points=2)


@few
@given(counts, numbers, masks)
def test_limits_contain_the_center(counted, values, excluded):
    for limits in charts_of(counted, values, excluded):
        here = limits.has_limits
        pad = 1e-9 * (1 + np.abs(limits.center[here]))
        assert (limits.lower[here] <= limits.near_lower[here]).all()
        assert (limits.near_lower[here] <= limits.center[here] + pad).all()
        assert (limits.center[here] <= limits.upper[here] + pad).all()
        assert (limits.near_upper[here] <= limits.upper[here]).all()


@few
@given(counts, numbers, masks, st.permutations(range(3)))
def test_the_order_of_units_changes_nothing(counted, values, excluded, order):
    before = charts_of(counted, values, excluded)
    after = charts_of(counted[order], values[order], excluded[order])
    for one, other in zip(before, after, strict=True):
        for name in ("values", "center", "lower", "upper"):
            assert np.array_equal(getattr(one, name)[order], getattr(other, name), equal_nan=True)
        assert (signals(one)[order] == signals(other)).all()


@few
@given(counts, numbers, masks)
def test_many_charts_at_once_are_the_charts_of_each(counted, values, excluded):
    together = charts_of(counted, values, excluded)
    first = charts_of(counted[0], values[0], excluded[0])
    for many, one in zip(together, first, strict=True):
        assert np.array_equal(many.upper[0], one.upper, equal_nan=True)
        assert (signals(many)[0] == signals(one)).all()


@few
@given(numbers, st.sampled_from([0.25, 2.0, 1024.0]))
def test_another_unit_scales_the_lines_and_moves_no_signal(values, factor):
    for chart in (xmr_chart, t_chart, run_chart):
        plain, scaled = chart(values), chart(values * factor)
        assert scaled.center == pytest.approx(plain.center * factor)
        assert scaled.upper == pytest.approx(plain.upper * factor, nan_ok=True)
        assert (signals(plain) == signals(scaled)).all()


@few
@given(counts)
def test_a_rate_per_thousand_is_a_thousand_times_the_rate(counted):
    each, thousand = u_chart(counted, counted + 5), u_chart(counted, (counted + 5) / 1000)
    assert thousand.upper == pytest.approx(1000 * each.upper)
    assert thousand.lower == pytest.approx(1000 * each.lower, abs=1e-6)

"""stats/false_alarms.py: the stated chances are those that simulated steady series show."""

import csv

import numpy as np
import pytest

from dashboard.stats.control_charts import g_chart, p_chart, run_chart, t_chart, u_chart, xmr_chart
from dashboard.stats.false_alarms import (
    CONTROL_POINTS,
    FAMILY,
    RUN_POINTS,
    TABLE,
    expected_false_signals,
    expected_outside_funnel,
    simulated_masks,
)
from dashboard.stats.limits import Kind
from dashboard.stats.signals import RULES, signals, variation

SERIES_N = 40_000


def steady(kind, points_n, random):
    """Charts of series in which nothing changes, as a hospital's months may be."""
    shape = (SERIES_N, points_n)
    if kind in (Kind.P, Kind.P_PRIME):
        n = random.integers(300, 600, shape)
        return p_chart(random.binomial(n, 0.6, shape), n, prime=kind == Kind.P_PRIME)
    if kind in (Kind.U, Kind.U_PRIME):
        exposure = random.uniform(40, 60, shape)
        return u_chart(random.poisson(5 * exposure), exposure, prime=kind == Kind.U_PRIME)
    if kind == Kind.G:
        return g_chart(random.geometric(1 / 31, shape) - 1)
    if kind == Kind.T:
        return t_chart(random.exponential(12, shape))
    values = random.normal(60, 4, shape)
    return run_chart(values) if kind == Kind.RUN else xmr_chart(values)


@pytest.mark.slow
@pytest.mark.parametrize("points_n", [12, 24, 36])
@pytest.mark.parametrize("kind", Kind)
def test_the_stated_rates_are_those_of_simulated_charts(kind, points_n):
    limits = steady(kind, points_n, np.random.default_rng([7, points_n]))
    for rules in (RULES, ("shift", "trend", "two_of_three", "long_run"), ("outside_limits",)):
        found = signals(limits, rules) != ""
        for at, share in (("newest", found[:, -1].mean()), ("anywhere", found.any(axis=1).mean())):
            stated = expected_false_signals(kind=kind, points_n=points_n, rules=rules, at=at)
            # three standard errors, and a tenth for counts that are only nearly normal
            error = 3 * np.sqrt(max(stated, 1e-4) / SERIES_N)
            assert share == pytest.approx(stated, rel=0.1, abs=error)
    named = variation(limits, "higher")
    assert (named != "common_cause").mean() == pytest.approx(
        expected_false_signals(kind=kind, points_n=points_n), rel=0.1, abs=0.003
    )


@pytest.mark.slow
@pytest.mark.parametrize(("family", "points_n"), [("chance", 24), ("screened", 12), ("run", 11)])
def test_the_table_is_what_the_program_simulates(family, points_n):
    found = simulated_masks(family, points_n)
    with TABLE.open(encoding="utf-8") as file:
        lines = [line for line in csv.reader(file) if line[:2] == [family, str(points_n)]]
    assert len(lines) == 2
    for _, _, at, *shares in lines:
        kept = [float(share) for share in shares][: len(found[at])]
        assert kept == pytest.approx(found[at].tolist(), abs=1e-5)


def test_the_table_has_every_chart_and_length_and_adds_up():
    with TABLE.open(encoding="utf-8") as file:
        lines = list(csv.reader(file))[1:]
    expected = {
        (family, points_n, at)
        for family in FAMILY.values()
        for points_n in (RUN_POINTS if family == "run" else CONTROL_POINTS)
        for at in ("newest", "anywhere")
    }
    assert {(line[0], int(line[1]), line[2]) for line in lines} == expected
    assert [sum(map(float, line[3:])) for line in lines] == pytest.approx(
        [1] * len(lines), abs=1e-4
    )


def test_more_series_more_points_and_more_rules_mean_more_false_signals():
    for kind in set(Kind) - {Kind.RUN}:
        one = expected_false_signals(kind=kind, points_n=24, at="anywhere")
        assert expected_false_signals(kind=kind, points_n=24, series_n=200, at="anywhere") == (
            pytest.approx(200 * one)
        )
        assert one < expected_false_signals(kind=kind, points_n=25, at="anywhere")
        assert expected_false_signals(kind=kind, points_n=24) < one
        fewer = expected_false_signals(kind=kind, points_n=24, rules=RULES[1:], at="anywhere")
        assert fewer < one


def test_beyond_the_table_the_chance_goes_on_rising_but_never_past_1():
    chances = [
        expected_false_signals(kind="p", points_n=points_n, at="anywhere")
        for points_n in (60, 61, 120, 1000, 100_000)
    ]
    assert chances == sorted(chances)
    assert chances[-1] <= 1
    newest = [expected_false_signals(kind="p", points_n=n) for n in (60, 1000)]
    assert newest[0] == newest[1]


def test_what_cannot_signal_expects_nothing():
    assert expected_false_signals(kind="run", points_n=5, at="anywhere") == 0
    assert expected_false_signals(kind="p", points_n=24, series_n=0) == 0
    assert expected_false_signals(kind="p", points_n=24, rules=("long_run",)) == 0
    assert expected_false_signals(kind="p", points_n=24, rules=()) == 0


def test_under_12_points_any_chart_is_a_run_chart():
    assert expected_false_signals(kind="p", points_n=11) == expected_false_signals(
        kind="run", points_n=11
    )


def test_a_point_alone_outside_is_as_rare_as_three_sigma_say():
    # 0.27 % of normal points lie outside ±3 sigma (Montgomery, section 5.3.2); a chart whose
    # center is the points' own mean has a little fewer
    chance = expected_false_signals(kind="p", points_n=60, rules=["outside_limits"])
    assert chance == pytest.approx(0.0027, abs=0.0004)


def test_units_outside_a_funnel():
    # 2 · (1 − Φ(3.090232)) = 0.002
    assert expected_outside_funnel(200) == pytest.approx(0.4)
    assert expected_outside_funnel(200, 0.95) == pytest.approx(10)
    assert expected_outside_funnel(0) == 0


def test_unknown_words_are_said():
    with pytest.raises(ValueError, match="nelson"):
        expected_false_signals(kind="p", points_n=24, rules=["nelson_5"])
    with pytest.raises(ValueError, match="pareto"):
        expected_false_signals(kind="pareto", points_n=24)
    with pytest.raises(ValueError, match="level"):
        expected_outside_funnel(10, 99.8)

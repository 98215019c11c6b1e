"""stats/signals.py against the vectors of Making Data Count's R package and of qicharts2."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.control_charts import p_chart, run_chart, xmr_chart
from dashboard.stats.limits import Kind, Limits
from dashboard.stats.signals import RULES, assurance, runs, sides, signals, variation

few = settings(max_examples=80, derandomize=True, deadline=None)


def chart(values, *, segment=0, excluded=False, limit=3.0, center=0.0):
    """A chart with its center at 0, limits at ±3 and near limits at ±2."""
    values = np.asarray(values, dtype=float)
    line = np.where(np.isfinite(values), 1.0, np.nan)
    return Limits(
        kind=Kind.XMR,
        values=values,
        center=center * line,
        lower=(center - limit) * line,
        upper=(center + limit) * line,
        near_lower=(center - limit * 2 / 3) * line,
        near_upper=(center + limit * 2 / 3) * line,
        segment=np.broadcast_to(segment, values.shape),
        excluded=np.broadcast_to(excluded, values.shape),
        kinds=np.array(Kind.XMR, dtype=object),
    )


def marked(values, rule, **options):
    """1 at the points that a rule marks, as the vectors of the R package are written."""
    return (signals(chart(values, **options), [rule]) == rule).astype(int).tolist()


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        # NHSRplotthedots, test-ptd_calculate_point_type.R: the ends of the runs, and their parts
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 7, [1] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [1] * 8 + [0]),
        ([-1] + [1] * 8 + [-1], [0] + [1] * 8 + [0]),
        ([1] + [-1] * 7 + [1], [0] + [1] * 7 + [0]),
        # a point on the center belongs to no side
        ([1] * 6 + [0] + [1] * 6, [0] * 13),
        ([0] * 9, [0] * 9),
    ],
)
def test_seven_on_one_side(side, expected):
    assert marked(side, "shift") == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),
        ([7, 6, 5, 4, 3, 2, 1], [1] * 7),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] + [1] * 7 + [0]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], [1] * 9),
    ],
)
def test_seven_that_all_rise_or_all_fall(values, expected):
    assert marked(values, "trend", limit=300) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # near is 2.5, not near is 1: the near ones of the R package's vectors
        ([2.5, 1, 2.5], [1, 0, 1]),
        ([1, 2.5, 2.5], [0, 1, 1]),
        ([2.5, 2.5, 1], [1, 1, 0]),
        ([1, 1, 2.5, 1, 2.5, 1, 1], [0, 0, 1, 0, 1, 0, 0]),
        ([1, 1, 2.5, 2.5, 1, 1, 1], [0, 0, 1, 1, 0, 0, 0]),
        ([2.5, 1, 1, 2.5], [0, 0, 0, 0]),
        ([2.5, 1, 1, 2.5, 2.5], [0, 0, 0, 1, 1]),
        # the third must lie on the same side too
        ([2.5, -1, 2.5], [0, 0, 0]),
        ([2.5, -2.5, 1], [0, 0, 0]),
        ([-2.5, -1, -2.5], [1, 0, 1]),
        # outside the limits is another rule
        ([3.5, 1, 2.5], [0, 0, 0]),
        # exactly on the near limit is not beyond it
        ([2, 2, 2], [0, 0, 0]),
    ],
)
def test_two_of_three_near_one_limit(values, expected):
    assert marked(values, "two_of_three") == expected


def test_outside_the_limits_is_strictly_outside():
    assert marked([3, -3, 3.01, -3.01, 0], "outside_limits") == [0, 0, 1, 1, 0]


def test_the_first_rule_that_holds_is_named():
    found = signals(chart([1, 1, 1, 1, 1, 1, 4]))
    assert found.tolist() == ["shift"] * 6 + ["outside_limits"]
    assert signals(chart([1, 1, 1, 1, 1, 1, 4]), ["shift"]).tolist() == ["shift"] * 7


def test_an_unknown_rule_is_said():
    with pytest.raises(ValueError, match="no rule 'nelson_5'"):
        signals(chart([1]), ["nelson_5"])


def test_months_without_a_point_are_stepped_over():
    values = [1, 1, 1, np.nan, 1, 1, 1, 1]
    assert signals(chart(values)).tolist() == ["shift"] * 3 + [""] + ["shift"] * 4


def test_excluded_points_stand_in_no_run_but_may_lie_outside():
    excluded = np.array([0, 0, 0, 1, 0, 0, 0, 0], dtype=bool)
    values = [1, 1, 1, -4, 1, 1, 1, 1]
    found = signals(chart(values, excluded=excluded))
    assert found.tolist() == ["shift"] * 3 + ["outside_limits"] + ["shift"] * 4


def test_no_run_goes_across_a_rebase():
    values, segment = [1] * 10, [0] * 5 + [1] * 5
    assert signals(chart(values, segment=segment)).tolist() == [""] * 10
    rising = chart(np.arange(10), segment=segment, limit=100)
    assert signals(rising, ["trend"]).tolist() == [""] * 10
    near = chart([1, 1, 2.5, 2.5, 1], segment=[0, 0, 0, 1, 1])
    assert signals(near).tolist() == [""] * 5


def test_sides():
    assert sides(chart([1, -1, 0, np.nan])).tolist() == [1, -1, 0, 0]


def test_equal_values_whose_mean_is_a_hair_beside_them_are_on_the_center():
    values = [0.1] * 23
    limits = xmr_chart(values)
    assert (sides(limits) == 0).all()
    assert (signals(limits) == "").all()


# Anhøj's rules


@pytest.mark.parametrize(
    ("n", "longest", "crossings"),
    # measures.md 2.2, of qicharts2 (Anhøj & Olesen 2014, table of bounds)
    [(12, 7, 3), (20, 7, 6), (24, 8, 8), (28, 8, 9), (40, 8, 14)],
)
def test_bounds_of_runs(n, longest, crossings):
    found = runs(chart([1, -1] * (n // 2)))
    assert (found.longest_run_max.item(), found.crossings_min.item()) == (longest, crossings)
    assert (found.useful_n.item(), found.crossings.item()) == (n, n - 1)
    assert not found.is_signal.item()


def test_points_on_the_median_do_not_count():
    found = runs(run_chart([1, 5, 3, 5, 1, 3, 5]))  # median 3
    assert (found.useful_n.item(), found.crossings.item(), found.longest_run.item()) == (5, 3, 2)


def test_a_long_run_is_marked_on_a_run_chart():
    values = [1, 9, 1, 9, 1, 9, 1, 9, 1, *[8] * 9, *[2] * 8]
    limits = run_chart(values)
    assert runs(limits).longest_run.item() > runs(limits).longest_run_max.item()
    found = signals(limits, ["long_run"])
    assert np.flatnonzero(found == "long_run").tolist() == list(range(9, 18))


def test_few_crossings_mark_the_last_run():
    values = [1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9]
    found = signals(run_chart(values))
    assert found.tolist() == [""] * 6 + ["few_crossings"] * 6
    assert variation(run_chart(values), "lower") == "concern"


def test_a_stretch_too_short_for_limits_is_judged_by_the_rules_of_run_charts():
    segment = [0] * 12 + [1] * 11
    limits = xmr_chart([5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 5, 6, *[1] * 5, 5, *[9] * 5], segment=segment)
    assert set(signals(limits)[12:]) <= {"", "long_run", "few_crossings"}
    assert (signals(limits, RULES[:4])[12:] == "").all()


# the two icons


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ([0, 1, -1], "higher", "common_cause"),
        ([0, 1, 4], "higher", "improvement"),
        ([0, 1, 4], "lower", "concern"),
        ([0, 1, -4], "higher", "concern"),
        ([0, 1, -4], "lower", "improvement"),
        ([0, 1, 4], "none", "neutral_high"),
        ([0, 1, -4], "none", "neutral_low"),
        # the newest point decides
        ([0, 4, 1], "higher", "common_cause"),
        ([0, 4, np.nan], "higher", "improvement"),
        ([np.nan], "higher", "common_cause"),
        ([], "higher", "common_cause"),
    ],
)
def test_the_icon_of_variation(values, direction, expected):
    assert variation(chart(values), direction) == expected


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (4, "higher", "consistently_fails"),
        (-4, "higher", "consistently_passes"),
        (1, "higher", "hit_or_miss"),
        (4, "lower", "consistently_passes"),
        (-4, "lower", "consistently_fails"),
        (1, "lower", "hit_or_miss"),
        (3, "higher", "hit_or_miss"),  # on the limit
        (4, "none", None),
        (None, "higher", None),
        (float("nan"), "higher", None),
    ],
)
def test_the_icon_of_assurance(target, direction, expected):
    assert assurance(chart([0, 1, -1]), target, direction) == expected


def test_assurance_is_read_from_the_limits_after_the_last_rebase():
    # NHSRplotthedots issue 172: the icon was that of the limits before
    low, high = [0.50, 0.52, 0.48] * 4, [0.90, 0.92, 0.88] * 4
    limits = xmr_chart(low + high, segment=[0] * 12 + [1] * 12)
    assert assurance(xmr_chart(low), 0.75, "higher") == "consistently_fails"
    assert assurance(limits, 0.75, "higher") == "consistently_passes"
    assert assurance(xmr_chart(low + high), 0.75, "higher") == "hit_or_miss"


def test_there_is_no_assurance_without_limits_after_the_last_rebase():
    limits = xmr_chart([0.5, 0.52] * 10, segment=[0] * 15 + [1] * 5)
    assert assurance(limits, 0.9, "higher") is None


def test_a_process_that_always_stands_on_its_target_passes():
    assert assurance(p_chart([9] * 12, 9), 1.0, "higher") == "consistently_passes"
    assert assurance(p_chart([0] * 12, 9), 0.0, "lower") == "consistently_passes"


def test_icons_of_many_series_at_once():
    limits = p_chart([[50] * 12, [90] * 12, [np.nan] * 12], 100)
    assert variation(limits, "higher").tolist() == ["common_cause"] * 3
    assert assurance(limits, 0.8, "higher").tolist() == [
        "consistently_fails", "consistently_passes", None,
    ]  # fmt: skip


# properties

steps = st.lists(st.integers(-4, 4), min_size=1, max_size=40)


def by_hand(side, near, values, outside):
    """The R package's four rules, point by point."""
    n = len(side)
    found = [""] * n
    windows = {
        "shift": (7, lambda w: abs(sum(side[i] for i in w)) == 7),
        "trend": (
            7,
            lambda w: (
                len({np.sign(values[i + 1] - values[i]) for i in w[:-1]} | {0}) == 2
                and all(values[i + 1] != values[i] for i in w[:-1])
            ),
        ),
        "two_of_three": (
            3,
            lambda w: abs(sum(side[i] for i in w)) == 3 and sum(near[i] for i in w) >= 2,
        ),
    }
    for i in range(n):
        if outside[i]:
            found[i] = "outside_limits"
    for rule, (width, holds) in windows.items():
        for start in range(n - width + 1):
            window = range(start, start + width)
            if holds(window):
                for i in window:
                    if not found[i] and (rule != "two_of_three" or near[i]):
                        found[i] = rule
    return found


@few
@given(steps)
def test_the_rules_agree_with_themselves_done_by_hand(values):
    outside = [abs(v) > 3 for v in values]
    near = [2 < abs(v) <= 3 for v in values]
    expected = by_hand([np.sign(v) for v in values], near, values, outside)
    assert signals(chart(values)).tolist() == expected


@few
@given(steps)
def test_a_mirrored_series_has_the_same_signals_on_the_other_side(values):
    limits, mirrored = chart(values), chart([-v for v in values])
    assert (signals(limits) == signals(mirrored)).all()
    assert (sides(limits) == -sides(mirrored)).all()
    opposite = {"improvement": "concern", "concern": "improvement", "common_cause": "common_cause"}
    assert variation(mirrored, "higher") == opposite[variation(limits, "higher")]


@few
@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_runs_agree_with_themselves_done_by_hand(values):
    limits = run_chart(values)
    useful = [np.sign(v - np.median(values)) for v in values if v != np.median(values)]
    found = runs(limits)
    if not useful:
        assert found.useful_n.size == 0
        return
    changes = np.flatnonzero(np.diff(useful)) + 1
    lengths = np.diff([0, *changes, len(useful)])
    assert found.useful_n.item() == len(useful)
    assert found.longest_run.item() == lengths.max()
    assert found.crossings.item() == len(lengths) - 1
    is_marked = (signals(limits) != "").any()
    assert is_marked == found.is_signal.item()


@few
@given(steps, st.integers(1, 40))
def test_stretches_are_judged_as_if_each_stood_alone(values, cut):
    cut = min(cut, len(values))
    together = chart(values, segment=[0] * cut + [1] * (len(values) - cut))
    apart = [*signals(chart(values[:cut])), *signals(chart(values[cut:]))]
    assert signals(together).tolist() == apart

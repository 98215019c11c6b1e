"""The few verdicts that matter: on the sample the planted facts, and nothing where nothing is."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.measures import matters
from dashboard.measures.selection import Selection
from dashboard.measures.unit_charts import UnitCharts
from dashboard.sample import planted
from dashboard.settings import Standards
from dashboard.stats.false_alarms import expected_false_signals
from tests.measures.figures import FEW, ask_of, complaints, months, units

ALL = Selection()
MONTHS = months("2024-04", 24)
TIMELINESS = {"resolved_within", "acknowledged_on_time", "answered_on_time"}


def ward(unit, *, slow_from=24, n=8):
    """Three in four are resolved on the third day; from a month on, one in eight."""
    rows = []
    for place, month in enumerate(MONTHS):
        fast = n // 8 if place >= slow_from else 3 * n // 4
        # one more or less in turn: real months wobble
        fast += (-1) ** place if place < slow_from else 0
        rows += complaints(unit, month, fast, 3) + complaints(unit, month, n - fast, 25)
    return rows


def hospital(viewer="executive", slow=()):
    rows = [row for unit in "abcdef" for row in ward(unit, slow_from=14 if unit in slow else 24)]
    return ask_of(viewer, complaints=rows, units=units(*"abcdef"))


@pytest.fixture(scope="module")
def on_the_sample(on_sample):
    return matters.what_matters(on_sample(), ALL, Standards())


def test_the_planted_slow_down_is_named_and_no_other_unit_on_any_measure_of_time(on_the_sample):
    found = [verdict for verdict in on_the_sample.found if verdict.measure in TIMELINESS]
    assert {verdict.unit_id for verdict in found} == {planted.SLOW_UNIT}
    assert {verdict.kind for verdict in found} == {"concern"}
    slowed = found[0]
    assert slowed.measure == "resolved_within"
    assert slowed.sentence.startswith("Orthopedics 6B has resolved complaints more slowly since ")
    assert "in a row below the center line" in slowed.sentence
    assert slowed.page == "timeliness"


def test_concerns_come_first_and_each_kind_by_the_people_it_touched(on_the_sample):
    kinds = [verdict.kind for verdict in on_the_sample.found]
    assert kinds == sorted(kinds, key=["concern", "improvement"].index)
    for kind in set(kinds):
        touched = [v.consequence for v in on_the_sample.found if v.kind == kind]
        assert touched == sorted(touched, reverse=True)


def test_the_recovering_unit_is_the_only_improvement(on_the_sample):
    better = {v.unit_id for v in on_the_sample.found if v.kind == "improvement"}
    assert better == {planted.RECOVERING_UNIT}


def test_what_chance_alone_would_give_stands_beside_what_was_found(on_the_sample):
    detail = on_the_sample.verdict.detail
    assert f"Of {on_the_sample.charts.n}" in detail.replace("\N{NO-BREAK SPACE}", " ")
    assert 0 < on_the_sample.charts.expected < on_the_sample.charts.n
    # each of the funnel's comparisons lies outside 99.8 % limits twice in a thousand
    expected = on_the_sample.compared.n * 0.002
    assert on_the_sample.compared.expected == pytest.approx(expected, rel=0.01)


def stretches(*segments):
    """Charts of units with a point in each month that has a segment (None: no point)."""
    numbers = np.array([[-1 if s is None else s for s in unit] for unit in segments])
    values = np.where(numbers < 0, np.nan, 0.5)
    kinds = np.full(len(numbers), "p")
    limits = SimpleNamespace(values=values, kinds=kinds)
    calm = np.full(len(numbers), "common_cause")
    return UnitCharts("resolved_within", (), (), (), None, limits, None, None, calm, numbers)


@pytest.mark.parametrize(
    "segments, expected_n",
    [
        ([0] * 24, 24),  # never rebased
        ([0] * 10 + [1] * 14, 14),
        ([0] * 18 + [1] * 6, 6),  # under 12 points: a run chart
        ([0] * 14 + [1] * 5 + [2] * 13, 13),
        ([0] * 20 + [None] * 4, 20),
        ([None] * 24, 0),
    ],
)
def test_what_chance_gives_is_that_of_the_points_since_the_last_rebase(segments, expected_n):
    charts = stretches(segments)
    assert charts.last_stretch_n.tolist() == [expected_n]
    found = matters._signals([charts])
    assert (found.n, found.found_n) == (int(expected_n > 0), 0)
    whole = expected_false_signals(kind="p", points_n=expected_n) if expected_n else 0
    assert found.expected == whole


def test_a_rebase_after_the_newest_point_leaves_the_stretch_before():
    charts = stretches([0] * 14)
    later = np.full((1, 14), 0)
    later[0, 12:] = 1
    charts.limits.values[0, 12:] = np.nan
    assert replace(charts, segments=later).last_stretch_n.tolist() == [12]


def test_a_ward_that_slows_down_is_named_with_since_when_and_against_what():
    found = matters.what_matters(hospital(slow="c"), ALL, FEW).found
    (slowed,) = [verdict for verdict in found if verdict.measure == "resolved_within"]
    said = slowed.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert (slowed.unit_id, slowed.kind) == ("c", "concern")
    assert said.startswith("Ward c has resolved complaints more slowly since June 2025: 12 % ")
    assert "against 75 % before" in said


def test_where_all_are_alike_nothing_is_named_and_that_is_said():
    found = matters.what_matters(hospital(), ALL, FEW)
    assert found.found == ()
    assert found.verdict.sentence.startswith("Nothing unusual")


def test_a_manager_hears_of_their_own_unit_alone():
    found = matters.what_matters(hospital("unit_manager:c", slow="bc"), ALL, FEW)
    assert {verdict.unit_id for verdict in found.found} == {"c"}
    assert "Ward b" not in found.in_words


@pytest.mark.parametrize("audience", ["internal", "board"])
def test_under_the_floor_nothing_is_compared(audience):
    few = Standards(floor_n=10_000, audience=audience)
    found = matters.what_matters(hospital(slow="c"), ALL, few)
    assert found.found == () and found.compared.n == 0

"""Charts of all units at once: the same numbers as each unit's own chart, whatever units are called."""

import random

import numpy as np
import pytest

from dashboard.errors import WrongUsage
from dashboard.measures.registry import definition
from dashboard.measures.selection import Selection
from dashboard.measures.unit_charts import control_charts_by_unit
from dashboard.measures.unit_months import SOURCES, unit_months
from dashboard.measures.variation import control_chart
from tests.measures.figures import (
    BOARD,
    FEW,
    activity,
    ask_of,
    complaints,
    line,
    months,
    rows_of,
    units,
)

ALL = Selection()
WARDS = "abcd"
MONTHS = months("2024-12", 16)
OFTEN = ("resolved_within", "complaints_per_1000")
MEASURES = [
    name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow)
    for name in SOURCES
    if name != "answered_on_time"
]


def hospital(seed=5, names=WARDS):
    """Four wards of chance: complaints, surveys and activity of 16 months."""
    chance = random.Random(seed)
    rows, surveys, patients = [], [], []
    for ward in names:
        for month in MONTHS[:-1]:
            for _ in range(chance.randrange(0, 9)):
                rows += complaints(
                    ward, month, 1, chance.choice((1, 5, 9, 30)),
                    satisfaction_handling=chance.choice(("", 2, 4, 5)),
                    acknowledged_at=f"{month}-{chance.choice(('02', '20'))}",
                )  # fmt: skip
            for _ in range(chance.randrange(0, 9)):
                said = chance.choice(("definitely_yes", "probably_no"))
                surveys.append(line("surveys", unit_id=ward, event_date=f"{month}-03",
                                    instrument="HCAHPS", hcahps_recommend=said))  # fmt: skip
            patients += activity(ward, month, discharges=chance.randrange(40, 90))
        rows += complaints(ward, MONTHS[-1], 2)
    return {
        "complaints": rows, "surveys": surveys, "activity": patients,
        "units": [row for name in names for row in units(name)],
    }  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
def test_each_unit_s_line_is_that_of_its_own_chart(measure):
    ask = ask_of(**hospital())
    found = control_charts_by_unit(ask, ALL, FEW, measure)
    assert found.unit_ids == tuple(WARDS) and len(found.months) == len(MONTHS)
    for place, ward in enumerate(WARDS):
        own = control_chart(ask, Selection(units=(ward,)), FEW, measure)
        rows = {row["month"]: row for row in rows_of(own)}
        for name, array in (
            ("value", found.limits.values), ("center", found.limits.center),
            ("lower_limit", found.limits.lower), ("upper_limit", found.limits.upper),
        ):  # fmt: skip
            expected = [rows.get(month, {}).get(name) for month in found.months]
            known = np.array([np.nan if x is None else x for x in expected], dtype=float)
            np.testing.assert_allclose(array[place], known, rtol=1e-12)
        assert own.variation == found.variations[place]
        signals = [rows.get(month, {}).get("signal") or "" for month in found.months]
        assert signals == list(found.signals[place])


@pytest.mark.parametrize("measure", MEASURES)
def test_units_and_months_add_up_to_the_measure_itself(measure):
    ask = ask_of(**hospital())
    counts = unit_months(ask, ALL, FEW, measure)
    by_month = {
        row.group: row for row in definition(measure).answer(ask, Selection(by="month"), FEW).rows
    }
    for place, month in enumerate(counts.months[:-1]):
        row = by_month[f"{month:%Y-%m}"]
        assert np.nansum(counts.count[:, place]) == pytest.approx(row.numerator)
    period = counts.periods[0]
    np.testing.assert_allclose(np.nansum(counts.n, axis=1), period.n)
    np.testing.assert_allclose(np.nansum(counts.count, axis=1), period.count)


@pytest.mark.parametrize("measure", ["resolved_within", "complaints_per_1000"])
def test_relabeling_units_changes_nothing(measure):
    called = {"a": "zeta", "b": "alpha", "c": "Ward 7", "d": "D"}
    other = ask_of(**hospital(names=tuple(called.values())))
    one = control_charts_by_unit(ask_of(**hospital()), ALL, FEW, measure)
    two = control_charts_by_unit(other, ALL, FEW, measure)
    places = [two.unit_ids.index(called[unit]) for unit in one.unit_ids]
    for name in ("values", "center", "lower", "upper"):
        mine, theirs = getattr(one.limits, name), getattr(two.limits, name)
        np.testing.assert_array_equal(mine, theirs[places])
    np.testing.assert_array_equal(one.signals, two.signals[places])


def test_a_viewer_of_one_unit_has_its_chart_alone():
    found = control_charts_by_unit(ask_of("unit_manager:b", **hospital()), ALL, FEW)
    whole = control_charts_by_unit(ask_of(**hospital()), ALL, FEW)
    assert found.unit_ids == ("b",)
    np.testing.assert_array_equal(found.limits.values[0], whole.limits.values[1])


def test_hidden_months_of_the_board_are_no_points():
    counts = unit_months(ask_of(**hospital()), ALL, BOARD, "resolved_within")
    internal = unit_months(ask_of(**hospital()), ALL, FEW, "resolved_within")
    is_small = internal.n < BOARD.floor_n
    assert np.isnan(counts.n[is_small]).all()
    np.testing.assert_array_equal(counts.n[~is_small], internal.n[~is_small])


def test_small_units_have_longer_periods_that_end_with_the_one_chosen():
    first = np.datetime64("2026-01").astype(object)
    counts = unit_months(ask_of(**hospital()), Selection(from_on=first), FEW, "resolved_within")
    assert [period.months_n for period in counts.periods] == [None, 12, 24]
    assert len(counts.months) == 3 and counts.n.shape == (4, 3)
    sizes = [period.n.sum() for period in counts.periods]
    assert sizes[0] < sizes[1] < sizes[2]


def test_a_newest_signal_is_told_with_its_first_month():
    rows = [
        row
        for place, month in enumerate(MONTHS[:-1])
        for row in [*complaints("a", month, 8 if place < 8 else 2, 3),
                    *complaints("a", month, 2 if place < 8 else 8, 20)]
    ]  # fmt: skip
    found = control_charts_by_unit(ask_of(complaints=rows), ALL, FEW)
    assert [(p, rule, f"{since:%Y-%m}") for p, rule, since in found.newest_signals()] == [
        (0, "shift", MONTHS[8])
    ]
    assert found.points_n.tolist() == [15]


def test_without_data_there_is_no_chart_and_unknown_measures_are_refused():
    assert control_charts_by_unit(ask_of(), ALL, FEW).unit_ids == ()
    for measure, selection in (
        ("capture_ratio", ALL),
        ("recommend", Selection(where=(("mode", "sms"),))),
    ):
        with pytest.raises(WrongUsage):
            unit_months(ask_of(**hospital()), selection, FEW, measure)

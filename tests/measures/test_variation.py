"""Control charts of measures: which months are points, of which kind, and what is said of the newest one."""

import datetime as dt

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.errors import WrongUsage
from dashboard.measures.control_rows import control_table
from dashboard.measures.selection import Selection
from dashboard.measures.variation import control_chart, days_between
from dashboard.settings import Targets
from dashboard.store.rebases import Rebase
from tests.measures.figures import (
    BOARD,
    FEW,
    HEADERS,
    activity,
    answers,
    ask_of,
    complaints,
    mart_of,
    months,
    rows_of,
    units,
)

ALL = Selection()
NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def within(month, quick_n, n, unit="a", **cells):
    """Of n complaints quick_n are resolved after 3 days, the others after 20."""
    return [
        *complaints(unit, month, quick_n, 3, **cells),
        *complaints(unit, month, n - quick_n, 20, **cells),
    ]


def steady(first="2024-12", n=15, quick_n=6, of=10, unit="a"):
    return [row for month in months(first, n) for row in within(month, quick_n, of, unit)]


def chart_of(
    rows, standards=FEW, selection=ALL, measure="resolved_within", viewer="executive", **more
):
    return control_chart(ask_of(viewer, complaints=rows, **more), selection, standards, measure)


def test_a_month_is_a_point_once_its_cases_are_followed_to_the_standard_s_day():
    chart = chart_of([*steady(), *complaints("a", "2026-03", 10)])  # as of the 31st: followed
    assert rows_of(chart, "value", "note")[-2:] == [(0.6, None), (0.0, None)]
    days_too_few = Selection(days=31)
    chart = chart_of([*steady(), *complaints("a", "2026-03", 10)], selection=days_too_few)
    last = rows_of(chart)[-1]
    assert (last["n"], last["value"], last["center"], last["signal"]) == (10, None, None, None)
    assert last["note"] == "beyond the longest follow-up; not yet known"


def test_months_without_anything_stay_in_the_axis():
    rows = [*steady(n=6), *steady(first="2025-07", n=6)]
    chart = chart_of(rows)
    found = rows_of(chart, "month", "n", "value", "note")
    assert [row[1:] for row in found[6:7]] == [(0, None, "no data")]
    assert len(found) == 13 and chart.kind == "p"


@pytest.mark.parametrize(("n", "kind"), [(11, "run"), (12, "p")])
def test_under_twelve_points_there_are_no_limits(n, kind):
    chart = chart_of(steady(n=n))
    assert chart.kind == kind
    has_limits = {row is not None for (row,) in rows_of(chart, "upper_limit")}
    assert has_limits == {kind == "p"}
    assert {center for (center,) in rows_of(chart, "center")} == {0.6}
    assert ("too few for limits" in chart.why) == (kind == "run")


def test_a_shift_is_told_from_its_first_month_on():
    chart = chart_of([*steady(n=8), *steady(first="2025-08", n=8, quick_n=2)])
    assert (chart.variation, chart.signal, chart.direction) == ("concern", "shift", "higher")
    assert chart.signal_since == dt.date(2025, 8, 1)
    assert "Signal since Aug 2025: 7 or more months in a row" in chart.in_words
    assert {side for (side,) in rows_of(chart, "side")[8:]} == {"below"}


def test_nothing_unusual_is_said_calmly_and_a_target_is_judged_by_the_limits():
    assert chart_of(steady()).assurance is None
    for target, word in ((0.99, "hit_or_miss"), (0.05, "consistently_passes")):
        standards = FEW.model_copy(update={"targets": Targets(resolved_within=target)})
        chart = chart_of(steady(of=10), standards)
        assert (chart.variation, chart.assurance, chart.standard) == ("common_cause", word, target)
        assert "gives no signal" in chart.in_words


def test_a_chart_of_nothing_says_so():
    chart = chart_of([])
    assert (chart.table.num_rows, chart.n, chart.kind) == (0, 0, "run")
    assert "nothing to chart" in chart.in_words


def test_open_cases_by_month_of_receipt_are_no_chart():
    with pytest.raises(WrongUsage, match="point in time"):
        chart_of(steady(), measure="open_cases")


# --- the kind by the data -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("acknowledged_on_time", "p"),
        ("recovered_share", "p"),
        ("time_to_resolution", "xmr"),
        ("complaints_per_1000", "u"),
        ("capture_ratio", "xmr"),
        ("recommend", "p"),
    ],
)
def test_the_kind_follows_from_the_data(measure, kind):
    rows = [
        row
        for month in months("2024-12", 15)
        for row in complaints(
            "a", month, 8, 3, satisfaction_handling=4, acknowledged_at=f"{month}-02"
        )
    ]
    chart = chart_of(
        rows, measure=measure,
        activity=activity("a", *months("2024-12", 15)),
        surveys=[row for month in months("2024-12", 15)
                 for row in [*answers("a", month, 6), *answers("a", month, 2, hcahps_recommend="definitely_no")]],
    )  # fmt: skip
    assert chart.kind == kind
    assert chart.table.num_rows == 15 and len(chart.why) > 20


def test_instruments_are_charted_apart_never_pooled():
    surveys = [
        row
        for month in months("2024-12", 14)
        for row in [
            *answers("a", month, 6),
            *answers("a", month, 4, instrument="FFT", fft=5, hcahps_recommend=""),
        ]
    ]
    found = control_table("recommend", ask_of(surveys=surveys), Selection(by="month"), FEW)
    centers = {(row.more["instrument"], row.more["center"]) for row in found.table.rows}
    assert centers == {("HCAHPS", 1.0), ("FFT", 0.0)}


def test_a_base_that_changes_breaks_the_series():
    known = months("2024-12", 14)
    rows = [row for month in known for row in complaints("a", month, 8, 3)]
    patients = [
        *activity("a", *known[:1], discharges="", bed_days=900),
        *activity("a", *known[1:]),
    ]
    chart = chart_of(rows, measure="complaints_per_1000", activity=patients)
    first, second = rows_of(chart, "value", "note")[:2]
    assert first == (None, "per 1,000 bed days; per bed days, not discharges: not comparable")
    assert second[0] == 80


# --- rare complaints ------------------------------------------------------------------------------

SPARSE = [month for place, month in enumerate(months("2023-01", 39)) if place % 3 == 0]


def sparse():
    return [row for month in SPARSE for row in complaints("a", month, 1, 3)]


def test_under_one_a_month_the_days_between_are_charted():
    patients = activity("a", *months("2023-01", 39))
    chart = chart_of(sparse(), measure="complaints_per_1000", activity=patients)
    assert (chart.kind, chart.direction, chart.step) == ("t", "none", "complaint")
    assert rows_of(chart, "month", "value")[0] == (dt.date(2023, 4, 1), 90)
    assert chart.table.num_rows == len(SPARSE) - 1
    # without activity there is no rate, but the days between are known all the same
    assert chart_of(sparse(), measure="complaints_per_1000").kind == "t"
    assert days_between(ask_of(complaints=sparse()), ALL, FEW).kind == "t"


def test_two_on_one_day_have_no_days_between():
    rows = [*sparse(), *complaints("a", SPARSE[-1], 1, 3)]
    chart = days_between(ask_of(complaints=rows), ALL, FEW)
    assert [value for (value,) in rows_of(chart, "value")][-1] == 0


def test_the_board_is_told_of_no_single_complaint():
    patients = activity("a", *months("2023-01", 39))
    chart = chart_of(sparse(), BOARD, measure="complaints_per_1000", activity=patients)
    assert chart.kind == "u" and chart.table.num_rows == 39
    assert days_between(ask_of(complaints=sparse()), ALL, BOARD).table.num_rows == 0


# --- suppression ----------------------------------------------------------------------------------


def test_hidden_months_are_null_and_no_limit_gives_them_away():
    shown = steady()
    for quick_n in (0, 3):  # whatever the small month holds
        hidden = within("2025-12", quick_n, 3, unit="b")
        rows = [row for row in shown if " 2025-12-01 " not in row] + hidden
        chart = chart_of(rows, BOARD)
        places = {row["month"]: row for row in rows_of(chart)}
        small = places.pop(dt.date(2025, 12, 1))
        assert small["is_suppressed"]
        numbers = (
            "n",
            "numerator",
            "value",
            "center",
            "lower_limit",
            "upper_limit",
            "signal",
            "side",
        )
        assert {small[name] for name in numbers} == {None}
        others = [(row["center"], row["lower_limit"]) for row in places.values()]
        without = chart_of([row for row in shown if " 2025-12-01 " not in row], BOARD)
        known = [r for r in rows_of(without) if r["month"] != dt.date(2025, 12, 1)]
        assert others == [(row["center"], row["lower_limit"]) for row in known]


def test_the_command_s_rows_hide_the_same():
    rows = [*steady(), *within("2024-11", 1, 3)]
    found = control_table("resolved_within", ask_of(complaints=rows), Selection(by="month"), BOARD)
    first, second = found.table.rows[:2]
    assert (first.suppressed, first.more["center"], first.more["upper_limit"]) == (True, None, None)
    assert second.more["center"] == 0.6


# --- rebases --------------------------------------------------------------------------------------


def rebased(*rebases, viewer="executive", selection=ALL, rows=None):
    tables = {
        "complaints": rows or [
            *steady(n=8), *steady(first="2025-08", n=8, quick_n=2), *steady(n=16, unit="b"),
        ],
        "units": [*units("a", "b"), *units("c")],
    }  # fmt: skip
    lines = tuple((name, (HEADERS[name], *text)) for name, text in tables.items())
    mart = mart_of(lines, ()).with_rebases(
        Rebase(n, "resolved_within", unit, month, reason, "someone", NOW)
        for n, (unit, month, reason) in enumerate(rebases, 1)
    )
    return control_chart(mart.ask(parse_viewer(viewer)), selection, FEW)


AUGUST = dt.date(2025, 8, 1)


def test_a_rebase_begins_a_segment_with_its_reason_and_ends_the_signal():
    chart = rebased(("a", AUGUST, "a new desk"), selection=Selection(units=("a",)))
    found = rows_of(chart, "segment", "center", "reason")
    assert found[7:9] == [(0, 0.6, None), (1, 0.2, "a new desk")]
    assert chart.variation == "common_cause"


@pytest.mark.parametrize(
    ("unit", "viewer", "units_chosen", "holds"),
    [
        (None, "executive", (), True),
        (None, "executive", ("a",), True),
        ("a", "executive", (), False),
        ("a", "executive", ("a",), True),
        ("a", "executive", ("b",), False),
        ("a", "unit_manager:a", (), True),
        ("b", "unit_manager:a", (), False),
    ],
)
def test_a_rebase_holds_for_the_chart_of_exactly_its_unit(unit, viewer, units_chosen, holds):
    chart = rebased((unit, AUGUST, "why"), viewer=viewer, selection=Selection(units=units_chosen))
    assert ({segment for (segment,) in rows_of(chart, "segment")} == {0, 1}) == holds


def test_a_reason_stands_at_the_first_month_that_there_is():
    before = rebased((None, dt.date(2020, 1, 1), "long ago"))
    assert rows_of(before, "segment", "reason")[0] == (1, "long ago")
    after = rebased((None, dt.date(2030, 1, 1), "to come"))
    assert set(rows_of(after, "segment", "reason")) == {(0, None)}
    twice = rebased(
        (None, AUGUST, "a desk"), ("a", AUGUST, "a nurse"), selection=Selection(units=("a",))
    )
    assert rows_of(twice, "reason")[8] == ("a desk; a nurse",)

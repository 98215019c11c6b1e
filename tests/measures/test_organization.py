"""Whom a verdict is about, and which units stand out from the whole organization."""

import pytest

from dashboard.measures import organization
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdict_words import word_of
from tests.measures.figures import FEW, answers, ask_of, complaints, units

ALL = Selection()


@pytest.mark.parametrize(
    ("viewer", "chosen", "who"),
    [
        ("executive", (), "All units"),
        ("quality", (), "All units"),
        ("executive", ("a",), "Ward a"),
        ("executive", ("a", "b"), "The 2 units chosen"),
        ("unit_manager:a", (), "Ward a"),
        ("unit_manager:a,b", (), "Your units"),
        ("unit_manager:a,b", ("b",), "Ward b"),
    ],
)
def test_a_verdict_names_whom_it_is_about(viewer, chosen, who):
    ask = ask_of(viewer, units=units("a", "b", "c"))
    assert organization.subject_of(ask, Selection(units=chosen)) == who


def crowd(n, wards="abcde"):
    return [row for ward in wards for row in complaints(ward, "2026-03", n, 3)]


@pytest.mark.parametrize(
    ("rows", "is_shown"),
    [
        (crowd(6), True),  # 5 units, 30 complaints
        (crowd(5), False),  # too few complaints
        (crowd(20, "abcd"), False),  # too few units: their neighbors could work one out
    ],
)
@pytest.mark.parametrize("viewer", ["executive", "unit_manager:a"])
def test_the_organization_s_course_is_shown_only_where_it_names_no_unit(viewer, rows, is_shown):
    ask = ask_of(viewer, complaints=rows, units=units(*"abcde"))
    found = organization.cohorts_of_all(ask, ALL, FEW)
    assert set(found["all"]) == ({None} if is_shown else set())
    assert set(found["month"]) == ({"2026-03"} if is_shown else set())


@pytest.mark.parametrize("filtered", [{"channels": ("web",)}, {"severities": ("not recorded",)}])
def test_a_filtered_course_is_for_those_who_see_all_of_it(filtered):
    rows, wards = crowd(6), units(*"abcde")
    chosen = Selection(units=("a",), **filtered)
    whole = organization.cohorts_of_all(ask_of(complaints=rows, units=wards), chosen, FEW)
    assert whole["all"][None].n == 30
    part = organization.cohorts_of_all(
        ask_of("unit_manager:a", complaints=rows, units=wards), chosen, FEW
    )
    assert part == {"all": {}, "month": {}}


def test_a_filtered_course_of_too_few_is_none():
    chosen = Selection(channels=("web",))
    ask = ask_of(complaints=crowd(1), units=units(*"abcde"))
    assert organization.cohorts_of_all(ask, chosen, FEW) == {"all": {}, "month": {}}


def test_the_organization_s_answers_are_by_instrument_and_month():
    surveys = [row for ward in "abcde" for row in answers(ward, "2026-03", 3)]
    surveys += [
        row
        for ward in "abcde"
        for row in answers(ward, "2026-03", 3, hcahps_recommend="probably_no")
    ]
    found = organization.shares_of_all(ask_of(surveys=surveys, units=units(*"abcde")), ALL)
    assert found == {("HCAHPS", None): 0.5, ("HCAHPS", "2026-03"): 0.5}


@pytest.mark.parametrize(
    ("lower", "upper", "note", "value", "side"),
    [
        (0.6, 0.8, None, 0.5, "high"),
        (0.2, 0.4, None, 0.5, "low"),
        (0.4, 0.6, None, 0.5, ""),
        (0.5, 0.6, None, 0.5, ""),  # a limit that meets the value does not exclude it
        (0.6, 0.8, "too few", 0.5, ""),
        (0.6, 0.8, None, None, ""),
        (None, None, None, 0.5, ""),
    ],
)
def test_a_unit_is_on_a_side_only_where_its_interval_excludes_the_value(
    lower, upper, note, value, side
):
    row = MeasureRow("a", n=40, value=0.5, lower=lower, upper=upper, note=note)
    assert organization.side_of(row, value) == side


def test_a_suppressed_unit_is_on_no_side():
    assert organization.side_of(MeasureRow("a", suppressed=True), 0.5) == ""


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [("higher", "better", "worse"), ("lower", "worse", "better"), ("none", "higher", "lower")],
)
def test_a_side_is_called_by_what_is_better(direction, high, low):
    assert [word_of(side, direction) for side in ("high", "low", "")] == [high, low, None]

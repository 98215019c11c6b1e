"""The unit page: the unit's numbers beside the others'."""

import datetime as dt

import pytest

from dashboard.measures import unit
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.measures.figures import BOARD, FEW, answers, ask_of, complaints, months, rows_of, units

ALL = Selection()


def chosen(first, last="2026-03-31", **more):
    return Selection(
        from_on=dt.date.fromisoformat(f"{first}-01"), to_on=dt.date.fromisoformat(last), **more
    )


def test_the_windows_are_the_period_chosen_then_12_and_24_months_to_its_end():
    windows = [(w.from_on, w.to_on) for w in unit._windows(chosen("2026-01"))]
    last = dt.date(2026, 3, 31)
    assert windows == [
        (dt.date(2026, 1, 1), last), (dt.date(2025, 4, 1), last), (dt.date(2024, 4, 1), last),
    ]  # fmt: skip
    year = [w.from_on for w in unit._windows(chosen("2025-04"))]
    assert year == [dt.date(2025, 4, 1), dt.date(2024, 4, 1)]
    assert [w.from_on for w in unit._windows(chosen("2023-01"))] == [dt.date(2023, 1, 1)]
    assert list(unit._windows(ALL)) == [ALL]


def steady(where, n, days, first="2024-10", months_n=18):
    return [row for month in months(first, months_n) for row in complaints(where, month, n, days)]


def scores(rows, chosen_now, viewer="executive", standards=FEW, **more):
    ask = ask_of(viewer, complaints=rows, units=units(*"abcdef"), **more)
    return unit.scorecard(ask, chosen_now, standards)


def periods_of(figure):
    return dict(rows_of(figure, "title", "period"))


def test_where_the_period_has_too_few_the_shortest_longer_one_with_enough_is_taken_and_said():
    figure = scores(steady("a", 1, 3), chosen("2026-02", units=("a",)))
    assert periods_of(figure)["Resolved within 7\N{NO-BREAK SPACE}days"] == "Apr 2025 – Mar 2026"
    assert "a longer one is taken" in figure.verdict.detail
    enough = scores(steady("a", 5, 3), chosen("2026-02", units=("a",)))
    assert set(periods_of(enough).values()) >= {"Feb 2026 – Mar 2026"}


def test_the_organization_stands_beside_for_the_same_period_as_the_unit_s_number():
    """Before 2026 all were as slow as the unit; comparing its year with their quarter would lie."""
    others = [row for where in "bcdef" for row in steady(where, 8, 20, "2025-04", 9)]
    others += [row for where in "bcdef" for row in steady(where, 8, 2, "2026-01", 3)]
    rows = others + steady("a", 1, 20, "2025-04", 11)
    figure = scores(rows, chosen("2026-03", units=("a",)), standards=Standards(floor_n=6))
    (resolved,) = [row for row in rows_of(figure) if row["measure"] == "resolved_within"]
    assert resolved["period"] == "Apr 2025 – Mar 2026"
    assert resolved["hospital_value"] == pytest.approx(120 / 491)


def test_a_unit_that_differs_is_named_with_the_rule():
    rows = [row for where in "bcdef" for row in steady(where, 8, 3, "2026-01", 3)]
    figure = scores(rows + steady("a", 10, 20, "2026-01", 3), chosen("2026-01", units=("a",)))
    assert "differs from the whole organization in “Resolved within" in figure.verdict.sentence
    assert "of 20 such about 1 does by chance alone" in figure.verdict.detail


def test_all_units_have_nothing_to_stand_beside():
    figure = scores(steady("a", 8, 3), ALL)
    assert set(rows_of(figure, "hospital_value")) == {(None,)}
    assert figure.verdict.sentence.startswith("Choose a unit")


def test_a_manager_is_not_told_to_choose_a_unit_where_the_others_are_too_few_to_show():
    figure = scores(steady("a", 8, 3), ALL, "unit_manager:a")
    assert plain(figure) == "Ward a: there is nothing of the whole organization to stand beside."


def test_a_manager_s_recovered_share_stands_beside_nothing():
    rows = [
        row
        for where in "abcdef"
        for row in complaints(where, "2026-03", 10, 3, satisfaction_handling=5)
    ]
    figure = scores(rows, ALL, "unit_manager:a")
    beside = dict(rows_of(figure, "title", "hospital_value"))
    assert beside["Recovered"] is None
    assert beside["Half are resolved within"] == 3


@pytest.mark.parametrize(("standards", "said"), [(FEW, "n = 3; "), (BOARD, "")])
def test_a_unit_with_too_few_of_everything_says_so(standards, said):
    figure = scores(complaints("a", "2026-03", 3, 3), chosen("2026-03"), standards=standards)
    assert figure.verdict.kind == "too_few"
    assert plain(figure) == f"All units: too few to tell ({said}shown from 6)."
    assert figure.in_words.startswith("0 of ")


def test_what_is_told_and_what_is_too_few_are_both_said():
    surveys = answers("a", "2026-03", 20)
    figure = scores(complaints("a", "2026-03", 3, 3), chosen("2026-03"), surveys=surveys)
    assert figure.in_words.startswith("1 of ")
    assert "Too few to tell: Resolved within" in figure.verdict.detail
    assert figure.n is None  # each number has one of its own


def plain(figure):
    return figure.verdict.sentence.replace("\N{NO-BREAK SPACE}", " ")

"""The timeliness page: what is said of how fast complaints are resolved, and by which rule."""

import datetime as dt

import pytest

from dashboard.measures import timeliness
from dashboard.measures.selection import Selection
from tests.measures.figures import BOARD, FEW, ask_of, complaints, months, rows_of, units

ALL = Selection()
NO_TIME = Selection(from_on=dt.date(2019, 1, 1), to_on=dt.date(2019, 12, 31))
FIGURES = (
    timeliness.resolved_curve,
    timeliness.resolution_by_month,
)
WARDS = ("a", "b", "c", "d", "e")


def steady(unit, *, n=2, days=3, months_n=18, **cells):
    """So many a month, up to March 2026."""
    first = months("2024-10", 18)[18 - months_n :]
    return [row for month in first for row in complaints(unit, month, n, days, **cells)]


def slowed(unit):
    """Of three a month two were resolved in time; since August 2025 one in all."""
    rows = complaints(unit, "2025-08", 1, 3)
    for month in months("2024-08", 12):
        rows += complaints(unit, month, 2, 3) + complaints(unit, month, 1, 20)
    for month in months("2025-08", 8):
        rows += complaints(unit, month, 3, 20)
    return rows


@pytest.fixture(scope="module")
def five():
    """Five wards with six complaints a month each: enough for the guarded line of all."""
    rows = [row for unit in WARDS for row in steady(unit, n=6, days=9, months_n=2)]
    rows += [
        row for unit in WARDS for row in steady(unit, n=6, days=1, months_n=2, channel="phone")
    ]
    rows += steady("a", n=6, days=60, months_n=1, status="open", closed_at="")
    return {"complaints": rows, "units": units(*WARDS)}


def test_a_unit_that_slows_down_is_a_concern_with_since_when_and_against_what():
    ask = ask_of(complaints=slowed("a"), units=units("a"))
    for figure in FIGURES[:2]:
        said = figure(ask, Selection(units=("a",)), FEW).verdict
        assert said.kind == "concern"
        assert said.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
            "Ward a has resolved complaints more slowly since August 2025: 4 % within 7 days "
            "against 67 % before (special cause: 8 months in a row below the center line). "
            "Look at its open cases, the oldest first."
        )


def test_a_steady_unit_shows_no_change_and_says_how_fast_it_is():
    said = timeliness.resolved_curve(ask_of(complaints=steady("a")), ALL, FEW).verdict
    assert said.kind == "none"
    assert "half of the complaints are resolved within 3" in said.sentence
    assert said.sentence.endswith("No change is shown.")
    assert said.detail.startswith("Between ")


def test_less_than_a_year_without_a_signal_shows_no_change():
    ask = ask_of(complaints=steady("a", n=8, months_n=8))
    for figure in FIGURES:
        said = figure(ask, ALL, FEW).verdict
        assert said.kind == "none"
        assert any(calm in said.sentence for calm in ("No change is shown", "gives no signal"))


def test_too_few_draw_no_curve_and_say_how_few():
    figure = timeliness.resolved_curve(
        ask_of(complaints=complaints("a", "2026-03", 5, 3)), ALL, FEW
    )
    assert figure.table.num_rows == 0
    assert figure.verdict.kind == "too_few"
    assert "5; shown from 6" in figure.in_words.replace("\N{NO-BREAK SPACE}", " ")


def test_months_too_few_are_told_in_longer_periods_and_it_is_said():
    figure = timeliness.resolution_by_month(ask_of(complaints=steady("a")), ALL, FEW)
    assert figure.step == "3 months"
    assert [n for (n,) in rows_of(figure, "n")] == [6] * 6
    assert "by 3 months of receipt" in figure.in_words


def test_the_board_sees_no_month_under_the_floor_and_hears_of_none():
    rows = steady("a", n=8) + complaints("a", "2026-03", 1, 1) + complaints("a", "2024-09", 3, 1)
    figure = timeliness.resolution_by_month(ask_of(complaints=rows), ALL, BOARD)
    hidden = rows_of(figure)[0]
    assert hidden["month"] == dt.date(2024, 9, 1)
    assert hidden["is_suppressed"] and hidden["is_too_few"]
    names = set(hidden) - {"month", "is_suppressed", "is_too_few", "note"}
    assert [hidden[name] for name in names] == [None] * len(names)
    assert figure.n == 8 * 18 + 1


def test_a_board_s_figure_of_hidden_groups_alone_has_no_n():
    ask = ask_of(complaints=complaints("a", "2026-03", 5, 3))
    for figure in FIGURES:
        assert figure(ask, ALL, BOARD).n is None


def test_the_organization_stands_beside_a_part_of_it_never_beside_itself(five):
    curve = timeliness.resolved_curve
    unit = Selection(units=("a",))
    shares = {
        who: curve(ask_of(who, **five), chosen, FEW).table["hospital_share"].null_count == 0
        for who, chosen in (("executive", unit), ("unit_manager:a", ALL))
    }
    assert shares == {"executive": True, "unit_manager:a": True}
    whole = curve(ask_of(**five), ALL, FEW).table["hospital_share"]
    assert whole.null_count == len(whole)


def test_a_manager_hears_of_their_own_unit_by_its_name(five):
    figure = timeliness.resolved_curve(ask_of("unit_manager:a", **five), ALL, FEW)
    assert figure.verdict.sentence.startswith("Ward a: ")


@pytest.mark.parametrize("figure", FIGURES)
def test_an_empty_selection_has_no_row_and_says_so(figure):
    found = figure(ask_of(complaints=steady("a")), NO_TIME, FEW)
    assert found.table.num_rows == 0
    assert found.n == 0
    assert found.verdict.kind in ("none", "too_few")


def test_beyond_the_follow_up_no_share_is_told_but_the_median_is():
    rows = complaints("a", "2026-03", 12, 2) + complaints("a", "2026-03", 3)
    figure = timeliness.resolved_curve(ask_of(complaints=rows), Selection(days=60), FEW)
    assert figure.within_standard.value is None
    assert "60" not in figure.verdict.sentence
    assert figure.median.value == 2


def test_half_not_resolved_is_said_and_is_no_day():
    ask = ask_of(complaints=complaints("a", "2026-01", 9) + complaints("a", "2026-01", 3, 2))
    figure = timeliness.resolved_curve(ask, ALL, FEW)
    assert figure.median.value is None
    assert "half of the complaints are not resolved within the follow-up" in figure.in_words


def test_no_change_is_shown_from_few_to_none():
    rows = complaints("a", "2025-09", 1, 2)
    for month in months("2024-10", 12):
        rows += complaints("a", month, 2, 20)
    for month in months("2025-10", 6):
        rows += complaints("a", month, 2, 20)
    said = timeliness.resolution_by_month(ask_of(complaints=rows), ALL, FEW).verdict
    assert said.kind == "none"


def test_all_resolved_is_an_improvement_on_half():
    rows = []
    for month in months("2024-08", 12):
        rows += complaints("a", month, 2, 2) + complaints("a", month, 2, 20)
    for month in months("2025-08", 8):
        rows += complaints("a", month, 4, 2)
    said = timeliness.resolution_by_month(ask_of(complaints=rows), ALL, FEW).verdict
    assert said.kind == "improvement"
    assert "100" in said.sentence

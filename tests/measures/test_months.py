"""Time axes skip no month; where months are too few, longer periods carry the number."""

import datetime as dt

from dashboard.measures import months
from tests.measures.figures import months as named

HIDDEN = -1  # stands for a month that is hidden from its audience


def n_of(group):
    return None if group == HIDDEN else group


def line(by_month, floor_n=6):
    return months.line(by_month, n_of=n_of, together=sum, floor_n=floor_n)


def test_months_that_carry_a_number_stay_months_and_empty_ones_keep_their_place():
    found = line({"2026-01": 8, "2026-02": 7, "2026-04": 9})
    assert found.step == "month"
    assert list(found) == [
        (dt.date(2026, 1, 1), 8),
        (dt.date(2026, 2, 1), 7),
        (dt.date(2026, 3, 1), None),
        (dt.date(2026, 4, 1), 9),
    ]


def test_months_too_few_become_quarters_counted_back_from_the_last():
    found = line(dict.fromkeys(named("2025-12", 7), 2))
    assert found.step == "3 months"
    assert list(found) == [
        (dt.date(2025, 12, 1), 2),  # the oldest is what is left over
        (dt.date(2026, 1, 1), 6),
        (dt.date(2026, 4, 1), 6),
    ]


def test_quarters_too_few_become_half_years():
    found = line(dict.fromkeys(named("2026-01", 12), 1))
    assert found.step == "6 months"
    assert [group for _, group in found] == [6, 6]


def test_where_no_period_carries_a_number_months_stay_months():
    found = line({"2026-01": 1, "2026-12": 1})
    assert found.step == "month"
    assert len(found.groups) == 12


def test_half_of_the_periods_must_carry_a_number_and_empty_ones_count():
    assert line({"2026-01": 9, "2026-02": 9, "2026-04": 2}).step == "month"
    assert line({"2026-01": 9, "2026-02": 2, "2026-04": 2}).step != "month"


def test_a_hidden_month_is_never_added_to_others():
    found = line(dict.fromkeys(named("2026-01", 12), 2) | {"2026-05": HIDDEN})
    assert found.step == "month"
    assert found.groups.count(HIDDEN) == 1
    assert set(found.groups) == {2, HIDDEN}


def test_other_groups_can_be_put_into_the_same_periods():
    found = line(dict.fromkeys(named("2026-01", 6), 2))
    beside = found.beside({"2026-02": 10, "2026-03": 5, "2025-01": 99}, sum)
    assert beside == {dt.date(2026, 1, 1): 15}


def test_nothing_has_no_months():
    assert list(line({})) == []
    assert months.months_between([None]) == []


def test_months_between_go_over_the_turn_of_the_year():
    assert [name for name, _ in months.months_between(["2026-02", "2025-11", None])] == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip


def test_counts_are_added_and_what_is_no_count_is_the_first_ones():
    rows = [
        {"group_name": "2026-01", "on_time_n": 3, "is_suppressed": False, "patients_n": 1.5},
        {"group_name": "2026-02", "on_time_n": None, "is_suppressed": False, "patients_n": 2.0},
    ]
    assert months.rows_together(rows) == {
        "group_name": "2026-01", "on_time_n": 3, "is_suppressed": False, "patients_n": 3.5,
    }  # fmt: skip

"""timeliness/hospital_resolution_ages: the whole organization as a line beside a unit, never a few of it."""

import pytest

NAME = "timeliness/hospital_resolution_ages"
COUNTS = "age_days resolved_n otherwise_n open_n is_suppressed"
HEADER = "unit_id | received_at | closed_at | status | contact_type"


def complaints(
    count, units=5, received="2026-03-02", closed="2026-03-07", contact_type="complaint"
):
    """So many complaints, dealt out to so many units."""
    return [
        f"unit-{n % units} | {received} | {closed} | closed | {contact_type}" for n in range(count)
    ]


def table(*rows):
    return "\n".join((HEADER, *(row for several in rows for row in several)))


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:unit-0", "unit_manager"])
def test_every_viewer_sees_the_same_line_of_all_units(given, viewer):
    endings = [
        "unit-0 | 2026-03-02 | 2026-03-04 | withdrawn | complaint",
        "unit-1 | 2026-03-30 |            | open      | grievance",
    ]
    ask = given(viewer, complaints=table(complaints(28), endings))
    assert ask(NAME, COUNTS) == [(1, 0, 0, 1, False), (2, 0, 1, 0, False), (5, 28, 0, 0, False)]


@pytest.mark.parametrize(
    ("rows", "months"),
    [
        (complaints(30, units=5), ["2026-03"]),
        (complaints(29, units=5), []),
        (complaints(60, units=4), []),
        (complaints(30, received="2026-02-28") + complaints(29), ["2026-02"]),
    ],
)
def test_a_month_under_30_complaints_or_5_units_is_not_in_it(given, rows, months):
    ask = given(complaints=table(rows))
    both = {"from_month": "2026-02", "parts": ("month",)}
    assert ask(NAME, "group_name", **both) == [(month,) for month in months]


def test_of_chosen_contact_types_too_there_are_never_a_few(given):
    few = complaints(3, closed="2026-03-03", contact_type="concern")
    ask = given(complaints=table(complaints(30), few))
    assert ask(NAME, COUNTS) == [(5, 30, 0, 0, False)]
    assert ask(NAME, COUNTS, contact_types=("complaint", "concern")) == [
        (1, 3, 0, 0, False),
        (5, 30, 0, 0, False),
    ]
    assert ask(NAME, COUNTS, contact_types=("concern",)) == []
    of_four = complaints(30, units=4, contact_type="concern")
    ask = given(complaints=table(complaints(30), of_four))
    assert ask(NAME, COUNTS, contact_types=("concern",)) == []
    assert ask(NAME, COUNTS, contact_types=("complaint", "concern")) == [(5, 60, 0, 0, False)]


def test_all_is_the_sum_of_the_months_that_are_shown(given):
    shown, hidden = complaints(30, received="2026-02-10", closed="2026-02-12"), complaints(29)
    ask = given(complaints=table(shown, hidden))
    chosen = {"from_month": "2026-01", "parts": ("all", "month")}
    assert ask(NAME, "part group_name age_days resolved_n", **chosen) == [
        ("all", None, 2, 30),
        ("month", "2026-02", 2, 30),
    ]

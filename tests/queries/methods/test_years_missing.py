"""methods/years_missing: for which years nobody can say what is due, and for how many complaints."""

import pytest

NAME = "methods/years_missing"
ROWS = "unit_id | received_at | status\n" + "\n".join(
    f"unit-{unit} | {day} | open"
    for unit, day in (("a", "2025-11-03"), ("a", "2026-03-02"), ("b", "2026-03-03"))
)


@pytest.mark.parametrize(
    ("calendar", "rows"),
    [
        ({}, []),  # weekends alone have no end
        ({"to_year": 2026}, []),
        ({"to_year": 2025}, [(2026, 2)]),
        ({"to_year": 2024}, [(2025, 1), (2026, 2)]),
    ],
)
def test_each_year_that_is_lacking_has_its_complaints(given, calendar, rows):
    ask = given(complaints=ROWS, settings={"jurisdiction": "own", "calendar": calendar})
    assert ask(NAME) == rows


def test_a_manager_hears_of_their_own_complaints_alone(given):
    own = {"jurisdiction": "own", "calendar": {"to_year": 2025}}
    ask = given("unit_manager:unit-a", complaints=ROWS, settings=own)
    assert ask(NAME) == [(2026, 1)]

"""filters/span: from the first month to the last of receipts and visits that the viewer may see."""

import datetime as dt

import pytest

ROWS = {
    "complaints": """
        unit_id | received_at | incident_date | status
        unit-a  | 2026-01-15  | 2025-11-01    | open
        unit-b  | 2026-02-28  |               | open
    """,
    "surveys": """
        unit_id | event_date | fft
        unit-a  | 2026-02-03 | 1
        unit-b  | 2025-12-31 | 1
    """,
    "activity": "unit_id | month | discharges\nunit-a | 2025-01-01 | 5",
}


@pytest.mark.parametrize(
    ("viewer", "first", "last"),
    [
        ("executive", (2025, 12, 1), (2026, 2, 28)),
        ("unit_manager:unit-a", (2026, 1, 1), (2026, 2, 28)),
        ("unit_manager:unit-b", (2025, 12, 1), (2026, 2, 28)),
    ],
)
def test_it_reaches_from_the_first_day_of_a_month_to_the_last_day_of_one(
    given, viewer, first, last
):
    assert given(viewer, **ROWS)("filters/span") == [(dt.date(*first), dt.date(*last))]


@pytest.mark.parametrize("viewer", ["unit_manager:unit-c", "unit_manager"])
def test_who_sees_nothing_has_no_span(given, viewer):
    assert given(viewer, **ROWS)("filters/span") == [(None, None)]


def test_an_empty_mart_has_no_span(given):
    assert given()("filters/span") == [(None, None)]

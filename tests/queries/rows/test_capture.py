"""rows/capture: as it was known on a day, or in some places only.

What it shares with its twin over cells is in tests/queries/word_of_mouth/test_capture.py.
"""

import datetime as dt

import pytest

NAME = "rows/capture"
COUNTS = "patients_n complaints_n answered_n dissatisfied_n"
ROWS = {
    "units": """
        unit_id | unit_name | department | site
        unit-a  | Ward A    | Medicine   | North
        unit-b  | Ward B    | Surgery    | North
    """,
    "complaints": """
        unit_id | received_at | incident_date | status
        unit-a  | 2026-03-05  | 2026-03-05    | open
        unit-a  | 2026-03-20  | 2026-03-05    | open
        unit-b  | 2026-03-05  | 2026-03-05    | open
    """,
    "surveys": """
        unit_id | event_date | received_date | hcahps_recommend
        unit-a  | 2026-03-05 | 2026-03-05    | definitely_no
        unit-a  | 2026-03-05 | 2026-03-20    | definitely_no
        unit-a  | 2026-03-05 |               | definitely_yes
        unit-b  | 2026-03-05 | 2026-03-06    | definitely_yes
    """,
    "activity": """
        unit_id | month      | discharges
        unit-a  | 2026-03-01 | 100
        unit-b  | 2026-03-01 | 60
    """,
}


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-03-04", (100.0, 0, 0, 0)),
        ("2026-03-05", (100.0, 1, 2, 1)),
        ("2026-03-19", (100.0, 1, 2, 1)),
        ("2026-03-20", (100.0, 2, 3, 2)),
    ],
)
def test_on_a_day_in_the_past_later_complaints_and_answers_had_not_come(given, day, counts):
    assert given(**ROWS)(NAME, COUNTS, as_of=dt.date.fromisoformat(day)) == [counts]


@pytest.mark.parametrize(
    ("wanted", "counts"),
    [
        (("department=Medicine",), [(100.0, 2, 3, 2)]),
        (("department=Surgery",), [(60.0, 1, 1, 0)]),
        (("site=North",), [(160.0, 3, 4, 2)]),
        (("department=Medicine", "unit_id=unit-b"), []),
        (("unit_id=unit-a", "unit_id=unit-b"), [(160.0, 3, 4, 2)]),
    ],
)
def test_a_place_is_asked_of_complaints_answers_and_patients_alike(given, wanted, counts):
    asked = given(**ROWS)(NAME, COUNTS, wanted=wanted, units=("unit-a", "unit-b"))
    assert asked == counts

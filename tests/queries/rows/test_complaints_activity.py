"""rows/complaints_activity: as it was known on a day, and values that the cells don't hold.

What it shares with its twin over cells is in tests/queries/word_of_mouth/test_complaints_activity.py.
"""

import datetime as dt

import pytest

NAME = "rows/complaints_activity"
COUNTS = "base_n complaints_n outside_n"
ROWS = {
    "units": """
        unit_id | unit_name | department
        unit-a  | Ward A    | Medicine
        unit-b  | Ward B    | Surgery
    """,
    "complaints": """
        unit_id | received_at | status | complexity
        unit-a  | 2026-03-05  | open   | basic
        unit-a  | 2026-03-20  | open   | complex
        unit-b  | 2026-03-05  | open   | basic
    """,
    "activity": """
        unit_id | month      | discharges
        unit-a  | 2026-03-01 | 100
        unit-b  | 2026-03-01 | 60
    """,
}
BOTH = {"units": ("unit-a", "unit-b")}


def test_on_a_day_in_the_past_later_complaints_had_not_come(given):
    ask = given(**ROWS)
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 19)) == [(100.0, 1, 0)]
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 20)) == [(100.0, 2, 0)]


@pytest.mark.parametrize(
    ("wanted", "counts"),
    [
        (("complexity=basic",), [(160.0, 2, 0)]),  # of the complaints alone: patients have none
        (("department=Medicine",), [(100.0, 2, 0)]),  # of the patients, too
        (("department=Medicine", "complexity=basic"), [(100.0, 1, 0)]),
        (("unit_id=unit-a", "unit_id=unit-b", "complexity=basic"), [(160.0, 2, 0)]),
    ],
)
def test_a_place_is_asked_of_patients_too_other_values_of_complaints_alone(given, wanted, counts):
    assert given(**ROWS)(NAME, COUNTS, wanted=wanted, **BOTH) == counts

"""variation/recommend_by_unit: by instrument, never pooled, with weights, by unit and month of the visit."""

import datetime as dt

NAME = "variation/recommend_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
ROWS = """
    unit_id | event_date | instrument | hcahps_recommend | fft | weight
    unit-a  | 2026-02-05 | HCAHPS     | definitely_yes   |     |
    unit-a  | 2026-03-05 | HCAHPS     | definitely_yes   |     | 2
    unit-a  | 2026-03-05 | HCAHPS     | probably_yes     |     | 0.5
    unit-a  | 2026-03-05 | HCAHPS     |                  |     |
    unit-a  | 2026-03-05 | FFT        |                  | 1   |
    unit-b  | 2026-03-05 | FFT        |                  | 5   |
"""
COLUMNS = (
    "part instrument unit_id month answered_n weight_sum weight_squared_sum recommend_weight_sum"
)


def test_weights_are_summed_over_the_answered(given):
    ask = given(surveys=ROWS)
    asked = ask(NAME, COLUMNS, from_month="2026-02", since=(FEB,), instruments=("HCAHPS",))
    assert asked == [
        ("month", "HCAHPS", "unit-a", FEB, 1, 1, 1, 1),
        ("month", "HCAHPS", "unit-a", MARCH, 2, 2.5, 4.25, 2),
        ("since", "HCAHPS", "unit-a", FEB, 3, 3.5, 5.25, 3),
    ]


def test_instruments_stay_apart_and_few_are_hidden(given):
    ask = given(surveys=ROWS)
    asked = ask(NAME, "instrument unit_id answered_n is_suppressed",
                since=(), floor_n=2, units=("unit-a", "unit-b"))  # fmt: skip
    assert asked == [
        ("FFT", "unit-a", None, True),
        ("FFT", "unit-b", None, True),
        ("HCAHPS", "unit-a", 2, False),
    ]

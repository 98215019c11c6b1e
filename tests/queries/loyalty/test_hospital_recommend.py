"""loyalty/hospital_recommend: all respondents as a line beside a unit, an instrument a line, never a few."""

import pytest

NAME = "loyalty/hospital_recommend"
COUNTS = "answered_n recommend_n"
HEADER = "unit_id | event_date | instrument | hcahps_recommend | fft | weight"


def hcahps(count, units=5, day="2026-03-05", answer="definitely_yes", weight=""):
    """So many answers, dealt out to so many units."""
    return [f"unit-{n % units} | {day} | HCAHPS | {answer} | | {weight}" for n in range(count)]


def fft(count, answer=1):
    return [f"unit-{n % 5} | 2026-03-05 | FFT | | {answer} |" for n in range(count)]


def table(*rows):
    return "\n".join((HEADER, *(row for several in rows for row in several)))


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:unit-0", "unit_manager"])
def test_every_viewer_sees_the_same_lines_one_an_instrument(given, viewer):
    rows = table(hcahps(25), hcahps(10, answer="probably_no"), fft(30), hcahps(5, answer=""))
    ask = given(viewer, surveys=rows)
    assert ask(NAME, f"instrument {COUNTS}") == [("FFT", 30, 30), ("HCAHPS", 35, 25)]
    assert ask(NAME, f"instrument {COUNTS}", instruments=("FFT",)) == [("FFT", 30, 30)]


@pytest.mark.parametrize(
    ("rows", "months"),
    [
        (hcahps(30), ["2026-03"]),
        (hcahps(29), []),
        (hcahps(29) + hcahps(30, answer=""), []),  # who did not answer makes no month larger
        (hcahps(60, units=4), []),
        (hcahps(29) + fft(29), []),  # nor does another instrument
        (hcahps(30, day="2026-02-28") + hcahps(29), ["2026-02"]),
    ],
)
def test_a_month_under_30_answers_or_5_units_is_not_in_it(given, rows, months):
    ask = given(surveys=table(rows))
    both = {"from_month": "2026-02", "parts": ("month",)}
    assert ask(NAME, "group_name", **both) == [(month,) for month in months]


def test_weights_are_of_those_who_answered(given):
    rows = table(hcahps(30, weight="0.5"), hcahps(2, answer="probably_no", weight="3"))
    ask = given(surveys=rows)
    assert ask(NAME, "weight_sum recommend_weight_sum") == [(21.0, 15.0)]

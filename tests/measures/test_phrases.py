"""Numbers, months and names in words."""

import datetime as dt

import pytest

from dashboard.measures import phrases

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("share", "n", "text"),
    [(0.7517, 862, "75 %"), (0.7517, 1_000, "75.2 %"), (0, 50, "0 %"), (1, 5_000, "100.0 %")],
)
def test_a_share_has_a_decimal_only_where_n_carries_it(share, n, text):
    assert phrases.percent(share, n) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.085, "+8.5 points"), (-0.0312, "−3.1 points"), (0, "+0.0 points"), (-1e-9, "+0.0 points")],
)
def test_a_difference_has_its_sign_and_no_minus_zero(difference, text):
    assert phrases.points(difference) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("people_n", "text"),
    [
        (0, "0"), (0.99, "0"), (1, "1"), (9.4, "9"), (68.2, "68"), (999.6, "1,000"),
        (1_234, "1,230"), (34_876, "34,900"), (531_087, "531,000"),
    ],
)  # fmt: skip
def test_estimated_people_are_told_in_three_digits(people_n, text):
    assert phrases.estimate(people_n) == text


def test_one_day_and_one_complaint_are_not_several():
    assert phrases.days(1) == f"1{NBSP}day"
    assert phrases.days(1_200) == f"1,200{NBSP}days"
    assert phrases.counted(1, "case is", "cases are") == f"1{NBSP}case is"
    assert phrases.counted(0, "case is", "cases are") == f"0{NBSP}cases are"


def test_an_interval_is_told_in_a_hundred():
    assert phrases.in_a_hundred(0.5525, 0.7364) == "between 55 and 74 in 100"
    assert phrases.in_a_hundred(0.604, 0.605) == "about 60 in 100"


def test_a_span_of_one_month_is_that_month():
    march, may = dt.date(2026, 3, 1), dt.date(2026, 5, 31)
    assert phrases.span(march, may) == "Mar 2026 – May 2026"
    assert phrases.span(march, march) == "Mar 2026"
    assert phrases.span(march, dt.date(2026, 3, 31)) == "Mar 2026"


def test_of_many_names_three_are_said():
    assert phrases.named(["A", "B"]) == "A, B"
    assert phrases.named(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"


def test_a_verdict_is_about_the_unit_or_units_chosen():
    names = {"w1": "Ward 1", "w2": "Ward 2"}
    assert phrases.subject(names, ()) == "All units"
    assert phrases.subject(names, ("w1",)) == "Ward 1"
    assert phrases.subject(names, ("gone",)) == "gone"
    assert phrases.subject(names, ("w1", "w2")) == "The 2 units chosen"


def test_a_label_can_stand_in_the_middle_of_a_sentence():
    assert phrases.lower_first("Would return, 4–5") == "would return, 4–5"
    assert phrases.lower_first("") == ""

"""Working days against published lists: gov.uk/bank-holidays and the Federal holidays of opm.gov.

Both lists name the days on which work is off: substitutes in place of weekends, and one-off days.
"""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.clocks.calendar import Calendar, CalendarEnds, working_days_between
from dashboard.errors import WrongUsage
from dashboard.settings import CalendarSettings

ENGLAND = {  # gov.uk/bank-holidays, England and Wales
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
SCOTLAND = {  # gov.uk/bank-holidays, Scotland; 2026-06-15 by royal proclamation
    2019: "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",
    2020: "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
    2021: "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
    2022: "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
    2023: "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
    2024: "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
    2025: "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
}
FEDERAL = {  # opm.gov, Federal holidays, where they are observed; Juneteenth since 2021
    2020: "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25",
    2021: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2022: "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
    2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
}
PUBLISHED = [
    (place, year, days.split())
    for place, years in (("england", ENGLAND), ("scotland", SCOTLAND), ("us", FEDERAL))
    for year, days in years.items()
]


def calendar(jurisdiction="england", **given):
    return Calendar.of(jurisdiction, CalendarSettings(**given))


def weekdays(year):
    day = dt.date(year, 1, 1)
    while day.year == year:
        if day.weekday() < 5:
            yield day
        day += dt.timedelta(1)


@pytest.mark.parametrize(("jurisdiction", "year", "days"), PUBLISHED)
def test_weekdays_off_are_those_published(jurisdiction, year, days):
    closed = set(calendar(jurisdiction).closed_days([year]).astype(dt.date).tolist())
    off = [f"{day:%m-%d}" for day in weekdays(year) if day in closed]
    assert off == days


@pytest.mark.parametrize(
    ("jurisdiction", "day", "is_working"),
    [
        ("england", "2026-12-24", True), ("england", "2026-12-26", False),  # a Saturday
        ("england", "2026-12-28", False), ("england", "2026-12-29", True),
        ("england", "2026-11-30", True), ("scotland", "2026-11-30", False),  # St Andrew's Day
        ("england", "2026-04-06", False), ("scotland", "2026-04-06", True),  # Easter Monday
        ("us", "2026-04-03", True), ("england", "2026-04-03", False),  # Good Friday
        ("own", "2026-12-25", True), ("own", "2026-12-26", False),
    ],
)  # fmt: skip
def test_a_day_is_a_working_day_where_it_is_one(jurisdiction, day, is_working):
    assert calendar(jurisdiction).is_working_day(dt.date.fromisoformat(day)) is is_working


def test_own_closures_are_beside_the_holidays_and_another_country_can_be_chosen():
    closed = calendar(closures=["2026-12-24", "2026-12-29"])
    assert not closed.is_working_day(dt.date(2026, 12, 24))
    assert not closed.is_working_day(dt.date(2026, 12, 25))
    wales = calendar("own", country="GB", subdivision="WLS")
    assert not wales.is_working_day(dt.date(2026, 4, 6))
    northern = calendar("england", subdivision="NIR")
    assert not northern.is_working_day(dt.date(2026, 7, 13))  # Battle of the Boyne, substitute day


@pytest.mark.parametrize(
    ("given", "words", "missing"),
    [
        ({}, "1872 to 2100", 2101),
        ({"from_year": 2020, "to_year": 2026}, "2020 to 2026", 2027),
        ({"to_year": 2500}, "1872 to 2100", 2101),  # the package has no more
    ],
)
def test_a_year_outside_is_an_error_that_names_it(given, words, missing):
    known = calendar(**given)
    assert known.years_in_words == words
    with pytest.raises(CalendarEnds, match=f"knows {words}, not {missing}") as told:
        known.is_working_day(dt.date(missing, 1, 4))
    assert told.value.year == missing
    with pytest.raises(CalendarEnds, match=str(missing)):
        working_days_between(dt.date(missing - 1, 12, 1), dt.date(missing, 1, 5), known)


def test_a_calendar_of_own_closures_knows_their_years_alone():
    own = calendar("own", closures=["2025-12-24", "2026-12-24"])
    assert own.years_in_words == "2025 to 2026"
    assert calendar("own", closures=["2026-12-24"]).years_in_words == "2026 alone"
    with pytest.raises(CalendarEnds, match="not 2027"):
        own.is_working_day(dt.date(2027, 1, 4))
    assert calendar("own").years_in_words == "every year"  # weekends need no list


@pytest.mark.parametrize("given", [{"country": "XX"}, {"country": "GB", "subdivision": "XYZ"}])
def test_a_country_that_there_is_not_is_refused_in_words(given):
    with pytest.raises(WrongUsage, match="no public holidays of"):
        calendar(**given)


DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2027, 12, 31))


def walked(start, days_n, known):
    day = start
    while days_n:
        day += dt.timedelta(1)
        days_n -= known.is_working_day(day)
    return day


@settings(max_examples=30)
@given(DAYS, st.integers(0, 40), st.sampled_from(["us", "england", "scotland", "own"]))
def test_the_nth_working_day_is_found_by_walking(start, days_n, jurisdiction):
    known = calendar(jurisdiction)
    found = known.working_days_after(np.array([start], dtype="datetime64[D]"), days_n)
    assert found[0].astype(dt.date) == walked(start, days_n, known)


@settings(max_examples=30)
@given(DAYS, st.integers(0, 100))
def test_working_days_between_are_counted_by_walking(start, days_n):
    known, end = calendar(), start + dt.timedelta(days_n)
    days = [start + dt.timedelta(n) for n in range(1, days_n + 1)]
    counted = sum(known.is_working_day(day) for day in days)
    assert working_days_between(start, end, known) == counted
    assert working_days_between(end, start, known) == -counted


def test_a_count_that_leaves_the_known_years_has_no_end():
    known = calendar("own", to_year=2026)
    starts = np.array(["2026-12-29", "2026-12-30"], dtype="datetime64[D]")
    found = known.working_days_after(starts, 2)
    assert str(found[0]) == "2026-12-31" and np.isnat(found[1])
    assert known.missing_year(dt.date(2026, 12, 30)) == 2027

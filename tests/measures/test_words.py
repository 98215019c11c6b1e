"""Numbers and doubts as people read them, for each unit of the registry."""

import datetime as dt

import pytest

from dashboard.measures import words
from dashboard.measures.registry import MEASURES
from dashboard.measures.rows import MeasureRow, hidden

UNITS = sorted({measure.unit for measure in MEASURES.values()})
EXAMPLES = {
    "share": (0.7517, 0.7219, 0.7794, 862, "75 %", "between 72 and 78 in 100 (95 % interval), n = 862"),
    "days": (6, 5, 7, 83, "6 days", "between 5 days and 7 days (95 % interval), n = 83"),
    "complaints": (340, None, None, 8000, "340", "of 8,000 received"),
    "difference of shares": (-0.031, -0.06, 0.0, 900, "−3.1 points",
        "between −6.0 points and +0.0 points (95 % interval), n = 900"),
    "ratio": (0.15, 0.0677, 0.3126, 200, "15 %", "between 7 % and 31 % (95 % interval), n = 200"),
    "patients": (34876.4, 33912, 35871, 79327, "34,900",
        "between 33,900 and 35,900 (95 % interval), n = 79,327"),
    "complaints per 1,000": (11.34, 10.9, 11.8, 531087, "11.3",
        "between 10.9 and 11.8 (95 % interval), n = 531,087"),
}  # fmt: skip


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_unit_of_the_registry_has_an_example():
    assert sorted(EXAMPLES) == UNITS


@pytest.mark.parametrize("unit", EXAMPLES)
def test_a_number_and_its_doubt_are_written_in_its_unit(unit):
    value, lower, upper, n, number, doubt = EXAMPLES[unit]
    row = MeasureRow(None, n=n, value=value, lower=lower, upper=upper)
    assert plain(words.number(row, unit)) == number
    assert plain(words.doubt(row, unit, 30)) == doubt


@pytest.mark.parametrize("unit", UNITS)
def test_too_few_is_said_with_n_and_never_with_the_number(unit):
    row = MeasureRow(None, n=12, value=0.5, lower=0.2, upper=0.8, note="too few")
    assert words.number(row, unit) == "Too few"
    said = plain(words.doubt(row, unit, 30))
    assert "12" in said and "shown from 30" in said
    assert "95 %" not in said


@pytest.mark.parametrize("unit", UNITS)
def test_a_hidden_number_says_why_and_no_n(unit):
    row = hidden("Ward 1", 30)
    assert words.number(row, unit) == "Too few"
    assert words.doubt(row, unit, 30) == "Hidden, because fewer than 30 are counted."


@pytest.mark.parametrize(
    ("note", "number"),
    [
        (None, "No data"),
        ("no data", "No data"),
        ("no data: nobody answered", "No data"),
        ("not reached", "Not reached"),
        ("beyond the longest follow-up", "Beyond the longest follow-up"),
        ("not measurable: no survey here asks (had_problem)", "Not measurable"),
        ("nobody asked was dissatisfied; complainants need not be among the respondents",
         "Nobody asked was dissatisfied"),
        ("from surveys (problem_resolved), as no source gives it; no data: no feedback", "No data"),
    ],
)  # fmt: skip
def test_where_there_is_no_number_the_reason_stands_in_its_place(note, number):
    row = MeasureRow(None, n=0, note=note)
    assert words.number(row, "share") == number
    assert "None" not in words.doubt(row, "share", 30)


def test_a_median_whose_limit_is_not_reached_says_so():
    row = MeasureRow(None, n=83, value=9, lower=7, upper=None)
    said = plain(words.doubt(row, "days", 30))
    assert said == "between 7 days and not reached (95 % interval), n = 83"


def test_a_narrow_interval_is_about_one_value():
    row = MeasureRow(None, n=83, value=6, lower=6, upper=6)
    assert plain(words.doubt(row, "days", 30)) == "about 6 days (95 % interval), n = 83"


def test_a_note_is_a_sentence_of_its_own():
    row = MeasureRow(None, n=83, value=0.5, lower=0.4, upper=0.6, note="whole months")
    assert words.doubt(row, "share", 30).endswith(
        "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}83. Whole months"
    )


def test_fewer_than_nobody_are_not_silent():
    row = MeasureRow(None, n=83, value=-12.0, lower=-40.0, upper=9.0)
    assert words.number(row, "patients") == "0"
    assert plain(words.doubt(row, "patients", 30)) == "between 0 and 9 (95 % interval), n = 83"


def test_a_day_is_written_out():
    assert words.day(dt.date(2026, 3, 3)) == "3 Mar 2026"
    assert words.day(None) == "unknown"

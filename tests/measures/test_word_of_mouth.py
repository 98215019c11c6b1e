"""The word-of-mouth page: how many dissatisfied patients we never hear from."""

import datetime as dt

import pytest

from dashboard.measures import word_of_mouth
from dashboard.measures.selection import Selection
from tests.measures.figures import (
    BOARD,
    FEW,
    activity,
    answers,
    ask_of,
    complaints,
    months,
    rows_of,
    units,
)

ALL = Selection()
MARCH = "2026-03"
NO = {"hcahps_recommend": "probably_no"}
FIGURES = (
    word_of_mouth.ledger,
    word_of_mouth.capture_by_unit,
    word_of_mouth.silent_by_month,
    word_of_mouth.complaints_per_1000_by_month,
    word_of_mouth.complaints_per_1000_by_unit,
)


def survey(unit, dissatisfied_n, n, month=MARCH):
    return answers(unit, month, dissatisfied_n, **NO) + answers(unit, month, n - dissatisfied_n)


def worked(viewer="executive", complaints_n=12, **more):
    """measures.md's example: 12 complaints, 1,000 patients, 16 of 200 asked are dissatisfied."""
    given = {
        "complaints": complaints("a", MARCH, complaints_n),
        "surveys": survey("a", 16, 200),
        "activity": activity("a", MARCH, discharges=1000),
        "units": units("a", "b"),
    }
    return ask_of(viewer, **(given | more))


def people(figure):
    return dict(rows_of(figure, "step", "people_n"))


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_worked_example_says_68_silent_of_80_and_15_heard_of_100():
    figure = word_of_mouth.ledger(worked(), ALL, FEW)
    assert people(figure) == {
        "patients": 1000, "dissatisfied": 80, "complained": 12, "silent": 68,
        "recovered": 0, "not_recovered": 0, "waiting": 12,
    }  # fmt: skip
    assert plain(figure.verdict.sentence) == (
        "All units: about 68 dissatisfied patients never complained; for each 100 dissatisfied "
        "patients we heard 15 complaints."
    )
    assert "Between 37 and 114 silent" in figure.verdict.detail
    assert (
        figure.verdict.kind == "concern"
    )  # the upper limit of the capture ratio, 0.31, is under ½


def test_most_need_not_be_silent_where_the_upper_limit_reaches_half():
    figure = word_of_mouth.ledger(worked(complaints_n=40), ALL, FEW)
    assert figure.capture.upper > 0.5 > figure.capture.lower
    assert figure.verdict.kind == "none"


def test_more_complaints_than_the_survey_suggests_leave_nobody_silent():
    figure = word_of_mouth.ledger(worked(complaints_n=120), ALL, FEW)
    assert figure.verdict.kind == "none"
    assert "more complaints than the survey suggests" in figure.verdict.sentence
    assert people(figure)["silent"] == 0
    lowest = [low for (low,) in rows_of(figure, "people_lower")]
    assert min(lowest) == 0


def test_what_became_of_them_adds_up_to_those_who_complained():
    rows = complaints("a", MARCH, 3, 4, satisfaction_handling=5)
    rows += complaints("a", MARCH, 4, 4, satisfaction_handling=1)
    rows += complaints("a", MARCH, 2, 4) + complaints("a", MARCH, 3)
    found = people(word_of_mouth.ledger(worked(complaints=rows), ALL, FEW))
    assert (found["recovered"], found["not_recovered"], found["waiting"]) == (3, 4, 5)
    assert found["complained"] == 12


def test_the_board_sees_none_of_the_outcomes_if_one_of_them_is_under_the_floor():
    rows = complaints("a", MARCH, 8, 4, satisfaction_handling=5)
    rows += complaints("a", MARCH, 9, 4, satisfaction_handling=1) + complaints("a", MARCH, 3)
    figure = word_of_mouth.ledger(worked(complaints=rows), ALL, BOARD)
    found = people(figure)
    outcomes = ("recovered", "not_recovered", "waiting")
    assert [found[step] for step in outcomes] == [None] * 3
    assert figure.in_words.count("suppressed") == 3
    internal = people(word_of_mouth.ledger(worked(complaints=rows), ALL, FEW))
    assert [internal[step] for step in outcomes] == [8, 9, 3]


def test_the_board_s_ledger_of_few_answers_has_no_number():
    figure = word_of_mouth.ledger(worked(surveys=survey("a", 2, 5)), ALL, BOARD)
    found = people(figure)
    assert [found[step] for step in ("patients", "dissatisfied", "complained", "silent")] == [
        None
    ] * 4
    assert figure.verdict.sentence == "All units: too few to tell (shown from 6)."
    assert figure.n is None


def test_a_survey_of_few_estimates_nobody():
    figure = word_of_mouth.ledger(worked(surveys=survey("a", 2, 5)), ALL, FEW)
    found = people(figure)
    assert (found["patients"], found["complained"]) == (1000, 12)
    assert found["dissatisfied"] is None and found["silent"] is None
    assert "Silent: never complained: too few" in figure.in_words
    assert plain(figure.verdict.sentence) == "All units: too few to tell (n = 5; shown from 6)."


def test_few_patients_are_too_few_however_many_answers_there_are():
    few = activity("a", MARCH, discharges=4)
    figure = word_of_mouth.ledger(worked(activity=few), ALL, FEW)
    assert plain(figure.verdict.sentence) == "All units: too few to tell (n = 4; shown from 6)."


@pytest.mark.parametrize(
    ("missing", "word"), [("activity", "no discharges"), ("surveys", "no survey answer")]
)
def test_without_activity_or_survey_it_is_not_measurable_and_nothing_is_drawn(missing, word):
    ask = worked(**{missing: []})
    figure = word_of_mouth.ledger(ask, ALL, FEW)
    assert figure.verdict.kind == "not_measurable"
    assert word in figure.verdict.sentence
    assert figure.table.num_rows == 0
    by_unit = word_of_mouth.capture_by_unit(ask, ALL, FEW)
    assert by_unit.table.num_rows == 0 and word in by_unit.in_words


def test_nobody_dissatisfied_has_no_ratio_and_no_verdict_of_silence():
    figure = word_of_mouth.ledger(worked(surveys=survey("a", 0, 50)), ALL, FEW)
    assert figure.capture.value is None
    assert figure.verdict.kind == "not_measurable"
    assert "nobody asked was dissatisfied" in figure.verdict.sentence


def two_units(viewer="executive"):
    return worked(
        viewer,
        complaints=complaints("a", MARCH, 12) + complaints("b", MARCH, 40),
        surveys=survey("a", 16, 200) + survey("b", 20, 200),
        activity=activity("a", MARCH, discharges=1000) + activity("b", MARCH, discharges=1000),
    )


def test_units_are_set_beside_the_whole_organization_s_ratio():
    figure = word_of_mouth.capture_by_unit(two_units(), ALL, FEW)
    assert rows_of(figure, "unit_id", "capture_ratio") == [
        ("a", pytest.approx(0.15)), ("b", pytest.approx(0.4)),
    ]  # fmt: skip
    whole = pytest.approx(52 / (2000 * 36 / 400))
    assert rows_of(figure, "hospital_ratio") == [(whole,), (whole,)]


def test_a_manager_sees_their_own_ratio_and_not_the_organization_s():
    figure = word_of_mouth.capture_by_unit(two_units("unit_manager:a"), ALL, FEW)
    assert rows_of(figure, "unit_id", "hospital_ratio") == [("a", None)]


def test_silence_by_month_takes_longer_periods_where_answers_are_few():
    spring = months("2025-10", 6)
    ask = ask_of(
        complaints=[row for month in spring for row in complaints("a", month, 1, 3)],
        surveys=[row for month in spring for row in survey("a", 1, 2, month)],
        activity=activity("a", *spring),
        units=units("a"),
    )
    figure = word_of_mouth.silent_by_month(ask, ALL, FEW)
    assert figure.step == "3 months"
    assert rows_of(figure, "n", "complaints_n", "silent_n") == [(6, 3, 147.0)] * 2


def test_complaints_per_1000_name_what_they_are_counted_against():
    rates = word_of_mouth.complaints_per_1000_by_unit(worked(), ALL, FEW)
    assert rates.base == "discharges"
    assert rows_of(rates, "unit_id", "complaints_n", "per_1000") == [("a", 12, 12.0)]
    beds = activity("a", MARCH, discharges="", bed_days=4000)
    rates = word_of_mouth.complaints_per_1000_by_month(worked(activity=beds), ALL, FEW)
    assert rates.base == "bed days"
    assert rows_of(rates, "month", "per_1000") == [(dt.date(2026, 3, 1), 3.0)]
    assert "Complaints per 1,000 bed days" in rates.in_words


def test_a_month_without_activity_keeps_its_place():
    ask = worked(
        activity=activity("a", "2026-01", MARCH, discharges=1000),
        complaints=complaints("a", "2026-01", 2, 3) + complaints("a", MARCH, 2),
    )
    rates = word_of_mouth.complaints_per_1000_by_month(ask, ALL, FEW)
    assert rows_of(rates, "month", "per_1000") == [
        (dt.date(2026, 1, 1), 2.0), (dt.date(2026, 2, 1), None), (dt.date(2026, 3, 1), 2.0),
    ]  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
def test_an_empty_selection_has_no_row_and_no_error(figure):
    nothing = Selection(from_on=dt.date(2019, 1, 1), to_on=dt.date(2019, 12, 31))
    found = figure(worked(), nothing, FEW)
    assert found.table.num_rows == 0
    assert not found.n
    assert found.verdict.kind not in ("concern", "improvement")


def test_channel_and_severity_are_not_applied_and_it_is_said():
    figure = word_of_mouth.ledger(worked(), Selection(channels=("phone",)), FEW)
    assert people(figure)["complained"] == 12
    for row in (figure.silent, figure.capture):
        assert "of every channel and severity" in row.note
    assert "channel" not in word_of_mouth.ledger(worked(), ALL, FEW).silent.note

"""The overview: three answers, and the units that stand out."""

import pytest

from dashboard.measures import overview
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.measures.figures import (
    FEW,
    activity,
    answers,
    ask_of,
    complaints,
    months,
    units,
)

ALL = Selection()
RECENT = months("2025-10", 6)
FINE = {"had_problem": "false"}
RECOVERED = {"had_problem": "true", "problem_resolved": "fully"}


def hospital(viewer="executive", wards="abcde", n=3, **changed):
    given = {
        "complaints": [
            row
            for month in RECENT
            for ward in wards
            for row in complaints(ward, month, n, 3, satisfaction_handling=5)
        ],
        "surveys": [
            row
            for month in RECENT
            for ward in wards
            for said in (FINE, RECOVERED)
            for row in answers(ward, month, n, **said)
        ],
        "activity": [row for ward in wards for row in activity(ward, *RECENT)],
        "units": units(*wards),
    }
    return ask_of(viewer, **(given | changed))


def test_three_questions_have_three_answers_with_trends():
    answered = overview.headlines(hospital(), ALL, FEW)
    for headline in (answered.fast, answered.loyal, answered.silent):
        assert headline.question.endswith("?")
        assert headline.row.value is not None
        assert headline.trend.num_rows == 6
        assert headline.step == "month"
    assert answered.fast.row.value == 1.0
    assert answered.loyal.row.n == 90
    assert answered.fast.said.replace("\N{NO-BREAK SPACE}", " ").endswith("within 7 days")


def test_the_loyal_are_those_whose_problem_was_put_right_on_the_survey_with_most_of_them():
    nps = answers(
        "a", "2026-03", 100, instrument="NPS", hcahps_recommend="", ltr_0_10=2, **RECOVERED
    )
    nps += answers("a", "2026-03", 9, instrument="NPS", hcahps_recommend="", ltr_0_10=10, **FINE)
    hcahps = answers("a", "2026-03", 9, **FINE) + answers("a", "2026-03", 9, **RECOVERED)
    headline = overview.loyal(hospital(surveys=nps + hcahps), ALL, FEW)
    assert headline.said == "of recovered patients: promoters, 9–10"
    assert (headline.row.n, headline.row.value) == (100, 0.0)


@pytest.mark.parametrize("name", ["complaints", "surveys", "activity"])
def test_a_missing_source_leaves_the_other_answers_standing(name):
    answered = overview.headlines(hospital(**{name: []}), ALL, FEW)
    told = [
        headline.row.value is not None
        for headline in (answered.fast, answered.loyal, answered.silent)
    ]
    assert (
        told
        == {
            "complaints": [False, True, True],  # then every dissatisfied patient was silent
            "surveys": [True, False, False],
            "activity": [True, True, False],
        }[name]
    )


def test_trends_leave_out_what_is_too_few_and_take_longer_periods():
    answered = overview.headlines(hospital(wards="a"), ALL, FEW)
    assert answered.fast.step == "3 months"
    assert answered.fast.trend.num_rows == 2
    few = overview.headlines(hospital(wards="a", n=1), ALL, Standards(floor_n=10))
    assert few.fast.trend["value"].null_count == few.fast.trend.num_rows


def test_the_board_s_headlines_of_few_hold_no_number():
    answered = overview.headlines(
        hospital(wards="a", n=1), ALL, Standards(floor_n=20, audience="board")
    )
    for headline in (answered.fast, answered.loyal, answered.silent):
        row = headline.row
        assert (row.n, row.value, row.lower, row.upper, row.numerator) in (
            (None,) * 5,
            (0, *[None] * 4),
        )
        assert headline.verdict.kind == "too_few"
        assert headline.trend["value"].null_count == headline.trend.num_rows

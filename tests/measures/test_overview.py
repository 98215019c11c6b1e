"""The overview: three answers, and the units that stand out."""

import pytest

from dashboard.measures import overview
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
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


def slow_and_good():
    slow = [
        row for month in RECENT for row in complaints("f", month, 8, 25, satisfaction_handling=5)
    ]
    bad = [row for month in RECENT for row in complaints("g", month, 8, 3, satisfaction_handling=1)]
    wards = "abcdefg"
    rows = [
        row
        for month in RECENT
        for ward in "abcde"
        for row in complaints(ward, month, 8, 3, satisfaction_handling=5)
        + complaints(ward, month, 1, 25, satisfaction_handling=1)
    ]
    return hospital(complaints=rows + slow + bad, units=units(*wards))


def test_units_stand_out_by_measure_each_with_its_number_and_the_organization_s():
    figure = overview.standing_out(slow_and_good(), ALL, FEW)
    found = rows_of(figure, "unit_id", "measure", "direction")
    assert ("f", "resolved_within", "worse") in found
    assert ("g", "recovered_share", "worse") in found
    assert not [row for row in found if row[0] in "abcde" and row[2] == "worse"]
    assert "in the whole organization" in rows_of(figure, "sentence")[0][0]
    assert figure.verdict.kind == "concern"
    assert "comparisons of a unit with the whole organization" in figure.verdict.detail


def test_nobody_stands_out_where_all_are_alike():
    figure = overview.standing_out(hospital(), ALL, FEW)
    assert figure.verdict.kind == "none"
    assert figure.verdict.sentence == "All units: no unit stands out."
    assert figure.table.num_rows == 0


def test_too_few_are_not_compared_for_anybody():
    for standards in (Standards(floor_n=200), Standards(floor_n=200, audience="board")):
        figure = overview.standing_out(hospital(), ALL, standards)
        assert figure.verdict.sentence == "All units: no unit can be compared in this selection."
        assert figure.n == 0


def test_the_board_compares_only_what_it_may_see():
    figure = overview.standing_out(slow_and_good(), ALL, BOARD)
    assert ("f", "worse") in rows_of(figure, "unit_id", "direction")


def test_a_manager_s_overview_names_no_other_unit():
    rows = [row for month in RECENT for ward in "abcde" for row in complaints(ward, month, 8, 3)]
    rows += [row for month in RECENT for row in complaints("f", month, 8, 25)]
    ask = hospital("unit_manager:f", complaints=rows, units=units(*"abcdef"))
    figure = overview.standing_out(ask, ALL, FEW)
    assert {unit for (unit,) in rows_of(figure, "unit_id")} == {"f"}
    assert "Ward a" not in figure.in_words

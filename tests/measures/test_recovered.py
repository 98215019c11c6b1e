"""How many are put right to their satisfaction, by month and by unit."""

import pytest

from dashboard.measures import recovered
from dashboard.measures.recovery import FROM_SURVEYS
from dashboard.measures.selection import Selection
from tests.measures.figures import (
    BOARD,
    FEW,
    answers,
    ask_of,
    complaints,
    months,
    rows_of,
    units,
)

ALL = Selection()


def satisfied(unit, month, n, of):
    return complaints(unit, month, n, 3, satisfaction_handling=5) + complaints(
        unit, month, of - n, 3, satisfaction_handling=2
    )


def by_month(rows, standards=FEW, **more):
    ask = ask_of(complaints=rows, units=units("a"), **more)
    return recovered.recovered_by_month(ask, ALL, standards)


@pytest.mark.parametrize(("after", "kind"), [(1, "concern"), (9, "improvement"), (6, "none")])
def test_a_change_is_told_by_the_rules_of_its_control_chart(after, kind):
    rows = [row for month in months("2024-10", 12) for row in satisfied("a", month, 5, 10)]
    rows += [row for month in months("2025-10", 7) for row in satisfied("a", month, after, 10)]
    said = by_month(rows).verdict
    assert said.kind == kind
    if kind != "none":
        assert "put complaints right to the patient's satisfaction" in said.sentence
        assert "since October 2025" in said.sentence


def test_several_months_that_are_too_few_are_enough_together():
    rows = [row for month in months("2025-04", 12) for row in satisfied("a", month, 1, 2)]
    figure = by_month(rows)
    assert figure.step == "3 months"
    assert (
        rows_of(figure, "n", "recovered_n", "recovered_share", "is_too_few", "note")
        == [(6, 3, 0.5, False, None)] * 4
    )


def test_a_month_without_feedback_adds_nothing_and_says_nothing_of_the_period():
    rows = complaints("a", "2025-10", 3, 2) + satisfied("a", "2025-11", 4, 8)
    rows += satisfied("a", "2025-12", 1, 1) + satisfied("a", "2026-01", 1, 2)
    rows += satisfied("a", "2026-02", 1, 2) + satisfied("a", "2026-03", 1, 1)
    figure = by_month(rows)
    assert figure.step == "3 months"
    assert rows_of(figure, "n", "is_too_few", "note") == [(9, False, None), (5, True, "too few")]


def test_the_board_s_months_under_the_floor_are_hidden_and_not_added_to_others():
    rows = [row for month in months("2025-04", 12) for row in satisfied("a", month, 1, 2)]
    figure = by_month(rows, BOARD)
    assert figure.step == "month"
    assert rows_of(figure, "n", "recovered_n", "recovered_share") == [(None, None, None)] * 12
    assert figure.n is None
    assert figure.verdict.kind == "too_few"


def test_surveys_answer_where_no_complaint_has_feedback_and_it_is_said():
    surveys = [
        row
        for month in months("2025-10", 6)
        for row in answers("a", month, 2, had_problem="true", problem_resolved="fully")
    ]
    ask = ask_of(missing=("satisfaction_handling",), surveys=surveys, units=units("a"))
    figure = recovered.recovered_by_month(ask, ALL, FEW)
    assert figure.step == "3 months"
    assert rows_of(figure, "n", "note") == [(6, FROM_SURVEYS)] * 2


def test_a_unit_outside_the_organization_s_share_stands_out():
    rows = satisfied("a", "2026-03", 2, 30) + satisfied("b", "2026-03", 100, 120)
    ask = ask_of(complaints=rows, units=units("a", "b"))
    figure = recovered.recovered_by_unit(ask, ALL, FEW)
    assert rows_of(figure, "unit_id", "stands_out") == [("a", "worse"), ("b", "better")]
    assert {share for (share,) in rows_of(figure, "hospital_share")} == {102 / 150}
    assert figure.verdict.kind == "concern"
    assert "2 units" in figure.in_words.replace("\N{NO-BREAK SPACE}", " ")


def test_a_manager_sees_no_value_of_the_organization():
    rows = satisfied("a", "2026-03", 2, 30) + satisfied("b", "2026-03", 100, 120)
    ask = ask_of("unit_manager:a", complaints=rows, units=units("a", "b"))
    figure = recovered.recovered_by_unit(ask, ALL, FEW)
    assert rows_of(figure, "unit_id", "hospital_share", "stands_out") == [("a", None, None)]
    assert figure.verdict.sentence.startswith("No unit can be compared")


def test_an_organization_with_too_few_is_nothing_to_compare_with():
    ask = ask_of(complaints=satisfied("a", "2026-03", 2, 5), units=units("a"))
    assert recovered.of_all(ask, ALL, FEW) is None

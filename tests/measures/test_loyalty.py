"""The loyalty page: who recommends us after something went wrong, and when a gap is shown."""

import datetime as dt

import pytest

from dashboard.measures import loyalty
from dashboard.measures.recovery import CONFOUNDING
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.measures.figures import BOARD, FEW, answers, ask_of, months, rows_of, units

ALL = Selection()
FINE = {"had_problem": "false"}
RECOVERED = {"had_problem": "true", "problem_resolved": "fully"}
UNRECOVERED = {"had_problem": "true", "problem_resolved": "no"}
NO = {"hcahps_recommend": "probably_no"}
ARM_ROWS = ("no_problem", "recovered", "unrecovered")


def arm(said, recommend_n, n, unit="a", month="2026-03", **cells):
    """So many who recommend of so many in an arm."""
    of_arm = said | cells
    return answers(unit, month, recommend_n, **of_arm) + answers(
        unit, month, n - recommend_n, **(NO | of_arm)
    )


def asked(*rows, viewer="executive", missing=()):
    surveys = [line for several in rows for line in several]
    return ask_of(viewer, missing, surveys=surveys, units=units("a", "b"))


def gaps(*rows, chosen=ALL, standards=FEW):
    return loyalty.recovery_gaps(asked(*rows), chosen, standards)


NO_PROBLEM = arm(FINE, 30, 60)


@pytest.mark.parametrize(
    ("recommend_n", "kind", "word"),
    [(38, "improvement", "more"), (5, "concern", "less"), (20, "none", "no recovery gap is shown")],
)
def test_the_gap_s_verdict_says_more_less_or_not_shown(recommend_n, kind, word):
    figure = gaps(NO_PROBLEM, arm(RECOVERED, recommend_n, 40))
    assert figure.verdict.kind == kind
    assert word in figure.verdict.sentence
    assert figure.verdict.sentence.startswith("All units: ")
    assert "Rule: shown where the 95 % interval" in figure.verdict.detail
    assert "Exploratory" not in figure.verdict.detail
    verdicts = dict(rows_of(figure, "contrast", "gap_verdict"))
    assert (verdicts["recovered-no_problem"] == "shown") == (kind != "none")


def test_a_gap_that_is_not_shown_is_not_called_equality_and_says_what_n_would_be_needed():
    said = gaps(NO_PROBLEM, arm(RECOVERED, 20, 40)).verdict
    assert "as much as" not in said.sentence
    assert "answers in each group would be needed for a difference of 10 points" in said.detail


def test_too_few_names_the_smaller_group_and_not_both_together():
    said = gaps(NO_PROBLEM, arm(RECOVERED, 5, 5)).verdict
    assert said.kind == "too_few"
    assert "5 in the smaller group; shown from 6" in said.sentence.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_too_few_is_said_in_the_alt_text_too_instead_of_a_number():
    words = gaps(NO_PROBLEM, arm(RECOVERED, 5, 5)).in_words
    assert "recovered minus no problem too few" in words
    assert "points" not in words


def test_the_board_gets_no_number_of_a_small_group():
    figure = gaps(NO_PROBLEM, arm(RECOVERED, 4, 5), standards=BOARD)
    numbers = ("difference", "lower", "upper", "recovered_n", "other_n")
    assert rows_of(figure, *numbers)[0] == (None,) * 5
    assert figure.verdict.kind == "too_few"
    assert "5" not in figure.verdict.sentence


def test_a_unit_s_gap_is_exploratory_and_says_so():
    rows = (NO_PROBLEM, arm(RECOVERED, 38, 40))
    said = gaps(*rows, chosen=Selection(units=("a",))).verdict
    assert said.sentence.startswith("Ward a: ")
    assert "Exploratory" in said.detail


def test_of_two_surveys_the_one_that_got_worse_is_said_by_its_name():
    better = [NO_PROBLEM, arm(RECOVERED, 38, 40)]
    nps = {"instrument": "NPS", "hcahps_recommend": ""}
    fine = answers("a", "2026-03", 40, ltr_0_10=10, **nps, **FINE)
    worse = answers("a", "2026-03", 40, ltr_0_10=3, **nps, **RECOVERED)
    said = gaps(*better, fine, worse).verdict
    assert said.kind == "concern"
    assert "“promoters, 9–10”" in said.sentence
    assert "Would definitely recommend: +" in said.detail


def test_a_survey_that_asks_for_no_problem_makes_the_gap_not_measurable():
    figure = loyalty.recovery_gaps(
        asked(answers("a", "2026-03", 40), missing=("had_problem", "problem_resolved")), ALL, FEW
    )
    assert figure.verdict.kind == "not_measurable"
    assert "had_problem" in figure.in_words
    assert figure.table.num_rows == 0
    assert figure.confounding == CONFOUNDING


def test_the_arms_stand_in_their_order_and_an_empty_one_says_so():
    figure = loyalty.three_arms(asked(NO_PROBLEM, arm(UNRECOVERED, 2, 8)), ALL, FEW)
    assert rows_of(figure, "arm", "n", "recommend_share") == [
        ("no_problem", 60, 0.5), ("recovered", 0, None), ("unrecovered", 8, 0.25),
    ]  # fmt: skip
    assert figure.instruments_n == 1
    assert figure.in_words.replace("\N{NO-BREAK SPACE}", " ") == (
        "Would definitely recommend: no problem 50 %, unrecovered 25 %"
    )


def test_instruments_are_never_pooled():
    nps = answers("a", "2026-03", 8, instrument="NPS", hcahps_recommend="", ltr_0_10=10, **FINE)
    figure = loyalty.three_arms(asked(NO_PROBLEM, nps), ALL, FEW)
    assert figure.instruments_n == 2
    labels = [label for (label,) in rows_of(figure, "label")]
    assert labels == ["Would definitely recommend"] * 3 + ["Promoters, 9–10"] * 3


def over_time(unit="a", *, before=8, after=8):
    """Ten answers a month: so many of them recommend before October 2025, and after."""
    rows = [arm({}, before, 10, unit, month) for month in months("2024-10", 12)]
    return rows + [arm({}, after, 10, unit, month) for month in months("2025-10", 6)]


@pytest.mark.parametrize(("after", "kind"), [(3, "concern"), (10, "none"), (7, "none")])
def test_a_change_in_who_recommends_is_told_by_the_rules_of_its_control_chart(after, kind):
    """80 % before: 100 % since are six months on one side, and no rule has marked them yet."""
    said = loyalty.recommend_by_month(asked(*over_time(after=after)), ALL, FEW).verdict
    assert said.kind == kind
    if kind != "none":
        assert "since October 2025" in said.sentence
        assert "say “would definitely recommend”" in said.sentence


def test_a_concern_of_one_survey_is_read_before_the_improvement_of_another():
    nps = {"instrument": "NPS", "hcahps_recommend": ""}
    second = [
        answers("a", month, 10, ltr_0_10=score, **nps)
        for months_of, score in ((months("2024-10", 12), 10), (months("2025-10", 6), 4))
        for month in months_of
    ]
    said = loyalty.recommend_by_month(asked(*over_time(after=10), *second), ALL, FEW).verdict
    assert said.kind == "concern"
    assert "promoters, 9–10" in said.sentence


def test_months_too_few_are_told_in_longer_periods():
    rows = [arm({}, 1, 2, month=month) for month in months("2025-04", 12)]
    figure = loyalty.recommend_by_month(asked(*rows), ALL, FEW)
    assert figure.step == "3 months"
    assert rows_of(figure, "n", "recommend_share", "is_too_few") == [(6, 0.5, False)] * 4
    assert "by 3 months of the visit" in figure.in_words


def test_the_board_hears_of_a_change_without_its_hidden_month():
    rows = over_time(after=3)
    rows[12] = arm({}, 2, 3, month="2025-10")
    told = loyalty.recommend_by_month(asked(*rows), ALL, FEW).verdict
    assert "n = 50 and 123" in told.detail.replace("\N{NO-BREAK SPACE}", " ")
    figure = loyalty.recommend_by_month(asked(*rows), ALL, BOARD)
    assert "since November 2025" in figure.verdict.sentence
    assert "n = 50 and 120" in figure.verdict.detail.replace("\N{NO-BREAK SPACE}", " ")
    assert figure.step == "month"
    assert [n for (n,) in rows_of(figure, "n")].count(None) == 1


def test_a_unit_with_too_few_answers_is_not_compared():
    crowd = [arm({}, 24, 30, str(place)) for place in range(5)]
    rows = [*crowd, arm({}, 0, 5, "a")]
    figure = loyalty.recommend_by_unit(asked(*rows), ALL, FEW)
    found = {row["unit_id"]: row for row in rows_of(figure)}
    assert found["a"]["is_too_few"] and found["a"]["stands_out"] is None
    assert "of 5 would" in figure.verdict.detail
    assert figure.n == 155


def test_a_unit_below_the_whole_organization_stands_out():
    crowd = [arm({}, 28, 30, str(place)) for place in range(5)]
    figure = loyalty.recommend_by_unit(asked(*crowd, arm({}, 10, 30, "a")), ALL, Standards())
    assert "worse: Ward a" in figure.verdict.sentence
    assert figure.verdict.kind == "concern"


@pytest.mark.parametrize(
    "figure",
    [
        loyalty.three_arms,
        loyalty.recovery_gaps,
        loyalty.recommend_by_month,
        loyalty.recommend_by_unit,
    ],
)
def test_an_empty_selection_has_no_row_and_no_error(figure):
    nothing = Selection(from_on=dt.date(2019, 1, 1), to_on=dt.date(2019, 12, 31))
    found = figure(asked(NO_PROBLEM), nothing, FEW)
    assert found.table.num_rows == 0
    assert not found.n
    assert found.verdict.kind not in ("concern", "improvement")

"""A verdict comes from its stated rule: shown, not shown, too few."""

import datetime as dt

import pytest

from dashboard.measures import verdicts
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdicts import Estimate, Verdict
from dashboard.stats.intervals import wilson_interval


def estimate(x_n, n, period):
    return Estimate(x_n / n, wilson_interval(x_n, n), n, period)


def changed(recent, before, **options):
    return verdicts.change(
        "Ward 1",
        "were resolved in time",
        recent and estimate(*recent, "Mar 2026 – Aug 2026"),
        before and estimate(*before, "Mar 2025 – Feb 2026"),
        **({"floor_n": 30} | options),
    )


def test_fewer_than_before_is_a_concern_and_says_both_numbers_since_when_and_how_sure():
    said = changed((41, 100), (126, 200))
    assert said.kind == "concern"
    assert said.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Ward 1: 41 % were resolved in time in Mar 2026 – Aug 2026, against 63 % in "
        "Mar 2025 – Feb 2026."
    )
    assert "−33." in said.detail and "−10." in said.detail
    assert said.detail.endswith(verdicts.CHANGE_RULE)


def test_more_than_before_is_an_improvement_unless_lower_is_better():
    assert changed((80, 100), (100, 200)).kind == "improvement"
    assert changed((80, 100), (100, 200), is_higher_better=False).kind == "concern"
    assert changed((30, 100), (120, 200), is_higher_better=False).kind == "improvement"


def test_an_interval_that_holds_0_shows_no_change_and_says_how_wide_it_is():
    said = changed((60, 100), (126, 200))
    assert said.kind == "none"
    assert said.sentence == "Ward 1: no change is shown in how many were resolved in time."
    assert "−14." in said.detail and "+8." in said.detail


@pytest.mark.parametrize(
    ("recent", "before"),
    [
        (None, (50, 100)),
        ((50, 100), None),
        (None, None),
        ((0, 29), (100, 100)),
        ((100, 100), (0, 29)),
    ],
)
def test_under_the_floor_no_change_is_told_however_large_it_looks(recent, before):
    said = changed(recent, before)
    assert said.kind == "too_few"
    assert "%" not in said.sentence + said.detail


def test_at_the_floor_a_change_is_told():
    assert changed((0, 30), (30, 30)).kind == "concern"


def test_a_concern_is_read_before_an_improvement_and_both_before_calm():
    kinds = ("none", "too_few", "improvement", "not_measurable", "concern")
    found = [Verdict(kind, kind) for kind in kinds]
    assert verdicts.first_of(found).kind == "concern"
    assert verdicts.first_of(found[:4]).kind == "improvement"
    assert verdicts.first_of(found[:2]).kind == "none"
    assert verdicts.first_of([]) is None


def test_half_a_year_is_compared_with_up_to_a_year_before():
    days = [dt.date(2024 + place // 12, place % 12 + 1, 1) for place in range(24)]
    recent, before = verdicts.periods(days)
    assert (recent[0], recent[-1], len(recent)) == (dt.date(2025, 7, 1), dt.date(2025, 12, 1), 6)
    assert (before[0], before[-1], len(before)) == (dt.date(2024, 7, 1), dt.date(2025, 6, 1), 12)
    assert verdicts.periods(days[:11]) == ([], [])
    assert [len(part) for part in verdicts.periods(days[:12])] == [6, 6]


def test_too_few_says_the_n_only_where_it_may_be_shown():
    assert "12" in verdicts.too_few("Ward 1", 12, 30).sentence
    hidden = verdicts.too_few("Ward 1", None, 30)
    assert hidden.sentence == "Ward 1: too few to tell (shown from 30)."


def test_what_cannot_be_told_says_why():
    few = MeasureRow(None, n=12, value=0.5, note="too few")
    assert verdicts.untold("Ward 1", few, 30).kind == "too_few"
    none = MeasureRow(None, n=0, note="not measurable: no source gives acknowledged_at")
    said = verdicts.untold("Ward 1", none, 30)
    assert said.kind == "not_measurable"
    assert said.sentence == "Ward 1: not measurable: no source gives acknowledged_at."


def test_how_sure_is_said_in_plain_words_first():
    said = verdicts.how_sure(0.5525, 0.7364, 83).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Between 55 and 74 in 100 (95 % interval, n = 83)."
    assert verdicts.how_sure(None, 0.7, 83) == ""

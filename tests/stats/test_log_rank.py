"""stats/log_rank.py against R's survdiff on published data, with ties, and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import NothingToEstimate
from dashboard.stats.log_rank import Histogram, log_rank

few = settings(max_examples=80, derandomize=True, deadline=None)

# R survival, aml: (time, event), as in measures.md 2.4
MAINTAINED = [
    (9, 1), (13, 1), (13, 0), (18, 1), (23, 1), (28, 0), (31, 1), (34, 1), (45, 0), (48, 1),
    (161, 0),
]  # fmt: skip
NOT_MAINTAINED = [
    (5, 1), (5, 1), (8, 1), (8, 1), (12, 1), (16, 0), (23, 1), (27, 1), (30, 1), (33, 1), (43, 1),
    (45, 1),
]  # fmt: skip
# Freireich 1963, weeks in remission: 6-mercaptopurine and placebo, many ties
TREATED = [
    (6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1),
    (17, 0), (19, 0), (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0),
]  # fmt: skip
PLACEBO = [(t, 1) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def group(cases, late_after=None):
    """The histogram of (day, event) pairs; all of them come after that day, if any."""
    days = sorted({day for day, _ in cases} | ({late_after} if late_after is not None else set()))
    counts = [[sum(c == (day, kind) for c in cases) for day in days] for kind in (1, 0)]
    late = None if late_after is None else len(cases) * (np.array(days) == late_after)
    return Histogram(np.array(days), *(np.array(c) for c in counts), late)


@pytest.mark.parametrize(
    ("first", "second", "chi2", "p", "expected"),
    [
        # measures.md 2.4; survdiff prints 3.4 and .0653; expected 10.69 and 7.31
        (MAINTAINED, NOT_MAINTAINED, 3.3963887, 0.0653340, (10.69, 7.31)),
        # survdiff: 16.8 on 1 degree of freedom, p 4e-05; expected 19.3 and 10.7
        (TREATED, PLACEBO, 16.79, 4.17e-5, (19.25, 10.75)),
    ],
    ids=["aml", "6-MP"],
)
def test_published_comparisons(first, second, chi2, p, expected):
    found = log_rank(group(first), group(second))
    assert found.chi2 == pytest.approx(chi2, abs=5e-3 if chi2 > 10 else 1e-7)
    assert found.p == pytest.approx(p, rel=1e-2 if chi2 > 10 else 1e-4)
    assert found.expected == pytest.approx(expected, abs=6e-3)
    assert sum(found.expected) == pytest.approx(sum(found.observed))


def test_lung_cancer_by_sex(published):
    # ?survdiff in R: observed 112 and 53, expected 91.6 and 73.4, 10.3 on 1 df, p = 0.001
    rows = published("oracle_km_aml", "lung.csv")
    men, women = (
        group([(int(r["time"]), int(r["status"])) for r in rows if r["sex"] == sex])
        for sex in ("1", "2")
    )
    found = log_rank(men, women)
    assert found.observed == (112, 53)
    assert found.expected == pytest.approx((91.6, 73.4), abs=0.05)
    assert (found.chi2, found.p) == pytest.approx((10.3, 0.001), rel=0.04, abs=4e-4)


def test_no_event_with_both_at_risk_tells_nothing():
    for first, second in (
        ([(5, 0)], [(7, 0)]),
        ([(5, 1)], [(3, 0)]),
        ([(5, 1)], [(5, 1)]),
    ):
        found = log_rank(group(first), group(second))
        assert (found.chi2, found.p) == (0, 1)


def test_a_group_with_itself_does_not_differ():
    assert log_rank(group(TREATED), group(TREATED)).chi2 == pytest.approx(0)


def test_who_comes_late_is_not_at_risk_before():
    # worked by hand: on day 2 only the first group is under observation
    first, second = [(2, 1), (5, 1), (9, 0)], [(5, 1), (7, 0)]
    late = log_rank(group(first), group(second, late_after=3))
    assert late.expected == pytest.approx((1 + 2 * 2 / 4, 2 * 2 / 4))
    assert late.observed == (2, 1)


def test_an_empty_group_and_impossible_days_are_said():
    with pytest.raises(NothingToEstimate):
        log_rank(group(TREATED), Histogram(np.array([1]), np.array([0]), np.array([0])))
    with pytest.raises(ValueError, match="ascend"):
        log_rank(group(TREATED), Histogram(np.array([2, 1]), np.array([1, 1]), np.array([0, 0])))
    with pytest.raises(ValueError, match="negative"):
        log_rank(group(TREATED), Histogram(np.array([1]), np.array([-1]), np.array([0])))


cases = st.lists(st.tuples(st.integers(0, 25), st.sampled_from([0, 1])), min_size=1, max_size=30)


@few
@given(cases, cases)
def test_the_order_of_groups_changes_nothing(first, second):
    one, other = log_rank(group(first), group(second)), log_rank(group(second), group(first))
    assert one.chi2 == pytest.approx(other.chi2, abs=1e-9)
    assert one.observed == other.observed[::-1]
    assert 0 <= one.p <= 1


@few
@given(cases, cases, st.integers(2, 7))
def test_only_the_order_of_days_matters(first, second, factor):
    stretched = [[(day * factor, kind) for day, kind in cases] for cases in (first, second)]
    plain, long = log_rank(group(first), group(second)), log_rank(*map(group, stretched))
    assert plain.chi2 == pytest.approx(long.chi2, abs=1e-9)


@few
@given(cases, cases)
def test_it_agrees_with_two_by_two_tables_day_by_day(first, second):
    observed = expected = variance = 0.0
    for day in {day for day, kind in first + second if kind == 1}:
        n1, n2 = (sum(d >= day for d, _ in g) for g in (first, second))
        d1, d2 = (sum((d, k) == (day, 1) for d, k in g) for g in (first, second))
        n, d = n1 + n2, d1 + d2
        observed, expected = observed + d1, expected + d * n1 / n
        variance += d * n1 * n2 * (n - d) / (n**2 * (n - 1)) if n > 1 else 0
    chi2 = (observed - expected) ** 2 / variance if variance > 1e-12 else 0
    assert log_rank(group(first), group(second)).chi2 == pytest.approx(chi2, abs=1e-8)


def drawn(random):
    """A group of 60 over 40 days, about half of whom are followed to the event."""
    days, is_event = random.integers(0, 40, 60), random.random(60) < 0.5
    parts = days[is_event], days[~is_event]
    return Histogram(np.arange(40), *(np.bincount(part, minlength=40) for part in parts))


@pytest.mark.slow
def test_equal_rates_are_told_apart_once_in_twenty():
    random = np.random.default_rng(8)
    found = [log_rank(drawn(random), drawn(random)).p < 0.05 for _ in range(4000)]
    assert np.mean(found) == pytest.approx(0.05, abs=0.012)

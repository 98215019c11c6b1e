"""stats/survival.py against published tables, exact halves and properties."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import NothingToEstimate
from dashboard.stats.survival import aalen_johansen, aalen_johansen_by_group, kaplan_meier

few = settings(max_examples=80, derandomize=True, deadline=None)

# R survival, aml, maintained group: (time, event) as printed in measures.md 2.4
MAINTAINED = [
    (9, 1),
    (13, 1),
    (13, 0),
    (18, 1),
    (23, 1),
    (28, 0),
    (31, 1),
    (34, 1),
    (45, 0),
    (48, 1),
    (161, 0),
]
NOT_MAINTAINED = [
    (5, 1),
    (5, 1),
    (8, 1),
    (8, 1),
    (12, 1),
    (16, 0),
    (23, 1),
    (27, 1),
    (30, 1),
    (33, 1),
    (43, 1),
    (45, 1),
]
# measures.md 2.4, hand oracle: (days, closed?)
BY_HAND = [(2, 1), (3, 1), (5, 1), (5, 0), (7, 1), (10, 1), (12, 0), (15, 1), (20, 0), (20, 0)]


def histogram(cases):
    """Days and counts of (time, ending) where 1 is the event, 2 competes and 0 is censored."""
    days = sorted({day for day, _ in cases})
    counts = [[sum(c == (day, kind) for c in cases) for day in days] for kind in (1, 2, 0)]
    return (np.array(days), *(np.array(c) for c in counts))


def curve(cases):
    return aalen_johansen(*histogram(cases))


def test_the_maintained_group_of_aml():
    estimate = curve(MAINTAINED)
    assert estimate.days.tolist() == [9, 13, 18, 23, 31, 34, 48]
    # S and se: R output file doaml.Rout.save; log-log limits: lifelines
    survival = [0.9091, 0.8182, 0.7159, 0.6136, 0.4909, 0.3682, 0.1841]
    se = [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535]
    limits = [
        (0.5081, 0.9867),
        (0.4474, 0.9512),
        (0.3502, 0.8990),
        (0.2658, 0.8353),
        (0.1673, 0.7534),
        (0.0928, 0.6570),
        (0.0117, 0.5250),
    ]
    lower, upper = estimate.band()
    assert (1 - estimate.incidence).tolist() == pytest.approx(survival, abs=5e-5)
    assert estimate.incidence_se.tolist() == pytest.approx(se, abs=5e-5)
    assert (1 - upper).tolist() == pytest.approx([low for low, _ in limits], abs=5e-5)
    assert (1 - lower).tolist() == pytest.approx([high for _, high in limits], abs=5e-5)


def test_medians_and_restricted_means_of_aml():
    # R output: medians 31 and 23; restricted means computed (measures.md 2.4)
    assert (curve(MAINTAINED).quantile(0.5), curve(NOT_MAINTAINED).quantile(0.5)) == (31, 23)
    assert curve(MAINTAINED).restricted_mean(48) == pytest.approx(31.843182, abs=1e-6)
    assert curve(MAINTAINED).restricted_mean(30) == pytest.approx(24.602273, abs=1e-6)
    assert curve(NOT_MAINTAINED).restricted_mean(30) == pytest.approx(19.694444, abs=1e-6)


def test_the_hand_worked_cohort_where_closed_cases_alone_mislead():
    estimate = curve(BY_HAND)
    assert (1 - estimate.incidence).tolist() == pytest.approx(
        [0.9, 0.8, 0.7, 0.583333, 0.466667, 0.311111], abs=1e-6
    )
    assert estimate.quantile(0.5) == 10
    closed = [day for day, kind in BY_HAND if kind == 1]
    assert np.median(closed) == 6
    assert estimate.at(7) == pytest.approx(0.4167, abs=5e-5)
    assert estimate.restricted_mean(20) == pytest.approx(11.538889, abs=1e-6)


def test_every_line_of_r_s_printed_aml_curves(shared_data):
    folder = shared_data / "oracles" / "oracle_km_aml"
    with (folder / "aml.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with (folder / "expected_survfit_aml.csv").open(encoding="utf-8-sig") as file:
        printed = list(csv.DictReader(file))
    assert len(printed) == 16
    for group in ("Maintained", "Nonmaintained"):
        estimate = curve(
            [(int(float(r["time"])), int(float(r["status"]))) for r in rows if r["x"] == group]
        )
        lines = [line for line in printed if line["group"] == group]
        assert estimate.days.tolist() == [int(line["time"]) for line in lines]
        survival = [float(line["survival"]) for line in lines]
        assert (1 - estimate.incidence).tolist() == pytest.approx(survival, abs=5.1e-4)
        # R prints NaN where S is 0; ours is 0 there
        se = [float(line["std.err"].replace("NaN", "0")) for line in lines]
        inside = estimate.incidence < 1
        assert estimate.incidence_se[inside] == pytest.approx(np.array(se)[inside], abs=5.1e-5)


def test_every_line_of_the_printed_bone_marrow_curve(shared_data):
    # Klein & Moeschberger's bone marrow data, acute lymphoblastic group: S, its standard error
    # and, for the lower quartile, the test statistic on the log-log scale
    folder = shared_data / "oracles" / "oracle_km_bmt"
    with (folder / "bmt.csv").open(encoding="utf-8-sig") as file:
        rows = [
            (int(r["T"]), int(r["Status"])) for r in csv.DictReader(file) if r["Group"] == "ALL"
        ]
    with (folder / "bmt_results.csv").open(encoding="utf-8-sig") as file:
        printed = list(csv.DictReader(file))
    estimate = curve(rows)
    lower, upper = estimate.band()
    assert estimate.days.tolist() == [int(line["t"]) for line in printed]
    assert 1 - estimate.incidence == pytest.approx([float(r["s"]) for r in printed], abs=6e-6)
    assert estimate.incidence_se == pytest.approx([float(r["se"]) for r in printed], abs=6e-6)
    statistic = np.array([float(line["loglog"].replace("–", "-")) for line in printed])
    assert ((lower <= 0.25) & (upper >= 0.25)).tolist() == (np.abs(statistic) <= 1.959964).tolist()
    assert estimate.quantile_interval(0.25) == (86, 230)


def test_the_median_of_the_lung_data(shared_data):
    # R survival, lung: 228 patients, 165 deaths, median 310
    with (shared_data / "oracles" / "oracle_km_aml" / "lung.csv").open(
        encoding="utf-8-sig"
    ) as file:
        cases = [(int(row["time"]), int(row["status"])) for row in csv.DictReader(file)]
    estimate = curve(cases)
    assert (estimate.n, sum(kind for _, kind in cases)) == (228, 165)
    assert estimate.quantile(0.5) == 310


def test_the_median_s_limits_are_where_the_band_crosses_one_half():
    # by the log-log limits above: S's lower one is below 1/2 from 13 on, its upper one never is
    assert curve(MAINTAINED).quantile_interval(0.5) == (13, None)


def test_competing_endings_are_neither_events_nor_censored():
    # worked by hand: 4 at risk; day 1 event (F = 1/4), day 2 competing, day 3 event
    # F(3) = 1/4 + S(3−)·1/2 with S(3−) = 3/4 · 2/3 = 1/2
    estimate = curve([(1, 1), (2, 2), (3, 1), (4, 0)])
    assert estimate.incidence.tolist() == pytest.approx([0.25, 0.25, 0.5])
    assert estimate.quantile(0.5) == 3


@pytest.mark.parametrize("n", range(2, 102, 2))
def test_exactly_one_half_is_reached_whatever_the_n(n):
    days = np.arange(1, n + 1)
    estimate = kaplan_meier(days, np.ones(n), np.zeros(n))
    assert estimate.quantile(0.5) == n // 2


def test_not_reached_is_none_and_never_0():
    estimate = curve([(5, 1), (9, 0), (9, 0), (9, 0)])
    assert estimate.quantile(0.5) is None
    assert estimate.quantile_interval(0.5)[1] is None


def test_nobody_closed():
    estimate = curve([(3, 0), (8, 0)])
    assert (estimate.at(0), estimate.at(8), estimate.at(9)) == (0.0, 0.0, None)
    assert estimate.quantile(0.5) is None
    assert estimate.interval_at(8) == (0.0, 0.0)


def test_all_closed_on_the_day_of_receipt():
    estimate = curve([(0, 1), (0, 1)])
    assert (estimate.quantile(0.5), estimate.at(0), estimate.at(400)) == (0, 1.0, 1.0)


def test_beyond_the_longest_follow_up_nothing_is_said_until_all_have_ended():
    assert curve([(5, 1), (9, 0)]).at(10) is None
    assert curve([(5, 1), (9, 1)]).at(10) == 1.0
    assert curve([(5, 1), (9, 2)]).at(10) == pytest.approx(0.5)


def test_one_case():
    estimate = curve([(4, 1)])
    assert (estimate.at(3), estimate.at(4), estimate.quantile(0.5), estimate.n) == (0.0, 1.0, 4, 1)


def test_nothing_and_impossible_histograms_are_said():
    with pytest.raises(NothingToEstimate):
        kaplan_meier(np.array([1]), np.array([0]), np.array([0]))
    with pytest.raises(ValueError, match="ascend"):
        kaplan_meier(np.array([2, 1]), np.array([1, 1]), np.array([0, 0]))
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier(np.array([1]), np.array([-1]), np.array([0]))


cases = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0, 1, 2])), min_size=1, max_size=40)


@few
@given(cases)
def test_shares_rise_within_0_and_1_and_lie_in_their_band(found):
    estimate = curve(found)
    lower, upper = estimate.band()
    assert np.all(np.diff(estimate.incidence, prepend=0) >= -1e-12)
    assert np.all((lower <= estimate.incidence + 1e-9) & (estimate.incidence <= upper + 1e-9))
    assert np.all((lower >= 0) & (upper <= 1))


@few
@given(cases)
def test_without_competition_it_is_the_complement_of_kaplan_and_meier(found):
    plain = [(day, kind % 2) for day, kind in found]
    days, event_n, _, censored_n = histogram(plain)
    at_risk = (event_n + censored_n)[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - event_n / at_risk)[event_n > 0]
    greenwood = np.cumsum(
        [d / (n * (n - d)) if n > d else 0 for d, n in zip(event_n, at_risk, strict=True)]
    )[event_n > 0]
    estimate = kaplan_meier(days, event_n, censored_n)
    assert (1 - estimate.incidence).tolist() == pytest.approx(survival.tolist(), abs=1e-9)
    assert estimate.incidence_se.tolist() == pytest.approx(
        (survival * np.sqrt(greenwood)).tolist(), abs=1e-7
    )


@few
@given(cases, st.integers(0, 60))
def test_closing_an_open_case_never_lowers_the_curve(found, day):
    last = max(when for when, _ in found)
    still_open, closed = [*found, (last, 0)], [*found, (min(day, last), 1)]
    before, after = curve(still_open), curve(closed)
    for when in range(last + 1):
        assert (after.at(when) or 0) >= (before.at(when) or 0) - 1e-9


@few
@given(cases)
def test_a_histogram_split_into_finer_days_of_none_agrees(found):
    days, *counts = histogram(found)
    everyday = np.arange(days[-1] + 1)
    spread = [np.zeros(len(everyday)) for _ in counts]
    for target, source in zip(spread, counts, strict=True):
        target[days] = source
    fine, coarse = aalen_johansen(everyday, *spread), aalen_johansen(days, *counts)
    assert fine.incidence.tolist() == pytest.approx(coarse.incidence.tolist())
    assert (fine.last_day, fine.n) == (coarse.last_day, coarse.n)


@few
@given(cases)
def test_with_everybody_followed_to_an_ending_it_is_a_plain_share_with_its_standard_error(found):
    ended = [(day, kind or 2) for day, kind in found]
    estimate = curve(ended)
    share = np.array([sum(d <= day and k == 1 for d, k in ended) for day in estimate.days]) / len(
        ended
    )
    assert estimate.incidence == pytest.approx(share, abs=1e-12)
    assert estimate.incidence_se**2 == pytest.approx(share * (1 - share) / len(ended), abs=1e-12)


def late(cases, entries):
    """The curve of (day, ending) pairs that come under observation after these days, or None."""
    days = sorted({day for day, _ in cases} | {day for day in entries if day is not None})
    counts = [[sum(c == (day, kind) for c in cases) for day in days] for kind in (1, 2, 0)]
    late_n = [entries.count(day) for day in days]
    return aalen_johansen(np.array(days), *(np.array(c) for c in counts), np.array(late_n))


def test_who_comes_under_observation_late_is_at_risk_from_the_day_after():
    # worked by hand: on day 5 three are at risk, or two where one comes only after day 6
    found = [(5, 1), (8, 1), (10, 0)]
    assert late(found, [None, 3, None]).incidence == pytest.approx([1 / 3, 2 / 3])
    assert late(found, [None, 6, None]).incidence == pytest.approx([1 / 2, 3 / 4])
    assert late(found, [None, 6, None]).at_risk_n.tolist() == [2, 2]


def test_nobody_can_leave_before_coming():
    with pytest.raises(ValueError, match="before coming"):
        late([(5, 1), (8, 1)], [8, 8])


def test_late_entry_takes_away_the_favor_of_long_cases():
    # true median 20 days; cases are seen only if they last until a random day
    random = np.random.default_rng(4)
    length = np.floor(random.exponential(20 / np.log(2), 60_000)).astype(int)
    entry = random.integers(0, 40, 60_000)
    seen = length > entry
    days = np.arange(length.max() + 1)
    event_n = np.bincount(length[seen], minlength=len(days))
    none = np.zeros(len(days))
    late_n = np.bincount(entry[seen], minlength=len(days))
    # all but the very first days, when hardly anybody is under observation, are told rightly
    corrected = aalen_johansen(days, event_n, none, none, late_n)
    assert corrected.quantile(0.5) in (19, 20, 21)
    assert kaplan_meier(days, event_n, none).quantile(0.5) > 30


def test_standard_errors_of_the_restricted_means_that_r_prints():
    # R survival, print(survfit(Surv(time, status) ~ x, aml), print.rmean = TRUE):
    # 52.6 (19.83) up to 161 and 22.7 (4.18) up to 45
    for cases, days, mean, se in ((MAINTAINED, 161, 52.6, 19.83), (NOT_MAINTAINED, 45, 22.7, 4.18)):
        assert curve(cases).restricted_mean(days) == pytest.approx(mean, abs=0.05)
        assert curve(cases).restricted_mean_se(days) == pytest.approx(se, abs=0.005)


def test_the_restricted_mean_of_nobody_closed_is_certain():
    assert (curve([(9, 0)]).restricted_mean(5), curve([(9, 0)]).restricted_mean_se(5)) == (5, 0)


@few
@given(cases, cases)
def test_histograms_of_two_units_joined_are_the_histogram_of_both(first, second):
    days = np.arange(61)
    counts = [np.zeros(61) for _ in range(3)]
    for part in (first, second):
        own_days, *own = histogram(part)
        for target, source in zip(counts, own, strict=True):
            target[own_days] += source
    joined, whole = aalen_johansen(days, *counts), curve(first + second)
    assert joined.incidence == pytest.approx(whole.incidence)
    assert joined.incidence_se == pytest.approx(whole.incidence_se)
    assert joined.at_risk_n.tolist() == whole.at_risk_n.tolist()


@few
@given(cases, st.integers(2, 9))
def test_the_same_cases_several_times_have_the_same_curve_with_less_doubt(found, times):
    once, often = curve(found), curve(found * times)
    assert often.incidence == pytest.approx(once.incidence)
    assert often.incidence_se == pytest.approx(once.incidence_se / np.sqrt(times), abs=1e-7)


@few
@given(
    st.lists(
        st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=9).filter(
            lambda rows: any(map(any, rows))
        ),
        min_size=1,
        max_size=5,
    )
)
def test_groups_at_once_are_to_the_last_digit_each_group_by_itself(groups):
    starts = np.cumsum([0, *(len(rows) for rows in groups)])[:-1]
    days = np.concatenate([np.arange(len(rows)) for rows in groups])
    together = aalen_johansen_by_group(starts, days, *np.concatenate(groups).T)
    for found, rows in zip(together, groups, strict=True):
        alone = aalen_johansen(np.arange(len(rows)), *np.array(rows).T)
        for name in ("days", "incidence", "incidence_se", "ended_n", "at_risk_n"):
            np.testing.assert_array_equal(getattr(found, name), getattr(alone, name))
        for name in ("last_day", "is_complete", "n"):
            assert getattr(found, name) == getattr(alone, name)


def test_a_group_without_anybody_is_refused():
    with pytest.raises(NothingToEstimate):
        aalen_johansen_by_group(np.array([0, 1]), np.array([3, 3]), [1, 0], [0, 0], [0, 0])

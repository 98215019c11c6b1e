"""Verdicts of change, of units apart and of the gap: what was found, and what is said of it."""

import datetime as dt

import numpy as np
import pytest

from dashboard.measures import registry, verdicts
from dashboard.measures.changes import Change, Course, Estimate, change_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdicts import Apart, Chance, Subject, Verdict
from dashboard.stats.intervals import Interval

D = dt.date
MARCH = D(2026, 3, 1)


def spaced(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- a change, by the rules of a control chart ----------------------------------------------------


def said_of(measure, who, recent, before, rule, *, series="", difference=(-0.31, -0.12)):
    """The verdict of eight months since March against the months before."""
    now, then = (
        Estimate(value, Interval(value, value), n) for value, n in ((recent, 90), (before, 210))
    )
    is_above = recent > before
    change = Change(rule, 8, MARCH, is_above, now, then, 0.9999, Interval(*difference))
    subject = Subject(who, registry.definition(measure), 7, "u1", series)
    return verdicts.changed(subject, change)


IF_BETTER = "Ask what is done differently there, and whether others can do it, too."
IF_NEITHER = "More complaints can mean more problems, or that people find it easier to complain."


@pytest.mark.parametrize(
    ("measure", "who", "recent", "before", "rule", "kind", "page", "sentence"),
    [
        # shares
        (
            "resolved_within", "Ward 4B", 0.41, 0.63, "shift", "concern", "timeliness",
            "Ward 4B has resolved complaints more slowly since March 2026: 41 % within 7 days "
            "against 63 % before (special cause: 8 months in a row below the center line). "
            "Look at its open cases, the oldest first.",
        ),
        (
            "resolved_within", "All units", 0.63, 0.41, "trend", "improvement", "timeliness",
            "All units have resolved complaints faster since March 2026: 63 % within 7 days "
            f"against 41 % before (special cause: 8 months that each rose further). {IF_BETTER}",
        ),
        (
            "acknowledged_on_time", "Your units", 0.5, 0.9, "outside_limits", "concern", "timeliness",
            "Your units have acknowledged complaints on time less often since March 2026: 50 % on "
            "time against 90 % before (special cause: 8 months in a row beyond the lower limit). "
            "Look at which of their open cases have not been acknowledged.",
        ),
        (
            "recovered_share", "The 2 units chosen", 0.7, 0.5, "two_of_three", "improvement", "loyalty",
            "The 2 units chosen have put complaints right to the patient's satisfaction more often "
            "since March 2026: 70 % recovered against 50 % before (special cause: 8 months close to "
            f"the upper limit). {IF_BETTER}",
        ),
        (
            "recommend", "Ward 4B", 0.5, 0.7, "long_run", "concern", "loyalty",
            "Ward 4B has been recommended less often since March 2026: 50 % recommend against 70 % "
            "before (special cause: an unusually long run of 8 months below the median). Look at "
            "what its patients say went wrong.",
        ),
        # where a lower share is the better one
        (
            "reopened_within_90_days", "Ward 4B", 0.2, 0.1, "shift", "concern", "timeliness",
            "Ward 4B has had complaints reopened more often since March 2026: 20 % reopened within "
            "90 days against 10 % before (special cause: 8 months in a row above the center line). "
            "Look at what the reopened cases were still missing.",
        ),
        # days, of which fewer are better
        (
            "time_to_resolution", "Ward 4B", 9, 14, "few_crossings", "improvement", "timeliness",
            "Ward 4B has resolved complaints faster since March 2026: 9 days until half are resolved "
            "against 14 days before (special cause: 8 months below a median that is unusually seldom "
            f"crossed). {IF_BETTER}",
        ),
        # a rate, of which neither is better
        (
            "complaints_per_1000", "Ward 4B", 12.34, 8.0, "shift", "change", "word_of_mouth",
            "Ward 4B has received more complaints since March 2026: 12.3 per 1,000 patients against "
            f"8.0 before (special cause: 8 months in a row above the center line). {IF_NEITHER}",
        ),
        # a count, and a ratio
        (
            "silent_dissatisfied", "All units", 400, 200, "shift", "concern", "word_of_mouth",
            "All units have had more dissatisfied patients who stay silent since March 2026: 400 a "
            "month against 200 before (special cause: 8 months in a row above the center line). "
            "Look at how a patient can complain there.",
        ),
        (
            "capture_ratio", "Ward 4B", 0.2, 0.4, "shift", "concern", "word_of_mouth",
            "Ward 4B has heard from fewer of the dissatisfied since March 2026: 20 % heard against "
            "40 % before (special cause: 8 months in a row below the center line). Look at how a "
            "patient can complain there.",
        ),
        (
            "recovery_gap", "All units", -0.04, 0.01, "shift", "concern", "loyalty",
            "All units have had a lower recovery gap since March 2026: −4.0 points between recovered "
            "patients and others against +1.0 points before (special cause: 8 months in a row below "
            "the center line). Look at what recovered patients say about the handling.",
        ),
    ],
)  # fmt: skip
def test_a_change_says_what_since_when_against_what_by_which_rule_and_what_to_do(
    measure, who, recent, before, rule, kind, page, sentence
):
    said = said_of(measure, who, recent, before, rule)
    assert (said.kind, said.measure, said.page, said.unit_id) == (kind, measure, page, "u1")
    assert spaced(said.sentence) == sentence


@pytest.mark.parametrize(
    ("measure", "series", "counted"),
    [
        ("recommend", "HCAHPS", "80 % say “would definitely recommend” against 60 % before"),
        ("recommend", "FFT", "80 % say “positive experience” against 60 % before"),
        ("complaints_by_subject", "Quality", "80 % about “Quality” against 60 % before"),
    ],
)
def test_of_several_series_a_change_names_the_one_it_is_of(measure, series, counted):
    assert counted in spaced(said_of(measure, "A", 0.8, 0.6, "shift", series=series).sentence)


@pytest.mark.parametrize(
    ("measure", "between"),
    [
        ("resolved_within", "−31.0 points and −12.0 points"),
        ("capture_ratio", "−31.0 points and −12.0 points"),
        ("time_to_resolution", "−0.3 and −0.1"),
        ("complaints_per_1000", "−0.3 and −0.1"),
    ],
)
def test_a_change_says_how_sure_it_is(measure, between):
    assert spaced(said_of(measure, "Ward 4B", 0.41, 0.63, "shift").detail) == (
        f"The difference lies between {between} (99.99 % interval, which allows for the choice "
        "among all charts and months; n = 90 and 210)."
    )


@pytest.mark.parametrize(
    ("measure", "recent", "before", "people_n"),
    [
        ("resolved_within", 0.41, 0.63, 19.8),  # 22 points of 90
        ("complaints_per_1000", 12, 8, 0.36),  # 4 in 1,000 of 90
        ("time_to_resolution", 14, 9, 90),  # all of them
    ],
)
def test_the_consequence_of_a_change_is_about_how_many_people_it_touched(
    measure, recent, before, people_n
):
    said = said_of(measure, "Ward 4B", recent, before, "shift")
    assert said.consequence == pytest.approx(people_n)


# --- never from a single point --------------------------------------------------------------------


def course(rules, *, quick_n, n=100):
    """Months of which so many of n are resolved; rules holds that of each month."""
    count, every = np.array(quick_n, dtype=float), np.full(len(quick_n), float(n))
    marked = np.array(rules)
    return Course(
        data="share",
        months=tuple(D(2025, month, 1) for month in range(1, len(quick_n) + 1)),
        count=count,
        n=every,
        values=count / every,
        rules=marked,
        sides=np.where(marked != "", -1, 0),
        segment=np.zeros(len(quick_n), dtype=int),
    )


@pytest.mark.parametrize(
    ("marked_n", "low", "floor_n", "is_said"),
    [
        (1, 5, 30, False),  # one month far beyond the limit is only marked
        (2, 5, 30, True),
        (0, 60, 30, False),  # no rule
        (2, 5, 201, False),  # two months hold 200: too few
        (2, 58, 30, False),  # no more than the choice of months explains
        (7, 40, 30, True),
    ],
)
def test_a_change_needs_several_months_enough_cases_and_a_difference(
    marked_n, low, floor_n, is_said
):
    calm_n = 5
    rules = [""] * calm_n + ["outside_limits"] * marked_n
    found = change_of(course(rules, quick_n=[60] * calm_n + [low] * marked_n), floor_n=floor_n)
    assert (found is not None) == is_said
    if found is not None:
        assert (found.since, found.months_n) == (D(2025, 6, 1), marked_n)
        assert (found.recent.value, found.before.value) == pytest.approx((low / 100, 0.6))


def test_a_signal_that_is_over_is_no_change():
    rules = [""] * 6 + ["shift"] * 4 + [""]
    assert change_of(course(rules, quick_n=[60] * 6 + [20] * 4 + [60]), floor_n=30) is None


# --- units that stand apart -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "value", "center", "side", "period", "is_whole", "kind", "sentence"),
    [
        (
            "resolved_within", 0.41, 0.63, "worse", "period chosen", True, "concern",
            "Ward 4B resolves complaints more slowly than the whole organization: 41 % within 7 days "
            "in the period chosen against 63 %. Look at its open cases, the oldest first.",
        ),
        (
            "recovered_share", 0.8, 0.5, "better", "last 24 months", False, "improvement",
            "Ward 4B puts complaints right to the patient's satisfaction more often than your units "
            f"together: 80 % recovered in the last 24 months against 50 %. {IF_BETTER}",
        ),
        (
            "complaints_per_1000", 12, 8, "higher", "period chosen", True, "change",
            "Ward 4B receives more complaints than the whole organization: 12.0 per 1,000 patients "
            f"in the period chosen against 8.0. {IF_NEITHER}",
        ),
    ],
)  # fmt: skip
def test_a_unit_outside_the_funnel_is_told_against_whom_and_in_which_period(
    measure, value, center, side, period, is_whole, kind, sentence
):
    subject = Subject("Ward 4B", registry.definition(measure), 7, "u1")
    said = verdicts.stands_apart(subject, Apart(value, center, 90, side, period, False, is_whole))
    assert (said.kind, said.unit_id) == (kind, "u1")
    assert said.consequence == pytest.approx(abs(value - center) * 90)
    assert spaced(said.sentence) == sentence
    assert spaced(said.detail) == "Outside the 99.8 % limits for its size (n = 90)."


def test_limits_that_were_widened_are_told_to_be():
    subject = Subject("Ward 4B", registry.definition("recommend"), 7)
    apart = Apart(0.4, 0.6, 90, "worse", "period chosen", is_over_dispersed=True, is_whole=True)
    said = verdicts.stands_apart(subject, apart).detail
    assert spaced(said) == (
        "Outside the 99.8 % limits for its size, wider by how much units vary anyway (n = 90)."
    )


def unit_row(name, side=None, share=0.5, *, few=False):
    return {
        "unit_name": name, "stands_out": side, "hospital_share": share, "is_too_few": few, "n": 40,
    }  # fmt: skip


RULE = "Rule: a unit's 99.8 % interval excludes the whole organization's value. By chance alone"
BEHIND = "Choose a unit to see what is behind its number."


@pytest.mark.parametrize(
    ("rows", "kind", "sentence", "detail"),
    [
        (
            [unit_row("A", "better"), unit_row("B", "worse"), *[unit_row("C")] * 24], "concern",
            "Units that stand out in this: worse: B; better: A.",
            f"{RULE} about 0.1 of 26 would. {BEHIND}",
        ),
        ([unit_row("A", "better")], "improvement", "Units that stand out in this: better: A.",
         f"{RULE} under 0.1 of 1 would. {BEHIND}"),
        ([unit_row("A", "higher"), unit_row("B", "lower")], "none",
         "Units that stand out in this: higher: A; lower: B.",
         f"{RULE} under 0.1 of 2 would. {BEHIND}"),
        ([unit_row("A")], "none", "No unit stands out in this.", f"{RULE} under 0.1 of 1 would."),
        ([], "none", "No unit can be compared in this.", ""),
        ([unit_row("A", few=True)], "none", "No unit can be compared in this.", ""),
        ([unit_row("A", share=None)], "none", "No unit can be compared in this.", ""),
    ],
)  # fmt: skip
def test_units_that_stand_out_are_named_the_worse_first_with_what_chance_would_do(
    rows, kind, sentence, detail
):
    said = verdicts.outliers(rows, "in this")
    assert (said.kind, said.sentence, said.detail) == (kind, sentence, detail)


CHARTS = "Of 40 control charts 3 have a signal in the newest month; by chance alone about 0.3 would. A change is named only where the months since differ from those before by more than the choice among all charts and months explains: by chance 0.05 such or fewer."
UNITS = (
    "Of 12 comparisons with all units 1 lies outside the limits; by chance alone under 0.1 would."
)
NONE = Chance(0, 0, 0)


@pytest.mark.parametrize(
    ("found_n", "charts", "compared", "sentence", "detail"),
    [
        (
            0, Chance(40, 3, 0.3), Chance(12, 1, 0.024),
            "Nothing unusual: no unit has changed or stands apart by more than chance explains.",
            f"{CHARTS} {UNITS}",
        ),
        (1, Chance(40, 3, 0.3), NONE, "1 finding.", CHARTS),
        (2, NONE, Chance(12, 1, 0.024), "2 findings.", UNITS),
        (0, NONE, NONE, "Nothing can be compared in this selection.", ""),
    ],
)  # fmt: skip
def test_what_was_found_in_all_stands_beside_what_chance_alone_gives(
    found_n, charts, compared, sentence, detail
):
    said = verdicts.in_all([Verdict("concern", "One.")] * found_n, charts, compared)
    assert (said.kind, spaced(said.sentence), spaced(said.detail)) == ("none", sentence, detail)


# --- recovered patients against others ------------------------------------------------------------


def contrast(value, verdict, label="Promoters, 9–10", needed_n=None, *, is_exploratory=False):
    more = {
        "label": label, "verdict": verdict, "recovered_n": 40, "other_n": 400,
        "needed_n": needed_n, "is_exploratory": is_exploratory,
    }  # fmt: skip
    return MeasureRow(None, n=440, value=value, lower=value - 0.02, upper=value + 0.02, more=more)


LESS = "Look at what they say about the handling."
MORE = "Look at how many problems are not put right yet."


@pytest.mark.parametrize(
    ("rows", "kind", "sentence"),
    [
        (
            [contrast(0.05, "shown")], "improvement",
            "All units: patients whose problem was put right recommend us more than those who had "
            f"none (+5.0 points, “promoters, 9–10”). {MORE}",
        ),
        (
            [contrast(-0.05, "shown")], "concern",
            "All units: patients whose problem was put right recommend us less than those who had "
            f"none (−5.0 points, “promoters, 9–10”). {LESS}",
        ),
        (  # of several that are shown the worst
            [contrast(0.05, "shown"), contrast(-0.03, "shown", "Likely to recommend")], "concern",
            "All units: patients whose problem was put right recommend us less than those who had "
            f"none (−3.0 points, “likely to recommend”). {LESS}",
        ),
        (
            [contrast(-0.01, "not_shown")], "none",
            "All units: no recovery gap is shown. The difference between patients whose problem was "
            "put right and those who had none could be chance.",
        ),
    ],
)  # fmt: skip
def test_a_recovery_gap_says_more_less_or_not_shown(rows, kind, sentence):
    said = verdicts.gap("All units", rows, 0.1)
    assert (said.kind, spaced(said.sentence)) == (kind, sentence)
    assert said.page == ("" if kind == "none" else "loyalty")


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (
            contrast(0.05, "shown"),
            "Promoters, 9–10: +5.0 points, between +3.0 points and +7.0 points (95 % interval, "
            "n = 40 and 400). Rule: shown where the 95 % interval of the difference excludes 0.",
        ),
        (
            contrast(-0.01, "not_shown", needed_n=385, is_exploratory=True),
            "Promoters, 9–10: −1.0 points, between −3.0 points and +1.0 points (95 % interval, "
            "n = 40 and 400; 385 answers in each group would be needed for a difference of 10 "
            "points). Rule: shown where the 95 % interval of the difference excludes 0. Exploratory: "
            "only the whole organization's gap was named beforehand.",
        ),
    ],
)
def test_a_recovery_gap_says_how_sure_it_is(row, detail):
    assert spaced(verdicts.gap("All units", [row], 0.1).detail) == detail

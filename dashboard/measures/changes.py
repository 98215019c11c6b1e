"""From a control chart's newest signal to a verdict: what changed, since when, and how sure.

A chart's rules are passed by chance now and then, and of many charts by some. So a verdict needs
three things: several months, not one; enough counted; and that the months since differ from those
before by more than the choice among all charts and months explains. Pure: arrays in.
"""

import datetime as dt
from dataclasses import dataclass
from math import sqrt

import numpy as np

from dashboard.measures import phrases
from dashboard.measures.change_words import (
    IF_BETTER,
    IF_NEITHER,
    has,
    said_of,
    value_in_words,
)
from dashboard.measures.recommendation import LABELS
from dashboard.measures.series import PER, Data
from dashboard.measures.verdicts import Estimate, Verdict
from dashboard.stats.intervals import (
    Interval,
    mover_difference_interval,
    normal_quantile,
    rate_interval,
    wilson_interval,
)
from dashboard.stats.signals import Direction

LEAST_MONTHS = 2
"""Of one month alone there is never a verdict; the chart marks it."""

FALSE_ALARMS = 0.05
"""To be expected in all of what is looked at together, where nothing changed."""

NO_VERDICT = (
    "No change is said: it is one month alone, or the months since are too few, or they differ "
    "from those before by no more than the choice of months explains."
)
NO_CHANGE = "no change is shown by the rules of control charts."
RANGE_TO_SIGMA = 1.128  # as stats.control_charts
ORDER = ("shift", "trend", "long_run", "two_of_three", "few_crossings", "outside_limits")
"""Which rule is told where the months of a signal follow several."""


@dataclass(frozen=True)
class Course:
    """One chart's months; arrays (k,), NaN where there is no point.

    count of n where the data is a share, of an exposure n (per 1,000) where it is a rate; values
    where it is neither. spread is how much more the series varies than chance alone (Laney's σz,
    at least 1); rules and sides are those of stats.signals, segment its stretches.
    """

    data: Data
    months: tuple[dt.date, ...]
    count: np.ndarray
    n: np.ndarray
    values: np.ndarray
    rules: np.ndarray
    sides: np.ndarray
    segment: np.ndarray
    spread: float = 1.0


@dataclass(frozen=True)
class Subject:
    """Whose chart it is, of what: for the sentence. days is what resolved_within asks for."""

    who: str
    measure: str
    title: str
    unit: str
    direction: Direction
    days: int
    unit_id: str | None = None
    instrument: str = ""  # of surveys; none where a measure is of complaints


@dataclass(frozen=True)
class Change:
    """The months of the newest signal against those before it in the same stretch."""

    rule: str
    months_n: int
    since: dt.date
    is_above: bool
    recent: Estimate
    before: Estimate
    level: float  # of the intervals


def level_for(comparisons_n: int) -> float:
    """Level of a comparison that is one of so many (Bonferroni)."""
    return 1 - FALSE_ALARMS / max(comparisons_n, 1)


def comparisons_of(points_n: np.ndarray | int) -> int:
    """Places at which charts of so many points could be cut in two."""
    return int(np.maximum(np.asarray(points_n) - 1, 0).sum())


def newest_change(course: Course, level: float) -> Change | None:
    """The months up to the newest that rules mark on one side; None without, or for one alone."""
    is_point = np.flatnonzero(np.isfinite(course.values))
    if not is_point.size or not course.rules[is_point[-1]]:
        return None
    last = is_point[-1]
    same = (course.sides == course.sides[last]) & (course.segment == course.segment[last])
    is_marked = same & (course.rules != "")
    others = np.flatnonzero(~is_marked[is_point])
    recent = is_point[others[-1] + 1 :] if others.size else is_point
    before = is_point[(is_point < recent[0]) & (course.segment[is_point] == course.segment[last])]
    if len(recent) < LEAST_MONTHS or not before.size:
        return None
    found = set(course.rules[recent])
    return Change(
        rule=next(rule for rule in ORDER if rule in found),
        months_n=len(recent),
        since=course.months[recent[0]],
        is_above=bool(course.sides[last] > 0),
        recent=_estimate(course, recent, level),
        before=_estimate(course, before, level),
        level=level,
    )


def _estimate(course: Course, places: np.ndarray, level: float) -> Estimate:
    months = [course.months[place] for place in (places[0], places[-1])]
    period = phrases.span(months[0], months[1])
    count, n = float(course.count[places].sum()), float(course.n[places].sum())
    if course.data == "value":
        return _mean(course, places, level, period)
    # a series that varies more than chance carries less than its number
    less = course.spread**2
    if course.data == "share":
        interval = wilson_interval(count / less, n / less, level)
        return Estimate(count / n, interval, round(n), period)
    lower, upper = rate_interval(count / less, level)
    value = Interval(lower * less / n, upper * less / n)
    return Estimate(count / n, value, round(n * PER), period)


def _mean(course: Course, places: np.ndarray, level: float, period: str) -> Estimate:
    known = course.values[np.isfinite(course.values)]
    sigma = float(np.abs(np.diff(known)).mean()) / RANGE_TO_SIGMA
    half = normal_quantile(level) * sigma / sqrt(len(places))
    mean = float(course.values[places].mean())
    n = round(float(course.n[places].sum()))
    return Estimate(mean, Interval(mean - half, mean + half), n, period)


def verdict_of(
    subject: Subject, course: Course, *, floor_n: int, comparisons_n: int | None = None
) -> Verdict | None:
    """Say what has changed; None where there is no signal, or not enough for a verdict.

    comparisons_n: in how many ways something could be found in all that is looked at together;
    None: this chart is the only one.
    """
    own_n = comparisons_of(int(np.isfinite(course.values).sum()))
    change = newest_change(course, level_for(comparisons_n or own_n))
    if change is None or min(change.recent.n, change.before.n) < floor_n:
        return None
    recent, before = change.recent, change.before
    difference = mover_difference_interval(
        recent.value, recent.interval, before.value, before.interval
    )
    if difference.lower <= 0 <= difference.upper:
        return None
    return _in_words(subject, change, difference)


def _in_words(subject: Subject, change: Change, difference: Interval) -> Verdict:
    said = said_of(subject.measure, subject.title)
    recent, before = change.recent, change.before
    is_higher = recent.value > before.value
    is_better = is_higher == (subject.direction == "higher")
    kind = "change" if subject.direction == "none" else "improvement" if is_better else "concern"
    counted = said.counted.format(days=phrases.days(subject.days))
    if subject.instrument in LABELS:
        counted = f"say “{phrases.lower_first(LABELS[subject.instrument])}”"
    values = [value_in_words(e.value, subject.unit, e.n) for e in (recent, before)]
    against = f"{values[0]} {counted}".strip() + f" against {values[1]} before"
    did = said.rose if is_higher else said.fell
    sentence = (
        f"{subject.who} {has(subject.who)} {did} since {change.since:%B %Y}: {against} "
        f"({rule_in_words(change)}). {_next_step(kind, said.if_worse)}"
    )
    return Verdict(
        kind,
        sentence.strip(),
        how_sure(subject.unit, change, difference),
        measure=subject.measure,
        page=said.page,
        unit_id=subject.unit_id,
        consequence=_people(subject.unit, change),
    )


def _next_step(kind: str, if_worse: str) -> str:
    return {"concern": if_worse, "improvement": IF_BETTER}.get(kind, IF_NEITHER)


def _people(unit: str, change: Change) -> float:
    """About how many people the change touched since then."""
    difference = abs(change.recent.value - change.before.value)
    of_each = {"share": difference, "complaints per 1,000": difference / PER}
    return of_each.get(unit, 1.0) * change.recent.n


def rule_in_words(change: Change) -> str:
    """Which rule the months of a signal follow, and how many they are."""
    side, beyond = ("above", "upper") if change.is_above else ("below", "lower")
    months = f"{change.months_n} months"
    words = {
        "shift": f"{months} in a row {side} the center line",
        "trend": f"{months} that each {'rose' if change.is_above else 'fell'} further",
        "long_run": f"an unusually long run of {months} {side} the median",
        "two_of_three": f"{months} close to the {beyond} limit",
        "few_crossings": f"{months} {side} a median that is unusually seldom crossed",
        "outside_limits": f"{months} in a row beyond the {beyond} limit",
    }
    return f"special cause: {words[change.rule]}"


def how_sure(unit: str, change: Change, difference: Interval) -> str:
    """How large the change is, with how much doubt, and what that allows for."""
    if unit == "share":
        between = f"{phrases.points(difference.lower)} and {phrases.points(difference.upper)}"
    else:
        between = f"{difference.lower:+,.1f} and {difference.upper:+,.1f}".replace("-", "−")
    percent = f"{change.level * 100:.3f}".rstrip("0").rstrip(".")
    return (
        f"The difference lies between {between} ({percent}{phrases.GAP}% interval, which allows "
        f"for the choice among all charts and months; {phrases.sample(change.recent.n)} and "
        f"{phrases.count(change.before.n)})."
    )

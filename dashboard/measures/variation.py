"""Pictures of variation: is a month's number a signal, or only chance? Control charts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, registry, verdicts
from dashboard.measures.changes import Course, change_of, comparisons_of
from dashboard.measures.charting import Charted, spread_of
from dashboard.measures.control_rows import chart_of
from dashboard.measures.months import first_day, months_between
from dashboard.measures.organization import subject_of
from dashboard.measures.rare import UNIT, Gaps, are_rare, gaps_of
from dashboard.measures.rebases import Rebase, reasons, rebases_of_chart, segments
from dashboard.measures.resolution import days_of
from dashboard.measures.result import (
    COUNT,
    DAY,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    counted_n,
    guards,
    nothing_there,
    table_of,
)
from dashboard.measures.rows import MeasureRow, noted
from dashboard.measures.selection import Selection
from dashboard.measures.series import Series, data_of, series_of
from dashboard.measures.unit_charts import UnitCharts, control_charts_by_unit
from dashboard.measures.verdict_words import NO_CHANGE, NO_VERDICT
from dashboard.measures.verdicts import Subject, Verdict
from dashboard.settings import Standards
from dashboard.stats.control_charts import Kind
from dashboard.stats.signals import Direction, assurance, variation

__all__ = ("ControlChart", "UnitCharts", "control_chart", "control_charts_by_unit", "days_between")

RULE_IN_WORDS = {
    "outside_limits": "a point outside the limits",
    "shift": "7 or more months in a row on one side of the center line",
    "trend": "7 or more months in a row that all rise or all fall",
    "two_of_three": "2 of 3 months in a row close to a limit",
    "long_run": "an unusually long run on one side of the median",
    "few_crossings": "unusually few crossings of the median",
}
LINES: Columns = {
    "n": COUNT,
    "numerator": COUNT,
    "value": NUMBER,
    "center": NUMBER,
    "lower_limit": NUMBER,
    "upper_limit": NUMBER,
    "signal": TEXT,
    "side": TEXT,
    "segment": COUNT,
    "reason": TEXT,
}
CHART: Columns = {"month": DAY, **LINES, **GUARDS}


@dataclass(frozen=True)
class ControlChart(Figure):
    """One measure by month with its control limits; for kind t a row a complaint, by its day.

    why explains the kind; variation and assurance are the words of stats.signals about the newest
    point and the target; signal_since is the first month of the newest signal, where there is one.
    """

    kind: str
    why: str
    variation: str
    assurance: str | None
    standard: float | None
    direction: Direction
    unit_name: str
    signal: str | None = None
    signal_since: dt.date | None = None
    value_unit: str = ""


def control_chart(
    ask: Ask, selection: Selection, standards: Standards, measure: str = "resolved_within"
) -> ControlChart:
    """Chart a measure by month; of several instruments the one with most months is charted.

    Raises:
        WrongUsage: the measure's months can't be compared.
    """
    defined = registry.definition(measure)
    rebases = rebases_of_chart(ask, selection, measure)
    by_month = selection.grouped("month")
    answered = registry.answer_in_full(measure, ask, by_month, standards)
    is_open = standards.audience == "internal" and data_of(measure) == "rate"
    if is_open and are_rare(answered.rows):
        gaps = gaps_of(ask, selection, standards)
        if gaps.is_enough:
            return _of_gaps(measure, subject_of(ask, selection), gaps, rebases)
    every = series_of(measure, answered.rows)
    series = max(every, key=lambda one: one.points_n, default=None)
    who = subject_of(ask, selection)
    if series is None or not series.rows:
        return _nothing(measure, who, defined.direction)
    subject = replace(_subject(who, measure, selection, standards), series=series.name)
    return _of_months(subject, series, rebases, standards)


def change_said(ask: Ask, selection: Selection, standards: Standards, measure: str) -> Verdict:
    """What a measure's control charts say of change, for figures that draw its months otherwise.

    Of several instruments each has a chart of its own; what is to be read first is said.
    """
    rows = registry.answer_in_full(measure, ask, selection.grouped("month"), standards).rows
    who, every = subject_of(ask, selection), series_of(measure, rows)
    n = None if any(row.suppressed for row in rows) else sum(row.n or 0 for row in rows)
    if not sum(row.n or 0 for row in rows) >= standards.floor_n:
        return verdicts.too_few(who, n, standards.floor_n)
    rebases = rebases_of_chart(ask, selection, measure)
    subject = _subject(who, measure, selection, standards)
    comparisons_n = sum(comparisons_of(one.points_n) for one in every)
    found = []
    for series in every:
        course = course_of(series, chart_of(series, rebases))
        change = change_of(course, floor_n=standards.floor_n, comparisons_n=comparisons_n)
        if change is not None:
            found.append(verdicts.changed(replace(subject, series=series.name), change))
    first = verdicts.first_of(found)
    return first or verdicts.nothing(f"{who}: {NO_CHANGE}")


def _subject(who: str, measure: str, selection: Selection, standards: Standards) -> Subject:
    return Subject(who, registry.definition(measure), days_of(selection, standards))


def days_between(ask: Ask, selection: Selection, standards: Standards) -> ControlChart:
    """Days between complaints, for a unit that has too few for a rate: each case is a point."""
    measure = "complaints_per_1000"
    rebases = rebases_of_chart(ask, selection, measure)
    gaps = gaps_of(ask, selection, standards)
    return _of_gaps(measure, subject_of(ask, selection), gaps, rebases)


def _of_months(
    subject: Subject, series: Series, rebases: tuple[Rebase, ...], standards: Standards
) -> ControlChart:
    defined = subject.measure
    measure, direction = defined.name, defined.direction
    chart = chart_of(series, rebases)
    rows = list(_month_rows(series, chart, rebases))
    target = target_of(measure, standards)
    found = ControlChart(
        measure=measure,
        table=table_of(CHART, rows),
        n=counted_n(rows),
        in_words="",
        verdict=verdicts.nothing(""),
        kind=chart.kind.value,
        why=chart.why,
        variation=str(variation(chart.limits, direction, found=chart.rules)),
        assurance=_word(assurance(chart.limits, target, direction)),
        standard=target,
        direction=direction,
        unit_name=subject.who,
        value_unit=defined.unit,
    )
    change = change_of(course_of(series, chart), floor_n=standards.floor_n)
    changed = verdicts.changed(subject, change) if change is not None else None
    return _said(found, rows, defined.title, changed)


def course_of(series: Series, chart: Charted) -> Course:
    """One series with what its chart's rules say, as a verdict of change reads it."""
    n = series.n
    if series.data == "value":
        n = np.array([float(row.n or 0) for row in series.rows])
    return Course(
        data=series.data,
        months=tuple(first_day(row.group or "") for row in series.rows),
        count=series.count,
        n=n,
        values=chart.limits.values,
        rules=chart.rules,
        sides=chart.sides,
        segment=chart.limits.segment,
        spread=float(spread_of(series.data, series.count, series.n, chart.limits.segment)),
    )


def _month_rows(
    series: Series, chart: Charted, rebases: tuple[Rebase, ...]
) -> Iterator[dict[str, Any]]:
    place_of = {row.group: place for place, row in enumerate(series.rows)}
    months = months_between(place_of)
    numbers = segments([day for _, day in months], rebases).tolist()
    said = _said_in([day for _, day in months], rebases)
    for (name, day), segment in zip(months, numbers, strict=True):
        base = {"month": day, "segment": segment, "reason": said.get(day)}
        place = place_of.get(name)
        if place is None:
            yield base | nothing_there()
            continue
        row, why = series.rows[place], series.unknown[place]
        value = chart.limits.values[place]
        yield base | {
            "n": row.n,
            "numerator": row.numerator,
            "value": float(value) if np.isfinite(value) else None,
            **chart.at(place),
            **guards(replace(row, note=noted(row.note, why))),
        }


def _said_in(days: list[dt.date], rebases: tuple[Rebase, ...]) -> dict[dt.date, str]:
    """Reasons at the first day from which they hold, also where that month has no point."""
    said: dict[dt.date, str] = {}
    for month, reason in reasons(rebases).items():
        day = next((day for day in days if day >= month), None)
        if day is not None:
            said[day] = "; ".join(filter(None, (said.get(day), reason)))
    return said


def _of_gaps(measure: str, who: str, gaps: Gaps, rebases: tuple[Rebase, ...]) -> ControlChart:
    """More days between complaints are neither better nor worse, as the rate isn't."""
    chart = gaps.chart(rebases)
    said = _said_in(list(gaps.days), rebases)
    rows: list[dict[str, Any]] = []
    for place, day in enumerate(gaps.days):
        row = {
            "month": day,
            "n": 1,
            "numerator": 1,
            "value": float(gaps.days_between[place]),
            **chart.at(place),
            "segment": int(chart.limits.segment[place]),
            "reason": said.pop(day, None),
            **guards(MeasureRow(None, n=1, note=None)),
        }
        rows.append(row)
    is_empty = not rows
    found = ControlChart(
        measure=measure,
        table=table_of(CHART, rows),
        n=len(rows) or 0,
        in_words="",
        verdict=verdicts.nothing(""),
        kind=chart.kind.value,
        why=chart.why,
        variation="common_cause"
        if is_empty
        else str(variation(chart.limits, "none", found=chart.rules)),
        assurance=None,
        standard=None,
        direction="none",
        unit_name=who,
        step="complaint",
        value_unit=UNIT,
    )
    return _said(found, rows, "Days between complaints")


def _said(
    chart: ControlChart, rows: list[dict[str, Any]], title: str, changed: Verdict | None = None
) -> ControlChart:
    """Add what the chart shows in words, from its newest signal on; a change has its verdict."""
    points = [row for row in rows if row.get("value") is not None]
    rule = points[-1]["signal"] if points else None
    since: dt.date | None = None
    if rule:
        since = _since(points)
    shown = f"{title}, {chart.unit_name}: {phrases.counted(len(points), 'point', 'points')}"
    words = f"{shown}. {signal_in_words(rule, since)}"
    unsure = f"{chart.why} {NO_VERDICT}" if rule else chart.why
    calm = verdicts.nothing(
        f"{chart.unit_name}: {phrases.lower_first(signal_in_words(rule, since))}", unsure
    )
    verdict = changed or calm
    return replace(chart, in_words=words, verdict=verdict, signal=rule, signal_since=since)


def _since(points: list[dict[str, Any]]) -> dt.date:
    """The first month of the points up to the last that rules mark on the same side."""
    last = points[-1]
    first: dt.date = last["month"]
    for row in reversed(points):
        if not row["signal"] or any(row[name] != last[name] for name in ("side", "segment")):
            break
        first = row["month"]
    return first


def signal_in_words(rule: str | None, since: dt.date | None) -> str:
    """Say which rule the newest point follows, and since when; or that none does."""
    if rule is None or since is None:
        return "The newest point gives no signal."
    return f"Signal since {since:%b %Y}: {RULE_IN_WORDS[rule]}."


def target_of(measure: str, standards: Standards) -> float | None:
    """The share that the organization aims at, where it has set one."""
    return getattr(standards.targets, measure, None)


def _word(found: Any) -> str | None:
    return None if found is None else str(found)


def _nothing(measure: str, who: str, direction: Direction) -> ControlChart:
    said = f"{who}: there is nothing to chart."
    return ControlChart(
        measure, table_of(CHART, []), 0, said, verdicts.nothing(said), kind=Kind.RUN.value, why="",
        variation="common_cause", assurance=None, standard=None,
        direction=direction, unit_name=who,
    )  # fmt: skip

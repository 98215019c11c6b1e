"""The few verdicts that matter: what changed, and which units truly differ, on every measure.

Of many charts some show a signal by chance. How many is said beside what is found, computed from
the rules, measures and units in force; and what is named holds beyond the choice among all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures import funnels, registry, verdicts
from dashboard.measures.asking import once
from dashboard.measures.changes import Course, change_of, comparisons_of
from dashboard.measures.charting import spread_of
from dashboard.measures.funnels import Funnel
from dashboard.measures.organization import is_whole
from dashboard.measures.resolution import days_of
from dashboard.measures.result import NUMBER, TEXT, Columns, Figure, table_of
from dashboard.measures.selection import Selection
from dashboard.measures.unit_charts import UnitCharts, control_charts_by_unit
from dashboard.measures.verdict_words import BETTER, WORSE
from dashboard.measures.verdicts import Apart, Chance, Subject, Verdict
from dashboard.settings import Standards
from dashboard.stats.false_alarms import expected_false_signals

WATCHED = (
    "resolved_within",
    "acknowledged_on_time",
    "answered_on_time",
    "recovered_share",
    "recommend",
)
"""Measures of which one direction is better, counted by unit and month: these give verdicts."""

LEAST_POINTS = 2
FINDINGS: Columns = {
    "unit_id": TEXT,
    "unit_name": TEXT,
    "measure": TEXT,
    "kind": TEXT,
    "sentence": TEXT,
    "detail": TEXT,
    "consequence": NUMBER,
}


@dataclass(frozen=True)
class Matters(Figure):
    """What is named, the most consequential first, and how much would be so by chance alone.

    charts: control charts, and those with a signal in their newest month; compared: units in
    funnels, and those outside the limits.
    """

    found: tuple[Verdict, ...]
    charts: Chance
    compared: Chance


def what_matters(ask: Ask, selection: Selection, standards: Standards) -> Matters:
    """Look at all units in view on every measure that is watched.

    The figure's verdict is calm where nothing is named; its detail says what to expect by chance.
    """
    ask, chosen = once(ask), selection.grouped(None)
    charts = list(_charts(ask, chosen, standards))
    compared = list(_funnels(ask, chosen, standards))
    changed = list(_changes(charts, chosen, standards))
    named = {(verdict.unit_id, verdict.measure) for verdict in changed}
    apart = [
        verdict
        for figure in compared
        for verdict in _standing_apart(figure, chosen, standards, is_whole(ask))
        if (verdict.unit_id, verdict.measure) not in named
    ]
    found = tuple(verdicts.by_consequence([*changed, *apart]))
    of_charts, of_units = _signals(charts), _outside(compared)
    verdict = verdicts.in_all(found, of_charts, of_units)
    return Matters(
        measure="resolved_within",
        table=table_of(FINDINGS, [_row(verdict, charts) for verdict in found]),
        n=None,
        in_words=" ".join(one.sentence for one in found) or verdict.sentence,
        verdict=verdict,
        found=found,
        charts=of_charts,
        compared=of_units,
    )


def _charts(ask: Ask, selection: Selection, standards: Standards) -> Iterator[UnitCharts]:
    for measure in WATCHED:
        try:
            charts = control_charts_by_unit(ask, selection, standards, measure)
        except WrongUsage:  # the filters need rows, which have no counts by unit and month
            continue
        if charts.unit_ids:
            yield charts


def _funnels(ask: Ask, selection: Selection, standards: Standards) -> Iterator[Funnel]:
    for measure in WATCHED:
        try:
            figure = funnels.funnel(ask, selection, standards, measure)
        except WrongUsage:
            continue
        if figure.compared_n > 1:
            yield figure


def _changes(
    charts: list[UnitCharts], selection: Selection, standards: Standards
) -> Iterator[Verdict]:
    """Changes that hold beyond the choice among all charts and all their months."""
    comparisons_n = sum(comparisons_of(chart.points_n) for chart in charts)
    for chart in charts:
        for place, _, _ in chart.newest_signals():
            course = course_of_unit(chart, place)
            change = change_of(course, floor_n=standards.floor_n, comparisons_n=comparisons_n)
            if change is not None:
                name, unit_id = chart.unit_names[place], chart.unit_ids[place]
                subject = _subject(name, chart.measure, unit_id, selection, standards)
                yield verdicts.changed(subject, change)


def _subject(
    who: str, measure: str, unit_id: str, selection: Selection, standards: Standards
) -> Subject:
    return Subject(who, registry.definition(measure), days_of(selection, standards), unit_id)


def course_of_unit(charts: UnitCharts, place: int) -> Course:
    """One unit's months out of the charts of all."""
    counts, limits = charts.counts, charts.limits
    count, n, segment = counts.count[place], counts.n[place], limits.segment[place]
    return Course(
        data=counts.data,
        months=charts.months,
        count=count,
        n=n,
        values=limits.values[place],
        rules=charts.signals[place],
        sides=charts.sides[place],
        segment=segment,
        spread=float(spread_of(counts.data, count, n, segment)),
    )


def _standing_apart(
    figure: Funnel, selection: Selection, standards: Standards, is_of_all: bool
) -> Iterator[Verdict]:
    for row in figure.table.to_pylist():
        if row["stands_out"] not in (BETTER, WORSE):
            continue
        name, unit_id = row["unit_name"], row["unit_id"]
        subject = _subject(name, figure.measure, unit_id, selection, standards)
        apart = Apart(
            value=row["value"],
            center=row["center"],
            n=row["n"],
            side=row["stands_out"],
            period=row["period"],
            is_over_dispersed=figure.is_over_dispersed,
            is_whole=is_of_all,
        )
        yield verdicts.stands_apart(subject, apart)


def _signals(charts: list[UnitCharts]) -> Chance:
    """How many charts there are, how many have a signal, and how many would by chance."""
    charts_n, signals_n, expected = 0, 0, 0.0
    for chart in charts:
        has_course = chart.points_n >= LEAST_POINTS
        charts_n += int(has_course.sum())
        signals_n += int((chart.variations != "common_cause").sum())
        kinds, stretch_n = np.asarray(chart.limits.kinds), chart.last_stretch_n
        for place in np.flatnonzero(has_course):
            expected += expected_false_signals(kind=kinds[place], points_n=int(stretch_n[place]))
    return Chance(charts_n, signals_n, expected)


def _outside(compared: list[Funnel]) -> Chance:
    return Chance(
        sum(figure.compared_n for figure in compared),
        sum(bool(side) for figure in compared for side in figure.table["stands_out"].to_pylist()),
        sum(figure.expected_by_chance for figure in compared),
    )


def _row(verdict: Verdict, charts: list[UnitCharts]) -> dict[str, object]:
    names = {
        unit_id: name
        for chart in charts
        for unit_id, name in zip(chart.unit_ids, chart.unit_names, strict=True)
    }
    return {
        "unit_id": verdict.unit_id,
        "unit_name": names.get(verdict.unit_id or "", verdict.unit_id),
        "measure": verdict.measure,
        "kind": verdict.kind,
        "sentence": verdict.sentence,
        "detail": verdict.detail,
        "consequence": verdict.consequence,
    }

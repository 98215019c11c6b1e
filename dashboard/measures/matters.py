"""The few verdicts that matter: what changed, and which units truly differ, on every measure.

Of many charts some show a signal by chance. How many is said beside what is found, computed from
the rules, measures and units in force; and what is named holds beyond the choice among all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures import funnels, phrases, registry, verdicts
from dashboard.measures.asking import once
from dashboard.measures.change_words import IF_BETTER, said_of, value_in_words
from dashboard.measures.changes import (
    FALSE_ALARMS,
    Course,
    Subject,
    comparisons_of,
    verdict_of,
)
from dashboard.measures.charting import spread_of
from dashboard.measures.funnels import Funnel
from dashboard.measures.organization import BETTER, LEAST_SAID, WORSE, is_whole
from dashboard.measures.resolution import days_of
from dashboard.measures.result import NUMBER, TEXT, Columns, Figure, table_of
from dashboard.measures.selection import Selection
from dashboard.measures.unit_charts import UnitCharts, control_charts_by_unit
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards
from dashboard.stats.false_alarms import expected_false_signals
from dashboard.stats.signals import Direction

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

    signals_n of charts_n control charts show a signal in their newest month, expected_signals of
    them by chance; outside_n of compared_n units lie outside a funnel, expected_outside by chance.
    """

    found: tuple[Verdict, ...]
    charts_n: int
    signals_n: int
    expected_signals: float
    compared_n: int
    outside_n: int
    expected_outside: float


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
    charts_n, signals_n, expected = _signals(charts)
    counted = Matters(
        measure="resolved_within",
        table=table_of(FINDINGS, [_row(verdict, charts) for verdict in found]),
        n=None,
        in_words="",
        verdict=verdicts.nothing(""),
        found=found,
        charts_n=charts_n,
        signals_n=signals_n,
        expected_signals=expected,
        compared_n=sum(figure.compared_n for figure in compared),
        outside_n=sum(_outside_n(figure) for figure in compared),
        expected_outside=sum(figure.expected_by_chance for figure in compared),
    )
    verdict = verdicts.nothing(_calm(counted), by_chance(counted))
    words = " ".join(one.sentence for one in found) or verdict.sentence
    return replace(counted, verdict=verdict, in_words=words)


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
        defined = registry.definition(chart.measure)
        direction: Direction = defined.direction  # type: ignore[assignment]
        for place, _, _ in chart.newest_signals():
            subject = Subject(
                chart.unit_names[place],
                chart.measure,
                defined.title,
                defined.unit,
                direction,
                days_of(selection, standards),
                unit_id=chart.unit_ids[place],
            )
            course = course_of_unit(chart, place)
            verdict = verdict_of(
                subject, course, floor_n=standards.floor_n, comparisons_n=comparisons_n
            )
            if verdict is not None:
                yield verdict


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
    defined = registry.definition(figure.measure)
    said = said_of(figure.measure, defined.title)
    counted = said.counted.format(days=phrases.days(days_of(selection, standards)))
    whole = "the whole organization" if is_of_all else "your units together"
    widened = ", wider by how much units vary anyway" if figure.is_over_dispersed else ""
    for row in figure.table.to_pylist():
        if row["stands_out"] not in (BETTER, WORSE):
            continue
        here, all_of_it = (
            value_in_words(row[name], defined.unit, row["n"] if name == "value" else 0)
            for name in ("value", "center")
        )
        kind = "concern" if row["stands_out"] == WORSE else "improvement"
        is_higher = row["value"] > row["center"]
        is_longer = row["period"] != funnels.CHOSEN
        yield Verdict(
            kind,
            f"{row['unit_name']} {said.is_higher if is_higher else said.is_lower} than {whole}: "
            f"{here} {counted} against {all_of_it}"
            f"{' in the ' + row['period'] if is_longer else ''}. "
            f"{said.if_worse if kind == 'concern' else IF_BETTER}",
            f"Outside the 99.8{phrases.GAP}% limits for its size{widened} "
            f"({phrases.sample(row['n'])}).",
            measure=figure.measure,
            page=said.page,
            unit_id=row["unit_id"],
            consequence=abs(row["value"] - row["center"]) * row["n"],
        )


def _signals(charts: list[UnitCharts]) -> tuple[int, int, float]:
    """How many charts there are, how many have a signal, and how many would by chance."""
    charts_n, signals_n, expected = 0, 0, 0.0
    for chart in charts:
        has_course = chart.points_n >= LEAST_POINTS
        charts_n += int(has_course.sum())
        signals_n += int((chart.variations != "common_cause").sum())
        kinds, stretch_n = np.asarray(chart.limits.kinds), chart.last_stretch_n
        for place in np.flatnonzero(has_course):
            expected += expected_false_signals(kind=kinds[place], points_n=int(stretch_n[place]))
    return charts_n, signals_n, expected


def _outside_n(figure: Funnel) -> int:
    return sum(bool(side) for side in figure.table["stands_out"].to_pylist())


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


def _calm(matters: Matters) -> str:
    if not matters.charts_n and not matters.compared_n:
        return "Nothing can be compared in this selection."
    if matters.found:
        return f"{phrases.counted(len(matters.found), 'finding', 'findings')}."
    return "Nothing unusual: no unit has changed or stands apart by more than chance explains."


def by_chance(matters: Matters) -> str:
    """What the rules in force give where nothing is going on, beside what they gave."""
    said = []
    if matters.charts_n:
        charts = phrases.counted(matters.charts_n, "control chart", "control charts")
        said.append(
            f"Of {charts} {phrases.count(matters.signals_n)} "
            f"{'has' if matters.signals_n == 1 else 'have'} a signal in the newest month; by "
            f"chance alone {expected_in_words(matters.expected_signals)} would. A change is named "
            "only where the months since differ from those before by more than the choice among "
            f"all charts and months explains: by chance {FALSE_ALARMS:g} such or fewer."
        )
    if matters.compared_n:
        said.append(
            f"Of {phrases.counted(matters.compared_n, 'comparison', 'comparisons')} with all units "
            f"{phrases.count(matters.outside_n)} {'lies' if matters.outside_n == 1 else 'lie'} "
            "outside the limits; by chance alone "
            f"{expected_in_words(matters.expected_outside)} would."
        )
    return " ".join(said)


def expected_in_words(expected: float) -> str:
    """Write an expected number of false alarms."""
    if expected < LEAST_SAID:
        return "under 0.1"
    return f"about {expected:.1f}" if expected < 10 else f"about {expected:.0f}"

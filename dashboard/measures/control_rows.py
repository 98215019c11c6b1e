"""`measure NAME --by month --spc`: each month's number beside its control limits. No I/O."""

from dataclasses import dataclass, replace

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures import registry
from dashboard.measures.charting import Charted, charted
from dashboard.measures.months import first_day
from dashboard.measures.rare import are_rare, gap_row, gaps_of
from dashboard.measures.rebases import Rebase, rebases_of_chart, segments
from dashboard.measures.rows import MeasureRow, MeasureTable, noted
from dashboard.measures.selection import Selection
from dashboard.measures.series import Series, data_of, series_of
from dashboard.settings import Standards
from dashboard.stats.control_charts import Kind

LIMITS = ("center", "lower_limit", "upper_limit", "signal")


@dataclass(frozen=True)
class ControlTable:
    """A measure by month; each row's `more` has LIMITS, None where the month is no point.

    chart is the kind drawn: that of the series with most points where there are several.
    """

    chart: Kind
    why: str
    table: MeasureTable


def control_table(name: str, ask: Ask, selection: Selection, standards: Standards) -> ControlTable:
    """Answer a measure by month with control limits.

    Raises:
        WrongUsage: it is not by month, or the measure's months can't be compared.
    """
    check(name, selection)
    answered = registry.answer_in_full(name, ask, selection, standards)
    rebases = rebases_of_chart(ask, selection, name)
    if data_of(name) == "rate" and standards.audience == "internal" and are_rare(answered.rows):
        of_gaps = _by_gaps(answered, ask, selection, standards, rebases)
        if of_gaps is not None:
            return of_gaps
    return _by_month(answered, standards, rebases)


def check(name: str, selection: Selection) -> None:
    """See that a measure can have control limits when grouped like that; it asks nothing.

    Raises:
        WrongUsage: it can't.
    """
    data_of(name)
    if selection.by != "month":
        raise WrongUsage("Control limits are of months: give --by month with --spc.")


def _by_gaps(
    answered: MeasureTable,
    ask: Ask,
    selection: Selection,
    standards: Standards,
    rebases: tuple[Rebase, ...],
) -> ControlTable | None:
    """A row a complaint, with the days since the one before; None where they are too few."""
    gaps = gaps_of(ask, selection, standards)
    if not gaps.is_enough:
        return None
    chart = gaps.chart(rebases)
    rows = [gap_row(*gap) for gap in zip(gaps.days, gaps.days_between.tolist(), strict=True)]
    limited = tuple(_limited(row, chart, place) for place, row in enumerate(rows))
    return ControlTable(chart.kind, chart.why, replace(answered, rows=limited))


def _by_month(
    answered: MeasureTable, standards: Standards, rebases: tuple[Rebase, ...]
) -> ControlTable:
    shown = registry.for_audience(answered, standards)
    visible = {id(row): seen for row, seen in zip(answered.rows, shown.rows, strict=True)}
    limited: dict[int, MeasureRow] = {}
    every = series_of(answered.measure, answered.rows)
    charts = [chart_of(series, rebases) for series in every]
    for series, chart in zip(every, charts, strict=True):
        for place, (row, why) in enumerate(zip(series.rows, series.unknown, strict=True)):
            seen = visible[id(row)]
            limited[id(row)] = _limited(replace(seen, note=noted(seen.note, why)), chart, place)
    rows = tuple(limited[id(row)] for row in answered.rows)
    if not every:
        return ControlTable(Kind.RUN, "", replace(answered, rows=rows))
    largest = max(range(len(every)), key=lambda place: every[place].points_n)
    kind, why = charts[largest].kind, charts[largest].why
    return ControlTable(kind, why, replace(answered, rows=rows))


def chart_of(series: Series, rebases: tuple[Rebase, ...]) -> Charted:
    """Chart one series; each rebase begins new limits."""
    days = [first_day(row.group or "") for row in series.rows]
    return charted(series, segments(days, rebases))


def _limited(row: MeasureRow, chart: Charted, place: int) -> MeasureRow:
    said = chart.at(place)
    return replace(row, more={**row.more, **{name: said[name] for name in LIMITS}})

"""Pictures of how many are put right to their satisfaction, by month and by unit."""

from dataclasses import replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases
from dashboard.measures.asking import unit_names
from dashboard.measures.months import line
from dashboard.measures.organization import is_whole, side_of
from dashboard.measures.recovery import FROM_SURVEYS, recovered_share
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
from dashboard.measures.rows import MeasureRow, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.measures.variation import change_said
from dashboard.measures.verdict_words import word_of
from dashboard.measures.verdicts import OUTLIER_LEVEL, outliers
from dashboard.settings import Standards
from dashboard.stats.intervals import wilson_interval

SHARE: Columns = {
    "n": COUNT,
    "recovered_n": COUNT,
    "recovered_share": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
}
BY_MONTH: Columns = {"month": DAY, **SHARE, **GUARDS}
BY_UNIT: Columns = {
    "unit_id": TEXT,
    "unit_name": TEXT,
    **SHARE,
    "hospital_share": NUMBER,
    "stands_out": TEXT,
    **GUARDS,
}


def recovered_by_month(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Share recovered by month of receipt; empty months stay in the axis."""
    answered = recovered_share(ask, selection.grouped("month"), standards).rows
    found = {row.group: row for row in answered}
    floor_n = standards.floor_n

    def together(several: list[MeasureRow]) -> MeasureRow:
        return _row_of(several, floor_n)

    periods = line(found, n_of=_n_of, together=together, floor_n=floor_n)
    rows = [{"month": day, **_share(row)} for day, row in periods]
    verdict = change_said(ask, selection, standards, "recovered_share")
    words = f"Share recovered, by {periods.step} of receipt. {verdict.sentence}"
    n, table = counted_n(rows), table_of(BY_MONTH, rows)
    return Figure("recovered_share", table, n, words, verdict, step=periods.step)


def recovered_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Share recovered by unit, in the units' usual order.

    stands_out compares with the whole organization, for viewers who see all of it.
    """
    found = {
        row.group: row for row in recovered_share(ask, selection.grouped("unit"), standards).rows
    }
    whole = of_all(ask, selection, standards)
    rows = [
        {
            "unit_id": unit_id,
            "unit_name": name,
            "hospital_share": whole,
            "stands_out": _stands_out(found[unit_id], whole),
            **_share(found[unit_id]),
        }
        for unit_id, name in unit_names(ask).items()
        if unit_id in found
    ]
    verdict = outliers(rows, "in the share recovered")
    where = phrases.counted(len(rows), "unit", "units")
    words = f"Share recovered in {where}, with intervals. {verdict.sentence}"
    return Figure("recovered_share", table_of(BY_UNIT, rows), counted_n(rows), words, verdict)


def of_all(ask: Ask, selection: Selection, standards: Standards) -> float | None:
    """The whole organization's share; None for a viewer of some units, who may not see it."""
    if not is_whole(ask):
        return None
    row = recovered_share(ask, replace(selection, units=(), by=None), standards).row
    return None if row.is_too_few else row.value


def _stands_out(row: MeasureRow, whole: float | None) -> str | None:
    """Compare a unit's share recovered with the whole organization's."""
    if row.numerator is None or not row.n:
        return None
    lower, upper = wilson_interval(row.numerator, row.n, OUTLIER_LEVEL)
    return word_of(side_of(replace(row, lower=lower, upper=upper), whole), "higher")


def _share(row: MeasureRow | None) -> dict[str, Any]:
    if row is None:
        return nothing_there()
    return {
        "n": row.n,
        "recovered_n": row.numerator,
        "recovered_share": row.value,
        "lower": row.lower,
        "upper": row.upper,
        **guards(row),
    }


def _n_of(row: MeasureRow) -> int | None:
    return None if row.suppressed else row.n


def _row_of(found: list[MeasureRow], floor_n: int) -> MeasureRow:
    """Add several months up to one row."""
    n, recovered_n = sum(row.n or 0 for row in found), sum(row.numerator or 0 for row in found)
    if not n:
        return found[0]
    lower, upper = wilson_interval(recovered_n, n)
    are_surveys = any(FROM_SURVEYS in (row.note or "") for row in found)
    return replace(
        found[0],
        n=n,
        value=recovered_n / n,
        lower=lower,
        upper=upper,
        numerator=recovered_n,
        note=noted(FROM_SURVEYS if are_surveys else None, too_few(n, floor_n)),
    )

"""Pictures of how many are put right to their satisfaction, by month and by unit."""

import datetime as dt
from dataclasses import replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import unit_names
from dashboard.measures.months import change, line
from dashboard.measures.organization import Compared, outliers, subject_of
from dashboard.measures.recovery import recovered_share
from dashboard.measures.resolution import NO_DATA
from dashboard.measures.result import (
    COUNT,
    DAY,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    guards,
    table_of,
)
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import OUTLIER_LEVEL, Estimate
from dashboard.settings import Standards
from dashboard.stats.intervals import Interval, wilson_interval

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
    periods = line(found, n_of=_n_of, together=_row_of, floor_n=standards.floor_n)
    rows = [{"month": day, **_share(row)} for day, row in periods]
    who = subject_of(ask, selection)
    verdict = change(who, "were put right to the patient's satisfaction", found, _together)
    calm = verdicts.nothing(
        f"{who}: no change in the share recovered is shown.",
        verdicts.CHANGE_RULE,
    )
    n = sum(row["n"] or 0 for row in rows)
    words = f"Share recovered, by {periods.step} of receipt."
    table = table_of(BY_MONTH, rows)
    return Figure("recovered_share", table, n, words, verdict or calm, step=periods.step)


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
            "stands_out": compared(found[unit_id], whole).side,
            **_share(found[unit_id]),
        }
        for unit_id, name in unit_names(ask).items()
        if unit_id in found
    ]
    verdict = outliers(rows, "in the share recovered")
    n = sum(row["n"] or 0 for row in rows)
    words = f"Share recovered in {len(rows)} units, with intervals."
    return Figure("recovered_share", table_of(BY_UNIT, rows), n, words, verdict)


def of_all(ask: Ask, selection: Selection, standards: Standards) -> float | None:
    """The whole organization's share; None for a viewer of some units, who may not see it."""
    if not ask("filters/scope")["is_whole"][0].as_py():
        return None
    return recovered_share(ask, replace(selection, units=(), by=None), standards).row.value


def compared(row: MeasureRow, whole: float | None) -> Compared:
    """Compare a unit's share recovered with the whole organization's."""
    if row.numerator is None or not row.n:
        return Compared(row, None)
    lower, upper = wilson_interval(row.numerator, row.n, OUTLIER_LEVEL)
    return Compared(replace(row, lower=lower, upper=upper), whole)


def _share(row: MeasureRow | None) -> dict[str, Any]:
    if row is None:
        return {"n": 0, "is_too_few": False, "is_suppressed": False, "note": NO_DATA}
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


def _row_of(found: list[MeasureRow]) -> MeasureRow:
    """Add several months up to one row."""
    n, recovered_n = sum(row.n or 0 for row in found), sum(row.numerator or 0 for row in found)
    if not n:
        return found[0]
    lower, upper = wilson_interval(recovered_n, n)
    notes = [row.note for row in found if not row.is_too_few]
    return replace(
        found[0],
        n=n,
        value=recovered_n / n,
        lower=lower,
        upper=upper,
        numerator=recovered_n,
        note=notes[0] if notes else found[0].note,
    )


def _together(found: list[MeasureRow], months: list[dt.date]) -> Estimate | None:
    row = _row_of(found)
    if not row.n or row.value is None or row.lower is None or row.upper is None:
        return None
    period = phrases.span(months[0], months[-1])
    return Estimate(row.value, Interval(row.lower, row.upper), row.n, period)

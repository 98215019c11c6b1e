"""The overview's three answers: how fast, how loyal, how many stay silent."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import loyalty, phrases, timeliness, word_of_mouth
from dashboard.measures.asking import once, records
from dashboard.measures.months import line
from dashboard.measures.recommendation import (
    LABELS,
    Share,
    ask_shares,
    recommend_row,
    share_of,
)
from dashboard.measures.recovery import NAMED_BEFOREHAND, recovery_gap
from dashboard.measures.resolution import NO_DATA
from dashboard.measures.result import DAY, NUMBER, Columns, table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

TREND: Columns = {"month": DAY, "value": NUMBER, "lower": NUMBER, "upper": NUMBER}


@dataclass(frozen=True)
class Headline:
    """One answer: its number, verdict and trend by month."""

    question: str
    measure: str
    row: MeasureRow
    verdict: Verdict
    trend: pa.Table
    said: str = ""  # what exactly the number is, where the measure's title doesn't say it
    step: str = "month"  # how long a period of the trend is


@dataclass(frozen=True)
class Headlines:
    """The overview's three answers."""

    fast: Headline
    loyal: Headline
    silent: Headline


def headlines(ask: Ask, selection: Selection, standards: Standards) -> Headlines:
    """Answer the three questions for a selection."""
    ask = once(ask)
    return Headlines(
        fast(ask, selection, standards),
        loyal(ask, selection, standards),
        silent(ask, selection, standards),
    )


def fast(ask: Ask, selection: Selection, standards: Standards) -> Headline:
    """How quickly: the share resolved within the standard, open complaints included."""
    curve = timeliness.resolved_curve(ask, selection, standards)
    months = timeliness.resolution_by_month(ask, selection, standards)
    names = {"value": "within_share", "lower": "within_lower", "upper": "within_upper"}
    days = phrases.days(curve.standard_days)
    return Headline(
        "How quickly do we put things right?",
        "resolved_within",
        curve.within_standard,
        curve.verdict,
        _trend(months.table, names),
        f"of the complaints received are resolved within {days}",
        months.step,
    )


def loyal(ask: Ask, selection: Selection, standards: Standards) -> Headline:
    """Do the recovered recommend us: their share on the instrument with most of their answers."""
    gaps = loyalty.recovery_gaps(ask, selection, standards)
    question = "Do recovered patients stay loyal?"
    found = recovery_gap(ask, selection.grouped(None), standards).rows
    named = [row for row in found if row.more.get("contrast") == NAMED_BEFOREHAND]
    counted = [row for row in named if row.more.get("recovered_n")]
    if not counted:
        few = next((row for row in named if row.suppressed), None)
        row = few or MeasureRow(None, n=0, note=found[0].note if found else NO_DATA)
        return Headline(question, "recommend", row, gaps.verdict, table_of(TREND, []))
    instrument = max(counted, key=lambda row: row.more["recovered_n"]).more["instrument"]
    row, trend, step = _recovered_arm(ask, selection, standards, instrument)
    said = f"of recovered patients: {phrases.lower_first(LABELS[instrument])}"
    return Headline(question, "recommend", row, gaps.verdict, trend, said, step)


def silent(ask: Ask, selection: Selection, standards: Standards) -> Headline:
    """How many dissatisfied patients never complained: measured, never assumed."""
    ledger = word_of_mouth.ledger(ask, selection, standards)
    months = word_of_mouth.silent_by_month(ask, selection, standards)
    names = {"value": "silent_n", "lower": "silent_lower", "upper": "silent_upper"}
    return Headline(
        "How many stay silent?",
        "silent_dissatisfied",
        ledger.silent,
        ledger.verdict,
        _trend(months.table, names),
        "dissatisfied patients never complained",
        months.step,
    )


def _recovered_arm(
    ask: Ask, selection: Selection, standards: Standards, instrument: str
) -> tuple[MeasureRow, pa.Table, str]:
    table = ask_shares(ask, selection, standards, ("all", "month"), is_by_arm=True)

    def of_part(part: str) -> dict[str | None, Share]:
        return {
            row["group_name"]: share_of(row)
            for row in records(table, part)
            if row["instrument"] == instrument and row["answer_arm"] == "recovered"
        }

    shares = of_part("month")
    periods = line(shares, n_of=loyalty.n_of, together=loyalty.together, floor_n=standards.floor_n)
    rows = [{"month": day} | _trend_row(instrument, share, standards) for day, share in periods]
    whole = of_part("all").get(None)
    row = whole and recommend_row(None, instrument, whole, standards)
    return row or MeasureRow(None, n=0, note=NO_DATA), table_of(TREND, rows), periods.step


def _trend_row(instrument: str, share: Share | None, standards: Standards) -> dict[str, Any]:
    if share is None:
        return {}
    row = recommend_row(None, instrument, share, standards)
    if row.is_too_few:
        return {}
    return {"value": row.value, "lower": row.lower, "upper": row.upper}


def _trend(table: pa.Table, names: dict[str, str]) -> pa.Table:
    """Take a trend's columns from a figure; months with too few are left empty."""
    rows = [
        {"month": row["month"]}
        | ({} if row["is_too_few"] else {name: row[source] for name, source in names.items()})
        for row in table.to_pylist()
    ]
    return table_of(TREND, rows)

"""The overview's answers: how fast, how loyal, how many stay silent, and which units stand out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import loyalty, phrases, recovered, timeliness, verdicts, word_of_mouth
from dashboard.measures.asking import records
from dashboard.measures.months import line
from dashboard.measures.organization import BETTER, WORSE, by_chance, subject_of
from dashboard.measures.recommendation import (
    LABELS,
    Share,
    ask_shares,
    recommend_row,
    share_of,
)
from dashboard.measures.recovery import NAMED_BEFOREHAND, recovery_gap
from dashboard.measures.resolution import NO_DATA
from dashboard.measures.result import DAY, NUMBER, TEXT, Columns, Figure, table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

TREND: Columns = {"month": DAY, "value": NUMBER, "lower": NUMBER, "upper": NUMBER}
STANDING_OUT: Columns = {
    "unit_id": TEXT,
    "unit_name": TEXT,
    "measure": TEXT,
    "direction": TEXT,
    "sentence": TEXT,
    "value": NUMBER,
    "hospital_value": NUMBER,
}


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


@dataclass(frozen=True)
class StandingOut(Figure):
    """Units that stand out from the whole organization, a row a unit and measure."""


def headlines(ask: Ask, selection: Selection, standards: Standards) -> Headlines:
    """Answer the three questions for a selection."""
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


def standing_out(ask: Ask, selection: Selection, standards: Standards) -> StandingOut:
    """Units whose 99.8 % interval excludes the whole organization's value, by measure."""
    days = phrases.days(standards.resolved_within_days)
    resolution = timeliness.resolution_by_unit(ask, selection, standards)
    recovery = recovered.recovered_by_unit(ask, selection, standards)
    loyal_by_unit = loyalty.recommend_by_unit(ask, selection, standards)
    compared = [
        *_sides(resolution.table, "resolved_within", "within_share", f"resolved within {days}"),
        *_sides(recovery.table, "recovered_share", "recovered_share", "recovered"),
        *_sides(loyal_by_unit.table, "recommend", "recommend_share", ""),
    ]
    rows = [row for row in compared if row["direction"]]
    who = subject_of(ask, selection)
    verdict = _standing_out_verdict(who, rows, len(compared))
    table = table_of(STANDING_OUT, rows)
    words = "; ".join(row["sentence"] for row in rows) or verdict.sentence
    return StandingOut("resolved_within", table, len(compared), words, verdict)


def _sides(table: pa.Table, measure: str, share: str, what: str) -> Iterator[dict[str, Any]]:
    for row in table.to_pylist():
        if row["hospital_share"] is None or row[share] is None or row["is_too_few"]:
            continue
        said = what or phrases.lower_first(row["label"])
        yield {
            "unit_id": row["unit_id"],
            "unit_name": row["unit_name"],
            "measure": measure,
            "direction": row["stands_out"],
            "sentence": (
                f"{row['unit_name']}: {phrases.percent(row[share], row['n'] or 0)} {said}, against "
                f"{phrases.percent(row['hospital_share'])} in the whole organization"
            ),
            "value": row[share],
            "hospital_value": row["hospital_share"],
        }


def _standing_out_verdict(who: str, rows: list[dict[str, Any]], compared_n: int) -> Verdict:
    rule = (
        f"{phrases.count(compared_n)} comparisons of a unit with the whole organization; by chance "
        f"alone {by_chance(compared_n)} would stand out. Rule: a unit's 99.8 % interval "
        "excludes the organization's value."
    )
    if not compared_n:
        return verdicts.nothing(f"{who}: no unit can be compared in this selection.")
    if not rows:
        return verdicts.nothing(f"{who}: no unit stands out.", rule)
    worse = len({row["unit_id"] for row in rows if row["direction"] == WORSE})
    better = len({row["unit_id"] for row in rows if row["direction"] == BETTER})
    said = [f"{_units(worse)} worse" if worse else "", f"{_units(better)} better" if better else ""]
    sentence = f"{' and '.join(part for part in said if part)} than the whole organization."
    return Verdict("concern" if worse else "improvement", sentence, rule)


def _units(n: int) -> str:
    return "1 unit is" if n == 1 else f"{n} units are"


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

"""Pictures of the loyalty page: do patients recommend us after something went wrong?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, recommendation, verdicts
from dashboard.measures.asking import records, unit_names
from dashboard.measures.months import STEPS, line
from dashboard.measures.organization import shares_of_all, side_of, subject_of
from dashboard.measures.recommendation import (
    ARMS,
    LABELS,
    Share,
    ask_shares,
    recommend_row,
    share_of,
)
from dashboard.measures.recovery import CONFOUNDING, NAMED_BEFOREHAND, NOT_ASKED, recovery_gap
from dashboard.measures.resolution import NO_DATA
from dashboard.measures.result import (
    COUNT,
    DAY,
    FLAG,
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
from dashboard.measures.rows import TOO_FEW, MeasureRow, MeasureTable
from dashboard.measures.selection import Selection
from dashboard.measures.variation import change_said
from dashboard.measures.verdict_words import word_of
from dashboard.measures.verdicts import OUTLIER_LEVEL, Verdict, outliers
from dashboard.settings import Standards

ARM_LABELS = {"no_problem": "No problem", "recovered": "Recovered", "unrecovered": "Unrecovered"}

SHARE: Columns = {"n": COUNT, "recommend_share": NUMBER, "lower": NUMBER, "upper": NUMBER}
BY_ARM: Columns = {"label": TEXT, "arm": TEXT, "arm_label": TEXT, **SHARE, **GUARDS}
BY_MONTH: Columns = {"label": TEXT, "month": DAY, **SHARE, **GUARDS}
BY_UNIT: Columns = {
    "label": TEXT,
    "unit_id": TEXT,
    "unit_name": TEXT,
    **SHARE,
    "hospital_share": NUMBER,
    "stands_out": TEXT,
    **GUARDS,
}
GAPS: Columns = {
    "label": TEXT,
    "contrast": TEXT,
    "difference": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "recovered_n": COUNT,
    "other_n": COUNT,
    "gap_verdict": TEXT,
    "is_exploratory": FLAG,
    "is_suppressed": FLAG,
    "note": TEXT,
}


@dataclass(frozen=True)
class Arms(Figure):
    """Who recommends, by what became of the patient's problem; a block an instrument."""

    instruments_n: int


@dataclass(frozen=True)
class Gaps(Figure):
    """The recovered arm against the others, an instrument a pair of rows."""

    confounding: str = CONFOUNDING


def recommend(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share that would recommend, an instrument a row, as the registry's measure has it."""
    return recommendation.recommend(ask, selection.grouped(None), standards)


def three_arms(ask: Ask, selection: Selection, standards: Standards) -> Arms:
    """Share that recommends in each arm; an instrument that asks for no problem is left out."""
    answered = recommendation.recommend(ask, selection.grouped("arm"), standards).rows
    found = {(row.more["instrument"], row.group): row for row in answered}
    asked = [name for name in LABELS if any((name, arm) in found for arm in ARMS)]
    rows = [
        {
            "label": LABELS[instrument],
            "arm": arm,
            "arm_label": ARM_LABELS[arm],
            **share_columns(found.get((instrument, arm))),
        }
        for instrument in asked
        for arm in ARMS
    ]
    words = "; ".join(arms_in_words(LABELS[name], found, name) for name in asked) or NOT_ASKED
    n, calm = counted_n(rows), verdicts.nothing(f"{words}.")
    return Arms("recommend", table_of(BY_ARM, rows), n, words, calm, len(asked))


def recovery_gaps(ask: Ask, selection: Selection, standards: Standards) -> Gaps:
    """How much more or less recovered patients recommend than others, with the page's verdict."""
    found = recovery_gap(ask, selection.grouped(None), standards).rows
    pairs = [row for row in found if "instrument" in row.more]
    rows = [_gap(row) for row in pairs]
    who = subject_of(ask, selection)
    named = [row for row in pairs if row.more["contrast"] == NAMED_BEFOREHAND]
    missing = found[0].note or NO_DATA
    verdict = gap_verdict(who, named, standards)
    if not pairs:
        verdict = verdicts.not_measurable(who, missing)
    words = "; ".join(_gap_in_words(row) for row in pairs) or missing
    n = counted_n([{"n": row.n} for row in named])
    return Gaps("recovery_gap", table_of(GAPS, rows), n, words, verdict)


def recommend_by_month(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Share that recommends by month of the visit, an instrument a line; none are joined."""
    table = ask_shares(ask, selection, standards, ("month",))
    found: dict[str, dict[str | None, Share]] = {}
    for row in records(table, "month"):
        found.setdefault(row["instrument"], {})[row["group_name"]] = share_of(row)
    asked = [instrument for instrument in LABELS if instrument in found]
    lines = {
        instrument: line(found[instrument], n_of=n_of, together=together, floor_n=standards.floor_n)
        for instrument in asked
    }
    rows = [
        {
            "label": LABELS[instrument],
            "month": day,
            **share_columns(_month_row(instrument, share, standards)),
        }
        for instrument, periods in lines.items()
        for day, share in periods
    ]
    verdict = change_said(ask, selection, standards, "recommend")
    steps = {periods.step for periods in lines.values()} or {"month"}
    step = " or ".join(name for name in STEPS.values() if name in steps)
    named = ", ".join(LABELS[instrument] for instrument in asked)
    words = f"Share that recommends by {step} of the visit: {named}. {verdict.sentence}"
    n, table = counted_n(rows), table_of(BY_MONTH, rows)
    return Figure("recommend", table, n, words, verdict, step=step)


def recommend_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Share that recommends by unit, in the units' usual order; an instrument after the other."""
    table = ask_shares(ask, selection, standards, ("unit",))
    of_all = shares_of_all(ask, selection)
    found = {
        (row["instrument"], row["group_name"]): share_of(row) for row in records(table, "unit")
    }
    rows = [
        {
            "label": LABELS[instrument],
            "unit_id": unit_id,
            "unit_name": name,
            "hospital_share": of_all.get((instrument, None)),
            "stands_out": _stands_out(share, instrument, of_all, standards),
            **share_columns(recommend_row(unit_id, instrument, share, standards)),
        }
        for instrument in LABELS
        for unit_id, name in unit_names(ask).items()
        if (share := found.get((instrument, unit_id))) is not None
    ]
    verdict = outliers(rows, "in who recommends us")
    where = phrases.counted(len({row["unit_id"] for row in rows}), "unit", "units")
    words = f"Share that recommends in {where}, with intervals. {verdict.sentence}"
    return Figure("recommend", table_of(BY_UNIT, rows), counted_n(rows), words, verdict)


def _stands_out(
    share: Share, instrument: str, of_all: dict[tuple[str, str | None], float], standards: Standards
) -> str | None:
    """Compare a unit's answers on an instrument with the whole organization's."""
    row = recommend_row(None, instrument, share, standards, level=OUTLIER_LEVEL)
    return word_of(side_of(row, of_all.get((instrument, None))), "higher")


def gap_verdict(who: str, named: list[MeasureRow], standards: Standards) -> Verdict:
    """Judge whether recovered patients recommend more or less than those without a problem.

    named holds that contrast for each instrument.
    """
    told = [row for row in named if row.value is not None and row.more["verdict"] != "too_few"]
    if not told:
        arms = [_smaller_arm(row) for row in named if not row.suppressed]
        most = max(arms, default=None)
        return verdicts.too_few(who, most, standards.floor_n, " in the smaller group")
    return verdicts.gap(who, told, standards.detectable_difference)


def _smaller_arm(row: MeasureRow) -> int:
    return min(row.more.get("recovered_n", 0), row.more.get("other_n", 0))


def share_columns(row: MeasureRow | None) -> dict[str, Any]:
    """A share as a figure's columns; nothing where there is none."""
    if row is None:
        return nothing_there()
    numbers = {"n": row.n, "recommend_share": row.value, "lower": row.lower, "upper": row.upper}
    return {**numbers, **guards(row)}


def _month_row(instrument: str, share: Share | None, standards: Standards) -> MeasureRow | None:
    return None if share is None else recommend_row(None, instrument, share, standards)


def _gap(row: MeasureRow) -> dict[str, Any]:
    names = ("label", "contrast", "recovered_n", "other_n", "is_exploratory")
    return {
        **{name: row.more.get(name) for name in names},
        "difference": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "gap_verdict": row.more["verdict"],
        "is_suppressed": row.suppressed,
        "note": row.note,
    }


def _gap_in_words(row: MeasureRow) -> str:
    other = "no problem" if row.more["contrast"] == NAMED_BEFOREHAND else "unrecovered"
    if row.value is None:
        size = row.note or NO_DATA
    else:
        size = TOO_FEW if row.more["verdict"] == "too_few" else phrases.points(row.value)
    return f"{row.more['label']}: recovered minus {other} {size}"


def arms_in_words(
    label: str,
    found: dict[tuple[str, str | None], MeasureRow],
    instrument: str,
    arm_labels: Mapping[str, str] = ARM_LABELS,
) -> str:
    """Each arm's share on one instrument, as a list of words."""
    told = [
        f"{arm_labels[arm].lower()} {phrases.percent(row.value, row.n or 0)}"
        for arm in ARMS
        if (row := found.get((instrument, arm))) is not None
        and row.value is not None
        and not row.is_too_few
    ]
    return f"{label}: {', '.join(told) or 'too few'}"


def n_of(share: Share) -> int | None:
    """How many answered; None where that is hidden."""
    return None if share.is_suppressed else share.n


def together(shares: list[Share]) -> Share:
    """Add the answers of several groups up; they must be of one instrument."""
    return Share(
        n=sum(share.n for share in shares),
        recommend_n=sum(share.recommend_n for share in shares),
        weight_sum=sum(share.weight_sum for share in shares),
        weight_squared_sum=sum(share.weight_squared_sum for share in shares),
        recommend_weight_sum=sum(share.recommend_weight_sum for share in shares),
    )

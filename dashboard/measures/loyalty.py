"""Pictures of the loyalty page: do patients recommend us after something went wrong?"""

from dataclasses import dataclass
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, recommendation, verdicts
from dashboard.measures.asking import records, unit_names
from dashboard.measures.months import STEPS, line
from dashboard.measures.organization import Compared, outliers, shares_of_all, subject_of
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
from dashboard.measures.variation import change_of
from dashboard.measures.verdicts import OUTLIER_LEVEL, Verdict
from dashboard.settings import Standards

ARM_LABELS = {"no_problem": "No problem", "recovered": "Recovered", "unrecovered": "Unrecovered"}
RULE = "Rule: shown where the 95 % interval of the difference excludes 0."

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
            **_share(found.get((instrument, arm))),
        }
        for instrument in asked
        for arm in ARMS
    ]
    words = "; ".join(_arms_in_words(LABELS[name], found, name) for name in asked) or NOT_ASKED
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
            **_share(_month_row(instrument, share, standards)),
        }
        for instrument, periods in lines.items()
        for day, share in periods
    ]
    verdict = change_of(ask, selection, standards, "recommend")
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
            "stands_out": compared(share, instrument, of_all, standards).side,
            **_share(recommend_row(unit_id, instrument, share, standards)),
        }
        for instrument in LABELS
        for unit_id, name in unit_names(ask).items()
        if (share := found.get((instrument, unit_id))) is not None
    ]
    verdict = outliers(rows, "in who recommends us")
    where = phrases.counted(len({row["unit_id"] for row in rows}), "unit", "units")
    words = f"Share that recommends in {where}, with intervals. {verdict.sentence}"
    return Figure("recommend", table_of(BY_UNIT, rows), counted_n(rows), words, verdict)


def compared(
    share: Share, instrument: str, of_all: dict[tuple[str, str | None], float], standards: Standards
) -> Compared:
    """Compare a unit's answers on an instrument with the whole organization's."""
    row = recommend_row(None, instrument, share, standards, level=OUTLIER_LEVEL)
    return Compared(row, of_all.get((instrument, None)))


def gap_verdict(who: str, named: list[MeasureRow], standards: Standards) -> Verdict:
    """Say whether recovered patients recommend more or less than those without a problem.

    named holds that contrast for each instrument; one that is shown comes first, and of several
    the one that is worst.
    """
    told = [row for row in named if row.value is not None and row.more["verdict"] != "too_few"]
    if not told:
        arms = [_smaller_arm(row) for row in named if not row.suppressed]
        most = max(arms, default=None)
        return verdicts.too_few(who, most, standards.floor_n, " in the smaller group")
    shown = [row for row in told if row.more["verdict"] == "shown"]
    detail = " ".join(_gap_detail(row, standards) for row in told) + f" {RULE}"
    if named[0].more["is_exploratory"]:
        detail += " Exploratory: only the whole organization's gap was named beforehand."
    if not shown:
        sentence = (
            f"{who}: no recovery gap is shown. The difference between patients whose problem was "
            "put right and those who had none could be chance."
        )
        return verdicts.nothing(sentence, detail)
    worst = min(shown, key=lambda row: row.value or 0.0)
    is_more = (worst.value or 0.0) > 0
    sentence = (
        f"{who}: patients whose problem was put right recommend us {'more' if is_more else 'less'} "
        f"than those who had none ({phrases.points(worst.value or 0.0)}, "
        f"“{phrases.lower_first(worst.more['label'])}”)."
    )
    return Verdict("improvement" if is_more else "concern", sentence, detail)


def _smaller_arm(row: MeasureRow) -> int:
    return min(row.more.get("recovered_n", 0), row.more.get("other_n", 0))


def _share(row: MeasureRow | None) -> dict[str, Any]:
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


def _gap_detail(row: MeasureRow, standards: Standards) -> str:
    counted = f"{phrases.sample(row.more['recovered_n'])} and {phrases.count(row.more['other_n'])}"
    needed, points = row.more["needed_n"], round(standards.detectable_difference * 100)
    wanted = f"answers in each group would be needed for a difference of {points} points"
    missing = f"; {phrases.count(needed)} {wanted}" if needed else ""
    return (
        f"{row.more['label']}: {phrases.points(row.value or 0.0)}, between "
        f"{phrases.points(row.lower or 0.0)} and {phrases.points(row.upper or 0.0)} "
        f"({phrases.INTERVAL}, {counted}{missing})."
    )


def _gap_in_words(row: MeasureRow) -> str:
    other = "no problem" if row.more["contrast"] == NAMED_BEFOREHAND else "unrecovered"
    if row.value is None:
        size = row.note or NO_DATA
    else:
        size = TOO_FEW if row.more["verdict"] == "too_few" else phrases.points(row.value)
    return f"{row.more['label']}: recovered minus {other} {size}"


def _arms_in_words(
    label: str, found: dict[tuple[str, str | None], MeasureRow], instrument: str
) -> str:
    told = [
        f"{ARM_LABELS[arm].lower()} {phrases.percent(row.value, row.n or 0)}"
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

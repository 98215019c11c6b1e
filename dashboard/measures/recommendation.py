"""Who would recommend us: recommend, by instrument, never pooled. No I/O of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_surveys, part_of, records
from dashboard.measures.rows import MeasureRow, MeasureTable, counted, hidden, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import Interval, kish_effective_n, wilson_interval

QUERY = "loyalty/survey_arms"
LABELS = {
    "HCAHPS": "Would definitely recommend",
    "NPS": "Promoters, 9–10",
    "FFT_RECOMMEND": "Likely to recommend",
    "local": "Would return, 4–5",
    "FFT": "Positive experience",
}
"""What the top answers of an instrument are called, in the order of the pages."""

NOTES = {
    "FFT": "positive experience: the FFT asks about the experience, not about recommending",
    "FFT_RECOMMEND": "the FFT's wording to 2020: not to be joined with the one after",
}
ARMS = ("no_problem", "recovered", "unrecovered")
APART = {
    "pending": "pending",
    "unanswered": "not said whether resolved",
    "not_asked": "not asked",
}
"""Arms that belong to none of the three, and how they are called where they are counted."""


@dataclass(frozen=True)
class Share:
    """Who would recommend, of those who answered; weighted where the survey has weights."""

    n: int
    recommend_n: int
    weight_sum: float
    weight_squared_sum: float
    recommend_weight_sum: float
    is_suppressed: bool = False

    @property
    def share(self) -> float:
        """The weighted share; 0–1, also where the two sums differ in their last digit."""
        return min(self.recommend_weight_sum / self.weight_sum, 1.0)

    @property
    def effective_n(self) -> float:
        """How many unweighted answers carry as much (Kish)."""
        return kish_effective_n(self.weight_sum, self.weight_squared_sum)

    @property
    def effective_recommend_n(self) -> float:
        """How many of those would recommend; never outside 0 to effective_n by rounding."""
        return self.share * self.effective_n

    @property
    def is_weighted(self) -> bool:
        """Whether weights differ, so that the share is not recommend_n / n."""
        return abs(self.effective_n - self.n) > 1e-6

    def interval(self, level: float = 0.95) -> Interval:
        """Wilson's interval, by the effective n."""
        return wilson_interval(self.effective_recommend_n, self.effective_n, level)


NOBODY = Share(0, 0, 0.0, 0.0, 0.0)


def recommend(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of the top answers about recommending: a row an instrument (and group), never pooled.

    `more` has instrument, label and effective_n; FFT's rows are labeled positive experience. By arm
    the rows are no_problem, recovered and unrecovered, and the others are counted as excluded.
    """
    part = part_of(selection)
    table = ask_shares(ask, selection, standards, (part,))
    found = records(table, part)
    if part == "arm":
        return MeasureTable("recommend", "arm", tuple(_arm_rows(found, standards)))
    rows = tuple(
        recommend_row(
            row["group_name"],
            row["instrument"],
            share_of(row),
            standards,
            excluded=unanswered([row]),
        )
        for row in _in_order(found)
    )
    nothing = () if selection.by else (MeasureRow(None, n=0, note="no data"),)
    return MeasureTable("recommend", selection.by, rows or nothing)


def ask_shares(
    ask: Ask,
    selection: Selection,
    standards: Standards,
    parts: tuple[str, ...],
    *,
    is_by_arm: bool = False,
) -> pa.Table:
    """Ask who would recommend, by part, group, instrument and, if wished, arm."""
    return ask_surveys(ask, QUERY, selection, standards, parts=parts, is_by_arm=is_by_arm)


def share_of(row: dict[str, Any]) -> Share:
    """Read one row of the arms query."""
    if row["is_suppressed"]:
        return Share(0, 0, 0.0, 0.0, 0.0, is_suppressed=True)
    return Share(
        row["answered_n"],
        row["recommend_n"],
        row["weight_sum"],
        row["weight_squared_sum"],
        row["recommend_weight_sum"],
    )


def recommend_row(
    group: str | None,
    instrument: str,
    share: Share,
    standards: Standards,
    *,
    excluded: dict[str, int] | None = None,
    level: float = 0.95,
) -> MeasureRow:
    """Describe one group's answers on one instrument."""
    named = {"instrument": instrument, "label": LABELS[instrument]}
    if share.is_suppressed:
        return hidden(group, standards.floor_n, **named, effective_n=None)
    if share.n == 0:
        return MeasureRow(
            group, n=0, excluded=excluded or {}, note="no data: nobody answered", more=named
        )
    lower, upper = share.interval(level)
    weighted = f"weighted; effective n {share.effective_n:,.0f}" if share.is_weighted else None
    return MeasureRow(
        group,
        n=share.n,
        value=share.share,
        lower=lower,
        upper=upper,
        numerator=share.recommend_n,
        excluded=excluded or {},
        note=noted(NOTES.get(instrument), weighted, too_few(share.n, standards.floor_n)),
        more={**named, "effective_n": share.effective_n},
    )


def unanswered(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many left out the question about recommending; suppressed rows tell nothing."""
    left_out_n = sum(row["responses_n"] - row["answered_n"] for row in rows if row["responses_n"])
    return counted(no_answer=left_out_n)


def apart(arms: dict[str, dict[str, Any]]) -> dict[str, int]:
    """How many responses belong to none of the three arms, by what is not known of them."""
    return {
        name: int(arms[arm]["responses_n"])
        for arm, name in APART.items()
        if arm in arms and arms[arm]["responses_n"]
    }


def _in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    order = list(LABELS)
    return sorted(found, key=lambda row: (order.index(row["instrument"]), row["group_name"] or ""))


def _arm_rows(found: list[dict[str, Any]], standards: Standards) -> list[MeasureRow]:
    rows = []
    for instrument in LABELS:
        of_arm = {row["group_name"]: row for row in found if row["instrument"] == instrument}
        for arm in ARMS:
            if arm in of_arm:
                share = share_of(of_arm[arm])
                excluded = apart(of_arm) | unanswered([of_arm[arm]])
                rows.append(recommend_row(arm, instrument, share, standards, excluded=excluded))
    return rows

"""Whether recovery pays: recovered_share and recovery_gap. No I/O of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import (
    ALL_CONTACT_TYPES,
    ask_complaints,
    ask_surveys,
    folded,
    groups,
    part_of,
    records,
)
from dashboard.measures.recommendation import (
    ARMS,
    LABELS,
    NOBODY,
    Share,
    apart,
    ask_shares,
    share_of,
    unanswered,
)
from dashboard.measures.rows import MeasureRow, MeasureTable, counted, hidden, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import n_needed, newcombe_interval, wilson_interval

CONTRASTS = {
    "recovered-no_problem": ("recovered", "no_problem"),
    "recovered-unrecovered": ("recovered", "unrecovered"),
}
NAMED_BEFOREHAND = "recovered-no_problem"
"""measures.md recovery_gap: for the whole organization; all other contrasts are exploratory."""

CONFOUNDING = (
    "Recovered patients had less severe failures, chose to complain, and answered a survey: "
    "this is an association, not cause and effect."
)
FROM_SURVEYS = "from surveys (problem_resolved), as no source gives satisfaction_handling"
NOT_ASKED = "not measurable: no survey here asks whether there was a problem (had_problem)"
NOTHING_GIVEN = (
    "not measurable: neither satisfaction_handling of complaints "
    "nor problem_resolved of surveys is given"
)
NOTHING_TO_SAY = MeasureRow(
    None,
    n=0,
    note="not measurable: no source gives satisfaction_handling, and surveys have no such column",
)
SURVEYS_TOO = frozenset(
    {"unit", "month", "department", "site", "unit_id", "source_system"}
    | {"age_band", "ethnicity_group", "preferred_language"}
)
"""Columns of complaints by which surveys can be chosen and grouped alike."""


def recovered_share(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share put right to the patient's satisfaction, of closed complaints with feedback.

    Where no source of these complaints has satisfaction_handling: of surveyed patients with a
    problem, the share that says it was fully resolved; the note says so. Pending ones and those
    without feedback are excluded and counted, never recovered.
    """
    part = part_of(selection)
    if is_handling_recorded(ask, standards):
        found = records(ask_handling(ask, selection, standards, (part,)), part)
        rows = tuple(handling_row(row, standards) for row in found)
        missing = "no data"
    elif is_of_complaints_alone(selection):
        return MeasureTable("recovered_share", selection.by, (NOTHING_TO_SAY,))
    else:
        found = records(ask_resolved_problems(ask, selection, standards, (part,)), part)
        rows = tuple(problem_row(row, standards) for row in found)
        missing = NOTHING_GIVEN
    nothing = () if selection.by else (MeasureRow(None, n=0, note=missing),)
    return MeasureTable("recovered_share", selection.by, rows or nothing)


def is_handling_recorded(ask: Ask, standards: Standards) -> bool:
    """Whether any complaint in view comes from a source that gives satisfaction_handling.

    Whatever is chosen of them: a month without complaints must not change what is measured.
    """
    unhidden = standards.model_copy(update={"audience": "internal"})  # a yes or no tells no number
    everything = Selection(contact_types=ALL_CONTACT_TYPES)
    found = records(ask_handling(ask, everything, unhidden, ("all",)), "all")
    names = ("feedback_n", "no_feedback_n", "pending_n")
    return any(row[name] for row in found for name in names)


def is_of_complaints_alone(selection: Selection) -> bool:
    """Whether the grouping or a filter is one that surveys don't have."""
    chosen = folded(selection)
    columns = {column for column, _ in chosen.where} | ({selection.by} if selection.by else set())
    is_filtered = chosen.channels or chosen.severities or chosen.contact_types
    is_every_type = set(chosen.contact_types) == set(ALL_CONTACT_TYPES)
    return (bool(is_filtered) and not is_every_type) or not columns <= SURVEYS_TOO


def ask_handling(
    ask: Ask, selection: Selection, standards: Standards, parts: tuple[str, ...]
) -> Any:
    """Ask how satisfied complainants are with the handling."""
    satisfied_from = standards.satisfied_from
    query = "loyalty/recovered"
    return ask_complaints(
        ask, query, selection, standards, parts=parts, satisfied_from=satisfied_from
    )


def ask_resolved_problems(
    ask: Ask, selection: Selection, standards: Standards, parts: tuple[str, ...]
) -> Any:
    """Ask how many patients with a problem say that it was fully resolved."""
    return ask_surveys(ask, "loyalty/survey_recovered", selection, standards, parts=parts)


def handling_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its complainants' satisfaction with the handling."""
    if row["is_suppressed"]:
        return hidden(row["group_name"], standards.floor_n)
    excluded = counted(
        no_feedback=row["no_feedback_n"],
        pending=row["pending_n"],
        not_recorded=row["not_recorded_n"],
    )
    return _recovered(row["group_name"], row["recovered_n"], row["feedback_n"], excluded, standards)


def problem_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by what its surveyed patients say became of their problem."""
    if row["is_suppressed"]:
        return hidden(row["group_name"], standards.floor_n)
    excluded = counted(pending=row["pending_n"], no_answer=row["unanswered_n"])
    n = row["recovered_n"] + row["unrecovered_n"]
    return _recovered(
        row["group_name"], row["recovered_n"], n, excluded, standards, said=FROM_SURVEYS
    )


def _recovered(
    group: str | None,
    recovered_n: int,
    n: int,
    excluded: dict[str, int],
    standards: Standards,
    said: str | None = None,
) -> MeasureRow:
    if n == 0:
        note = NOTHING_GIVEN if said and not excluded else noted(said, "no data: no feedback")
        return MeasureRow(group, n=0, numerator=0, excluded=excluded, note=note)
    lower, upper = wilson_interval(recovered_n, n)
    return MeasureRow(
        group,
        n=n,
        value=recovered_n / n,
        lower=lower,
        upper=upper,
        numerator=recovered_n,
        excluded=excluded,
        note=noted(said, too_few(n, standards.floor_n)),
    )


@dataclass(frozen=True)
class Gap:
    """The recovered arm against another one, on one instrument."""

    contrast: str
    instrument: str
    recovered: Share
    other: Share
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_suppressed(self) -> bool:
        """Whether an arm is too small for the audience."""
        return self.recovered.is_suppressed or self.other.is_suppressed

    @property
    def is_there(self) -> bool:
        """Whether both arms have somebody, so that there is a difference."""
        return all(arm.is_suppressed or arm.n > 0 for arm in (self.recovered, self.other))

    def verdict(self, floor_n: int) -> str:
        """Say shown where the interval excludes 0, else not_shown; too_few under the floor."""
        if self.is_suppressed or min(self.recovered.n, self.other.n) < floor_n:
            return "too_few"
        lower, upper = self.interval
        return "shown" if lower > 0 or upper < 0 else "not_shown"

    @property
    def difference(self) -> float:
        """Positive where recovered patients recommend more."""
        return self.recovered.share - self.other.share

    @property
    def interval(self) -> tuple[float, float]:
        """Newcombe's interval of the difference, 95 %, by effective n."""
        interval = newcombe_interval(
            self.recovered.effective_recommend_n,
            self.recovered.effective_n,
            self.other.effective_recommend_n,
            self.other.effective_n,
        )
        return interval.lower, interval.upper

    def needed_n(self, difference: float) -> int | None:
        """Answers that an arm needs to show such a difference (80 % power); None if it has them."""
        other = self.other.share
        target = other + difference if other + difference <= 1 else other - difference
        needed = n_needed(other, target)
        return None if min(self.recovered.n, self.other.n) >= needed else needed


def recovery_gap(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Difference in recommending between recovered patients and others, a row a contrast.

    Rows are in `group` (or, without grouping, named by their contrast) and in `more`: contrast,
    instrument, verdict and the arms. Only recovered − no problem for the whole organization was
    named beforehand; the other rows say that they are exploratory.
    """
    part = part_of(selection)
    table = ask_shares(ask, selection, standards, (part,), is_by_arm=True)
    is_named = is_whole(ask, selection)
    rows = tuple(
        row
        for group, found in groups(table, part)
        for row in _gap_rows(group, found.to_pylist(), selection, standards, is_named=is_named)
    )
    return MeasureTable("recovery_gap", selection.by, rows or _no_gap(table.num_rows, selection))


def is_whole(ask: Ask, selection: Selection) -> bool:
    """Whether all of the organization is looked at, without a filter but the period."""
    chosen = folded(selection)
    is_filtered = chosen.units or chosen.where or chosen.instruments or chosen.by
    return not is_filtered and bool(ask("filters/scope")["is_whole"][0].as_py())


def gaps(rows: list[dict[str, Any]]) -> list[Gap]:
    """Pair the arms of each instrument; a contrast without both arms is left out."""
    return [gap for gap in pairs(rows) if gap.is_there]


def pairs(rows: list[dict[str, Any]]) -> list[Gap]:
    """Pair the arms of each instrument that asks about problems; an arm may be empty."""
    found = []
    for instrument in LABELS:
        arms = {row["answer_arm"]: row for row in rows if row["instrument"] == instrument}
        shares = {arm: share_of(arms[arm]) if arm in arms else NOBODY for arm in ARMS}
        if not any(share.is_suppressed or share.n for share in shares.values()):
            continue
        for contrast, (first, second) in CONTRASTS.items():
            excluded = apart(arms) | unanswered(arms[arm] for arm in (first, second) if arm in arms)
            found.append(Gap(contrast, instrument, shares[first], shares[second], excluded))
    return found


def _gap_rows(
    group: str | None,
    found: list[dict[str, Any]],
    selection: Selection,
    standards: Standards,
    *,
    is_named: bool,
) -> Iterator[MeasureRow]:
    for gap in pairs(found):
        yield gap_row(group if selection.by else gap.contrast, gap, standards, is_named=is_named)


def gap_row(group: str | None, gap: Gap, standards: Standards, *, is_named: bool) -> MeasureRow:
    """Describe one contrast."""
    is_exploratory = not (is_named and gap.contrast == NAMED_BEFOREHAND)
    more: dict[str, Any] = {
        "contrast": gap.contrast,
        "instrument": gap.instrument,
        "label": LABELS[gap.instrument],
        "verdict": gap.verdict(standards.floor_n),
        "is_exploratory": is_exploratory,
    }
    if gap.is_suppressed or not (gap.is_there or standards.audience == "internal"):
        return hidden(group, standards.floor_n, **more)
    if not gap.is_there:
        empty = gap.contrast.split("-")[0 if gap.recovered.n == 0 else 1]
        n = gap.recovered.n + gap.other.n
        note = f"no data: nobody in the arm {empty}"
        return MeasureRow(group, n=n, excluded=gap.excluded, note=note, more=more)
    needed = gap.needed_n(standards.detectable_difference)
    points = round(standards.detectable_difference * 100)
    lower, upper = gap.interval
    smaller = min(gap.recovered.n, gap.other.n)
    return MeasureRow(
        group,
        n=gap.recovered.n + gap.other.n,
        value=gap.difference,
        lower=lower,
        upper=upper,
        excluded=gap.excluded,
        note=noted(
            "exploratory" if is_exploratory else None,
            f"{needed} answers an arm are needed for {points} points" if needed else None,
            too_few(smaller, standards.floor_n),
        ),
        more=more
        | {
            "recovered_n": gap.recovered.n,
            "other_n": gap.other.n,
            "recovered_share": gap.recovered.share,
            "other_share": gap.other.share,
            "needed_n": needed,
        },
    )


def _no_gap(responses: int, selection: Selection) -> tuple[MeasureRow, ...]:
    if selection.by:
        return ()
    note = NOT_ASKED if responses else "no data"
    return tuple(
        MeasureRow(contrast, n=0, note=note, more={"contrast": contrast, "verdict": "too_few"})
        for contrast in CONTRASTS
    )

"""The whole organization, to compare units with: its values, and whether a unit differs from it.

Its values come from views of their own, which hold only months large enough to name no unit.
"""

from dataclasses import replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases
from dashboard.measures.asking import CONTACT_TYPES, folded, groups, records, unit_names
from dashboard.measures.recommendation import LABELS
from dashboard.measures.resolution import Cohort, cohort_of, cohorts
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.settings import Standards


def side_of(row: MeasureRow, value: float | None) -> str:
    """High or low where the row's interval excludes the organization's value, else nothing."""
    if value is None or row.is_too_few or row.lower is None or row.upper is None:
        return ""
    return "high" if row.lower > value else "low" if row.upper < value else ""


def subject_of(ask: Ask, selection: Selection) -> str:
    """Name whom a verdict is about: the units chosen, else all that the viewer may see."""
    if selection.units:
        return phrases.subject(unit_names(ask), selection.units)
    if is_whole(ask):
        return phrases.ALL_UNITS
    own = unit_names(ask)
    return next(iter(own.values())) if len(own) == 1 else phrases.OWN_UNITS


def is_whole(ask: Ask) -> bool:
    """Whether the viewer sees every unit."""
    return bool(ask("filters/scope")["is_whole"][0].as_py())


def is_part(ask: Ask, selection: Selection) -> bool:
    """Whether what is shown is a part of the organization, so that all of it can stand beside."""
    return bool(selection.units) or not is_whole(ask)


def cohorts_of_all(
    ask: Ask, selection: Selection, standards: Standards
) -> dict[str, dict[str | None, Cohort]]:
    """The organization's receipt cohorts: in all and by month.

    The guarded view knows no channel and no severity: where these are chosen, all of it is asked
    of whoever may see it, and for others there is nothing to compare with.
    """
    chosen = folded(selection)
    parts = ("all", "month")
    if chosen.channels or chosen.severities or chosen.where:
        return _filtered_cohorts(ask, chosen, standards, parts)
    table = ask(
        "timeliness/hospital_resolution_ages",
        contact_types=chosen.contact_types or CONTACT_TYPES,
        from_month=chosen.from_month,
        to_month=chosen.to_month,
        parts=parts,
    )
    return {part: {name: cohort_of(rows) for name, rows in groups(table, part)} for part in parts}


def _filtered_cohorts(
    ask: Ask, chosen: Selection, standards: Standards, parts: tuple[str, ...]
) -> dict[str, dict[str | None, Cohort]]:
    if not is_whole(ask):
        return {part: {} for part in parts}
    found = cohorts(ask, replace(chosen, units=(), by=None), standards, parts)
    return {
        part: {name: cohort for name, cohort in of_part.items() if cohort.n >= standards.floor_n}
        for part, of_part in found.items()
    }


def shares_of_all(ask: Ask, selection: Selection) -> dict[tuple[str, str | None], float]:
    """The organization's share that would recommend, by instrument and month (None: in all)."""
    chosen = folded(selection)
    table = ask(
        "loyalty/hospital_recommend",
        instruments=chosen.instruments or tuple(LABELS),
        from_month=chosen.from_month,
        to_month=chosen.to_month,
        parts=("all", "month"),
    )
    rows: list[dict[str, Any]] = [*records(table, "all"), *records(table, "month")]
    return {
        (row["instrument"], row["group_name"]): row["recommend_weight_sum"] / row["weight_sum"]
        for row in rows
        if row["weight_sum"]
    }

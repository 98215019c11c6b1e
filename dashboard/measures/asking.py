"""From a selection to a query's parameters: cells where they suffice, else rows.

Each query over cells (timeliness/open_cases) has a twin over rows (rows/open_cases) with the same
columns; a test holds their answers equal. Nothing is computed here.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.mart.catalog import OF_SUBJECT, Ask, load
from dashboard.measures.by_subject import COLUMNS as SUBJECT_COLUMNS
from dashboard.measures.by_subject import (
    SUBJECT,
    Chosen,
    named_by,
    named_in_cells,
    without_subjects,
)
from dashboard.measures.selection import LAST_DAY, Selection, month_end, months_before
from dashboard.settings import Standards

CONTACT_TYPES = ("complaint", "grievance")
ALL_CONTACT_TYPES = ("concern", "complaint", "grievance", "pals_enquiry")
"""measures.md "Registry": complaint and grievance, unless a measure says otherwise."""

PLACES = frozenset({"all", "unit", "department", "site", "month"})
COMPLAINT_CELLS = PLACES | {"channel", "contact_type", "severity"}
SURVEY_CELLS = PLACES | {"instrument", "mode", "arm"}

_FIELD_OF = {
    "channel": "channels",
    "severity": "severities",
    "severity_hcat": "severities",
    "contact_type": "contact_types",
    "instrument": "instruments",
}

_SUBJECT_CELLS = {"timeliness/resolution_ages": "subjects/subject_ages"}
"""Questions that are answered by subject from cells, where no channel or severity is chosen."""


def ask_complaints(
    ask: Ask,
    query: str,
    selection: Selection,
    standards: Standards,
    *,
    parts: tuple[str, ...],
    types: tuple[str, ...] = CONTACT_TYPES,
    cells: frozenset[str] = COMPLAINT_CELLS,
    **params: Any,
) -> pa.Table:
    """Ask a question about complaints, grouped as `parts` say, from cells or from rows."""
    if SUBJECT in parts:
        return _ask_by_subject(ask, query, selection, standards, types=types, **params)
    chosen = _with_issues(ask, folded(selection))
    kinds = _kinds(ask, chosen, types)
    given = params | {"parts": parts, "floor_n": floor_of(standards)}
    if _in_cells(chosen, parts, cells) and chosen.as_of is None:
        return ask(
            query,
            groups=groups_of(ask, kinds, parts),
            from_month=chosen.from_month,
            to_month=chosen.to_month,
            **given,
        )
    return ask(
        _rows(query),
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        as_of=chosen.as_of or LAST_DAY,
        **kinds,
        **_wanted(chosen),
        **given,
    )


def _ask_by_subject(
    ask: Ask,
    query: str,
    selection: Selection,
    standards: Standards,
    *,
    types: tuple[str, ...],
    **params: Any,
) -> pa.Table:
    """Ask a question about complaints by what they are about; a complaint counts under each.

    From rows, as a part a subject; from cells where they hold the question.
    """
    known = values_of(ask, SUBJECT)
    chosen = Chosen(selection, known)
    rest = folded(without_subjects(selection))
    cells = _SUBJECT_CELLS.get(query)
    is_in_cells = not (rest.channels or rest.severities or rest.as_of or chosen.is_primary)
    if cells and is_in_cells and _in_cells(rest, (), frozenset()):
        table = ask(
            cells,
            groups=groups_of(ask, _kinds(ask, rest, types), ()),
            from_month=rest.from_month,
            to_month=rest.to_month,
            taxonomies=chosen.taxonomies,
            floor_n=floor_of(standards),
            **params,
        )
        return named_in_cells(chosen, known, table)
    parts = tuple(chosen.parts(known)) or (OF_SUBJECT,)
    table = ask_complaints(ask, query, rest, standards, parts=parts, types=types, **params)
    return named_by(chosen, known, table)


def _with_issues(ask: Ask, selection: Selection) -> Selection:
    """Turn what `where` says of subjects into the condition that rows know."""
    if not any(column in SUBJECT_COLUMNS for column, _ in selection.where):
        return selection
    wanted = Chosen(selection, values_of(ask, SUBJECT)).wanted()
    rest = without_subjects(selection)
    return replace(rest, where=(*rest.where, *wanted))


def ask_surveys(
    ask: Ask,
    query: str,
    selection: Selection,
    standards: Standards,
    *,
    parts: tuple[str, ...],
    **params: Any,
) -> pa.Table:
    """Ask a question about survey responses, grouped as `parts` say, from cells or from rows."""
    chosen = folded(selection)
    given = params | {
        "units": units_of(ask, chosen),
        "instruments": chosen.instruments or values_of(ask, "instrument"),
        "parts": parts,
        "floor_n": floor_of(standards),
    }
    if _in_cells(chosen, parts, SURVEY_CELLS) and chosen.as_of is None:
        return ask(query, from_month=chosen.from_month, to_month=chosen.to_month, **given)
    return ask(
        _rows(query),
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        as_of=chosen.as_of or LAST_DAY,
        **_wanted(chosen),
        **given,
    )


def ask_single_complaints(
    ask: Ask, query: str, selection: Selection, standards: Standards
) -> pa.Table:
    """Ask about single complaints, from rows; the board is shown none."""
    chosen = _with_issues(ask, folded(selection))
    return ask(
        query,
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        as_of=chosen.as_of or LAST_DAY,
        is_internal=standards.audience == "internal",
        **_kinds(ask, chosen, CONTACT_TYPES),
        **_wanted(chosen),
    )


def ask_satisfaction(ask: Ask, selection: Selection, standards: Standards) -> pa.Table:
    """Ask how many are satisfied with the handling, by what was done; from rows."""
    chosen = folded(selection)
    return ask(
        "loyalty/satisfaction_by",
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        satisfied_from=standards.satisfied_from,
        standard_days=standards.resolved_within_days,
        floor_n=floor_of(standards),
        **_kinds(ask, chosen, CONTACT_TYPES),
    )


def ask_unit_months(
    ask: Ask,
    query: str,
    selection: Selection,
    standards: Standards,
    *,
    since: tuple[dt.date, ...],
    is_of_surveys: bool,
    **params: Any,
) -> pa.Table:
    """Ask for counts of all units by month, and since certain months, from cells."""
    chosen = folded(selection)
    given: dict[str, Any] = params | {
        "from_month": chosen.from_month,
        "to_month": chosen.to_month,
        "since": since,
        "floor_n": floor_of(standards),
    }
    wanted = load(query).params
    if "units" in wanted:
        given["units"] = units_of(ask, chosen)
    if is_of_surveys:
        return ask(query, instruments=chosen.instruments or values_of(ask, "instrument"), **given)
    kinds = _kinds(ask, chosen, CONTACT_TYPES)
    return ask(query, groups=groups_of(ask, kinds, ("unit",)), **given)


def ask_backlog(ask: Ask, selection: Selection, standards: Standards) -> pa.Table:
    """Ask what was open at each month's end in the period, from cells; of all contact types."""
    chosen = folded(selection)
    kinds = _kinds(ask, chosen, ALL_CONTACT_TYPES)
    return ask(
        "timeliness/backlog",
        groups=groups_of(ask, kinds, ("all",)),
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        floor_n=floor_of(standards),
    )


def ask_activity(
    ask: Ask, selection: Selection, standards: Standards, *, parts: tuple[str, ...]
) -> pa.Table:
    """Ask how many complaints were received for how many patients; whole months."""
    chosen = _with_issues(ask, folded(selection))
    kinds = _kinds(ask, chosen, CONTACT_TYPES)
    given: dict[str, Any] = {
        "from_month": chosen.from_month,
        "to_month": last_full_month(chosen),
        "parts": parts,
        "floor_n": floor_of(standards),
    }
    if chosen.as_of is None and not chosen.where:
        chosen_groups = groups_of(ask, kinds, parts)
        return ask(
            "word_of_mouth/complaints_activity",
            units=kinds["units"], groups=chosen_groups, **given,
        )  # fmt: skip
    as_of = chosen.as_of or LAST_DAY
    return ask("rows/complaints_activity", as_of=as_of, **kinds, **_wanted(chosen), **given)


def ask_capture(
    ask: Ask, selection: Selection, standards: Standards, *, parts: tuple[str, ...]
) -> pa.Table:
    """Ask how many complained of how many patients, and how many were dissatisfied; whole months.

    Channel and severity are of complaints alone: they would make everybody else silent, and are
    not applied.
    """
    chosen = folded(selection)
    given: dict[str, Any] = {
        "units": units_of(ask, chosen),
        "contact_types": chosen.contact_types or CONTACT_TYPES,
        "instruments": chosen.instruments or values_of(ask, "instrument"),
        "from_month": chosen.from_month,
        "to_month": last_full_month(chosen),
        "parts": parts,
        "floor_n": floor_of(standards),
    }
    if chosen.as_of is None and not chosen.where:
        return ask("word_of_mouth/capture", **given)
    return ask("rows/capture", as_of=chosen.as_of or LAST_DAY, **_wanted(chosen), **given)


def once(ask: Ask) -> Ask:
    """Answer the same question a second time from memory: for figures made of many figures."""
    known: dict[tuple[Any, ...], pa.Table] = {}

    def answer(query: str, /, **params: Any) -> pa.Table:
        asked = (query, *sorted(params.items()))
        if asked not in known:
            known[asked] = ask(query, **params)
        return known[asked]

    return answer


def folded(selection: Selection) -> Selection:
    """Move what `where` says of a filter of the cells into that filter."""
    rest: list[tuple[str, str]] = []
    fields: dict[str, Any] = {}
    for column, value in selection.where:
        name = _FIELD_OF.get(column)
        if name is None:
            rest.append((column, value))
        else:
            fields[name] = (*fields.get(name, ()), value)
    return replace(selection, where=tuple(rest), **fields)


def last_full_month(selection: Selection) -> dt.date:
    """Last month of the period that had ended by as_of: activity is known by whole months."""
    if selection.as_of is None or month_end(selection.as_of) == selection.as_of:
        return min(selection.to_month, (selection.as_of or LAST_DAY).replace(day=1))
    return min(selection.to_month, months_before(selection.as_of, 1))


def of_whole_months(selection: Selection) -> Selection:
    """Widen a period to the months that `last_full_month` and activity go by."""
    first = None if selection.from_on is None else selection.from_month
    return replace(selection, from_on=first, to_on=month_end(last_full_month(selection)))


def groups_of(ask: Ask, kinds: dict[str, Any], parts: tuple[str, ...]) -> tuple[int, ...]:
    """Numbers of the kinds of complaints in cells; asked once for all that a page asks of them."""
    is_by_kind = "channel" in parts or "severity" in parts
    table = ask("filters/case_groups", is_by_kind=is_by_kind, **kinds)
    return tuple(table["group_no"].to_pylist())


def units_of(ask: Ask, selection: Selection) -> tuple[str, ...]:
    """The units chosen, else all that the viewer may see."""
    return selection.units or tuple(ask("filters/units")["unit_id"].to_pylist())


def unit_names(ask: Ask) -> dict[str, str]:
    """Last names of the units that the viewer may see."""
    table = ask("filters/units")
    names = zip(table["unit_id"].to_pylist(), table["unit_name"].to_pylist(), strict=True)
    return dict(names)


def floor_of(standards: Standards) -> int:
    """The floor that SQL applies: internal viewers see small groups, with a note."""
    return standards.floor_n if standards.audience == "board" else 0


def part_of(selection: Selection) -> str:
    """The part of a query that answers the selection's grouping."""
    return selection.by or "all"


def groups(table: pa.Table, part: str) -> Iterator[tuple[str | None, pa.Table]]:
    """Split one part of an answer at its group names; rows of a group stand together."""
    chosen = table.filter(pc.equal(table["part"], part))
    names, starts = runs_of(chosen)
    for name, (start, end) in zip(names, pairwise([*starts, chosen.num_rows]), strict=True):
        yield name, chosen.slice(start, end - start)


def runs_of(table: pa.Table) -> tuple[list[str | None], list[int]]:
    """Names of a part's groups, and where the rows of each begin."""
    if not table.num_rows:
        return [], []
    runs = pc.run_end_encode(table["group_name"].combine_chunks())
    return runs.values.to_pylist(), [0, *runs.run_ends.to_pylist()[:-1]]


def records(table: pa.Table, part: str) -> list[dict[str, Any]]:
    """Give one part of an answer that has a row a group."""
    rows: list[dict[str, Any]] = table.filter(pc.equal(table["part"], part)).to_pylist()
    return rows


def values_of(ask: Ask, name: str) -> tuple[str, ...]:
    """The values of a filter that occur in what the viewer may see."""
    table = ask("filters/values")
    return tuple(table.filter(pc.equal(table["filter"], name))["value"].to_pylist())


def _kinds(ask: Ask, chosen: Selection, types: tuple[str, ...]) -> dict[str, Any]:
    return {
        "units": units_of(ask, chosen),
        "channels": chosen.channels or values_of(ask, "channel"),
        "severities": chosen.severities or values_of(ask, "severity"),
        "contact_types": chosen.contact_types or types,
    }


def _in_cells(selection: Selection, parts: tuple[str, ...], cells: frozenset[str]) -> bool:
    return selection.is_whole_months and not selection.where and cells.issuperset(parts)


def _wanted(selection: Selection) -> dict[str, Any]:
    return {
        "wanted": tuple(f"{column}={value}" for column, value in selection.where),
        "wanted_columns_n": len({column for column, _ in selection.where}),
    }


def _rows(query: str) -> str:
    return f"rows/{query.partition('/')[2]}"

"""Which of our units the file's names mean: proposed by likeness, confirmed once, kept."""

from dataclasses import replace

import pyarrow as pa
import streamlit as st

from dashboard.extracts.units import UNASSIGNED
from dashboard.proposals.units import NEW, NewUnit, UnitMatch
from dashboard.uploads.checking import Found
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.widgets.upload import draft

LATER, NEW_UNIT, NONE = "Leave it for now", "A new unit", "No unit of ours"
ANSWERS = {NEW_UNIT: NEW, NONE: UNASSIGNED}


def match(job: Job, choices: Choices, found: Found) -> None:
    """Ask for each name that no unit has; what is confirmed is published with the file."""
    if not found.units:
        return
    st.subheader("Which units are these?")
    st.markdown(
        f"{_names(len(found.units))} in the file no unit has. Confirm what they mean once, and "
        "next month's file of this source needs no question. Rows of names left open count for "
        "the whole organization, and for no unit."
    )
    names = {unit.unit_id: f"{unit.unit_name} ({unit.unit_id})" for unit in found.known_units}
    rows = [_row(one, choices, names) for one in found.units]
    edited = st.data_editor(
        pa.Table.from_pylist(rows),
        column_config={
            "name": st.column_config.TextColumn("Name in the file", disabled=True),
            "rows": st.column_config.NumberColumn("Rows", disabled=True, format="localized"),
            "means": st.column_config.SelectboxColumn(
                "Is", options=[LATER, NEW_UNIT, NONE, *names.values()], required=True
            ),
            "department": st.column_config.TextColumn("Department, if new"),
            "why": st.column_config.TextColumn("Why proposed", disabled=True),
        },
        hide_index=True,
        key=f"units_{job.id}_{len(choices.matches)}",
    )
    if st.button("Confirm these, and check again", key="confirm_units"):
        _confirm(job, choices, edited.to_pylist(), {text: unit for unit, text in names.items()})
        st.rerun()


def _names(names_n: int) -> str:
    return "One name" if names_n == 1 else f"{names_n} names"


def _row(one: UnitMatch, choices: Choices, names: dict[str, str]) -> dict[str, object]:
    confirmed = choices.matches.get(one.unknown.name)
    by_answer = {answer: text for text, answer in ANSWERS.items()}
    proposed = names.get(one.proposed or "", LATER)
    return {
        "name": one.unknown.name,
        "rows": one.unknown.rows_n,
        "means": by_answer.get(confirmed or "", names.get(confirmed or "", proposed)),
        "department": "",
        "why": f"{one.certainty}: {one.reason}" if one.proposed else one.reason,
    }


def _confirm(
    job: Job, choices: Choices, rows: list[dict[str, str]], ids: dict[str, str]
) -> None:  # fmt: skip
    matches, new_units = dict(choices.matches), dict(choices.new_units)
    for row in rows:
        meant = ANSWERS.get(row["means"]) or ids.get(row["means"])
        if meant is None:
            matches.pop(row["name"], None)
            continue
        matches[row["name"]] = meant
        if meant == NEW and row["department"]:
            new_units[row["name"]] = NewUnit(row["name"], row["department"])
    draft.check(job, replace(choices, matches=matches, new_units=new_units))

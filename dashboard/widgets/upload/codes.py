"""What the codes of the file stand for: a table for each coded column."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.contracts.column import Column
from dashboard.proposals.coded_values import meaning_now, targets
from dashboard.proposals.proposal import ColumnProposal, Entry
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked
from dashboard.widgets.upload import draft

REFUSED, NOT_GIVEN = "(refuse these rows)", "(not given)"


def show(job: Job, looked: Looked, choices: Choices) -> None:
    """Show for every coded column which of its values stands for which of ours."""
    entries = choices.document.get("columns", {})
    coded = [p for p in looked.proposal.columns if p.values and _is_same(p, entries)]
    if not coded:
        return
    st.subheader("What do the file's codes stand for?")
    for proposed in coded:
        entry = entries[proposed.column.name]
        unknown_n = sum(
            _meaning(proposed.column, entry, v.source) == REFUSED for v in proposed.values
        )
        title = f"{proposed.column.name}: {len(proposed.values)} values"
        with st.expander(
            f"{title}, {unknown_n} not known" if unknown_n else title, expanded=unknown_n > 0
        ):
            _editor(job, choices, proposed, entry)


def _is_same(proposed: ColumnProposal, entries: dict[str, Any]) -> bool:
    """Whether the column is still taken from where the values were counted."""
    entry, first = entries.get(proposed.column.name), proposed.entry
    return entry is not None and _from(entry) == _from(first)


def _from(entry: Any) -> Any:
    return entry.get("column") if isinstance(entry, dict) else entry


def _meaning(column: Column, entry: Entry, source: str) -> str:
    """What a value stands for now, in the editor's words."""
    meant = meaning_now(column, entry, source)
    return REFUSED if meant is None else meant or NOT_GIVEN


def _editor(
    job: Job, choices: Choices, proposed: ColumnProposal, entry: Entry
) -> None:  # fmt: skip
    column = proposed.column
    rows = [
        {"source": v.source, "rows": v.rows_n, "means": _meaning(column, entry, v.source)}
        for v in proposed.values
    ]
    missing = () if column.required else (NOT_GIVEN,)
    known = dict.fromkeys([*targets(column), *(row["means"] for row in rows), *missing, REFUSED])
    options = [str(text) for text in known]
    key = f"codes_{job.id}_{column.name}_{choices.profile_hash[:8]}"
    st.data_editor(
        pa.Table.from_pylist(rows),
        column_config={
            "source": st.column_config.TextColumn("In the file", disabled=True),
            "rows": st.column_config.NumberColumn("Rows", disabled=True, format="localized"),
            "means": st.column_config.SelectboxColumn("Stands for", options=options, required=True),
        },
        hide_index=True,
        key=key,
        on_change=_edit,
        args=(job, choices, column.name, [row["source"] for row in rows], key),
    )


def _edit(job: Job, choices: Choices, name: str, sources: list[str], key: str) -> None:
    columns = dict(choices.document["columns"])
    entry = columns[name]
    table = dict(entry) if isinstance(entry, dict) else {"column": entry}
    values = dict(table.get("values", {}))
    for place, cells in st.session_state[key]["edited_rows"].items():
        source = sources[int(place)]
        if cells["means"] == REFUSED:
            values.pop(source, None)
        else:
            values[source] = "" if cells["means"] == NOT_GIVEN else cells["means"]
    table.pop("values", None)
    columns[name] = table | ({"values": values} if values else {})
    draft.choose(job, choices, document=choices.document | {"columns": columns})

"""Which column of the file is which of ours: proposed, edited in place, previewed at once."""

import tomllib
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.contracts.registry import DATASETS
from dashboard.errors import DashboardError, WrongUsage
from dashboard.extracts.profile import parse_profile
from dashboard.proposals.profile_text import profile_text
from dashboard.proposals.proposal import Fate, Proposal
from dashboard.uploads import preview
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked
from dashboard.widgets.upload import draft

ROWS_SHOWN = 10
NUMBERED = "numbered by row"
FATES = {
    Fate.IGNORED: "not used",
    Fate.FREE_TEXT: "free text: not read in",
    Fate.IDENTIFIER: "identifies a person: not read in",
}


def show(job: Job, looked: Looked, choices: Choices) -> None:
    """Show the mapping, the file's other columns, the preview, and the profile as text."""
    if looked.proposal.dataset is None and "dataset" not in choices.document:
        return
    st.subheader("Which column is which?")
    _editor(job, looked, choices)
    _others(looked, choices)
    _preview(looked, choices)
    with st.expander("The mapping as a profile (text)"):
        _as_text(job, choices)


def _editor(job: Job, looked: Looked, choices: Choices) -> None:
    entries = choices.document.get("columns", {})
    rows = _rows(looked, choices)
    told = {preview.entry_in_words(entry) for entry in entries.values()}
    key = f"columns_{job.id}_{choices.profile_hash[:8]}"
    st.data_editor(
        pa.Table.from_pylist(rows),
        column_config={
            "ours": st.column_config.TextColumn("Our column", disabled=True),
            "means": st.column_config.TextColumn("What it holds", disabled=True),
            "source": st.column_config.SelectboxColumn(
                "From your file", options=["", *looked.headers, *sorted(told - {*looked.headers})]
            ),
            "format": st.column_config.TextColumn("Date format"),
            "constant": st.column_config.TextColumn("Always"),
            "why": st.column_config.TextColumn("Why proposed", disabled=True),
        },
        hide_index=True,
        placeholder="",
        key=key,
        on_change=_edit,
        args=(job, choices, [row["ours"] for row in rows], key),
    )


def _rows(looked: Looked, choices: Choices) -> list[dict[str, str]]:
    """A row a contract column: first what is mapped or needed, then what could be."""
    dataset = DATASETS[choices.document["dataset"]]
    entries = choices.document.get("columns", {})
    ordered = sorted(
        dataset.columns, key=lambda c: (not c.required, c.name not in entries)
    )  # stable: else the contract's order
    return [
        {
            "ours": column.name,
            "source": _source(entries.get(column.name)),
            "format": _format(entries.get(column.name)),
            "constant": _constant(entries.get(column.name)),
            "means": column.description + (" (required)" if column.required else ""),
            "why": _why(looked.proposal, column.name, entries),
        }
        for column in ordered
    ]


def _source(entry: Any) -> str:
    if entry is None or (isinstance(entry, dict) and "constant" in entry):
        return ""
    return preview.entry_in_words(entry)


def _format(entry: Any) -> str:
    formats = entry.get("format", "") if isinstance(entry, dict) else ""
    return " | ".join(formats) if isinstance(formats, list) else str(formats)


def _constant(entry: Any) -> str:
    return str(entry["constant"]) if isinstance(entry, dict) and "constant" in entry else ""


def _why(proposal: Proposal, name: str, entries: dict[str, Any]) -> str:
    if proposal.dataset is None or name not in entries:
        return ""
    proposed = proposal.column(name)
    return proposed.reason if proposed.entry is not None else ""


def _edit(job: Job, choices: Choices, names: list[str], key: str) -> None:
    """Take over the cells that were edited."""
    columns = dict(choices.document.get("columns", {}))
    for place, cells in st.session_state[key]["edited_rows"].items():
        entry = _edited(columns.get(names[int(place)]), cells)
        if entry is None:
            columns.pop(names[int(place)], None)
        else:
            columns[names[int(place)]] = entry
    draft.choose(job, choices, document=choices.document | {"columns": columns})


def _edited(entry: Any, cells: dict[str, Any]) -> Any:
    """A column's entry after an edit: another source drops the old one's codes and formats."""
    if cells.get("constant"):
        return {"constant": cells["constant"]}
    if "constant" in cells or ("source" in cells and not cells["source"]):
        return None
    if "source" in cells and cells["source"] != _source(entry):
        return cells["source"]
    if "format" in cells and entry is not None:
        table = dict(entry) if isinstance(entry, dict) else {"column": entry}
        table.pop("format", None)
        formats = [text.strip() for text in (cells["format"] or "").split("|") if text.strip()]
        return table | ({"format": formats} if formats else {})
    return entry


def _others(looked: Looked, choices: Choices) -> None:
    used = {
        name for entry in choices.document.get("columns", {}).values() for name in _names(entry)
    }
    left = [
        {
            "Column of the file": column.name,
            "What becomes of it": FATES.get(column.fate, "not used"),
            "Why": column.reason,
        }
        for column in looked.proposal.source_columns
        if column.name not in used
    ]
    if left:
        with st.expander(f"{len(left)} columns of the file are not read in"):
            st.dataframe(pa.Table.from_pylist(left), hide_index=True, key="others")


def _names(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    named = [*entry.get("columns", []), *entry.get("hash", [])]
    return [*named, *(entry[key] for key in ("column", "hmac") if key in entry)]


def _preview(looked: Looked, choices: Choices) -> None:
    mapped = preview.as_mapped(looked, choices, session.settings().time_zone, ROWS_SHOWN)
    with st.expander("The first rows as they will be", expanded=True):
        if isinstance(mapped, str):
            st.info(mapped, icon=None)
        else:
            st.dataframe(
                mapped, hide_index=True, key="as_mapped", height="content", placeholder="",
                column_config=_local_times(mapped, choices.document.get("timezone")),
            )  # fmt: skip


def _local_times(table: pa.Table, zone: str | None) -> dict[str, Any]:
    """Show times as the source's clocks had them."""
    return {
        field.name: st.column_config.DatetimeColumn(
            format="YYYY-MM-DD HH:mm", timezone=zone or session.settings().time_zone
        )
        for field in table.schema
        if pa.types.is_timestamp(field.type)
    }


def _as_text(job: Job, choices: Choices) -> None:
    st.caption("The same mapping as `import --profile` takes it; the README explains its keys.")
    with st.form("profile_text", border=False):
        text = st.text_area(
            "Profile", profile_text(choices.document), height=300, key="profile_as_text",
            label_visibility="collapsed",
        )  # fmt: skip
        if st.form_submit_button("Take this"):
            _take_text(job, choices, text)
    st.download_button(
        "Download the profile", profile_text(choices.document),
        f"{choices.document.get('source_system', 'profile')}.toml", on_click="ignore",
        key="download_profile", type="tertiary",
    )  # fmt: skip


def _take_text(job: Job, choices: Choices, text: str) -> None:
    try:
        document = tomllib.loads(text)
        parse_profile(document, "", "")
        if document.get("dataset") != choices.document["dataset"]:
            raise WrongUsage(
                f'Say dataset = "{choices.document["dataset"]}" in it, or choose another one '
                "under “These are” first."
            )
    except tomllib.TOMLDecodeError as error:
        st.error(f"This is no valid TOML: {error}.")
    except DashboardError as error:
        st.error(str(error))
    else:
        draft.choose(job, choices, document=document)
        st.rerun()

"""Tables as they are read: names in words, shares as percentages, the same rows as the chart."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.widgets import downloads

# Columns that only a chart needs; a row's note says in words what its flags say.
HIDDEN = {
    "is_suppressed", "is_too_few", "is_exploratory", "instrument", "arm", "contrast", "step",
    "from_step", "measure", "gap_verdict",
}  # fmt: skip
TITLES = {
    "n": "n", "label": "Question", "arm_label": "Patients", "group": "Group",
    "per_1000": "Per 1,000", "lower": "Interval from", "upper": "Interval to",
    "days_left": "Days left", "is_heard_of": "In the last extract", "people_n": "People",
    "unit_id": "Unit id", "unit_name": "Unit", "is_measured": "Counted", "due_on": "Due",
}  # fmt: skip


def twin(table: pa.Table, *, key: str) -> None:
    """Offer the same numbers as a table and as a file; cells travel only once it is opened."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        is_open = st.toggle("Table", key=f"table_{key}")
        downloads.csv_button(table, file_stem(key), key=f"csv_{key}")
    if is_open:
        show(table, key=f"rows_{key}")


def show(table: pa.Table, *, key: str, alt: str | None = None) -> None:
    """Show a table; a suppressed number is a dot, and the row's note says why."""
    are_shares = any(name.endswith("_share") for name in table.column_names)
    st.dataframe(
        table,
        hide_index=True,
        column_config={field.name: _column(field, are_shares) for field in table.schema},
        key=key,
        placeholder="•",
        alt=alt,
    )


def file_stem(key: str) -> str:
    """Name a download after what it shows and the publication it shows."""
    return f"{key}_publication-{session.shown().publication}"


def _column(field: pa.Field, are_shares: bool) -> Any:
    config, name = st.column_config, field.name
    title = TITLES.get(name) or title_of(name)
    if name in HIDDEN:
        return None
    if pa.types.is_date(field.type):
        return config.DateColumn(title, format="MMM YYYY" if name == "month" else "D MMM YYYY")
    if pa.types.is_integer(field.type):
        return config.NumberColumn(title, format="localized")
    is_share = name.endswith(("_share", "_ratio")) or name in {"share", "difference"}
    is_limit = name.endswith(("lower", "upper")) and "days" not in name and are_shares
    if is_share or is_limit:
        return config.NumberColumn(title, format="percent")
    if pa.types.is_floating(field.type):
        return config.NumberColumn(title, format="%.1f")
    return config.Column(title)


def title_of(name: str) -> str:
    """Write a column's name as words: "closed_only_share" is "Closed only"."""
    return name.removesuffix("_share").replace("_", " ").capitalize()

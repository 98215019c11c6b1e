"""Tables as they are read: names in words, shares as percentages, the same rows as the chart."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.widgets import downloads

HIDDEN = {"is_suppressed", "is_too_few", "unit_id", "arm", "contrast", "from_step", "measure"}


def twin(table: pa.Table, *, key: str, file_stem: str) -> None:
    """Offer the table behind "Table"; its cells travel only once it is open."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        opened = st.toggle("Table", key=f"table_{key}")
        downloads.csv_button(table, file_stem, key=f"csv_{key}")
    if opened:
        show(table, key=f"rows_{key}")


def show(table: pa.Table, *, key: str, alt: str | None = None) -> None:
    """Show a table; a suppressed row shows its note and no number."""
    st.dataframe(
        table,
        hide_index=True,
        column_config={field.name: _column(field) for field in table.schema},
        key=key,
        placeholder="•",
        alt=alt,
    )


def _column(field: pa.Field) -> Any:
    config, name, title = st.column_config, field.name, title_of(field.name)
    if name in HIDDEN:
        return None
    if name.endswith("_share") or (name in {"lower", "upper"} and pa.types.is_floating(field.type)):
        return config.NumberColumn(title, format="percent")
    if pa.types.is_date(field.type):
        return config.DateColumn(title, format="MMM YYYY" if name == "month" else "D MMM YYYY")
    if pa.types.is_integer(field.type):
        return config.NumberColumn(title, format="localized")
    return config.Column(title)


def title_of(name: str) -> str:
    """Write a column's name as words: "median_days" is "Median days"."""
    return name.replace("_", " ").removesuffix(" share").capitalize()

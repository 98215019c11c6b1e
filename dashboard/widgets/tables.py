"""Tables as they are read: names in words, shares as percentages, the same rows as the chart."""

from collections.abc import Callable, Collection
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.measures.result import Figure
from dashboard.measures.unit import in_words
from dashboard.widgets import columns, downloads


def twin(figure: Figure, *, key: str, show_rows: Callable[[Figure], None] | None = None) -> None:
    """Offer the same numbers as a table and as a file; cells travel only once it is opened."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        is_open = st.toggle("Table", key=f"table_{key}")
        downloads.csv_button(figure.table, file_stem(key), key=f"csv_{key}")
    if is_open and show_rows is not None:
        show_rows(figure)
    elif is_open:
        show(figure.table, key=f"rows_{key}")


def show(
    table: pa.Table, *, key: str, alt: str | None = None, shares: Collection[str] = ()
) -> None:
    """Show a table; a suppressed number is a dot, and the row's note says why.

    shares names columns that hold shares though their names don't say so.
    """
    st.dataframe(
        columns.in_words(table),
        hide_index=True,
        column_config={
            field.name: column_config(field, table.column_names, is_share=field.name in shares)
            for field in table.schema
        },
        key=key,
        placeholder="•",
        alt=alt,
    )


def in_full(table: pa.Table) -> None:
    """Show a short table of words with every word in sight; a grid would cut them."""
    st.table(table)


def scorecard(figure: Figure) -> None:
    """List a unit's numbers in words, each in its own unit, beside the organization's."""
    floor_n = session.standards().floor_n
    rows = [in_words(row, floor_n) for row in figure.table.to_pylist()]
    st.table(pa.Table.from_pylist(rows))


def file_stem(key: str) -> str:
    """Name a download after what it shows and the publication it shows."""
    return f"{key}_publication-{session.shown().publication}"


def column_config(field: pa.Field, beside: list[str], *, is_share: bool = False) -> Any:
    """Title and form of a column; None hides it."""
    config, name = st.column_config, field.name
    title = columns.title(name, beside)
    if name in columns.HIDDEN:
        return None
    if pa.types.is_date(field.type):
        return config.DateColumn(title, format="MMM YYYY" if name == "month" else "D MMM YYYY")
    if pa.types.is_integer(field.type) or name in columns.PEOPLE:
        return config.NumberColumn(title, format="localized")
    if is_share or columns.is_share(name, beside):
        return config.NumberColumn(title, format="percent")
    if pa.types.is_floating(field.type):
        return config.NumberColumn(title, format="%.1f")
    return config.Column(title)

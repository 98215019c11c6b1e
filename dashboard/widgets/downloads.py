"""Downloads of what is shown: the same rows, suppressed as shown. It never fetches more."""

import csv
import io
from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

# Spreadsheets run a text cell that begins with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LABEL = "Download CSV"
# Weights are added by several threads, in no fixed order: what is built again differs in its last
# digits, and the file of an old publication must be the same, byte for byte.
DIGITS = 10


def csv_button(table: pa.Table, file_stem: str, *, key: str) -> None:
    """Offer a table as a CSV file, made only when it is asked for."""
    st.download_button(
        LABEL,
        data=partial(as_csv, table),
        file_name=f"{file_stem}.csv",
        mime="text/csv",
        on_click="ignore",
        key=key,
        type="tertiary",
        icon=None,
    )


def as_csv(table: pa.Table) -> bytes:
    """Write a table for spreadsheets: UTF-8 with its mark, ten digits of a number, no formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(name) for name in table.column_names])
    writer.writerows(
        [neutral(cell) for cell in row.values()]  # one row at a time: what is shown is small
        for row in table.to_pylist()
    )
    return text.getvalue().encode("utf-8-sig")


def neutral(cell: Any) -> Any:
    """Make a text cell harmless in a spreadsheet; a list becomes text, a missing cell is empty."""
    if cell is None:
        return ""
    if isinstance(cell, list | tuple):
        cell = "; ".join(map(str, cell))
    if isinstance(cell, float):
        return float(f"{cell:.{DIGITS}g}")
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell

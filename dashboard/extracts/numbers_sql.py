"""How a file writes its numbers, and the SQL that reads them; null where a text is none."""

import re
from dataclasses import dataclass

import duckdb

from dashboard.contracts.column import NUMERIC, Column, Type
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.sql_text import literal


@dataclass(frozen=True)
class NumberStyle:
    """The mark between thousands, if any, and the one before decimals."""

    thousands: str | None = None
    decimal: str = "."

    def pattern(self) -> str:
        """Regular expression of a whole text in this style: 1,672.5 but never 16,72.5."""
        grouped = rf"\d{{1,3}}({re.escape(self.thousands)}\d{{3}})+|" if self.thousands else ""
        return rf"[+-]?({grouped}\d+)({re.escape(self.decimal)}\d+)?"


POINTS, COMMAS = NumberStyle(",", "."), NumberStyle(".", ",")


def number_style(con: duckdb.DuckDBPyConnection, column: Column, file: FileOptions) -> NumberStyle:
    """Take the profile's style; where it has none, find it in the column's own texts of `mapped`.

    A comma is read as a mark of thousands or of decimals only where every number with a comma
    fits, and some number proves it: 1,672 alone could be either, except as a whole number.
    """
    if file.thousands is not None or file.decimal is not None:
        thousands = " " if file.thousands == "\u00a0" else file.thousands
        return NumberStyle(thousands, file.decimal or ".")
    if column.type not in NUMERIC:
        return NumberStyle()
    text = f"raw_{column.name}"
    commas_n, points_fit_n, commas_fit_n, clear_point_n, clear_comma_n = con.execute(
        f"select count(*) filter (contains({text}, ',')),"
        f" count(*) filter (contains({text}, ',') and {_fits(text, POINTS)}),"
        f" count(*) filter (contains({text}, ',') and {_fits(text, COMMAS)}),"
        f" count(*) filter (contains({text}, '.') and {_fits(text, POINTS)}"
        f" and not {_fits(text, COMMAS)}),"
        f" count(*) filter (contains({text}, ',') and {_fits(text, COMMAS)}"
        f" and not {_fits(text, POINTS)}) from mapped"
        f" where contains({text}, ',') or contains({text}, '.')"
    ).fetchall()[0]
    is_whole = column.type is not Type.NUMBER
    if commas_n and points_fit_n == commas_n and (clear_point_n or is_whole):
        return POINTS
    if commas_n and commas_fit_n == commas_n and clear_comma_n and not clear_point_n:
        return COMMAS
    return NumberStyle()


def number(column: Column, text: str, scale: float | None, style: NumberStyle) -> str:
    """SQL that reads a text as the column's numeric type."""
    double = _double(text, scale, style)
    if column.type is Type.NUMBER:
        return f"case when isfinite({double}) then {double} end"
    # 3.0 is a whole number, 3.5 is none; a cast alone would round it
    return f"case when {double} = floor({double}) then try_cast({double} as {column.type}) end"


def is_beyond(column: Column, text: str, scale: float | None, style: NumberStyle) -> str:
    """SQL for: the text is a whole number, but far too large for the column's type."""
    if column.type is Type.NUMBER:
        return "false"
    double = _double(text, scale, style)
    return (
        f"coalesce(isfinite({double}) and {double} = floor({double})"
        f" and try_cast({double} as {column.type}) is null, false)"
    )


def _double(text: str, scale: float | None, style: NumberStyle) -> str:
    plain = text
    if style != NumberStyle():
        plain = f"case when {_fits(text, style)} then {_in_plain_style(text, style)} end"
    double = f"try_cast({plain} as double)"
    return double if scale is None else f"round({double} * {scale!r}, 9)"  # 0.07 * 100 is 7


def _fits(text: str, style: NumberStyle) -> str:
    return f"regexp_full_match({text}, {literal(style.pattern())})"


def _in_plain_style(text: str, style: NumberStyle) -> str:
    if style.thousands:
        text = f"replace({text}, {literal(style.thousands)}, '')"
    return text if style.decimal == "." else f"replace({text}, {literal(style.decimal)}, '.')"

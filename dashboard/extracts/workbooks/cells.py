"""Cells of a workbook as texts: whole numbers without a point, days and times as ISO. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

MOST_EXACT = 2.0**53  # beyond it a float may stand for several whole numbers
NEAR_A_SECOND = 10_000  # microseconds: what floats lose of a time that was typed in whole seconds


DAY_FIRST_OR_MONTH_FIRST = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b.*")


class ErrorText(str):
    """What a cell shows whose formula has failed, such as #DIV/0!."""

    __slots__ = ()


@dataclass(frozen=True)
class Column:
    """A column's texts. Its days or numbers are so by type: all of its filled cells, or some.

    swapped: the days may have day and month exchanged, see `_may_be_swapped`.
    """

    texts: Sequence[str] | pa.Array
    all_days: bool = False
    some_days: bool = False
    all_numbers: bool = False
    swapped: bool = False


def column_of(cells: Sequence[Any]) -> Column:
    """Turn a column's cells into texts; an empty cell is an empty text."""
    kinds = set(map(type, cells)) - {ErrorText}
    if kinds <= {str}:
        return Column(cells)
    if kinds <= {datetime, str} and (texts := _of_datetimes(cells)) is not None:
        return Column(texts, all_days=True)
    days, numbers = kinds & {date, datetime}, kinds & {int, float}
    is_mixed = len([part for part in (days, numbers, kinds - days - numbers - {str}) if part]) > 1
    is_mixed = is_mixed or any(type(cell) is str and cell.strip() for cell in cells)
    return Column(
        [TEXTS[type(cell)](cell) for cell in cells],
        all_days=bool(days) and not is_mixed,
        some_days=bool(days) and is_mixed,
        all_numbers=bool(numbers) and not is_mixed,
        swapped=bool(days) and str in kinds and _may_be_swapped(cells),
    )


def _may_be_swapped(cells: Sequence[Any]) -> bool:
    """Whether a spreadsheet may have read the column's dates in the wrong order.

    It then turns 03/04/2024 into a day, with day and month exchanged, and leaves 13/04/2024 a
    text: no day by type is after the 12th, and each date by text has a number above 12.
    """
    texts = [
        found
        for cell in cells
        if type(cell) is str and (found := DAY_FIRST_OR_MONTH_FIRST.fullmatch(cell))
    ]
    days = [cell for cell in cells if isinstance(cell, date)]
    return bool(texts) and (
        all(cell.day <= 12 for cell in days)
        and all(max(int(text[1]), int(text[2])) > 12 for text in texts)
    )


def text_of(cell: Any) -> str:
    """One cell as text."""
    return TEXTS[type(cell)](cell)


def _of_float(number: float) -> str:
    if number.is_integer() and abs(number) < MOST_EXACT:
        return str(int(number))
    return repr(number)


def _of_datetime(moment: datetime) -> str:
    if moment.microsecond:
        moment = _at_whole_second(moment)
    return moment.isoformat(sep=" ")


def _of_datetimes(cells: Sequence[Any]) -> pa.Array | None:
    """Times in whole seconds as texts, all at once: it takes a sixth of the time.

    None where a cell is neither empty nor such a time.
    """
    moments = [None if cell == "" else cell for cell in cells]
    if not all(m is None or (type(m) is datetime and not m.microsecond) for m in moments):
        return None
    return pa.array(moments, pa.timestamp("s")).cast(pa.string())


def _at_whole_second(moment: datetime) -> datetime:
    if moment.microsecond <= NEAR_A_SECOND:
        return moment.replace(microsecond=0)
    if moment.microsecond >= 1_000_000 - NEAR_A_SECOND:
        return moment.replace(microsecond=0) + timedelta(seconds=1)
    return moment


def _of_time(moment: time) -> str:
    return moment.isoformat()


def _of_duration(duration: timedelta) -> str:
    """Hours may pass 24: 36:00:00."""
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str, ErrorText: str, float: _of_float, int: str, bool: lambda cell: str(cell).lower(),
    date: date.isoformat, datetime: _of_datetime, time: _of_time, timedelta: _of_duration,
}  # fmt: skip

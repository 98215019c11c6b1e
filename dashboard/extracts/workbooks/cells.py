"""Cells of a workbook as texts: whole numbers without a point, days and times as ISO. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_EXACT = 2.0**53  # beyond it a float may stand for several whole numbers
NEAR_A_SECOND = 10_000  # microseconds: what floats lose of a time that was typed in whole seconds


@dataclass(frozen=True)
class Column:
    """A column's texts. Its days or numbers are so by type: all of its filled cells, or some."""

    texts: Sequence[str]
    all_days: bool = False
    some_days: bool = False
    all_numbers: bool = False


def column_of(cells: Sequence[Any]) -> Column:
    """Turn a column's cells into texts; an empty cell is an empty text."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return Column(cells)
    days, numbers = kinds & {date, datetime}, kinds & {int, float}
    others = kinds - days - numbers - {str}
    is_text_there = str in kinds and any(type(cell) is str and cell.strip() for cell in cells)
    only_days = not numbers and not others and not is_text_there
    return Column(
        [TEXTS[type(cell)](cell) for cell in cells],
        all_days=bool(days) and only_days,
        some_days=bool(days) and not only_days,
        all_numbers=bool(numbers) and not days and not others and not is_text_there,
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
    str: str, float: _of_float, int: str, bool: lambda cell: str(cell).lower(),
    date: date.isoformat, datetime: _of_datetime, time: _of_time, timedelta: _of_duration,
}  # fmt: skip

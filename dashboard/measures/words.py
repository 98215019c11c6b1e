"""Numbers and dates as people read them (look.md "Words"). Pure: values in, text out."""

import datetime as dt
from collections.abc import Callable

from dashboard.measures.phrases import (
    INTERVAL,
    count,
    days,
    estimate,
    in_a_hundred,
    percent,
    points,
    sample,
)
from dashboard.measures.rows import NO_DATA, MeasureRow

REASONS = ("no ", "not ", "nobody", "beyond", "suppressed")
"""How the part of a note begins that says why there is no number."""


def day(on: dt.date | None) -> str:
    """Write a date as 3 Mar 2026."""
    return "unknown" if on is None else f"{on.day} {on:%b %Y}"


def number(row: MeasureRow, unit: str) -> str:
    """Write a measure's number, or in words why there is none."""
    if row.is_too_few:
        return "Too few"
    if row.value is None:
        return sentence(_reason(row.note))
    return in_unit(row.value, unit, row.n)


def _reason(note: str | None) -> str:
    """Which part of a note says why there is no number, without its explanation."""
    parts = (note or NO_DATA).split("; ")
    reasons = [part for part in parts if part.startswith(REASONS)]
    return (reasons or parts)[0].split(":")[0]


def in_unit(value: float, unit: str, n: float | None = None) -> str:
    """Write a value with its unit."""
    writers: dict[str, Callable[[float], str]] = {
        "share": lambda share: percent(share, n or 0),
        "days": lambda n_days: days(round(n_days)),
        "difference of shares": points,
        "ratio": percent,
        "patients": lambda people_n: estimate(max(people_n, 0.0)),
        "complaints per 1,000": lambda rate: f"{rate:,.1f}",
    }
    return writers.get(unit, count)(value)


def doubt(row: MeasureRow, unit: str, floor_n: int) -> str:
    """Write how sure a number is: the interval in plain words, then n; or why there is none."""
    counted = "" if row.n is None else _counted(row.n, unit)
    if row.suppressed:
        return f"Hidden, because fewer than {floor_n} are counted."
    if row.is_too_few:
        return f"{counted}; shown from {floor_n}. Choose a longer period or more units."
    parts = [_interval(row, unit), counted]
    text = ", ".join(part for part in parts if part)
    return ". ".join(part for part in (text, sentence(row.note)) if part)


def _counted(n: int, unit: str) -> str:
    return f"of {count(n)} received" if unit == "complaints" else sample(n)


def _interval(row: MeasureRow, unit: str) -> str:
    if row.value is None or (row.lower is None and row.upper is None):
        return ""
    if unit == "share" and row.lower is not None and row.upper is not None:
        return f"{in_a_hundred(row.lower, row.upper)} ({INTERVAL})"
    low = "not reached" if row.lower is None else in_unit(row.lower, unit)
    high = "not reached" if row.upper is None else in_unit(row.upper, unit)
    if low == high:
        return f"about {low} ({INTERVAL})"
    return f"between {low} and {high} ({INTERVAL})"


def sentence(text: str | None) -> str:
    """Begin a text with a capital letter."""
    return text[0].upper() + text[1:] if text else ""

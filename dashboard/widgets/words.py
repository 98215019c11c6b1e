"""Numbers and dates as people read them (look.md "Words"). Pure: values in, text out."""

import datetime as dt

ONE_DECIMAL_FROM_N = 1_000  # under it a decimal of a percentage is noise


def day(on: dt.date | None) -> str:
    """Write a date as 3 Mar 2026."""
    return "unknown" if on is None else f"{on.day} {on:%b %Y}"


def count(n: float) -> str:
    """Write a count with its thousands apart."""
    return f"{n:,.0f}"


def percent(share: float, n: float) -> str:
    """Write a share as a percentage, with a decimal only where n carries it."""
    return f"{share * 100:.{1 if n >= ONE_DECIMAL_FROM_N else 0}f} %"


def days(n_days: float) -> str:
    """Write a duration in whole days."""
    return "1 day" if round(n_days) == 1 else f"{n_days:,.0f} days"


def in_a_hundred(lower: float, upper: float) -> str:
    """Write an interval of a share in plain words."""
    low, high = round(lower * 100), round(upper * 100)
    return f"about {low} in 100" if low == high else f"between {low} and {high} in 100"

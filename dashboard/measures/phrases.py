"""Numbers and months in words, for verdicts and alt texts. Pure: values in, text out.

A number and its unit are kept on one line by no-break spaces.
"""

import datetime as dt
import math

ONE_DECIMAL_FROM_N = 1_000  # look.md "Words"
ESTIMATE_DIGITS = 3  # of people that a survey estimates: more would look counted
LEAST_SAID = 0.05  # an expected number under it would be written as 0.0
NAMES_SAID = 3
ALL_UNITS = "All units"
OWN_UNITS = "Your units"
GAP = "\N{NO-BREAK SPACE}"
INTERVAL = f"95{GAP}% interval"


def percent(share: float, n: float = 0) -> str:
    """Write a share as a percentage, with a decimal only where n carries it."""
    return f"{share * 100:.{1 if n >= ONE_DECIMAL_FROM_N else 0}f}{GAP}%"


def points(difference: float) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    rounded = round(difference * 100, 1) + 0.0  # never −0.0
    return f"{rounded:+.1f}{GAP}points".replace("-", "−")


def days(n_days: float) -> str:
    """Write a duration."""
    return f"1{GAP}day" if n_days == 1 else f"{n_days:,.0f}{GAP}days"


def count(n: float) -> str:
    """Write a count with its thousands apart."""
    return f"{n:,.0f}"


def counted(n: float, one: str, several: str) -> str:
    """Write a count with its words: 1 complaint is, 12 complaints are."""
    return f"{count(n)}{GAP}{one if n == 1 else several}"


def sample(n: float) -> str:
    """Write how many are counted: n = 1,234."""
    return f"n{GAP}={GAP}{count(n)}"


def estimate(people_n: float) -> str:
    """Write an estimated number of people, no more exactly than a survey can tell."""
    if people_n < 1:
        return "0"
    digits_n = math.floor(math.log10(people_n)) + 1
    return f"{round(people_n, min(ESTIMATE_DIGITS - digits_n, 0)):,.0f}"


def expected(number: float) -> str:
    """Write an expected number, such as of false alarms."""
    if number < LEAST_SAID:
        return "under 0.1"
    return f"about {number:.1f}" if number < 10 else f"about {number:.0f}"


def day(on: dt.date) -> str:
    """Write a date as 3 Mar 2026."""
    return f"{on.day}{GAP}{on:%b}{GAP}{on:%Y}"


def span(first: dt.date, last: dt.date) -> str:
    """Write a span of months."""
    begin, end = f"{first:%b %Y}", f"{last:%b %Y}"
    return begin if begin == end else f"{begin} – {end}"


def in_a_hundred(lower: float, upper: float) -> str:
    """Write an interval of a share in plain words."""
    low, high = round(lower * 100), round(upper * 100)
    return f"about {low} in 100" if low == high else f"between {low} and {high} in 100"


def named(names: list[str]) -> str:
    """Write a few names, and how many more there are."""
    first, rest_n = names[:NAMES_SAID], len(names) - NAMES_SAID
    more = f" and {rest_n} more" if rest_n > 0 else ""
    return ", ".join(first) + more


def lower_first(text: str) -> str:
    """Put a label into the middle of a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Begin an axis or a sentence with a label."""
    return text[:1].upper() + text[1:]


def subject(names: dict[str, str], units: tuple[str, ...]) -> str:
    """Name who a verdict is about."""
    if not units:
        return ALL_UNITS
    chosen = [names.get(unit, unit) for unit in units]
    return chosen[0] if len(chosen) == 1 else f"The {len(chosen)} units chosen"

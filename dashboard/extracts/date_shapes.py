"""The shape of a date's text (each digit a 9) and the format that reads it. Pure.

A shape that fits no pattern has no format: its rows are unreadable, never guessed.
"""

import re

WORD = r"[^\W\d_]{3,9}\.?"
ZONE = r"(?: ?(?:[Zz]|[+-]99(?::?99)?))?"
CLOCK = (
    r"(?P<gap>[T ] ?)(?P<hour>99?):99(?P<second>:99(?P<fraction>\.9{1,9})?)?(?P<noon> ?[AaPp][Mm])?"
)
DAYS = (
    (re.compile(r"9999(?P<a>[-/.])99?(?P=a)99?"), "%Y{a}%m{a}%d"),
    (re.compile(r"99999999"), "%Y%m%d"),
    (re.compile(r"99?(?P<a>[-/.])99?(?P=a)(?P<year>9999|99)"), None),  # day or month first
    (
        re.compile(rf"99?(?P<a>[-/. ])(?P<word>{WORD})(?P=a)(?P<year>9999|99)"),
        "%d{a}{word}{a}{year}",
    ),
    (
        re.compile(rf"(?P<word>{WORD})(?P<a> )99?(?P<b>,? )(?P<year>9999|99)"),
        "{word}{a}%d{b}{year}",
    ),
)
MONTHS = (
    (re.compile(r"999999"), "%Y%m"),
    (re.compile(r"9999(?P<a>[-/])99"), "%Y{a}%m"),
    (re.compile(r"99(?P<a>[-/])9999"), "%m{a}%Y"),
    (re.compile(rf"(?P<word>{WORD})(?P<a>[- ])(?P<year>9999|99)"), "{word}{a}{year}"),
)  # fmt: skip
NUMERIC = DAYS[2][0]


def format_of(shape: str, *, day_first: bool = True, is_month: bool = False) -> str | None:
    """Give the strptime format that reads texts of a shape.

    Args:
        shape: the text with every digit written as 9; letters as they stand.
        day_first: how a date of numbers alone is read.
        is_month: the column holds months, so 2024-03 or Mar 2024 is a date, too.

    Returns:
        The format, or None where no pattern fits. A text that ends with Z or a UTC offset has
        none either: it names an instant, which DuckDB reads by itself.
    """
    for pattern, template in (*DAYS, *(MONTHS if is_month else ())):
        day = pattern.match(shape)
        clock = day and _clock(shape[day.end() :])
        if day is None or clock is None:
            continue
        parts = {name: part or "" for name, part in day.groupdict().items()}
        parts["year"] = "%Y" if parts.get("year", "9999") == "9999" else "%y"
        word = parts.get("word", "")
        parts["word"] = ("%b" if len(word.rstrip(".")) == 3 else "%B") + word[
            len(word.rstrip(".")) :
        ]
        if template is None:
            template = "%d{a}%m{a}{year}" if day_first else "%m{a}%d{a}{year}"
        return template.format(**parts) + clock
    return None


def is_numeric(shape: str) -> bool:
    """Whether a text of this shape could be read day first or month first."""
    return NUMERIC.match(shape) is not None


def _clock(rest: str) -> str | None:
    """The format of the time of day; empty where there is none, None where it can't be read."""
    if not rest:
        return ""
    clock = re.fullmatch(CLOCK, rest)
    if clock is None:
        return None
    fraction = clock["fraction"] or ""
    text = clock["gap"] + ("%I" if clock["noon"] else "%H") + ":%M"
    if clock["second"]:
        text += ":%S" + (("." + ("%f" if len(fraction) <= 7 else "%n")) if fraction else "")
    return text + (clock["noon"] or "")[:-2] + ("%p" if clock["noon"] else "")

"""How a column writes its dates. A column that could be read in two ways is never guessed.

A date written with numbers alone (3/4/2026) is read day first or month first only where some row
of the file proves it; rows that prove both refuse the file.
"""

from dataclasses import dataclass

import duckdb

from dashboard.errors import Refused
from dashboard.extracts.sql_text import literal, literals

TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")
ISO = tuple(
    day + time
    for day in ("%Y-%m-%d", "%Y/%m/%d")
    for time in (*TIMES, "T%H:%M:%S", "T%H:%M", "T%H:%M:%S.%f")
)
WORDS = tuple(
    day + time
    for day in (
        "%d %b %Y",
        "%d-%b-%Y",
        "%d %B %Y",
        "%d-%b-%y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%b %d %Y",
    )
    for time in TIMES
)
COMPACT = ("%Y%m%d", "%Y%m%d%H%M%S", "%Y-%m", "%Y%m")
SEPARATORS = ("/", "-", ".")
DAY_FIRST = tuple(f"%d{s}%m{s}%Y{time}" for s in SEPARATORS for time in TIMES)
MONTH_FIRST = tuple(f"%m{s}%d{s}%Y{time}" for s in SEPARATORS for time in TIMES)
UNDOUBTED = ISO + WORDS + COMPACT
OFFSET = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$"
ROUNDS = 8
SAMPLE = 200


@dataclass(frozen=True)
class DateFormats:
    """The formats of one column, in the order they are tried; rows may mix them."""

    formats: tuple[str, ...]
    first_wins: bool = True
    with_offset: bool = False  # texts with a UTC offset or Z name an instant


@dataclass(frozen=True)
class Order:
    """How many rows of a column can be read only one way round."""

    day_first_only: int
    month_first_only: int
    either: int


def detect(con: duckdb.DuckDBPyConnection, columns: dict[str, str]) -> dict[str, DateFormats]:
    """Find the formats of date columns that a profile gives none for.

    Args:
        con: a connection that holds the table `mapped`.
        columns: by contract name the text column of `mapped` and, for messages, nothing else.

    Raises:
        Refused: a column holds rows that fit only day-first and rows that fit only month-first,
            or no row of the file says which it is.
    """
    orders = {name: _order(con, column) for name, column in columns.items()}
    for name, order in orders.items():
        if order.day_first_only and order.month_first_only:
            raise Refused(
                f"The dates of {name} are mixed: {order.day_first_only} rows fit only day-first, "
                f"{order.month_first_only} rows only month-first, {order.either} both. Give a "
                'format list in the profile, such as format = ["%d/%m/%Y", "%m/%d/%Y"].'
            )
    return {
        name: _formats(con, name, column, _numeric_formats(name, orders))
        for name, column in columns.items()
    }


def local_time(text: str, formats: DateFormats, timezone: str) -> str:
    """SQL for a text as local time (TIMESTAMP), null where no format fits."""
    given = [f for f in formats.formats if "%z" not in f]
    parts = [f"try_strptime({text}, {literal(f)})" for f in given]
    if formats.with_offset:
        parts.append(f"timezone({literal(timezone)}, {instant(text)})")
    for f in formats.formats:
        if "%z" in f:
            parts.append(
                f"timezone({literal(timezone)}, cast(try_strptime({text}, {literal(f)})"
                " as timestamptz))"
            )
    if not parts:
        return "cast(null as timestamp)"
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]


def is_ambiguous(text: str, formats: DateFormats) -> str:
    """SQL for: the text fits several of the formats, with different results."""
    if formats.first_wins or len(formats.formats) < 2:
        return "false"
    readings = ", ".join(f"try_strptime({text}, {literal(f)})" for f in formats.formats)
    return f"len(list_distinct(list_filter([{readings}], lambda t: t is not null))) > 1"


def instant(text: str) -> str:
    """SQL for a text with a UTC offset as an instant, null for any other text."""
    return f"case when regexp_full_match({text}, {literal(OFFSET)}) then try_cast({text} as timestamptz) end"


def _order(con: duckdb.DuckDBPyConnection, column: str) -> Order:
    day, month = (f"try_strptime({column}, [{literals(f)}])" for f in (DAY_FIRST, MONTH_FIRST))
    row = con.execute(
        f"select count(*) filter ({day} is not null and {month} is null),"
        f" count(*) filter ({day} is null and {month} is not null),"
        f" count(*) filter ({day} <> {month})"
        rf" from mapped where regexp_matches({column}, '^\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}')"
    ).fetchone()
    return Order(*row) if row else Order(0, 0, 0)


def _numeric_formats(name: str, orders: dict[str, Order]) -> tuple[str, ...] | None:
    """Formats for numbers alone: by the column's own rows, else by the file's other columns."""
    own = orders[name]
    others = orders.values()
    if own.day_first_only or own.month_first_only:
        return DAY_FIRST if own.day_first_only else MONTH_FIRST
    if not own.either:
        return DAY_FIRST  # nothing, or dates such as 5/5/2026 that read the same both ways
    proven = {
        order.day_first_only > 0
        for order in others
        if order.day_first_only or order.month_first_only
    }
    if len(proven) == 1:
        return DAY_FIRST if proven.pop() else MONTH_FIRST
    return None


def _formats(
    con: duckdb.DuckDBPyConnection, name: str, column: str, numeric: tuple[str, ...] | None
) -> DateFormats:
    if numeric is None:
        raise Refused(
            f"The dates of {name} can be read day-first or month-first, and no row decides it. "
            'Give the format in the profile, such as format = "%d/%m/%Y".'
        )
    chosen: tuple[str, ...] = ()
    for _ in range(ROUNDS):  # each round looks at rows that no format so far can read
        found = _fitting(con, column, chosen, UNDOUBTED + numeric)
        if not found:
            break
        chosen += found
    has_offset = con.execute(
        f"select coalesce(bool_or(regexp_full_match({column}, {literal(OFFSET)})), false) from mapped"
    ).fetchone()
    return DateFormats(chosen, with_offset=bool(has_offset and has_offset[0]))


def _fitting(
    con: duckdb.DuckDBPyConnection,
    column: str,
    chosen: tuple[str, ...],
    candidates: tuple[str, ...],
) -> tuple[str, ...]:
    unread = f"try_strptime({column}, [{literals(chosen)}]) is null" if chosen else "true"
    left = [f for f in candidates if f not in chosen]
    # One statement: a query for each format took half of a small import's time.
    counts = con.execute(
        f"select {', '.join(f'count(try_strptime(t, {literal(f)}))' for f in left)} from"
        f" (select {column} as t from mapped where {column} is not null and {unread} limit {SAMPLE})"
    ).fetchone()
    fitting = sorted(zip(counts or (), left, strict=False), key=lambda pair: -pair[0])
    return tuple(f for count, f in fitting[:1] if count)

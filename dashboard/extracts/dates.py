"""How a column writes its dates. A column that could be read in two ways is never guessed.

A date written with numbers alone (3/4/2026) is read day first or month first only where some row
of the file proves it; rows that prove both refuse the file.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import duckdb

from dashboard.errors import Refused, WrongUsage
from dashboard.extracts.date_shapes import format_of, is_numeric
from dashboard.extracts.sql_text import literal

OFFSET = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|z|UTC|GMT)| ?[+-]\d\d(:?\d\d)?)"
YEARS = ("%Y", "%y", "%-y", "%G", "%c", "%x")  # directives that give a year
SHAPES = 2_000  # more shapes than this are no dates; month names alone can make some hundreds
FIRST_YEAR = 1000  # 01/03/24 is no date of the year 24


@dataclass(frozen=True)
class DateFormats:
    """The formats of one column, in the order they are tried; rows may mix them."""

    formats: tuple[str, ...]
    first_wins: bool = True
    with_offset: bool = False  # texts with a UTC offset or Z name an instant


@dataclass(frozen=True)
class Written:
    """How a column's rows are written: its shapes, and which rows can be read only one way."""

    shapes: tuple[str, ...]
    with_offset: bool
    day_first_only: int
    month_first_only: int
    either: int


def checked_formats(name: str, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Give the formats back.

    Raises:
        WrongUsage: a format has a directive that strptime does not know, or no year; the text
            names it.
    """
    for given in formats:
        if not any(directive in given for directive in YEARS):
            raise WrongUsage(
                f"The format '{given}' of '{name}' has no year (%Y or %y); where date and time "
                'stand in two columns, join them: columns = ["Date", "Time"].'
            )
        if not _is_format(given):
            raise WrongUsage(
                f"The format '{given}' of '{name}' can't be used. It is written as in "
                "strptime: %Y year, %m month, %d day, %H hour, %M minute, %S second, %I and "
                "%p for am and pm."
            )
    return formats


@lru_cache(maxsize=1000)  # opening a database to ask takes ten times as long as parsing a profile
def _is_format(given: str) -> bool:
    with duckdb.connect() as con:
        try:
            con.execute("select try_strptime('', $1)", [given]).fetchall()
        except duckdb.Error:
            return False
    return True


@cache
def checked_timezone(name: str) -> str:
    """Give the name back.

    Raises:
        WrongUsage: there is no time zone of that name.
    """
    try:
        ZoneInfo(name)
        with duckdb.connect() as con:
            con.execute("select timezone($1, timestamp '2024-01-01')", [name]).fetchall()
    except (KeyError, ValueError, OSError, duckdb.Error):
        raise WrongUsage(
            f"'{name}' is no time zone of the IANA database; an example: America/New_York."
        ) from None
    return name


def detect(
    con: duckdb.DuckDBPyConnection,
    columns: dict[str, str],
    shown_as: dict[str, str],
    table: str = "mapped",
) -> dict[str, DateFormats]:
    """Find the formats of date columns that a profile gives none for.

    Args:
        con: a connection that holds the table.
        columns: by contract name the table's text column.
        shown_as: by contract name the user's own column name, for messages.
        table: where the texts are.

    Raises:
        Refused: a column holds rows that fit only day-first and rows that fit only month-first,
            or no row of the file says which it is.
    """
    found = {name: written(con, table, column) for name, column in columns.items()}
    for name, rows in found.items():
        if rows.day_first_only and rows.month_first_only:
            raise Refused(
                f"The dates of '{shown_as[name]}' ({name}) are mixed: {rows.day_first_only} rows "
                f"fit only day-first, {rows.month_first_only} rows only month-first, {rows.either} "
                "both. Give a format list in the profile, such as "
                'format = ["%d/%m/%Y", "%m/%d/%Y"].'
            )
    return {
        name: formats_of(name, rows, is_day_first(shown_as[name], rows, tuple(found.values())))
        for name, rows in found.items()
    }


def local_time(text: str, formats: DateFormats, timezone: str) -> str:
    """SQL for a text as local time (TIMESTAMP), null where no format fits."""
    readings = [_reading(text, given, timezone) for given in formats.formats]
    if formats.with_offset:
        readings.append(f"timezone({literal(timezone)}, {_with_offset(text)})")
    if not readings:
        return "cast(null as timestamp)"
    return f"coalesce({', '.join(readings)})" if len(readings) > 1 else readings[0]


def is_ambiguous(text: str, formats: DateFormats, timezone: str) -> str:
    """SQL for: the text fits several of the formats, with different results."""
    if formats.first_wins or len(formats.formats) < 2:
        return "false"
    readings = ", ".join(_reading(text, given, timezone) for given in formats.formats)
    return f"len(list_distinct([{readings}])) > 1"  # list_distinct leaves nulls out


def instant(text: str, formats: DateFormats) -> str | None:
    """SQL for a text that names an instant, null for any other; None where no row can be one."""
    readings = [_parsed(text, given) for given in formats.formats if "%z" in given]
    if formats.with_offset:
        readings.append(_with_offset(text))
    return f"coalesce({', '.join(readings)}, null)" if readings else None


def _reading(text: str, given: str, timezone: str) -> str:
    parsed = _parsed(text, given)
    if "%z" in given:
        parsed = f"timezone({literal(timezone)}, {parsed})"
    parsed = f"cast({parsed} as timestamp)"  # %n gives nanoseconds
    return f"case when year({parsed}) >= {FIRST_YEAR} then {parsed} end"


def _parsed(text: str, given: str) -> str:
    if given.endswith("%z"):  # as in Python, Z is the offset 0
        text = f"regexp_replace({text}, '[Zz]$', '+00:00')"
    return f"try_strptime({text}, {literal(given)})"


def _with_offset(text: str) -> str:
    is_instant = f"regexp_full_match({text}, {literal(OFFSET)})"
    joined = f"replace(replace({text}, ' +', '+'), ' -', '-')"
    return f"case when {is_instant} then try_cast({joined} as timestamptz) end"


def written(con: duckdb.DuckDBPyConnection, table: str, column: str) -> Written:
    """Look at all texts of a column: their shapes, and what decides between day and month."""
    shapes = tuple(
        row[0]
        for row in con.execute(
            f"select translate({column}, '012345678', '999999999') as shape from {table}"
            f" where {column} is not null group by shape order by count(*) desc, shape"
            f" limit {SHAPES}"
        ).fetchall()
    )
    with_offset = any(_ends_with_offset(shape) for shape in shapes)
    order = _order(con, table, column) if any(map(is_numeric, shapes)) else (0, 0, 0)
    return Written(shapes, with_offset, *order)


def _ends_with_offset(shape: str) -> bool:
    return ":" in shape and (
        shape.endswith(("Z", "z", "UTC", "GMT")) or "+" in shape or "-" in shape[10:]
    )


def _order(con: duckdb.DuckDBPyConnection, table: str, column: str) -> tuple[int, int, int]:
    """Count the rows that fit only day-first, only month-first, and both with different results."""

    def fits(day: str, month: str) -> str:
        return (
            f"{month} between 1 and 12 and {day} between 1 and case when {month} = 2 then 29"
            f" when {month} in (4, 6, 9, 11) then 30 else 31 end"
        )

    row = con.execute(
        # six characters hold day and month; a year of dates has a few hundred of them
        f"with beginnings as (select left({column}, 6) as beginning, count(*) as rows_n"
        f" from {table} group by beginning),"
        " slashed as (select translate(beginning, '-.', '//') as day, rows_n from beginnings),"
        " split as (select try_cast(split_part(day, '/', 1) as utinyint) as a,"
        " try_cast(split_part(day, '/', 2) as utinyint) as b, rows_n from slashed),"
        f" fitting as (select a, b, rows_n, ({fits('a', 'b')}) as is_day_first,"
        f" ({fits('b', 'a')}) as is_month_first from split where a is not null and b is not null)"
        " select coalesce(sum(rows_n) filter (is_day_first and not is_month_first), 0)::bigint,"
        " coalesce(sum(rows_n) filter (is_month_first and not is_day_first), 0)::bigint,"
        " coalesce(sum(rows_n) filter (is_day_first and is_month_first and a <> b), 0)::bigint"
        " from fitting"
    ).fetchone()
    return row or (0, 0, 0)


def is_day_first(shown: str, rows: Written, of_the_file: tuple[Written, ...]) -> bool:
    """Read numbers by the column's own rows, else by the file's other columns, else not at all.

    Only dates with points, as 1.3.2024, are read day first without a proof.
    """
    if rows.day_first_only or rows.month_first_only or not rows.either:
        return not rows.month_first_only
    if all("." in shape[:3] for shape in rows.shapes if is_numeric(shape)):
        return True  # nobody puts a point after the month of a month-first date
    proven = {
        other.day_first_only > 0
        for other in of_the_file
        if other.day_first_only or other.month_first_only
    }
    if len(proven) != 1:
        raise Refused(
            f"The dates of '{shown}' can be read day-first or month-first, and no row decides it. "
            'Give the format in the profile, such as format = "%d/%m/%Y".'
        )
    return proven.pop()


def formats_of(name: str, rows: Written, day_first: bool) -> DateFormats:
    """The formats that read a column so written; `name` is the contract's."""
    found = (format_of(s, day_first=day_first, is_month=name == "month") for s in rows.shapes)
    formats = tuple(dict.fromkeys(given for given in found if given is not None))
    return DateFormats(formats, with_offset=rows.with_offset)

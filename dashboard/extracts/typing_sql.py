"""SQL that turns a mapped text into the contract's type; null where the text can't be read so."""

from dashboard.contracts.column import Column, Type
from dashboard.extracts.dates import DateFormats, instant, is_ambiguous, local_time
from dashboard.extracts.numbers_sql import NumberStyle, is_beyond, number
from dashboard.extracts.profile import Mapping
from dashboard.extracts.sql_text import literal

TRUE = "'true', 't', 'yes', 'y', '1', 'j', 'ja', 'si', 'oui'"
FALSE = "'false', 'f', 'no', 'n', '0', 'nein', 'non'"
SENTINELS = "date '1900-01-01', date '9999-12-31'"
EARLIEST, LATEST = "date '1900-01-01'", "date '9999-12-31'"


def typed_columns(
    column: Column,
    mapping: Mapping,
    formats: DateFormats | None,
    style: NumberStyle,
    timezone: str,
) -> dict[str, str]:
    """Name → SQL of what a mapped column becomes in the table `typed`.

    A time gives its instant, its local date, a sentinel flag and an ambiguity flag; a date the
    same without the instant; every other type one column.
    """
    text = f"raw_{column.name}"
    if column.type in (Type.TIME, Type.DATE):
        return _dates(column, text, formats or DateFormats(()), timezone)
    if column.type is Type.TEXT:
        return {column.name: text}
    if column.type is Type.TEXTS:
        return {column.name: _texts(text)}
    if column.type is Type.BOOLEAN:
        return {
            column.name: f"case when lower({text}) in ({TRUE}) then true"
            f" when lower({text}) in ({FALSE}) then false end"
        }
    return {
        column.name: number(column, text, mapping.scale, style),
        f"beyond_{column.name}": is_beyond(column, text, mapping.scale, style),
    }


def _texts(text: str) -> str:
    trimmed = f"list_transform(string_split({text}, ';'), lambda t: trim(t))"
    return f"case when {text} is not null then list_filter({trimmed}, lambda t: t <> '') end"


def _dates(column: Column, text: str, formats: DateFormats, timezone: str) -> dict[str, str]:
    name = column.name
    local = f"local_{name}"
    day = f"cast({local} as date)"
    plausible = f"{day} between {EARLIEST} and {LATEST}"
    named_instant = instant(text, formats)
    is_sentinel = _is_sentinel(day, named_instant) if column.has_sentinels else "false"
    is_kept = f"{plausible} and not coalesce({is_sentinel}, false)"
    columns = {
        f"readable_{name}": f"coalesce({plausible} or {is_sentinel}, false)",
        f"sentinel_{name}": f"coalesce({is_sentinel}, false)",
        f"ambiguous_{name}": is_ambiguous(text, formats, timezone),
    }
    if column.type is Type.DATE:
        value = f"cast(date_trunc('month', {day}) as date)" if name == "month" else day
        return columns | {name: f"case when {is_kept} then {value} end"}
    as_instant = f"timezone({literal(timezone)}, {local})"
    if named_instant is not None:
        as_instant = f"coalesce({named_instant}, {as_instant})"
    # the clock skips this local time: there and back again does not give it
    skips = f"timezone({literal(timezone)}, timezone({literal(timezone)}, {local})) <> {local}"
    return columns | {
        name: f"case when {is_kept} then {as_instant} end",
        column.local_date or "": f"case when {is_kept} then {day} end",
        f"is_day_{name}": f"coalesce({local} = date_trunc('day', {local}), false)",
        f"skipped_{name}": f"coalesce({skips}, false) and not coalesce({is_sentinel}, false)",
    }


def _is_sentinel(day: str, named_instant: str | None) -> str:
    """SQL for: the day stands for a missing date; by UTC, too, where the text names an instant."""
    local = f"{day} in ({SENTINELS})"
    if named_instant is None:
        return local
    return f"({local} or cast(timezone('UTC', {named_instant}) as date) in ({SENTINELS}))"


def local_columns(column: Column, formats: DateFormats, timezone: str) -> str:
    """SQL of the local time that `typed_columns` builds on."""
    return f"{local_time(f'raw_{column.name}', formats, timezone)} as local_{column.name}"

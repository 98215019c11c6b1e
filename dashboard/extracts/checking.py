"""Run the contract over an extract: one pass in DuckDB finds which rules are broken, by which rows.

It decides nothing about publishing, and it formats a message only when somebody reads it.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules.rule import Rule, Severity
from dashboard.contracts.rules.whole_extract import FORMULA_ERROR, TOO_MANY_FIELDS
from dashboard.extracts import dates, formula_errors, identifiable, spelling
from dashboard.extracts.column_rules import column_rules, general_rules
from dashboard.extracts.dates import DateFormats
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.numbers_sql import number_style
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.sql_text import literal, literals
from dashboard.extracts.sql_text import name as quoted
from dashboard.extracts.typing_sql import local_columns, typed_columns

ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d")  # days by type beside texts


@dataclass(frozen=True)
class Check:
    """A rule put to the rows of one extract."""

    rule: Rule
    column: str  # contract column at which a finding is shown


@dataclass(frozen=True)
class Circumstances:
    """What the checks need to know besides the rows."""

    source_system: str
    as_of: date
    timezone: str
    file: FileOptions


def type_rows(con: duckdb.DuckDBPyConnection, mapped: Mapped, at: Circumstances) -> None:
    """Make the view `typed`: all contract columns in their types, null where unreadable.

    Raises:
        Refused: a date column can be read in two ways (see dates.detect).
    """
    formats = _formats(con, mapped)
    by_name = mapped.dataset.by_name
    local = [
        local_columns(by_name[name], formats[name], at.timezone)
        for name in mapped.columns
        if name in formats
    ]
    typed: dict[str, str] = {}
    for name, mapping in mapped.columns.items():
        style = number_style(con, by_name[name], at.file)
        typed |= typed_columns(by_name[name], mapping, formats.get(name), style, at.timezone)
    typed |= spelling.respelled(con, mapped)
    # a text is kept once: as it was mapped, which is also its type
    texts = {name: sql for name, sql in typed.items() if sql == f"raw_{name}"}
    made = "".join(f", {sql} as {quoted(n)}" for n, sql in typed.items() if n not in texts)
    con.execute(
        f"create or replace table typed_rows as select line{_raw(mapped)}{made}"
        f" from (select *{''.join(', ' + sql for sql in local)} from mapped)"
    )
    _complete(con, mapped, typed, texts, at)


def find(con: duckdb.DuckDBPyConnection, mapped: Mapped, too_long: list[int]) -> list[Check]:
    """Make the table `found` (line, number) where number is a place in the list returned.

    Warnings are kept only for rows that no error refuses.
    """
    identifiable.find(con, mapped)
    _find_repeated(con, mapped.dataset)
    rules = identifiable.without_any(con, _rules(mapped))
    checks = [Check(rule, rule.columns[0]) for rule in rules]
    flags = ", ".join(
        f"({check.rule.broken_when}) as broken_{number}" for number, check in enumerate(checks)
    )
    broken = " or ".join(f"broken_{number}" for number in range(len(checks)))
    con.execute(
        f"create or replace table checked as from (select line, {flags} from typed) where {broken}"
    )
    counts = (
        con.execute(
            "select "
            + ", ".join(f"count(*) filter (broken_{n})" for n in range(len(checks)))
            + " from checked"
        ).fetchone()
        or ()
    )
    con.execute("create or replace table found (line bigint, number integer)")
    for number, count in enumerate(counts):
        if count:
            con.execute(
                f"insert into found select line, {number} from checked where broken_{number}"
            )
    con.execute("drop table checked")
    _add_too_long(con, checks, too_long)
    _add_formula_errors(con, mapped, checks)
    _settle(con, checks)
    return checks


def _find_repeated(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Make the table `repeated` (line): rows whose complete key stands in an earlier row.

    Keys are counted first: most stand once, and to put all rows in order takes far longer.
    """
    names = ("source_system", *(quoted(name) for name in dataset.key))
    key = ", ".join(names)
    complete = " and ".join(
        f"{quoted(name)} is not null" for name in dataset.key if dataset.column(name).required
    )
    same = " and ".join(f"t.{name} is not distinct from k.{name}" for name in names)
    con.execute(
        "create or replace temp table repeated as"
        f" with keys as (select {key} from typed where {complete} group by all having count(*) > 1)"
        " select line from (select t.line, row_number() over"
        f" (partition by {', '.join('k.' + name for name in names)} order by t.line) as place"
        f" from typed as t inner join keys as k on {same}) where place > 1"
    )


def _rules(mapped: Mapped) -> list[Rule]:
    rules = [
        rule
        for column in mapped.dataset.columns
        for rule in column_rules(column, column.name in mapped.columns)
    ]
    return rules + general_rules(mapped.dataset) + list(mapped.dataset.rules)


def _add_too_long(con: duckdb.DuckDBPyConnection, checks: list[Check], lines: list[int]) -> None:
    if not lines:
        return
    checks.append(Check(TOO_MANY_FIELDS, ""))
    con.execute("insert into found select unnest($1), $2", [lines, len(checks) - 1])
    con.execute("delete from found where line not in (select line from mapped)")


def _add_formula_errors(
    con: duckdb.DuckDBPyConnection, mapped: Mapped, checks: list[Check]
) -> None:
    """Name each failed formula, in place of saying that its text is unreadable or unknown."""
    for name, lines in formula_errors.find(con, mapped).items():
        of_column = [n for n, check in enumerate(checks) if check.column == name]
        replaced = ", ".join(map(str, of_column)) or "null"
        con.execute(
            f"delete from found where number in ({replaced}) and line in (select unnest($1))",
            [lines],
        )
        checks.append(Check(FORMULA_ERROR, name))
        con.execute("insert into found select unnest($1), $2", [lines, len(checks) - 1])


def _settle(con: duckdb.DuckDBPyConnection, checks: list[Check]) -> None:
    errors = [n for n, check in enumerate(checks) if check.rule.severity is Severity.ERROR]
    con.execute(
        "create or replace table refused as select distinct line from found"
        f" where number in ({', '.join(map(str, errors)) or 'null'})"
    )
    con.execute(
        "delete from found where line in (select line from refused)"
        f" and number not in ({', '.join(map(str, errors)) or 'null'})"
    )


def _formats(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> dict[str, DateFormats]:
    given: dict[str, DateFormats] = {}
    to_detect: dict[str, str] = {}
    for name, mapping in mapped.columns.items():
        if mapped.dataset.column(name).type not in (Type.TIME, Type.DATE):
            continue
        if mapping.formats and name not in mapped.typed_days:
            iso = ISO if name in mapped.some_days else ()
            given[name] = DateFormats((*mapping.formats, *iso), mapping.first_format_wins)
        else:
            to_detect[name] = f"raw_{name}"
    return given | dates.detect(con, to_detect, mapped.shown_as)


def _complete(
    con: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    typed: dict[str, str],
    texts: dict[str, str],
    at: Circumstances,
) -> None:
    """Give every contract column and flag a place, so that a rule can name any of them.

    Texts and types are columns of one table, which no rule has to join: the mapped texts are a
    view of it from here on.
    """
    absent = {
        name: kind
        for column in mapped.dataset.columns
        for name, kind in _names_of(column).items()
        if name not in typed and name.removeprefix("raw_") not in mapped.columns
    }
    rest = "".join(f", cast(null as {kind}) as {quoted(name)}" for name, kind in absent.items())
    own_source = (
        ""
        if "source_system" in mapped.columns
        else (f", {literal(at.source_system)} as source_system")
    )
    same = "".join(f", {sql} as {quoted(name)}" for name, sql in texts.items())
    con.execute(
        f"create or replace view typed as select *{same}{own_source}{rest},"
        f" date {literal(at.as_of.isoformat())} as as_of from typed_rows"
    )
    con.execute(f"create or replace view mapped as select line{_raw(mapped)} from typed_rows")
    con.execute("drop table if exists mapped_texts")


def _raw(mapped: Mapped) -> str:
    return "".join(f", {quoted('raw_' + name)}" for name in mapped.columns)


def _names_of(column: Column) -> dict[str, str]:
    names = {f"raw_{column.name}": "VARCHAR"}
    if column.name != "source_system":
        names[column.name] = "TIMESTAMPTZ" if column.type is Type.TIME else str(column.type)
    if column.local_date:
        names[column.local_date] = "DATE"
    if column.type in (Type.TIME, Type.DATE):
        names |= {
            f"{flag}_{column.name}": "BOOLEAN"
            for flag in ("readable", "sentinel", "ambiguous", "skipped", "is_day")
        }
    return names


def accepted_columns(dataset: Dataset, extract_id: str) -> str:
    """SQL of the accepted rows, exactly the contract's stored columns; sorting takes memory."""
    selected = [
        f"cast({literal(extract_id)} as varchar) as extract_id"
        if name == "extract_id"
        else f"{quoted(name)}"
        for name, _ in dataset.stored_columns()
    ]
    return f"select {', '.join(selected)} from typed anti join refused using (line)"


def allowed_texts(column: Column) -> str:
    """The allowed values as SQL literals."""
    return literals(column.allowed)

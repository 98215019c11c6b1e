"""How the mapped date columns are written, as formats; what rows can't decide is asked."""

from dataclasses import dataclass
from typing import Any

from dashboard.contracts.column import Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.synonyms import NULLS
from dashboard.errors import Refused
from dashboard.extracts import dates
from dashboard.extracts.dates import Written
from dashboard.extracts.header import SPACES
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import literal, literals
from dashboard.proposals.matching import Match
from dashboard.proposals.proposal import Choice, Entry, Question

FEW_FORMATS = 6  # a column with more is left to be detected each time


@dataclass(frozen=True)
class Dates:
    """A date column's entry, None while a question about it is open."""

    entry: Entry | None
    reason: str
    question: Question | None = None


def date_columns(source: Source, dataset: Dataset, matches: dict[str, Match]) -> dict[str, Dates]:
    """Look at every mapped date column of the whole file.

    Formats are written into the profile, so that a month whose days are all under 13 is read as
    the others were.
    """
    days = {
        name: match
        for name, match in matches.items()
        if dataset.column(name).type in (Type.TIME, Type.DATE)
    }
    typed = {name for name, match in days.items() if match.facts.is_typed_day}
    _load(source, {name: match for name, match in days.items() if name not in typed})
    written = {
        name: dates.written(source.con, "proposed_dates", name)
        for name in days
        if name not in typed
    }
    found = {name: Dates(days[name].facts.name, "It holds dates by type.") for name in typed}
    for name, rows in written.items():
        found[name] = _of_column(name, days[name].facts.name, rows, tuple(written.values()))
    return found


def _load(source: Source, days: dict[str, Match]) -> None:
    """Make the table `proposed_dates`: a text column for each, trimmed, without null texts."""
    source.con.execute(
        "create or replace macro outer_trimmed(x) as"
        " case when regexp_full_match(x, '[!-~]([ -~]*[!-~])?') then x"
        f" else trim(replace(x, '\u00a0', ' '), {literal(SPACES)}) end"
    )
    source.con.execute(
        "create or replace macro day_text(x) as case when lower(outer_trimmed(x))"
        f" not in ('', {literals(NULLS)}) then outer_trimmed(x) end"
    )
    cells = [f"day_text(c{match.facts.position}) as {name}" for name, match in days.items()]
    source.con.execute(
        f"create or replace temp table proposed_dates as select {', '.join(['line', *cells])}"
        " from source"
    )


def _of_column(name: str, shown: str, rows: Written, of_the_file: tuple[Written, ...]) -> Dates:
    if rows.day_first_only and rows.month_first_only:
        return Dates(None, "Its dates are mixed.", _mixed(name, shown, rows))
    try:
        day_first = dates.is_day_first(shown, rows, of_the_file)
    except Refused:
        return Dates(None, "No row decides the order of its dates.", _undecided(name, shown, rows))
    return Dates(_entry(name, shown, rows, (day_first,)), _in_words(name, rows, day_first))


def _entry(name: str, shown: str, rows: Written, orders: tuple[bool, ...]) -> Entry:
    formats = list(
        dict.fromkeys(
            given
            for day_first in orders
            for given in dates.formats_of(name, rows, day_first).formats
        )
    )
    if rows.with_offset or not formats or (len(orders) == 1 and len(formats) > FEW_FORMATS):
        return shown
    return {"column": shown, "format": formats[0] if len(formats) == 1 else formats}


def _in_words(name: str, rows: Written, day_first: bool) -> str:
    formats = dates.formats_of(name, rows, day_first).formats
    if not formats and not rows.with_offset:
        return "No row of it can be read as a date." if rows.shapes else "It is empty."
    proof = {
        (True, True): f" {rows.day_first_only} rows fit only day-first.",
        (True, False): f" {rows.month_first_only} rows fit only month-first.",
    }.get((bool(rows.day_first_only or rows.month_first_only), day_first), "")
    return f"Its dates are read as {', '.join(formats) or 'times with an offset'}.{proof}"


def _mixed(name: str, shown: str, rows: Written) -> Question:
    text = (
        f"The dates of '{shown}' are mixed: {rows.day_first_only} rows fit only day-first, "
        f"{rows.month_first_only} rows only month-first, {rows.either} both. How are those read "
        "that fit both?"
    )
    return Question(
        name, text,
        (
            _choice(name, shown, rows, (True, False), "first", "Day first",
                    "Rows that fit both are read day first; the others as they fit."),
            _choice(name, shown, rows, (False, True), "first", "Month first",
                    "Rows that fit both are read month first; the others as they fit."),
            _choice(name, shown, rows, (True, False), None, "Refuse what fits both",
                    f"{rows.either} rows are refused; the others are read as they fit."),
        ),
    )  # fmt: skip


def _undecided(name: str, shown: str, rows: Written) -> Question:
    text = (
        f"The dates of '{shown}' can be read day-first or month-first: {rows.day_first_only} rows "
        f"fit only day-first, {rows.month_first_only} only month-first, {rows.either} both. Which "
        "is it?"
    )
    return Question(
        name, text,
        (
            _choice(name, shown, rows, (True,), None, "Day first", "3/4/2026 is the 3rd of April."),
            _choice(name, shown, rows, (False,), None, "Month first", "3/4/2026 is March 4th."),
        ),
    )  # fmt: skip


def _choice(
    name: str, shown: str, rows: Written, orders: tuple[bool, ...], ambiguous: str | None,
    label: str, meaning: str,
) -> Choice:  # fmt: skip
    entry: Any = _entry(name, shown, rows, orders)
    if ambiguous and isinstance(entry, dict):
        entry = entry | {"ambiguous": ambiguous}
    return Choice(label, meaning, {"columns": {name: entry}})

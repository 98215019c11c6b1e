"""What the tests of figures share: small marts written in the test, and what a figure says.

    ask = ask_of(complaints=complaints("ward", "2026-03", 8, days=3) + ...)

Rows are given as strings of an ASCII table's lines (see tests/marts.py) after a fixed header, so that
a test says only what matters: how many, where, in which month, closed after how many days.
"""

import datetime as dt
from functools import lru_cache

from dashboard.access.viewer import parse_viewer
from dashboard.settings import Standards
from tests.marts import extract, small_mart

HEADERS = {
    "complaints": "unit_id | received_at | status | closed_at | channel | satisfaction_handling"
    " | acknowledged_at | contact_type | complaint_id | due_date_agreed",
    "surveys": "unit_id | event_date | instrument | ltr_0_10 | hcahps_recommend | had_problem"
    " | problem_resolved | fft",
    "units": "unit_id | unit_name | department | valid_from | parent_id",
    "activity": "unit_id | month | discharges | bed_days | attendances",
}
FEW = Standards(floor_n=6)  # a floor that small marts can reach
BOARD = Standards(floor_n=6, audience="board")


def line(dataset, **cells):
    """One row of a dataset; what is not named is missing."""
    names = [name.strip() for name in HEADERS[dataset].split("|")]
    assert set(cells) <= set(names), set(cells) - set(names)
    return " | ".join(str(cells.get(name, "")) for name in names)


def complaints(unit, month, n, days=None, **cells):
    """So many complaints of a month's first day, closed after some days, or open (None)."""
    received = dt.date.fromisoformat(f"{month}-01")
    ending = {"status": "open"}
    if days is not None:
        closed_on = received + dt.timedelta(days=days)
        ending = {"status": "closed", "closed_at": closed_on}
    given = {"unit_id": unit, "received_at": received} | ending | cells
    return [line("complaints", **given)] * n


def answers(unit, month, n, **cells):
    """So many survey answers about visits on a month's first day."""
    given = {"instrument": "HCAHPS", "hcahps_recommend": "definitely_yes"} | cells
    return [line("surveys", unit_id=unit, event_date=f"{month}-01", **given)] * n


def activity(unit, *months, discharges=100, **cells):
    given = {"discharges": discharges} | cells
    return [line("activity", unit_id=unit, month=f"{month}-01", **given) for month in months]


def units(*ids, **names):
    """Units by id; names gives some of them a name of their own."""
    return [
        line("units", unit_id=unit, unit_name=names.get(unit, f"Ward {unit}"), department="Medicine",
             valid_from="2020-01-01")
        for unit in ids
    ]  # fmt: skip


def months(first, n):
    """Names of so many months, from the first on."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{index // 12}-{index % 12 + 1:02d}" for index in range(start, start + n)]


@lru_cache(maxsize=64)
def mart_of(tables, missing):
    return small_mart(
        *(
            (extract(name, 1, mapped_columns=mapped(name, missing)), "\n".join(text))
            for name, text in tables
        )
    )


def mapped(dataset, missing):
    names = [name.strip() for name in HEADERS[dataset].split("|")]
    return tuple(name for name in names if name not in missing)


def ask_of(viewer="executive", missing=(), **tables):
    """Answer queries of a small mart as a viewer; missing columns are in no source."""
    lines = tuple((name, (HEADERS[name], *rows)) for name, rows in tables.items())
    mart, who = mart_of(lines, tuple(missing)), parse_viewer(viewer)
    return lambda name, /, **params: mart.query(name, who, **params)


def rows_of(figure, *names):
    """The figure's rows: as dicts, or the columns named as tuples."""
    rows = figure.table.to_pylist()
    return [tuple(row[name] for name in names) for row in rows] if names else rows


def texts_of(figure):
    """Everything that a figure says in words."""
    notes = [row.get("note") or "" for row in figure.table.to_pylist()]
    return [figure.in_words, figure.verdict.sentence, figure.verdict.detail, *notes]

"""Every measure of the committed sample against a count by hand from its Parquet files."""

import datetime as dt
import tomllib

import pyarrow.parquet as pq
import pytest

from dashboard.sample.load import SAMPLE_FOLDER
from tests.measures.by_hand import Asked, ByHand
from tests.measures.by_hand_rows import Sent, Store
from tests.measures.command_line import Hospital
from tests.measures.questions import GROUPS, options
from tests.measures.test_by_hand import differences

pytestmark = pytest.mark.slow  # the whole sample counted by hand

FEW = {
    "by unit": Asked(by="unit"),
    "for the board by site, days in two months": Asked(
        by="site", is_board=True, from_on=dt.date(2025, 3, 9), to_on=dt.date(2025, 4, 20)
    ),
}
MORE = {
    "by month, rewound": Asked(by="month", as_of=dt.date(2026, 3, 17)),
    "all of it": Asked(),
    "one ward that merged, and where it went": Asked(units=("N-6B", "S-ONC"), by="month"),
    "a manager's department": Asked(by="department", manager_of=("N-6B", "S-ONC", "OPD")),
    "a department of a year, for the board": Asked(
        by="month", is_board=True, where=(("department", "Surgery"),), to_on=dt.date(2025, 10, 31)
    ),
    "rewound to a month's end": Asked(by="department", as_of=dt.date(2025, 12, 31)),
}


def as_day(cell):
    return cell.date() if isinstance(cell, dt.datetime) else cell


def timed(row, cells):
    """A complaint with the times that matter; a closing date on an open one is set aside."""
    times = {"received_time": cells["received_at"], "first_action_at": cells["first_action_at"]}
    row = row | {name: str(time) if time else None for name, time in times.items()}
    return row | {"closed_at": None} if row["status"] == "open" else row


@pytest.fixture(scope="session")
def sample():
    """The sample as its files hold it; times there are local ones, so their dates are the days."""
    manifest = tomllib.loads((SAMPLE_FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    extracts = []
    for line in manifest["extract"]:
        table = pq.read_table(SAMPLE_FOLDER / line["file"])
        rows = [{name: as_day(cell) for name, cell in row.items()} for row in table.to_pylist()]
        if line["dataset"] == "complaints":
            rows = [timed(*pair) for pair in zip(rows, table.to_pylist(), strict=True)]
        extracts.append(Sent(
            line["dataset"], line["source_system"], line["as_of"], rows, line["mode"],
            columns=frozenset(table.column_names),
        ))  # fmt: skip
    return Hospital("", ByHand(Store(extracts)), extracts)


@pytest.mark.parametrize("title", FEW)
@pytest.mark.parametrize("name", GROUPS)
def test_the_sample_says_what_is_counted_by_hand(sample, name, title):
    found = sample.measure(name, *options(name, FEW[title]))["rows"]
    assert list(differences(found, sample.by_hand(name, FEW[title]))) == []


@pytest.mark.slow
@pytest.mark.parametrize("title", MORE)
@pytest.mark.parametrize("name", GROUPS)
def test_more_of_the_sample_says_what_is_counted_by_hand(sample, name, title):
    found = sample.measure(name, *options(name, MORE[title]))["rows"]
    assert list(differences(found, sample.by_hand(name, MORE[title]))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "by"), [(name, by) for name in GROUPS for by in GROUPS[name]])
def test_the_sample_by_every_group_says_what_is_counted_by_hand(sample, name, by):
    asked = Asked(by=by, days=30)
    found = sample.measure(name, *options(name, asked))["rows"]
    assert list(differences(found, sample.by_hand(name, asked))) == []

"""A list of the open cases alone, imported between two full extracts: README "A weekly list"."""

import datetime as dt

import pytest

from dashboard import settings
from dashboard.access.viewer import Role, Viewer
from dashboard.commands.opened_mart import opened_mart
from dashboard.mart.catalog import parse
from dashboard.measures.selection import Selection
from dashboard.measures.worklist import Desk, worklist
from dashboard.settings import Standards
from tests.measures.command_line import said
from tests.measures.figures import rows_of

HEADER = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type,acknowledged_at\n"
MARCH = HEADER + (
    "c1,W1,2026-03-01,2026-03-05,closed,web,complaint,2026-03-02\n"
    "c2,W1,2026-03-02,2026-03-20,closed,web,complaint,2026-03-03\n"
    "c3,W1,2026-03-20,,open,web,complaint,2026-03-21\n"
    "c4,W1,2026-03-30,,open,web,complaint,\n"
    "c5,W1,2026-02-10,,open,web,complaint,2026-02-11\n"
)
OPEN_CASES = HEADER + (
    "c3,W1,2026-03-20,,open,web,complaint,2026-03-21\n"
    "c4,W1,2026-03-30,,open,web,complaint,2026-04-01\n"  # acknowledged meanwhile
    "c6,W1,2026-04-03,,open,web,complaint,\n"  # new; and c5 is in it no more
)
APRIL = MARCH.replace("c5,W1,2026-02-10,,open", "c5,W1,2026-02-10,2026-04-02,closed") + (
    "c6,W1,2026-04-03,2026-04-09,closed,web,complaint,2026-04-08\n"
)


pytestmark = pytest.mark.slow  # five imports, each with its mart


@pytest.fixture
def imported(tmp_path):
    """Import files into one store, and give the worklist after each."""
    store = str(tmp_path / "store")

    def run(text, as_of):
        file = tmp_path / f"{as_of}.csv"
        file.write_text(text)
        where = ("--dataset", "complaints", "--source", "datix", "--as-of", as_of)
        code, _, err = said("import", file, *where, "--store", store)
        assert code == 0, err
        mart = opened_mart(settings.load(store=store), None)
        desk = Desk(dt.date.fromisoformat(as_of))
        return mart, worklist(mart.ask(Viewer(Role.EXECUTIVE)), Selection(), Standards(), desk=desk)

    return run


def test_a_list_of_open_cases_renews_the_worklist_and_touches_nothing_that_was_closed(imported):
    mart, first = imported(MARCH, "2026-03-31")
    assert {row[0] for row in rows_of(first, "complaint_id")} == {"c3", "c4", "c5"}
    closed = ended_of(mart)
    mart, figure = imported(OPEN_CASES, "2026-04-07")
    rows = {row["complaint_id"]: row for row in rows_of(figure)}
    assert set(rows) == {"c3", "c4", "c5", "c6"}
    assert ended_of(mart) == closed == {"c1": dt.date(2026, 3, 5), "c2": dt.date(2026, 3, 20)}
    assert "As of 7 Apr 2026 (today)" in figure.freshness.sentence.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert rows["c4"]["acknowledge_by"] is None and rows["c6"]["acknowledge_by"] is not None
    # what the list no longer carries has left it somehow: nobody is told that it is open
    assert rows["c5"]["next_step"].startswith("Check whether it is still open")
    assert rows["c5"]["last_heard_on"] == dt.date(2026, 3, 31)


def test_the_next_full_extract_ends_what_was_closed_meanwhile(imported):
    imported(MARCH, "2026-03-31")
    imported(OPEN_CASES, "2026-04-07")
    mart, figure = imported(APRIL, "2026-04-30")
    assert {row[0] for row in rows_of(figure, "complaint_id")} == {"c3", "c4"}
    assert set(ended_of(mart)) == {"c1", "c2", "c5", "c6"}


ENDED = """-- question: Which complaints have ended, and when?
select complaint_id, closed_on from visible.complaints where closed_on is not null"""


def ended_of(mart):
    rows = mart.run(parse("ended", ENDED), Viewer(Role.EXECUTIVE), {}).to_pylist()
    return {row["complaint_id"]: row["closed_on"] for row in rows}

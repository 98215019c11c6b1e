"""The backlog by month says where the data's own beginning keeps its first months low."""

import datetime as dt

import pytest

from dashboard.measures.backlog_months import backlog_by_month
from dashboard.measures.selection import Selection
from tests.measures.figures import FEW, ask_of, complaints

LATE = Selection(from_on=dt.date(2025, 9, 1), to_on=dt.date(2026, 3, 31))


@pytest.fixture(scope="module")
def ask():
    return ask_of(complaints=complaints("a", "2025-02", 8) + complaints("a", "2026-03", 8, days=3))


def test_the_first_months_of_the_data_are_said_to_be_low(ask):
    said = backlog_by_month(ask, Selection(), FEW).begins.replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("The data begin with complaints received on 1 Feb 2025.")
    assert said.endswith("compare them from 3 Aug 2025 on.")


def test_later_months_say_nothing_of_it(ask):
    assert backlog_by_month(ask, LATE, FEW).begins == ""

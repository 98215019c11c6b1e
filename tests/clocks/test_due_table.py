"""The tables that a mart's builder joins say what the clocks say, day by day."""

import datetime as dt

import numpy as np
import pytest

from dashboard.clocks.clock import due_on
from dashboard.clocks.due_table import tables_of
from dashboard.clocks.procedure import Procedure
from dashboard.settings import load

FIRST, LAST = dt.date(2025, 12, 1), dt.date(2026, 1, 31)


def made(**given):
    procedure = Procedure.of(load(**given))
    return procedure, tables_of(procedure, FIRST, LAST)


@pytest.mark.parametrize("jurisdiction", ["us", "england", "scotland", "own"])
def test_each_clock_and_day_has_its_due_days(jurisdiction):
    procedure, tables = made(jurisdiction=jurisdiction)
    due = tables.due
    rows = {
        (number, str(day)): place
        for place, (number, day) in enumerate(zip(due["clock_no"], due["started_on"], strict=True))
    }
    numbers = dict(zip(procedure.kinds, tables.clocks["clock_no"], strict=True))
    for kind, clock in procedure.kinds.items():
        for start in (FIRST, dt.date(2025, 12, 24), LAST):
            place = rows[numbers[kind], str(start)]
            for name, span in (
                ("acknowledge_due_on", clock.acknowledge), ("answer_due_on", clock.answer),
                ("answer_latest_on", clock.latest), ("spoken_until_on", clock.spoken_within),
            ):  # fmt: skip
                found = due[name][place]
                expected = due_on(start, span, procedure.calendar) if span else None
                assert (None if np.isnat(found) else found.astype(dt.date)) == expected


def test_days_are_numbered_by_working_days_and_reach_two_years_ahead():
    _, tables = made(jurisdiction="england")
    numbered = dict(zip(tables.days["day"].astype(str), tables.days["working_day_n"], strict=True))
    assert numbered["2025-12-01"] == 1  # a Monday
    assert numbered["2025-12-24"] == numbered["2025-12-28"] == 18
    assert numbered["2026-01-02"] == 22
    assert max(numbered) == "2028-12-31"


def test_a_year_that_is_not_known_is_named_and_has_no_working_days():
    _, tables = made(jurisdiction="own", calendar={"to_year": 2025})
    due = tables.due
    missing = dict(zip(due["started_on"].astype(str), due["acknowledge_year_missing"], strict=True))
    assert missing["2025-12-26"] == 0 and missing["2025-12-29"] == 2026  # its third lies in 2026
    assert missing["2026-01-05"] == 2026
    days = tables.days
    assert not days["is_working_day"][days["day"] >= np.datetime64("2026-01-01")].any()


def test_one_day_alone_is_enough():
    procedure = Procedure.of(load())
    tables = tables_of(procedure, FIRST, FIRST)
    assert set(tables.due["started_on"].astype(str)) == {"2025-12-01"}

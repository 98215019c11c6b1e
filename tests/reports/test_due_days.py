"""A worklist as a calendar: an event for each clock, the same uid each time, no person."""

import datetime as dt

from dashboard.measures.result import table_of
from dashboard.measures.verdicts import Verdict
from dashboard.measures.worklist import CASES, Worklist
from dashboard.reports.due_days import calendar_file, due_days

AT = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)
CASE = {
    "source_system": "datix",
    "complaint_id": "C-1",
    "unit_name": "Ward 6B, north",
    "next_step": "Answer it by 2 Apr 2026",
    "lacks": "",
    "answer_by": dt.date(2026, 4, 2),
}


def listed(*cases):
    calm = Verdict("none", "")
    table = table_of(CASES, [CASE | case for case in cases])
    return Worklist("open_cases", table, len(cases), "", calm, freshness=calm, counted=())


def test_each_clock_that_runs_is_an_event():
    both = {"acknowledge_by": dt.date(2026, 4, 1), "lacks": "acknowledgement"}
    events = list(due_days(listed(both, {"complaint_id": "C-2"})))
    assert [(event.summary, event.on.day) for event in events] == [
        ("Acknowledge: C-1 (Ward 6B, north)", 1),
        ("Answer: C-1 (Ward 6B, north)", 2),
        ("Answer: C-2 (Ward 6B, north)", 2),
    ]
    assert events[0].description == "Answer it by 2 Apr 2026.\nIt lacks: acknowledgement."
    assert len({event.uid for event in events}) == 3


def test_what_was_answered_is_to_be_closed():
    (event,) = due_days(listed({"answered_on": dt.date(2026, 3, 1)}))
    assert event.summary.startswith("Close: C-1")


def test_a_case_without_a_day_is_no_event():
    assert not list(due_days(listed({"answer_by": None})))


def test_a_day_that_moved_keeps_its_uid_and_another_source_s_case_has_another():
    (first,) = due_days(listed({}))
    (moved,) = due_days(listed({"answer_by": dt.date(2026, 5, 5), "unit_name": "Ward 7"}))
    (other,) = due_days(listed({"source_system": "pals"}))
    assert first.uid == moved.uid != other.uid
    assert first.uid.endswith("@service-recovery")


def test_the_file_holds_what_is_listed():
    lines = calendar_file(listed({}, {"complaint_id": "C-2"}), "Open complaints", AT).decode()
    assert lines.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Answer: C-1 (Ward 6B\\, north)\r\n" in lines
    assert "DTSTART;VALUE=DATE:20260402\r\n" in lines

"""unit/worklist: every open complaint with the days on which something is due, the nearest first."""

import datetime as dt

NAME = "unit/worklist"
ROWS = """
    complaint_id | unit_id | received_at | closed_at  | status    | channel | contact_type | severity_hcat | acknowledged_at | due_date   | due_date_agreed
    late         | unit-a  | 2026-03-01  |            | open      | web     | complaint    | 2             | 2026-03-02      | 2026-03-09 | 2026-04-20
    on-its-day   | unit-a  | 2026-03-24  |            | reopened  | web     | complaint    |               | 2026-03-25      | 2026-03-31 |
    new          | unit-a  | 2026-03-31  |            | open      | phone   | complaint    | 3             | 2026-03-31      | 2026-04-07 |
    concern      | unit-a  | 2026-03-30  |            | open      | web     | concern      |               | 2026-03-30      |            |
    old          | unit-a  | 2025-11-30  |            | open      | web     | complaint    |               | 2025-12-01      | 2025-12-30 |
    ended        | unit-a  | 2026-03-01  | 2026-03-05 | closed    | web     | complaint    |               |                 |            |
    withdrawn    | unit-a  | 2026-03-01  | 2026-03-05 | withdrawn | web     | complaint    |               |                 |            |
    elsewhere    | unit-b  | 2026-03-01  |            | open      | web     | complaint    |               |                 |            |
"""
HEADER = "complaint_id | unit_id | received_at | status"


def day(text):
    return dt.date.fromisoformat(text)


def test_open_complaints_of_all_times_come_by_the_time_left(given):
    columns = "complaint_id due_for due_on due days_left waiting_days"
    assert given(complaints=ROWS)(NAME, columns) == [
        ("old", "answer", day("2025-12-30"), "past", -91, 121),
        ("on-its-day", "answer", day("2026-03-31"), "today", 0, 7),
        ("new", "answer", day("2026-04-07"), "soon", 7, 0),
        ("late", "answer", day("2026-04-20"), "later", 20, 30),
    ]


def test_time_left_counts_to_the_day_in_hand_and_not_to_the_data_s(given):
    later = {"today": day("2026-04-08")}
    assert given(complaints=ROWS)(NAME, "complaint_id due days_left", **later) == [
        ("old", "past", -99),
        ("on-its-day", "past", -8),
        ("new", "past", -1),
        ("late", "later", 12),
    ]


def test_working_days_left_leave_out_the_weekend(given):
    """31 March 2026 is a Tuesday: to 7 April there are five working days, to 20 April 14."""
    rows = dict(given(complaints=ROWS)(NAME, "complaint_id working_days_left"))
    assert (rows["on-its-day"], rows["new"], rows["late"]) == (0, 5, 14)


def test_an_extension_stands_beside_the_day_before_it(given):
    rows = {
        r[0]: r[1:]
        for r in given(complaints=ROWS)(NAME, "complaint_id answer_by agreed_on original_on")
    }
    assert rows["late"] == (day("2026-04-20"), day("2026-04-20"), day("2026-03-09"))
    assert rows["new"] == (day("2026-04-07"), None, day("2026-04-07"))


def test_an_outstanding_acknowledgement_is_due_before_the_answer(given):
    rows = f"""
        {HEADER} | acknowledged_at | due_date   | contact_type
        a        | unit-a | 2026-03-30 | open |            | 2026-04-30 | complaint
        b        | unit-a | 2026-03-30 | open | 2026-03-30 | 2026-04-30 | complaint
        c        | unit-a | 2026-03-30 | open |            | 2026-03-31 | complaint
    """
    ask = given(complaints=rows, settings={"jurisdiction": "england"})
    assert ask(NAME, "complaint_id acknowledgement acknowledge_by due_for due_on") == [
        ("c", "no", day("2026-04-02"), "answer", day("2026-03-31")),
        ("a", "no", day("2026-04-02"), "acknowledgement", day("2026-04-02")),
        ("b", "yes", None, "answer", day("2026-04-30")),
    ]


def test_a_source_without_acknowledgements_has_no_clock_for_them(given):
    ask = given(complaints=f"{HEADER}\na | unit-a | 2026-03-30 | open")
    assert ask(NAME, "acknowledgement acknowledge_by due_for") == [("not recorded", None, "answer")]


def test_where_no_clock_sets_a_day_the_standard_does(given):
    own = {"jurisdiction": "own"}
    ask = given(complaints=f"{HEADER}\na | unit-a | 2026-03-30 | open", settings=own)
    assert ask(NAME, "original_on due_on", standard_days=25) == [(None, day("2026-04-24"))]


def test_what_was_answered_waits_for_its_closing_unless_it_was_opened_again(given):
    rows = """
        complaint_id | unit_id | received_at | status   | response_sent_at | reopened_at | first_closed_at | due_date
        answered     | unit-a  | 2026-03-01  | open     | 2026-03-05       |             |                 | 2026-03-20
        again        | unit-a  | 2026-03-01  | reopened | 2026-03-05       | 2026-03-10  | 2026-03-06      | 2026-03-20
    """
    ask = given(complaints=rows)
    assert ask(NAME, "complaint_id due_for answered_on") == [
        ("again", "answer", None),
        ("answered", "closing", day("2026-03-05")),
    ]


def test_while_consent_is_awaited_no_clock_runs(given):
    rows = """
        complaint_id | unit_id | received_at | status | stage   | consent_required | consent_received_at
        awaited      | unit-a  | 2026-03-02  | open   | stage 2 | true             |
        given        | unit-a  | 2026-03-02  | open   | stage 2 | true             | 2026-03-16
        not-needed   | unit-a  | 2026-03-02  | open   | stage 2 | false            |
    """
    ask = given(complaints=rows, settings={"jurisdiction": "scotland"})
    rows = {row[0]: row[1:] for row in ask(NAME, "complaint_id is_waiting_for_consent due due_on")}
    assert rows["awaited"] == (True, "no day set", None)
    assert rows["given"][0] is rows["not-needed"][0] is False
    assert rows["given"][2] > rows["not-needed"][2]


def test_what_is_known_of_it_stands_beside_it(given):
    ask = given(
        complaints=ROWS,
        units="unit_id | unit_name | department\nunit-a | Ward A | Medicine",
    )
    columns = (
        "complaint_id source_system unit_name contact_type channel severity received_on "
        "acknowledgement is_heard_of last_heard_on is_notice_recorded"
    )
    rows = {row[0]: row[1:] for row in ask(NAME, columns)}
    last = dt.date(2026, 3, 31)
    assert rows["late"] == (
        "source", "Ward A", "complaint", "web", "2", day("2026-03-01"), "yes", True, last, False,
    )  # fmt: skip
    assert rows["on-its-day"][4] == "not recorded"


def test_the_notice_s_elements_are_told_where_the_source_has_all_four(given):
    rows = """
        complaint_id | unit_id | received_at | status | contact_type | notice_contact | notice_steps | notice_results | notice_date
        g            | unit-a  | 2026-03-30  | open   | grievance    | true           | false        |                | false
    """
    columns = "is_notice_recorded notice_contact notice_steps notice_results notice_date"
    assert given(complaints=rows)(NAME, columns) == [(True, True, False, None, False)]


def test_only_what_is_chosen_is_listed(given):
    ask = given(complaints=ROWS)
    assert ask(NAME, "complaint_id", contact_types=("concern",)) == [("concern",)]
    assert ask(NAME, "complaint_id", channels=("phone",)) == [("new",)]
    assert ask(NAME, "complaint_id", severities=("2", "3")) == [("new",), ("late",)]
    assert ask(NAME, "complaint_id", units=("unit-b",)) == [("elsewhere",)]


def test_only_the_nearest_are_listed_where_there_are_more(given):
    assert given(complaints=ROWS)(NAME, "complaint_id", cases_n=2) == [("old",), ("on-its-day",)]


def test_a_manager_sees_only_their_own_and_the_board_sees_no_single_complaint(given):
    both = {"units": ("unit-a", "unit-b")}
    manager = given("unit_manager:unit-b", complaints=ROWS)
    assert manager(NAME, "complaint_id", **both) == [("elsewhere",)]
    assert given(complaints=ROWS)(NAME, "complaint_id", is_internal=False, **both) == []


def test_one_that_the_source_no_longer_carries_waits_on_and_says_when_it_was_heard_of(given):
    first = f"{HEADER}\nc1 | unit-a | 2026-03-01 | open"
    second = f"{HEADER}\nc2 | unit-a | 2026-03-01 | open"
    ask = given(complaints=[({"as_of": dt.date(2026, 3, 10)}, first), ({}, second)])
    assert ask(NAME, "complaint_id is_heard_of last_heard_on") == [
        ("c1", False, dt.date(2026, 3, 10)),
        ("c2", True, dt.date(2026, 3, 31)),
    ]

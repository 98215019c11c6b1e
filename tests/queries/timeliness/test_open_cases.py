"""timeliness/open_cases and its twin over rows: what waits at the as-of, by days waited, all types."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/open_cases", "rows/open_cases"])
COUNTS = "received_n open_n not_heard_of_n last_heard_on"
ALL_TYPES = ("concern", "complaint", "grievance", "pals_enquiry")

ROWS = """
    unit_id | received_at | closed_at  | status    | contact_type
    unit-a  | 2026-03-01  |            | open      | complaint
    unit-a  | 2026-03-02  |            | reopened  | grievance
    unit-a  | 2026-03-03  | 2026-03-10 | open      | concern
    unit-a  | 2026-03-03  | 2026-03-10 | closed    | complaint
    unit-a  | 2026-03-03  | 2026-03-10 | withdrawn | pals_enquiry
    unit-a  | 2026-02-28  |            | open      | complaint
    unit-a  | 2026-04-01  |            | open      | complaint
    unit-b  | 2026-03-01  |            | open      | complaint
"""
APRIL = {"as_of": dt.date(2026, 4, 30)}


@TWINS
def test_open_and_reopened_wait_ended_ones_and_other_units_do_not(given, name):
    ask = given(complaints=ROWS, **APRIL)
    assert ask(name, COUNTS, contact_types=ALL_TYPES) == [(5, 3, 0, None)]
    assert ask(name, COUNTS) == [(3, 2, 0, None)]  # complaints and grievances alone
    assert ask(name, f"group_name {COUNTS}", parts=("month",), from_month="2026-02", to_month="2026-04") == [
        ("2026-02", 1, 1, 0, None),
        ("2026-03", 3, 2, 0, None),
        ("2026-04", 1, 1, 0, None),
    ]  # fmt: skip
    assert ask(name, f"group_name {COUNTS}", parts=("contact_type",), contact_types=ALL_TYPES) == [
        ("complaint", 2, 1, 0, None),
        ("concern", 1, 1, 0, None),
        ("grievance", 1, 1, 0, None),
        ("pals_enquiry", 1, 0, 0, None),
    ]


BANDS = [
    (0, "0-7"), (7, "0-7"), (8, "8-30"), (30, "8-30"), (31, "31-90"), (90, "31-90"),
    (91, "91-182"), (182, "91-182"), (183, "over 182"),
]  # fmt: skip
EACH_A_UNIT = "unit_id | received_at | status\n" + "\n".join(
    f"waited-{waited} | {dt.date(2026, 3, 31) - dt.timedelta(waited)} | open" for waited, _ in BANDS
)


@TWINS
@pytest.mark.parametrize(("waited", "band"), BANDS)
def test_days_waited_are_bands_with_their_borders(given, name, waited, band):
    ask = given(complaints=EACH_A_UNIT)
    months = {"from_month": "2025-01", "to_month": "2026-03"}
    chosen = {"units": [f"waited-{waited}"], "parts": ("age_band",)}
    assert ask(name, "group_name received_n open_n", **chosen, **months) == [(band, 1, 1)]


@TWINS
def test_a_band_s_n_is_all_that_were_received_and_nobody_waiting_is_no_band(given, name):
    ask = given(complaints=ROWS, **APRIL)
    asked = ask(name, f"group_name {COUNTS}", parts=("age_band",), from_month="2026-02")
    assert asked == [("31-90", 4, 3, 0, None)]
    closed = "unit_id | received_at | closed_at\nunit-a | 2026-03-01 | 2026-03-04"
    assert given(complaints=closed)(name, parts=("age_band",)) == []


TWO_EXTRACTS = [
    (
        {"as_of": dt.date(2026, 3, 10)},
        """
        complaint_id | unit_id | received_at | status
        c1           | unit-a  | 2026-03-01  | open
        c2           | unit-a  | 2026-03-02  | open
        """,
    ),
    (
        {"as_of": dt.date(2026, 3, 15)},
        """
        complaint_id | unit_id | received_at | status
        c3           | unit-a  | 2026-03-03  | open
        """,
    ),
    ({}, "complaint_id | unit_id | received_at | status\nc2 | unit-a | 2026-03-02 | open"),
]


@TWINS
def test_what_the_source_s_last_extract_no_longer_carries_is_counted_apart(given, name):
    ask = given(complaints=TWO_EXTRACTS)
    assert ask(name, COUNTS) == [(3, 1, 2, dt.date(2026, 3, 15))]
    # all of them have waited to the source's as-of, whether heard of or not
    asked = ask(name, "group_name open_n not_heard_of_n", parts=("age_band",))
    assert asked == [("8-30", 1, 2)]


@TWINS
def test_the_floor_is_of_those_received_and_hides_the_bands_too(given, name):
    ask = given(complaints=TWO_EXTRACTS)
    hidden = (None, None, None, None, True)
    for part in ("all", "age_band"):
        (shown,) = ask(name, f"{COUNTS} is_suppressed", parts=(part,), floor_n=3)
        assert shown == (3, 1, 2, dt.date(2026, 3, 15), False)
        assert ask(name, f"{COUNTS} is_suppressed", parts=(part,), floor_n=4) == [hidden]

"""Dates: never guessed where they can be read in two ways; local times become UTC."""

import pytest

COMPLAINTS = ("--dataset", "complaints", "--source", "test")
HEADER = "complaint_id,unit_id,received_at,status,closed_at,channel,contact_type\n"


def complaint(number: int, received: str, closed: str = "") -> str:
    status = "closed" if closed else "open"
    return f'C{number},A,"{received}",{status},"{closed}",web,complaint\n'


def received(*texts: str) -> str:
    return HEADER + "".join(complaint(n, text) for n, text in enumerate(texts))


def by_format(given: str, more: str = "") -> str:
    return f"""
timezone = "America/New_York"
[columns]
complaint_id = "complaint_id"
unit_id = "unit_id"
received_at = {{ column = "received_at", format = {given}{more} }}
status = "status"
channel = "channel"
contact_type = "contact_type"
"""


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01", "2024-03-01 14:05", "2024-03-01 14:05:09", "2024-03-01T14:05:09",
        "2024-03-01T14:05:09Z", "2024-03-01 14:05:09.123456", "2024-03-01T14:05:09.123Z",
        "2024-03-01T14:05:09+01:00", "2024-03-01 14:05:09-0500", "2024/03/01", "20240301",
        "31/03/2024", "31/03/2024 14:05", "31.03.2024", "31-03-2024 14:05:09", "31/3/2024",
        "03/31/2024 02:05:09 PM", "3/31/2024 2:05 PM", "31/03/24", "3/31/24",
        "1 Mar 2024", "01-Mar-2024", "01-Mar-24", "1 March 2024", "Mar 1, 2024", "March 1, 2024 2:05 PM",
        "1-MAR-24",
    ],
)  # fmt: skip
def test_common_ways_to_write_a_date_are_recognized(trial, text):
    tried = trial(received(text), None, *COMPLAINTS)
    assert tried.counts == (1, 1, 0, 0), (tried.message, tried.findings)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "31/02/2024", "yesterday", "2024-13-01", "0024-03-01", "45352"]
)
def test_what_is_no_date_is_unreadable(trial, text):
    tried = trial(received("2024-03-01", text), None, *COMPLAINTS)
    assert tried.rows_of("unreadable_date") == ["3"], (tried.message, tried.findings)


def test_day_first_and_month_first_in_one_column_refuse_the_file_with_both_counts(trial):
    texts = ["13/02/2024", "14/02/2024", "02/15/2024", "03/04/2024", "05/05/2024"]
    tried = trial(received(*texts), None, *COMPLAINTS)
    assert tried.exit_code == 1
    assert "2 rows" in tried.message and "1 " in tried.message
    assert "received_at" in tried.message
    assert tried.report["rows_in"] == 5


def test_one_row_that_fits_only_day_first_decides_for_its_column(trial):
    content = (
        HEADER + complaint(1, "13/02/2024", "03/04/2024") + complaint(2, "03/04/2024", "14/04/2024")
    )
    assert trial(content, None, *COMPLAINTS).counts == (2, 2, 0, 0)


def test_dates_that_nothing_decides_are_not_guessed(trial):
    tried = trial(received("03/04/2024", "05/06/2024"), None, *COMPLAINTS)
    assert tried.exit_code == 1 and "format" in tried.message


def test_dates_with_points_are_day_first_unless_a_row_says_otherwise(trial):
    by_march = received("01.03.2024", "2.3.2024 10:05")
    assert trial(by_march, None, *COMPLAINTS, as_of="2024-03-02").counts == (2, 2, 0, 0)
    mixed = received("01.03.2024", "03.13.2024", "13.03.2024")
    assert trial(mixed, None, *COMPLAINTS).exit_code == 1


def test_a_format_list_refuses_only_the_rows_that_fit_two_formats_differently(trial):
    both = '["%d/%m/%Y", "%m/%d/%Y"]'
    content = received("13/02/2024", "02/15/2024", "03/04/2024", "05/05/2024")
    tried = trial(content, by_format(both), *COMPLAINTS)
    assert tried.report["findings"]["ambiguous_date"] == 1
    assert tried.rows_of("ambiguous_date") == ["4"]
    tried = trial(content, by_format(both, ', ambiguous = "first"'), *COMPLAINTS)
    assert tried.counts == (4, 4, 0, 0)


def test_a_given_format_is_taken_at_its_word(trial):
    tried = trial(received("2024-03-01", "01/03/2024"), by_format('"%d/%m/%Y"'), *COMPLAINTS)
    assert tried.rows_of("unreadable_date") == ["2"]


def test_formats_of_several_kinds_are_tried_in_order_row_by_row(trial):
    tried = trial(
        received("01-03-2024 14:05", "2024-03-01", "1 Mar 2024", "03/01/2024 02:05:00 PM"),
        by_format('["%d-%m-%Y %H:%M", "%Y-%m-%d", "%d %b %Y", "%m/%d/%Y %I:%M:%S %p"]'), *COMPLAINTS,
    )  # fmt: skip
    assert tried.counts == (4, 4, 0, 0), tried.findings


def test_a_year_of_two_digits_is_no_year_of_four(trial):
    assert trial(received("01/03/24"), by_format('"%d/%m/%Y"'), *COMPLAINTS).report["refused"] == 1
    assert trial(received("01/03/24"), by_format('"%d/%m/%y"'), *COMPLAINTS).report["accepted"] == 1


def test_a_format_with_an_offset_reads_instants(trial):
    text = by_format('"%Y-%m-%dT%H:%M:%S%z"')
    assert trial(received("2024-03-01T14:05:09+0100"), text, *COMPLAINTS).report["accepted"] == 1


def test_an_instant_is_compared_with_as_of_by_its_local_date(trial):
    """03:00 UTC on July 1 is still June 30 in New York."""
    text = by_format('"%Y-%m-%dT%H:%M:%S%z"')
    assert trial(received("2024-07-01T03:00:00+0000"), text, *COMPLAINTS).report["accepted"] == 1
    assert trial(received("2024-07-01T05:00:00+0000"), text, *COMPLAINTS).report["refused"] == 1


def test_a_local_time_that_the_clock_skips_is_a_warning_and_one_that_repeats_is_none(trial):
    texts = ("2024-03-10 02:30:00", "2023-11-05 01:30:00", "2024-03-10 03:00:00")
    tried = trial(received(*texts), by_format('"%Y-%m-%d %H:%M:%S"'), *COMPLAINTS)
    assert tried.rows_of("skipped_local_time") == ["2"]
    assert tried.report["accepted"] == 3


def test_a_date_column_takes_the_day_of_a_time(trial):
    content = HEADER.replace("closed_at", "due_date") + complaint(1, "2024-03-01").replace(
        '""', '"2024-03-09 13:47:30"'
    )
    assert trial(content, None, *COMPLAINTS).counts == (1, 1, 0, 0)


@pytest.mark.parametrize(
    "month",
    [
        "2024-03",
        "2024-03-01",
        "2024-03-31",
        "202403",
        "Mar-24",
        "Mar 2024",
        "March 2024",
        "31/03/2024",
    ],
)
def test_a_month_is_any_day_of_it_or_its_name(trial, month):
    content = f"unit_id,month,discharges\nA,{month},3\n"
    assert trial(content, None, "--dataset", "activity", "--source", "x").counts == (1, 1, 0, 0)


def test_a_closing_day_without_a_time_is_not_before_a_receipt_on_that_day(trial):
    content = HEADER + complaint(1, "2024-03-01 10:00:00", "2024-03-01")
    assert trial(content, None, *COMPLAINTS).report["accepted"] == 1

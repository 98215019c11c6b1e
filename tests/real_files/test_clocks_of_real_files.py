"""The clocks on public files: Boston's published verdicts, New York's dates without a time of day."""

import csv

import pytest

from tests.real_files.conftest import profile

pytestmark = pytest.mark.slow  # two files imported
BOSTON = "complaints/boston311_100/boston311-100.csv"
NYC = "complaints/nyc311_2013/nyc311_2013-12-25.csv"


def with_columns(name, *lines):
    """A profile of the tests with more columns."""
    return profile(name).replace("[columns]", "\n".join(["[columns]", *lines]))


def published(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_answered_by_the_due_day_agrees_with_boston_in_76_of_77(importing, shared_data):
    """The other one was 60 minutes late on its due day: a due day ends at midnight."""
    answered = 'response_sent_at = { column = "closed_dt", format = "%Y-%m-%d %H:%M:%S" }'
    boston = importing(shared_data / BOSTON, with_columns("boston", answered), "2022-04-30")
    rows = published(shared_data / BOSTON)
    judged = [row for row in rows if row["closed_dt"].strip() and row["target_dt"].strip()]
    on_time_n = sum(row["ontime"] == "ONTIME" for row in judged)
    assert (len(judged), on_time_n) == (77, 72)
    [row] = boston.measured("answered_on_time")
    overdue_n = sum(
        not row["closed_dt"].strip() and "" < row["target_dt"].strip()[:10] <= "2022-04-30"
        for row in rows
    )
    assert (row["n"], row["numerator"]) == (77 + overdue_n, on_time_n + 1)
    assert row["excluded"]["no due day"] == 11


def test_new_yorks_midnights_are_no_times(importing, shared_data):
    acted = 'first_action_at = { column = "Closed Date", format = "%m/%d/%Y %I:%M:%S %p" }'
    spoken = with_columns("nyc", acted).replace(
        'channel = { constant = "other" }', 'channel = { constant = "phone" }'
    )
    nyc = importing(shared_data / NYC, spoken, "2014-04-24")
    rows = published(shared_data / NYC)
    midnights_n = sum(
        "12:00:00 AM" in (row["Created Date"][11:], row["Closed Date"][11:]) for row in rows
        if row["Closed Date"]
    )  # fmt: skip
    assert midnights_n > 1000
    [row] = nyc.measured("started_within_15_minutes")
    refused_n = nyc.counts[2]
    assert midnights_n - refused_n <= row["excluded"]["no time of day"] <= midnights_n
    assert row["n"] + sum(row["excluded"].values()) == nyc.counts[1]

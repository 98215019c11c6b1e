"""A source that sends only each month's new cases grows no backlog that isn't there (simulated).

Cases last 20 days at the median (exponential). The honest source sends all of its cases each
month; the other one sends each month's new ones once and never again, so most are last seen open.
"""

import datetime as dt
import random

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.measures.backlog import open_cases
from dashboard.measures.backlog_months import NOT_HEARD_OF, backlog_by_month
from dashboard.measures.resolution import resolved_within, time_to_resolution
from dashboard.measures.selection import Selection
from dashboard.measures.variation import control_chart
from tests.marts import extract, small_mart
from tests.measures.figures import FEW

MEDIAN_DAYS = 20
MONTHS = [dt.date(2025, month, 1) for month in range(1, 13)]
HEADER = "complaint_id | unit_id | received_at | status | closed_at"
PER_MONTH = 150
ALL = Selection()


def cases():
    chance = random.Random(20)
    for month in MONTHS:
        for number in range(PER_MONTH):
            received = month + dt.timedelta(chance.randrange(28))
            days = round(chance.expovariate(0.6931 / MEDIAN_DAYS))
            yield f"{month:%m}-{number}", received, received + dt.timedelta(days)


def sent(as_of, of_months):
    """The rows of one file: what its source knew on that day."""
    lines = [HEADER]
    for name, received, closed in cases():
        if received.replace(day=1) in of_months:
            known = closed <= as_of
            lines.append(" | ".join((name, "ward", f"{received}", "closed" if known else "open",
                                     f"{closed}" if known else "")))  # fmt: skip
    return "\n".join(lines)


def month_end(month):
    return (month + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)


@pytest.fixture(scope="module", params=["all cases each month", "each month's new cases once"])
def ask(request):
    files = []
    for number, month in enumerate(MONTHS, 1):
        as_of = month_end(month)
        whole = request.param.startswith("all")
        of_months = MONTHS[:number] if whole else [month]
        line = extract("complaints", number, as_of=as_of, extract_id=f"e{number}",
                       mode="full_snapshot" if whole else "append",
                       mapped_columns=tuple(HEADER.split(" | ")))  # fmt: skip
        files.append((line, sent(as_of, of_months)))
    mart = small_mart(*files)
    return request.param, mart.ask(parse_viewer("executive"))


def test_the_backlog_holds_no_case_that_nobody_has_heard_of_since(ask):
    kind, asked = ask
    row = open_cases(asked, ALL, FEW).row
    ended = month_end(MONTHS[-1])
    truly_open = sum(received <= ended < closed for _, received, closed in cases())
    if kind.startswith("all"):
        assert (row.value, row.more["not_heard_of"]) == (truly_open, 0)
    else:
        of_last_month = sum(
            received.month == 12 and closed > ended for _, received, closed in cases()
        )
        assert row.value == of_last_month
        assert row.more["not_heard_of"] > 8 * row.value  # a backlog of a year, counted apart


def test_the_median_is_the_true_one_whichever_way_cases_are_sent(ask):
    _, asked = ask
    row = time_to_resolution(asked, ALL, FEW).row
    assert row.lower <= MEDIAN_DAYS <= row.upper
    assert abs(row.value - MEDIAN_DAYS) <= 2
    within = resolved_within(asked, Selection(days=7), FEW).row
    assert within.value == pytest.approx(1 - 2 ** (-7.5 / MEDIAN_DAYS), abs=0.03)


def test_months_that_were_not_followed_are_no_points_instead_of_bad_ones(ask):
    kind, asked = ask
    chart = control_chart(asked, Selection(days=20), FEW)
    points = [row for row in chart.table.to_pylist() if row["value"] is not None]
    if kind.startswith("all"):
        assert len(points) == 11 and chart.variation == "common_cause"
    else:
        assert points == []
        assert all("not yet known" in row["note"] for row in chart.table.to_pylist())


def test_no_month_s_end_has_more_waiting_than_truly_did(ask):
    kind, asked = ask
    found = backlog_by_month(asked, ALL, FEW).table.to_pylist()
    for month in MONTHS:
        end = month_end(month)
        rows = [row for row in found if row["day_on"] == end and row["age_band"] != NOT_HEARD_OF]
        waiting_n = sum(row["open_n"] for row in rows)
        truly_n = sum(received <= end < closed for _, received, closed in cases())
        if kind.startswith("all"):
            assert waiting_n == truly_n
        else:
            assert 0 < waiting_n <= truly_n

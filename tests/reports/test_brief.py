"""The brief: the pages' figures on one page, for the board without cases and small numbers."""

import datetime as dt
import re
from functools import cache

import pytest

from dashboard.errors import Refused
from dashboard.measures.selection import Selection
from dashboard.measures.worklist import Desk
from dashboard.reports.brief import Occasion, brief, month_of
from tests.measures.figures import (
    BOARD,
    FEW,
    activity,
    answers,
    ask_of,
    complaints,
    months,
    units,
)
from tests.reports.test_page import read

MARCH, AS_OF = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
OCCASION = Occasion("Hospital A & B", "Ward a", MARCH, 7, AS_OF)
STEADY = [
    row
    for month in months("2024-10", 18)
    for ward in "ab"
    for row in [*complaints(ward, month, 7, 3), *complaints(ward, month, 3, 12)]
]
OPEN = complaints(
    "a", "2026-03", 1,
    received_at="2026-03-02", acknowledged_at="2026-03-02", complaint_id="late",
)  # fmt: skip
SURVEYS = [row for month in months("2024-10", 18) for row in answers("a", month, 10)]


def written(rows, viewer="unit_manager:a", standards=FEW, occasion=OCCASION, unit=("a",)):
    return written_once(tuple(rows), viewer, standards, occasion, unit)


@cache
def written_once(rows, viewer, standards, occasion, unit):
    ask = ask_of(viewer, complaints=rows, units=units("a", "b"), surveys=SURVEYS)
    chosen = Selection(units=unit)
    return brief(ask, chosen, standards, occasion=occasion, desk=Desk(AS_OF))


def words_in(html):
    body = html.partition("</head>")[2]
    return " ".join(" ".join(read(body.removesuffix("</html>\n")).texts).split())


def plain(html):
    return words_in(html).replace("\N{NO-BREAK SPACE}", " ")


def test_a_brief_says_whose_when_as_of_when_and_for_whom():
    said = plain(written(STEADY))
    assert "Ward a: brief for March 2026" in said
    assert "Hospital A & B · data as of 31 Mar 2026 · publication 7 · for internal use" in said
    assert (
        "Sources (to 31 Mar 2026): complaints of source, surveys of source, units of source."
        in said
    )


def test_nothing_unusual_is_said_where_that_is_true():
    assert "Nothing unusual in March 2026." in plain(written(STEADY))


def test_a_change_stands_out_and_nothing_calms_it():
    slow = [row for month in months("2025-10", 6) for row in complaints("a", month, 25, 14)]
    said = plain(written(STEADY + slow))
    assert "Nothing unusual" not in said
    assert "▼ Concern" in said


def test_a_unit_s_brief_lists_what_is_due_and_the_board_s_none():
    said = plain(written(STEADY + OPEN))
    assert "Cases due" in said and "late" in said and "Answer it, or agree" in said
    for html in (
        written(STEADY + OPEN, standards=BOARD),
        written(STEADY + OPEN, "executive", unit=()),
    ):
        assert "late" not in words_in(html) and "Cases due" not in html


@pytest.mark.slow
def test_an_earlier_month_has_no_cases_due_now():
    earlier = Occasion("Hospital", "Ward a", dt.date(2025, 12, 1), 7, AS_OF)
    assert "Cases due" not in written(STEADY + OPEN, occasion=earlier)


def test_a_unit_s_brief_names_no_other_unit():
    assert "Ward b" not in written(STEADY)


def test_the_board_reads_no_number_under_the_floor():
    few = complaints("a", "2026-03", 3, 3)
    said = plain(written(few, standards=BOARD))
    assert "Too few" in said
    assert not re.search(r"n = [1-5]\b|\b3 (cases|complaints)", said)
    assert "Figures of fewer than 6 are not shown." in said


def test_a_brief_needs_nothing_else():
    html = written(STEADY + OPEN)
    found = read(html.removeprefix("<!doctype html>\n"))
    tags = {tag for tag, _ in found.seen}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?://(?!www\.w3\.org/)", html)  # the names of SVG alone
    pictures = [named for tag, named in found.seen if tag == "svg"]
    assert pictures and all(named["role"] == "img" for named in pictures)
    assert "@page { size: A4" in html


@pytest.mark.slow
def test_the_same_figures_give_the_same_page():
    again = written_once.__wrapped__(tuple(STEADY), "unit_manager:a", FEW, OCCASION, ("a",))
    assert written(STEADY) == again


@pytest.mark.slow
def test_without_any_data_of_the_unit_it_is_a_page_all_the_same():
    others = [row for row in STEADY if row.startswith("b")]
    assert "Nothing unusual in March 2026." in plain(written(others, "executive"))


@pytest.mark.parametrize(
    ("as_of", "wanted", "month"),
    [
        (AS_OF, None, "2026-03"),
        (dt.date(2026, 3, 30), None, "2026-02"),  # March is not complete
        (dt.date(2026, 5, 31), None, "2026-03"),  # nothing was received since
        (None, None, "2026-03"),
        (AS_OF, "2024-10", "2024-10"),
        (AS_OF, "2026-03", "2026-03"),
    ],
)
def test_a_brief_is_of_the_last_full_month_or_the_one_asked_for(as_of, wanted, month):
    ask = ask_of(complaints=STEADY)
    given = wanted and dt.date.fromisoformat(f"{wanted}-01")
    assert month_of(ask, as_of, given) == dt.date.fromisoformat(f"{month}-01")


@pytest.mark.parametrize("wanted", ["2024-09", "2026-04", "1999-01"])
def test_a_month_without_data_is_refused_with_what_there_is(wanted):
    with pytest.raises(Refused, match="reach from October 2024 to March 2026"):
        month_of(ask_of(complaints=STEADY), AS_OF, dt.date.fromisoformat(f"{wanted}-01"))


def test_where_there_is_nothing_at_all_there_is_no_brief():
    ask = ask_of("unit_manager:x", complaints=STEADY, activity=activity("a", "2026-03"))
    with pytest.raises(Refused, match="no complaint and no survey response"):
        month_of(ask, AS_OF)

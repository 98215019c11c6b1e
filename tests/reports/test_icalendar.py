"""The calendar file: RFC 5545's lines, texts and all-day events, and nothing of a person."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.icalendar import LINE_OCTETS, DueDay, calendar_of, escaped, folded

AT = dt.datetime(2026, 3, 31, 6, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
DAY = DueDay("answer-1@datix", dt.date(2026, 3, 31), "Answer 1", "Ward A", "https://x.example/1")


def lines(*days):
    return calendar_of("Open cases", days, AT).decode().split("\r\n")


def test_an_event_is_a_whole_day_and_ends_before_the_next():
    assert lines(DAY) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Service Recovery Dashboard//Open cases//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Open cases",
        "BEGIN:VEVENT", "UID:answer-1@datix", "DTSTAMP:20260331T040000Z",
        "DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260401", "SUMMARY:Answer 1",
        "DESCRIPTION:Ward A", "URL:https://x.example/1", "TRANSP:TRANSPARENT", "END:VEVENT",
        "END:VCALENDAR", "",
    ]  # fmt: skip


def test_a_calendar_without_a_day_is_still_one():
    assert lines()[-3:] == ["X-WR-CALNAME:Open cases", "END:VCALENDAR", ""]


def test_what_is_missing_has_no_line():
    bare = lines(DueDay("u", dt.date(2026, 12, 31), "s"))
    assert not [line for line in bare if line.startswith(("DESCRIPTION", "URL"))]
    assert "DTEND;VALUE=DATE:20270101" in bare


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),  # the four of 3.3.11
        ("one\ntwo\r\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 and tab\t", "bell and tab"),
        ("Ward 6B: \"slow\"", "Ward 6B: \"slow\""),  # neither a colon nor a quote is escaped
    ],
)  # fmt: skip
def test_texts_are_escaped(text, written):
    assert escaped(text) == written


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=300))
def test_lines_are_folded_within_75_octets_and_unfold_to_what_they_were(text):
    line = "SUMMARY:" + escaped(text)
    octets = folded(line)
    assert octets.endswith(b"\r\n")
    parts = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= LINE_OCTETS for part in parts)
    assert all(part.decode() for part in parts)  # no part ends within a character
    assert b"\r\n".join(parts).replace(b"\r\n ", b"").decode() == line


@pytest.mark.parametrize(("length", "parts_n"), [(74, 1), (75, 1), (76, 2), (149, 2), (150, 3)])
def test_a_line_of_75_octets_is_not_folded(length, parts_n):
    assert len(folded("x" * length).split(b"\r\n")) - 1 == parts_n


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        calendar_of("x", [], dt.datetime(2026, 1, 1))


def test_no_line_begins_with_what_a_text_holds():
    """A line break in a text could otherwise begin a property of its own."""
    forged = DueDay("u", dt.date(2026, 1, 1), "x\r\nATTENDEE:mailto:a@example.org")
    assert not re.search(rb"\r\nATTENDEE", calendar_of("x", [forged], AT))

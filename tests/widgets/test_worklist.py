"""The worklist as HTML: every text escaped, links only as they were made, one card a case."""

import datetime as dt

import pytest

from dashboard.measures.worklist import CASES
from dashboard.widgets import drawing, worklist
from tests.reports.test_page import read

CASE = dict.fromkeys(CASES) | {
    "next_step": "Answer it by 2 Apr 2026",
    "complaint_id": "C-1",
    "unit_name": "Ward 6B",
    "due": "soon",
    "due_on": dt.date(2026, 4, 2),
    "days_left": 2,
    "working_days_left": 2,
    "answer_by": dt.date(2026, 4, 2),
    "lacks": "",
    "received_on": dt.date(2026, 3, 1),
    "waiting_days": 30,
    "contact_type": "pals_enquiry",
    "severity": "not recorded",
}
EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(drawing, "mode", lambda: "light")


def html_of(*cases):
    return worklist._list([CASE | case for case in cases], "2 cases are open.")


def texts_of(*cases):
    return " ".join(read(html_of(*cases)).texts).replace("\N{NO-BREAK SPACE}", " ")


def test_a_case_says_what_to_do_when_and_what_is_known_of_it():
    said = texts_of({})
    for words in ("Answer it by 2 Apr 2026", "C-1", "pals enquiry", "in 2 days", "1 Mar 2026"):
        assert words in said
    assert "severity" not in said and "Ward 6B" not in said  # of one unit its name is known


def test_the_unit_is_named_where_there_are_several():
    assert "Ward 7" in texts_of({}, {"unit_name": "Ward 7"})


def test_both_days_of_an_extension_are_told():
    agreed = {"agreed_on": dt.date(2026, 4, 2), "original_on": dt.date(2026, 3, 20)}
    said = texts_of(agreed | {"latest_on": dt.date(2026, 9, 1)})
    assert "Agreed 2 Apr 2026" in said and "Originally 20 Mar 2026" in said
    assert "At the latest 1 Sep 2026" in said


@pytest.mark.parametrize("column", ["complaint_id", "unit_name", "next_step", "lacks"])
def test_no_text_of_a_file_becomes_an_element(column):
    found = read(html_of({column: EVIL}, {"unit_name": "Ward 7"}))
    assert "img" not in {tag for tag, _ in found.seen}
    assert EVIL in found.texts


def test_a_link_opens_beside_the_page_and_tells_nobody_where_from():
    (link,) = [
        named
        for tag, named in read(html_of({"case_url": "https://x.example/a?b=1&c=2"})).seen
        if tag == "a"
    ]
    assert link["href"] == "https://x.example/a?b=1&c=2"
    assert link["rel"] == "noopener noreferrer" and link["target"] == "_blank"
    assert "a" not in {tag for tag, _ in read(html_of({})).seen}


def test_what_is_past_or_today_is_strong_and_says_so():
    late = {"due": "past", "days_left": -3, "working_days_left": -1}
    assert "3 days past (1 working)" in texts_of(late)
    assert "strong" in {tag for tag, _ in read(html_of(late)).seen}
    assert "strong" not in {tag for tag, _ in read(html_of({})).seen}


def test_a_case_without_a_day_says_so():
    none = {"due": "no day set", "due_on": None, "days_left": None, "answer_by": None}
    assert "no day set" in texts_of(none)

"""The unit page: as of when, what is due, what to do next; and nobody else's cases."""

import datetime as dt
from dataclasses import replace

import pytest

from dashboard import serving, session
from tests.pages.conftest import Open, opened, sent_to_browser, words_of

MANAGER = "unit_manager:N-6B"
TEMPLATE = "https://cases.example.org/{source_system}/{complaint_id}"


def lists_of(page):
    """The worklist, as HTML."""
    return [part.proto.body for part in page.get("html") if "worklist" in part.proto.body]


def plain(page):
    return words_of(page).replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_says_first_as_of_when_and_lists_the_cases(open_page: Open):
    page = open_page("unit", MANAGER)
    said = plain(page)
    assert said.index("As of 31 Oct 2026 (today).") < said.index("cases are open")
    (listed,) = lists_of(page)
    assert "C-0000" in listed and "<a " not in listed
    assert {"csv_open_cases", "ics_open_cases", "brief"} <= {
        part.key for part in page.get("download_button")
    }


def test_cases_can_be_narrowed_to_what_is_due(open_page: Open):
    page = open_page("unit", MANAGER)
    every = lists_of(page)[0].count("<tr>")
    control = page.segmented_control(key="due")
    past = next(option for option in control.options if option.startswith("Past"))
    control.set_value(past).run()
    assert not page.exception
    assert 1 < lists_of(page)[0].count("<tr>") < every


def test_more_cases_come_on_demand(open_page: Open):
    page = open_page("unit")
    assert lists_of(page)[0].count("<tr>") == 21  # a head and 20 cases
    page.button(key="more_cases").click().run()
    assert lists_of(page)[0].count("<tr>") == 121


def test_numbers_are_links_where_the_settings_name_the_case_system(sample, monkeypatch):
    in_force = sample.settings.model_copy(update={"case_url": TEMPLATE})
    monkeypatch.setattr(serving, "_serving", sample)
    monkeypatch.setattr(serving, "settings_in_force", lambda: in_force)
    (listed,) = lists_of(opened("unit", MANAGER))
    assert 'href="https://cases.example.org/complaint_system/C-0000' in listed


def test_an_old_list_warns(sample, monkeypatch):
    monkeypatch.setattr(serving, "_serving", sample)
    monkeypatch.setattr(session, "today", lambda: dt.date(2026, 11, 20))
    page = opened("unit", MANAGER)
    assert "are as of 31 Oct 2026, 20 days ago" in page.warning[0].value.replace("\xa0", " ")
    assert "a list of the open cases alone is enough" in page.warning[0].value


def test_an_earlier_publication_is_read_on_its_own_day(sample, monkeypatch):
    shown = sample.shown()
    earlier = replace(shown, is_asked=True, newest=99, as_of=dt.date(2026, 9, 30))
    monkeypatch.setattr(serving, "_serving", sample)
    monkeypatch.setattr(session, "shown", lambda: earlier)
    assert session.desk().today == dt.date(2026, 9, 30)
    monkeypatch.setattr(session, "shown", lambda: replace(earlier, newest=shown.publication))
    assert session.desk().today == session.today()


def test_a_manager_is_sent_no_other_unit_s_case(open_page: Open, sample):
    from dashboard.access.viewer import parse_viewer
    from dashboard.measures.selection import Selection
    from dashboard.measures.worklist import Desk, worklist
    from dashboard.settings import Standards

    ask = sample.shown().mart.ask(parse_viewer("executive"))
    every = worklist(ask, Selection(), Standards(), desk=Desk(dt.date(2026, 10, 31)))
    others = [
        row["complaint_id"]
        for row in every.table.to_pylist()
        if row["unit_name"] != "Orthopedics 6B"
    ]
    sent = sent_to_browser(open_page("unit", MANAGER))
    assert len(others) > 100
    assert not [number for number in others if number.encode() in sent]


@pytest.mark.slow
def test_the_board_sees_no_case(sample, monkeypatch):
    board = sample.settings.standards.model_copy(update={"audience": "board"})
    in_force = sample.settings.model_copy(update={"standards": board})
    monkeypatch.setattr(serving, "_serving", sample)
    monkeypatch.setattr(serving, "settings_in_force", lambda: in_force)
    page = opened("unit")
    assert not lists_of(page)
    assert "single cases are shown to the unit itself only" in plain(page)
    assert "ics_open_cases" not in {part.key for part in page.get("download_button")}

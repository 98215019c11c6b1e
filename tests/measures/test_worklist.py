"""The worklist: what to do next, what a case lacks, as of when, and links that lead nowhere else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import worklist
from dashboard.measures.selection import Selection
from dashboard.measures.worklist import CASES, Desk, part_of
from dashboard.settings import check_case_url
from tests.measures.figures import BOARD, FEW, ask_of, complaints, rows_of, units

TODAY = dt.date(2026, 3, 31)
DESK = Desk(TODAY)
ALL = Selection()
CASE = {
    "is_heard_of": True,
    "acknowledgement": "yes",
    "acknowledge_by": None,
    "answered_on": None,
    "answer_by": dt.date(2026, 5, 1),
    "agreed_on": None,
    "due_for": "answer",
    "is_waiting_for_consent": False,
    "is_notice_recorded": False,
    "contact_type": "complaint",
    "year_missing": None,
}
ON_2 = dt.date(2026, 3, 2)


def spaced(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, "On time so far"),
        ({"answer_by": dt.date(2026, 4, 8)}, "On time so far"),
        ({"answer_by": dt.date(2026, 4, 7)}, "Answer it by 7 Apr 2026"),
        ({"answer_by": TODAY}, "Answer it today"),
        (
            {"answer_by": ON_2},
            "Answer it, or agree on a later day and say why",
        ),
        (
            {"answer_by": ON_2, "agreed_on": ON_2},
            "Answer it, or agree on a new day",
        ),
        ({"answer_by": None, "due_for": None}, "Answer it; no day is set for that"),
        (
            {"answer_by": None, "due_for": None, "is_waiting_for_consent": True},
            "Ask for the consent: its clock stands still until that is there",
        ),
        (
            {"due_for": "closing", "answered_on": ON_2, "answer_by": ON_2},
            "Close it, or note what is still open: it was answered on 2 Mar 2026",
        ),
        ({"acknowledgement": "no"}, "Acknowledge it"),
        ({"acknowledgement": "no", "acknowledge_by": TODAY}, "Acknowledge it today"),
        (
            {"acknowledgement": "no", "acknowledge_by": dt.date(2026, 4, 2), "answer_by": ON_2},
            "Acknowledge it by 2 Apr 2026",
        ),
        (
            {"acknowledgement": "no", "acknowledge_by": ON_2},
            "Acknowledge it now",
        ),
        ({"acknowledgement": "not recorded", "answer_by": TODAY}, "Answer it today"),
        (
            {"is_heard_of": False, "acknowledgement": "no", "acknowledge_by": ON_2},
            "Check whether it is still open: the last extract no longer carries it",
        ),
    ],
)
def test_the_next_step_is_the_first_rule_that_holds(changes, step):
    assert spaced(worklist.next_step(CASE | changes, TODAY)) == step


NOTICE = {
    "contact_type": "grievance", "is_notice_recorded": True, "notice_contact": True,
    "notice_steps": False, "notice_results": None, "notice_date": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"acknowledgement": "no"}, ["acknowledgement"]),
        ({"acknowledgement": "not recorded"}, []),
        ({"is_waiting_for_consent": True}, ["consent"]),
        (NOTICE, ["in the written notice: steps taken, results"]),
        (NOTICE | {"contact_type": "complaint"}, []),  # 42 CFR 482.13 is about grievances
        (NOTICE | {"is_notice_recorded": False}, []),
        (NOTICE | {"notice_steps": True, "notice_results": True}, []),
        ({"year_missing": 2031}, ["a calendar of working days for 2031"]),
    ],
)
def test_what_a_case_lacks_is_told_as_far_as_its_source_records_it(changes, missing):
    assert worklist.lacks(CASE | changes) == missing


@pytest.mark.parametrize(
    ("left", "working", "said"),
    [
        (None, None, "no day set"),
        (0, 0, "today"),
        (1, 1, "in 1 day"),
        (6, 4, "in 6 days (4 working)"),
        (-1, -1, "1 day past"),
        (-30, -21, "30 days past (21 working)"),
        (400, None, "in 400 days"),  # beyond the calendar
    ],
)
def test_the_time_left_is_written_with_its_working_days_where_they_differ(left, working, said):
    case = {"days_left": left, "working_days_left": working}
    assert spaced(worklist.time_left(case)) == said


def source(as_of, open_n=1, name="datix"):
    return {"source_system": name, "source_as_of": dt.date.fromisoformat(as_of), "open_n": open_n}


@pytest.mark.parametrize(
    ("sources", "kind", "said"),
    [
        ([source("2026-03-31")], "none", "As of 31 Mar 2026 (today)."),
        ([source("2026-03-30")], "none", "As of 30 Mar 2026 (1 day ago)."),
        ([source("2026-03-24")], "none", "As of 24 Mar 2026 (7 days ago)."),
        ([source("2026-03-23")], "concern", "These cases are as of 23 Mar 2026, 8 days ago."),
        (
            [source("2026-03-31"), source("2026-03-01", name="pals")],
            "concern",
            "These cases of pals are as of 1 Mar 2026, 30 days ago.",
        ),
        (
            [source("2026-03-31"), source("2026-03-29", name="pals")],
            "none",
            "As of 29 Mar 2026 to 31 Mar 2026, depending on the source.",
        ),
        # a source that was left years ago and has nothing open warns nobody
        ([source("2026-03-31"), source("2022-01-31", 0, "old")], "none", "As of 31 Mar 2026 (today)."),
        ([source("2022-01-31", 0, "old")], "concern", "are as of 31 Jan 2022, 1,520 days ago."),
        ([], "none", "No source of complaints has been imported yet."),
        ([source("2026-04-02")], "none", "As of 2 Apr 2026 (0 days ago)."),  # another time zone
    ],
)  # fmt: skip
def test_the_list_says_first_as_of_when_it_is_and_warns_where_that_is_long_ago(sources, kind, said):
    found = worklist.freshness(sources, DESK)
    assert found.kind == kind
    assert said in spaced(found.sentence)


def test_the_settings_say_from_when_on_a_list_is_old():
    assert worklist.freshness([source("2026-03-01")], Desk(TODAY, 40)).kind == "none"
    assert worklist.freshness([source("2026-03-30")], Desk(TODAY, 0)).kind == "concern"


TEMPLATE = "https://cases.example.org/{source_system}/{complaint_id}"


@pytest.mark.parametrize(
    ("source_system", "complaint_id", "address"),
    [
        ("datix", "12345", "https://cases.example.org/datix/12345"),
        ("a b", "2026/17", "https://cases.example.org/a%20b/2026%2F17"),
        ("datix", "x?y=1#z", "https://cases.example.org/datix/x%3Fy%3D1%23z"),
        ("datix", "{source_system}", "https://cases.example.org/datix/%7Bsource_system%7D"),
        ("{complaint_id}", "1", "https://cases.example.org/%7Bcomplaint_id%7D/1"),
        ("datix", "Ä1", "https://cases.example.org/datix/%C3%841"),
        ("datix", "..", None),
        (".", "1", None),
        ("datix", "", None),
    ],
)
def test_a_link_holds_a_case_s_ids_encoded(source_system, complaint_id, address):
    assert worklist.link(TEMPLATE, source_system, complaint_id) == address
    assert worklist.link(None, source_system, complaint_id) is None


@given(st.text(min_size=1, max_size=40, alphabet=st.characters(exclude_categories=("Cs",))))
def test_no_id_leads_out_of_the_case_system(complaint_id):
    check_case_url(TEMPLATE)
    address = worklist.link(TEMPLATE, "datix", complaint_id)
    if address is not None:
        begin = "https://cases.example.org/datix/"
        assert address.startswith(begin)
        assert not set(address.removeprefix(begin)) & set("/?#\\@:<>\"' ")


def listed(rows, viewer="executive", standards=FEW, chosen=ALL, desk=DESK):
    ask = ask_of(viewer, complaints=rows, units=units("a", "b"))
    return worklist.worklist(ask, chosen, standards, desk=desk)


def case(number, received_at, where="a", **cells):
    return complaints(where, "2026-03", 1, received_at=received_at, complaint_id=number, **cells)


def plain(figure):
    return spaced(figure.verdict.sentence)


def test_the_least_time_left_comes_first_and_the_sentence_counts_what_is_due():
    rows = case("late", "2026-03-02", acknowledged_at="2026-03-03")
    rows += case("new", "2026-03-30") + case("today", "2026-03-24", acknowledged_at="2026-03-24")
    rows += case("later", "2026-03-30", due_date_agreed="2026-05-30", acknowledged_at="2026-03-31")
    rows += complaints("a", "2026-03", 3, 4)
    figure = listed(rows)
    assert rows_of(figure, "complaint_id", "due", "days_left")[::3] == [
        ("late", "past", -22), ("later", "later", 60),
    ]  # fmt: skip
    assert [row[0] for row in rows_of(figure, "complaint_id")] == ["late", "today", "new", "later"]
    assert (figure.n, figure.verdict.kind) == (4, "concern")
    assert plain(figure) == (
        "All units: 4 cases are open, 1 past the day set, 1 due today, 1 due within 7 days."
    )
    assert "1 not acknowledged yet." in figure.verdict.detail
    assert dict(figure.counted) == {"past": 1, "today": 1, "soon": 1, "later": 1, "no day set": 0}
    assert rows_of(part_of(figure, "today"), "complaint_id") == [("today",)]
    assert part_of(figure, None) is figure


def test_one_case_on_time_is_calm():
    figure = listed(case("new", "2026-03-27", acknowledged_at="2026-03-27"))
    assert figure.verdict.kind == "none"
    assert plain(figure).startswith("All units: 1 case is open, none past the day set")


def test_no_open_case_is_said():
    assert plain(listed(complaints("a", "2026-03", 3, 4))) == "All units: no case is open."


def test_a_manager_sees_the_cases_of_their_own_unit_alone():
    rows = case("mine", "2026-03-02") + case("theirs", "2026-03-02", "b")
    figure = listed(rows, "unit_manager:a")
    assert rows_of(figure, "complaint_id") == [("mine",)]
    assert plain(figure).startswith("Ward a: 1 case is open")


def test_the_board_sees_no_single_case_and_no_count_of_them():
    figure = listed(case("x", "2026-03-02"), standards=BOARD)
    assert figure.table.num_rows == 0
    assert figure.n is None
    assert "single cases are shown to the unit itself only" in figure.in_words
    assert not any(n for _, n in figure.counted)


def test_the_period_of_the_selection_hides_no_open_case():
    march = Selection(from_on=dt.date(2026, 3, 1), to_on=dt.date(2026, 3, 31))
    assert listed(case("old", "2024-05-01"), chosen=march).n == 1


def test_where_more_are_open_than_are_listed_it_says_so(monkeypatch):
    monkeypatch.setattr(worklist, "CASES_LISTED", 2)
    figure = listed([row for day in range(1, 6) for row in case(f"c{day}", f"2026-03-0{day}")])
    assert (figure.n, figure.table.num_rows) == (5, 2)
    assert "The 2 nearest are listed" in figure.verdict.detail


def test_links_stand_in_the_list_where_the_settings_have_an_address():
    figure = listed(case("c/1", "2026-03-02"), desk=Desk(TODAY, 7, TEMPLATE))
    assert rows_of(figure, "case_url") == [("https://cases.example.org/source/c%2F1",)]
    assert rows_of(listed(case("c/1", "2026-03-02")), "case_url") == [(None,)]


def test_the_list_has_the_same_columns_also_where_nothing_is_open():
    assert listed([]).table.schema == listed(case("x", "2026-03-02")).table.schema
    assert listed([]).table.column_names == list(CASES)

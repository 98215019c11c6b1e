"""subjects/complaints_by_subject and its twin over rows: who counts where, what is hidden from whom."""

import pytest

CELLS, ROWS = "subjects/complaints_by_subject", "rows/complaints_by_subject"
BOTH = pytest.mark.parametrize("name", ["subjects/complaints_by_subject", ROWS])
COUNTS = "subject complaints_n primary_n coded_n received_n"
COMPLAINTS = """
    complaint_id | unit_id | received_at | contact_type | channel
    c1           | unit-a  | 2026-03-02  | complaint    | web
    c2           | unit-a  | 2026-03-03  | grievance    | phone
    c3           | unit-a  | 2026-03-04  | complaint    | web
    c4           | unit-b  | 2026-02-05  | complaint    | web
    c5           | unit-a  | 2026-03-06  | concern      | web
"""
ISSUES = """
    complaint_id | taxonomy | code          | is_primary
    c1           | HCAT     | Quality       | true
    c1           | HCAT     | Communication |
    c1           | local    | Parking       |
    c2           | HCAT     | Communication | true
    c4           | HCAT     | Quality       | true
    c5           | HCAT     | Safety        | true
    c9           | HCAT     | Listening     | true
"""
BOTH_UNITS = {"units": ("unit-a", "unit-b"), "from_month": "2026-02"}


@BOTH
def test_a_complaint_counts_once_under_each_of_its_subjects(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(name, f"taxonomy {COUNTS}") == [
        ("HCAT", "Communication", 2, 1, 2, 3),
        ("HCAT", "Quality", 1, 1, 2, 3),
        ("local", "Parking", 1, 0, 1, 3),
    ]  # c3 is not coded; c5 is a concern, which is not chosen; c9 is in no extract


@BOTH
def test_a_subject_of_one_unit_is_a_zero_in_the_other(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    columns = "group_name subject complaints_n coded_n received_n"
    found = ask(name, columns, parts=("unit",), taxonomies=("HCAT",), **BOTH_UNITS)
    assert found == [
        ("unit-a", "Communication", 2, 2, 3),
        ("unit-a", "Quality", 1, 2, 3),
        ("unit-b", "Communication", 0, 1, 1),
        ("unit-b", "Quality", 1, 1, 1),
    ]


@BOTH
def test_channels_and_months_are_chosen_like_everywhere(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(name, COUNTS, channels=("phone",)) == [("Communication", 1, 1, 1, 1)]
    february = {**BOTH_UNITS, "to_month": "2026-02"}
    assert ask(name, COUNTS, **february) == [("Quality", 1, 1, 1, 1)]


@BOTH
def test_a_subject_under_the_floor_is_hidden_as_a_small_group_is(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    hidden = (None, None, None, None)
    found = ask(name, COUNTS, floor_n=2, taxonomies=("HCAT",))
    assert found == [("Communication", 2, None, 2, 3), ("Quality", *hidden)]
    found = ask(name, COUNTS, floor_n=3, taxonomies=("HCAT",))
    assert found == [("Communication", *hidden), ("Quality", *hidden)]


@BOTH
def test_a_zero_is_no_small_number(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    found = ask(name, f"group_name {COUNTS}", floor_n=1, parts=("unit",), **BOTH_UNITS)
    assert ("unit-b", "Communication", 0, 0, 1, 1) in found


@BOTH
def test_a_manager_sees_subjects_of_their_own_units(given, name):
    ask = given("unit_manager:unit-b", complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(name, COUNTS, **BOTH_UNITS) == [("Quality", 1, 1, 1, 1)]


@BOTH
def test_a_later_file_adds_subjects_and_the_newest_primary_one_is_it(given, name):
    later = """
        complaint_id | taxonomy | code    | is_primary
        c2           | HCAT     | Safety  | true
        c1           | HCAT     | Quality | false
    """
    ask = given(complaints=COMPLAINTS, complaint_issues=[({}, ISSUES), ({}, later)])
    assert ask(name, COUNTS, taxonomies=("HCAT",)) == [
        ("Communication", 2, 0, 2, 3),
        ("Quality", 1, 0, 2, 3),
        ("Safety", 1, 1, 2, 3),
    ]


@BOTH
def test_a_full_snapshot_takes_the_place_of_all_before_it_of_its_source(given, name):
    snapshot = """
        complaint_id | taxonomy | code      | is_primary
        c2           | HCAT     | Listening | true
    """
    sent = [({}, ISSUES), ({"mode": "full_snapshot"}, snapshot)]
    ask = given(complaints=COMPLAINTS, complaint_issues=sent)
    assert ask(name, COUNTS) == [("Listening", 1, 1, 1, 3)]
    of_another = [({}, ISSUES), ({"mode": "full_snapshot", "source_system": "other"}, snapshot)]
    ask = given(complaints=COMPLAINTS, complaint_issues=of_another)
    assert len(ask(name, COUNTS)) == 3  # and the other source has no complaint c2


@BOTH
def test_a_complaint_in_two_taxonomies_is_coded_in_each(given, name):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(name, "taxonomy coded_n", taxonomies=("local",)) == [("local", 1)]
    assert ask(name, taxonomies=("KO41a",)) == []

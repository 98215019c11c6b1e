"""filters/scope: only a viewer of all units may call a number the whole organization's."""

import pytest

COMPLAINTS = "unit_id | received_at | status\nunit-a | 2026-03-01 | open"


@pytest.mark.parametrize(
    ("viewer", "is_whole"),
    [
        ("executive", True),
        ("quality", True),
        ("unit_manager:unit-a", False),  # even where it is the only unit
        ("unit_manager", False),
    ],
)
def test_executives_and_quality_see_the_whole_managers_do_not(given, viewer, is_whole):
    assert given(viewer, complaints=COMPLAINTS)("filters/scope", "is_whole") == [(is_whole,)]


def test_complaints_without_a_receipt_date_are_told_to_viewers_of_all_by_the_newest_extracts(given):
    brought_forward = [({"undated_n": 5}, COMPLAINTS), ({"undated_n": 2}, COMPLAINTS)]
    for viewer, undated_n in (("executive", 2), ("unit_manager:unit-a", 0)):
        ask = given(viewer, complaints=brought_forward)
        assert ask("filters/scope", "undated_n") == [(undated_n,)]

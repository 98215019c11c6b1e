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
    assert given(viewer, complaints=COMPLAINTS)("filters/scope") == [(is_whole,)]

"""access/viewer.py: who is looking, read from ROLE[:UNIT,…]."""

import pytest

from dashboard.access.viewer import Audience, Role, Viewer, parse_viewer
from dashboard.errors import WrongUsage


def test_a_unit_manager_sees_the_units_named():
    viewer = parse_viewer("unit_manager: W1, W2")
    assert viewer == Viewer(Role.UNIT_MANAGER, ("W1", "W2"), Audience.INTERNAL)
    assert not viewer.all_units


def test_a_unit_manager_without_units_has_an_empty_scope():
    assert parse_viewer("unit_manager").units == ()
    assert not parse_viewer("unit_manager").all_units


@pytest.mark.parametrize("role", ["executive", "quality"])
def test_executives_and_quality_teams_see_all_units(role):
    assert parse_viewer(role).all_units


@pytest.mark.parametrize("text", ["", "admin", "executive:W1"])
def test_an_unknown_role_or_units_for_a_role_that_sees_all_is_wrong_usage(text):
    with pytest.raises(WrongUsage):
        parse_viewer(text)

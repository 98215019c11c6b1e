"""New limits of control charts on the publications page: who sees them, and who may change them."""

import datetime as dt

import pytest

from dashboard.store.rebases import Rebases
from dashboard.store.store import open_store
from tests.pages.test_publications import look, made, plain, served  # noqa: F401 (fixtures)

pytestmark = pytest.mark.slow  # a store, and a builder's process for its mart

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def rebases(made):  # noqa: F811
    found = Rebases(open_store(made.store))
    yield found
    for rebase in found.in_force():
        found.remove(*rebase.place, reason="", by="test")


def test_the_quality_team_begins_new_limits_and_takes_them_back(look, rebases):  # noqa: F811
    page = look("publications", "quality")
    page.selectbox(key="rebase_measure").select("resolved_within")
    page.selectbox(key="rebase_unit").select("a")
    page.date_input(key="rebase_month").set_value(dt.date(2026, 3, 17))
    page.text_input(key="rebase_reason").input("a second desk").run()
    page.button(key="do_Begin new limits").click().run()
    assert not page.exception and not [error.value for error in page.error]
    (added,) = rebases.in_force()
    assert (added.measure, added.unit_id, added.month) == ("resolved_within", "a", MARCH)
    assert "Resolved within the standard, Ward A, from Mar 2026: a second desk" in plain(page)

    page.selectbox(key="rebase_back").select(0).run()
    page.button(key="do_Take back").click().run()
    assert rebases.in_force() == ()
    assert "limits of their whole period" in plain(page)


def test_without_a_reason_the_button_waits(look, rebases):  # noqa: F811
    page = look("publications", "quality")
    page.date_input(key="rebase_month").set_value(MARCH).run()
    assert page.button(key="do_Begin new limits").disabled
    assert rebases.in_force() == ()


def test_others_read_those_of_their_units_and_of_all_and_change_none(look, served, rebases):  # noqa: F811
    rebases.add("recommend", None, MARCH, reason="new questions", by="quality")
    rebases.add("recommend", "a", MARCH, reason="a second desk", by="quality")
    served.look()
    words = plain(look("publications", "unit_manager:b"))
    assert "Would recommend us, Every unit, from Mar 2026: new questions" in words
    assert "a second desk" not in words and "The quality team can begin new limits" in words
    page = look("publications")
    assert "a second desk" in plain(page)
    assert not [button for button in page.button if button.key == "do_Begin new limits"]

"""The list of rebases: added and taken back by hand, with a reason, and never forgotten."""

import datetime as dt

import pytest

from dashboard.errors import Refused
from dashboard.store.rebases import MAX_REASON, Rebases

MARCH, MAY = dt.date(2026, 3, 1), dt.date(2026, 5, 1)


@pytest.fixture
def rebases(store):
    return Rebases(store)


def places(rebases):
    return [(each.measure, each.unit_id, each.month) for each in rebases]


def test_nothing_was_rebased_in_a_new_store(rebases):
    assert rebases.history() == () and rebases.in_force() == ()


def test_those_in_force_are_the_added_ones_that_were_not_taken_back(rebases):
    rebases.add("recommend", "W1", MAY, reason="new questions", by="quality")
    rebases.add("recommend", None, MARCH, reason="a new desk", by="quality")
    rebases.add("recommend", "W1", MARCH, reason="a second nurse", by="quality")
    rebases.remove("recommend", "W1", MAY, reason="a mistake", by="another")
    assert places(rebases.in_force()) == [("recommend", None, MARCH), ("recommend", "W1", MARCH)]
    last = rebases.history()[-1]
    assert (last.number, last.is_removed, last.changed_by) == (4, True, "another")


def test_one_that_was_taken_back_can_be_added_again(rebases):
    rebases.add("recommend", None, MARCH, reason="a new desk", by="quality")
    rebases.remove("recommend", None, MARCH, reason="", by="quality")
    again = rebases.add("recommend", None, MARCH, reason="it was right", by="quality")
    assert rebases.in_force() == (again,)
    assert [each.is_removed for each in rebases.history()] == [False, True, False]


def test_a_month_has_one_rebase_and_any_day_of_it_names_it(rebases):
    rebases.add("recommend", "W1", dt.date(2026, 3, 17), reason="a new desk", by="quality")
    assert rebases.in_force()[0].month == MARCH
    with pytest.raises(Refused, match="recommend for W1 from 2026-03 is there already"):
        rebases.add("recommend", "W1", MARCH, reason="another", by="quality")


@pytest.mark.parametrize(
    ("reason", "said"), [("  ", "needs a reason"), ("x" * (MAX_REASON + 1), "fit under a chart")]
)
def test_a_reason_is_needed_that_fits_under_a_chart(rebases, reason, said):
    with pytest.raises(Refused, match=said):
        rebases.add("recommend", None, MARCH, reason=reason, by="quality")
    assert rebases.history() == ()


def test_what_is_not_there_can_t_be_taken_back(rebases):
    rebases.add("recommend", "W1", MARCH, reason="a new desk", by="quality")
    for measure, unit in (("recommend", None), ("nps", "W1")):
        with pytest.raises(Refused, match="is not there"):
            rebases.remove(measure, unit, MARCH, reason="", by="quality")


def test_a_line_break_in_a_reason_becomes_a_space(rebases):
    added = rebases.add("recommend", None, MARCH, reason=" a new\n desk ", by="quality")
    assert added.reason == "a new desk"
    assert rebases.in_force() == (added,)

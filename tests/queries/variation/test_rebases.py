"""variation/rebases: those of every unit and of units in scope, as the store knows them now."""

import datetime as dt

from dashboard.store.rebases import Rebase

NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
MARCH, MAY = dt.date(2026, 3, 1), dt.date(2026, 5, 1)
REBASES = (
    Rebase(1, "resolved_within", None, MARCH, "a new desk", "someone", NOW),
    Rebase(2, "resolved_within", "unit-a", MAY, "a second nurse", "someone", NOW),
    Rebase(3, "recommend", "unit-a", MAY, "new questions", "someone", NOW),
)
UNITS = """
    unit_id | unit_name
    unit-a  | Ward A
    unit-b  | Ward B
"""


def asked(given, viewer="executive", rebases=REBASES):
    ask = given(viewer, units=UNITS)
    ask.mart = ask.mart.with_rebases(rebases)
    return ask("variation/rebases", measures=("resolved_within",))


def test_a_measure_s_rebases_come_by_month(given):
    everyone = ("resolved_within", None, MARCH, "a new desk")
    of_unit = ("resolved_within", "unit-a", MAY, "a second nurse")
    assert asked(given) == [everyone, of_unit]
    assert asked(given, "unit_manager:unit-a") == [everyone, of_unit]


def test_a_viewer_sees_those_of_units_in_scope_and_of_all(given):
    assert asked(given, "unit_manager:unit-b") == [("resolved_within", None, MARCH, "a new desk")]
    assert asked(given, "unit_manager") == [("resolved_within", None, MARCH, "a new desk")]


def test_without_any_there_is_no_row(given):
    assert asked(given, rebases=()) == []
    assert given(units=UNITS)("variation/rebases", measures=("resolved_within",)) == []


def test_other_rebases_make_another_name_so_that_nothing_old_is_remembered(given):
    mart = given(units=UNITS).mart
    names = {mart.with_rebases(some).name for some in ((), REBASES, REBASES[:1], REBASES[1:])}
    assert len(names) == 4 and mart.name in names
    assert mart.with_rebases(REBASES).name == mart.with_rebases(list(REBASES)).name

"""filters/case_groups: totals where nothing that occurs is left out, else the kinds; a viewer's own only."""

import pytest

from dashboard.contracts.complaints import CHANNELS

KINDS = {
    "complaints": """
        unit_id | received_at | status | channel | severity_hcat | contact_type
        unit-a  | 2026-03-01  | open   | web     | 2             | complaint
        unit-a  | 2026-03-01  | open   | phone   | 2             | complaint
        unit-a  | 2026-03-01  | open   | web     |               | concern
        unit-b  | 2026-03-01  | open   | phone   | 0             | complaint
    """,
}
BOTH = ("unit-a", "unit-b")
OF_CELLS = ("timeliness/resolution_ages", "timeliness/open_cases", "timeliness/acknowledgement",
            "loyalty/recovered", "word_of_mouth/complaints_activity")  # fmt: skip


def chosen(ask, *, is_by_kind=False, **changed):
    return [number for (number,) in ask("filters/case_groups", is_by_kind=is_by_kind, **changed)]


def test_a_total_stands_for_all_kinds_of_a_unit_and_contact_type(given):
    ask = given(**KINDS)
    assert len(chosen(ask)) == 1
    assert len(chosen(ask, units=BOTH)) == 2
    assert len(chosen(ask, contact_types=("complaint", "concern"))) == 2
    assert chosen(ask, severities=("2",)) == chosen(ask)  # unit-a's complaints have no other


@pytest.mark.parametrize(
    ("changed", "kinds_n"),
    [
        ({"channels": ("web",)}, 1),
        ({"channels": CHANNELS[:1]}, 0),
        ({"units": BOTH, "severities": ("2",)}, 2),
        ({"units": BOTH, "channels": ("phone",)}, 2),
    ],
)
def test_kinds_stand_for_themselves_where_one_that_occurs_is_left_out(given, changed, kinds_n):
    ask = given(**KINDS)
    numbers = chosen(ask, **changed)
    assert len(numbers) == kinds_n
    assert not set(numbers) & set(chosen(ask, units=BOTH))


def test_kinds_stand_for_themselves_where_they_are_told_apart(given):
    ask = given(**KINDS)
    apart = chosen(ask, is_by_kind=True)
    assert len(apart) == 2
    assert not set(apart) & set(chosen(ask))


def test_a_manager_gets_no_number_of_another_unit_and_no_row_by_one(given):
    """Numbers can be guessed: the views keep other units out whatever numbers are asked for."""
    everyone, manager = given(**KINDS), given("unit_manager:unit-b", **KINDS)
    every, own = chosen(everyone, units=BOTH), chosen(everyone, units=("unit-b",))
    assert chosen(manager, units=BOTH) == own
    for name in OF_CELLS:
        assert manager(name, units=("unit-b",), groups=every) == everyone(
            name, units=("unit-b",), groups=own
        )
        assert manager(name, units=(), groups=[n for n in every if n not in own]) == []

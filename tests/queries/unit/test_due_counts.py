"""unit/due_counts: how many open complaints are due when; the same that the worklist lists."""

from collections import Counter

from tests.queries.unit.test_worklist import HEADER, ROWS

NAME = "unit/due_counts"


def test_open_complaints_are_counted_by_how_near_their_day_is(given):
    ask = given(complaints=ROWS)
    assert ask(NAME) == [("later", 1, 0), ("past", 1, 0), ("soon", 1, 0), ("today", 1, 0)]
    listed = Counter(due for (due,) in ask("unit/worklist", "due"))
    assert dict(ask(NAME, "due open_n")) == listed


def test_those_not_acknowledged_are_counted_where_that_is_recorded(given):
    rows = f"""
        {HEADER} | acknowledged_at
        a        | unit-a | 2026-03-30 | open |
        b        | unit-a | 2026-03-30 | open | 2026-03-30
    """
    assert sum(n for (n,) in given(complaints=rows)(NAME, "unacknowledged_n")) == 1
    bare = f"{HEADER}\na | unit-a | 2026-03-30 | open"
    assert given(complaints=bare)(NAME, "open_n unacknowledged_n") == [(1, 0)]


def test_a_manager_counts_their_own_and_the_board_none(given):
    both = {"units": ("unit-a", "unit-b")}
    assert given("unit_manager:unit-b", complaints=ROWS)(NAME, "due open_n", **both) == [
        ("past", 1)
    ]
    assert given(complaints=ROWS)(NAME, is_internal=False, **both) == []

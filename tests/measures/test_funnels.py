"""Funnels: which units stand out, from how many months, and beside which shrunken estimate."""

import random

import numpy as np
import pytest

from dashboard.errors import WrongUsage
from dashboard.measures.funnels import LEAST_UNITS, funnel
from dashboard.measures.registry import MEASURES
from dashboard.measures.selection import Selection
from dashboard.stats.funnel import proportion_funnel
from dashboard.stats.shrinkage import shrunken_shares
from tests.measures.figures import (
    BOARD,
    FEW,
    activity,
    ask_of,
    complaints,
    months,
    rows_of,
    texts_of,
    units,
)

ALL = Selection()
MONTHS = months("2024-01", 24)


def ward(name, quick_n, n, month="2025-06"):
    return [*complaints(name, month, quick_n, 3), *complaints(name, month, n - quick_n, 20)]


def wards(**shares):
    """Wards by name: (resolved in time, of how many)."""
    rows = [row for name, (quick_n, n) in shares.items() for row in ward(name, quick_n, n)]
    return {"complaints": rows, "units": [row for name in shares for row in units(name)]}


SIX = {"a": (60, 100), "b": (66, 100), "c": (30, 50), "d": (120, 200), "e": (56, 100), "f": (5, 80)}


def test_limits_and_verdicts_are_those_of_the_statistics():
    found = funnel(ask_of(**wards(**SIX)), ALL, FEW)
    count, n = np.array(list(SIX.values()), dtype=float).T
    expected = proportion_funnel(count, n)
    assert found.center == pytest.approx(count.sum() / n.sum())
    assert (found.phi, found.tau2) == pytest.approx((expected.phi, expected.tau2))
    for name in ("lower_95", "upper_95", "lower_998", "upper_998"):
        assert [x for (x,) in rows_of(found, name)] == pytest.approx(getattr(expected, name))
    shrunken = shrunken_shares(count, n)
    assert [x for (x,) in rows_of(found, "shrunken")] == pytest.approx(shrunken.estimate)
    assert rows_of(found, "rank_lower", "rank_upper")[-1] == (6, 6)
    assert {x for (x,) in rows_of(found, "center")} == {found.center}


def test_a_unit_that_stands_out_is_named_and_so_is_what_chance_alone_gives():
    even = dict.fromkeys("abcdegh", (60, 100))
    found = funnel(ask_of(**wards(**even, f=(5, 80))), ALL, FEW)
    assert {row for row in rows_of(found, "unit_id", "stands_out") if row[1]} == {("f", "worse")}
    assert "worse: Ward f" in found.verdict.sentence and found.verdict.kind == "concern"
    assert found.expected_by_chance == pytest.approx(8 * 0.002)
    assert "By chance alone under 0.1 of 8 would" in found.verdict.detail


def test_units_stand_in_their_usual_order_never_by_value():
    found = funnel(ask_of(**wards(**SIX)), ALL, FEW)
    assert [x for (x,) in rows_of(found, "unit_id")] == list(SIX)


def test_few_units_tell_nothing_of_how_units_vary():
    few = {name: SIX[name] for name in list(SIX)[-LEAST_UNITS + 1 :]}
    found = funnel(ask_of(**wards(**few)), ALL, FEW)
    assert not found.is_over_dispersed and found.tau2 > 0
    assert funnel(ask_of(**wards(**SIX)), ALL, FEW).is_over_dispersed


def spread(name, per_month, month_names):
    return [row for month in month_names for row in ward(name, per_month, 2 * per_month, month)]


def test_small_units_are_shown_by_12_then_24_months_and_it_is_said():
    rows = [
        *spread("big", 5, MONTHS[-3:]),
        *spread("year", 1, MONTHS[-12::3]),
        *spread("two", 1, MONTHS[::6]),
        *spread("tiny", 1, MONTHS[-1:]),
        *spread("gone", 1, months("2023-01", 1)),
    ]
    ask = ask_of(complaints=rows, units=units("big", "year", "two", "tiny", "gone"))
    chosen = Selection(from_on=np.datetime64(f"{MONTHS[-3]}-01").astype(object))
    found = funnel(ask, chosen, FEW)
    assert rows_of(found, "unit_id", "n", "period", "is_too_few") == [
        ("big", 30, "period chosen", False),
        ("tiny", 2, "period chosen", True),
        ("two", 8, "last 24 months", False),
        ("year", 8, "last 12 months", False),
    ]
    tiny = rows_of(found)[1]
    assert (tiny["value"], tiny["lower_998"], tiny["shrunken"], tiny["stands_out"]) == (
        0.5, None, None, None,
    )  # fmt: skip
    assert tiny["note"] == "too few" and rows_of(found)[2]["note"] == "last 24 months"


def test_the_board_is_shown_no_unit_under_the_floor():
    shares = SIX | {"g": (1, 3)}
    internal, board = (
        funnel(ask_of(**wards(**shares)), ALL, audience) for audience in (FEW, BOARD)
    )
    assert rows_of(internal)[-1]["value"] == pytest.approx(1 / 3)
    hidden = rows_of(board)[-1]
    assert hidden["is_suppressed"] and hidden["unit_id"] == "g"
    numbers = ("n", "value", "lower_95", "shrunken", "rank_lower", "stands_out")
    assert {hidden[name] for name in numbers} == {None}
    # nor by what all the others have together
    without = funnel(ask_of(**wards(**SIX)), ALL, BOARD)
    assert board.center == without.center
    assert rows_of(board)[:-1] == rows_of(without)


def test_rates_are_compared_without_a_better_or_worse():
    names = "abcdefghijkl"
    rows = [
        row
        for place, name in enumerate(names)
        for row in complaints(name, "2025-06", 60 if name == "l" else 8 + place % 3, 3)
    ]
    patients = [row for name in names for row in activity(name, "2025-06", discharges=1000)]
    ask = ask_of(complaints=rows, activity=patients, units=units(*names))
    found = funnel(ask, ALL, FEW, "complaints_per_1000")
    assert rows_of(found, "value", "stands_out")[-1] == (60, "higher")
    assert (found.value_unit, found.direction, found.verdict.kind) == (
        "per 1,000 discharges", "none", "none",
    )  # fmt: skip
    assert "higher: Ward l" in found.verdict.sentence


@pytest.mark.parametrize("measure", [name for name, m in MEASURES.items() if m.unit == "share"])
def test_every_share_has_a_funnel(measure):
    ask = ask_of(**wards(**SIX))
    if measure == "complaints_by_subject":
        with pytest.raises(WrongUsage, match="no share of each unit"):
            funnel(ask, ALL, FEW, measure)
    else:
        found = funnel(ask, ALL, FEW, measure)
        assert found.measure == measure and found.in_words


@pytest.mark.slow
def test_relabeling_units_changes_nothing():
    chance = random.Random(3)
    for _ in range(3):
        shares = {
            name: (x := chance.randrange(1, 90), x + chance.randrange(8, 40)) for name in "abcdef"
        }
        called = dict(zip("abcdef", chance.sample(("q", "z", "m", "1", "_", "k"), 6), strict=True))
        one = funnel(ask_of(**wards(**shares)), ALL, FEW)
        two = funnel(ask_of(**wards(**{called[name]: n for name, n in shares.items()})), ALL, FEW)
        others = {row["unit_id"]: row for row in rows_of(two)}
        for row in rows_of(one):
            other = others[called[row["unit_id"]]]
            same = [name for name in row if name not in ("unit_id", "unit_name")]
            for name in same:
                assert row[name] == (
                    pytest.approx(other[name]) if isinstance(row[name], float) else other[name]
                )


def test_without_data_there_is_nothing_to_compare():
    found = funnel(ask_of(), ALL, FEW)
    assert found.table.num_rows == 0 and found.compared_n == 0
    assert "No unit can be compared" in found.verdict.sentence
    assert all("nan" not in text for text in texts_of(found))

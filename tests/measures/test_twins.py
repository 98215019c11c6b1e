"""A query over cells and its twin over rows answer alike, for every part, filter and viewer."""

import datetime as dt
from pathlib import PurePosixPath

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.contracts.taxonomies import TAXONOMIES
from dashboard.mart import catalog
from dashboard.measures.asking import groups_of
from dashboard.measures.selection import LAST_DAY, month_end

pytestmark = pytest.mark.slow  # many questions twice

FIRST, LAST = dt.date(2025, 10, 1), dt.date(2026, 3, 1)
WARDS = ("W1", "W2", "W3", "W4", "W5", "DIV", "UNASSIGNED")
SURVEYED = ("all", "unit", "department", "site", "month", "instrument", "mode", "arm")
COMPLAINED = ("all", "unit", "department", "site", "month", "channel", "contact_type", "severity")
PLACED = ("all", "unit", "department", "site", "month")
PARTS = {
    "survey_arms": SURVEYED, "survey_recovered": SURVEYED, "open_cases": (*COMPLAINED, "age_band"),
    "capture": PLACED, "complaints_activity": PLACED,
}  # fmt: skip


def twins():
    """(over cells, over rows) of every question that has both."""
    of_name = {}
    for name in catalog.names():
        if name.startswith("variation/"):  # counts by unit and month: of another shape
            continue
        of_name.setdefault(PurePosixPath(name).name, {})[name.startswith("rows/")] = name
    return [(found[False], found[True]) for found in of_name.values() if len(found) == 2]


def choices():
    """Parameters of both: floors, periods, units and arms in turn."""
    winter = (dt.date(2025, 12, 1), dt.date(2026, 1, 1))
    for floor_n, (first, last), units, is_by_arm in (
        (0, (FIRST, LAST), WARDS, False), (0, (FIRST, LAST), ("W1", "W5"), True),
        (12, winter, WARDS, False), (12, (FIRST, LAST), WARDS, True),
    ):  # fmt: skip
        yield {
            "units": units, "from_month": first, "to_month": last, "floor_n": floor_n,
            "is_by_arm": is_by_arm, "from_on": first, "to_on": month_end(last), "as_of": LAST_DAY,
            "channels": ("web", "phone"), "severities": ("1", "3", "not recorded"),
            "contact_types": ("complaint", "concern"), "instruments": ("NPS", "FFT", "HCAHPS"),
            "wanted": (), "wanted_columns_n": 0, "satisfied_from": 4, "today": LAST_DAY,
            "taxonomies": tuple(TAXONOMIES), "since": (FIRST, winter[0]),
        }  # fmt: skip


def asked_of(mart, viewer, name, given):
    """The parameters that a query takes; kinds of complaints are chosen as pages choose them."""
    params = catalog.load(name).params
    kinds = {key: given[key] for key in ("units", "channels", "severities", "contact_types")}
    groups = groups_of(mart.ask(viewer), kinds, given["parts"])
    possible = given | {"groups": groups, "is_by_kind": False}
    return {param: possible[param] for param in params}


def answer(mart, name, viewer, given):
    table = mart.query(name, viewer, **asked_of(mart, viewer, name, given))
    rows = [tuple(short(value) for value in row.values()) for row in table.to_pylist()]
    return table.schema.names, rows


def short(value):
    """Sums of weights in another order differ in the last digits."""
    return round(value, 9) if isinstance(value, float) else value


def test_every_query_over_rows_has_a_twin_over_cells():
    over_rows = {name for name in catalog.names() if name.startswith("rows/")}
    assert over_rows == {rows for _, rows in twins()}


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:W1"])
@pytest.mark.parametrize(("cells", "rows"), twins())
def test_cells_and_rows_answer_alike(hospital, cells, rows, viewer):
    mart = hospital(1).mart
    parts = PARTS.get(PurePosixPath(rows).name, COMPLAINED)
    for given in choices():
        asked = given | {"parts": parts}
        found, expected = (
            answer(mart, name, parse_viewer(viewer), asked) for name in (cells, rows)
        )
        assert found == expected
        assert found[1]

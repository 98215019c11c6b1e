"""Fixture `given`: rows written in the test, through the real SQL of the mart, asked as a viewer.

    ask = given(complaints=\"\"\"
        unit_id | received_at | closed_at  | status
        unit-a  | 2026-03-01  | 2026-03-08 | closed
    \"\"\")
    assert ask("timeliness/resolution_ages", "age_days resolved_n", units=["unit-a"]) == [(7, 1)]

The first line names contract columns; what is left out is usual (see tests/marts.py). A dataset may
come in several extracts: a list of (changes of the extract's line, rows). `as_of` is 2026-03-31 and
the viewer an executive where not given; `settings` are those of clocks and calendar. A query's parameters are the usual ones (USUAL) where the
test does not change them; `from_month` and `to_month` also set the days of a query over rows. The
answer is a list of tuples of the columns named, or of all. The same rows are built only once.
"""

import datetime as dt
import json
from functools import lru_cache

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.contracts.complaints import CHANNELS
from dashboard.contracts.surveys import INSTRUMENTS
from dashboard.mart import catalog
from dashboard.measures.asking import groups_of
from dashboard.measures.selection import LAST_DAY, month_end
from tests.marts import AS_OF, extract, small_mart

USUAL = {
    "units": ("unit-a",), "channels": CHANNELS, "severities": (*"0123", "not recorded"),
    "contact_types": ("complaint", "grievance"), "instruments": INSTRUMENTS, "parts": ("all",),
    "from_month": "2026-03", "to_month": "2026-03", "floor_n": 0, "as_of": LAST_DAY,
    "wanted": (), "taxonomies": ("HCAT", "KO41a", "local"), "satisfied_from": 4, "is_by_arm": False, "is_by_kind": False,
    "standard_days": 7, "is_internal": True, "today": AS_OF, "soon_days": 7, "cases_n": 1000,
    "since": (), "days": 7, "within_days": 180, "max_unknown_share": 0.05,
}  # fmt: skip


class Asker:
    """Answers a named query for one viewer, with usual parameters where none are given."""

    def __init__(self, mart, viewer):
        self.mart, self.viewer = mart, viewer

    def __call__(self, name, columns="", **changed):
        query = catalog.load(name)
        unknown = set(changed) - set(USUAL) - set(query.params)
        assert not unknown, f"{name} takes no {unknown}"
        possible = in_days(USUAL | changed)
        if "groups" in query.params and "groups" not in changed:
            possible["groups"] = self.groups(possible)
        params = {param: possible[param] for param in query.params}
        table = self.table(name, **params)
        rows = table.select(columns.split() or table.schema.names).to_pylist()
        return [tuple(row.values()) for row in rows]

    def groups(self, chosen):
        """Numbers of the kinds of complaints chosen, as pages ask for them."""
        names = ("units", "channels", "severities", "contact_types")
        return groups_of(self.table, {name: chosen[name] for name in names}, chosen["parts"])

    def table(self, name, **params):
        """Ask without usual parameters, as measures do."""
        return self.mart.query(name, self.viewer, **params)


def in_days(chosen):
    """Months as their first days, and the days that a query over rows takes for them."""
    first = dt.date.fromisoformat(f"{chosen['from_month']}-01")
    last = dt.date.fromisoformat(f"{chosen['to_month']}-01")
    days = {"from_month": first, "to_month": last, "from_on": first, "to_on": month_end(last)}
    columns = {text.partition("=")[0] for text in chosen["wanted"]}
    return (
        days | {"wanted_columns_n": len(columns)} | chosen | {"from_month": first, "to_month": last}
    )


@lru_cache(maxsize=16)
def built(as_of, tables, settings):
    return small_mart(
        *(
            (extract(name, number, **(of_the_file(as_of, text) | dict(changes))), text)
            for name, extracts in tables
            for number, (changes, text) in enumerate(extracts)
        ),
        **json.loads(settings),
    )


def of_the_file(as_of, text):
    """A column of the header is mapped, even where no row has a value in it."""
    header = text.strip().splitlines()[0].split("|")
    return {"as_of": as_of, "mapped_columns": tuple(name.strip() for name in header)}


@pytest.fixture
def given():
    def build(viewer="executive", as_of=AS_OF, settings=None, **tables):
        several = {
            name: [({}, rows)] if isinstance(rows, str) else rows for name, rows in tables.items()
        }
        frozen = tuple(
            (name, tuple((tuple(changes.items()), text) for changes, text in extracts))
            for name, extracts in several.items()
        )
        clocks = json.dumps(settings or {})
        return Asker(built(as_of, frozen, clocks), parse_viewer(viewer))

    return build

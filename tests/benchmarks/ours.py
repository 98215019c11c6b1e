"""The questions as the pages ask them: named queries on the mart, as a viewer may see them."""

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.access.viewer import Role, Viewer
from dashboard.mart.catalog import Ask, load
from dashboard.mart.open import Mart
from dashboard.measures.asking import groups_of
from tests.benchmarks import questions
from tests.benchmarks.questions import COUNTINGS, FORMAL, Answer, Filter, first_of, month_number

VIEWER = Viewer(Role.EXECUTIVE)
PARTS = {asked.query: asked.parts for asked in COUNTINGS} | {
    questions.OPEN.query: ("age_band", "all"),
    questions.CAPTURE: questions.CAPTURE_PARTS,
    questions.RATES: questions.RATES_PARTS,
}
KEYS = {
    questions.RESOLUTION.query: ("age_days",),
    questions.ARMS_ASKED.query: ("instrument", "answer_arm"),
}
SUMS = {asked.query: asked.sums for asked in COUNTINGS} | {
    questions.CAPTURE: questions.CAPTURE_SUMS,
    questions.RATES: questions.RATES_SUMS,
}
EVER = (month_number(questions.dt.date(1, 1, 1)), month_number(questions.dt.date(9999, 12, 1)))


def asking(mart: Mart) -> Ask:
    """Ask the mart each time."""
    return mart.ask(VIEWER)


def remembering(mart: Mart) -> Ask:
    """Ask through a cache of answers, as a session's pages do."""

    @st.cache_data(max_entries=1_000, show_spinner=False)
    def table(name: str, params: tuple[tuple[str, Any], ...]) -> pa.Table:
        return mart.query(name, VIEWER, **dict(params))

    def asked(name: str, /, **params: Any) -> pa.Table:
        found: pa.Table = table(name, tuple(sorted(params.items())))
        return found

    return asked


def ask(asked: Ask, chosen: Filter) -> dict[str, pa.Table]:
    """Answer every question; the time of this call is what is measured."""
    params = chosen_params(asked, chosen)
    return {query: ask_one(asked, query, params) for query in PARTS}


def ask_one(asked: Ask, query: str, params: dict[str, Any]) -> pa.Table:
    """Answer one named query with those of the parameters that it takes."""
    return asked(query, **params_of(query, params))


def params_of(query: str, params: dict[str, Any]) -> dict[str, Any]:
    """Those of the parameters that a query takes."""
    given = params | {"parts": PARTS[query]}
    if query == questions.OPEN.query:
        given["groups"] = given["groups_of_every_type"]
    return {name: given[name] for name in load(query).params}


def chosen_params(asked: Ask, chosen: Filter) -> dict[str, Any]:
    """Ask what can be chosen, as a page does, and choose."""
    units = asked("filters/units")["unit_id"].to_pylist()
    values = asked("filters/values").to_pylist()
    every = {
        name: tuple(row["value"] for row in values if row["filter"] == name)
        for name in ("channel", "severity", "contact_type", "instrument")
    }
    first, last = chosen.months or EVER
    params = {
        "units": (chosen.unit,) if chosen.unit else tuple(units),
        "channels": (chosen.channel,) if chosen.channel else every["channel"],
        "severities": every["severity"],
        "contact_types": FORMAL,
        "every_type": every["contact_type"],
        "instruments": every["instrument"],
        "from_month": first_of(first),
        "to_month": first_of(last),
        "floor_n": 0,
        "satisfied_from": questions.SATISFIED_FROM,
        "is_by_arm": True,
    }
    return params | chosen_groups(asked, params)


def chosen_groups(asked: Ask, params: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Ask for the kinds of complaints once for all questions; the backlog is of every type."""
    every_type = params | {"contact_types": params["every_type"]}
    return {
        "groups": groups_of(asked, kinds_of(params), ()),
        "groups_of_every_type": groups_of(asked, kinds_of(every_type), ()),
    }


def kinds_of(params: dict[str, Any]) -> dict[str, Any]:
    """What names kinds of complaints."""
    return {name: params[name] for name in ("units", "channels", "severities", "contact_types")}


def answers(found: dict[str, pa.Table]) -> dict[str, Answer]:
    """Read the tables as answers that can be compared; not measured."""
    return {query: _answer(query, table) for query, table in found.items()}


def _answer(query: str, table: pa.Table) -> Answer:
    rows = table.to_pylist()
    if query == questions.OPEN.query:
        bands = [row for row in rows if row["part"] == "age_band"]
        return {("all", None, row["group_name"]): (row["open_n"],) for row in bands}
    return {
        (row["part"], _group(row), *(row[key] for key in KEYS.get(query, ()))): tuple(
            row[name] for name in SUMS[query]
        )
        for row in rows
    }


def _group(row: dict[str, Any]) -> Any:
    if row["part"] != "month":
        return row["group_name"]
    year, month = row["group_name"].split("-")
    return int(year) * 12 + int(month) - 1

"""Who is looking in this session, and what they may ask. It draws nothing.

The only place with st.cache_*: each key holds the mart (hence the publication) and the viewer
(hence the scope), so nobody is ever answered from somebody else's rows.
"""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, TypeVar

import pyarrow as pa
import streamlit as st

from dashboard import serving
from dashboard.access.viewer import Role, Viewer, parse_viewer
from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures.registry import answer
from dashboard.measures.rows import MeasureRow, MeasureTable
from dashboard.measures.selection import Selection
from dashboard.serving import Shown
from dashboard.settings import Standards

Answer = TypeVar("Answer")

AS = "as"  # the demo's role in the address: ?as=unit_manager:W1, written like `measure --as`


def sign_in() -> Viewer:
    """Decide who is looking and which mart this run shows; called once a run by the entry script.

    Until sign-in is built this is the demo's: everyone may choose a role, on this machine only.
    """
    st.session_state["shown"] = serving.shown()
    text = st.query_params.get(AS) or st.session_state.get(AS) or Role.EXECUTIVE.value
    try:
        viewer = parse_viewer(text)
    except WrongUsage:
        viewer = Viewer(Role.EXECUTIVE)
    look_as(viewer)
    return viewer


def look_as(viewer: Viewer) -> None:
    """Keep the demo's choice of role in the session and in the address."""
    text = f"{viewer.role}:{','.join(viewer.units)}" if viewer.units else viewer.role.value
    st.session_state["viewer"] = viewer
    st.session_state[AS] = text
    if viewer.role is Role.EXECUTIVE:
        st.query_params.pop(AS, None)
    elif st.query_params.get(AS) != text:
        st.query_params[AS] = text


def require() -> Viewer:
    """Return who is looking, or end the page: no viewer, no page."""
    viewer = st.session_state.get("viewer")
    if not isinstance(viewer, Viewer):
        st.error("Nobody is signed in. Open the dashboard at its first page.")
        st.stop()
    return viewer


def turn_to(page: str) -> None:
    """Note which page this run shows; called once a run by the entry script."""
    st.session_state["page"] = page


def current_page() -> str:
    """The page that this run shows, by its path in the address."""
    return str(st.session_state.get("page", ""))


def shown() -> Shown:
    """What this run shows; the same for the whole run, even if a new publication arrives."""
    kept: Shown = st.session_state["shown"]
    return kept


def standards() -> Standards:
    """What the organization holds itself to, as set in settings.toml."""
    return serving.settings_in_force().standards


def ask(viewer: Viewer) -> Ask:
    """Give the function that answers a named query as this viewer may see it."""
    mart_name = shown().mart_name

    def asked(name: str, /, **params: Any) -> pa.Table:
        return _table(mart_name, viewer, name, tuple(sorted(params.items())))

    return asked


def remember(
    measure: Callable[..., Answer], viewer: Viewer, selection: Hashable, **options: Hashable
) -> Answer:
    """Answer a measure from memory where mart, viewer, selection and standards are the same."""
    key = (measure.__module__, measure.__qualname__, tuple(sorted(options.items())))
    answered: Answer = _answer(
        shown().mart_name, viewer, key, selection, standards(), measure, options
    )
    return answered


def number(name: str, viewer: Viewer, selection: Selection) -> MeasureRow:
    """Answer a measure of the registry with its one number."""
    key = ("registry", name)
    table: MeasureTable = _answer(
        shown().mart_name, viewer, key, selection, standards(), partial(answer, name), {}
    )
    return table.row


@st.cache_data(max_entries=2_000, show_spinner=False)
def _table(
    mart_name: str, viewer: Viewer, name: str, params: tuple[tuple[str, Any], ...]
) -> pa.Table:
    return serving.mart_named(mart_name).query(name, viewer, **dict(params))


# A resource, since answers are frozen dataclasses of arrays: no copy, and nobody writes into one.
@st.cache_resource(max_entries=2_000, show_spinner=False)
def _answer(
    mart_name: str,
    viewer: Viewer,
    key: tuple[Hashable, ...],
    selection: Hashable,
    standards_in_force: Standards,
    _measure: Callable[..., Any],
    _options: dict[str, Any],
) -> Any:
    return _measure(ask(viewer), selection, standards_in_force, **_options)


def unit_names(viewer: Viewer) -> dict[str, str]:
    """Names of the units that a viewer may see, by unit_id."""
    rows = ask(viewer)("filters/units").to_pylist()
    return {row["unit_id"]: row["unit_name"] for row in rows}

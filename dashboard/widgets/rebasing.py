"""New limits of control charts: which there are and why; the quality team adds and takes back."""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.errors import DashboardError
from dashboard.measures.rebases import Rebase, rebases_of
from dashboard.measures.registry import MEASURES
from dashboard.measures.series import can_be_charted
from dashboard.widgets import verdicts
from dashboard.widgets.changing import DONE

EVERY_UNIT = "Every unit"
FIELDS = ("rebase_measure", "rebase_unit", "rebase_month", "rebase_reason")


def show(viewer: Viewer) -> None:
    """List those that the viewer may see, and offer the quality team to change them."""
    charted = [name for name in MEASURES if can_be_charted(name)]
    found = rebases_of(session.ask(viewer), *charted)
    names = session.unit_names(viewer)
    for rebase in found:
        st.markdown(f"- {verdicts.escaped(_in_words(rebase, names))}")
    if not found:
        st.caption("All control charts have the limits of their whole period.")
    if not session.may_change(viewer):
        st.caption("The quality team can begin new limits here, where the work was changed.")
    elif not session.shown().is_sample:
        _add(viewer, charted, names)
        _take_back(viewer, found, names)


def _add(viewer: Viewer, charted: list[str], names: dict[str, str]) -> None:
    with st.expander("Begin new limits"):
        measure = st.selectbox(
            "Measure", charted, format_func=lambda name: MEASURES[name].title, key=FIELDS[0]
        )
        unit = st.selectbox(
            "Whose chart", [EVERY_UNIT, *names], key=FIELDS[1],
            format_func=lambda name: names.get(name, name),
        )  # fmt: skip
        day = st.date_input("From the month of", value=None, key=FIELDS[2])
        reason = st.text_input("What changed in how the work is done?", key=FIELDS[3])
        of_unit = None if unit == EVERY_UNIT else unit
        _act(
            "Begin new limits",
            lambda: session.rebase(viewer, measure, of_unit, _first_of(day), reason),
            is_ready=bool(day and reason.strip()),
        )


def _take_back(viewer: Viewer, found: tuple[Rebase, ...], names: dict[str, str]) -> None:
    if not found:
        return
    with st.expander("Take new limits back"):
        place = st.selectbox(
            "Which", range(len(found)), index=None, key="rebase_back",
            format_func=lambda n: _in_words(found[n], names), placeholder="Choose one",
        )  # fmt: skip
        _act(
            "Take back",
            lambda: _taken_back(viewer, None if place is None else found[place]),
            is_ready=place is not None,
        )


def _taken_back(viewer: Viewer, rebase: Rebase | None) -> str:
    assert rebase is not None  # the button waits for it
    return session.take_rebase_back(viewer, rebase.measure, rebase.unit_id, rebase.month)


def _act(label: str, act: Callable[[], str], *, is_ready: bool) -> None:
    if not st.button(label, disabled=not is_ready, key=f"do_{label}"):
        return
    try:
        st.session_state[DONE] = act()
    except DashboardError as error:
        st.error(str(error))
        return
    for name in (*FIELDS, "rebase_back"):
        st.session_state.pop(name, None)
    st.rerun()


def _first_of(day: dt.date | None) -> dt.date:
    assert day is not None  # the button waits for it
    return day.replace(day=1)


def _in_words(rebase: Rebase, names: dict[str, str]) -> str:
    who = EVERY_UNIT if rebase.unit_id is None else names.get(rebase.unit_id, rebase.unit_id)
    title = MEASURES[rebase.measure].title
    return f"{title}, {who}, from {rebase.month:%b %Y}: {rebase.reason}"

"""The thin line under the navigation: which data, how new, who is looking. It shows no figure.

Where the address names a publication, a second line says which one it is and how to get on.
"""

from contextlib import AbstractContextManager
from typing import NoReturn

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Role, Viewer
from dashboard.measures import words
from dashboard.serving import Shown
from dashboard.widgets import style

ROLE_NAMES = {
    Role.EXECUTIVE: "Executive",
    Role.QUALITY: "Quality team",
    Role.UNIT_MANAGER: "Unit manager",
}
SAMPLE = "Synthetic sample data"


def opening() -> AbstractContextManager[None]:
    """Say that it takes a moment where an earlier publication must be prepared first."""
    return st.spinner("Opening the publication …")


def top_line(viewer: Viewer) -> None:
    """Draw the line; in the demo it also lets the visitor change role.

    A publication that can't be shown ends the run: there is no page without figures to stand on.
    """
    style.apply()
    with st.container(horizontal=True, vertical_alignment="center", key="top_line", gap="small"):
        if session.shown().is_sample:
            st.badge(SAMPLE, color="orange")
        st.caption(" · ".join(_parts(viewer)), width="content")
        _role_picker(viewer)
    shown = session.shown()
    if shown.is_asked and shown.mart is None:
        _say_why_not(shown)
    elif shown.is_asked and shown.publication != shown.newest:
        _say_which(shown)


def _say_which(shown: Shown) -> None:
    """Say that these are the figures of an earlier day."""
    with st.container(
        horizontal=True, vertical_alignment="center", key="earlier_publication", gap="small"
    ):
        st.markdown(
            f"You are looking at publication {shown.publication} of "
            f"{shown.newest}, with data as of {words.day(shown.as_of)}; the newest is "
            f"{shown.newest}. Every figure is as it was published then.",
            width="content",
        )
        _to_newest(shown)


def _say_why_not(shown: Shown) -> NoReturn:
    st.error(f"This publication can't be shown. {shown.message} Nothing was changed or lost.")
    if shown.newest is not None:
        _to_newest(shown)
    st.stop()


def _to_newest(shown: Shown) -> None:
    newest = "" if shown.newest is None else f" ({shown.newest})"
    st.button(
        f"Show the newest publication{newest}",
        on_click=session.turn_to_newest,
        type="tertiary",
        key="to_newest",
    )


def _parts(viewer: Viewer) -> list[str]:
    shown = session.shown()
    if shown.mart is None:
        return ["No publication is shown" if shown.is_asked else shown.message]
    return [
        f"Publication {shown.publication}",
        f"data as of {words.day(shown.as_of)}",
        f"looking as {ROLE_NAMES[viewer.role].lower()}",
        _scope(viewer),
    ]


def _scope(viewer: Viewer) -> str:
    if viewer.all_units:
        return "all units"
    return ", ".join(session.unit_names(viewer).values()) or "no unit"


def _role_picker(viewer: Viewer) -> None:
    # Names of all units are listed only while the picker is open: a unit manager's page never
    # holds another unit's name.
    picker = st.popover("Change role", type="tertiary", key="role_picker", on_change="rerun")
    if not picker.open:
        return
    with picker:
        st.caption("This is a demonstration: everyone may choose who to be.")
        st.radio(
            "Look as",
            list(ROLE_NAMES),
            index=list(ROLE_NAMES).index(viewer.role),
            format_func=ROLE_NAMES.__getitem__,
            key="picked_role",
            on_change=_take_role,
        )
        if viewer.role is Role.UNIT_MANAGER and session.shown().mart is not None:
            names = session.unit_names(Viewer(Role.EXECUTIVE))
            st.multiselect(
                "Units",
                list(names),
                default=[unit for unit in viewer.units if unit in names],
                format_func=names.__getitem__,
                key="picked_units",
                on_change=_take_role,
            )


def _take_role() -> None:
    role = st.session_state["picked_role"]
    units = tuple(st.session_state.get("picked_units", ()))
    session.look_as(Viewer(role, units if role is Role.UNIT_MANAGER else ()))

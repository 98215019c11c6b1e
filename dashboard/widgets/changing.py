"""Change what is published: roll back, withdraw, purge. What will change is said before."""

from collections.abc import Callable

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.errors import DashboardError
from dashboard.measures import publications as measures
from dashboard.measures.publications import Entry
from dashboard.measures.revision import Revision
from dashboard.store.records import Extract
from dashboard.widgets import revision_notice, states, verdicts

ROLL_BACK, WITHDRAW, PURGE = "Roll back", "Withdraw an extract", "Purge an extract"
DONE = "publishing_done"
CHOSEN = ("roll_back_to", "withdraw_extract", "purge_extract")


def done() -> None:
    """Say once what was just done."""
    said = st.session_state.pop(DONE, None)
    if said:
        st.success(said)


def show(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    """Offer the three ways to the quality team; others are told who may."""
    if not session.may_change(viewer):
        st.caption("The quality team can roll back, withdraw or purge here.")
        return
    if session.shown().is_sample:
        states.nothing(
            "The sample can't be changed.",
            "With a store of your own (`--store`), publications are rolled back, and extracts "
            "withdrawn or purged, here.",
        )
        return
    way = st.segmented_control(
        "What", [ROLL_BACK, WITHDRAW, PURGE], default=ROLL_BACK, required=True, key="change_way",
        label_visibility="collapsed",
    )  # fmt: skip
    {ROLL_BACK: _roll_back, WITHDRAW: _withdraw, PURGE: _purge}[way](viewer, found)


def _roll_back(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    base = found[0].number
    numbers = {entry.number: entry for entry in found[1:] if not entry.is_gone}
    if not numbers:
        st.caption("There is no earlier publication to go back to.")
        return
    number = st.selectbox(
        "Publish again what was shown by", list(numbers), index=None,
        format_func=lambda n: numbers[n].label, key="roll_back_to",
        placeholder="Choose a publication",
    )  # fmt: skip
    if number is None:
        return
    st.markdown(
        f"Publication {base + 1} will show again what publication {number} showed. Nothing is "
        "deleted: a later rollback brings today's figures back."
    )
    _what_changes(lambda: session.revision(viewer, base, number, is_planned=True))
    _confirm(
        f"Publish as number {base + 1}",
        lambda: session.roll_back(viewer, number, base),
        key=f"roll_back_{number}_{base}",
    )


def _withdraw(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    current = found[0]
    chosen = _one_extract(_shown_by(current), "Publish without", key="withdraw_extract")
    if chosen is None:
        return
    base, extract_id = current.number, chosen.extract_id
    st.markdown(
        f"Publication {base + 1} will be without the {_named(chosen)}. Its rows stay in the "
        "store, and a rollback brings them back."
    )
    _what_changes(lambda: session.would_change(viewer, _without(current, extract_id)))
    _confirm(
        f"Publish as number {base + 1}",
        lambda: session.withdraw(viewer, extract_id, base),
        key=f"withdraw_{extract_id}_{base}",
    )


def _purge(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    current = found[0]
    stored = [extract for extract in session.history()[0] if extract.purged_at is None]
    chosen = _one_extract(stored, "Erase for good", key="purge_extract")
    if chosen is None:
        return
    base, extract_id = current.number, chosen.extract_id
    gone = [str(e.number) for e in reversed(found) if extract_id in e.publication.extracts]
    lost = f" Publications that can't be shown again: {', '.join(gone)}." if gone else ""
    st.warning(
        f"The rows of the {_named(chosen)} are erased from the store, its logs and all marts. "
        f"This can't be undone.{lost}"
    )
    if extract_id in current.publication.extracts:
        _what_changes(lambda: session.would_change(viewer, _without(current, extract_id)))
    typed = st.text_input(
        f"To confirm, type the extract's id: {extract_id}", key=f"typed_{extract_id}"
    )
    _act(
        "Erase for good",
        lambda: session.purge(viewer, extract_id, base),
        is_confirmed=typed.strip() == extract_id,
        key=f"purge_{extract_id}",
    )


def _shown_by(entry: Entry) -> list[Extract]:
    shown = set(entry.publication.extracts)
    return [extract for extract in session.history()[0] if extract.extract_id in shown]


def _without(entry: Entry, extract_id: str) -> tuple[str, ...]:
    return tuple(other for other in entry.publication.extracts if other != extract_id)


def _named(extract: Extract) -> str:
    return verdicts.escaped(measures.extract_in_words(extract))


def _one_extract(extracts: list[Extract], label: str, *, key: str) -> Extract | None:
    listed = {extract.extract_id: extract for extract in reversed(extracts)}
    chosen = st.selectbox(
        label, list(listed), index=None, key=key, placeholder="Choose an extract",
        format_func=lambda name: measures.extract_in_words(listed[name]),
    )  # fmt: skip
    return None if chosen is None else listed[chosen]


def _what_changes(compare: Callable[[], Revision]) -> None:
    """Say what the figures would be, from marts that nobody else sees yet."""
    with st.container(border=True):
        st.markdown("What would change")
        try:
            with st.spinner("Working out what would change …"):
                change = compare()
        except DashboardError as error:
            st.error(str(error))
            return
        revision_notice.show(change, key="would_change")


def _confirm(label: str, act: Callable[[], str], *, key: str) -> None:
    is_read = st.checkbox("I have read what will change", key=f"read_{key}")
    _act(label, act, is_confirmed=is_read, key=key)


def _act(label: str, act: Callable[[], str], *, is_confirmed: bool, key: str) -> None:
    if not st.button(label, disabled=not is_confirmed, type="primary", key=f"do_{key}"):
        return
    try:
        with st.spinner("Publishing, and preparing the figures …"):
            st.session_state[DONE] = act()
    except DashboardError as error:
        st.error(str(error))
        return
    for chosen in CHOSEN:  # what was confirmed is done: the next change begins anew
        st.session_state.pop(chosen, None)
    st.rerun()

"""Who is looking in this session, and what they may ask. It draws nothing.

The only place with st.cache_*: each key holds the mart (hence the publication) and the viewer
(hence the scope), so nobody is ever answered from somebody else's rows.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import streamlit as st

from dashboard import serving
from dashboard.access.viewer import Role, Viewer, parse_viewer
from dashboard.errors import DashboardError, NotVisible, WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.mart.erased import drop_erased
from dashboard.mart.locate import folder_of
from dashboard.mart.open import Mart
from dashboard.measures import revision as measure_revision
from dashboard.measures.registry import answer
from dashboard.measures.revision import Revision
from dashboard.measures.row_changes import row_changes
from dashboard.measures.rows import MeasureRow, MeasureTable
from dashboard.measures.selection import Selection
from dashboard.measures.worklist import Desk
from dashboard.serving import Shown
from dashboard.settings import Settings, Standards, user_name
from dashboard.store import erasing
from dashboard.store.rebases import Rebase, Rebases
from dashboard.store.records import Extract, Publication
from dashboard.store.store import Store

Answer = TypeVar("Answer")

PUBLICATION = "publication"  # the number in the address; without it, the newest is shown
HISTORY = "history"  # of the store, for the length of one run
AS = "as"  # the demo's role in the address: ?as=unit_manager:W1, written like `measure --as`


def sign_in() -> Viewer:
    """Decide who is looking and which mart this run shows; called once a run by the entry script.

    Until sign-in is built this is the demo's: everyone may choose a role, on this machine only.
    """
    st.session_state["shown"] = _asked_for()
    st.session_state.pop(HISTORY, None)
    text = st.query_params.get(AS) or st.session_state.get(AS) or Role.EXECUTIVE.value
    try:
        viewer = parse_viewer(text)
    except WrongUsage:
        viewer = Viewer(Role.EXECUTIVE)
    look_as(viewer)
    return viewer


def _asked_for() -> Shown:
    """What the address asks for, kept from page to page: a publication, else the newest."""
    text = st.query_params.get(PUBLICATION) or st.session_state.get(PUBLICATION)
    if not text:
        return serving.shown()
    st.session_state[PUBLICATION] = text
    if st.query_params.get(PUBLICATION) != text:
        st.query_params[PUBLICATION] = text
    if not text.isdecimal():
        message = f"“{text}” is no number of a publication."
        newest = serving.shown()
        return replace(
            newest, mart=None, mart_name="", message=message, is_asked=True,
            newest=newest.publication,
        )  # fmt: skip
    return serving.shown_at(int(text))


def look_at(number: int) -> None:
    """Look at a certain publication from now on."""
    st.session_state[PUBLICATION] = str(number)
    st.query_params[PUBLICATION] = str(number)


def turn_to_newest() -> None:
    """Look at the newest publication from now on."""
    st.session_state.pop(PUBLICATION, None)
    st.query_params.pop(PUBLICATION, None)


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


def settings() -> Settings:
    """The settings in force."""
    return serving.settings_in_force()


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
    measure: Callable[..., Answer], viewer: Viewer, selection: Hashable, /, **options: Hashable
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


# --- publications ---------------------------------------------------------------------------------


def history() -> tuple[tuple[Extract, ...], tuple[Publication, ...]]:
    """All extracts and all publications of the store that is served; read once a run."""
    if HISTORY not in st.session_state:
        store = serving.in_force().store()
        st.session_state[HISTORY] = (store.extracts(), store.publications())
    kept: tuple[tuple[Extract, ...], tuple[Publication, ...]] = st.session_state[HISTORY]
    return kept


def today() -> dt.date:
    """The day on which somebody looks, for what is overdue; the sample's stands still."""
    if shown().is_sample:
        newest: dt.date = shown().as_of or dt.date.today()
        return newest
    return dt.datetime.now(ZoneInfo(serving.settings_in_force().time_zone)).date()


def desk() -> Desk:
    """Where a worklist is read: today, but for an earlier publication the day of its data."""
    kept, in_force = shown(), serving.settings_in_force()
    is_earlier = kept.is_asked and kept.publication != kept.newest
    on = kept.as_of if is_earlier and kept.as_of else today()
    return Desk(on, in_force.open_cases_old_after_days, in_force.case_url)


def revision(
    viewer: Viewer, before: int, after: int, unit: str | None = None, *, is_planned: bool = False
) -> Revision:
    """Compare two publications as this viewer may see them; is_planned: before going back to one.

    Raises:
        Refused: one of them can't be shown.
    """
    held = serving.in_force()
    marts = (held.mart_of(before), held.mart_of(after))
    return _compared(*marts, viewer, unit, is_planned=is_planned)


def is_at_hand(number: int) -> bool:
    """Whether a publication can be compared without building it first."""
    return serving.in_force().is_built(number)


def would_change(viewer: Viewer, extract_ids: tuple[str, ...]) -> Revision:
    """Say what publishing exactly these extracts would change of the newest publication."""
    held = serving.in_force()
    newest = held.shown().mart
    if newest is None:
        return measure_revision.revision(None, held.trial(extract_ids).ask(viewer), standards())
    return _compared(newest, held.trial(extract_ids), viewer, None, is_planned=True)


def _compared(
    before: Mart, after: Mart, viewer: Viewer, unit: str | None, *, is_planned: bool = False
) -> Revision:
    """Compare from memory where marts, viewer, unit and standards are the same.

    Rows are asked of the marts directly: tables of a million rows belong into no cache.
    """
    changes = _row_changes(before.name, after.name, viewer, before, after)
    found: Revision = _revision(
        before.name, after.name, viewer, unit, is_planned, standards(), changes, before, after
    )
    return found


@st.cache_resource(max_entries=20, show_spinner=False)
def _row_changes(
    before_name: str, after_name: str, viewer: Viewer, _before: Mart, _after: Mart
) -> pa.Table:
    return row_changes(_before.ask(viewer), _after.ask(viewer))


@st.cache_resource(max_entries=200, show_spinner=False)
def _revision(
    before_name: str,
    after_name: str,
    viewer: Viewer,
    unit: str | None,
    is_planned: bool,
    standards_in_force: Standards,
    _changes: pa.Table,
    _before: Mart,
    _after: Mart,
) -> Revision:
    return measure_revision.revision_of(
        _changes,
        _before.ask(viewer),
        _after.ask(viewer),
        standards_in_force,
        unit,
        is_planned=is_planned,
    )


def may_change(viewer: Viewer) -> bool:
    """Whether this viewer may change what is published: the quality team, on a store."""
    return viewer.role is Role.QUALITY


def roll_back(viewer: Viewer, number: int, base: int) -> str:
    """Publish again what a publication showed; see `_publish`."""
    return _publish(viewer, lambda store, by: store.rollback(number, by, base))


def withdraw(viewer: Viewer, extract_id: str, base: int) -> str:
    """Publish without an extract; see `_publish`."""
    return _publish(viewer, lambda store, by: store.withdraw(extract_id, by, base))


def purge(viewer: Viewer, extract_id: str, base: int) -> str:
    """Withdraw an extract and erase its bytes from store, marts and memory; see `_publish`."""
    said = _publish(viewer, lambda store, by: erasing.purge(store, extract_id, by, base))
    held = serving.in_force()
    held.forget_marts()
    store = held.store()
    kept = drop_erased(store, folder_of(store.uri, held.settings))
    st.cache_data.clear()
    st.cache_resource.clear()
    left = f" Still held by a program: {', '.join(path.name for path in kept)}." if kept else ""
    return f"{said} Its rows are erased.{left}"


def rebase(viewer: Viewer, measure: str, unit_id: str | None, month: dt.date, reason: str) -> str:
    """Give a control chart new limits from a month on; the sentence says what was done.

    Raises:
        NotVisible: the viewer may not.
        Refused: there is no reason, or the month has new limits already.
    """
    return _rebase(
        viewer, lambda list_, by: list_.add(measure, unit_id, month, reason=reason, by=by)
    )


def take_rebase_back(viewer: Viewer, measure: str, unit_id: str | None, month: dt.date) -> str:
    """Take new limits back; see `rebase`."""
    return _rebase(
        viewer, lambda list_, by: list_.remove(measure, unit_id, month, reason="", by=by)
    )


def _rebase(viewer: Viewer, change: Callable[[Rebases, str], Rebase]) -> str:
    if not may_change(viewer) or shown().is_sample:
        raise NotVisible("Only the quality team changes control limits, and never the sample's.")
    held = serving.in_force()
    done = change(Rebases(held.store()), f"{user_name()} (demo)")
    held.look()
    verb = "are taken back" if done.is_removed else "hold"
    return f"New limits from {done.month:%b %Y} on {verb}."


def _publish(viewer: Viewer, change: Callable[[Store, str], Publication]) -> str:
    """Change what is published, and show it; the sentence says what was done.

    Raises:
        NotVisible: the viewer may not.
        Refused: the store refuses the change, or somebody published since it was shown.
    """
    if not may_change(viewer) or shown().is_sample:
        raise NotVisible("Only the quality team changes what is published, and never the sample.")
    held = serving.in_force()
    publication = change(held.store(), f"{user_name()} (demo)")
    turn_to_newest()
    try:
        held.show_new(publication)
    except DashboardError as error:
        return f"Published as number {publication.publication}; its figures are missing: {error}"
    return f"Published as number {publication.publication}."

"""The store's history as people read it: what changed, who sent what, what is missing."""

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.charts import publications as charts
from dashboard.errors import DashboardError
from dashboard.measures import arrivals, data_quality, words
from dashboard.measures import publications as measures
from dashboard.measures.asking import floor_of
from dashboard.measures.publications import Entry
from dashboard.store.records import Extract
from dashboard.widgets import (
    downloads,
    drawing,
    links,
    revision_notice,
    states,
    tables,
    verdicts,
)

ENTRIES = 5  # what is in sight; the table holds all


def entries() -> tuple[Entry, ...]:
    """All publications, the newest first; ends the page where there is none."""
    found = measures.history(*session.history())
    if not found:
        states.nothing_published(session.shown().message)
        st.stop()
    return found


def revision(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    """Compare two publications: the one shown and the one before, or any others."""
    links.copy()
    numbers = {entry.number: entry.label for entry in found if not entry.is_gone}
    if len(numbers) == 1:
        st.markdown("There is one publication yet: the next will be compared with it.")
        return
    before, after, unit = _two(viewer, numbers)
    try:
        with st.spinner("Comparing the two publications …"):
            compared = session.revision(viewer, before, after, unit)
    except DashboardError as error:
        st.error(str(error))
        return
    revision_notice.show(compared, key="revision")


def _two(viewer: Viewer, numbers: dict[int, str]) -> tuple[int, int, str | None]:
    """Choose two publications, and all units or one."""
    listed = list(numbers)
    shown = session.shown().publication
    newer = listed.index(shown) if shown in listed else 0
    newer = min(newer, len(listed) - 2)  # the first publication has none before it
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        after = st.selectbox(
            "What changed in", listed, index=newer, format_func=numbers.__getitem__, key="after"
        )
        others = [number for number in listed if number != after]
        earlier = [number for number in others if number < after] or others
        before = st.selectbox(
            "against",
            others,
            index=others.index(earlier[0]),
            format_func=numbers.__getitem__,
            key=f"before_{after}",
        )
        names = session.unit_names(viewer)
        everywhere = "All units" if viewer.all_units else "All my units"
        unit = st.selectbox(
            "for", [everywhere, *names], format_func=lambda name: names.get(name, name),
            key="revision_unit",
        )  # fmt: skip
    return before, after, unit if unit in names else None


def listed(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    """List the newest publications in words, and all of them as a table."""
    floor_n = floor_of(session.standards())
    for entry in found[:ENTRIES]:
        _entry(entry, with_names=viewer.all_units)
    table = measures.table(found, with_file=viewer.all_units, floor_n=floor_n)
    more_n = len(found) - ENTRIES
    label = f"All {len(found)} publications as a table" if more_n > 0 else "As a table"
    with drawing.part(label, key="history") as is_open:
        if is_open:
            tables.show(table, key="history")
            downloads.csv_button(table, tables.file_stem("history"), key="csv_history")


def _entry(entry: Entry, *, with_names: bool) -> None:
    publication = entry.publication
    at = publication.published_at
    by = f" by {publication.published_by}" if with_names else ""
    reason = measures.REASONS.get(publication.reason, publication.reason)
    state = "  ·  **shown now**" if entry.is_current else ""
    changed = measures.changed_in_words(entry, with_file=with_names)
    lines = [words.sentence(changed) + ".", *_counted(entry)]
    if with_names and _is_worth_telling(entry):
        lines.append(f"Note: {publication.note}")
    if entry.is_gone:
        lines.append("Rows that it showed were purged: it can't be shown again.")
    with st.container(border=True, key=f"publication_{entry.number}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**{entry.number}**  ·  {reason}  ·  {words.day(at.date())}, {at:%H:%M} UTC"
                f"{verdicts.escaped(by)}{state}",
                width="stretch",
            )
            _way_to(entry)
        st.caption("  \n".join(verdicts.escaped(line) for line in lines))


def _is_worth_telling(entry: Entry) -> bool:
    """Whether a note says more than what was added or taken away."""
    note = entry.publication.note
    told = [*entry.added, *entry.taken]
    return bool(note) and not any(note in (e.file_name, e.extract_id) for e in told)


def _way_to(entry: Entry) -> None:
    if entry.is_gone or entry.number == session.shown().publication:
        return
    st.button(
        "Show these figures",
        on_click=session.look_at,
        args=(entry.number,),
        type="tertiary",
        key=f"look_at_{entry.number}",
    )


def _counted(entry: Entry) -> list[str]:
    """Rows in, accepted, refused, skipped and the findings of what came with it."""
    floor_n = floor_of(session.standards())
    row = measures.table([entry], with_file=False, floor_n=floor_n).to_pylist()[0]
    if not entry.added:
        return []
    counts = {name: row[name] for name in ("rows_in", "accepted_n", "refused_n", "skipped_n")}
    if None in counts.values():
        return [f"Counts under {floor_n} are not shown."]
    said = (
        f"{counts['rows_in']:,} rows in: {counts['accepted_n']:,} accepted, "
        f"{counts['refused_n']:,} refused, {counts['skipped_n']:,} skipped."
    )
    return [said, f"Findings: {row['findings'] or 'none'}."]


def month_end(found: tuple[Entry, ...]) -> None:
    """Say which source has not sent what is due."""
    sent = arrivals.arrivals(_published(found), session.today())
    verdicts.show(arrivals.verdict(sent))
    tables.show(arrivals.table(sent), key="arrivals")
    st.caption(
        f"As of {words.day(session.today())}; from the dates up to which each source's published "
        "files reach, and from how long after that day they usually come."
    )


def quality(viewer: Viewer, found: tuple[Entry, ...]) -> None:
    """Show how late and how clean each source's extracts are, over time."""
    floor_n = floor_of(session.standards())
    ask = None if session.shown().mart is None else session.ask(viewer)
    told = data_quality.data_quality(_published(found), ask, floor_n)
    verdicts.show(told.verdict)
    there = set(told.points["number"].to_pylist())
    titles = {name: title for name, title in data_quality.MEASURES.items() if name in there}
    number = st.segmented_control(
        "Number", list(titles), default=next(iter(titles)), required=True,
        format_func=titles.__getitem__, key="quality_number", label_visibility="collapsed",
    )  # fmt: skip
    points = data_quality.of_number(told.points, number)
    st.vega_lite_chart(
        points,
        charts.quality_by_source(len(set(points["source"].to_pylist())), drawing.mode()),
        theme=None,
        width="stretch",
        key="quality_by_source",
        alt=f"{titles[number]} of each source's extracts over time. {told.verdict.sentence}",
    )
    with drawing.part("Each source's newest extract", key="sources") as is_open:
        if is_open:
            tables.show(told.sources, key="source_quality")
            downloads.csv_button(told.sources, tables.file_stem("sources"), key="csv_sources")


def _published(found: tuple[Entry, ...]) -> list[Extract]:
    """The extracts that are published now."""
    current = set(found[0].publication.extracts)
    return [extract for extract in session.history()[0] if extract.extract_id in current]

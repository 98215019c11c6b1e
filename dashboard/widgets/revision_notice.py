"""The revision notice: what differs between two publications, in words, a picture and a table."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.charts import publications as charts
from dashboard.errors import DashboardError
from dashboard.measures.registry import MEASURES
from dashboard.measures.result import DAY, NUMBER, TEXT, table_of
from dashboard.measures.revision import Revision
from dashboard.settings import ROOT
from dashboard.widgets import downloads, drawing, tables, verdicts

SENTENCES, SHORTLY = 4, 2
FIRST_WITH_ONE_BEFORE = 2
EVERY = "All numbers"
PLANNED = {"before": "is", "after": "would_be"}
BY = {"month": "By month", "unit": "By unit", "all": "In all"}
SHOWN = ("title", "group_name", "before", "after", "n_before", "n_after", "why")
MONTHS = {
    "month": DAY, "value_before": NUMBER, "value_after": NUMBER, "n_before": pa.int64(),
    "n_after": pa.int64(), "why": TEXT,
}  # fmt: skip


def show(revision: Revision, *, key: str) -> None:
    """Say what differs, then draw and list it; only what differs is there."""
    with st.container(key=f"revision_{key}", gap="small"):
        sentences(revision, most=SENTENCES)
        if revision.differences.num_rows:
            _figures(revision, key)
        if revision.changes.num_rows:
            _rows(revision, key)


def latest(viewer: Viewer) -> None:
    """Say shortly what the publication shown changed; nothing where its forerunner is not at hand.

    The figures of the page never wait for a mart of an earlier publication to be built.
    """
    number = session.shown().publication
    if number is None or number < FIRST_WITH_ONE_BEFORE or not session.is_at_hand(number - 1):
        return
    st.subheader("What did the last publication change?")
    with st.spinner("Comparing with the publication before …"):
        try:
            found = session.revision(viewer, number - 1, number)
        except DashboardError:  # purged in this moment
            return
    sentences(found, most=SHORTLY)
    st.page_link(ROOT / "pages" / "publications.py", label="All that changed →")


def sentences(revision: Revision, *, most: int | None = None) -> None:
    """Write the notice: a line a number that moved, then how many rows it comes from."""
    said = revision.sentences[:most]
    st.markdown("\n".join(map(_line, said)) if len(said) > 1 else _line(said[0], bullet=""))
    more_n = len(revision.sentences) - len(said)
    more = f"And {more_n} more {'number' if more_n == 1 else 'numbers'}. " if more_n else ""
    if revision.summary not in said:
        st.caption(more + verdicts.escaped(revision.summary))


def _line(sentence: str, bullet: str = "- ") -> str:
    """Set what moved in bold, and how it moved beside it."""
    what, colon, how = sentence.partition(": ")
    bold = f"**{verdicts.escaped(what + colon.strip())}**"
    return f"{bullet}{bold} {verdicts.escaped(how)}".rstrip()


def _figures(revision: Revision, key: str) -> None:
    table = revision.differences
    there = [by for by in BY if by in set(table["by"].to_pylist())]
    titles = list(dict.fromkeys(table["title"].to_pylist()))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        by = st.segmented_control(
            "Show", there, default=there[0], required=True, format_func=BY.__getitem__,
            key=f"by_{key}", label_visibility="collapsed",
        )  # fmt: skip
        title = st.selectbox("Number", [EVERY, *titles], key=f"number_{key}", width=320)
    chosen = table.filter(pc.equal(table["by"], by))
    if title != EVERY:
        chosen = chosen.filter(pc.equal(chosen["title"], title))
        if by == "month":
            _picture(chosen, title, key, is_planned=revision.is_planned)
    if not chosen.num_rows:
        st.caption("Nothing differs here.")
        return
    seen = [name for name in SHOWN if name != "title" or title == EVERY]
    shown = chosen.select(seen)
    if revision.is_planned:
        shown = shown.rename_columns([PLANNED.get(name, name) for name in seen])
    tables.show(shown, key=f"differences_{key}", alt=" ".join(revision.sentences))
    downloads.csv_button(chosen, tables.file_stem("revision"), key=f"csv_{key}")


def _picture(chosen: pa.Table, title: str, key: str, *, is_planned: bool) -> None:
    rows: list[dict[str, Any]] = [
        {"month": dt.date.fromisoformat(f"{row['group']}-01")}
        | {name: row[name] for name in MONTHS if name in row}
        for row in chosen.to_pylist()
    ]
    drawn = [row for row in rows if row["value_before"] is not None or row["value_after"]]
    if not drawn:
        return
    is_share = MEASURES[chosen["measure"][0].as_py()].unit == "share"
    marks = "○ now, ● then" if is_planned else "○ before, ● now"
    st.caption(f"{title}, by month: {marks}")
    st.vega_lite_chart(
        table_of(MONTHS, rows),
        charts.revised_by_month(is_share, drawing.mode()),
        theme=None,
        width="stretch",
        key=f"revised_{key}",
        alt=f"{title} by month, before and now.",
    )


def _rows(revision: Revision, key: str) -> None:
    with drawing.part("Which rows differ", key=f"rows_{key}") as is_open:
        if is_open:
            st.caption("A row with several kinds of change counts in each.")
            tables.show(revision.changes, key=f"changes_{key}")

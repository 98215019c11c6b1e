"""A chart with everything that belongs to it: its words, its table twin and its download."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc
import streamlit as st

from dashboard.measures import words
from dashboard.measures.registry import MEASURES
from dashboard.measures.result import Figure
from dashboard.widgets import measure_card, states, tables, verdicts

GUARDS = ("is_too_few", "is_suppressed")
DIRECTIONS = {"higher": "higher is better", "lower": "lower is better"}


def show(
    figure: Figure,
    chart: Callable[..., dict[str, Any]],
    *options: Any,
    key: str,
    title: str,
    about: str,
    choose: str | None = None,
    say: bool = False,
    direction: str | None = None,
    below: str = "",
    lead: Callable[[], None] | None = None,
    twin: Callable[[Figure], None] | None = None,
) -> None:
    """Draw a figure under its title; one without rows says in words what is missing.

    Where it holds several questions, choose names the column by which one of them is shown; the
    chart is then told which, and how many rows it has. say puts the figure's verdict first; lead
    draws what stands between it and the chart; below is a sentence under the chart; twin writes the
    table behind "Table" in words of its own. direction stands in place of the measure's own words.
    """
    with st.container(key=f"figure_{key}", gap="xsmall"):
        # of several questions the n in all would stand above only one of them
        headed = figure if choose is None else replace(figure, n=None)
        _heading(headed, key, title, about, direction)
        if figure.table.num_rows == 0:
            states.nothing(
                "There is nothing to draw in this selection.", words.sentence(figure.in_words)
            )
            return
        if say:
            verdicts.show(figure.verdict)
        if lead is not None:
            lead()
        if choose is not None:
            figure, chosen = _one_of(figure, choose, key=f"{choose}_{key}", label=title)
            options = (*options, chosen, figure.table.num_rows)
        if _is_line_of_few(figure):
            states.too_few_for_a_line(figure.n)
        elif not _is_untold(figure):
            st.vega_lite_chart(
                figure.table,
                chart(*options, mode()),
                theme=None,
                width="stretch",
                key=key,
                alt=figure.in_words,
            )
        if below:
            st.caption(below)
        tables.twin(figure, key=key, show_rows=twin)


def _is_line_of_few(figure: Figure) -> bool:
    """Whether no period of a time axis carries a number: a line would be chance drawn large."""
    names = figure.table.column_names
    if "month" not in names or "is_too_few" not in names:
        return False
    if "upper_limit" in names:  # limits say how little a point of few tells
        return figure.table["value"].null_count == figure.table.num_rows
    return not any(
        n and not few
        for n, few in zip(
            figure.table["n"].to_pylist(), figure.table["is_too_few"].to_pylist(), strict=True
        )
    )


def _is_untold(figure: Figure) -> bool:
    """Whether no subject has a figure: the verdict says so, and lanes would be empty."""
    if "subject" not in figure.table.column_names:
        return False
    guarded = zip(*(figure.table[name].to_pylist() for name in GUARDS), strict=True)
    return all(any(guards) for guards in guarded)


def _heading(
    figure: Figure, key: str, title: str, about: str, direction: str | None = None
) -> None:
    counted = None if figure.n is None else words.sample(figure.n)
    better = direction or DIRECTIONS.get(MEASURES[figure.measure].direction)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.subheader(title, anchor=False, width="content")
        measure_card.question_mark(figure.measure, key=f"about_{key}")
    st.caption(" · ".join(part for part in (about, counted, better) if part))


def mode() -> str:
    """The mode of the visitor's browser, so that charts follow the theme."""
    return st.context.theme.type or "light"


def _one_of(figure: Figure, column: str, *, key: str, label: str) -> tuple[Figure, str]:
    """Let the visitor choose one of the column's values; the figure keeps the rows of it."""
    values = list(dict.fromkeys(figure.table[column].to_pylist()))
    chosen = values[0]
    if len(values) > 1:
        chosen = st.segmented_control(
            label, values, default=chosen, required=True, key=key, label_visibility="collapsed"
        )
    rows = figure.table.filter(pc.equal(figure.table[column], chosen))
    return replace(figure, table=rows), chosen


@contextmanager
def part(label: str, *, key: str) -> Iterator[bool]:
    """Fold a part of the page; it is worked out only once it is opened."""
    folded = st.expander(label, key=f"part_{key}", on_change="rerun")
    with folded:
        yield bool(folded.open)

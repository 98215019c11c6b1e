"""The filter bar: period, units, channel, severity, contact type. It decides nothing about numbers.

Each choice is bound to the address, so a link restores the page and the choice goes along to the
next page. Options come from what the viewer may see; a foreign or misspelt value in a link falls
back to "all".
"""

import datetime as dt
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.measures.selection import Selection
from dashboard.session import ask, shown
from dashboard.widgets import periods, places, states
from dashboard.widgets.places import Place

NOTHING = "There is neither a complaint nor a survey response yet."
CONTACT_TYPES: dict[str, tuple[str, ...]] = {
    "Complaints and grievances": (),  # as each measure has them: backlogs hold concerns as well
    "Complaints only": ("complaint",),
    "Grievances only": ("grievance",),
    "Concerns only": ("concern",),
    "PALS enquiries only": ("pals_enquiry",),
    "All contact types": ("concern", "complaint", "grievance", "pals_enquiry"),
}
SEVERITIES = {"0": "None (0)", "1": "Low (1)", "2": "Medium (2)", "3": "High (3)"}


@dataclass(frozen=True)
class Options:
    """What the viewer's own rows can be filtered by."""

    first_on: dt.date
    last_on: dt.date
    places: dict[str, Place]
    channels: list[str]
    severities: list[str]


def bar(viewer: Viewer) -> Selection:
    """Draw the bar, and below it the choice as a sentence with one click to clear."""
    options = _options(viewer) or _stop_with_words(viewer)
    st.toggle("Filters", key="filters_open")
    with st.container(key="filter_bar", horizontal=True, vertical_alignment="bottom"):
        period = _period(options)
        everywhere = "All units" if viewer.all_units else "All my units"
        unit_names = _many("Unit", "unit", list(options.places), everywhere)
        channels = _many("Channel", "channel", options.channels, "All channels")
        severities = _many("Severity", "severity", options.severities, "All severities")
        types = st.selectbox(
            "Contact type", list(CONTACT_TYPES), key="contact", bind="query-params"
        )
    _sentence(unit_names or [everywhere], period, channels, severities, types)
    return Selection(
        units=tuple(sorted({u for name in unit_names for u in options.places[name].unit_ids})),
        from_on=period.from_on,
        to_on=period.to_on,
        channels=tuple(_code(label) for label in channels),
        severities=tuple(_severity_code(label) for label in severities),
        contact_types=CONTACT_TYPES[types],
    )


def clear() -> None:
    """Put every filter back to its first choice; the address follows."""
    st.session_state.update(
        period=f"Last {periods.LAST_MONTHS[0]} months",
        unit=[],
        channel=[],
        severity=[],
        contact=next(iter(CONTACT_TYPES)),
    )


def _period(options: Options) -> periods.Period:
    names = periods.names(options.first_on, options.last_on)
    name = st.selectbox("Period", names, key="period", bind="query-params")
    if name != periods.OWN:
        return periods.named(name, options.last_on)
    all_months = periods.months(options.first_on, options.last_on)
    months = {f"{month:%b %Y}": month for month in all_months}
    first = st.selectbox("From", list(months), key="from", bind="query-params")
    last = st.selectbox("To", list(months), key="to", bind="query-params")
    return periods.between(months[first], months[last])


def _many(label: str, key: str, choices: list[str], placeholder: str) -> list[str]:
    chosen: list[str] = st.multiselect(
        label,
        choices,
        key=key,
        placeholder=placeholder,
        bind="query-params",
        wrap=False,
        select_all=False,
    )
    return chosen


def _sentence(
    units: list[str],
    period: periods.Period,
    channels: list[str],
    severities: list[str],
    types: str,
) -> None:
    parts = [
        " and ".join(units),
        period.in_words,
        *([f"by {' or '.join(channels).lower()}"] if channels else []),
        *([f"severity {' or '.join(severities).lower()}"] if severities else []),
        types[0].lower() + types[1:],
    ]
    with st.container(horizontal=True, vertical_alignment="center", key="filter_sentence"):
        st.caption(", ".join(parts), width="content")
        if is_filtered():
            st.button("Clear filters", on_click=clear, type="tertiary", key="clear_filters")
        _link()


def _link() -> None:
    """Offer the address that restores the page with its filters, to be sent to somebody."""
    link = st.popover("Link", type="tertiary", key="link", on_change="rerun")
    if link.open:
        query = urlencode({name: st.query_params.get_all(name) for name in st.query_params}, True)
        link.caption("This address opens the page with the same filters.")
        link.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)


def link_to(viewer: Viewer, unit_id: str) -> str:
    """What a link must carry to choose one unit."""
    options = _options(viewer)
    labels = options.places.items() if options else ()
    return next((label for label, place in labels if place.unit_ids == (unit_id,)), "")


def is_filtered() -> bool:
    """Whether any filter stands at something else than its first choice."""
    chosen = st.session_state
    return bool(
        chosen["unit"]
        or chosen["channel"]
        or chosen["severity"]
        or chosen["contact"] != next(iter(CONTACT_TYPES))
        or chosen["period"] != f"Last {periods.LAST_MONTHS[0]} months"
    )


def _stop_with_words(viewer: Viewer) -> NoReturn:
    """End the page: say what would be here and how to get it."""
    if shown().mart is None:
        states.nothing_published(shown().message)
    elif viewer.all_units:
        states.nothing_published(NOTHING)
    else:
        states.no_units()
    st.stop()


def _options(viewer: Viewer) -> Options | None:
    """Read what can be chosen; None where the viewer has no row."""
    if shown().mart is None:
        return None
    asked = ask(viewer)
    span = asked("filters/span").to_pylist()[0]
    if span["first_on"] is None:
        return None
    values = asked("filters/values").to_pylist()
    return Options(
        first_on=span["first_on"],
        last_on=span["last_on"],
        places=places.tree(asked("filters/units").to_pylist()),
        channels=[label_of(row["value"]) for row in values if row["filter"] == "channel"],
        severities=[
            SEVERITIES.get(row["value"], label_of(row["value"]))
            for row in values
            if row["filter"] == "severity"
        ],
    )


def label_of(code: str) -> str:
    """Write a code of the contract as words: in_person is "In person"."""
    return code.replace("_", " ").capitalize()


def _code(label: str) -> str:
    return label.lower() if label == "Not recorded" else label.lower().replace(" ", "_")


def _severity_code(label: str) -> str:
    return {words: code for code, words in SEVERITIES.items()}.get(label, label.lower())

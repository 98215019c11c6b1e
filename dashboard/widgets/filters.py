"""The filter bar: period, units, channel, severity, contact type. It decides nothing about numbers.

Each choice stands in the address, so a link restores the page, and goes along to the next page.
Options come from what the viewer may see; a foreign or misspelt value falls back to "all".
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.measures.selection import Selection
from dashboard.session import ask, current_page, shown
from dashboard.widgets import links, periods, places, states
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
FIRST_CHOICES: dict[str, Any] = {
    "period": f"Last {periods.LAST_MONTHS[0]} months",
    "unit": [],
    "channel": [],
    "severity": [],
    "contact": next(iter(CONTACT_TYPES)),
}
KEYS = (*FIRST_CHOICES, "from", "to")
KEPT = "filters_kept"
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
    _read_address(options)
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
    _write_address()
    _sentence(unit_names or [everywhere], period, channels, severities, types)
    return Selection(
        units=tuple(sorted({u for name in unit_names for u in options.places[name].unit_ids})),
        from_on=period.from_on,
        to_on=period.to_on,
        channels=tuple(_code(label) for label in channels),
        severities=tuple(_severity_code(label) for label in severities),
        contact_types=CONTACT_TYPES[types],
    )


def _read_address(options: Options) -> None:
    """Take over what the address says, when it was not this bar that wrote it.

    The navigation's links carry no parameters: on another page, choices of the page before go
    along unless the address names others. (Streamlit's own binding of widgets loses a choice that
    came with a link and was not touched before the visitor turned to another page.)
    """
    page, written, choices = st.session_state.get(KEPT, ("", {}, {}))
    found = _in_address()
    if page != current_page() or found != written:
        rest = FIRST_CHOICES | (choices if page != current_page() else {})
        for key in KEYS:
            texts = found.get(key, [])
            value = texts if isinstance(FIRST_CHOICES.get(key), list) else (*texts, None)[0]
            st.session_state[key] = value if key in found else rest.get(key)
    _drop_foreign(_allowed(options))


def _drop_foreign(allowed: dict[str, list[str]]) -> None:
    """Keep only values that can be chosen: a link may name others, and so may a former role."""
    for key in KEYS:
        value = st.session_state.get(key)
        if isinstance(value, list):
            st.session_state[key] = [text for text in value if text in allowed[key]]
        elif value not in allowed[key]:
            st.session_state[key] = FIRST_CHOICES.get(key, allowed[key][0])


def _write_address() -> None:
    """Put every choice but the first ones into the address, and keep them for the next page."""
    choices = {key: st.session_state[key] for key in KEYS if key in st.session_state}
    found = _in_address()
    for key in KEYS:
        value = choices.get(key)
        wanted = [] if value is None or value == FIRST_CHOICES.get(key) else value
        texts = wanted if isinstance(wanted, list) else [wanted]
        if texts and texts != found.get(key):
            st.query_params[key] = texts
        elif not texts and key in found:
            del st.query_params[key]
    st.session_state[KEPT] = (current_page(), _in_address(), choices)


def _in_address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in KEYS if key in st.query_params}


def _allowed(options: Options) -> dict[str, list[str]]:
    months = [f"{month:%b %Y}" for month in periods.months(options.first_on, options.last_on)]
    return {
        "period": periods.names(options.first_on, options.last_on),
        "from": months,
        "to": months,
        "unit": list(options.places),
        "channel": options.channels,
        "severity": options.severities,
        "contact": list(CONTACT_TYPES),
    }


def clear() -> None:
    """Put every filter back to its first choice; the address follows."""
    st.session_state.update(FIRST_CHOICES)


def _period(options: Options) -> periods.Period:
    names = periods.names(options.first_on, options.last_on)
    name = st.selectbox("Period", names, key="period")
    if name != periods.OWN:
        return periods.named(name, options.last_on)
    all_months = periods.months(options.first_on, options.last_on)
    months = {f"{month:%b %Y}": month for month in all_months}
    first = st.selectbox("From", list(months), key="from")
    last = st.selectbox("To", list(months), key="to")
    return periods.between(months[first], months[last])


def _many(label: str, key: str, choices: list[str], placeholder: str) -> list[str]:
    chosen: list[str] = st.multiselect(
        label,
        choices,
        key=key,
        placeholder=placeholder,
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
        aside = "; surveys know neither channel nor severity" if channels or severities else ""
        st.caption(", ".join(parts) + aside, width="content")
        if is_filtered():
            st.button("Clear filters", on_click=clear, type="tertiary", key="clear_filters")
        links.copy()


def link_to(viewer: Viewer, unit_id: str) -> str:
    """What a link must carry to choose one unit."""
    options = _options(viewer)
    labels = options.places.items() if options else ()
    return next((label for label, place in labels if place.unit_ids == (unit_id,)), "")


def is_filtered() -> bool:
    """Whether any filter stands at something else than its first choice."""
    return any(st.session_state[key] != first for key, first in FIRST_CHOICES.items())


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

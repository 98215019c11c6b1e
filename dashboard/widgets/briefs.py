"""The month's brief as a download: the same page that `report brief` writes."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.measures.organization import subject_of
from dashboard.measures.selection import Selection
from dashboard.reports.brief import Occasion, brief, month_of

NAME = "Monthly brief"


def button(viewer: Viewer, chosen: Selection) -> None:
    """Offer the brief of the units chosen, of the last full month; it is written on the click.

    Of the filters only the units matter: a brief is about all that was received.
    """
    shown = session.shown()
    if shown.mart is None:
        return
    ask = shown.mart.ask(viewer)
    units = Selection(units=chosen.units)
    settings = session.settings()
    occasion = Occasion(
        organization=settings.organization,
        whole=subject_of(ask, units),
        month=month_of(ask, shown.as_of),
        publication=shown.mart.facts.publication,
        as_of=shown.as_of,
        is_sample=shown.is_sample,
    )
    write = partial(
        brief, ask, units, session.standards(), occasion=occasion, desk=session.desk()
    )  # fmt: skip
    st.download_button(
        f"{NAME}, {occasion.month:%B %Y}",
        data=write,
        file_name=f"brief_{occasion.month:%Y-%m}_publication-{occasion.publication}.html",
        mime="text/html",
        on_click="ignore",
        key="brief",
        icon=":material/description:",
    )
    st.caption("One sheet of A4 to send or to print: what stands out, the picture, the numbers.")

"""What a page says when there is nothing to show, or when something failed. It computes nothing."""

import logging
import secrets

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.measures import words

log = logging.getLogger(__name__)


def show_failure(error: BaseException) -> bool:
    """Say what happened, what was not lost and what to do; details go to the log, never the page.

    Returns True, so that Streamlit shows nothing of its own.
    """
    if isinstance(error, DashboardError):
        st.error(str(error))
        return True
    reference = secrets.token_hex(4)
    log.error("Page failed, reference %s", reference, exc_info=error)
    st.error(
        "This page could not be shown. No data was changed or lost. "
        "Reload the page; if it happens again, clear the filters, "
        f"and tell whoever runs the dashboard the reference **{reference}**."
    )
    return True


def nothing(what: str, next_step: str) -> None:
    """Say what would be here and how to get it."""
    with st.container(border=True):
        st.markdown(f"**{what}**")
        st.markdown(next_step)


def too_few_for_a_line(n: int | None) -> None:
    """Say that no period has enough for a point of a line, and what can be had instead."""
    counted = "" if n is None else f"{words.sample(n)} in all. "
    nothing(
        "Too few in each period for a line.",
        f"{counted}Choose more units or a longer period; the numbers there are stand behind "
        "“Table”.",
    )


def nothing_published(message: str) -> None:
    """Say that the store holds no publication yet, or that its figures are being prepared."""
    nothing(
        message,
        "The quality team uploads a first file under **Data › Upload**, or imports it with "
        "`python -m dashboard import FILE --as-of DATE`; this page shows it a few seconds after it "
        "is published.",
    )


def no_units() -> None:
    """Say that a unit manager has no unit yet."""
    nothing(
        "No unit is assigned to you yet.",
        "You see figures as soon as whoever runs the dashboard gives you a unit. "
        "In this demonstration, choose one under **Change role** above.",
    )


def only_for(whom: str, what: str) -> None:
    """Say who may do what this page is for."""
    nothing(
        f"Only {whom} can {what}.",
        "In this demonstration, choose the role under **Change role** above.",
    )

"""The address that restores a page: its filters, and the publication that it shows."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.session import PUBLICATION, shown


def copy() -> None:
    """Offer the address to be sent to somebody: they will see these figures, also next year."""
    link = st.popover("Link", type="tertiary", key="link", on_change="rerun")
    if link.open:
        link.caption("This address opens the page with the same filters and the same publication.")
        link.code(f"{st.context.url or ''}?{query()}", language=None, wrap_lines=True)


def query() -> str:
    """What the address must carry: what stands in it, and the publication where there is one."""
    carried = {name: st.query_params.get_all(name) for name in st.query_params}
    number = shown().publication
    if number is not None:
        carried[PUBLICATION] = [str(number)]
    return urlencode(carried, doseq=True)

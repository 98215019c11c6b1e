"""The few rules that the theme has no setting for. No color: those are the theme's."""

import streamlit as st

# A phone's filter bar folds into one switch; a desktop's stays on one line. A "?" needs no arrow.
STYLE = """<style>
[class*="st-key-about_"] [data-testid="stIconMaterial"] {display: none}
.st-key-filters_open {display: none}
@media (max-width: 640px) {
  .st-key-filters_open {display: block}
  body:not(:has(.st-key-filters_open input:checked)) .st-key-filter_bar {display: none}
}
</style>"""


def apply() -> None:
    """Add the rules to the page."""
    st.html(STYLE)

"""The few rules that the theme has no setting for. No color: those are the theme's."""

import streamlit as st

# A phone's filter bar folds into one switch; a desktop's stays on one line.
FOLD_FILTERS = """<style>
.st-key-filters_open {display: none}
@media (max-width: 640px) {
  .st-key-filters_open {display: block}
  body:not(:has(.st-key-filters_open input:checked)) .st-key-filter_bar {display: none}
}
</style>"""


def fold_filters_on_phones() -> None:
    """Hide the switch on a desktop and the bar on a phone until the switch is on."""
    st.html(FOLD_FILTERS)

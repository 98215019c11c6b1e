"""Fixture `given`: rows written in the test, through the real SQL of the mart, asked as a viewer.

    ask = given(complaints=\"\"\"
        unit_id | received_at | closed_at  | status
        unit-a  | 2026-03-01  | 2026-03-08 | closed
    \"\"\")
    rows = ask("timeliness/resolution_ages", units=["unit-a"], …)

The first line names contract columns; what is left out is usual (see tests/marts.py). `as_of`
is 2026-03-31 and `viewer` an executive where not given. `ask.mart` is the mart itself.
"""

import pytest

from dashboard.access.viewer import parse_viewer
from tests.marts import AS_OF, extract, small_mart


@pytest.fixture
def given():
    def build(viewer="executive", as_of=AS_OF, **tables):
        mart = small_mart(*((extract(name, 0, as_of=as_of), text) for name, text in tables.items()))
        ask = mart.ask(parse_viewer(viewer))
        ask.mart = mart
        return ask

    return build

"""timeliness/first_contacts and its twin over rows: of all that was logged, blanks among them."""

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/first_contacts", "rows/first_contacts"])
COUNTS = "at_first_n not_at_first_n not_recorded_n"
ROWS = """
    unit_id | received_at | resolved_first_contact | contact_type | status
    unit-a  | 2026-03-02  | true                   | concern      | closed
    unit-a  | 2026-03-02  | false                  | concern      | closed
    unit-a  | 2026-03-02  |                        | concern      | open
    unit-a  | 2026-03-02  | true                   | complaint    | closed
"""
BLIND = "unit_id | received_at | contact_type | status\nunit-a | 2026-03-02 | concern | open"


@TWINS
def test_a_blank_counts_as_not_and_a_source_that_does_not_tell_is_counted_apart(given, name):
    ask = given(complaints=[({}, ROWS), ({"source_system": "other"}, BLIND)])
    concerns = {"contact_types": ("concern",)}
    assert ask(name, COUNTS, **concerns) == [(1, 2, 1)]
    assert ask(name, COUNTS, contact_types=("concern", "complaint")) == [(2, 2, 1)]
    assert ask(name, COUNTS, **concerns, floor_n=4) == [(None,) * 3]

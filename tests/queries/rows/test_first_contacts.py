"""rows/first_contacts: values that the cells don't hold; all else is in tests/queries/timeliness/test_first_contacts.py."""

NAME = "rows/first_contacts"
ROWS = """
    unit_id | received_at | resolved_first_contact | profession | status
    unit-a  | 2026-03-02  | true                   | nursing    | closed
    unit-a  | 2026-03-02  | false                  | medical    | closed
"""


def test_other_columns_group_and_choose(given):
    ask, counts = given(complaints=ROWS), "at_first_n not_at_first_n"
    assert ask(NAME, counts, wanted=("profession=medical",)) == [(0, 1)]
    assert ask(NAME, f"group_name {counts}", parts=("profession",)) == [
        ("medical", 0, 1),
        ("nursing", 1, 0),
    ]

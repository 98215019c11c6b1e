"""publications/complaint_rows: the complaints of some places, to be compared."""

NAME = "publications/complaint_rows"
ROWS = """
    complaint_id | unit_id | received_at | closed_at  | status | severity_hcat
    c1           | unit-a  | 2026-03-02  | 2026-03-08 | closed | 2
    c2           | unit-a  | 2026-04-20  |            | open   |
    c3           | unit-b  | 2026-03-01  |            | open   |
"""
PLACES = {
    "sources": ("source", "source"),
    "unit_ids": ("unit-a", "unit-b"),
    "months": ("2026-03-01", "2026-03-01"),
}


def test_only_the_places_asked_for_are_answered(given):
    ask = given(complaints=ROWS)
    assert sorted(ask("publications/complaint_rows", "complaint_id", **PLACES)) == [
        ("c1",),
        ("c3",),
    ]
    one = {name: values[:1] for name, values in PLACES.items()}
    assert ask(NAME, "complaint_id ending", **one) == [("c1", "resolved")]


def test_what_only_filters_read_stands_in_one_number(given):
    one = {name: values[:1] for name, values in PLACES.items()}
    other = given(complaints=ROWS.replace("closed | 2", "closed | 3"))
    assert given(complaints=ROWS)(NAME, "details", **one) != other(NAME, "details", **one)


def test_a_manager_gets_no_row_of_another_unit(given):
    ask = given("unit_manager:unit-b", complaints=ROWS)
    assert ask(NAME, "complaint_id", **PLACES) == [("c3",)]

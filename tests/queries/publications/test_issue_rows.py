"""publications/issue_rows: the subjects of the places that a checksum told."""

NAME = "publications/issue_rows"
COMPLAINTS = """
    complaint_id | unit_id | received_at | closed_at
    c1           | unit-a  | 2026-03-02  | 2026-03-08
    c2           | unit-b  | 2026-03-20  | 2026-03-28
    c3           | unit-a  | 2026-02-01  | 2026-02-02
"""
ISSUES = """
    complaint_id | code    | severity | is_primary
    c1           | Quality | 1        | true
    c2           | Safety  | 2        | true
    c3           | Quality | 3        | true
    c9           | Quality | 3        | true
"""
WANTED = {
    "sources": ("source", "source"), "unit_ids": ("unit-a", "unit-b"),
    "months": ("2026-03-01", "2026-03-01"),
}  # fmt: skip


def test_subjects_of_the_places_named_alone(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    found = ask(NAME, "complaint_id subject severity is_primary", **WANTED)
    assert sorted(found) == [("c1", "Quality", 1, True), ("c2", "Safety", 2, True)]


def test_a_manager_gets_none_of_another_unit(given):
    ask = given("unit_manager:unit-b", complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(NAME, "complaint_id", **WANTED) == [("c2",)]

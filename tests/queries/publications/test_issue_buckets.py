"""publications/issue_buckets: where complaints can have other subjects in another publication."""

import pytest

NAME = "publications/issue_buckets"
COMPLAINTS = """
    complaint_id | unit_id | received_at | closed_at
    c1           | unit-a  | 2026-03-02  | 2026-03-08
    c2           | unit-a  | 2026-03-20  | 2026-03-28
    c3           | unit-b  | 2026-04-01  | 2026-04-02
"""
ISSUES = """
    complaint_id | code    | severity | is_primary
    c1           | Quality | 1        | true
    c1           | Safety  | 2        |
    c3           | Quality | 3        | true
"""


def checksums(ask):
    return dict(ask("publications/issue_buckets", "unit_id checksum"))


def test_a_source_unit_and_month_is_a_row(given):
    rows = given(complaints=COMPLAINTS, complaint_issues=ISSUES)(NAME, "unit_id month rows_n")
    assert [(unit, f"{month:%Y-%m}", n) for unit, month, n in rows] == [
        ("unit-a", "2026-03", 2), ("unit-b", "2026-04", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", [("Safety ", "Listening"), ("| 2   ", "| 1   "), ("c1           | Safety", "c2 | Safety")]
)  # fmt: skip
def test_any_change_of_a_subject_changes_the_checksum_of_its_place_alone(given, change):
    before = checksums(given(complaints=COMPLAINTS, complaint_issues=ISSUES))
    after = checksums(given(complaints=COMPLAINTS, complaint_issues=ISSUES.replace(*change)))
    assert before["unit-a"] != after["unit-a"]
    assert before["unit-b"] == after["unit-b"]


def test_a_manager_has_buckets_of_their_own_units_only(given):
    ask = given("unit_manager:unit-b", complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(NAME, "unit_id") == [("unit-b",)]

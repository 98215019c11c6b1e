"""publications/complaint_buckets: where complaints can differ between two publications."""

import pytest

NAME = "publications/complaint_buckets"
ROWS = """
    complaint_id | unit_id | received_at | closed_at  | status | satisfaction_handling | acknowledged_at
    c1           | unit-a  | 2026-03-02  | 2026-03-08 | closed | 4                     | 2026-03-03
    c2           | unit-a  | 2026-03-20  |            | open   |                       |
    c3           | unit-b  | 2026-04-01  |            | open   |                       |
"""


def checksums(ask):
    return dict(zip(("a", "b"), ask("publications/complaint_buckets", "checksum"), strict=True))


def test_a_source_unit_and_month_is_a_row(given):
    rows = given(complaints=ROWS)("publications/complaint_buckets", "unit_id month rows_n")
    assert [(unit, f"{month:%Y-%m}", n) for unit, month, n in rows] == [
        ("unit-a", "2026-03", 2), ("unit-b", "2026-04", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        ("2026-03-08 | closed", "2026-03-09 | closed"),
        ("| 4 ", "| 5 "),
        ("| 2026-03-03", "| 2026-03-04"),
        ("c1 ", "c9 "),
        ("2026-03-20", "2026-03-21"),
    ],
)
def test_any_change_that_a_measure_reads_changes_the_checksum_of_its_place_alone(given, change):
    before, after = checksums(given(complaints=ROWS)), checksums(
        given(complaints=ROWS.replace(*change))
    )  # fmt: skip
    assert before["a"] != after["a"]
    assert before["b"] == after["b"]


def test_the_order_of_the_rows_does_not_matter(given):
    header, *rows = ROWS.strip().splitlines()
    turned = "\n".join([header, *reversed(rows)])
    assert checksums(given(complaints=ROWS)) == checksums(given(complaints=turned))


def test_a_manager_has_buckets_of_their_own_units_only(given):
    assert given("unit_manager:unit-b", complaints=ROWS)(NAME, "unit_id") == [("unit-b",)]

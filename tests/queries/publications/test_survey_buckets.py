"""publications/survey_buckets: where responses can differ between two publications."""

import pytest

NAME = "publications/survey_buckets"
ROWS = """
    response_id | unit_id | event_date | instrument | hcahps_recommend | had_problem | problem_resolved | weight
    r1          | unit-a  | 2026-03-05 | HCAHPS     | definitely_yes   | true        | fully            | 1.5
    r2          | unit-a  | 2026-03-06 | HCAHPS     | definitely_no    | false       |                  |
    r3          | unit-b  | 2026-03-06 | HCAHPS     | definitely_no    | false       |                  |
"""


def checksums(ask):
    return [row[0] for row in ask("publications/survey_buckets", "checksum")]


def test_a_source_unit_and_month_is_a_row(given):
    rows = given(surveys=ROWS)("publications/survey_buckets", "unit_id rows_n")
    assert rows == [("unit-a", 2), ("unit-b", 1)]


@pytest.mark.parametrize(
    "change", [("fully", "no   "), ("1.5", "2.0"), ("2026-03-05", "2026-03-07"), ("r1", "r9")]
)
def test_any_change_of_an_answer_changes_the_checksum_of_its_place_alone(given, change):
    before, after = checksums(given(surveys=ROWS)), checksums(given(surveys=ROWS.replace(*change)))
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_a_manager_has_buckets_of_their_own_units_only(given):
    assert given("unit_manager:unit-b", surveys=ROWS)(NAME, "unit_id") == [("unit-b",)]

"""publications/survey_rows: the responses of some places, to be compared."""

NAME = "publications/survey_rows"
ROWS = """
    response_id | unit_id | event_date | instrument | hcahps_recommend | had_problem | problem_resolved | weight
    r1          | unit-a  | 2026-03-05 | HCAHPS     | definitely_yes   | true        | fully            | 1.5
    r2          | unit-a  | 2026-04-06 | HCAHPS     | definitely_no    | false       |                  |
    r3          | unit-b  | 2026-03-06 | HCAHPS     | definitely_no    | false       |                  |
"""
PLACES = {
    "sources": ("source", "source"),
    "unit_ids": ("unit-a", "unit-b"),
    "months": ("2026-03-01", "2026-03-01"),
}


def test_only_the_places_asked_for_are_answered(given):
    rows = given(surveys=ROWS)("publications/survey_rows", "response_id arm weight", **PLACES)
    assert sorted(rows) == [("r1", "recovered", 1.5), ("r3", "no_problem", 1.0)]


def test_a_manager_gets_no_row_of_another_unit(given):
    ask = given("unit_manager:unit-a", surveys=ROWS)
    assert ask(NAME, "response_id", **PLACES) == [("r1",)]

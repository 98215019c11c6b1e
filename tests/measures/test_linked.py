"""Arms by linked complaint: the worked contrasts, what is left out, and which way is in use."""

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.measures import linked
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.marts import extract, small_mart

ALL, INTERNAL = Selection(), Standards()


def key(number):
    return f"{number:032x}"


def mart(*, had_problem=""):
    """Recovered 36 of 45, without a complaint 210 of 300, unrecovered 8 of 40 (measures.md 1.8)."""
    complaints = ["complaint_id | unit_id | received_at | status | closed_at | satisfaction_handling"
                  " | patient_link_key"]  # fmt: skip
    surveys = ["response_id | unit_id | event_date | instrument | ltr_0_10 | patient_link_key"
               " | had_problem"]  # fmt: skip
    number = 0
    for satisfied, top_n, n in ((5, 36, 45), (None, 210, 300), (1, 8, 40)):
        for place in range(n):
            number += 1
            if satisfied:
                complaints.append(
                    f"{number} | u | 2026-01-05 | closed | 2026-01-09 | {satisfied} | {key(number)}"
                )
            points = 10 if place < top_n else 7
            surveys.append(
                f"{number} | u | 2026-02-01 | NPS | {points} | {key(number)} | {had_problem}"
            )
    tables = (("complaints", complaints), ("surveys", surveys))
    return small_mart(*((extract(name, 1), "\n".join(rows)) for name, rows in tables))


@pytest.fixture(scope="module")
def ask():
    return mart().ask(parse_viewer("executive"))


def test_the_arms_are_those_of_the_worked_example(ask):
    figure = linked.linked_arms(ask, ALL, INTERNAL)
    rows = {row["arm"]: (row["n"], row["recommend_share"]) for row in figure.table.to_pylist()}
    assert rows == {"no_problem": (300, 0.7), "recovered": (45, 0.8), "unrecovered": (40, 0.2)}
    assert "no complaint 70\N{NO-BREAK SPACE}%" in figure.in_words


def test_where_no_survey_asks_the_linked_gap_is_judged(ask):
    verdict = linked.linked_arms(ask, ALL, INTERNAL).verdict
    assert "no recovery gap is shown" in verdict.sentence
    assert "+10.0\N{NO-BREAK SPACE}points" in verdict.detail
    assert "−4.7" in verdict.detail and "+20.6" in verdict.detail


def test_beside_a_survey_that_asks_it_is_exploratory():
    asked = mart(had_problem="false").ask(parse_viewer("executive"))
    verdict = linked.linked_arms(asked, ALL, INTERNAL).verdict
    assert verdict.kind == "none" and verdict.detail.startswith("Exploratory.")
    assert "recovered minus no complaint +10.0" in verdict.sentence


@pytest.mark.parametrize(
    ("had_problem", "uses"),
    [("", ["not asked", "in use", "not needed"]), ("false", ["in use", "beside it", "not needed"])],
)
def test_the_way_in_use_is_said_with_what_a_better_one_needs(had_problem, uses):
    table = linked.ways(mart(had_problem=had_problem).ask(parse_viewer("executive")), ALL, INTERNAL)
    assert table["Use"].to_pylist() == uses
    assert ("Did you have a problem" in table["What is needed"][0].as_py()) == (not had_problem)


def test_the_board_gets_no_arm_under_the_floor():
    board = Standards(audience="board", floor_n=43)
    figure = linked.linked_arms(mart().ask(parse_viewer("executive")), ALL, board)
    rows = {row["arm"]: row["n"] for row in figure.table.to_pylist()}
    assert rows == {"no_problem": 300, "recovered": 45, "unrecovered": None}
    assert "without an answer" not in figure.left_out


def test_without_keys_it_says_what_is_needed():
    bare = small_mart(
        (
            extract("surveys", 1),
            "unit_id | event_date | instrument | ltr_0_10\nu | 2026-02-01 | NPS | 9",
        )
    ).ask(parse_viewer("executive"))
    figure = linked.linked_arms(bare, ALL, INTERNAL)
    assert figure.table.num_rows == 0 and "patient_link_key" in figure.in_words
    assert linked.ways(bare, ALL, INTERNAL)["Use"].to_pylist()[1:] == [
        "not possible", "association only",
    ]  # fmt: skip

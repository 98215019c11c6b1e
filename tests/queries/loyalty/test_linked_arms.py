"""loyalty/linked_arms: answers and complaints of one patient, one to one."""

KEYS = {letter: letter * 32 for letter in "abcdef"}
COMPLAINTS = f"""
    complaint_id | unit_id | received_at | status | closed_at  | satisfaction_handling | patient_link_key
    good         | unit-a  | 2026-01-05  | closed | 2026-01-10 | 5                     | {KEYS["a"]}
    bad          | unit-a  | 2026-01-05  | closed | 2026-01-10 | 2                     | {KEYS["b"]}
    untold       | unit-a  | 2026-01-05  | closed | 2026-01-10 |                       | {KEYS["c"]}
    first        | unit-a  | 2026-01-05  | closed | 2026-01-10 | 1                     | {KEYS["d"]}
    second       | unit-a  | 2026-01-15  | closed | 2026-01-20 | 4                     | {KEYS["d"]}
    waiting      | unit-a  | 2026-01-05  | open   |            |                       | {KEYS["e"]}
    keyless      | unit-a  | 2026-01-05  | closed | 2026-01-10 | 5                     |
"""
HEADER = (
    "response_id | unit_id | event_date | received_date | instrument | ltr_0_10 | patient_link_key"
)
ALL = {"from_on": "2026-01-01", "to_on": "2026-12-31"}


def answers(*lines):
    rows = [
        f"{number} | unit-a | {day} | {day} | NPS | {points} | {KEYS.get(letter, '')}"
        for number, (letter, day, points) in enumerate(lines)
    ]
    return "\n".join([HEADER, *rows])


def arms(given, *lines, within_days=180, viewer="executive", **more):
    ask = given(viewer=viewer, complaints=COMPLAINTS, surveys=answers(*lines))
    rows = ask(
        "loyalty/linked_arms",
        "answer_arm responses_n recommend_n",
        within_days=within_days,
        **ALL,
        **more,
    )
    return {arm: counts for arm, *counts in rows}


def test_an_answer_is_in_the_arm_of_the_complaint_closed_before_it(given):
    found = arms(given, ("a", "2026-02-01", 9), ("b", "2026-02-01", 3), ("f", "2026-02-01", 10))
    assert found == {"recovered": [1, 1], "unrecovered": [1, 0], "no_problem": [1, 1]}


def test_of_two_complaints_the_last_one_closed_before_the_answer_counts(given):
    assert arms(given, ("d", "2026-01-15", 0)) == {"unrecovered": [1, 0]}
    assert arms(given, ("d", "2026-02-01", 9)) == {"recovered": [1, 1]}


def test_of_two_answers_to_one_complaint_the_first_counts(given):
    found = arms(given, ("a", "2026-02-01", 9), ("a", "2026-03-01", 2))
    assert found == {"recovered": [1, 1], "further_answer": [1, 0]}


def test_what_belongs_to_no_arm_is_counted_with_its_reason(given):
    found = arms(
        given, ("a", "2026-01-09", 9), ("e", "2026-02-01", 9), ("c", "2026-02-01", 9),
        ("", "2026-02-01", 9),
    )  # fmt: skip
    assert found == {"not_after": [2, 2], "no_feedback": [1, 1], "no_key": [1, 1]}


def test_the_window_ends_with_its_last_day(given):
    assert arms(given, ("a", "2026-01-20", 9), within_days=10) == {"recovered": [1, 1]}
    assert arms(given, ("a", "2026-01-21", 9), within_days=10) == {"not_after": [1, 1]}


def test_an_arm_under_the_floor_has_no_number(given):
    found = arms(given, *[("f", "2026-02-01", 9)] * 3, ("a", "2026-02-01", 9), floor_n=2)
    assert found == {"recovered": [None, None], "no_problem": [3, 3]}


def test_a_manager_of_another_unit_sees_none_of_it(given):
    assert arms(given, ("a", "2026-02-01", 9), viewer="unit_manager:unit-b") == {}

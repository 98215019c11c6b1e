"""loyalty/linked_complaints: which closed complaints were answered about afterwards."""

A, B = "a" * 32, "b" * 32
COMPLAINTS = f"""
    complaint_id | unit_id | received_at | status | closed_at  | patient_link_key
    answered     | unit-a  | 2026-01-05  | closed | 2026-01-10 | {A}
    too late     | unit-a  | 2026-01-05  | closed | 2026-01-10 | {B}
    keyless      | unit-a  | 2026-01-05  | closed | 2026-01-10 |
    open         | unit-a  | 2026-01-05  | open   |            | {A}
    later        | unit-a  | 2026-03-05  | closed | 2027-03-10 | {A}
"""
SURVEYS = f"""
    unit_id | event_date | received_date | instrument | ltr_0_10 | patient_link_key
    unit-a  | 2026-01-02 | 2026-01-12    | NPS        | 9        | {A}
    unit-a  | 2026-01-02 | 2026-01-13    | NPS        | 9        | {A}
    unit-a  | 2026-01-02 | 2026-03-13    | NPS        | 9        | {B}
"""
ASKED = {"from_on": "2026-01-01", "to_on": "2026-12-31", "within_days": 30}


def test_a_complaint_is_answered_unanswered_or_without_a_key(given):
    ask = given(complaints=COMPLAINTS, surveys=SURVEYS)
    found = ask("loyalty/linked_complaints", "linking complaints_n", **ASKED)
    assert found == [("answered", 1), ("no_key", 1), ("unanswered", 1)]


def test_few_are_hidden_from_the_board(given):
    ask = given(complaints=COMPLAINTS, surveys=SURVEYS)
    found = ask("loyalty/linked_complaints", **ASKED, floor_n=2)
    assert found == [(name, None, True) for name in ("answered", "no_key", "unanswered")]

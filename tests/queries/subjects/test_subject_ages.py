"""subjects/subject_ages: the cohort of each subject, and of the complaints that nobody has coded."""

NAME = "subjects/subject_ages"
AGES = "subject age_days resolved_n otherwise_n open_n"
COMPLAINTS = """
    complaint_id | unit_id | received_at | closed_at  | status    | contact_type
    c1           | unit-a  | 2026-03-02  | 2026-03-08 | closed    | complaint
    c2           | unit-a  | 2026-03-02  | 2026-03-05 | withdrawn | complaint
    c3           | unit-a  | 2026-03-11  |            | open      | complaint
    c4           | unit-a  | 2026-03-02  | 2026-03-08 | closed    | complaint
    c5           | unit-b  | 2026-03-02  | 2026-03-03 | closed    | complaint
    c6           | unit-a  | 2026-03-02  | 2026-03-03 | closed    | concern
"""
ISSUES = """
    complaint_id | code
    c1           | Quality
    c1           | Safety
    c2           | Quality
    c3           | Safety
    c5           | Quality
    c6           | Quality
"""
EXPECTED = [
    ("Quality", 3, 0, 1, 0), ("Quality", 6, 1, 0, 0),
    ("Safety", 6, 1, 0, 0), ("Safety", 20, 0, 0, 1),
    (None, 6, 1, 0, 0),
]  # fmt: skip


def test_a_complaint_is_in_the_cohort_of_each_of_its_subjects(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(NAME, AGES, taxonomies=("HCAT",)) == EXPECTED


def test_in_a_taxonomy_that_nobody_used_no_complaint_is_coded(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert [(row[0], row[2]) for row in ask(NAME, AGES, taxonomies=("KO41a",))] == [
        (None, 0), (None, 2), (None, 0),
    ]  # fmt: skip


def test_a_subject_under_the_floor_folds_into_a_row_without_counts(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    rows = ask(NAME, f"{AGES} is_suppressed", taxonomies=("HCAT",), floor_n=2)
    assert [row for row in rows if row[-1]] == [(None, None, None, None, None, True)]
    rows = ask(NAME, f"{AGES} is_suppressed", taxonomies=("HCAT",), floor_n=3)
    assert [row[0] for row in rows] == ["Quality", "Safety", None]
    assert {row[1:] for row in rows} == {(None, None, None, None, True)}


def test_a_manager_sees_the_cohorts_of_their_own_units(given):
    ask = given("unit_manager:unit-b", complaints=COMPLAINTS, complaint_issues=ISSUES)
    found = ask(NAME, AGES, taxonomies=("HCAT",), units=("unit-a", "unit-b"))
    assert found == [("Quality", 1, 1, 0, 0)]

"""methods/clocks: which length of time holds for which complaints, for the Methods page."""

NAME = "methods/clocks"
LENGTHS = "acknowledge_within answer_within answer_at_the_latest"
ROWS = "unit_id | received_at | status\nunit-a | 2026-03-02 | open"


def clocks(given, **settings):
    rows = given(complaints=ROWS, settings=settings)(
        NAME, f"contact_type complexity stage {LENGTHS}"
    )
    return {row[:3]: row[3:] for row in rows}


def test_every_kind_has_one_and_the_settings_change_those_they_name(given):
    found = clocks(given)
    assert len(found) == 16
    assert found["grievance", "complex", ""] == ("3 working days", "7 calendar days", None)
    assert found["complaint", "complex", ""] == ("3 working days", None, None)
    own = {"contact_type": "grievance", "complexity": "complex", "answer_within": "1 month"}
    found = clocks(given, clocks=[own])
    assert found["grievance", "complex", ""] == ("3 working days", "1 month", None)
    assert found["grievance", "not recorded", ""] == ("3 working days", "7 calendar days", None)


def test_stages_have_their_own(given):
    found = clocks(given, jurisdiction="scotland")
    assert found["complaint", "basic", "stage 1"] == (None, "5 working days", "10 working days")
    assert found["complaint", "basic", ""] == ("3 working days", "20 working days", None)

"""The clocks in force: presets of the jurisdictions, and what the settings change of them."""

import pytest

from dashboard.clocks.clock import Clock, Span
from dashboard.clocks.procedure import Procedure
from dashboard.errors import WrongUsage
from dashboard.settings import load

WORKING, CALENDAR, MONTHS = "working days", "calendar days", "months"


def procedure(**given):
    return Procedure.of(load(**given))


def test_the_united_states_name_days_for_grievances_alone():
    us = procedure()
    grievance = us.clock("grievance", None, None)
    assert grievance == Clock(acknowledge=Span(3, WORKING), answer=Span(7, CALENDAR))
    assert us.clock("complaint", "complex", None).answer is None


def test_england_acknowledges_in_3_working_days_and_has_6_months():
    england = procedure(jurisdiction="england").clock("complaint", "basic", None)
    assert england == Clock(
        acknowledge=Span(3, WORKING), answer=Span(6, MONTHS), latest=Span(6, MONTHS),
        spoken_within=Span(1, WORKING),
    )  # fmt: skip


@pytest.mark.parametrize("stage", ["Stage 1", "1", " stage one ", "Early resolution"])
def test_stage_1_of_scotland_has_5_days_and_5_more(stage):
    clock = procedure(jurisdiction="scotland").clock("complaint", None, stage)
    assert clock == Clock(
        answer=Span(5, WORKING), latest=Span(10, WORKING), starts="consent"
    )  # fmt: skip


@pytest.mark.parametrize("stage", ["Stage 2", "2", "investigation", None])
def test_stage_2_of_scotland_has_20_from_its_own_start_or_consent(stage):
    clock = procedure(jurisdiction="scotland").clock("complaint", None, stage)
    assert clock == Clock(
        acknowledge=Span(3, WORKING), answer=Span(20, WORKING), starts="consent",
        restarts_at_stage=True,
    )  # fmt: skip


def test_an_own_procedure_has_what_the_settings_say():
    own = procedure(jurisdiction="own", standards={"acknowledge_within_working_days": 2})
    assert own.clock("complaint", None, None) == Clock(acknowledge=Span(2, WORKING))


LOCAL_TARGETS = [  # a trust's targets by complexity: examples, no defaults
    {"complexity": "basic", "answer_within": "25 working days"},
    {"complexity": "regular", "answer_within": "40 working days"},
    {"complexity": "complex", "answer_within": "65 working days"},
    {"contact_type": ["concern", "pals_enquiry"], "answer_within": "none"},
]


def test_local_targets_change_what_they_name_and_leave_the_rest():
    local = procedure(jurisdiction="england", clocks=LOCAL_TARGETS)
    clock = local.clock("complaint", "complex", None)
    assert (clock.answer, clock.latest) == (Span(65, WORKING), Span(6, MONTHS))
    assert local.clock("complaint", None, None).answer == Span(6, MONTHS)
    assert local.clock("concern", "basic", None).answer is None  # the later table wins


def test_a_stage_of_the_settings_is_told_apart_whatever_its_case():
    own = procedure(jurisdiction="own", clocks=[{"stage": "Panel", "answer_within": "2 months"}])
    assert own.clock("complaint", None, "panel").answer == Span(2, MONTHS)
    assert own.kinds["complaint", "basic", "panel"].answer == Span(2, MONTHS)
    assert own.kinds["complaint", "basic", ""].answer is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer_within": "a week"}, "“a week” is no length of time"),
        ({"contact_type": "complain"}, "contact_type “complain”. Allowed are: concern"),
        ({"complexity": "hard"}, "complexity “hard”"),
    ],
)
def test_a_clock_that_cannot_be_read_is_refused_in_words(given, said):
    with pytest.raises(WrongUsage, match=said):
        procedure(clocks=[given])


def test_an_unknown_key_or_jurisdiction_is_refused():
    for given in ({"clocks": [{"within": "3 working days"}]}, {"jurisdiction": "wales"}):
        with pytest.raises(WrongUsage, match="Settings that can't be used"):
            load(**given)


def test_its_text_makes_the_same_procedure_in_another_process():
    given = procedure(
        jurisdiction="scotland", clocks=LOCAL_TARGETS, calendar={"closures": ["2026-12-24"]}
    )
    again = Procedure.read(given.text)
    assert again == given and again.digest == given.digest


def test_the_digest_changes_with_whatever_could_change_a_due_day():
    different = [
        {}, {"jurisdiction": "england"}, {"calendar": {"closures": ["2026-12-24"]}},
        {"clocks": LOCAL_TARGETS}, {"standards": {"acknowledge_within_working_days": 4}},
        {"calendar": {"to_year": 2030}},
    ]  # fmt: skip
    assert len({procedure(**given).digest for given in different}) == len(different)
    assert procedure(organization="Another").digest == procedure().digest


def test_the_environment_chooses_the_jurisdiction(monkeypatch):
    monkeypatch.setenv("DASHBOARD_JURISDICTION", "england")
    monkeypatch.setenv("DASHBOARD_CALENDAR__CLOSURES", '["2026-12-24"]')
    monkeypatch.setenv("DASHBOARD_CLOCKS", '[{"answer_within": "25 working days"}]')
    found = Procedure.of(load())
    assert found.clock("complaint", None, None).answer == Span(25, WORKING)
    assert found.calendar.subdivision == "ENG" and len(found.calendar.closures) == 1


def test_the_former_name_of_the_limit_is_still_understood(monkeypatch):
    monkeypatch.setenv("DASHBOARD_STANDARDS__ACKNOWLEDGE_WITHIN_WEEKDAYS", "5")
    assert load().standards.acknowledge_within_working_days == 5

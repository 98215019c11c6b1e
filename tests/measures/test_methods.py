"""What the data can answer: each measure against each source, the missing column named."""

import pyarrow as pa

from dashboard.measures import methods
from dashboard.measures.registry import MEASURES
from tests.measures.figures import activity, answers, ask_of, complaints, units


def grid(**given):
    rows = methods.answerable(ask_of(**given)).to_pylist()
    return {row["number"]: row for row in rows}


def test_every_measure_has_a_row_and_every_source_of_facts_a_column():
    found = grid(complaints=complaints("a", "2026-03", 1), units=units("a"))
    assert list(found) == [measure.title for measure in MEASURES.values()]
    assert set(found["Recovery gap"]) == {"number", "can be answered", "complaints of source"}


def test_a_source_that_gives_all_answers_and_one_that_does_not_names_the_column():
    found = grid(complaints=complaints("a", "2026-03", 1), missing=("acknowledged_at",))
    speed = found["Half are resolved within"]
    assert speed["can be answered"] == "yes"
    assert speed["complaints of source"] == "gives what is needed"
    heard = found["Acknowledged on time"]
    assert heard["can be answered"] == "no: no source of complaints gives acknowledged_at"
    assert heard["complaints of source"] == "no acknowledged_at"


def test_a_measure_of_two_datasets_needs_both_and_names_each_that_is_missing():
    found = grid(complaints=complaints("a", "2026-03", 1))
    said = found["Capture ratio"]["can be answered"]
    assert said == "no: no source of surveys; no source of activity"
    everything = grid(
        complaints=complaints("a", "2026-03", 1),
        surveys=answers("a", "2026-03", 1),
        activity=activity("a", "2026-03"),
    )
    assert everything["Capture ratio"]["can be answered"] == "yes"
    assert everything["Recovery gap"]["can be answered"] == "yes"
    unanswered = {row["can be answered"] for row in everything.values()} - {"yes"}
    of_columns = {text for text in unanswered if "no source of complaints gives " in text}
    assert unanswered - of_columns == {"no: no source of complaint_issues"}


def test_either_dataset_suffices_where_either_can_answer():
    title = "Put right to the patient's satisfaction"
    of_surveys = grid(surveys=answers("a", "2026-03", 1))[title]
    assert of_surveys["can be answered"] == "yes"
    of_none = grid(activity=activity("a", "2026-03"))[title]
    assert of_none["can be answered"] == "no: no source of complaints and no source of surveys"


def test_a_source_that_is_not_asked_has_an_empty_cell():
    found = grid(complaints=complaints("a", "2026-03", 1), surveys=answers("a", "2026-03", 1))
    assert found["Open complaints"]["surveys of source"] == ""


def test_what_cannot_be_answered_is_named_with_what_is_missing():
    asked = ask_of(complaints=complaints("a", "2026-03", 1), missing=("acknowledged_at",))
    said = methods.verdict(methods.answerable(asked)).sentence
    assert said.startswith(
        f"4 of {len(MEASURES)} numbers can be answered. Not: Acknowledged on time"
    )
    assert "(no source of complaints gives acknowledged_at)" in said


def clock(contact_type, complexity="basic", stage="", **changed):
    row = dict.fromkeys(methods.CLOCK) | {"acknowledge_within": "3 working days"}
    return {"contact_type": contact_type, "complexity": complexity, "stage": stage} | row | changed


def clocks(*rows):
    return methods.clocks(lambda name: pa.Table.from_pylist(list(rows))).to_pylist()


def test_clocks_that_are_the_same_share_a_row_and_say_nothing_of_what_does_not_occur():
    each = [
        clock(kind, how) for kind in ("concern", "pals_enquiry") for how in ("basic", "complex")
    ]
    assert clocks(*each) == [
        {
            "For": "concern, pals enquiry",
            "Acknowledged within": "3 working days",
            "Answered within": "no time set",
        }
    ]
    assert clocks() == []


def test_clocks_that_differ_by_complexity_or_stage_are_told_apart():
    rows = clocks(
        clock("grievance", "basic"),
        clock("grievance", "complex", answer_within="1 month", restarts_at_stage=True),
        clock("grievance", "complex", "stage 1", answer_at_the_latest="10 working days"),
    )
    assert [row["Complexity"] for row in rows] == ["basic", "complex", "complex"]
    assert [row["Stage"] for row in rows] == ["every other", "every other", "stage 1"]
    assert [row["At the latest"] for row in rows] == ["", "", "10 working days"]
    assert rows[1]["What else"] == "a later stage starts the answer's clock anew"

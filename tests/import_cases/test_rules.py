"""Every rule fires on the row that breaks it, and is silent on the row beside it that does not."""

import pytest

from dashboard.contracts.registry import DATASETS

OPEN = {"status": "open", "closed_at": ""}
REOPENED = {
    "first_closed_at": "2024-03-02", "reopened_at": "2024-03-04", "reopened_count": "1",
}  # fmt: skip
HEX = "0123456789abcdef" * 2

KEYS = {
    "complaints": "complaint_id", "surveys": "response_id", "units": "unit_id",
    "unit_aliases": "source_unit", "activity": "unit_id",
}  # fmt: skip

# dataset, rule, severity, what breaks it, what does not
CASES = [
    ("complaints", "missing_required", "error", {"complaint_id": ""}, {}),
    ("complaints", "missing_required", "error", {"unit_id": ""}, {"unit_id": "UNASSIGNED"}),
    ("complaints", "missing_required", "error", {"received_at": ""}, {}),
    ("complaints", "missing_required", "error", {"channel": " "}, {}),
    ("complaints", "unknown_code", "error", {"channel": "pigeon"}, {"channel": "representative_body"}),
    ("complaints", "unknown_code", "error", {"status": "parked"}, {"status": "escalated"}),
    ("complaints", "unknown_code", "error", {"recovery_actions": "apology;cake"}, {"recovery_actions": "apology; fix"}),
    ("complaints", "unreadable_date", "error", {"received_at": "soon"}, {"received_at": "2024-03-01"}),
    ("complaints", "unreadable_date", "error", {"closed_at": "2024-02-30"}, {"closed_at": "2024-03-02"}),
    ("complaints", "unreadable_number", "error", {"satisfaction_handling": "4.5"}, {"satisfaction_handling": "4.0"}),
    ("complaints", "unreadable_number", "error", {"reopened_count": "none"}, {"reopened_count": "0"}),
    ("complaints", "unreadable_boolean", "error", {"perceived_only": "maybe"}, {"perceived_only": "Yes"}),
    ("complaints", "unknown_code", "error", {"severity_hcat": "4"}, {"severity_hcat": "3"}),
    ("complaints", "unknown_code", "error", {"satisfaction_handling": "0"}, {"satisfaction_handling": "1"}),
    ("complaints", "unknown_code", "error", {"harm_hcat": "6"}, {"harm_hcat": "5"}),
    ("complaints", "after_as_of", "error", {"closed_at": "2024-07-01"}, {"closed_at": "2024-06-30 23:59:59"}),
    ("complaints", "after_as_of", "error", OPEN | {"acknowledged_at": "2024-07-02"}, OPEN | {"due_date": "2024-07-02"}),
    ("complaints", "received_before_incident", "error", {"incident_date": "2024-03-02"}, {"incident_date": "2024-03-01"}),
    ("complaints", "closed_before_received", "error", {"closed_at": "2024-02-28"}, {"closed_at": "2024-03-01 10:00:00"}),
    ("complaints", "closed_before_received", "error", {"status": "open", "closed_at": "2024-02-28"}, OPEN),
    ("complaints", "closed_before_received", "error", {"closed_at": "2024-03-01 09:59:00"}, {"closed_at": "2024-03-01 10:01:00"}),
    ("complaints", "reopened_before_first_closed", "error", REOPENED | {"reopened_at": "2024-03-01 12:00:00"}, REOPENED),
    ("complaints", "reopened_without_first_closed", "error", REOPENED | {"first_closed_at": ""}, REOPENED),
    ("complaints", "reopened_count_mismatch", "error", {"reopened_count": "1"}, {"reopened_count": "0"}),
    ("complaints", "reopened_count_mismatch", "error", REOPENED | {"reopened_count": "0"}, REOPENED),
    ("complaints", "acknowledged_before_received", "error", {"acknowledged_at": "2024-02-29"}, {"acknowledged_at": "2024-03-01 10:00:00"}),
    ("complaints", "action_before_received", "error", {"first_action_at": "2024-02-29"}, {"first_action_at": "2024-03-02"}),
    ("complaints", "response_before_received", "error", {"response_sent_at": "2024-02-29"}, {"response_sent_at": "2024-03-02"}),
    ("complaints", "response_before_acknowledgement", "warning",
     {"response_sent_at": "2024-03-02", "acknowledged_at": "2024-03-03"},
     {"response_sent_at": "2024-03-03", "acknowledged_at": "2024-03-02"}),
    ("complaints", "closed_before_reopened", "error", REOPENED | {"closed_at": "2024-03-03"},
     REOPENED | {"reopened_at": "2024-03-05 09:00:00", "closed_at": "2024-03-05"}),
    ("complaints", "response_before_acknowledgement", "warning",
     {"response_sent_at": "2024-03-03 09:00:00", "acknowledged_at": "2024-03-03 10:00:00"},
     {"response_sent_at": "2024-03-03", "acknowledged_at": "2024-03-03 10:00:00"}),
    ("complaints", "closed_without_closed_at", "error", {"closed_at": ""}, OPEN),
    ("complaints", "closed_without_closed_at", "error", {"status": "withdrawn", "closed_at": ""}, {"status": "reopened", "closed_at": ""}),
    ("complaints", "closed_at_on_open_case", "warning", {"status": "open"}, OPEN),
    ("complaints", "sentinel_date", "warning", OPEN | {"closed_at": "1900-01-01"}, OPEN),
    ("complaints", "sentinel_date", "warning", {"acknowledged_at": "9999-12-31"}, {"acknowledged_at": ""}),
    ("complaints", "identifier_in_hash", "error", {"patient_link_key": "943 476 5919"}, {"patient_link_key": HEX}),
    ("complaints", "identifier_in_hash", "error", {"patient_link_key": HEX[:-1]}, {"patient_link_key": HEX * 4}),
    ("surveys", "unknown_code", "error", {"fft": "7"}, {"fft": "6"}),
    ("surveys", "out_of_range", "error", {"weight": "0"}, {"weight": "0.5"}),
    ("surveys", "out_of_range", "error", {"told_others_n": "1000"}, {"told_others_n": "999"}),
    ("surveys", "nothing_answered", "error", {"fft": ""}, {"fft": "", "ltr_0_10": "0"}),
    ("surveys", "unknown_code", "error", {"problem_resolved": "perhaps"}, {"problem_resolved": "pending"}),
    ("surveys", "after_as_of", "error", {"event_date": "2024-07-01"}, {"event_date": "2024-06-30"}),
    ("surveys", "identifier_in_hash", "error", {"patient_link_key": "Jane Doe"}, {"patient_link_key": HEX}),
    ("units", "missing_required", "error", {"valid_from": ""}, {"valid_from": "1900-01-01"}),
    ("units", "valid_to_before_valid_from", "error", {"valid_to": "2019-12-31"}, {"valid_to": "2020-01-01"}),
    ("units", "valid_to_before_valid_from", "error", {"valid_to": "2019-12-31"}, {"valid_to": "9999-12-31"}),
    ("unit_aliases", "missing_required", "error", {"source_unit": ""}, {}),
    ("unit_aliases", "valid_to_before_valid_from", "error",
     {"valid_from": "2020-01-01", "valid_to": "2019-12-31"}, {"valid_from": "2020-01-01"}),
    ("activity", "out_of_range", "error", {"discharges": "-1"}, {"discharges": "0"}),
    ("activity", "nothing_counted", "error", {"discharges": ""}, {"discharges": "", "bed_days": "1672.5"}),
    ("activity", "after_as_of", "error", {"month": "2024-07-01"}, {"month": "2024-06-01"}),
]  # fmt: skip


@pytest.mark.parametrize("dataset", dict.fromkeys(case[0] for case in CASES))
def test_a_rule_fires_where_it_is_broken_and_nowhere_else(rows, dataset):
    """All cases of a dataset in one file: a row that breaks the rule, then one that does not."""
    cases = [case for case in CASES if case[0] == dataset]
    numbered = iter(range(2 * len(cases)))
    given = [
        {KEYS[dataset]: f"N{next(numbered)}"} | change
        for *_, broken, sound in cases
        for change in (broken, sound)
    ]
    tried = rows(dataset, *given)
    for line, (_, rule_id, severity, broken, sound) in enumerate(cases):
        of_broken, of_sound = (
            [f for f in tried.findings if f["row"] == str(2 * line + offset)] for offset in (2, 3)
        )
        found = [f for f in of_broken if f["rule_id"] == rule_id]
        assert [f["severity"] for f in found] == [severity], (rule_id, broken, of_broken)
        assert all(f["message"] and f["how_to_fix"] for f in found)
        refuses = any(f["severity"] == "error" for f in of_broken)
        assert refuses is (severity == "error"), (rule_id, broken, of_broken)
        assert not [f for f in of_sound if f["severity"] == "error"], (rule_id, sound, of_sound)
        assert rule_id not in [f["rule_id"] for f in of_sound], (rule_id, sound)
    assert tried.report["refused"] == sum(case[2] == "error" for case in cases)


def test_the_first_of_two_rows_with_one_key_stays(rows):
    tried = rows("complaints", {}, {"unit_id": "B"}, {"complaint_id": "C2"})
    assert tried.counts == (3, 2, 1, 0)
    assert tried.rows_of("duplicate_key") == ["3"]


def test_keys_of_more_than_one_column_are_compared_whole(rows):
    tried = rows("activity", {}, {"month": "2024-04-01"}, {"unit_id": "B"}, {"discharges": "3"})
    assert tried.rows_of("duplicate_key") == ["5"]


def test_overlapping_validity_of_a_unit_is_an_error_and_a_gap_is_none(rows):
    old = {"valid_to": "2022-12-31"}
    assert rows("units", old, {"valid_from": "2023-01-01"}).report["refused"] == 0
    tried = rows("units", old, {"valid_from": "2022-12-31"})
    assert tried.report["findings"] == {"overlapping_validity": 1}


def test_an_early_short_validity_inside_a_long_one_does_not_hide_a_later_overlap(rows):
    tried = rows(
        "units",
        {"valid_from": "2020-01-01", "valid_to": "2023-12-31"},
        {"valid_from": "2020-03-01", "valid_to": "2020-04-30"},
        {"valid_from": "2021-01-01", "valid_to": "2021-12-31"},
    )
    assert tried.rows_of("overlapping_validity") == ["3", "4"]


def test_parents_that_go_in_a_circle_are_refused(rows):
    circle = [{"unit_id": u, "parent_id": p} for u, p in (("A", "B"), ("B", "C"), ("C", "A"))]
    tried = rows("units", *circle, {"unit_id": "D", "parent_id": "A"}, {"unit_id": "E"})
    refused = {f["row"] for f in tried.findings if f["severity"] == "error"}
    assert refused == {"2", "3", "4"}


def test_a_unit_that_is_its_own_parent_is_refused(rows):
    assert rows("units", {"parent_id": "A"}).report["refused"] == 1


def test_warnings_are_given_only_for_rows_that_are_kept(rows):
    tried = rows(
        "complaints", {"status": "open"}, {"complaint_id": "C2", "status": "open", "channel": "x"}
    )
    assert tried.rows_of("closed_at_on_open_case") == ["2"]


def test_a_sentinel_in_a_date_that_the_status_requires_is_an_error(rows):
    tried = rows("complaints", {"closed_at": "1900-01-01 00:00:00"})
    assert tried.counts == (1, 0, 1, 0)


def test_more_than_a_fifth_closed_on_day_0_is_a_warning_of_the_file(rows):
    at_once = {"closed_at": "2024-03-01 11:00:00"}
    cases = [{"complaint_id": f"C{n}"} for n in range(8)]
    some = [*cases, *({"complaint_id": f"D{n}"} | at_once for n in range(2))]
    assert "many_closed_on_day_0" not in rows("complaints", *some).report["findings"]
    more = [*some, {"complaint_id": "D3"} | at_once]
    tried = rows("complaints", *more)
    assert tried.report["findings"]["many_closed_on_day_0"] == 1
    assert tried.rows_of("many_closed_on_day_0") == [""]


def test_a_month_without_rows_is_a_warning_of_the_file(rows):
    march, may = {}, {"response_id": "R2", "event_date": "2024-05-01"}
    assert rows("surveys", march, may).report["findings"]["month_without_rows"] == 1
    april = {"response_id": "R3", "event_date": "2024-04-30"}
    assert "month_without_rows" not in rows("surveys", march, may, april).report["findings"]


def test_long_numbers_are_hidden_and_long_texts_cut(rows):
    tried = rows(
        "complaints", {"channel": "9434765919"}, {"complaint_id": "C2", "status": "x" * 60}
    )
    for finding in tried.findings:
        assert "94347659" not in str(finding)
        assert len(finding["value"]) <= 40


def test_rule_ids_are_unique_words():
    for dataset in DATASETS.values():
        ids = [rule.rule_id for rule in dataset.rules]
        assert len(ids) == len(set(ids))
        assert all(rule_id.replace("_", "").isalnum() and rule_id.islower() for rule_id in ids)

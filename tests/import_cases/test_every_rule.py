"""No rule without a row that breaks it and a row beside it that does not, in every dataset.

The rules are taken from the contract, so a new rule fails here until it has such a pair.
"""

from dataclasses import dataclass

import pytest

from dashboard.contracts.column import NUMERIC, Type
from dashboard.contracts.registry import DATASETS
from dashboard.contracts.rules import whole_extract
from dashboard.contracts.rules.rule import FOUND_BY_THE_INTAKE
from dashboard.extracts.column_rules import column_rules, general_rules
from tests.import_cases.conftest import GOOD, table

DAYS = (Type.TIME, Type.DATE)
FORMATS = '["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y"]'
NAME = {
    "complaints": "complaint_id", "complaint_issues": "complaint_id", "surveys": "response_id", "units": "unit_id",
    "unit_aliases": "source_unit", "activity": "unit_id",
}  # fmt: skip
REOPENED = {
    "first_closed_at": "2024-03-02", "reopened_at": "2024-03-04", "reopened_count": "1",
}  # fmt: skip
HEX = "0123456789abcdef" * 2
# a row that hides no warning: nothing requires its dates
FREE = {"complaints": {"status": "open", "closed_at": "", "first_closed_at": "2024-03-02"}}


def beyond(column):
    """A number just outside what a column allows, and one just inside."""
    if column.above is not None:
        return f"{column.above:g}", f"{column.above + 0.5:g}"
    if column.maximum is not None:
        return f"{column.maximum + 1:g}", f"{column.maximum:g}"
    return f"{column.minimum - 1:g}", f"{column.minimum:g}"


def unknown(column):
    return beyond(column) if column.type in NUMERIC else ("pigeon", column.allowed[0])


# rule → what breaks it in a column, and what does not
OF_COLUMNS = {
    "missing_required": lambda column: ("", GOOD_OF[column.name]),
    "unreadable_date": lambda column: ("soon", "2024-03-04"),
    "ambiguous_date": lambda column: ("03/04/2024", "13/04/2024"),
    "sentinel_date": lambda column: ("9999-12-31", "2024-03-04"),
    "after_as_of": lambda column: ("2024-07-01", "2024-06-30"),
    "skipped_local_time": lambda column: (
        ("2023-03-12 02:30:00", "2023-03-12 03:30:00")
        if column.required
        else ("2024-03-10 02:30:00", "2024-03-10 03:30:00")
    ),
    "unreadable_number": lambda column: ("many", beyond(column)[1]),
    "unreadable_boolean": lambda column: ("maybe", "no"),
    "unknown_code": unknown,
    "out_of_range": beyond,
    "total_row": lambda column: ("Grand Total", "Total Care Unit"),
    "person_name": lambda column: ("Mrs Jane Doe", "Paediatric Ward 7"),
    "nhs_number": lambda column: ("943 476 5919", "943 476 5918"),
    "record_number": lambda column: ("MRN 0012345", "MR 12345"),
    "email_address": lambda column: ("jane.doe@example.org", "jane at example"),
    "phone_number": lambda column: ("+44 7700 900123", "44-77"),
}
GOOD_OF = {name: text for row in GOOD.values() for name, text in row.items()}

# (dataset, rule) → rows of which the last breaks it, and the same where none does
OF_ROWS = {
    ("complaints", "received_before_incident"): (
        [{"incident_date": "2024-03-02"}], [{"incident_date": "2024-03-01"}]),
    ("complaints", "closed_before_received"): (
        [{"closed_at": "2024-03-01 09:59:00"}], [{"closed_at": "2024-03-01"}]),
    ("complaints", "first_closed_before_received"): (
        [REOPENED | {"first_closed_at": "2024-02-29"}], [REOPENED]),
    ("complaints", "reopened_before_first_closed"): (
        [REOPENED | {"reopened_at": "2024-03-01"}], [REOPENED | {"reopened_at": "2024-03-02"}]),
    ("complaints", "closed_before_reopened"): (
        [REOPENED | {"closed_at": "2024-03-03"}], [REOPENED]),
    ("complaints", "acknowledged_before_received"): (
        [{"acknowledged_at": "2024-02-29"}], [{"acknowledged_at": "2024-03-01"}]),
    ("complaints", "action_before_received"): (
        [{"first_action_at": "2024-03-01 09:00:00"}], [{"first_action_at": "2024-03-01"}]),
    ("complaints", "response_before_received"): (
        [{"response_sent_at": "2024-02-29"}], [{"response_sent_at": "2024-03-02"}]),
    ("complaints", "response_before_acknowledgement"): (
        [{"response_sent_at": "2024-03-02", "acknowledged_at": "2024-03-03"}],
        [{"response_sent_at": "2024-03-03", "acknowledged_at": "2024-03-03"}]),
    ("complaints", "closed_without_closed_at"): (
        [{"status": "transferred", "closed_at": "1900-01-01"}], [{"status": "open", "closed_at": ""}]),
    ("complaints", "closed_at_on_open_case"): (
        [{"status": "reopened"}], [{"status": "open", "closed_at": "1900-01-01"}]),
    ("complaints", "reopened_without_first_closed"): (
        [REOPENED | {"first_closed_at": ""}], [REOPENED]),
    ("complaints", "reopened_count_mismatch"): (
        [REOPENED | {"reopened_count": "0"}], [REOPENED | {"reopened_count": "2"}]),
    ("complaints", "identifier_in_hash"): (
        [{"patient_link_key": "943 476 5919"}], [{"patient_link_key": HEX}]),
    ("complaints", "duplicate_key"): ([{"complaint_id": "X"}] * 2, [{}, {}]),
    ("complaint_issues", "code_not_in_taxonomy"): (
        [{"taxonomy": "KO41a", "code": "Quality"}],
        [{"taxonomy": "KO41a", "code": "Communications"}]),
    ("complaint_issues", "second_primary"): (
        [{"complaint_id": "S", "is_primary": "yes"},
         {"complaint_id": "S", "code": "Safety", "is_primary": "yes"}],
        [{"complaint_id": "T", "is_primary": "yes"},
         {"complaint_id": "T", "taxonomy": "local", "is_primary": "yes"}]),
    ("complaint_issues", "duplicate_key"): (
        [{"complaint_id": "X"}, {"complaint_id": "X", "code": "quality"}],
        [{"complaint_id": "Y"}, {"complaint_id": "Y", "code": "Safety"}]),
    ("surveys", "resolved_without_problem"): (
        [{"had_problem": "no", "problem_resolved": "fully"}],
        [{"had_problem": "yes", "problem_resolved": "fully"}]),
    ("surveys", "received_before_event"): (
        [{"received_date": "2024-02-29"}], [{"received_date": "2024-03-01"}]),
    ("surveys", "identifier_in_hash"): (
        [{"patient_link_key": "Jane Doe"}], [{"patient_link_key": HEX}]),
    ("surveys", "nothing_answered"): ([{"fft": ""}], [{"fft": "", "would_return": "1"}]),
    ("surveys", "duplicate_key"): ([{"response_id": "X"}] * 2, [{}, {}]),
    ("units", "valid_to_before_valid_from"): (
        [{"valid_to": "2019-12-31"}], [{"valid_to": "2020-01-01"}]),
    ("units", "overlapping_validity"): (
        [{"unit_id": "O"}, {"unit_id": "O", "valid_from": "2023-01-01"}],
        [{"unit_id": "P", "valid_to": "2022-12-31"}, {"unit_id": "P", "valid_from": "2023-01-01"}]),
    ("units", "parent_is_itself"): (
        [{"unit_id": "S", "parent_id": "S"}], [{"unit_id": "T", "parent_id": "S"}]),
    ("units", "parents_in_a_circle"): (
        [{"unit_id": "K", "parent_id": "L"}, {"unit_id": "L", "parent_id": "K"}],
        [{"unit_id": "M", "parent_id": "N"}, {"unit_id": "N"}]),
    ("units", "duplicate_key"): ([{"unit_id": "X"}] * 2, [{}, {}]),
    ("unit_aliases", "valid_to_before_valid_from"): (
        [{"valid_from": "2020-01-01", "valid_to": "2019-12-31"}], [{"valid_to": "2019-12-31"}]),
    ("unit_aliases", "overlapping_alias"): (
        [{"source_unit": "O"}, {"source_unit": "O", "valid_from": "2023-01-01"}],
        [{"source_unit": "P", "valid_to": "2022-12-31"}, {"source_unit": "P", "valid_from": "2023-01-01"}]),
    ("unit_aliases", "duplicate_key"): (
        [{"source_unit": "X"}] * 2, [{"source_unit": "Y"}, {"source_unit": "Y", "source_system": "radar"}]),
    ("activity", "nothing_counted"): ([{"discharges": ""}], [{"discharges": "", "bed_days": "0"}]),
    ("activity", "duplicate_key"): (
        [{"unit_id": "X", "month": "2024-03-01"}, {"unit_id": "X", "month": "2024-03-31"}],
        [{"unit_id": "Y", "month": "2024-03-01"}, {"unit_id": "Y", "month": "2024-04-01"}]),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Rows of which the last breaks a rule (shown at a column), and rows that don't."""

    rule_id: str
    column: str
    broken: list[dict[str, str]]
    sound: list[dict[str, str]]


def pairs(dataset):
    """A pair for each rule of a dataset; KeyError where there is none."""
    made = []
    for column in dataset.columns:
        for rule in column_rules(column, True):
            texts = OF_COLUMNS[rule.rule_id](column)
            rows = [FREE.get(dataset.name, {}) | {column.name: text} for text in texts]
            made.append(Pair(rule.rule_id, column.name, *([row] for row in rows)))
    of_rows = [rule for rule in dataset.rules if rule.broken_when != FOUND_BY_THE_INTAKE]
    for rule in (*general_rules(dataset), *of_rows):
        made.append(Pair(rule.rule_id, rule.columns[0], *OF_ROWS[dataset.name, rule.rule_id]))
    return made


def mapping(dataset):
    """A profile that maps every column by its own name, dates by four formats."""
    lines = [
        f'{c.name} = {{ column = "{c.name}", format = {FORMATS} }}' if c.type in DAYS
        else f'{c.name} = "{c.name}"'
        for c in dataset.columns
    ]  # fmt: skip
    return 'timezone = "America/New_York"\n[columns]\n' + "\n".join(lines)


@pytest.mark.parametrize("name", DATASETS)
def test_every_rule_fires_where_it_is_broken_and_nowhere_else(trial, name):
    dataset = DATASETS[name]
    every = dict.fromkeys((column.name for column in dataset.columns), "")
    rows, expected, unexpected = [], set(), set()
    for pair in pairs(dataset):
        for changes, cells in ((pair.broken, expected), (pair.sound, unexpected)):
            for change in changes:
                rows.append(every | GOOD[name] | {NAME[name]: f"N{len(rows)}"} | change)
            cells.add((str(len(rows) + 1), pair.rule_id, pair.column))
    options = ("--dataset", name, "--source", "test")
    tried = trial(table(name, *rows), mapping(dataset), *options)
    found = {(f["row"], f["rule_id"], f["column"]) for f in tried.findings}
    missing = expected - found
    # a sentinel in a required date is an error of its own, which hides the warning
    hidden = {
        (row, "sentinel_date", column)
        for row, rule_id, column in found
        if rule_id == "missing_required"
    }
    assert missing == missing & hidden
    assert unexpected & found == set()


# --- rules over the whole extract -----------------------------------------------------------------


def cases(number, **change):
    return [{"complaint_id": f"C{n}"} | change for n in range(number)]


OPEN = {"status": "open", "closed_at": ""}
AT_ONCE = {"complaint_id": "D", "closed_at": "2024-03-01 11:00:00"}
LATER = {"complaint_id": "D", "received_at": "2024-06-02", "closed_at": "2024-06-09"}
FROM_JUNE = ("--period-start", "2024-06-01")
# rule → rows imported before, rows that break it, rows that don't, options
OF_EXTRACTS = {
    "file_refused": ([], [], cases(1), ()),
    "too_many_fields": ([], [{"contact_type": 'complaint","more'}], cases(1), ()),
    "formula_error": ([], [{"unit_id": "#REF!"}], [{"unit_id": "#1 Ward"}], ()),
    "unseen_unit": ([], cases(1), cases(1, unit_id="UNASSIGNED"), ()),
    "many_closed_on_day_0": (
        [], [*cases(3), AT_ONCE], [*cases(4), AT_ONCE], ()),
    "month_without_rows": (
        [], [*cases(1), LATER], [*cases(1), *({"complaint_id": m, "received_at": f"2024-0{m}-01",
        "closed_at": f"2024-0{m}-02"} for m in "456")], ()),
    "fewer_rows": (cases(10), cases(7), cases(8), ()),
    "closed_case_open_again": (cases(2), cases(2, **OPEN), cases(2), ()),
    "open_case_missing": (cases(2, **OPEN), [LATER], [LATER, *cases(2)], FROM_JUNE),
    "no_link_key": ([], cases(1, nhs="943 476 5919"), cases(1), ()),
}  # fmt: skip


# rule → the profile by which the broken rows are read, where it takes one
BY_PROFILE = {
    "no_link_key": "[columns]\n"
    + "".join(f'{name} = "{name}"\n' for name in GOOD["complaints"])
    + 'patient_link_key = { hmac = "nhs" }\n'
}


def test_every_rule_over_the_whole_extract_has_its_pair():
    assert {rule.rule_id for rule in whole_extract.RULES} == set(OF_EXTRACTS)
    assert all(rule.broken_when == FOUND_BY_THE_INTAKE for rule in whole_extract.RULES)


@pytest.mark.parametrize("rule_id", OF_EXTRACTS)
def test_a_rule_over_the_whole_extract_fires_where_it_is_broken_and_nowhere_else(
    trial, tmp_path, monkeypatch, rule_id
):
    from dashboard.mart import locate

    monkeypatch.setattr(locate, "mart_for", lambda *_: None)
    before, broken, sound, more = OF_EXTRACTS[rule_id]
    options = ("--dataset", "complaints", "--source", "test", "--store", str(tmp_path / "store"))
    if before:
        trial(table("complaints", *before), None, *options, dry_run=False, as_of="2024-05-31")
    profile = BY_PROFILE.get(rule_id)
    tried = trial(table("complaints", *broken) if broken else "<html>", profile, *options, *more)
    assert tried.report["findings"].get(rule_id, 0) > 0
    written = [f for f in tried.findings if f["rule_id"] == rule_id]
    assert written and all(f["message"] and f["how_to_fix"] for f in written)
    tried = trial(table("complaints", *sound), None, *options, *more)
    assert rule_id not in tried.report["findings"]

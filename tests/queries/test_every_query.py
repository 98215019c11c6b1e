"""What holds for every query of a page: it has cases, hides small groups, keeps other units out, bears no data."""

import re
from pathlib import Path

import pytest

from dashboard.mart import catalog

HERE = Path(__file__).parent
NAMES = catalog.names()
WITH_FLOOR = [name for name in NAMES if "floor_n" in catalog.load(name).params]
OF_UNITS = [name for name in NAMES if "units" in catalog.load(name).params]
GROUPS = {"day_on",
    "part", "linking", "factor", "is_so", "group_name", "instrument", "answer_arm", "base", "is_suppressed", "unit_id", "month",
    "taxonomy", "subject",
}  # fmt: skip
BOTH = ("unit-a", "unit-b")
MONTHS = {"from_month": "2026-02", "to_month": "2026-03"}

TWO_UNITS = {
    "units": """
        unit_id | unit_name | department | site
        unit-a  | Ward A    | Medicine   | North
        unit-b  | Ward B    | Surgery    | South
    """,
    "complaints": """
        unit_id | received_at | acknowledged_at | closed_at  | status | satisfaction_handling | channel | contact_type | severity_hcat
        unit-a  | 2026-03-02  | 2026-03-03      | 2026-03-08 | closed | 4                     | in_person | complaint    | 2
        unit-a  | 2026-03-02  |                 |            | open   |                       | in_person | complaint    | 2
        unit-b  | 2026-02-09  | 2026-02-10      | 2026-02-11 | closed | 5                     | phone   | grievance    |
        unit-b  | 2026-02-09  |                 |            | open   |                       | phone   | grievance    |
    """,
    "complaint_issues": """
        complaint_id   | code    | is_primary
        complaints-0-2 | Quality | true
        complaints-0-4 | Quality | true
    """,
    "surveys": """
        unit_id | event_date | instrument | hcahps_recommend | fft | had_problem | problem_resolved | mode
        unit-a  | 2026-03-05 | HCAHPS     | definitely_yes   |     | true        | fully            | sms
        unit-a  | 2026-03-05 | HCAHPS     | definitely_no    |     | true        | fully            | sms
        unit-b  | 2026-02-05 | FFT        |                  | 1   | true        | no               |
    """,
    "activity": """
        unit_id | month      | discharges
        unit-a  | 2026-03-01 | 100
        unit-b  | 2026-02-01 | 60
    """,
}
GROUPS_OF = {
    "all": {None},
    "unit": {"unit-a", "unit-b"},
    "department": {"Medicine", "Surgery"},
    "site": {"North", "South"},
    "month": {"2026-02", "2026-03"},
    "channel": {"in_person", "phone"},
    "contact_type": {"complaint", "grievance"},
    "severity": {"2", "not recorded"},
    "age_band": {"8-30", "31-90"},  # days waited
    "instrument": {"FFT", "HCAHPS"},
    "mode": {"not recorded", "sms"},
    "arm": {"recovered", "unrecovered"},
}


def parts_of(name):
    """The parts that a query's header names, without "or another column"."""
    line = re.search(r"\$parts VARCHAR\[\]\s+(.+)", catalog.load(name).sql)
    named = re.findall(r"\w+", re.sub(r"\(.*?\)| or another column", "", line[1])) if line else []
    return [(name, part) for part in named if "hospital" not in name]


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_cases(name):
    """tests/queries/ mirrors queries/: timeliness/open_cases has timeliness/test_open_cases.py."""
    folder, stem = name.split("/")
    cases = HERE / folder / f"test_{stem}.py"
    assert cases.is_file(), f"queries/{name}.sql has no cases: write {cases.relative_to(HERE)}"
    text = cases.read_text(encoding="utf-8")
    assert f'"{name}"' in text
    assert "\ndef test_" in text and "given(" in text


def test_every_file_of_cases_has_its_query():
    files = {path.relative_to(HERE) for path in HERE.glob("*/test_*.py")}
    expected = {Path(name).parent / f"test_{Path(name).name}.py" for name in NAMES}
    assert files == expected


@pytest.mark.parametrize("name", WITH_FLOOR)
def test_a_group_under_the_floor_keeps_its_name_and_no_number(given, name):
    ask = given(**TWO_UNITS)
    columns = list(catalog.load(name).columns)
    shown = ask(name, units=BOTH, floor_n=0, **MONTHS)
    asked = ask(name, units=BOTH, floor_n=10_000, **MONTHS)
    hidden = [dict(zip(columns, row, strict=True)) for row in asked]
    assert shown and hidden
    assert all(not row[columns.index("is_suppressed")] for row in shown)
    for row in hidden:
        assert row["is_suppressed"]
        assert {row[column] for column in columns if column not in GROUPS} == {None}


@pytest.mark.parametrize("name", OF_UNITS)
def test_a_second_unit_stays_out_by_parameter_and_by_what_the_viewer_may_see(given, name):
    ask = given(**TWO_UNITS)
    one, both = ask(name, units=BOTH[:1], **MONTHS), ask(name, units=BOTH, **MONTHS)
    assert one and one != both
    manager = given("unit_manager:unit-a", **TWO_UNITS)
    assert manager(name, units=BOTH, **MONTHS) == one
    nobody = given("unit_manager", **TWO_UNITS)
    assert nobody(name, units=BOTH, **MONTHS) == ask(name, units=(), **MONTHS)
    assert nobody(name, units=BOTH, **MONTHS) != one


@pytest.mark.parametrize(("name", "part"), [pair for name in NAMES for pair in parts_of(name)])
def test_every_part_that_a_header_names_has_its_groups(given, name, part):
    asked = given(**TWO_UNITS)(name, "part group_name", units=BOTH, parts=(part,), **MONTHS)
    assert {group for _, group in asked} == GROUPS_OF[part]
    assert {part for part, _ in asked} == {part}


@pytest.mark.parametrize("name", OF_UNITS)
def test_without_any_data_there_is_no_group(given, name):
    rows = given()(name)
    if name == "word_of_mouth/outcomes":  # always one row: of nothing, nothing became anything
        assert rows == [(0, 0, 0, 0, False)]
    else:
        assert rows == []

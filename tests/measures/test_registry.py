"""The registry promises what its cards say: groups that answer, columns that exist, sources, review dates."""

import datetime as dt

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.contracts.registry import DATASETS
from dashboard.errors import WrongUsage
from dashboard.measures import registry
from dashboard.measures.backlog import AGE_BANDS
from dashboard.measures.registry import MEASURES
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.marts import extract, small_mart

THIS_MONTH = dt.date(2026, 11, 30)
EVERY = pytest.mark.parametrize("name", MEASURES)

# Two of everything, the first in unit-a and the second in unit-b: a group has both, a filter one.
PLACES = {
    "unit": ("unit-a", "unit-b"),
    "department": ("Medicine", "Surgery"),
    "site": ("North", "South"),
    "month": ("2026-02", "2026-03"),
    "source_system": ("source", "other"),
}
COMPLAINT_VALUES = {
    "channel": ("in_person", "phone"),
    "contact_type": ("complaint", "grievance"),
    "severity_hcat": ("1", "3"),
    "complexity": ("basic", "complex"),
    "outcome": ("upheld", "not_upheld"),
    "age_band": ("18-25", "26-55"),
    "ethnicity_group": ("one", "two"),
    "preferred_language": ("English", "Spanish"),
    "complainant_status": ("patient", "carer"),
    "service_area": ("inpatient", "outpatient"),
    "profession": ("medical", "nursing"),
    "recovery_model": ("LEAD", "ACT"),
    "stage": ("first", "second"),
    "status": ("closed", "withdrawn"),
    "perceived_only": ("true", "false"),
}
SURVEY_VALUES = {
    "instrument": ("FFT", "local"),
    "mode": ("sms", "phone"),
    "age_band": ("18-25", "26-55"),
    "ethnicity_group": ("one", "two"),
    "preferred_language": ("English", "Spanish"),
    "posted_online": ("true", "false"),
}
ARMS = {"arm": ("recovered", "no_problem")}


SUBJECTS = {"subject": ("Quality", "Safety")}  # both of HCAT, each the only one of its complaint
NOTICE = ("notice_contact", "notice_steps", "notice_results", "notice_date")
OF_ONE_TYPE = ("resolved_first_contact", "notice_complete")
"""Measures of concerns and of grievances: asked of both types here, as a user may."""


def table(columns, *rows):
    """An ASCII table of columns given as (name, value of the row)."""
    lines = [" | ".join(columns), *(" | ".join(row) for row in rows)]
    return "\n".join(lines)


def complaints(which):
    known = {
        "unit_id": PLACES["unit"][which],
        "received_at": f"{PLACES['month'][which]}-05 09:00:00",
        "first_action_at": f"{PLACES['month'][which]}-05 09:10:00",
        "response_sent_at": f"{PLACES['month'][which]}-08",
        "due_date": f"{PLACES['month'][which]}-09",
        "first_closed_at": f"{PLACES['month'][which]}-07",
        "reopened_at": f"{PLACES['month'][which]}-08",
        "resolved_first_contact": "true",
        **dict.fromkeys(NOTICE, "true"),
        "closed_at": f"{PLACES['month'][which]}-09",
        "acknowledged_at": f"{PLACES['month'][which]}-06",
        "satisfaction_handling": "5",
    } | {name: values[which] for name, values in COMPLAINT_VALUES.items()}
    return table(known, known.values())


def surveys(which):
    known = {
        "unit_id": PLACES["unit"][which],
        "event_date": f"{PLACES['month'][which]}-05",
        "fft": "1",
        "would_return": "5",
        "ltr_0_10": "3",
    } | {name: values[which] for name, values in SURVEY_VALUES.items()}
    arms = {"had_problem": ("true", "false"), "problem_resolved": ("fully", "")}
    rows = [(*known.values(), *(v[arm] for v in arms.values())) for arm in (0, 1, 1)]
    dissatisfied = [
        tuple("5" if name == "fft" else value for name, value in zip(known, row, strict=False))
        + row[len(known) :]
        for row in rows[-1:]
    ]
    return table((*known, *arms), *rows[:-1], *dissatisfied)


def issues(which):
    return table(
        ("complaint_id", "code", "is_primary"),
        (f"complaints-{which}-2", SUBJECTS["subject"][which], "true"),
    )


@pytest.fixture(scope="module")
def ask():
    units = table(
        ("unit_id", "unit_name", "department", "site"),
        ("unit-a", "Ward A", "Medicine", "North"),
        ("unit-b", "Ward B", "Surgery", "South"),
    )
    activity = table(
        ("unit_id", "month", "discharges"),
        ("unit-a", "2026-02", "100"),
        ("unit-b", "2026-03", "100"),
    )
    activity = activity.replace("-02 |", "-02-01 |").replace("-03 |", "-03-01 |")
    mart = small_mart(
        (extract("units", 0), units),
        (extract("activity", 0), activity),
        *(
            (extract(dataset, which, source_system=PLACES["source_system"][which]), rows(which))
            for dataset, rows in (
                ("complaints", complaints),
                ("complaint_issues", issues),
                ("surveys", surveys),
            )
            for which in (0, 1)
        ),
    )
    return remembering(mart.ask(parse_viewer("executive")))


def remembering(ask):
    """Many tests ask the same: an answer is fetched once."""
    answers = {}

    def answer(name, /, **params):
        asked = (name, *sorted(params.items()))
        if asked not in answers:
            answers[asked] = ask(name, **params)
        return answers[asked]

    return answer


def values_of(name, column):
    """The two values of a column, or group, in what the measure is about."""
    is_of_surveys = "complaints" not in MEASURES[name].needs
    own = SURVEY_VALUES | ARMS if is_of_surveys else COMPLAINT_VALUES | SURVEY_VALUES
    if not is_of_surveys and column in COMPLAINT_VALUES:
        own = COMPLAINT_VALUES
    own = own | SUBJECTS
    renamed = {"severity": "severity_hcat", "unit_id": "unit"}.get(column, column)
    return (PLACES | own)[renamed]


def answered(ask, name, **chosen):
    is_of_a_type = "contact_type" in {column for column, _ in chosen.get("where", ())}
    if name in OF_ONE_TYPE and not is_of_a_type:
        chosen = {"contact_types": COMPLAINT_VALUES["contact_type"]} | chosen
    return registry.answer(name, ask, Selection(**chosen), Standards()).rows


def pairs(of):
    return [(name, value) for name, measure in MEASURES.items() for value in of(measure)]


@EVERY
def test_a_card_is_whole(name):
    measure = MEASURES[name]
    assert measure.name == name and measure.name.isidentifier()
    assert measure.question.endswith("?") and measure.question[0].isupper()
    assert measure.title and measure.formula and measure.guard and measure.unit
    assert measure.applies_to and measure.floor_n_of and measure.version
    assert measure.direction in ("higher", "lower", "none")
    assert measure.excluded and all(what and why for what, why in measure.excluded)


@EVERY
def test_its_source_is_one_a_reader_can_find_and_its_review_lies_ahead(name):
    measure = MEASURES[name]
    assert measure.source and ".md" not in measure.source
    assert measure.next_review > THIS_MONTH


@EVERY
def test_it_needs_columns_that_the_contract_has(name):
    for dataset, columns in MEASURES[name].needs.items():
        assert columns and set(columns) <= set(DATASETS[dataset].by_name)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "group"), pairs(lambda measure: measure.groups))
def test_each_of_its_groups_is_really_answered(ask, name, group):
    found = {row.group for row in answered(ask, name, by=group)}
    if (name, group) == ("open_cases", "age_band"):
        assert found == set(AGE_BANDS)  # days waited, not the patient's age
    else:
        assert found - {"UNASSIGNED"} == set(values_of(name, group))


SPLITS_ARMS = {"arm", "had_problem", "problem_resolved"}
"""Filters that leave an arm out: a test of its own, since both units have every arm."""
OF_SUBJECTS = {"taxonomy", "is_primary"}
"""Filters that both units pass: tests of their own in test_subjects.py."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "column"),
    pairs(lambda measure: sorted(set(measure.columns) - SPLITS_ARMS - OF_SUBJECTS)),
)
def test_each_of_its_columns_really_filters(ask, name, column):
    first, _ = values_of(name, column)
    kept = answered(ask, name, by="unit", where=((column, first),))
    whole = answered(ask, name, by="unit")
    own = [row for row in kept if row.group == "unit-a"]
    assert own and all(row in whole for row in own)
    assert not [row for row in kept if row.group == "unit-b" and row.n and row.numerator]


@pytest.mark.parametrize("column", sorted(SPLITS_ARMS))
def test_a_filter_of_an_arm_leaves_the_other_arm_out(ask, column):
    value = {"arm": "recovered", "had_problem": "true", "problem_resolved": "fully"}[column]
    rows = answered(ask, "recommend", where=((column, value),))
    assert [(row.more["instrument"], row.n) for row in rows] == [("local", 1), ("FFT", 1)]


@EVERY
def test_its_rows_have_what_its_json_promises_and_leave_out_only_what_the_card_names(ask, name):
    measure = MEASURES[name]
    rows = answered(ask, name)
    assert rows
    for row in rows:
        assert set(measure.more_in_json) <= set(row.more)
        assert set(row.excluded) <= {what for what, _ in measure.excluded}


@EVERY
def test_only_a_measure_that_says_so_adds_up_over_units(ask, name):
    if MEASURES[name].sums_over_units:
        (whole,) = answered(ask, name)
        assert sum(row.value for row in answered(ask, name, by="unit")) == whole.value


def test_an_unknown_measure_group_or_column_is_answered_with_those_there_are(ask):
    with pytest.raises(WrongUsage, match="Measures are: time_to_resolution, resolved_within"):
        answered(ask, "satisfaction")
    with pytest.raises(WrongUsage, match="Groups are: unit, department, site, month"):
        answered(ask, "recommend", by="channel")
    with pytest.raises(WrongUsage, match="Columns are: contact_type, instrument"):
        answered(ask, "capture_ratio", where=(("channel", "web"),))

"""A unit manager's answers come from their own units alone: other units' rows change nothing."""

import json
from dataclasses import replace

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.mart import catalog
from tests.measures.command_line import import_all, said
from tests.measures.questions import GROUPS, WORD_OF_MOUTH, day, wheres_of
from tests.measures.random_stores import store_of
from tests.measures.test_twins import WARDS, asked_of, choices

pytestmark = pytest.mark.slow  # many stores of random rows

OWN = {"W1", "Ward One", "W5"}  # W5 lies below W1
MANAGER = ("--as", "unit_manager:W1")
OF_VIEWERS = [
    name for name in catalog.names() if "hospital" not in name and not name.startswith("methods/")
]
"""Queries that answer by viewer; the others tell sources, the publication or guarded totals."""

IDS = {"complaints": "complaint_id", "surveys": "response_id"}


def with_other_neighbors(extracts, others):
    """The same rows of the own units, beside quite other rows of all other units."""
    own_ids = {
        row["complaint_id"] for extract in extracts if extract.dataset == "complaints"
        for row in extract.rows if row["unit_id"] in OWN
    }  # fmt: skip
    for extract, other in zip(extracts, others, strict=True):
        if extract.dataset in ("complaints", "surveys", "activity"):
            own = [row for row in extract.rows if row["unit_id"] in OWN]
            foreign = [
                renamed(row, extract.dataset) for row in other.rows if row["unit_id"] not in OWN
            ]
            yield replace(extract, rows=own + foreign)
        elif extract.dataset == "complaint_issues":
            own = [row for row in extract.rows if row["complaint_id"] in own_ids]
            foreign = [renamed(row, "complaints") for row in other.rows]
            yield replace(extract, rows=own + foreign)
        else:
            yield extract


def renamed(row, dataset):
    """Ids of their own: the same id of another unit would be the same complaint, moved."""
    name = IDS.get(dataset)
    return row | {name: f"other-{row[name]}"} if name else row


@pytest.fixture(scope="module")
def neighbors(hospital, tmp_path_factory):
    """Two hospitals that differ only in the rows of units that the manager does not see."""
    changed = list(with_other_neighbors(store_of(1), store_of(99)))
    return hospital(1), import_all(changed, tmp_path_factory.mktemp("neighbors"))


def asked(name):
    yield ()
    yield from (("--by", by) for by in ("unit", "month", GROUPS[name][4 % len(GROUPS[name])]))
    yield ("--as-of", "2026-01-12")
    yield ("--from", str(day("2025-11-03")), "--audience", "board")
    column, value = wheres_of(name)[0][0]
    yield ("--where", f"{column}={value}")


@pytest.mark.parametrize("name", GROUPS)
def test_no_answer_to_a_manager_changes_with_the_rows_of_other_units(neighbors, name):
    one, other = neighbors
    for options in asked(name):
        found, expected = (each.measure(name, *options, *MANAGER) for each in neighbors)
        assert rounded(found) == rounded(expected)
    assert one.measure(name, "--by", "month") != other.measure(name, "--by", "month")


@pytest.mark.parametrize("name", OF_VIEWERS)
def test_no_query_of_a_page_gives_a_manager_anything_of_other_units(neighbors, name):
    viewer = parse_viewer("unit_manager:W1")
    for given in choices():
        asked = given | places() | {
            "parts": ("all", "unit", "month"), "standard_days": 7, "is_internal": True, "measures": tuple(GROUPS),
            "soon_days": 7, "cases_n": 1000, "days": 7, "within_days": 180, "max_unknown_share": 0.05,
        }  # fmt: skip
        answers = [
            hospital.mart.query(name, viewer, **asked_of(hospital.mart, viewer, name, asked))
            for hospital in neighbors
        ]
        if name == "filters/case_groups":  # numbers of kinds mean nothing outside their own mart
            assert answers[0].num_rows == answers[1].num_rows
            continue
        one, other = (answer.to_pylist() for answer in answers)
        if name.startswith("publications/"):  # rows to be compared come in no order
            one, other = sorted(one, key=repr), sorted(other, key=repr)
        assert rounded(one) == rounded(other)


def rounded(answer):
    """Sums of weights in another order differ in the last digits."""
    return json.loads(
        json.dumps(answer, default=str), parse_float=lambda text: f"{float(text):.9g}"
    )


def places():
    """Every source, unit and month, side by side, as rows are asked for to be compared."""
    every = [
        (source, unit, f"{year}-{month:02}-01")
        for source in sorted({extract.source for extract in store_of(1)})
        for unit in WARDS
        for year, month in ((2025, 11), (2025, 12), (2026, 1), (2026, 2))
    ]
    return dict(zip(("sources", "unit_ids", "months"), zip(*every, strict=True), strict=True))


@pytest.mark.parametrize("name", GROUPS)
def test_a_manager_of_nothing_hears_nothing(hospital, name):
    for row in hospital(1).measure(name, "--as", "unit_manager")["rows"]:
        assert not row["n"] and not row["numerator"] and row["value"] in (None, 0)
        assert row["excluded"] == {}


@pytest.mark.parametrize("name", WORD_OF_MOUTH)
def test_a_manager_s_total_is_that_of_their_own_units(hospital, name):
    given = hospital(1)
    (mine,) = given.measure(name, *MANAGER)["rows"]
    (own,) = given.measure(name, "--unit", "W1")["rows"]
    assert mine == own


def test_another_manager_s_unit_is_as_unknown_as_one_that_does_not_exist(hospital):
    texts = [
        said("measure", "open_cases", "--store", hospital(1).uri, "--unit", unit, *MANAGER)
        for unit in ("W2", "no such")
    ]
    assert [code for code, _, _ in texts] == [2, 2]
    assert texts[0][2].replace("W2", "?") == texts[1][2].replace("no such", "?")
    assert "W1, W5" in texts[0][2] and "DIV" not in texts[0][2]

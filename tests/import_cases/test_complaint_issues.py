"""Subjects of complaints: spellings, taxonomies, orphans, and the way from a file to a measure."""

import json

import pytest

from dashboard.__main__ import run
from dashboard.contracts.taxonomies import HCAT, KO41A, TAXONOMIES
from dashboard.extracts.spelling import code_of
from tests.import_cases.conftest import table

pytestmark = pytest.mark.slow  # a store and its marts for each

CASES = [{"complaint_id": f"C{n}"} for n in range(1, 4)]


@pytest.fixture
def store(tmp_path, capsys):
    """Import rows of a dataset into one store; gives the exit code and the report."""
    address = str(tmp_path / "store")

    def imported(dataset, *rows, source="desk", options=()):
        file = tmp_path / f"{dataset}.csv"
        file.write_text(table(dataset, *rows), encoding="utf-8")
        capsys.readouterr()
        code = run(["import", str(file), "--store", address, "--as-of", "2024-06-30", "--json",
                    "--dataset", dataset, "--source", source, *options])  # fmt: skip
        return code, json.loads(capsys.readouterr().out or "{}")

    def measured(name, *options):
        capsys.readouterr()
        assert run(["measure", name, "--store", address, "--json", *options]) == 0
        return json.loads(capsys.readouterr().out)["rows"]

    imported.measured = measured
    return imported


@pytest.mark.parametrize(
    ("taxonomy", "text", "code"),
    [
        ("HCAT", "Communication", "Communication"),
        ("HCAT", "COMMUNICATIONS", "Communication"),
        ("HCAT", "institutional_processes", "Institutional processes"),
        ("HCAT", "Respect and Patient Rights", "Respect & patient rights"),
        ("KO41a", "Communication", "Communications"),
        ("KO41a", "values & behaviours", "Values and Behaviours"),
        ("KO41a", "Subject_Area_Patient_Care_Including_Nutrition_Hydration",
         "Patient Care incl. Nutrition/Hydration"),
        ("KO41a", "Admissions, Discharges and Transfers", None),
        ("KO41a", "Safety", None),
        ("local", "Parking", None),
        ("pigeon", "Parking", None),
    ],
)  # fmt: skip
def test_a_code_is_known_in_any_spelling_of_its_own_taxonomy(taxonomy, text, code):
    assert code_of(taxonomy, text) == code


def test_the_taxonomies_are_those_that_were_published():
    assert len(HCAT) == 7  # Gillespie & Reader 2016
    assert [subject.domain for subject in HCAT].count("Clinical") == 2
    assert [subject.domain for subject in HCAT].count("Management") == 2
    assert len(KO41A) == 20  # NHS England Digital, KO41a 2024-25
    for taxonomy, subjects in TAXONOMIES.items():
        spelled = [(s.code, word) for s in subjects for word in (s.code, *s.spellings)]
        assert all(code_of(taxonomy, word) == code for code, word in spelled)


def test_any_spelling_is_stored_as_the_taxonomy_s_own(store):
    store("complaints", *CASES)
    code, report = store(
        "complaint_issues",
        {"code": "communication"}, {"code": "QUALITY", "complaint_id": "C2"},
        {"code": "Own words", "taxonomy": "local", "complaint_id": "C3"},
    )  # fmt: skip
    assert (code, report["accepted"], report["findings"]) == (0, 3, {})
    found = {row["group"]: row["numerator"] for row in store.measured("complaints_by_subject")}
    assert found == {"HCAT: Quality": 1, "HCAT: Communication": 1, "local: Own words": 1}


def test_a_code_of_another_taxonomy_is_refused_and_named(store):
    store("complaints", *CASES)
    code, report = store("complaint_issues", {"code": "Waiting Times"}, {})
    assert code == 1
    assert "code_not_in_taxonomy once" in report["message"]


def test_a_subject_of_an_unknown_complaint_is_told_and_counts_when_it_comes(store):
    store("complaints", *CASES)
    code, report = store("complaint_issues", {}, {"complaint_id": "C9"})
    assert (code, report["accepted"]) == (0, 2)
    assert report["findings"] == {"complaint_not_known": 1}
    assert store.measured("complaints_by_subject")[0]["numerator"] == 1
    store("complaints", {"complaint_id": "C9"})
    assert store.measured("complaints_by_subject")[0]["numerator"] == 2


def test_a_complaint_of_another_source_is_not_the_one(store):
    store("complaints", *CASES)
    _, report = store("complaint_issues", {}, source="portal")
    assert report["findings"] == {"complaint_not_known": 1}
    row = store.measured("complaints_by_subject")[0]
    assert (row["n"], row["note"]) == (0, "no data")


def test_without_any_complaints_every_subject_is_an_orphan(store):
    _, report = store("complaint_issues", {}, {"complaint_id": "C2"})
    assert report["findings"] == {"complaint_not_known": 2}


def test_there_is_no_period_to_replace(store):
    code, report = store(
        "complaint_issues", {}, options=("--mode", "replace_period", "--period-start", "2024-01-01")
    )
    assert code == 1
    assert "have no period" in report["message"]


def test_without_subjects_the_measure_is_not_measurable(store):
    store("complaints", *CASES)
    (row,) = store.measured("complaints_by_subject")
    assert row["note"] == "not measurable: no source sends complaint_issues"

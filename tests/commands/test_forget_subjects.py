"""What a complaint was about goes with it: `forget` and `purge` erase its subjects everywhere."""

import json

import pytest

from dashboard.__main__ import run
from dashboard.store.store import open_store
from tests.import_cases.conftest import table
from tests.store.remains import remains

pytestmark = pytest.mark.slow  # a store and its marts for each

SECRET = "SECRET-77"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(tmp_path / "marts"))
    return tmp_path


@pytest.fixture
def store(place):
    """Complaints of two sources and what they are about, with their marts."""
    for source in ("desk", "portal"):
        for dataset, rows in (
            ("complaints", [{"complaint_id": SECRET}, {"complaint_id": f"{source}-1"}]),
            (
                "complaint_issues",
                [
                    {"complaint_id": SECRET},
                    {"complaint_id": SECRET, "code": "Safety"},
                    {"complaint_id": f"{source}-1"},
                ],
            ),
        ):
            file = place / "rows.csv"
            file.write_text(table(dataset, *rows), encoding="utf-8")
            options = ("--dataset", dataset, "--source", source, "--as-of", "2024-06-30")
            assert run(["import", str(file), *options, "--store", str(place / "store")]) == 0
            file.unlink()
    return open_store(str(place / "store"))


def subjects(store, capsys):
    capsys.readouterr()
    assert run(["measure", "complaints_by_subject", "--store", store.uri, "--json"]) == 0
    return {row["group"]: row["numerator"] for row in json.loads(capsys.readouterr().out)["rows"]}


def test_a_forgotten_complaint_s_subjects_are_gone_from_store_and_marts(store, place, capsys):
    assert subjects(store, capsys) == {"Quality": 4, "Safety": 2}
    assert len(remains(SECRET, place)) > 2
    assert run(["forget", "--complaint", SECRET, "--store", store.uri, "--yes"]) == 0
    assert remains(SECRET, place) == []
    assert subjects(store, capsys) == {"Quality": 2}


def test_a_complaint_of_one_source_takes_the_subjects_of_that_source_alone(store, capsys):
    forgotten = ("forget", "--complaint", SECRET, "--source", "desk")
    assert run([*forgotten, "--store", store.uri, "--yes"]) == 0
    assert subjects(store, capsys) == {"Quality": 3, "Safety": 1}


@pytest.mark.slow
def test_a_purged_extract_of_subjects_leaves_its_complaints(store, place, capsys):
    extract = next(e for e in store.extracts() if e.dataset == "complaint_issues")
    assert run(["purge", extract.extract_id, "--store", store.uri, "--yes"]) == 0
    assert subjects(store, capsys) == {"Quality": 2, "Safety": 1}
    capsys.readouterr()
    assert run(["measure", "time_to_resolution", "--store", store.uri, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["n"] == 4


def test_subjects_that_came_without_their_complaint_can_be_forgotten_too(place, capsys):
    file = place / "rows.csv"
    file.write_text(table("complaint_issues", {"complaint_id": SECRET}), encoding="utf-8")
    store = str(place / "store")
    options = ("--dataset", "complaint_issues", "--source", "desk", "--as-of", "2024-06-30")
    assert run(["import", str(file), *options, "--store", store]) == 0
    file.unlink()
    other = ("forget", "--complaint", SECRET, "--source", "portal", "--store", store, "--yes")
    assert run([*other]) == 1
    assert run(["forget", "--complaint", SECRET, "--store", store, "--yes"]) == 0
    assert remains(SECRET, place) == []


def test_what_an_expired_complaint_was_about_expires_with_it(place, monkeypatch):
    store = str(place / "store")
    for dataset, rows in (
        ("complaints", [
            {"complaint_id": SECRET, "received_at": "2019-01-02", "closed_at": "2019-01-09"},
            {"complaint_id": "kept"},
        ]),
        ("complaint_issues", [{"complaint_id": SECRET}, {"complaint_id": "kept"}]),
    ):  # fmt: skip
        file = place / "rows.csv"
        file.write_text(table(dataset, *rows), encoding="utf-8")
        options = ("--dataset", dataset, "--source", "desk", "--as-of", "2024-06-30")
        assert run(["import", str(file), *options, "--store", store]) == 0
        file.unlink()
    monkeypatch.setenv("DASHBOARD_RETENTION_MONTHS", "60")
    assert run(["forget", "--expired", "--store", store, "--yes"]) == 0
    assert remains(SECRET, place) == []
    with_rows = {e.dataset: e.extract_id for e in open_store(store).extracts()}
    kept = open_store(store).parquet_files("complaint_issues", [with_rows["complaint_issues"]])
    assert kept

"""A template names what the contract names, and imports when it is filled in without a profile."""

import csv
import io
from datetime import date, datetime

import duckdb
import pytest
import python_calamine

from dashboard.__main__ import run
from dashboard.contracts.registry import DATASETS
from dashboard.extracts.intake import Request, check_file
from dashboard.proposals import templates

EVERY = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
AS_OF = date(2026, 12, 31)


def sheets(content):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@EVERY
def test_both_files_have_the_columns_of_the_contract_in_its_order(dataset):
    names = [column.name for column in dataset.columns if column.name != "free_text"]
    text = templates.csv(dataset).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [names]
    assert sheets(templates.workbook(dataset))[dataset.name] == [names]


@EVERY
def test_the_second_sheet_describes_every_column(dataset):
    header, *rows = sheets(templates.workbook(dataset))["Columns"]
    assert tuple(header) == templates.DESCRIBED
    described = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    for column in templates.columns_of(dataset):
        said = described[column.name]
        assert (said["required"] == "yes") == column.required
        assert said["meaning"] == column.description
        assert all(value in said["allowed values"] for value in column.allowed)
        assert said["example"]
    ruled = {rule.columns[0] for rule in dataset.rules} - {"patient_link_key"}
    assert all(described[name]["rules"] for name in ruled)


@EVERY
def test_the_examples_are_values_that_import(dataset, tmp_path):
    """But for the endings that contradict each other in one row, which the rules then name."""
    given = {c.name: templates.example(c) for c in templates.columns_of(dataset)}
    for name in (
        "first_closed_at",
        "reopened_at",
        "reopened_count",
        "closed_at",
        "patient_link_key",
    ):
        given.pop(name, None)
    path = tmp_path / "example.csv"
    path.write_text("\n".join(";".join(f'"{x}"' for x in row) for row in (given, given.values())))
    report = check_file(Request(path, AS_OF, dataset=dataset.name, source_system="t"), None).report
    assert (report.accepted, report.refused) == (1, 0), report.findings


@EVERY
def test_coded_columns_of_the_sheet_offer_their_values(dataset):
    listed = sheets(templates.workbook(dataset))["Allowed values"]
    for place, column in enumerate(c for c in templates.columns_of(dataset) if c.allowed):
        texts = [row[place] for row in listed if row[place] != ""]
        assert texts == [column.name, *column.allowed]


@pytest.mark.slow
@pytest.mark.parametrize("name", DATASETS)
def test_a_template_filled_with_the_sample_imports_without_a_profile(name, tmp_path):
    dataset = DATASETS[name]
    rows = _sample(dataset, 300)
    header = next(csv.reader(io.StringIO(templates.csv(dataset).decode("utf-8-sig"))))
    path = tmp_path / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_text(row.get(column)) for column in header] for row in rows)
    report = check_file(Request(path, AS_OF, dataset=name, source_system="sample"), None).report
    assert (report.rows_in, report.refused) == (len(rows), 0), report.findings


def test_the_verb_writes_both_kinds_and_refuses_others(tmp_path, capsys):
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"surveys.{ending}"
        assert run(["template", "surveys", str(out)]) == 0
        assert str(out) in capsys.readouterr().err
    assert (tmp_path / "surveys.csv").read_bytes() == templates.csv(DATASETS["surveys"])
    (tmp_path / "surveys.csv").write_text("filled in")
    assert run(["template", "surveys", str(tmp_path / "surveys.csv")]) == 2
    assert "--replace" in capsys.readouterr().err
    assert (tmp_path / "surveys.csv").read_text() == "filled in"
    assert run(["template", "surveys", str(tmp_path / "surveys.csv"), "--replace"]) == 0
    assert (tmp_path / "surveys.csv").read_bytes() == templates.csv(DATASETS["surveys"])
    assert run(["template", "surveys", str(tmp_path / "surveys.pdf")]) == 2
    assert ".csv or .xlsx" in capsys.readouterr().err
    assert run(["template", "wards", str(tmp_path / "wards.csv")]) == 2
    assert "complaints" in capsys.readouterr().err
    assert run(["template", "units", str(tmp_path / "absent" / "units.csv")]) == 2
    assert "can't be written" in capsys.readouterr().err


def _sample(dataset, rows_n):
    relation = duckdb.sql(f"select * from 'sample_data/{dataset.name}.parquet' limit {rows_n}")
    names = relation.columns
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def _text(value):
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    return "" if value is None else str(value)

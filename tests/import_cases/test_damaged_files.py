"""What mutations of real files found (see tests/fuzz), each in small."""

import csv
from time import process_time

import pytest

from dashboard.extracts.archive import extract_member, tables_in
from dashboard.extracts.findings import masked
from dashboard.settings import load
from dashboard.uploads.job import create
from dashboard.uploads.looking import Reading
from dashboard.uploads.work import main
from tests.import_cases.conftest import table
from tests.import_cases.making import zipped

MONTHS = (
    'dataset = "activity"\nsource_system = "x"\n[columns]\nunit_id = "A"\nmonth = "{}"\n'
    'discharges = "B"\n'
)


def test_a_header_that_is_data_is_no_formula_beside_the_rule(trial, tmp_path):
    out = tmp_path / "annotated.csv"
    profile = MONTHS.format("-73.94)")
    trial("A,-73.94),B\nW1,soon,3\n", profile, "--annotated", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header[1] == "'-73.94)"
    assert row[3] == "'-73.94): unreadable_date"


@pytest.mark.parametrize(
    "filling", ["x", "9", "1-", "a@b.cd ", "a.", "é ", "x" * 998 + " 9434765919"]
)
def test_a_cell_of_a_million_characters_is_masked_at_once(filling):
    began = process_time()
    text = masked(filling * (1_000_000 // len(filling)))
    assert process_time() - began < 1
    assert len(text) <= 40
    assert "b.cd" not in text
    assert "943476" not in text


def test_an_address_and_a_number_are_hidden_wherever_they_begin():
    assert masked("write to a.b@c.example, not 943 476 5919") == "write to •••, not ••• ••• ••19"
    assert masked("a@b@c.example") == "a@•••"


@pytest.mark.parametrize("filling", ["x", "word ", '";', "a,"])
def test_a_text_where_the_header_belongs_refuses_the_file_with_its_line(rows, trial, filling):
    text = table("complaints", {})
    header, row = text.splitlines()
    found = trial(
        f'{header},"{filling * 300_000}\n{row}\n', None, "--dataset", "complaints", "--source", "x"
    )
    assert found.exit_code == 1
    assert "Line 1 is too long for a header" in found.message


def test_a_long_name_of_a_column_is_cut_where_it_is_told(trial):
    name = "How was it? " * 40
    profile = MONTHS.format(name.strip())
    found = trial(f"A,{name},B\nW1,soon,3\n", profile)
    assert found.report["findings"] == {"unreadable_date": 1}
    assert len(found.findings[0]["column"]) == 200
    assert "(in 'How was it? How was it?" in found.message
    assert len(found.message) < 400


def test_a_column_that_is_missing_is_asked_for_with_a_short_list_of_those_there(trial):
    header = ",".join(f"field {number}" for number in range(100))
    found = trial(f"{header}\n{'1,' * 99}1\n", None, "--dataset", "activity", "--source", "x")
    assert "Rows of activity need 'unit_id', 'month'" in found.message
    assert "field 29 and 70 more." in found.message
    assert "on the upload page" in found.message


@pytest.mark.parametrize("letter", ["x", "病"])
def test_a_member_whose_name_is_too_long_for_a_folder_is_unpacked_under_its_end(tmp_path, letter):
    archive, member = tmp_path / "two.zip", letter * 300 + ".csv"
    archive.write_bytes(zipped({member: b"a,b", "other.csv": b"a,b"}))
    assert tables_in(archive) == [member, "other.csv"]
    unpacked = extract_member(archive, member, tmp_path)
    assert (unpacked.name, unpacked.read_bytes()) == (letter * 46 + ".csv", b"a,b")


@pytest.mark.slow
def test_a_table_of_two_thousand_columns_is_looked_at(tmp_path):
    names = [f"Column {number}" for number in range(2000)]
    lines = [names, *([str(line)] * 2000 for line in range(300, 0, -1))]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    job = create(tmp_path / "uploads", path.name, path.read_bytes())
    job.keep("settings", load(store=None))
    job.keep("reading", Reading({}))
    assert main(str(job.folder), "look") == 0
    head = job.kept("looked").head
    assert head.column("line").to_pylist() == list(range(2, 202))
    assert head.column("c0")[0].as_py() == "300"

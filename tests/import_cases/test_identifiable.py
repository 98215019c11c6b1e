"""What may identify a person is refused before it is stored, shown nowhere, and rarely suspected wrongly."""

import hashlib
import hmac
import json
import random
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from dashboard.__main__ import run
from dashboard.contracts.registry import DATASETS
from dashboard.contracts.rules.identifiable import RULE_IDS
from dashboard.extracts import identifiable
from dashboard.extracts.linking import in_one_form, link_of
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.profile import Mapping
from dashboard.mart import locate
from dashboard.settings import ROOT
from tests.import_cases.conftest import GOOD, table
from tests.store.remains import remains

CONNECTION = duckdb.connect()
CASES = [f"C{number:05}" for number in range(50)]
PHONE_SHAPED = [f"617-555-{number:04}" for number in range(50)]


def found(values, column="complaint_id", dataset="complaints", mapping=None):
    """What the search finds in a column of these values: value → rule."""
    with CONNECTION.cursor() as con:
        texts = pa.table(
            {
                "line": list(range(2, len(values) + 2)),
                f"raw_{column}": pa.array(values, pa.string()),
            }
        )
        con.register("mapped", texts)
        columns = {column: mapping or Mapping(columns=("any",))}
        identifiable.find(con, Mapped(DATASETS[dataset], columns, 0))
        return dict(
            con.execute(
                f"select raw_{column}, rule_id from identifiable join mapped using (line)"
            ).fetchall()
        )


def nhs_number(rng):
    """A number whose check digit is right, by the NHS's own description of modulus 11."""
    while True:
        digits = [rng.randrange(4, 8), *(rng.randrange(10) for _ in range(8))]
        check = (
            11
            - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
            % 11
        )
        if check != 10:
            return "".join(map(str, [*digits, check % 11]))


@pytest.mark.parametrize(
    ("value", "rule_id"),
    [
        ("943 476 5919", "nhs_number"), ("9434765919", "nhs_number"), ("943-476-5919", "nhs_number"),
        ("Jane Doe", "person_name"), ("DOE, Jane", "person_name"), ("Mrs O’Brien", "person_name"),
        ("José Ortega y Gasset", "person_name"), ("jane.doe@example.org", "email_address"),
        ("+44 7700 900123", "phone_number"), ("07700 900123", "phone_number"),
        ("07700900123", "phone_number"), ("(617) 555-0123", "phone_number"),
        ("617-555-0123", "phone_number"), ("MRN 0012345", "record_number"),
        ("mrn0012345", "record_number"), ("Hospital No. 4711", "record_number"),
        ("219-09-9999", "record_number"),
    ],
)  # fmt: skip
def test_one_identity_among_ids_of_cases_is_found(value, rule_id):
    assert found([*CASES, value]) == {value: rule_id}


@pytest.mark.parametrize(
    "value",
    ["9434765918", "C-2024/001", "2024-000123", "0000000000", "101002345678", "24-0017", "A B1"],
)
def test_an_id_of_another_shape_is_no_identity(value):
    assert found([*CASES, value]) == {}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("unit_id", ["Ward A", "St Mary's", "Dr Patel Clinic", "A&E (Level 1)", "Jane Ashley Ward", "RJ122"]),
        ("ethnicity_group", ["White - British", "Black, Caribbean", "Any other ethnic group"]),
        ("preferred_language", ["English", "Chinese, Mandarin", "British Sign Language"]),
        ("stage", ["Stage 2", "Local resolution", "Ombudsman"]),
        ("free_text", ["My mum Jane Doe waited 12345 minutes", "on 2024-03-01 10:00:00", "paid 100 200 3000"]),
    ],
)  # fmt: skip
def test_words_where_words_belong_are_no_names(column, values):
    assert found(values, column) == {}


@pytest.mark.parametrize(
    ("column", "value", "rule_id"),
    [
        ("unit_id", "Mrs Jane Doe", "person_name"), ("unit_id", "943 476 5919", "nhs_number"),
        ("ethnicity_group", "Mr Smith", "person_name"), ("stage", "jane@example.org", "email_address"),
        ("free_text", "Call me on 07700 900123, please.", "phone_number"),
        ("free_text", "My number is 943 476 5919.", "nhs_number"),
        ("free_text", "Her MRN: 0012345", "record_number"),
        ("free_text", "Write to jane@example.org", "email_address"),
    ],
)  # fmt: skip
def test_other_columns_are_searched_by_what_they_hold(column, value, rule_id):
    assert found(["Ward A", "Ward B", "Ward C", value], column) == {value: rule_id}


def test_a_column_of_nhs_numbers_is_found_whole():
    rng = random.Random(11)
    numbers = [nhs_number(rng) for _ in range(200)]
    assert found(numbers) == dict.fromkeys(numbers, "nhs_number")
    assert found(numbers[:1]) == {numbers[0]: "nhs_number"}


def test_a_numbering_of_ten_digits_is_not_taken_for_nhs_numbers():
    assert found([str(2_000_000_000 + number) for number in range(500)]) == {}
    assert found(PHONE_SHAPED) == {}  # a whole column of that shape is a numbering


@pytest.mark.parametrize("files_n", [20, pytest.param(1000, marks=pytest.mark.slow)])
def test_generated_ids_raise_a_false_alarm_in_few_small_files_and_in_no_large_one(files_n):
    """Numbers of eight to thirteen digits, drawn and in a row: at most one file in a hundred."""
    alarms = {"small": 0, "large": 0}
    for seed in range(files_n):
        rng = random.Random(seed)
        size, count = rng.choice([("small", 2), ("small", 7), ("large", 30), ("large", 300)])
        digits = rng.choice([8, 9, 10, 10, 10, 12, 13])
        first = rng.randrange(10 ** (digits - 1), 10**digits - 1000)
        drawn = [str(rng.randrange(10 ** (digits - 1), 10**digits)) for _ in range(count)]
        ids = rng.choice([drawn, [str(first + number) for number in range(count)]])
        alarms[size] += bool(found(ids))
    assert alarms["small"] <= files_n / 100 and alarms["large"] == 0


def test_what_the_profile_makes_is_not_searched():
    for made in (Mapping(constant="Jane Doe"), Mapping(hash=("a",)), Mapping(row_number=True)):
        assert found(["Jane Doe"], mapping=made) == {}


# --- on the way to the store ----------------------------------------------------------------------

PERSONS = {
    "complaint_id": "Jane Doe-Secret", "stage": "mrs.secret@example.org", "unit_id": "943 476 5919",
}  # fmt: skip


def test_rows_of_persons_are_refused_and_hidden_in_every_finding(rows):
    persons = [
        {"complaint_id": f"C{n}", name: value} for n, (name, value) in enumerate(PERSONS.items())
    ]
    tried = rows(
        "complaints", {"complaint_id": "good"}, *persons, {"complaint_id": PERSONS["complaint_id"]}
    )
    assert tried.counts == (5, 1, 4, 0)
    assert tried.rows_of("person_name") == ["3", "6"] and tried.rows_of("email_address") == ["4"]
    assert tried.rows_of("nhs_number") == ["5"] and tried.rows_of("duplicate_key") == ["6"]
    shown = str([list(finding.values()) for finding in tried.findings])
    for secret in ("Secret", "secret", "9434", "5919", "476"):
        assert secret not in shown and secret not in tried.message
    fixes = {f["how_to_fix"] for f in tried.findings if f["rule_id"] == "person_name"}
    assert "hmac" in fixes.pop()


def test_an_address_in_a_column_of_codes_is_hidden_too(rows):
    tried = rows("complaints", {"status": "jane.doe@example.org"})
    assert tried.rows_of("unknown_code") == ["2"]
    assert "jane" not in str(tried.findings) and "example" not in str(tried.findings)


@pytest.mark.slow  # builds a mart
def test_nothing_of_a_refused_row_or_an_unmapped_column_gets_into_the_store(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(tmp_path / "place" / "marts"))
    file = tmp_path / "export.csv"
    good = [
        {"complaint_id": f"C{number}", "unit_id": "UNASSIGNED", "diagnosis": "UNMAPPED-1"}
        for number in range(3)
    ]
    file.write_text(table("complaints", *good, {"complaint_id": "Jane Secret", "stage": "x"}))
    options = ["--as-of", "2024-06-30", "--dataset", "complaints", "--source", "s", "--store",
               str(tmp_path / "place" / "store"), "--accept-refused"]  # fmt: skip
    assert run(["import", str(file), *options]) == 0
    assert "1 refused" in capsys.readouterr().err
    for text in ("Secret", "UNMAPPED", "diagnosis"):
        assert remains(text, tmp_path / "place") == []
    assert remains("C2", tmp_path / "place")  # the search does find what is there


# --- link keys ------------------------------------------------------------------------------------

LINKED = "[columns]\n" + "".join(f'{n} = "{n}"\n' for n in GOOD["complaints"]) + (
    'patient_link_key = { hmac = "NHS Number" }\n'
)  # fmt: skip


def test_a_number_links_however_it_is_written():
    same = {
        link_of(text, "key")
        for text in ("943 476 5919", "943-476-5919", "9434765919", "9434765919.0", " ９４３4765919 ", "943\u00a0476\u00a05919")
    }  # fmt: skip
    assert same == {hmac.new(b"key", b"9434765919", hashlib.sha256).hexdigest()}
    assert link_of("943 476 5919", "other key") not in same
    assert in_one_form("rj1-00 12a") == "RJ10012A"


def test_what_is_no_number_links_nobody():
    for text in ("unknown", "N/A", "0000000000", "999 999 9999", "-"):
        assert link_of(text, "key") is None


@pytest.mark.slow  # builds marts
def test_the_number_and_the_key_are_nowhere_in_the_store(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(tmp_path / "place" / "marts"))
    monkeypatch.setenv("DASHBOARD_LINK_KEY", "the-key-of-this-test")
    profile = tmp_path / "linked.toml"
    profile.write_text(LINKED)
    for name, number in (("march", "943 476 5919"), ("april", "943-476-5919")):
        file = tmp_path / f"{name}.csv"
        file.write_text(
            table(
                "complaints", {"complaint_id": name, "unit_id": "UNASSIGNED", "NHS Number": number}
            )
        )
        assert run(["import", str(file), "--as-of", "2024-06-30", "--dataset", "complaints", "--source", "s",
                    "--profile", str(profile), "--store", str(tmp_path / "place" / "store")]) == 0  # fmt: skip
    printed = capsys.readouterr()
    link = hmac.new(b"the-key-of-this-test", b"9434765919", hashlib.sha256).hexdigest()
    stored = [path for path in remains(link, tmp_path / "place") if path.endswith(".parquet")]
    assert len(stored) == 2  # the same person in both
    for text in ("943 476 5919", "9434765919", "943-476-5919", "the-key-of-this-test"):
        assert remains(text, tmp_path / "place") == []
        assert text not in printed.out + printed.err


def test_a_file_imported_without_a_key_can_be_imported_with_one_later(tmp_path, monkeypatch, trial):
    options = ("--dataset", "complaints", "--source", "s", "--store", str(tmp_path / "store"))
    content = table("complaints", {"unit_id": "UNASSIGNED", "NHS Number": "943 476 5919"})
    monkeypatch.setattr(locate, "mart_for", lambda *_, **__: None)
    first = trial(content, LINKED, *options, dry_run=False)
    assert first.report["published"] and "Nothing was linked" in first.message
    monkeypatch.setenv("DASHBOARD_LINK_KEY", "key")
    second = trial(content, LINKED, *options, dry_run=False)
    assert second.report["published"] and second.report["extract_id"] != first.report["extract_id"]
    assert remains("9434765919", tmp_path / "store") == []


# --- real files -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "folder"),
    [
        ("boston.toml", "complaints/boston311_100"), ("nyc.toml", "complaints/nyc311_2013"),
        ("cfpb.toml", "complaints/cfpb_3186_mdy"), ("fft_neas.toml", "surveys/nhs_fft_neas"),
    ],
)  # fmt: skip
def test_no_public_file_raises_a_false_alarm(shared_data, capsys, profile, folder):
    files = [path for path in sorted((shared_data / folder).iterdir()) if path.suffix == ".csv"]
    assert files
    for file in files:
        run(["import", str(file), "--as-of", "2026-10-31", "--dry-run", "--json",
             "--profile", str(Path(__file__).parents[1] / "profiles" / profile)])  # fmt: skip
        report = json.loads(capsys.readouterr().out)
        assert report["accepted"] > 0
        assert not RULE_IDS & set(report["findings"]), file.name


@pytest.mark.slow
@pytest.mark.parametrize("dataset", ["complaints", "surveys", "units", "activity"])
def test_the_sample_raises_no_false_alarm(capsys, dataset):
    file = ROOT / "sample_data" / f"{dataset}.parquet"
    run(
        [
            "import",
            str(file),
            "--as-of",
            "2026-10-31",
            "--dry-run",
            "--json",
            "--dataset",
            dataset,
            "--source",
            "s",
        ]
    )
    report = json.loads(capsys.readouterr().out)
    assert report["accepted"] > 0 and not RULE_IDS & set(report["findings"])

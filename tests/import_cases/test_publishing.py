"""From a checked file to a publication: what is published, what never, and what is said about it."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

from dashboard.__main__ import run
from dashboard.store.store import open_store
from tests.import_cases.conftest import table

FOLDER = "store"


@pytest.fixture
def imported(tmp_path, capsys, monkeypatch):
    """Import rows of a dataset into a store of the test's own; no mart is built."""
    from dashboard.mart import locate

    monkeypatch.setattr(locate, "mart_for", lambda *_: None)

    def tried(dataset, *changes, options=(), as_of="2024-06-30", text=None, name="export.csv"):
        file = tmp_path / name
        file.write_text(text or table(dataset, *changes), encoding="utf-8")
        capsys.readouterr()
        code = run(
            ["import", str(file), "--as-of", as_of, "--dataset", dataset, "--source", "test",
             "--store", str(tmp_path / FOLDER), "--json", *options]
        )  # fmt: skip
        printed = capsys.readouterr()
        report = json.loads(printed.out) if printed.out else {}
        return code, report, printed.err

    return tried


@pytest.fixture
def store(tmp_path):
    return lambda: open_store(str(tmp_path / FOLDER))


def cases(number, **change):
    return [{"complaint_id": f"C{n}"} | change for n in range(number)]


BAD = {"complaint_id": "X", "channel": "pigeon"}
OPEN = {"status": "open", "closed_at": ""}


def test_an_import_publishes_and_says_so(imported, store):
    code, report, message = imported("complaints", *cases(3))
    assert (code, report["published"], report["publication"]) == (0, True, 1)
    assert len(report["extract_id"]) == 16
    assert message.strip() == report["message"]
    extract = store().extracts()[0]
    assert (extract.rows_in, extract.accepted, extract.mode) == (3, 3, "append")
    assert (str(extract.period_start), str(extract.period_end)) == ("2024-03-01", "2024-03-01")


def test_the_same_file_a_second_time_changes_nothing(imported, store):
    _, first, _ = imported("complaints", *cases(3))
    code, second, _ = imported("complaints", *cases(3))
    assert (code, second["published"], second["extract_id"]) == (0, False, first["extract_id"])
    assert len(store().publications()) == 1


def test_another_as_of_or_mode_makes_another_extract(imported):
    ids = {
        imported("complaints", *cases(3))[1]["extract_id"],
        imported("complaints", *cases(3), as_of="2024-07-31")[1]["extract_id"],
        imported("complaints", *cases(3), options=["--mode", "full_snapshot"])[1]["extract_id"],
    }
    assert len(ids) == 3


def test_a_withdrawn_extract_is_published_again_without_a_second_copy(imported, store):
    _, first, _ = imported("complaints", *cases(3))
    store().withdraw(first["extract_id"], by="test")
    code, again, _ = imported("complaints", *cases(3))
    assert (code, again["published"], again["publication"]) == (0, True, 3)
    assert len(store().extracts()) == 1
    assert len(store().parquet_files("complaints", [first["extract_id"]])) == 1


def test_too_many_refused_rows_publish_nothing_unless_confirmed(imported, store):
    rows = [*cases(18), BAD]
    code, report, message = imported("complaints", *rows)
    assert (code, report["published"], report["extract_id"]) == (1, False, None)
    assert report["refused"] == 1 and "unknown_code" in message and "--accept-refused" in message
    code, report, _ = imported("complaints", *rows, options=["--accept-refused"])
    assert (code, report["published"], report["accepted"]) == (0, True, 18)


def test_a_refused_share_at_the_limit_is_published(imported):
    assert imported("complaints", *cases(19), BAD)[0] == 0  # 1 of 20 is 5 %


@pytest.mark.parametrize("mode", ["replace_period", "full_snapshot"])
def test_what_would_remove_good_rows_is_never_published_with_refused_ones(imported, mode):
    rows = [*cases(99), BAD]
    assert imported("complaints", *rows, options=["--mode", mode])[0] == 1
    assert imported("complaints", *rows, options=["--mode", mode, "--accept-refused"])[0] == 0


def test_nothing_but_refused_rows_is_never_published(imported, tmp_path):
    code, report, _ = imported("complaints", BAD, options=["--accept-refused"])
    assert (code, report["accepted"], report["published"]) == (1, 0, False)
    assert not (tmp_path / FOLDER).exists()


def test_a_refused_file_leaves_the_last_publication(imported, store):
    imported("complaints", *cases(3))
    assert imported("complaints", text="<html>")[0] == 1
    assert store().current().publication == 1


@pytest.mark.parametrize("dataset", ["units", "unit_aliases"])
def test_units_and_aliases_have_no_period_to_replace(imported, dataset):
    code, report, message = imported(dataset, {}, options=["--mode", "replace_period"])
    assert (code, report["published"], report["extract_id"]) == (1, False, None)
    assert "replace_period" in message and "full_snapshot" in message


@pytest.mark.parametrize(
    "options",
    [
        ["--mode", "sometimes"],
        ["--period-start", "2024-05-01", "--period-end", "2024-04-01"],
        ["--as-of", "soon"],
    ],
)
def test_wrong_options_are_wrong_usage(imported, options):
    assert imported("complaints", {}, options=options)[0] == 2


def test_without_a_store_an_import_is_wrong_usage(tmp_path, capsys):
    (tmp_path / "export.csv").write_text(table("complaints", {}))
    arguments = [
        "import",
        str(tmp_path / "export.csv"),
        "--as-of",
        "2024-06-30",
        "--dataset",
        "complaints",
        "--source",
        "x",
    ]
    assert run(arguments) == 2
    assert "--store" in capsys.readouterr().err


def test_without_as_of_an_import_is_wrong_usage(tmp_path):
    assert run(["import", str(tmp_path / "export.csv"), "--dry-run"]) == 2


def test_a_dry_run_with_too_many_refused_rows_says_so_and_ends_well(imported, tmp_path):
    code, report, _ = imported("complaints", BAD, {}, options=["--dry-run"])
    assert (code, report["published"], report["extract_id"]) == (0, False, None)
    assert "not be published" in report["message"]
    assert not (tmp_path / FOLDER).exists()


def test_fewer_rows_than_last_time_are_a_warning(imported):
    imported("complaints", *cases(10))
    assert "fewer_rows" not in imported("complaints", *cases(8), as_of="2024-07-31")[1]["findings"]
    assert imported("complaints", *cases(5), as_of="2024-08-31")[1]["findings"]["fewer_rows"] == 1


def test_a_closed_case_that_is_open_again_is_a_warning(imported):
    imported("complaints", *cases(3))
    _, report, _ = imported(
        "complaints", *cases(2), {"complaint_id": "C2"} | OPEN, as_of="2024-07-31"
    )
    assert report["findings"]["closed_case_open_again"] == 1


def test_an_open_case_that_is_no_longer_in_the_file_is_a_warning(imported):
    imported("complaints", *cases(3, **OPEN))
    later = {"complaint_id": "D", "received_at": "2024-07-02", "closed_at": "2024-07-09"}
    _, report, _ = imported(
        "complaints",
        later,
        cases(1, **OPEN)[0],
        as_of="2024-07-31",
        options=["--period-start", "2024-07-01"],
    )
    assert report["findings"]["open_case_missing"] == 2
    _, report, _ = imported(
        "complaints", later, *cases(3), as_of="2024-08-31", options=["--period-start", "2024-07-01"]
    )
    assert "open_case_missing" not in report["findings"]


def test_units_that_were_imported_are_seen_directly_and_by_their_aliases(imported):
    imported("units", {})
    imported("unit_aliases", {"source_system": "test", "source_unit": "Ward Alpha"})
    rows = [
        {},
        {"complaint_id": "C2", "unit_id": "Ward Alpha"},
        {"complaint_id": "C3", "unit_id": "Z"},
    ]
    assert imported("complaints", *rows)[1]["findings"]["unseen_unit"] == 1


def test_a_unit_is_seen_only_on_the_days_on_which_it_or_its_alias_holds(imported, tmp_path):
    registering = str(tmp_path / "register.toml")
    Path(registering).write_text("[units]\nregister = true\n")
    imported("units", {"unit_id": "Old", "valid_to": "2024-02-29"}, {"unit_id": "New"})
    alias = {"source_system": "test", "source_unit": "Ward N", "unit_id": "New"}
    imported("unit_aliases", alias | {"valid_from": "2024-02-01"})
    march, january = {"received_at": "2024-03-01"}, {"received_at": "2024-01-01"}
    seen = [
        january | {"unit_id": "Old"}, march | {"unit_id": "Ward N"},
        march | {"unit_id": "Old", "incident_date": "2024-02-28"},
    ]  # fmt: skip
    unseen = [march | {"unit_id": "Old"}, january | {"unit_id": "Ward N"}]
    rows = [{"complaint_id": f"C{n}"} | row for n, row in enumerate([*seen, *unseen])]
    for options in ((), ("--profile", registering)):
        _, report, _ = imported("complaints", *rows, options=["--dry-run", *options])
        assert (report["findings"]["unseen_unit"], report["new_units"]) == (2, [])


def test_units_that_a_full_snapshot_left_out_are_seen_no_more(imported):
    imported("units", {}, {"unit_id": "B"})
    rows = [{}, {"complaint_id": "C2", "unit_id": "B"}]
    assert "unseen_unit" not in imported("complaints", *rows, options=["--dry-run"])[1]["findings"]
    imported("units", {}, options=["--mode", "full_snapshot"], as_of="2024-07-31")
    assert imported("complaints", *rows)[1]["findings"]["unseen_unit"] == 1


def test_times_are_stored_in_utc_with_their_local_dates(imported, store):
    """The later of two takes: 01:30 on November 3 came twice in New York, the second time at 06:30 UTC."""
    rows = [
        {"received_at": "2024-03-09 23:30:00", "closed_at": "2024-03-10 02:30:00"},
        {"complaint_id": "C2", "received_at": "2024-11-03 01:30:00", "closed_at": "2024-11-03"},
    ]
    assert imported("complaints", *rows, as_of="2024-12-31")[0] == 0
    files = store().parquet_files("complaints", [store().extracts()[0].extract_id])
    with duckdb.connect() as con:
        found = con.execute(
            "select strftime(timezone('UTC', received_at), '%d %H:%M'), received_on::varchar,"
            " strftime(timezone('UTC', closed_at), '%d %H:%M'), line from read_parquet($files)"
            " order by line",
            {"files": files},
        ).fetchall()
    assert found == [
        ("10 04:30", "2024-03-09", "10 07:30", 2),
        ("03 06:30", "2024-11-03", "03 04:00", 3),
    ]


def test_the_annotated_file_holds_the_refused_rows_as_they_came_with_rule_and_fix(
    imported, tmp_path
):
    text = 'complaint_id,unit_id,received_at,status,closed_at,channel,contact_type,Note\nC1,A,2024-03-01,open,,=1+2," -5 "\nC2,A,2024-03-01,open,,web,complaint\nC3,A,2024-03-01,open,,web,complaint,"=cmd()"\n'
    out = tmp_path / "refused.csv"
    imported("complaints", text=text, options=["--dry-run", "--annotated", str(out)])
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == [
        "complaint_id",
        "unit_id",
        "received_at",
        "status",
        "closed_at",
        "channel",
        "contact_type",
        "Note",
        "rule",
        "fix",
    ]
    assert [line[0] for line in lines[1:]] == ["C1"]
    assert lines[1][5] == "'=1+2"
    assert lines[1][8] == "channel: unknown_code; contact_type: unknown_code"
    assert "{" not in lines[1][9] and "phone" in lines[1][9] and "grievance" in lines[1][9]


def test_findings_are_written_without_formulas(imported, tmp_path):
    out = tmp_path / "findings.csv"
    imported(
        "complaints", {"channel": "=HYPERLINK(1)"}, options=["--dry-run", "--findings", str(out)]
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["row", "column", "value", "rule_id", "severity", "message", "how_to_fix"]
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_free_text_is_stored_only_when_a_profile_maps_it(imported, store):
    import pyarrow.parquet as pq

    imported("complaints", {"free_text": "secret", "Description": "secret"})
    files = store().parquet_files("complaints", [store().extracts()[0].extract_id])
    assert set(pq.ParquetFile(files[0]).read().column("free_text").to_pylist()) == {None}


def test_the_message_names_the_rows_that_the_profile_skips(imported, tmp_path):
    profile = tmp_path / "p.toml"
    profile.write_text('dataset = "complaints"\n[rows]\nskip_where = { channel = "TOTAL" }\n')
    _, report, _ = imported(
        "complaints",
        {},
        {"complaint_id": "T", "channel": "TOTAL"},
        options=["--dry-run", "--profile", str(profile)],
    )
    assert report["skipped"] == 1 and "rows 3" in report["message"]


def test_a_mart_that_cannot_be_built_leaves_the_publication_and_is_said(imported, monkeypatch):
    from dashboard.mart import locate

    def broken(*_, **__):
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(locate, "mart_for", broken)
    code, report, _ = imported("complaints", {})
    assert (code, report["published"]) == (0, True)
    assert "no room on the disk" in report["message"]


def test_aliases_must_say_of_which_source_a_name_is(imported):
    code, report, message = imported("unit_aliases", text="source_unit,unit_id\nWard A,A\n")
    assert (code, report["published"]) == (1, False)
    assert "need 'source_system'" in message

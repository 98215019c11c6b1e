"""What the user is told: one JSON document always, reports that are whole, counts that agree."""

import csv
import json
import os

import pytest

from dashboard.__main__ import run
from tests.import_cases.conftest import table

KEYS = [
    "extract_id", "dataset", "source_system", "as_of", "rows_in", "accepted", "refused", "skipped",
    "findings", "detected", "published", "publication", "new_units", "message",
]  # fmt: skip
SURVEYS = ("--dataset", "surveys", "--source", "test")
GOOD = {"response_id": "R1"}
BAD = {"response_id": "R2", "fft": "9"}


@pytest.fixture
def answered(tmp_path, capsys):
    """Run an import with --json; give exit code, document, messages and the two report files."""

    def tried(content, *options):
        file, found, rows = (tmp_path / n for n in ("in.csv", "found.csv", "rows.csv"))
        file.write_text(content, encoding="utf-8")
        found.write_text("of last month")
        rows.write_text("of last month")
        capsys.readouterr()
        code = run(
            ["import", str(file), "--as-of", "2024-06-30", *SURVEYS, "--json",
             "--findings", str(found), "--annotated", str(rows), *options]
        )  # fmt: skip
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        return code, document, printed.err, _cells(found), _cells(rows)

    return tried


def _cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (table("surveys", GOOD), ("--dry-run",), 0),
        (table("surveys", BAD), ("--dry-run",), 0),
        (table("surveys", GOOD), ("--store", "{tmp}/store"), 0),
        (table("surveys", BAD), ("--store", "{tmp}/store"), 1),
        ("<html>", ("--store", "{tmp}/store"), 1),
        ("unit_id\nA\n", ("--dry-run",), 1),
        (table("surveys", GOOD), ("--store", "{tmp}/in.csv"), 1),
        (table("surveys", GOOD), ("--store", "{tmp}/a[b]"), 1),
    ],
)
def test_one_document_with_the_same_keys_is_printed_whatever_happens(
    answered, monkeypatch, tmp_path, content, options, code
):
    from dashboard.mart import locate

    monkeypatch.setattr(locate, "mart_for", lambda *_: None)
    given, document, message, *_ = answered(content, *(o.format(tmp=tmp_path) for o in options))
    assert (given, list(document)) == (code, KEYS)
    assert list(document["detected"]) == ["encoding", "delimiter", "header_row", "sheet"]
    assert document["rows_in"] == sum(document[k] for k in ("accepted", "refused", "skipped"))
    assert message.strip() == document["message"]
    assert document["published"] is (document["publication"] is not None)
    assert (document["extract_id"] is None) is not document["published"]


def test_the_document_is_ascii_so_that_no_pipe_fails_on_it(trial):
    tried = trial(table("surveys", {"unit_id": "東京"}), "[units]\nregister = true", *SURVEYS)
    assert tried.report["new_units"] == ["東京"]


def test_findings_are_counted_as_they_are_written(answered):
    _, document, _, found, _ = answered(table("surveys", GOOD, BAD, BAD), "--dry-run")
    written = [row[3] for row in found[1:]]
    assert document["findings"] == {rule: written.count(rule) for rule in document["findings"]}
    assert len(written) == sum(document["findings"].values()) > 2


def test_every_refused_row_stands_in_the_annotated_file_with_all_its_reasons(answered):
    twice = BAD | {"instrument": "X"}
    _, document, _, _, rows = answered(table("surveys", GOOD, BAD, twice), "--dry-run")
    assert rows[0][-2:] == ["rule", "fix"]
    assert [row[0] for row in rows[1:]] == ["R2", "R2"]
    assert rows[2][-2] == "instrument: unknown_code; fft: unknown_code; response_id: duplicate_key"
    assert len(rows) - 1 == document["refused"] == 2


def test_a_file_that_is_refused_as_a_whole_leaves_no_report_of_last_month(answered):
    code, document, message, found, rows = answered("unit_id,fft\nA,1\nB,2\n", "--dry-run")
    assert (code, document["findings"]) == (1, {"file_refused": 1})
    assert [row[:5] for row in found[1:]] == [["", "", "", "file_refused", "error"]]
    assert found[1][5] in message
    assert [row[:3] for row in rows] == [
        ["unit_id", "fft", "rule"], ["A", "1", "file_refused"], ["B", "2", "file_refused"],
    ]  # fmt: skip
    *_, rows = answered("<html>", "--dry-run")
    assert rows == [["rule", "fix"]]


def test_a_byte_order_mark_stands_only_where_a_spreadsheet_needs_it(answered, tmp_path):
    answered(table("surveys", BAD), "--dry-run")
    assert (tmp_path / "found.csv").read_bytes().startswith(b"row,column,")
    answered(table("surveys", BAD | {"unit_id": "Süd"}), "--dry-run")
    assert (tmp_path / "rows.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_name_that_is_no_text_is_no_trouble(tmp_path, capsys, is_there):
    name = os.fsdecode(b"\xff.csv")
    if is_there:
        try:
            (tmp_path / name).write_text(table("surveys", GOOD))
        except OSError:
            pytest.skip("this file system takes no such name")
    out = tmp_path / "found.csv"
    file = ("import", str(tmp_path / name), "--as-of", "2024-06-30", *SURVEYS)
    code = run([*file, "--dry-run", "--json", "--findings", str(out)])
    assert (code, json.loads(capsys.readouterr().out)["accepted"]) == (
        (0, 1) if is_there else (1, 0)
    )


def test_a_dry_run_knows_what_was_imported_before(answered, monkeypatch, tmp_path):
    from dashboard.mart import locate

    monkeypatch.setattr(locate, "mart_for", lambda *_: None)
    store = ("--store", str(tmp_path / "store"))
    answered(table("surveys", GOOD), *store)
    _, document, *_ = answered(table("surveys", GOOD), *store, "--dry-run")
    assert "change nothing" in document["message"]
    assert (document["extract_id"], document["published"]) == (None, False)


def test_a_period_without_any_row_replaces_nothing(answered):
    period = ("--period-start", "2024-05-01", "--period-end", "2024-05-31", "--dry-run")
    code, document, *_ = answered(table("surveys", GOOD), "--mode", "replace_period", *period)
    assert code == 1 and "2024-05-01 to 2024-05-31" in document["message"]
    assert answered(table("surveys", GOOD), *period)[0] == 0


def test_an_announced_number_of_rows_is_checked(answered):
    assert answered(table("surveys", GOOD), "--row-count", "1", "--dry-run")[0] == 0
    code, document, *_ = answered(table("surveys", GOOD), "--row-count", "5", "--dry-run")
    assert code == 1 and "1 rows" in document["message"] and "5" in document["message"]

"""Damaged, missing, contested and unwritable marts: built again, or told in one sentence."""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dashboard import settings
from dashboard.__main__ import run
from dashboard.access.viewer import parse_viewer
from dashboard.errors import Refused
from dashboard.extracts.intake import Request, import_file
from dashboard.mart.locate import folder_of, mart_for
from dashboard.mart.open import open_mart
from dashboard.settings import ROOT
from dashboard.store.store import STORE_FORMAT, open_store

pytestmark = pytest.mark.slow  # builders in processes of their own

AS_OF = dt.date(2026, 3, 31)
HEADER = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n"
COUNT = ["measure", "open_cases", "--json"]


class Place:
    """A store with 3,000 open complaints, and a folder for its marts."""

    def __init__(self, folder):
        self.folder, self.marts = folder, folder / "marts"
        self.store = open_store(str(folder / "store"), create=True)
        self.settings = settings.load(store=self.store.uri, mart_dir=self.marts)
        self.takes("first", 3_000)

    def takes(self, name, count):
        file = self.folder / f"{name}.csv"
        lines = (f"{name}-{n},UNASSIGNED,2026-03-{n % 28 + 1:02},,open,web,complaint\n"
                 for n in range(count))  # fmt: skip
        file.write_text(HEADER + "".join(lines), encoding="utf-8")
        request = Request(file, AS_OF, dataset="complaints", source_system="s")
        assert import_file(request, lambda: self.store).published

    def mart(self):
        return mart_for(self.store, self.store.current(), self.settings)

    def open_n(self):
        query = "timeliness/resolution_ages"
        given = {
            "groups": [1],  # the total of their only kind
            "from_month": dt.date(2026, 3, 1), "to_month": dt.date(2026, 3, 1), "parts": ["all"],
            "floor_n": 0,
        }  # fmt: skip
        table = self.mart().query(query, parse_viewer("executive"), **given)
        return sum(table["open_n"].to_pylist())

    def files(self):
        return sorted(path.suffix for path in folder_of(self.store.uri, self.settings).iterdir())


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.6, 0.97])
def test_a_mart_that_lost_its_end_is_built_again(place, share):
    path = place.mart().path
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert place.open_n() == 3_000


def test_a_mart_without_its_tables_is_built_again_also_in_the_process_that_opened_it(place):
    path = place.mart().path
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("create table something_else (a integer)")
    assert place.open_n() == 3_000
    assert place.open_n() == 3_000


def test_a_mart_that_is_damaged_under_an_open_reader_says_so(place):
    path = place.mart().path
    copy = path.with_name("copy.duckdb")
    copy.write_bytes(path.read_bytes())
    mart = open_mart(copy)
    with copy.open("r+b") as file:
        file.seek(12_288)
        file.write(b"\xff" * (copy.stat().st_size - 12_288))
    with pytest.raises(Refused, match=r"is damaged .*delete the file, and it is built anew"):
        mart.query("filters/values", parse_viewer("executive"))


def test_processes_that_start_at_once_share_one_mart(place):
    words = [sys.executable, "-m", "dashboard", *COUNT, "--store", place.store.uri]
    started = [
        subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"DASHBOARD_MART_DIR": str(place.marts)},
        )
        for _ in range(3)
    ]  # fmt: skip
    answers = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], answers
    assert {json.loads(out)["rows"][0]["value"] for out, _ in answers} == {3_000}
    assert place.files() == ["", ".duckdb"]  # the pointer and one mart


def test_a_folder_for_marts_that_is_a_file_is_refused_in_a_sentence(place, capsys, monkeypatch):
    (place.folder / "file").write_text("")
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(place.folder / "file"))
    assert run([*COUNT, "--store", place.store.uri]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "Set mart_dir" in said.err and len(said.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/proc/self/net").is_dir(), reason="needs a folder nobody can write")
def test_a_folder_for_marts_that_cannot_be_written_is_refused_in_a_sentence(
    place, capsys, monkeypatch
):
    place.marts.mkdir()
    folder_of(place.store.uri, place.settings).symlink_to("/proc/self/net")
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(place.marts))
    assert run([*COUNT, "--store", place.store.uri]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "Set mart_dir" in said.err and len(said.err.splitlines()) == 1


def test_halves_of_builds_that_died_go_with_the_next_publication(place):
    folder = place.mart().path.parent
    for name, days in (("dead.1.building", 2), ("alive.2.building", 0), ("dead.lock", 2)):
        (folder / name).write_text("")
        used = time.time() - days * 86_400
        os.utime(folder / name, (used, used))
    place.takes("second", 10)
    place.mart()
    assert place.files() == ["", ".building", ".duckdb", ".duckdb"]


def test_rows_of_an_older_program_lack_the_columns_that_came_since(place):
    place.takes("second", 10)
    (file, *_) = place.store.parquet_files("complaints", place.store.current().extracts[:1])
    table = pq.ParquetFile(file).read()
    pq.write_table(table.drop_columns(["preferred_language", "due_date_agreed"]), file)
    assert place.open_n() == 3_010


def test_a_store_of_a_newer_program_is_refused_in_a_sentence(place, capsys, monkeypatch):
    monkeypatch.setattr("dashboard.store.store.STORE_FORMAT", STORE_FORMAT + 1)
    place.takes("second", 10)
    monkeypatch.undo()
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(place.marts))
    assert run([*COUNT, "--store", place.store.uri]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "newer version of this program" in said.err

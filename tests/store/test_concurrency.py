"""Several processes, broken-off imports, stale handles: no number twice, no row twice, none lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable

from dashboard.store.delta import Tables
from dashboard.store.records import PUBLICATIONS
from dashboard.store.store import open_store
from tests.store.given import extract, id_of, publish, put, rows_of

pytestmark = pytest.mark.slow  # processes that race and are killed

ROOT = Path(__file__).resolve().parents[2]


def process(uri, count, name):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.given", uri, str(count), name],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )


def rows_n(store, name):
    files = store.parquet_files("units", [id_of(name)])
    with duckdb.connect() as con:
        return con.execute("select count(*) from read_parquet($1)", [files]).fetchall()[0][0]


def test_two_processes_get_consecutive_numbers_and_lose_nothing(store):
    both = [process(store.uri, 6, name) for name in ("left", "right")]
    said = [child.communicate(timeout=60)[1] for child in both]
    assert [child.returncode for child in both] == [0, 0], said
    assert [p.publication for p in store.publications()] == list(range(1, 13))
    names = [f"{own}-{number}" for own in ("left", "right") for number in range(6)]
    assert set(store.current().extracts) == set(map(id_of, names))
    assert len(store.extracts()) == 12


def test_two_processes_that_import_the_same_file_keep_one_copy(store):
    both = [process(store.uri, 3, "same") for _ in range(2)]
    assert [child.wait(timeout=60) for child in both] == [0, 0]
    for child in both:
        child.stderr.close()
    assert len(store.extracts()) == 3
    assert [rows_n(store, f"same-{number}") for number in range(3)] == [1, 1, 1]


def test_two_processes_that_make_a_table_at_once_make_it_once(store, monkeypatch):
    """A second version with metadata of its own would break off what the first one writes."""
    tables = Tables(store.uri)
    monkeypatch.setattr(Tables, "open", lambda *_: None)
    for _ in range(2):
        tables.create("publications", PUBLICATIONS, is_list=True)
    assert DeltaTable(f"{store.uri}/publications").version() == 0


def test_a_kill_leaves_the_last_publication_and_the_next_import_works(store):
    """Kills fall wherever they fall: before, in and after the three commits of an import."""
    put(store, "first")
    for number in range(3):
        before = len(store.publications())
        child = process(store.uri, 1000, f"killed-{number}")
        while child.poll() is None and len(store.publications()) == before:
            pass
        child.send_signal(signal.SIGKILL)
        child.communicate()
        again = open_store(store.uri)
        assert again.current().publication == len(again.publications())
        for shown in again.current().extracts:
            assert len(again.parquet_files("units", [shown])) == 1
    assert id_of("last") in put(store, "last").extracts


def test_rows_left_behind_by_a_crash_are_replaced_not_doubled(store, monkeypatch):
    line = extract(rows_n=3)
    monkeypatch.setattr(store, "_append_line", _crash)
    try:
        store.append_extract(line, rows_of(line))
    except SystemExit:
        monkeypatch.undo()
    assert store.extracts() == () and store.current() is None
    store.append_extract(line, rows_of(line))
    publish(store, "march")
    assert rows_n(store, "march") == 3


def test_rows_left_behind_by_a_crash_with_other_content_are_replaced(store, monkeypatch):
    monkeypatch.setattr(store, "_append_line", _crash)
    line = extract(rows_n=5)
    try:
        store.append_extract(line, rows_of(line))
    except SystemExit:
        monkeypatch.undo()
    line = extract(rows_n=2)
    store.append_extract(line, rows_of(line))
    assert rows_n(store, "march") == 2


def test_an_extract_stored_but_not_published_stays_invisible_and_can_be_published_later(store):
    put(store, "first")
    line = extract("second")
    store.append_extract(line, rows_of(line))
    assert store.current().extracts == (id_of("first"),)
    store.append_extract(line, rows_of(line))
    assert publish(store, "second").extracts == (id_of("first"), id_of("second"))


def test_whoever_comes_second_starts_again_from_the_newer_list(store):
    put(store, "first")
    for name in ("mine", "theirs"):
        line = extract(name)
        store.append_extract(line, rows_of(line))
    seen = []

    def change(visible):
        seen.append(visible)
        if len(seen) == 1:
            publish(open_store(store.uri), "theirs")
        return (*visible, id_of("mine"))

    published = store.publish(change, reason="import", by="test")
    assert published.publication == 3
    assert seen == [(id_of("first"),), (id_of("first"), id_of("theirs"))]
    assert published.extracts == (id_of("first"), id_of("theirs"), id_of("mine"))


def test_a_purge_after_a_table_was_opened_does_not_stop_an_import(store, monkeypatch):
    put(store, "old")
    opened = Tables.opened

    def open_and_be_purged(tables, name):
        table = opened(tables, name)
        if name == "units":
            other = DeltaTable(f"{store.uri}/units")
            other.delete(f"extract_id = '{id_of('old')}'")
            other.vacuum(0, enforce_retention_duration=False, dry_run=False, full=False)
        return table

    monkeypatch.setattr(Tables, "opened", open_and_be_purged)
    line = extract("new", rows_n=4)
    store.append_extract(line, rows_of(line))
    assert rows_n(store, "new") == 4


def test_a_list_that_is_compacted_while_a_number_is_claimed_only_costs_another_try(store):
    for name in ("first", "second"):
        put(store, name)
    tries = []

    def change(visible):
        tries.append(visible)
        if len(tries) == 1:
            DeltaTable(f"{store.uri}/publications").optimize.compact()
        return visible

    assert store.publish(change, reason="import", by="test").publication == 3
    assert len(tries) == 2


def _crash(_):
    raise SystemExit(os.EX_SOFTWARE)

"""A mart that was renewed from an earlier one is the mart that a whole build gives, cell by cell."""

import os
from dataclasses import replace

import duckdb
import pytest

from dashboard.clocks.procedure import Procedure
from dashboard.mart import build, catalog, renew
from dashboard.mart.tables import table_of
from dashboard.settings import load
from dashboard.store.store import open_store
from tests.mart.random_extracts import Chance

CLOCKS = Procedure.of(load(jurisdiction="scotland"))  # every column of the clocks has values
SEEDS = int(os.environ.get("FAULT_SEEDS", "2"))  # `make fault-test` takes 24


class Place:
    """A store, and its marts as they are renewed and as they are built whole."""

    def __init__(self, folder):
        self.store = open_store(str(folder / "store"), create=True)
        self.marts, self.whole = folder / "marts", folder / "whole.duckdb"
        self.marts.mkdir()

    def take_in(self, line, rows):
        self.store.append_extract(line, rows)
        self.publish(lambda visible: (*visible, line.extract_id))

    def publish(self, change):
        self.store.publish(change, reason="import", by="test")

    def built(self):
        """Build the newest publication's mart: its path, and whether an earlier one was renewed."""
        current = self.store.current()
        path = self.marts / build.mart_name(current, CLOCKS)
        has_base = build.base_of(self.store, current, self.marts, CLOCKS) is not None
        is_renewed = build.renew_into(self.store, current, path, CLOCKS)
        assert is_renewed == has_base  # nothing failed on the way
        if not is_renewed:
            build.build_into(self.store, current, path, CLOCKS)
        return path, is_renewed

    def differences(self, path):
        """What differs from a whole build."""
        current = self.store.current()
        build.build_whole(self.store, current, self.whole, CLOCKS)
        return differences(path, self.whole)


def differences(one, other):
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only)")
        con.execute(f"attach '{other}' as other (read_only)")
        tables = {
            name: con.execute(
                "select table_name, list((column_name, data_type) order by column_index)"
                " from duckdb_columns() where database_name = $1 and schema_name = 'mart'"
                " group by table_name order by table_name", [name],
            ).fetchall()
            for name in ("one", "other")
        }  # fmt: skip
        assert tables["one"] == tables["other"]
        assert len(tables["one"]) > 15
        return {
            (table, here): rows
            for table, _ in tables["one"]
            for here, there in (("one", "other"), ("other", "one"))
            if (rows := con.execute(
                f"from {here}.mart.{table} except all from {there}.mart.{table} limit 3"
            ).fetchall())
        }  # fmt: skip


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def steps(place, seed, steps_n):
    """Take in one extract after the other; now and then withdraw one or go back. How many renewed."""
    chance, renewed_n = Chance(seed), 0
    for _ in range(steps_n):
        visible = place.store.current().extracts if place.store.current() else ()
        what = chance.draw.random()
        if what < 0.08 and visible:
            gone = chance.draw.choice(visible)
            place.publish(lambda now, gone=gone: tuple(e for e in now if e != gone))
        elif what < 0.16 and visible:
            number = chance.draw.randint(1, place.store.current().publication)
            place.store.rollback(number, "test")
        else:
            place.take_in(*chance.extract())
        path, is_renewed = place.built()
        assert place.differences(path) == {}
        renewed_n += is_renewed
    return renewed_n


def test_what_is_made_again_in_parts_are_tables_of_the_mart():
    tables = {table_of(path) for path in catalog.files("mart")}
    assert {*renew.ROWS, *renew.CELLS, "seen_units"} <= tables
    assert {cells.rows for cells in renew.CELLS.values()} == set(renew.ROWS)


def test_only_a_mart_whose_extracts_are_all_still_shown_is_renewed(place):
    chance = Chance(0)
    for _ in range(3):
        place.take_in(*chance.extract())
    path, _ = place.built()
    first, *others = place.store.current().extracts
    place.publish(lambda visible: (*others, first))  # another order may mean other current rows
    assert build.base_of(place.store, place.store.current(), place.marts, CLOCKS) is None
    place.publish(lambda visible: tuple(others))
    assert build.base_of(place.store, place.store.current(), place.marts, CLOCKS) is None
    place.publish(lambda visible: (first, *others))
    assert build.base_of(place.store, place.store.current(), place.marts, CLOCKS) == path


def test_what_was_shown_before_publishing_is_taken_for_what_is_published(place):
    place.take_in(*Chance(0).extract())
    current = place.store.current()
    trial = place.marts / build.trial_name(current, CLOCKS)
    build.build_into(place.store, replace(current, note="trial", publication=7), trial, CLOCKS)
    assert build.base_of(place.store, current, place.marts, CLOCKS) == trial
    path, is_renewed = place.built()
    assert is_renewed
    assert place.differences(path) == {}


def test_a_damaged_mart_is_not_renewed_but_built_anew(place):
    chance = Chance(0)
    place.take_in(*chance.extract())
    path, _ = place.built()
    path.write_bytes(path.read_bytes()[:20_000])
    place.take_in(*chance.extract())
    current = place.store.current()
    newer = place.marts / build.mart_name(current, CLOCKS)
    assert not build.renew_into(place.store, current, newer, CLOCKS)
    build.build_into(place.store, current, newer, CLOCKS)
    assert place.differences(newer) == {}
    assert sorted(place.marts.iterdir()) == [path, newer]


@pytest.mark.slow
def test_a_renewed_mart_is_a_whole_one(place, monkeypatch):
    monkeypatch.setattr(renew, "MAX_TOUCHED_SHARE", 1e9)
    assert steps(place, 0, 5) > 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_a_renewed_mart_is_a_whole_one_after_many_changes(place, monkeypatch, seed):
    monkeypatch.setattr(renew, "MAX_TOUCHED_SHARE", 1e9 if seed % 4 else 0.5)
    assert steps(place, seed, 16) > 3

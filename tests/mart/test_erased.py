"""Marts that hold erased rows are deleted, others stay, and a build under way is waited for."""

import os
import threading
import time

import pytest

from dashboard.clocks.procedure import Procedure
from dashboard.mart import build, lock
from dashboard.mart.erased import drop_erased
from dashboard.settings import load
from dashboard.store import erasing
from dashboard.store.store import open_store
from tests.store.given import id_of, put


def mart_name(publication, **settings):
    return build.mart_name(publication, Procedure.of(load(**settings)))


@pytest.fixture
def store(tmp_path):
    store = open_store(str(tmp_path / "store"), create=True)
    for name in ("march", "april"):
        put(store, name)
    return store


@pytest.fixture
def marts(store, tmp_path):
    """A folder with a file for each publication's mart and what a killed builder left."""
    folder = tmp_path / "marts"
    folder.mkdir()
    for publication in store.publications():
        (folder / mart_name(publication)).write_text("rows")
    (folder / f"{mart_name(store.publication(1))[:-7]}.99.building.tmp").mkdir()
    (folder / "current").write_text(mart_name(store.current()))
    return folder


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_nothing_is_deleted_where_nothing_was_erased(store, marts):
    before = names(marts)
    assert drop_erased(store, marts) == () and names(marts) == before
    assert drop_erased(store, marts / "nosuch") == ()


def test_only_marts_of_publications_that_lost_nothing_stay(store, marts):
    erasing.purge(store, id_of("april"), by="clerk")
    first, second, third = store.publications()
    (marts / mart_name(third)).write_text("rows")
    for lost_or_not in (first, second):
        (marts / mart_name(lost_or_not, jurisdiction="england")).write_text("rows")
    (marts / mart_name(third)).with_suffix(".lock").write_text("")
    drop_erased(store, marts)
    kept = {mart_name(third), mart_name(third).replace(".duckdb", ".lock"), "current"}
    kept.add(mart_name(first, jurisdiction="england"))
    assert {mart_name(first)} | kept <= names(marts)
    gone = {mart_name(second), mart_name(second, jurisdiction="england")}
    assert not gone & names(marts)


def test_the_trial_of_an_upload_goes_if_it_may_be_older_than_the_erasure(store, marts):
    erasing.purge(store, id_of("april"), by="clerk")
    old, new = (marts / f"00000{number}-trial-abc.duckdb" for number in (4, 5))
    for path, hours in ((old, -1), (new, 2)):
        path.write_text("rows")
        os.utime(path, (time.time() + hours * 3600,) * 2)
    drop_erased(store, marts)
    assert not old.exists() and new.exists()


def test_a_build_under_way_is_waited_for(store, marts):
    stale = marts / "000001-before.duckdb"
    begun = threading.Event()

    def build():
        with lock.held(stale.with_suffix(".lock")):
            begun.set()
            time.sleep(0.3)
            stale.write_text("rows read before they were erased")

    builder = threading.Thread(target=build)
    builder.start()
    begun.wait()
    erasing.purge(store, id_of("april"), by="clerk")
    drop_erased(store, marts)
    builder.join()
    assert not stale.exists() and not stale.with_suffix(".lock").exists()

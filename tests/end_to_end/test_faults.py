"""A store under faults: whatever breaks, the last publication stands, and the next import works.

`make fault-test` runs them whole; here each is tried a few times.
"""

import datetime as dt
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.errors import Refused
from dashboard.extracts.intake import import_file
from dashboard.extracts.request import Request
from dashboard.mart.locate import mart_for
from dashboard.settings import load
from dashboard.store.store import open_store
from tests.end_to_end.importer import Importers
from tests.store.remains import remains

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("FAULT_KILLS", "5"))
IMPORTS_EACH = int(os.environ.get("FAULT_IMPORTS", "3"))  # by each of two importers
KILLED_ERASURES = int(os.environ.get("FAULT_ERASURES", "3"))
AS_OF = dt.date(2026, 3, 31)
HEADER = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n"
ROWS_N = 400


def complaints(name, count=ROWS_N):
    return HEADER + "".join(
        f"{name}-{n},UNASSIGNED,2026-03-{n % 28 + 1:02},2026-03-31,closed,web,complaint\n"
        for n in range(count)
    )


class Place:
    """A store, a folder of marts, and files to import."""

    def __init__(self, folder, store=None):
        self.folder = folder
        self.uri = str(store or folder / "store")
        self.importers = Importers(folder, DASHBOARD_MART_DIR=str(folder / "marts"))

    def file(self, name, count=ROWS_N):
        path = self.folder / f"{name}.csv"
        path.write_text(complaints(name, count), encoding="utf-8")
        return path

    def arguments(self, name):
        return ("import", self.file(name), "--as-of", AS_OF, "--dataset", "complaints", "--source", "s",
                "--store", self.uri)  # fmt: skip

    def imports(self, name):
        return self.importers.run(*self.arguments(name))

    @property
    def store(self):
        return open_store(self.uri)

    def settings(self):
        return load(mart_dir=self.folder / "marts")

    def shown_n(self):
        """How many complaints the figures of the last publication count."""
        mart = mart_for(self.store, self.store.current(), self.settings())
        found = mart.query("methods/sources", parse_viewer("executive"))
        return sum(row["rows_n"] for row in found.to_pylist())


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.importers.stop()


def assert_sound(store, files):
    """Publications are numbered without a gap, and each extract in view has all its rows, once."""
    current = store.current()
    assert [p.publication for p in store.publications()] == list(range(1, current.publication + 1))
    assert len(set(current.extracts)) == len(current.extracts)
    for extract in store.extracts_of(current):
        stored = store.parquet_files("complaints", [extract.extract_id])
        with duckdb.connect() as con:
            found = con.execute(
                "select count(*), count(distinct complaint_id) from read_parquet($1)", [stored]
            ).fetchall()
        assert found == [(files, files)], extract.file_name


def test_an_import_killed_at_any_moment_is_published_whole_or_not_at_all(place):
    assert place.imports("first") == 0
    began = time.perf_counter()
    assert place.imports("second") == 0
    seconds = time.perf_counter() - began
    rng = random.Random(4)
    killed_n = published_n = 0
    for number in range(KILLS):
        before = place.store.current()
        pid = place.importers.start(*place.arguments(f"killed-{number}"))
        # half of them before the mart is built, which takes most of the time
        time.sleep(rng.uniform(0, seconds * (0.5 if number % 2 else 1.0)))
        kill(pid)
        killed_n += place.importers.ended() == -signal.SIGKILL
        after = place.store.current()
        is_new = after.publication == before.publication + 1
        assert is_new or after == before
        published_n += is_new
        assert_sound(place.store, ROWS_N)
    assert "Traceback" not in place.importers.said()
    assert place.imports("killed-0") == 0, place.importers.said()
    for number in range(1, KILLS):  # the figures are built once, at the end
        file = place.folder / f"killed-{number}.csv"
        request = Request(
            file, AS_OF, dataset="complaints", source_system="s", by="test",
            timezone=place.settings().time_zone,
        )  # fmt: skip
        import_file(request, lambda: place.store)
    assert_sound(place.store, ROWS_N)
    assert len(place.store.current().extracts) == KILLS + 2
    assert place.shown_n() == ROWS_N * (KILLS + 2)
    tell(f"kills: {killed_n} of {KILLS} fell into the import, {published_n} after its publication")
    assert killed_n > KILLS / 2


def test_two_importers_at_once_publish_all_that_each_imports(tmp_path):
    places = [
        Place(tmp_path / side, tmp_path / "store")
        for side in ("left", "right")
        if not (tmp_path / side).mkdir()
    ]
    codes = []

    def work(place):
        for number in range(IMPORTS_EACH):
            codes.append(place.imports(f"{place.folder.name}-{number}"))

    threads = [threading.Thread(target=work, args=[place]) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = "".join(place.importers.said() for place in places)
    for place in places:
        place.importers.stop()
    assert codes == [0] * (2 * IMPORTS_EACH), said
    store = places[0].store
    assert store.current().publication == 2 * IMPORTS_EACH
    assert len(store.current().extracts) == 2 * IMPORTS_EACH
    assert_sound(store, ROWS_N)
    assert places[0].shown_n() == ROWS_N * 2 * IMPORTS_EACH
    tell(f"importers: 2 x {IMPORTS_EACH} at once, {store.current().publication} publications")


def test_a_forgetting_killed_at_any_moment_leaves_nothing_once_it_is_done_again(place):
    for name in ("first", "second"):
        assert place.imports(name) == 0
    rng = random.Random(5)
    began = time.perf_counter()
    assert place.importers.run("forget", "--complaint", "first-0", "--store", place.uri) == 0
    seconds = time.perf_counter() - began
    for number in range(1, KILLED_ERASURES + 1):
        words = ("forget", "--complaint", f"first-{number}", "--store", place.uri)
        pid = place.importers.start(*words)
        time.sleep(rng.uniform(0, seconds))
        kill(pid)
        place.importers.ended()
        again = place.importers.run(*words)
        said = place.importers.said()
        assert again == 0 or "No row of this complaint" in said, said
        place.shown_n()  # whose mart a kill left behind is found and deleted by the next
        assert remains(f"first-{number},", place.folder / "store", place.folder / "marts") == []
        assert ids_stored(place.store, f"first-{number}") == 0
    assert place.store.erasures().unfinished == ()
    assert place.shown_n() == 2 * ROWS_N - KILLED_ERASURES - 1


def ids_stored(store, complaint_id):
    files = list(Path(store.uri).rglob("complaints/**/*.parquet"))
    with duckdb.connect() as con:
        return con.execute(
            "select count(*) from read_parquet($1) where complaint_id = $2",
            [list(map(str, files)), complaint_id],
        ).fetchall()[0][0]


# --- disks ----------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own, which only an administrator can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(made, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture
def on_disk(tmp_path, disk):
    place = Place(tmp_path, disk / "store")
    yield place
    place.importers.stop()


def test_a_full_disk_is_said_before_anything_is_written_and_room_lets_the_import_through(
    on_disk, disk
):
    assert on_disk.imports("first") == 0
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 30_000_000)
    assert on_disk.imports("second") == 1
    said = on_disk.importers.said()
    assert "MB are free on its disk" in said and "last publication stands" in said
    assert_sound(on_disk.store, ROWS_N)
    assert on_disk.store.current().publication == 1
    ballast.unlink()
    assert on_disk.imports("second") == 0
    assert on_disk.shown_n() == 2 * ROWS_N


def test_a_disk_that_fills_up_while_rows_are_stored_leaves_the_last_publication(
    on_disk, disk, tmp_path
):
    assert on_disk.imports("first") == 0
    big = tmp_path / "big.csv"
    rng = random.Random(1)
    with big.open("w", encoding="utf-8") as file:
        file.write(HEADER.replace("\n", ",patient_link_key\n"))
        for n in range(700_000):  # 32 random bytes a row: nothing packs them into the room there is
            file.write(
                f"big-{n},UNASSIGNED,2026-03-01,2026-03-31,closed,web,complaint,{rng.randbytes(32).hex()}\n"
            )
    words = ("--as-of", AS_OF, "--dataset", "complaints", "--source", "s", "--store", on_disk.uri)
    (disk / "ballast").write_bytes(b"x" * 20_000_000)
    code = on_disk.importers.run("import", big, *words)
    said = on_disk.importers.said()
    assert code == 1 and "can't be written" in said and "Traceback" not in said, said
    assert_sound(on_disk.store, ROWS_N)
    assert on_disk.store.current().publication == 1
    (disk / "ballast").unlink()
    assert on_disk.imports("second") == 0, on_disk.importers.said()
    assert on_disk.shown_n() == 2 * ROWS_N


def test_a_read_only_store_is_read_and_refuses_to_be_written(on_disk, disk):
    assert on_disk.imports("first") == 0
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert on_disk.imports("second") == 1
    assert on_disk.importers.run("forget", "--complaint", "first-1", "--store", on_disk.uri) == 1
    said = on_disk.importers.said()
    assert said.count("can't be written") == 2 and "ead-only" in said
    assert on_disk.importers.run("history", "--store", on_disk.uri) == 0
    assert on_disk.shown_n() == ROWS_N
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert on_disk.imports("second") == 0
    assert on_disk.shown_n() == 2 * ROWS_N


def test_no_room_for_a_mart_leaves_the_publication_and_is_said(tmp_path, disk, place):
    (disk / "ballast").write_bytes(b"x" * 39_500_000)
    place.importers.stop()
    place.importers = Importers(tmp_path, DASHBOARD_MART_DIR=str(disk / "marts"))
    assert place.imports("first") == 0
    assert (
        "Published as number 1" in (said := place.importers.said())
        and "mart could not be built" in said
    )
    (disk / "ballast").unlink()
    assert place.importers.run("measure", "time_to_resolution", "--store", place.uri) == 0
    assert list((disk / "marts").rglob("*.building*")) == []


# --- what somebody else damages -------------------------------------------------------------------


def test_a_damaged_file_of_rows_is_named_and_its_extract_can_be_withdrawn_or_purged(place):
    for name in ("first", "second", "third"):
        assert place.imports(name) == 0
    bad = {e.file_name: e.extract_id for e in place.store.extracts()}["second.csv"]
    Path(place.store.parquet_files("complaints", [bad])[0]).write_bytes(
        b"PAR1 and nothing else PAR1"
    )
    assert place.shown_n() == 3 * ROWS_N  # the mart that was built before
    shutil.rmtree(place.folder / "marts")
    named = rf"rows of extract {bad} \(second.csv\).*damaged or gone.*purge {bad}"
    with pytest.raises(Refused, match=f"The mart of publication 3 failed: The {named}"):
        place.shown_n()
    place.importers.said()
    assert place.imports("fourth") == 1
    assert re.search(named, place.importers.said())
    assert place.store.current().publication == 3
    assert place.importers.run("purge", bad, "--store", place.uri) == 0
    assert place.imports("fourth") == 0
    assert place.shown_n() == 3 * ROWS_N


@pytest.mark.parametrize("damage", ["deleted", "cut", "garbled", "emptied"])
def test_a_damaged_mart_is_built_anew(place, damage):
    assert place.imports("first") == 0
    mart = next((place.folder / "marts").rglob("*.duckdb"))
    content = mart.read_bytes()
    if damage == "deleted":
        mart.unlink()
    else:
        mart.write_bytes(
            {"cut": content[: len(content) // 2], "garbled": b"\xff" * 5000, "emptied": b""}[damage]
        )
    assert place.importers.run("measure", "time_to_resolution", "--store", place.uri) == 0
    assert place.shown_n() == ROWS_N
    assert place.imports("second") == 0
    assert place.shown_n() == 2 * ROWS_N


def test_a_store_removed_while_it_is_served_leaves_the_figures_in_view(place):
    from dashboard.serving import Serving

    assert place.imports("first") == 0
    serving = Serving(load(store=place.uri, mart_dir=place.folder / "marts"))
    shown = serving.shown()
    assert shown.publication == 1
    away = place.folder / "away"
    Path(place.uri).rename(away)
    serving.look()
    assert serving.shown() == shown
    assert (
        serving.mart_named(shown.mart_name)
        .query("methods/sources", parse_viewer("executive"))
        .num_rows
        == 1
    )
    assert place.importers.run("history", "--store", place.uri) == 1
    assert "There is no store" in place.importers.said()
    away.rename(place.uri)
    assert place.imports("second") == 0
    serving.look()
    assert serving.shown().publication == 2


def test_a_server_lets_go_of_rows_that_another_process_erases(place):
    from dashboard.serving import Serving

    assert place.imports("first") == 0
    serving = Serving(load(store=place.uri, mart_dir=place.folder / "marts"))
    first = serving.shown()
    assert place.imports("second") == 0
    serving.look()
    second = serving.shown()
    assert second.publication == 2
    assert place.importers.run("forget", "--complaint", "first-7", "--store", place.uri) == 0
    serving.look()
    third = serving.shown()
    assert third.publication == 3
    assert list(serving._marts) == [third.mart_name]
    for gone in (first.mart_name, second.mart_name):
        with pytest.raises(Refused, match="Reload the page"):
            serving.mart_named(gone)
    rows = serving.mart_named(third.mart_name).query("methods/sources", parse_viewer("executive"))
    assert sum(row["rows_n"] for row in rows.to_pylist()) == 2 * ROWS_N - 1


def test_what_a_killed_import_put_aside_is_deleted_by_the_next(place, tmp_path, monkeypatch):
    """A file that spills over from memory is on the disk, and a killed process deletes nothing."""
    aside = tmp_path / "aside"
    aside.mkdir()
    place.importers.stop()
    place.importers = Importers(
        tmp_path, TMPDIR=str(aside), DASHBOARD_MART_DIR=str(tmp_path / "marts")
    )
    pid = place.importers.start(*place.arguments("killed"))
    deadline = time.monotonic() + 30
    while not any(aside.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.002)
    kill(pid)
    place.importers.ended()
    assert remains("killed-1", aside) == []  # the text has no name on the disk
    left = list(aside.iterdir())
    for folder in left:
        os.utime(folder, (0, 0))
    assert place.imports("next") == 0
    assert not [folder for folder in left if folder.exists()]


def kill(pid):
    with suppress(ProcessLookupError):  # it was quicker
        os.kill(pid, signal.SIGKILL)


def tell(figures):
    """Show the figures of a whole run (pytest -rP), for the note."""
    sys.stdout.write(f"{figures}\n")

"""A store that is damaged, gone, read-only or full is refused in one clear sentence."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.errors import Refused
from dashboard.store import delta
from dashboard.store.store import open_store
from tests.store.given import extract, id_of, put, rows_of

pytestmark = pytest.mark.slow  # stores damaged one by one

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def truncate(log):
    newest = max(log.glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-40])


def garble(log):
    max(log.glob("*.json")).write_bytes(b"\xff\xfe no json")


def empty(log):
    max(log.glob("*.json")).write_bytes(b"")


def lose_the_first(log):
    min(log.glob("*.json")).unlink()


def lose_the_log(log):
    shutil.rmtree(log)


def demand_a_newer_reader(log):
    first = min(log.glob("*.json"))
    first.write_text(first.read_text().replace('"minReaderVersion":1', '"minReaderVersion":99'))


DAMAGES = [truncate, garble, empty, lose_the_first, lose_the_log, demand_a_newer_reader]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("table", ["publications", "extracts"])
def test_a_damaged_log_is_refused_when_read_and_when_written(store, damage, table):
    put(store)
    damage(Path(store.uri) / table / "_delta_log")
    for attempt in (store.extracts, store.publications):
        if attempt.__name__ == table:
            assert_clear(attempt)
    assert_clear(lambda: put(store, "april"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_log_of_rows_is_refused(store, damage):
    put(store)
    damage(Path(store.uri) / "units" / "_delta_log")
    assert_clear(lambda: store.parquet_files("units", [id_of("march")]))


@pytest.mark.parametrize("content", [b"", b"PAR1 no Parquet"])
def test_a_damaged_list_is_refused(store, content):
    put(store)
    for file in (Path(store.uri) / "publications").glob("*.parquet"):
        file.write_bytes(content)
    assert_clear(store.current)
    assert_clear(lambda: open_store(store.uri))


def test_a_missing_file_of_a_list_is_refused(store):
    put(store)
    next((Path(store.uri) / "publications").glob("*.parquet")).unlink()
    assert_clear(store.current)


def test_a_publication_that_is_missing_in_between_is_refused(store):
    for name in ("march", "april", "may"):
        put(store, name)
    delta.DeltaTable(f"{store.uri}/publications").delete("publication = 2")
    with pytest.raises(Refused, match=r"numbered \[1, 3\]"):
        store.current()


def test_lost_rows_are_refused_and_never_read_as_none(store):
    put(store)
    shutil.rmtree(Path(store.uri) / "units")
    with pytest.raises(Refused, match=f"has lost the units of extract {id_of('march')}"):
        store.parquet_files("units", [id_of("march")])


def test_a_lost_list_of_extracts_is_refused(store):
    publication = put(store)
    shutil.rmtree(Path(store.uri) / "extracts")
    with pytest.raises(Refused, match="has lost the extracts"):
        store.extracts_of(publication)


def test_a_store_removed_between_storing_and_publishing_is_not_begun_anew(store):
    line = extract()
    store.append_extract(line, rows_of(line))
    shutil.rmtree(store.uri)
    with pytest.raises(Refused, match="has lost"):
        store.publish(lambda visible: (*visible, line.extract_id), reason="import", by="test")
    assert store.current() is None


def test_rows_of_another_extract_are_refused(store):
    line = extract()
    assert_clear(lambda: store.append_extract(line, rows_of(extract("april"))))
    assert store.extracts() == ()


def test_fewer_rows_than_were_accepted_are_refused(store):
    line = extract(rows_n=3)
    with pytest.raises(Refused, match="3 rows were accepted but 2 were stored"):
        store.append_extract(line, rows_of(line).slice(0, 2))
    assert store.extracts() == ()
    store.append_extract(line, rows_of(line))
    assert len(store.extracts()) == 1


def test_a_reader_that_fails_stores_nothing(store):
    line = extract(rows_n=2)
    rows = rows_of(line)

    def batches():
        yield rows.slice(0, 1).to_batches()[0]
        raise ValueError("the file broke off")

    reader = pa.RecordBatchReader.from_batches(rows.schema, batches())
    with pytest.raises(Refused, match="the file broke off"):
        store.append_extract(line, reader)
    assert store.extracts() == ()
    assert delta.Tables(store.uri).files("units") == []


def test_a_full_disk_is_refused_before_anything_is_written(store, monkeypatch):
    put(store)
    usage = shutil.disk_usage(store.uri)._replace(free=1_000_000)
    monkeypatch.setattr(delta.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Refused, match=r"1.0 MB are free.*last publication stands"):
        put(store, "april")
    assert store.current().publication == 1


def test_a_disk_that_fills_up_on_the_way_is_refused(store):
    """A limit on the size of files stands for the disk: writing beyond it fails in deltalake."""
    put(store)
    program = (
        "import resource, signal, sys\n"
        "from tests.store.given import open_store, extract, rows_of\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_store(sys.argv[1])\n"
        "line = extract('big', rows_n=50_000)\n"
        "rows = rows_of(line)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from dashboard.errors import Refused\n"
        "try:\n    store.append_extract(line, rows)\n"
        "except Refused as refusal:\n    print(refusal)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, store.uri],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "can't be written" in said.stdout and "last publication stands" in said.stdout
    assert store.current().publication == 1
    assert len(put(store, "april").extracts) == 2


def test_the_reason_is_said_without_its_wrapping():
    said = delta.in_words(
        OSError(
            "Failed to parse parquet: External: Generic LocalFileSystem error: No \x1b[31mspace\x1b[0m\nx"
        )
    )
    assert said == "No space"


def test_a_panic_in_deltalake_is_a_refusal_and_no_crash(store, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_, **__):
        raise PanicException("Already shut down")

    monkeypatch.setattr(delta, "write_deltalake", panic)
    with pytest.raises(Refused, match="can't be written: Already shut down"):
        put(store)


def test_an_interrupt_stays_an_interrupt(store, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(delta, "write_deltalake", interrupt)
    with pytest.raises(KeyboardInterrupt):
        put(store)


def test_a_read_only_folder_is_read_but_not_written(store):
    put(store)
    for path in (Path(store.uri), *Path(store.uri).rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = as_nobody(store.uri)
    assert said.splitlines()[0] == "1"
    assert "can't be written" in said and "ermission denied" in said


def test_a_folder_that_may_not_be_made_is_refused(tmp_path):
    tmp_path.chmod(0o555)
    said = as_nobody(str(tmp_path / "store"))
    assert "can't be written" in said and "ermission denied" in said


def test_an_unknown_kind_of_address_is_refused():
    with pytest.raises(Refused):
        put(open_store("nosuch://bucket/store", create=True))


def assert_clear(attempt):
    with pytest.raises(Refused) as refusal:
        attempt()
    said = str(refusal.value)
    assert "store" in said and len(said) < 600
    assert "\n" not in said and "\x1b" not in said and "Traceback" not in said


def as_nobody(uri):
    """What a user without rights reads and hears; root would be let through anywhere."""
    for folder in Path(uri).parents:
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    program = (
        "import os, sys\n"
        "import deltalake.fs, pyarrow.dataset, pyarrow.parquet  # while they may be read\n"
        "from dashboard.errors import Refused\n"
        "from tests.store.given import open_store, put\n"
        f"if os.geteuid() == 0:\n    os.setuid({NOBODY})\n"
        "store = open_store(sys.argv[1], create=True)\n"
        "print(len(store.publications()))\n"
        "try:\n    put(store, 'april')\n"
        "except Refused as refusal:\n    print(refusal)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, uri],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip

"""Extracts and publications in real Delta tables: what is kept comes back as it went in."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from dashboard.contracts.registry import DATASETS
from dashboard.errors import NewerStore, Refused, StoreMissing
from dashboard.store import delta, erasing
from dashboard.store.records import PUBLICATIONS, rows_schema
from dashboard.store.store import STORE_FORMAT, open_store
from tests.store.given import extract, id_of, publish, put, rows_of


def stored(store, dataset, *names):
    files = store.parquet_files(dataset, [id_of(name) for name in names])
    with duckdb.connect() as con:
        return con.read_parquet(files, hive_partitioning=True).to_arrow_table()


def test_an_extract_comes_back_as_it_was_put_in(store):
    line = extract(
        period_start=dt.date(2026, 3, 1), period_end=dt.date(2026, 3, 31), profile="datix.toml"
    )
    store.append_extract(line, rows_of(line))
    assert store.extracts() == (line,)
    assert store.extract(line.extract_id) == line
    assert store.extract("unknown") is None


def test_extracts_come_in_the_order_of_their_upload(store):
    for name, hour in (("second", 11), ("first", 10)):
        line = extract(name, uploaded_at=dt.datetime(2026, 4, 1, hour, tzinfo=dt.UTC))
        store.append_extract(line, rows_of(line))
    assert [line.file_name for line in store.extracts()] == ["first.csv", "second.csv"]


def test_nothing_is_visible_until_it_is_published(store):
    line = extract()
    store.append_extract(line, rows_of(line))
    assert store.current() is None
    publication = publish(store, "march")
    assert (publication.publication, publication.extracts) == (1, (line.extract_id,))
    assert store.current() == publication == store.publication(1)
    assert store.extracts_of(publication) == (line,)


def test_a_change_shown_on_one_publication_is_made_on_no_other(store):
    """Compared where the number is claimed: whoever waited for a turn is told."""
    put(store, "march")
    put(store, "april")
    march = id_of("march")
    for change in (
        lambda: store.rollback(1, "clerk", base=1),
        lambda: store.withdraw(march, "clerk", base=1),
        lambda: erasing.purge(store, march, "clerk", base=1),
    ):
        with pytest.raises(Refused, match="Somebody published in the meantime"):
            change()
    assert len(store.publications()) == 2 and store.extract(march).purged_at is None
    assert store.withdraw(march, "clerk", base=2).publication == 3


def test_publications_keep_who_when_why_and_the_order_of_their_extracts(store):
    put(store, "zebra")
    put(store, "antelope")
    first, second = store.publications()
    assert second.extracts == (id_of("zebra"), id_of("antelope"))
    assert (first.reason, first.note, first.published_by) == ("import", "zebra.csv", "test")
    assert first.published_at.utcoffset() == dt.timedelta(0)
    assert first.published_at <= second.published_at


def test_times_come_back_as_utc_and_days_as_days(store):
    line = extract(dataset="complaints")
    new_york = dt.datetime(2026, 3, 8, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    rows = rows_of(line, received_at=new_york, received_on=dt.date(2026, 3, 8))
    store.append_extract(line, rows)
    back = stored(store, "complaints", "march")
    assert back.schema.field("received_on").type == pa.date32()
    assert back.schema.field("received_at").type.tz is not None
    assert back["received_at"].cast(pa.int64()).to_pylist() == [
        int(new_york.timestamp() * 1_000_000)
    ]
    assert back["received_on"].to_pylist() == [dt.date(2026, 3, 8)]


def test_naive_times_are_taken_as_utc(store):
    line = extract(dataset="complaints")
    rows = rows_of(line, received_at=dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC))
    place = rows.schema.get_field_index("received_at")
    naive = rows.set_column(place, "received_at", rows["received_at"].cast(pa.timestamp("us")))
    store.append_extract(line, naive)
    noon = dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC).timestamp() * 1_000_000
    assert stored(store, "complaints", "march")["received_at"].cast(pa.int64())[0].as_py() == noon


def test_lists_and_missing_lists_come_back(store):
    for name, actions in (("some", ["apology", "fix"]), ("empty", []), ("none", None)):
        line = extract(name, dataset="complaints")
        store.append_extract(line, rows_of(line, recovery_actions=actions))
    back = stored(store, "complaints", "some", "empty", "none").to_pylist()
    found = {row["extract_id"]: row["recovery_actions"] for row in back}
    assert found == {id_of("some"): ["apology", "fix"], id_of("empty"): [], id_of("none"): None}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_is_kept_with_exactly_its_columns(store, dataset):
    line = extract(dataset=dataset)
    store.append_extract(line, rows_of(line))
    table = DeltaTable(f"{store.uri}/{dataset}")
    assert [field.name for field in table.schema().fields] == [
        name for name, _ in DATASETS[dataset].stored_columns()
    ]
    assert table.metadata().partition_columns == ["extract_id"]


def test_rows_may_come_from_a_reader(store):
    """The order of batches is not kept by deltalake; the line in the user's file is a column."""
    line = extract(rows_n=3)
    batches = rows_of(line).to_batches(max_chunksize=1)
    reader = pa.RecordBatchReader.from_batches(batches[0].schema, iter(batches))
    store.append_extract(line, reader)
    assert sorted(stored(store, "units", "march")["line"].to_pylist()) == [2, 3, 4]


def test_the_same_extract_a_second_time_changes_nothing(store):
    put(store)
    store.append_extract(extract(uploaded_by="someone else"), rows_of(extract()))
    assert len(store.extracts()) == 1
    assert stored(store, "units", "march").num_rows == 1


def test_only_the_files_of_the_extracts_asked_for_are_named(store):
    put(store, "march")
    put(store, "april")
    files = store.parquet_files("units", [id_of("april")])
    assert len(files) == 1 and id_of("april") in files[0] and Path(files[0]).is_file()
    assert store.parquet_files("units", []) == []
    assert store.parquet_files("surveys", []) == []
    assert len(store.parquet_files("units", [id_of("march"), id_of("april")])) == 2


@pytest.mark.parametrize("name", ["a b", "ü", "it's", "a#b", "a+b", "{a}", "100&50"])
def test_a_folder_may_have_an_unusual_name(tmp_path, name):
    store = open_store(str(tmp_path / name / "store"), create=True)
    put(store)
    assert stored(store, "units", "march").num_rows == 1


@pytest.mark.parametrize("letter", delta.UNFIT_IN_A_FOLDER)
def test_a_folder_that_readers_would_take_for_a_pattern_is_refused(tmp_path, letter):
    with pytest.raises(Refused, match="Choose another name"):
        open_store(str(tmp_path / f"a{letter}20b"), create=True)


def test_a_store_can_be_named_relative_to_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = open_store("store", create=True)
    put(store)
    assert stored(store, "units", "march").num_rows == 1
    monkeypatch.chdir("/")
    assert open_store(str(tmp_path / "store")).current() is not None


def test_where_there_is_no_store_it_is_said(tmp_path):
    with pytest.raises(StoreMissing, match="first import"):
        open_store(str(tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()


def test_a_file_is_no_store(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="a store is a folder"):
        open_store(str(tmp_path / "file"), create=True)


def test_a_store_of_a_newer_format_is_refused_also_by_a_program_that_runs_already(store):
    put(store)
    line = [
        {"publication": 2, "published_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
         "published_by": "x", "reason": "import", "note": "", "extracts": [],
         "store_format": STORE_FORMAT + 1}
    ]  # fmt: skip
    delta.write_deltalake(
        f"{store.uri}/publications", pa.Table.from_pylist(line, PUBLICATIONS), mode="append"
    )
    for attempt in (lambda: open_store(store.uri), lambda: put(store, "april"), store.current):
        with pytest.raises(NewerStore, match=r"newer version of this program.*update"):
            attempt()
    assert len(store.tables.lines(store.tables.open("publications"))) == 2


def test_a_list_of_many_small_files_is_put_into_one(store, monkeypatch):
    monkeypatch.setattr(delta, "MAX_FILES_OF_A_LIST", 3)
    for number in range(6):
        put(store, f"file-{number}")
    for name in ("extracts", "publications"):
        assert len(DeltaTable(f"{store.uri}/{name}").file_uris()) <= 3
    assert len(store.extracts()) == store.current().publication == 6


def test_no_key_stays_in_a_log_and_logs_are_kept(store):
    line = extract(dataset="complaints")
    store.append_extract(line, rows_of(line, complaint_id="secret-key", patient_link_key="ab" * 16))
    folder = Path(store.uri) / "complaints"
    log = "\n".join(path.read_text() for path in (folder / "_delta_log").glob("*.json"))
    assert "secret-key" not in log and "abab" not in log
    added = json.loads(next(row for row in log.splitlines() if row.startswith('{"add"')))
    assert json.loads(added["add"]["stats"])["numRecords"] == 1
    kept = DeltaTable(folder).metadata().configuration
    assert kept == {
        "delta.enableExpiredLogCleanup": "false",
        "delta.dataSkippingStatsColumns": "extract_id",
    }


def test_rows_are_compressed_by_zstd(store):
    import pyarrow.parquet as pq

    put(store)
    file = store.parquet_files("units", [id_of("march")])[0]
    assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_schema_of_rows_has_times_in_utc_only():
    for dataset in DATASETS.values():
        for field in rows_schema(dataset.stored_columns()):
            assert not pa.types.is_timestamp(field.type) or field.type.tz == "UTC"

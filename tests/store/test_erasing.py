"""Purge, forget, retention and sweep: no byte left, figures rebuilt, and finished after a crash."""

import datetime as dt
import os
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import Refused
from dashboard.store import erasing, retention
from dashboard.store.erasures import Kind
from dashboard.store.person import Person, rows_of
from dashboard.store.store import open_store
from tests.store.given import extract, id_of, publish, put
from tests.store.given import rows_of as made
from tests.store.remains import remains

HASH = "ab12" * 16
OTHER_HASH = "cd34" * 16


def put_rows(store, name, *rows, dataset="complaints", **given):
    """Publish an extract whose rows have these columns."""
    line = extract(name, dataset=dataset, rows_n=len(rows), **given)
    table = made(line)
    for place, column in enumerate(table.schema):
        values = [
            row.get(column.name, old)
            for row, old in zip(rows, table[column.name].to_pylist(), strict=True)
        ]
        if any(column.name in row for row in rows):
            table = table.set_column(place, column, [values])
    store.append_extract(line, table)
    return publish(store, name)


def stored(store, name, dataset="complaints", column="complaint_id"):
    files = store.parquet_files(dataset, [id_of(name)])
    if not files:
        return []
    with duckdb.connect() as con:
        return sorted(
            row[0]
            for row in con.execute(f"select {column} from read_parquet($1)", [files]).fetchall()
        )


def forget(store, **whose):
    return erasing.erase_rows(
        store, Kind.FORGET, lambda s: rows_of(Person(**whose), s), note=" forgotten", by="clerk"
    )


def cases(*ids, **more):
    return [{"complaint_id": text} | more for text in ids]


# --- purge ----------------------------------------------------------------------------------------


def test_a_purge_withdraws_and_leaves_no_byte(store):
    put_rows(store, "march", *cases("SECRET-1", "SECRET-2"))
    put_rows(store, "april", *cases("KEPT-1"))
    assert len(remains("SECRET-", store.uri)) == 1
    published = erasing.purge(store, id_of("march"), by="clerk")
    assert (published.publication, published.reason, published.note) == (3, "purge", id_of("march"))
    assert published.extracts == (id_of("april"),)
    assert remains("SECRET-", store.uri) == []
    assert stored(store, "april") == ["KEPT-1"]


def test_history_marks_what_was_purged_and_its_publications(store):
    put_rows(store, "march", *cases("A"))
    put_rows(store, "april", *cases("B"))
    erasing.purge(store, id_of("march"), by="clerk")
    march, april = sorted(store.extracts(), key=lambda line: line.file_name, reverse=True)
    assert march.purged_at is not None and march.erased_rows == 1 and march.accepted == 1
    assert (april.purged_at, april.erased_rows) == (None, 0)
    assert [p.purged for p in store.publications()] == [(id_of("march"),), (id_of("march"),), ()]
    assert "purged_at" in march.as_json() and "purged_at" not in april.as_json()
    assert store.publications()[0].as_json()["purged"] == [id_of("march")]


def test_a_rollback_to_a_purged_extract_is_refused_with_its_name_and_day(store):
    put_rows(store, "march", *cases("A"))
    put_rows(store, "april", *cases("B"))
    erasing.purge(store, id_of("march"), by="clerk")
    for number in (1, 2):
        with pytest.raises(Refused, match=rf"{number} can't be shown again.*march\.csv\) on 20"):
            store.rollback(number, by="clerk")
        with pytest.raises(Refused, match="can't be shown again"):
            store.extracts_of(store.publication(number))
    assert store.rollback(3, by="clerk").extracts == (id_of("april"),)


@pytest.mark.slow
def test_a_withdrawn_extract_can_be_purged_and_an_unknown_or_purged_one_cannot(store):
    put_rows(store, "march", *cases("SECRET"))
    store.withdraw(id_of("march"), by="clerk")
    assert erasing.purge(store, id_of("march"), by="clerk").extracts == ()
    assert remains("SECRET", store.uri) == []
    with pytest.raises(Refused, match=r"march\.csv\) was purged on .*nothing of it is left"):
        erasing.purge(store, id_of("march"), by="clerk")
    with pytest.raises(Refused, match="abc is not known here"):
        erasing.purge(store, "abc", by="clerk")
    assert len(store.publications()) == 3


def test_a_purged_file_that_is_imported_again_is_stored_again(store):
    put_rows(store, "march", *cases("A", "B"))
    erasing.purge(store, id_of("march"), by="clerk")
    again = dt.datetime.now(dt.UTC)
    published = put_rows(store, "march", *cases("A", "B"), uploaded_at=again)
    assert published.extracts == (id_of("march"),) and published.purged == ()
    assert stored(store, "march") == ["A", "B"]
    assert [line.purged_at for line in store.extracts()] == [None]
    assert store.rollback(1, by="clerk").extracts == (id_of("march"),)


@pytest.mark.slow
def test_a_purged_extract_is_not_published(store):
    put_rows(store, "march", *cases("A"))
    erasing.purge(store, id_of("march"), by="clerk")
    with pytest.raises(Refused, match=r"march\.csv\) was purged on .*import its file again"):
        publish(store, "march")
    assert store.current().publication == 2


@pytest.mark.slow
def test_a_damaged_extract_can_be_purged(store):
    put_rows(store, "march", *cases("A"))
    put_rows(store, "april", *cases("B"))
    Path(store.parquet_files("complaints", [id_of("march")])[0]).write_bytes(b"PAR1 damaged")
    assert erasing.purge(store, id_of("march"), by="clerk").extracts == (id_of("april"),)
    assert stored(store, "april") == ["B"]


# --- forget ---------------------------------------------------------------------------------------


def test_a_forgotten_complaint_is_in_no_file_and_the_others_stay(store):
    put_rows(store, "march", *cases("SECRET", "B", "C"))
    put_rows(store, "april", *cases("SECRET", "D"))
    put_rows(store, "may", *cases("E"))
    published, counts = forget(store, complaint="SECRET")
    assert counts == {("complaints", id_of("march")): 1, ("complaints", id_of("april")): 1}
    assert (published.reason, published.note) == ("forget", "2 rows of 2 extracts forgotten")
    assert published.extracts == tuple(map(id_of, ("march", "april", "may")))
    assert remains("SECRET", store.uri) == []
    assert [stored(store, name) for name in ("march", "april", "may")] == [["B", "C"], ["D"], ["E"]]


def test_counts_stay_truthful_after_a_person_was_forgotten(store):
    put_rows(store, "march", *cases("X", "B", "C"))
    forget(store, complaint="X")
    (march,) = store.extracts()
    assert (march.accepted, march.erased_rows, march.purged_at) == (3, 1, None)
    assert march.as_json()["erased_rows"] == 1
    assert store.rollback(1, by="clerk").publication == 3


@pytest.mark.slow
def test_an_extract_that_lost_all_its_rows_is_empty_and_not_lost(store):
    put_rows(store, "march", *cases("X"))
    forget(store, complaint="X")
    assert store.parquet_files("complaints", [id_of("march")]) == []
    shutil.rmtree(Path(store.uri) / "complaints")
    assert store.parquet_files("complaints", [id_of("march")]) == []


@pytest.mark.slow
def test_rows_that_are_lost_beside_forgotten_ones_are_still_missed(store):
    put_rows(store, "march", *cases("X", "B"))
    forget(store, complaint="X")
    shutil.rmtree(Path(store.uri) / "complaints")
    with pytest.raises(Refused, match="has lost the complaints of extract"):
        store.parquet_files("complaints", [id_of("march")])


def test_a_complaint_leads_to_its_link_key_and_to_all_that_carries_it(store):
    put_rows(
        store, "march", *cases("X", patient_link_key=HASH), *cases("Y", patient_link_key=OTHER_HASH)
    )
    put_rows(store, "april", *cases("Z", patient_link_key=HASH.upper()), *cases("N"))
    put_rows(
        store, "answers", {"response_id": "R1", "patient_link_key": HASH},
        {"response_id": "R2", "patient_link_key": OTHER_HASH}, {"response_id": "R3"}, dataset="surveys",
    )  # fmt: skip
    _, counts = forget(store, complaint="X")
    assert sum(counts.values()) == 3
    assert remains(HASH, store.uri) == [] == remains(HASH.upper(), store.uri)
    assert stored(store, "march") == ["Y"] and stored(store, "april") == ["N"]
    assert stored(store, "answers", "surveys", "response_id") == ["R2", "R3"]


@pytest.mark.slow
def test_a_link_key_is_forgotten_in_any_case_of_its_digits(store):
    put_rows(store, "march", *cases("SECRET", patient_link_key=HASH), *cases("B"))
    forget(store, link=f" {HASH.upper()} ")
    assert remains(HASH, store.uri) == [] == remains("SECRET", store.uri)
    assert stored(store, "march") == ["B"]


def test_a_repeated_complaint_loses_the_reference_and_stays(store):
    put_rows(store, "march", *cases("SECRET"), {"complaint_id": "B", "repeat_of": "SECRET"},
             {"complaint_id": "C", "repeat_of": "B"})  # fmt: skip
    put_rows(store, "radar", {"complaint_id": "D", "repeat_of": "SECRET"}, source_system="radar")
    _, counts = forget(store, complaint="SECRET", source="source")
    assert sum(counts.values()) == 1
    assert stored(store, "march") == ["B", "C"]
    assert stored(store, "march", column="coalesce(repeat_of, '-')") == ["-", "B"]
    assert stored(store, "radar", column="repeat_of") == ["SECRET"]  # another source's number


@pytest.mark.slow
def test_the_source_narrows_an_id_that_two_systems_use(store):
    put_rows(store, "march", *cases("1001"), source_system="datix")
    put_rows(store, "april", *cases("1001"), source_system="radar")
    assert forget(store, complaint="1001", source="nosuch") is None
    _, counts = forget(store, complaint="1001", source="datix")
    assert list(counts) == [("complaints", id_of("march"))]
    assert stored(store, "april") == ["1001"]
    assert forget(store, complaint="1001")[1] == {("complaints", id_of("april")): 1}


@pytest.mark.slow
def test_somebody_unknown_changes_nothing(store):
    put_rows(store, "march", *cases("A"))
    assert forget(store, complaint="B") is None
    assert forget(store, link=HASH) is None
    assert len(store.publications()) == 1 and store.erasures().all == ()


def test_no_key_of_a_person_is_written_down(store):
    put_rows(store, "march", *cases("SECRET", "B", patient_link_key=HASH))
    forget(store, complaint="SECRET")
    log = (Path(store.uri) / "complaints" / "_delta_log").glob("*")
    assert all("SECRET" not in file.read_text() and HASH not in file.read_text() for file in log)
    assert remains("SECRET", store.uri) == [] == remains(HASH, store.uri)


def test_withdrawn_extracts_and_rows_of_broken_off_imports_are_searched_too(store, monkeypatch):
    put_rows(store, "march", *cases("SECRET", "B"))
    store.withdraw(id_of("march"), by="clerk")
    monkeypatch.setattr(store, "_append_line", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put_rows(store, "broken", *cases("SECRET", "C"))
    monkeypatch.undo()
    uncommitted = Path(store.uri) / "complaints" / f"extract_id={id_of('lost')}"
    uncommitted.mkdir()
    shutil.copy(
        next(Path(store.uri).glob("complaints/*/*.parquet")), uncommitted / "part-0.parquet"
    )
    assert len(remains("SECRET", store.uri)) == 3
    forget(store, complaint="SECRET")
    assert remains("SECRET", store.uri) == []


@pytest.mark.slow
def test_checkpoints_hold_nothing_of_what_was_erased(store):
    from deltalake import DeltaTable

    put_rows(store, "march", *cases("SECRET", "B", patient_link_key=HASH))
    DeltaTable(f"{store.uri}/complaints").create_checkpoint()
    forget(store, complaint="SECRET")
    DeltaTable(f"{store.uri}/complaints").create_checkpoint()
    assert remains("SECRET", store.uri) == [] == remains(HASH, store.uri)
    assert list(Path(store.uri).glob("complaints/_delta_log/*.checkpoint.parquet"))


# --- broken off -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("step", ["_begin", "_put_back", "_end"])
def test_a_forgetting_that_is_broken_off_is_finished_by_doing_it_again(store, monkeypatch, step):
    put_rows(store, "march", *cases("SECRET", "B"))
    monkeypatch.setattr(erasing, step, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        forget(store, complaint="SECRET")
    monkeypatch.undo()
    forget(store, complaint="SECRET")
    assert remains("SECRET", store.uri) == []
    assert stored(store, "march") == ["B"]
    assert store.extracts()[0].erased_rows == 1
    assert store.erasures().unfinished == ()


@pytest.mark.slow
@pytest.mark.parametrize("step", ["_begin", "_put_back", "_end"])
def test_a_purge_that_is_broken_off_is_finished_by_the_next_sweep_or_purge(
    store, monkeypatch, step
):
    put_rows(store, "march", *cases("SECRET"))
    monkeypatch.setattr(erasing, step, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erasing.purge(store, id_of("march"), by="clerk")
    monkeypatch.undo()
    assert store.current().extracts == ()
    erasing.sweep(store, by="clerk")
    if step == "_begin":  # only withdrawn so far
        assert store.extracts()[0].purged_at is None
        erasing.purge(store, id_of("march"), by="clerk")
    assert remains("SECRET", store.uri) == []
    assert store.erasures().unfinished == ()


# --- retention and sweep --------------------------------------------------------------------------


def test_rows_older_than_the_retention_are_erased(store):
    old, new = dt.date(2020, 1, 1), dt.date(2026, 3, 1)
    put_rows(store, "march", *cases("SECRET", received_on=old), *cases("B", received_on=new))
    put_rows(store, "answers", {"response_id": "OLD-R", "event_date": old},
             {"response_id": "R", "event_date": new}, {"response_id": "S"}, dataset="surveys")  # fmt: skip
    published, counts = retention.erase_expired(store, 24, dt.date(2026, 11, 25), by="clerk")
    assert sum(counts.values()) == 2
    assert published.reason == "retention"
    assert published.note == "2 rows of 2 extracts from before 2024-11-25, older than 24 months"
    assert remains("SECRET", store.uri) == [] == remains("OLD-R", store.uri)
    assert stored(store, "answers", "surveys", "response_id") == ["R", "S"]
    assert retention.erase_expired(store, 24, dt.date(2026, 11, 25), by="clerk") is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-25", 24, "2024-11-25"), ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"), ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 1, "2026-11-30"), ("2026-05-31", 27, "2024-02-29"),
    ],
)  # fmt: skip
def test_months_are_counted_back_by_the_calendar(day, months, expected):
    assert str(retention.months_before(dt.date.fromisoformat(day), months)) == expected


def aged(path, hours):
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


@pytest.mark.slow
def test_a_sweep_takes_files_that_nobody_can_be_writing_any_more(store):
    put_rows(store, "march", *cases("A"))
    live = Path(store.parquet_files("complaints", [id_of("march")])[0])
    old, young = live.with_name("part-old.parquet"), live.with_name("part-young.parquet")
    for path in (old, young):
        shutil.copy(live, path)
    aged(old, 25)
    aged(live, 25)
    assert erasing.sweep(store, by="clerk") == 1
    assert (old.exists(), young.exists(), live.exists()) == (False, True, True)
    assert erasing.sweep(store, by="clerk") == 0


def test_a_sweep_erases_what_was_stored_and_never_published(store):
    put_rows(store, "march", *cases("A"))
    for name, at in (("old", None), ("young", dt.datetime.now(dt.UTC))):
        line = extract(name, dataset="complaints", **({"uploaded_at": at} if at else {}))
        store.append_extract(line, made(line, complaint_id=f"SECRET-{name}"))
    erasing.sweep(store, by="clerk")
    assert remains("SECRET-old", store.uri) == []
    assert stored(store, "young") == ["SECRET-young"]
    assert {e.file_name: e.purged_at is not None for e in store.extracts()} == {
        "old.csv": True, "march.csv": False, "young.csv": False,
    }  # fmt: skip
    assert publish(store, "young").extracts == (id_of("march"), id_of("young"))


@pytest.mark.slow
def test_a_sweep_gives_way_to_whoever_is_writing(store):
    put_rows(store, "march", *cases("A"))
    live = Path(store.parquet_files("complaints", [id_of("march")])[0])
    shutil.copy(live, live.with_name("part-old.parquet"))
    aged(live.with_name("part-old.parquet"), 25)
    with open_store(store.uri).turns.shared():
        assert erasing.sweep(store, by="clerk") == 0
    assert erasing.sweep(store, by="clerk") == 1


@pytest.mark.slow
def test_an_eraser_waits_for_writers_and_says_so_when_it_takes_too_long(store, monkeypatch):
    from dashboard.store import turns

    put(store, "march")
    monkeypatch.setattr(turns, "SECONDS_TO_WAIT", 0.1)
    with open_store(store.uri).turns.shared(), pytest.raises(Refused, match="Others keep writing"):
        erasing.purge(store, id_of("march"), by="clerk")
    with open_store(store.uri).turns.alone(), pytest.raises(Refused, match="being erased"):
        put(store, "april")
    assert store.current().publication == 1


@pytest.mark.slow
def test_an_address_is_erased_and_swept_without_a_lock(tmp_path):
    """As an object store is: what is not committed may be somebody's, for a day."""
    store = open_store(f"file://{tmp_path}/store", create=True)
    put_rows(store, "march", *cases("SECRET", "B"))
    put_rows(store, "april", *cases("OTHER"))
    live = next((tmp_path / "store" / "complaints").glob("*/*.parquet"))
    old, young = live.with_name("part-old.parquet"), live.with_name("part-young.parquet")
    for path in (old, young):
        shutil.copy(live, path)
    aged(old, 25)
    _, counts = forget(store, complaint="SECRET")
    assert sum(counts.values()) == 1 and store.extracts()[0].purged_at is None
    erasing.purge(store, id_of("april"), by="clerk")
    assert young.exists() and erasing.sweep(store, by="clerk") == 1 and not old.exists()
    young.unlink()
    assert remains("SECRET", tmp_path) == [] == remains("OTHER", tmp_path)
    assert not (tmp_path / "store" / ".lock").exists()
    assert store.current().extracts == (id_of("march"),)

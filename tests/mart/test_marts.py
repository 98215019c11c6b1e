"""Building, opening and finding marts on a real store."""

import threading

import duckdb
import pytest

from dashboard import settings
from dashboard.access.viewer import parse_viewer
from dashboard.clocks.procedure import Procedure
from dashboard.errors import Refused
from dashboard.extracts.intake import Request, import_file
from dashboard.mart import build
from dashboard.mart.catalog import Query
from dashboard.mart.locate import current_mart, folder_of, mart_for
from dashboard.mart.open import open_mart
from dashboard.store.store import open_store
from tests.marts import AS_OF

pytestmark = pytest.mark.slow  # builders in processes of their own

CSV = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n"
COUNT = Query("count", "select unit_id, count(*) as n from visible.complaints group by unit_id order by 1",
              "", "", "", {}, {})  # fmt: skip


@pytest.fixture
def store(tmp_path):
    return open_store(str(tmp_path / "store"), create=True)


@pytest.fixture
def current(tmp_path):
    return settings.load(mart_dir=tmp_path / "marts")


def take_in(store, tmp_path, name, rows):
    file = tmp_path / name
    file.write_text(CSV + rows)
    request = Request(file, AS_OF, dataset="complaints", source_system="s", by="test")
    return import_file(request, lambda: store)


def complaints(count, unit, start=0):
    return "".join(
        f"c{n},{unit},2026-03-01,2026-03-05,closed,web,complaint\n"
        for n in range(start, start + count)
    )


def test_each_publication_has_its_own_mart_and_the_pointer_names_the_newest(
    store, current, tmp_path
):
    take_in(store, tmp_path, "a.csv", complaints(3, "UNASSIGNED"))
    first = mart_for(store, store.current(), current)
    take_in(store, tmp_path, "b.csv", complaints(2, "UNASSIGNED", start=10))
    second = mart_for(store, store.current(), current)
    executive = parse_viewer("executive")
    assert [m.run(COUNT, executive, {}).to_pylist()[0]["n"] for m in (first, second)] == [3, 5]
    assert current_mart(store.uri, current) == second.path
    replayed = mart_for(store, store.publication(1), current)
    assert replayed.path == first.path
    assert current_mart(store.uri, current) == second.path
    assert (second.facts.publication, second.facts.as_of) == (2, AS_OF)


def test_a_deleted_or_cut_mart_is_built_again(store, current, tmp_path):
    take_in(store, tmp_path, "a.csv", complaints(3, "UNASSIGNED"))
    path = mart_for(store, store.current(), current).path
    path.unlink()
    assert mart_for(store, store.current(), current).path == path
    path.unlink()
    path.write_bytes(b"cut")
    assert (
        mart_for(store, store.current(), current).run(COUNT, parse_viewer("executive"), {}).num_rows
        == 1
    )


def test_a_connection_that_serves_pages_reaches_no_file_and_no_setting(store, current, tmp_path):
    take_in(store, tmp_path, "a.csv", complaints(1, "UNASSIGNED"))
    mart = mart_for(store, store.current(), current)
    for statement in (
        "from read_csv('/etc/hostname')",
        "set enable_external_access = true",
        "create table x (a int)",
    ):
        with pytest.raises(duckdb.Error):
            mart._con.cursor().execute(statement)


def test_many_viewers_at_once_see_their_own_rows_only(store, current, tmp_path):
    units = [f"u{n}" for n in range(8)]
    file = tmp_path / "units.csv"
    file.write_text(
        "unit_id,unit_name,department,valid_from\n"
        + "".join(f"{u},{u},d,2020-01-01\n" for u in units)
    )
    import_file(Request(file, AS_OF, dataset="units", source_system="s"), lambda: store)
    take_in(
        store,
        tmp_path,
        "a.csv",
        "".join(complaints(n + 1, u, start=100 * n) for n, u in enumerate(units)),
    )
    mart = mart_for(store, store.current(), current)
    wrong = []

    def look(number):
        unit = units[number % len(units)]
        rows = mart.run(COUNT, parse_viewer(f"unit_manager:{unit}"), {}).to_pylist()
        if rows != [{"unit_id": unit, "n": number % len(units) + 1}]:
            wrong.append(rows)

    threads = [threading.Thread(target=look, args=(n,)) for n in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_empty_publication_has_a_mart_without_rows(store, current, tmp_path):
    report = take_in(store, tmp_path, "a.csv", complaints(1, "UNASSIGNED"))
    store.withdraw(report.extract_id, "test")
    mart = mart_for(store, store.current(), current)
    assert mart.run(COUNT, parse_viewer("executive"), {}).num_rows == 0
    assert mart.facts.as_of is None


def test_a_reader_of_the_old_mart_goes_on_while_the_pointer_moves(store, current, tmp_path):
    take_in(store, tmp_path, "a.csv", complaints(1, "UNASSIGNED"))
    old = mart_for(store, store.current(), current)
    take_in(store, tmp_path, "b.csv", complaints(1, "UNASSIGNED", start=5))
    mart_for(store, store.current(), current)
    assert old.run(COUNT, parse_viewer("executive"), {}).to_pylist()[0]["n"] == 1


def test_a_builder_that_fails_says_why_and_leaves_no_file(store, current, tmp_path, monkeypatch):
    take_in(store, tmp_path, "a.csv", complaints(1, "UNASSIGNED"))
    monkeypatch.setattr(store, "uri", str(tmp_path / "nowhere"))
    folder = folder_of(str(tmp_path / "nowhere"), current)
    with pytest.raises(Refused, match="There is no store"):
        publication = store.__class__(str(tmp_path / "store")).current()
        build.build_mart(store, publication, folder, Procedure.of(current))
    assert list(folder.glob("*.duckdb")) == []


def test_a_file_that_is_no_mart_is_refused(tmp_path):
    (tmp_path / "x.duckdb").write_text("nothing")
    with pytest.raises(Refused, match="can't be opened"):
        open_mart(tmp_path / "x.duckdb")


def test_a_mart_that_was_renewed_from_a_renewed_one_is_not_taken_for_cut(store, current, tmp_path):
    """DuckDB cuts free blocks off a file's end and goes on counting them among all its blocks."""
    take_in(store, tmp_path, "a.csv", complaints(3, "UNASSIGNED"))
    mart_for(store, store.current(), current)
    for _ in range(3):
        store.rollback(1, "test")
        mart = mart_for(store, store.current(), current)
        assert mart.facts.publication == store.current().publication
        assert mart.facts.published_at == store.current().published_at  # with its time zone


DUE = Query("due", "select acknowledge_due_on, count(*) as n from visible.complaints group by 1 order by 1",
            "", "", "", {}, {})  # fmt: skip


def due_days(mart):
    rows = mart.run(DUE, parse_viewer("executive"), {}).to_pylist()
    return [str(row["acknowledge_due_on"]) for row in rows]


def test_other_clocks_give_another_mart_and_neither_server_shows_the_others(
    store, current, tmp_path
):
    take_in(store, tmp_path, "a.csv", complaints(3, "UNASSIGNED"))
    usual = mart_for(store, store.current(), current)
    closed = settings.load(mart_dir=current.mart_dir, calendar={"closures": ["2026-03-03"]})
    other = mart_for(store, store.current(), closed)
    assert usual.path != other.path
    assert (due_days(usual), due_days(other)) == (["2026-03-04"], ["2026-03-05"])
    # the pointer names what was built last; whoever has other clocks finds the mart of their own
    assert current_mart(store.uri, closed) == other.path
    assert current_mart(store.uri, current) == usual.path
    take_in(store, tmp_path, "b.csv", complaints(2, "UNASSIGNED", start=10))
    newest = mart_for(store, store.current(), closed)
    assert due_days(newest) == ["2026-03-05"]
    found = current_mart(store.uri, current)  # built for it, since the pointer's is by other clocks
    assert found.name.startswith("000002-") and found != newest.path
    assert due_days(open_mart(found)) == ["2026-03-04"]

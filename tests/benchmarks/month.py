"""One month more in a store and its mart: what it costs until pages see it, and that it is right.

The store is copied and given another month of surveys, then of complaints, each imported as by
command line. The last mart is compared with one that is built whole.
"""

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from dashboard.mart.locate import folder_of
from dashboard.settings import load
from tests.benchmarks.material import Material, Work, build_mart, in_child

IMPORT = """
import datetime as dt, sys, time
from pathlib import Path
from dashboard.extracts.intake import Request, import_file
from dashboard.extracts.profile import read_profile
from dashboard.mart.locate import mart_for
from dashboard.settings import load
from dashboard.store.store import open_store
store, file, profile, day, dataset, source, marts, told = sys.argv[1:]
request = Request(Path(file), dt.date.fromisoformat(day), dataset=dataset, source_system=source,
                  profile=read_profile(Path(profile)), by="benchmark")
import_file(request, lambda: open_store(store))
began, used = time.perf_counter(), time.process_time()
mart = mart_for(open_store(store), open_store(store).current(), load(mart_dir=Path(marts)),
                is_passing=True)
seconds, of_processors = time.perf_counter() - began, time.process_time() - used
Path(told).write_text(f"{seconds} {of_processors} {mart.path}")
"""
DAYS = 30  # by which the sample's last month is moved
SURVEYS = """
select * replace (
    response_id || '+' as response_id,
    event_date + cast($days as integer) as event_date,
    received_date + cast($days as integer) as received_date
)
from read_parquet($file)
where event_date > $as_of - cast($days as integer)
"""
# the last month's complaints once more, and that month's open ones again: closed on the last day
COMPLAINTS = """
select * replace (
    complaint_id || '+' as complaint_id, incident_date + cast($days as integer) as incident_date,
    received_at + to_days($days) as received_at, closed_at + to_days($days) as closed_at,
    first_closed_at + to_days($days) as first_closed_at, reopened_at + to_days($days) as reopened_at,
    escalated_at + to_days($days) as escalated_at, acknowledged_at + to_days($days) as acknowledged_at,
    first_action_at + to_days($days) as first_action_at,
    response_sent_at + to_days($days) as response_sent_at
)
from read_parquet($file)
where received_at > $as_of - cast($days as integer)
union all
select * replace ('closed' as status, cast($as_of as timestamp) + to_days($days) as closed_at)
from read_parquet($file)
where status = 'open' and received_at > $as_of - cast($days as integer)
"""
SENT = {"surveys": ("patient_survey", SURVEYS), "complaints": ("complaint_system", COMPLAINTS)}


def added(made: Material) -> tuple[list[Work], list[str]]:
    """Add a month of surveys and one of complaints: what each cost, and what differs in the end."""
    done: list[Work] = []
    with tempfile.TemporaryDirectory(dir=made.folder.parent) as place:
        store, marts = Path(place) / "store", Path(place) / "marts"
        shutil.copytree(made.store, store)
        shutil.copytree(made.mart.parent.parent, marts)
        _named_as_in(store, marts)
        for dataset, (source, sql) in SENT.items():
            file, told = _month(made, Path(place), dataset, sql), Path(place) / "told"
            to_day, profile = (
                f"{made.as_of + dt.timedelta(DAYS)}",
                str(made.folder / "profile.toml"),
            )
            given = (str(file), profile, to_day, dataset, source, str(marts), str(told))
            whole_work = in_child("", "-c", IMPORT, str(store), *given)
            seconds, of_processors, mart = told.read_text(encoding="utf-8").split(" ", 2)
            visible = Work(
                f"a month of {dataset} more, published to visible", float(seconds),
                float(of_processors), whole_work.peak_mb, _size(file),
            )  # fmt: skip
            name = f"the same from file to visible, {dataset}"
            done += [visible, replace(whole_work, name=name)]
        renewed = Path(mart)
        whole, work = build_mart(store, Path(place) / "whole")
        done.append(replace(work, name="the same mart built whole"))
        return done, _differences(renewed, whole)


def _named_as_in(store: Path, marts: Path) -> None:
    """The folder of a store's marts is called by its address: let the copy have its own."""
    (given,) = marts.iterdir()
    given.rename(folder_of(str(store), load(mart_dir=marts)))


def _month(made: Material, place: Path, dataset: str, sql: str) -> Path:
    file = place / f"{dataset}.parquet"
    with duckdb.connect() as con:
        source = str(made.folder / f"{dataset}.parquet")
        given = {"file": source, "as_of": made.as_of, "days": DAYS}
        con.sql(sql, params=given).write_parquet(str(file))
    return file


def _size(file: Path) -> str:
    with duckdb.connect() as con:
        rows = con.read_parquet(str(file)).count("*").fetchall()[0][0]
    return f"{rows:,} rows"


def _differences(renewed: Path, whole: Path) -> list[str]:
    """Tables whose rows are not the same ones: by their count and the sum of their hashes."""
    with duckdb.connect() as con:
        con.execute(f"attach '{renewed}' as renewed (read_only)")
        con.execute(f"attach '{whole}' as whole (read_only)")
        tables = con.execute(
            "select distinct table_name from duckdb_tables() where schema_name = 'mart' order by 1"
        ).fetchall()
        return [
            name for (name,) in tables if _sum(con, "renewed", name) != _sum(con, "whole", name)
        ]


def _sum(con: duckdb.DuckDBPyConnection, mart: str, table: str) -> object:
    """Sums of weights depend on the order of adding in their last digits, so those are left out."""
    described = con.execute(f"describe {mart}.mart.{table}").fetchall()
    rounded = [f"round({name}, 6) as {name}" for name, kind, *_ in described if kind == "DOUBLE"]
    chosen = f"* replace ({', '.join(rounded)})" if rounded else "*"
    sql = f"select count(*), sum(hash(t)) from (select {chosen} from {mart}.mart.{table}) as t"
    return con.execute(sql).fetchone()

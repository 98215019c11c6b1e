"""What is measured on: a sample, its store and its mart, each made by the product in a child.

A folder that is given keeps sample and store from run to run; the mart is always built anew, since
its seconds are part of the answer.
"""

import datetime as dt
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import xlsxwriter

from dashboard.sample.manifest import read_manifest
from dashboard.settings import ROOT

LOAD = """
import sys
from pathlib import Path
from dashboard.sample.load import load_sample
load_sample(sys.argv[1], Path(sys.argv[2]))
"""
IMPORT = """
import datetime as dt, sys
from pathlib import Path
from dashboard.extracts.intake import Request, import_file
from dashboard.extracts.profile import read_profile
from dashboard.store.store import open_store
store = open_store(sys.argv[1], create=True)
request = Request(Path(sys.argv[2]), dt.date.fromisoformat(sys.argv[4]),
                  profile=read_profile(Path(sys.argv[3])), by="benchmark")
print(import_file(request, lambda: store).message)
"""
PROFILE = """\
dataset = "surveys"
source_system = "benchmark"
[units]
register = true
"""
SECONDS_BETWEEN_LOOKS = 0.02
Write = Callable[[duckdb.DuckDBPyRelation, Path], None]
BAD_ONE_IN = 100  # rows of the text file that are refused


@dataclass(frozen=True)
class Work:
    """Something that was done once in a process of its own, and what it cost."""

    name: str
    seconds: float
    processor_seconds: float
    peak_mb: float
    note: str = ""


@dataclass(frozen=True)
class Material:
    """Where everything lies, and what making it cost this time."""

    folder: Path
    store: str
    mart: Path
    as_of: dt.date
    done: tuple[Work, ...]


def make(folder: Path, surveys: int, complaints: int, **more: int) -> Material:
    """Make what is missing of a sample of this size, and build its mart; more: units, months."""
    named = "".join(f"-{n}-{name}" for name, n in more.items())
    place = folder / f"{surveys}-surveys-{complaints}-complaints{named}"
    sample, store = place / "sample", place / "store"
    done = []
    if not sample.exists():
        size = ("--surveys", str(surveys), "--complaints", str(complaints))
        size += tuple(word for name, n in more.items() for word in (f"--{name}", str(n)))
        done.append(_whole(sample, "make the sample", "-m", "dashboard", "sample", "{}", *size))
    if not store.exists():
        work = _whole(store, "import the sample's files", "-c", LOAD, "{}", str(sample))
        done.append(work)
    shutil.rmtree(place / "marts", ignore_errors=True)
    mart, built = build_mart(store, place / "marts")
    return Material(sample, str(store), mart, _as_of(sample), (*done, built))


def import_text(folder: Path, rows: int) -> Work:
    """Import rows of surveys from a CSV file, one in a hundred bad: read, check, store, publish."""
    return _imported(folder, rows, "csv", lambda chosen, file: chosen.write_csv(str(file)))


def import_workbook(folder: Path, rows: int) -> Work:
    """Import rows of surveys from a workbook, one in a hundred bad."""
    return _imported(folder, rows, "xlsx", _write_workbook)


def _imported(folder: Path, rows: int, ending: str, write: Write) -> Work:
    surveys = max(folder.glob("*/sample/surveys.parquet"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        file, profile = Path(place) / f"surveys.{ending}", Path(place) / "profile.toml"
        written = _write(surveys, file, rows, write)
        profile.write_text(PROFILE, encoding="utf-8")
        store = str(Path(place) / "store")
        work = in_child(
            "", "-c", IMPORT, store, str(file), str(profile), f"{_as_of(surveys.parent)}"
        )
        size = f"{file.stat().st_size / 1e6:.0f} MB"
    name = f"import {written:,} {ending.upper()} rows, 1 in {BAD_ONE_IN} bad"
    return replace(work, name=name, note=size)


def in_child(name: str, *arguments: str, **environment: str) -> Work:
    """Run Python in a child; what it and its children used; memory is that of the largest."""
    began, used, peak = time.perf_counter(), processor_seconds(), 0.0
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        while child.poll() is None:
            peak = max(peak, peak_mb(child.pid))
            time.sleep(SECONDS_BETWEEN_LOOKS)
        if child.returncode:
            said.seek(0)
            raise RuntimeError(f"{name or 'a child'} failed: {said.read()[-2000:]}")
    seconds = time.perf_counter() - began
    return Work(name, seconds, processor_seconds() - used, peak)


def processor_seconds() -> float:
    """What all children that have ended used until now."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def peak_mb(pid: int) -> float:
    """High-water mark by /proc: rusage would begin with the memory of the parent."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return 0.0
    own = re.search(r"VmHWM:\s+(\d+)", status)
    return max([int(own[1]) / 1024 if own else 0.0, *(peak_mb(int(each)) for each in children)])


def _whole(target: Path, name: str, *arguments: str) -> Work:
    """Make a folder beside its name; what a run leaves half done is not taken for whole."""
    beside = target.with_name(f"{target.name}.building")
    shutil.rmtree(beside, ignore_errors=True)
    beside.parent.mkdir(parents=True, exist_ok=True)
    work = in_child(name, *(text.replace("{}", str(beside)) for text in arguments))
    beside.rename(target)
    return work


def build_mart(store: Path, marts: Path) -> tuple[Path, Work]:
    """Build the mart of a store's newest publication as a user would."""
    build = ("-m", "dashboard", "build", "--store", str(store))
    work = in_child("build the mart", *build, DASHBOARD_MART_DIR=str(marts))
    mart = max(marts.glob("*/*.duckdb"))
    return mart, replace(work, note=f"{mart.stat().st_size / 1e6:,.0f} MB")


def _as_of(sample: Path) -> dt.date:
    return max(extract.as_of for extract in read_manifest(sample))


def _write(surveys: Path, file: Path, rows: int, write: Write) -> int:
    with duckdb.connect() as con:
        con.execute(f"set variable source = '{surveys}'")
        chosen = con.sql(
            "select * replace (case when row_number() over () % $bad = 0 then 9 else fft end as fft)"
            " from read_parquet(getvariable('source')) limit $rows",
            params={"bad": BAD_ONE_IN, "rows": rows},
        )
        write(chosen, file)
        return int(con.sql("select count(*) from chosen").fetchall()[0][0])


def _write_workbook(chosen: duckdb.DuckDBPyRelation, file: Path) -> None:
    """One sheet: dates and numbers by type, as a survey tool exports them."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Surveys")
    sheet.write_row(0, 0, chosen.columns)
    for number, row in enumerate(chosen.fetchall(), start=1):
        sheet.write_row(number, 0, row)
    book.close()

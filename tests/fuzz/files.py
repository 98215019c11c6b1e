"""The files that are mutated: public ones (of long ones the first lines), and one of each kind."""

import csv
import datetime as dt
import functools
import io
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.extracts.profile import Profile, read_profile
from tests.import_cases.making import gzipped, ods, xls, xlsx, zipped

LINES, BYTES = 300, 40_000  # of a longer text file its first lines
PROFILES = Path(__file__).resolve().parents[1] / "profiles"
OWN_PROFILES = {
    "boston311-100.csv": "boston", "consumer_complaints.csv": "cfpb", "fft_NEAS.csv": "fft_neas",
    "nyc311_2013-12-25.csv": "nyc", "NYC311-5.ssv": "nyc", "NYC311-5.tsv": "nyc",
}  # fmt: skip
TEXTS = {".csv", ".tsv", ".ssv", ".psv"}
HEADER = ("Ref", "Ward", "Date received", "Status", "Date closed", "Method", "Type", "Notes")
DAY = dt.date(2026, 3, 1)


@dataclass(frozen=True)
class Given:
    """A file before it is mutated, under a name that says where it is from."""

    name: str
    content: bytes
    own: Profile | None = None

    @property
    def is_text(self) -> bool:
        return Path(self.name).suffix.lower() in TEXTS

    @property
    def file_name(self) -> str:
        return Path(self.name).name


def public(folder: Path) -> list[Given]:
    """Every public file of complaints, surveys and messy tables."""
    paths = [
        path
        for part in ("complaints", "surveys", "messy")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    ]
    return [
        Given(str(path.relative_to(folder)), _start_of(path), _profile_of(path)) for path in paths
    ]


def _start_of(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix.lower() not in TEXTS or len(content) <= BYTES:
        return content
    lines = content.splitlines(keepends=True)[:LINES]
    while len(lines) > 1 and sum(map(len, lines)) > BYTES:
        lines.pop()
    return b"".join(lines)


def _profile_of(path: Path) -> Profile | None:
    name = OWN_PROFILES.get(path.name)
    return read_profile(PROFILES / f"{name}.toml") if name else None


@functools.cache
def own() -> tuple[Given, ...]:
    """A small file of complaints of each kind, and one of survey answers."""
    rows = [HEADER, *(_row(number) for number in range(40))]
    text = _csv(rows)
    book = xlsx([["Complaints of March"], [], *rows], "Data", more={"Notes": [["Made in March"]]})
    return tuple(
        Given(f"own/{name}", content)
        for name, content in {
            "complaints.csv": text.encode(),
            "answers.csv": _csv([("Response", "Ward", "Date", "FFT"), *map(_answer, range(60))]).encode(),
            "marked.csv": text.encode("utf-8-sig"),
            "wide.csv": text.encode("utf-16"),
            "western.csv": text.encode("cp1252"),
            "complaints.tsv": _csv(rows, "\t").encode(),
            "complaints.psv": _csv(rows, "|").encode(),
            "complaints.ssv": _csv(rows, ";").encode(),
            "complaints.xlsx": book,
            "old.xls": xls(rows),
            "open.ods": ods(rows),
            "complaints.parquet": _parquet(rows),
            "packed.zip": zipped({"march.csv": text.encode()}),
            "two.zip": zipped({"march.csv": text.encode(), "april.csv": text.encode()}),
            "book.zip": zipped({"march.xlsx": book}),
            "packed.csv.gz": gzipped(text.encode()),
        }.items()
    )  # fmt: skip


def _row(number: int) -> tuple:
    day = DAY + dt.timedelta(days=number % 28)
    closed = day + dt.timedelta(days=number % 5) if number % 3 else None
    return (
        f"C{number:03}", f"Ward {number % 4}", day, "Closed" if closed else "Open", closed,
        ("Phone", "E-mail", "Letter")[number % 3], "Complaint", f"Übel, „{number}“ times",
    )  # fmt: skip


def _answer(number: int) -> tuple:
    day = DAY + dt.timedelta(days=number % 28)
    return (f"R{number:03}", f"Ward {number % 4}", f"{day:%d/%m/%Y}", number % 6 + 1)


def _csv(rows: list[tuple], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _parquet(rows: list[tuple]) -> bytes:
    columns = zip(*rows[1:], strict=True)
    table = pa.table(dict(zip(rows[0], map(list, columns), strict=True)))
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()

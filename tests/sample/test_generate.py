"""A sample of any size: seeded, bounded, complete, and the committed one is what the program makes."""

import filecmp
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dashboard.__main__ import run
from dashboard.sample import generate
from dashboard.sample.generate import write_sample
from dashboard.sample.manifest import EXTRACTS, read_manifest
from dashboard.sample.volume import SampleSize
from dashboard.settings import ROOT

COMMITTED = ROOT / "sample_data"
SMALL = SampleSize(surveys=3_000, complaints=600, months=12, units=12, seed=7)
FILES = [extract.file for extract in EXTRACTS]
TEXTS = ["manifest.toml", "profile.toml", "README.md"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_sample(folder, SMALL)
    return folder


def rows(folder: Path, question: str) -> list[tuple]:
    """Ask the Parquet files of a sample; each file is a table of its own name."""
    connection = duckdb.connect()
    for file in folder.glob("*.parquet"):
        connection.execute(f"create view {file.stem} as from read_parquet('{file}')")
    return connection.execute(question).fetchall()


def test_the_same_seed_gives_the_same_bytes(small, tmp_path):
    write_sample(tmp_path, SMALL)
    names = [*FILES, *TEXTS]
    assert filecmp.cmpfiles(small, tmp_path, names, shallow=False) == (names, [], [])


def test_another_seed_gives_other_rows(small, tmp_path):
    write_sample(tmp_path, SampleSize(3_000, 600, 12, 12, seed=8))
    assert (small / "surveys.parquet").read_bytes() != (tmp_path / "surveys.parquet").read_bytes()


def test_the_committed_sample_is_what_the_command_makes_by_default(tmp_path):
    assert run(["sample", str(tmp_path)]) == 0
    for file in FILES:
        assert pq.read_table(COMMITTED / file).equals(pq.read_table(tmp_path / file)), file
    for file in TEXTS:
        assert (COMMITTED / file).read_bytes() == (tmp_path / file).read_bytes(), file


def test_the_committed_parquet_is_under_6_mb():
    assert sum(file.stat().st_size for file in COMMITTED.glob("*.parquet")) < 6_000_000


def test_a_sample_has_exactly_as_many_rows_as_asked_for_in_any_chunks(monkeypatch, tmp_path):
    monkeypatch.setattr(generate, "CHUNK_ROWS", 250)
    write_sample(tmp_path, SMALL)
    counted = "select count(*), count(distinct {}) from {}"
    assert rows(tmp_path, counted.format("complaint_id", "complaints")) == [(600, 600)]
    assert rows(tmp_path, counted.format("response_id", "surveys")) == [(3_000, 3_000)]
    assert pq.ParquetFile(tmp_path / "surveys.parquet").num_row_groups > 10


def test_more_units_than_are_named_make_further_hospitals(tmp_path):
    write_sample(tmp_path, SampleSize(2_000, 400, 12, units=60))
    assert rows(
        tmp_path, "select count(distinct unit_id), count(distinct site) > 4 from units"
    ) == [(60, True)]


@pytest.mark.parametrize(
    "option", ["--units=7", "--months=5", "--surveys=0", "--complaints=0", "--seed=-1"]
)
def test_a_sample_without_room_for_the_planted_facts_is_wrong_usage(option, tmp_path, capsys):
    assert run(["sample", str(tmp_path / "new"), option]) == 2
    assert "A sample needs at least" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_manifest_names_every_file_in_the_order_of_import(small):
    assert read_manifest(small) == EXTRACTS
    assert {file.name for file in small.glob("*.parquet")} == set(FILES)


def test_the_fixed_last_day_bounds_every_date_and_time():
    latest = """
        select greatest(max(received_at), max(closed_at), max(reopened_at), max(acknowledged_at),
                        max(response_sent_at), max(first_action_at)) < timestamp '2026-11-01',
               (select max(received_date) <= date '2026-10-31' from surveys)
        from complaints
    """
    assert rows(COMMITTED, latest) == [(True, True)]


def test_the_courses_of_complaints_are_possible_ones():
    impossible = """
        select count(*) from complaints
        where
            incident_date > received_at::date
            or least(closed_at, acknowledged_at, first_action_at, response_sent_at) < received_at
            or response_sent_at < acknowledged_at
            or acknowledged_at > closed_at
            or first_closed_at > reopened_at
            or reopened_at > closed_at
            or (status in ('closed', 'withdrawn', 'transferred', 'escalated')) > (closed_at is not null)
            or (reopened_at is null) <> (reopened_count is null)
            or (reopened_at is null) <> (first_closed_at is null)
            or (status = 'reopened' and closed_at is not null)
            or (satisfaction_handling is not null and status <> 'closed')
    """
    assert rows(COMMITTED, impossible) == [(0,)]


def test_linked_patients_come_back_after_their_complaint_was_closed():
    linked = """
        select count(*), bool_and(event_date > closed_at::date), bool_and(length(patient_link_key) = 64),
               bool_and(had_problem)
        from complaints join surveys using (patient_link_key)
    """
    ((linked_n, *holds),) = rows(COMMITTED, linked)
    assert 200 < linked_n < 600 and all(holds)


def test_the_backlog_grows_and_holds_old_cases():
    open_n = """
        with days as (select unnest([date '2025-01-31', date '2025-10-31', date '2026-10-31']) as at_day)
        select count(*) from complaints, days
        where received_at::date <= at_day
            and (status in ('open', 'reopened') or closed_at::date > at_day)
        group by at_day order by at_day
    """
    first, middle, last = (n for (n,) in rows(COMMITTED, open_n))
    assert first * 1.2 < middle < last / 1.2
    old = "select count(*) > 50 from complaints where status = 'open' and received_at < date '2026-05-01'"
    assert rows(COMMITTED, old) == [(True,)]


def test_every_kind_of_row_that_the_readme_names_is_in_the_committed_sample():
    kinds = """
        select count(distinct status), count(*) filter (perceived_only),
               count(*) filter (closed_at::date = received_at::date and contact_type = 'concern'),
               count(*) filter (acknowledged_at is null), count(*) filter (unit_id = 'UNASSIGNED'),
               count(*) filter (repeat_of is not null)
        from complaints
    """
    ((statuses, *others),) = rows(COMMITTED, kinds)
    assert statuses == 6 and min(others) > 20
    instruments = (
        "select instrument, bool_or(weight is not null) from surveys group by all order by all"
    )
    assert rows(COMMITTED, instruments) == [("FFT", False), ("HCAHPS", False), ("NPS", True)]


def test_under_a_fifth_is_closed_on_the_first_day():
    share = """
        select avg((closed_at::date = received_at::date)::int) < 0.2
        from complaints where status = 'closed'
    """
    assert rows(COMMITTED, share) == [(True,)]


def test_the_merged_ward_ends_and_its_name_means_the_other_ward_from_then_on():
    units = "select unit_id, unit_name, valid_from, valid_to from units where unit_id in ('N-4A', 'N-4B') order by 1, 3"
    assert [(*row[:2], str(row[2]), str(row[3])) for row in rows(COMMITTED, units)] == [
        ("N-4A", "General Medicine 4A", "2019-01-01", "2025-12-31"),
        ("N-4A", "General Medicine 4", "2026-01-01", "None"),
        ("N-4B", "General Medicine 4B", "2019-01-01", "2025-12-31"),
    ]
    late = """
        select count(*) filter (incident_date < '2026-01-01') > 2,
               count(*) filter (coalesce(incident_date, received_at::date) >= '2026-01-01') > 20
        from complaints where unit_id = '4B Gen Med' and received_at >= '2026-01-01'
    """
    assert rows(COMMITTED, late) == [(True, True)]

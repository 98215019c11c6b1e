"""From a dropped file to a publication: what each task of an upload leaves for the page."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.extracts.manifest import Mode
from dashboard.proposals.units import NEW
from dashboard.settings import load
from dashboard.store.store import open_store
from dashboard.uploads import preview, running
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import State, Task, create
from dashboard.uploads.looking import Reading
from dashboard.uploads.work import main

UNITS = """unit_id,unit_name,department,valid_from
W1,General Medicine 4,Medicine,2020-01-01
W2,Orthopedics 6B,Surgery,2020-01-01
"""
MARCH = """Ref,Location (Main),Date received,Current stage,Date closed,Method,Type,Description
1,W1,02/03/2026 09:00,Closed,13/03/2026 10:00,Telephone,Complaint,"It was a long wait, and nobody came"
2,6B Orthopaedics,14/03/2026 09:00,In progress,,E-mail,Complaint,"They lost my coat, and I was cold"
3,Memory Clinic,20/03/2026 09:00,Closed,19/03/2026 10:00,Letter,Complaint,"No letter ever came to the house"
4,W1,25/03/2026 09:00,Closed,27/03/2026 10:00,Letter,Complaint,"The food was cold and late again"
"""
AS_OF = dt.date(2026, 3, 31)


@pytest.fixture
def settings(tmp_path):
    folders = {name: tmp_path / name for name in ("mart_dir", "uploads_dir")}
    return load(store=str(tmp_path / "store"), **folders)


@pytest.fixture
def upload(settings):
    """Upload a text as a file, and look into it."""

    def upload(text, name="march.csv", **reading):
        job = create(settings.uploads, name, text.encode())
        job.keep("settings", settings)
        job.keep("reading", Reading({}, **reading))
        main(str(job.folder), "look")
        return job

    return upload


def choices(job, **changed):
    document = job.kept("looked").proposal.document | {"source_system": "datix"}
    return replace(Choices(document, AS_OF, by="quality"), **changed)


def check(job, chosen):
    job.keep("choices", chosen)
    main(str(job.folder), "check")
    return job.kept("found")


def publish(job):
    main(str(job.folder), "publish")
    return job.kept("published")


def with_units(upload):
    job = upload(UNITS, "units.csv")
    check(job, choices(job))
    return publish(job)


def test_a_look_says_what_was_found_and_proposes_a_mapping(upload):
    job = upload(MARCH)
    looked = job.kept("looked")
    assert job.status().state is State.DONE
    assert (looked.rows_in, looked.detected.delimiter, len(looked.headers)) == (4, ",", 8)
    assert looked.proposal.dataset.name == "complaints"
    assert preview.as_read(looked, 10).column_names[:3] == ["row", "Ref", "Location (Main)"]
    assert looked.head.num_rows == 4


def test_the_preview_shows_rows_as_they_will_be_or_what_is_still_needed(upload):
    job = upload(MARCH)
    looked, chosen = job.kept("looked"), choices(job)
    rows = preview.as_mapped(looked, chosen, "UTC", 10).to_pylist()
    assert rows[0]["complaint_id"] == "1"
    assert rows[0]["channel"] == "phone"
    assert rows[0]["received_at"] == dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    columns = {k: v for k, v in chosen.document["columns"].items() if k != "status"}
    without = replace(chosen, document=chosen.document | {"columns": columns})
    assert "status" in preview.as_mapped(looked, without, "UTC", 10)


def test_a_file_that_can_not_be_read_is_said_and_nothing_is_proposed(upload):
    job = upload("<html><body>Sign in</body></html>")
    status = job.status()
    assert status.state is State.FAILED
    assert "web page" in status.message
    assert job.kept("looked") is None


def test_the_reading_can_be_said_otherwise(settings):
    job = create(settings.uploads, "march.csv", MARCH.replace(",", "|").encode())
    job.keep("settings", settings)
    job.keep("reading", Reading({"delimiter": "|", "skip_rows": 0}, "complaints"))
    assert main(str(job.folder), "look") == 0
    assert job.kept("looked").proposal.dataset.name == "complaints"


@pytest.mark.slow
def test_too_many_refused_rows_are_not_stored_until_that_is_accepted(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    found = check(job, choices(job))
    assert (found.report.accepted, found.report.refused) == (3, 1)
    assert "1 of 4 rows are refused" in found.why_not
    assert found.changes is None
    errors = [f for f in found.findings.to_pylist() if f["severity"] == "error"]
    assert [(f["row"], f["column"]) for f in errors] == [(4, "Date closed")]
    assert (job.folder / "annotated.csv").read_text("utf-8-sig").count("\n") == 2
    assert len(open_store(settings.store).extracts()) == 1
    found = check(job, choices(job, accept_refused=True))
    assert found.why_not is None
    assert found.changes is not None
    assert not (job.folder / "trial.duckdb").exists()


@pytest.mark.slow
def test_what_is_checked_is_visible_to_nobody_until_it_is_published(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    found = check(job, choices(job, accept_refused=True))
    store = open_store(settings.store)
    assert store.current().publication == 1
    assert found.changes.rows_added_n == 3
    report = publish(job)
    assert (report.publication, report.published) == (2, True)
    assert store.current().note == "march.csv"
    assert found.report.extract_id in store.current().extracts


@pytest.mark.slow
def test_after_publishing_nothing_of_the_file_is_kept(upload):
    with_units(upload)
    job = upload(MARCH)
    check(job, choices(job, accept_refused=True))
    publish(job)
    left = {path.name for path in job.folder.rglob("*") if path.is_file()}
    assert not {"march.csv", "annotated.csv", "annotated.xlsx", "findings.csv"} & left
    kept = b"".join(path.read_bytes() for path in job.folder.rglob("*") if path.is_file())
    assert b"long wait" not in kept
    assert b"6B Ortho" not in kept


@pytest.mark.slow
def test_names_of_units_are_confirmed_once_and_published_with_the_file(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    found = check(job, choices(job, accept_refused=True))
    # the Memory Clinic's only row is refused
    assert [one.unknown.name for one in found.units] == ["6B Orthopaedics"]
    matched = choices(job, accept_refused=True, matches={"6B Orthopaedics": "W2"})
    found = check(job, matched)
    assert found.units == ()
    assert len(found.beside) == 1
    publish(job)
    store = open_store(settings.store)
    assert [e.dataset for e in store.extracts_of(store.current())] == [
        "units", "unit_aliases", "complaints",
    ]  # fmt: skip
    april = upload(MARCH.replace("/03/2026", "/04/2026"), "april.csv")
    found = check(april, choices(april, accept_refused=True, as_of=dt.date(2026, 4, 30)))
    assert found.units == ()


@pytest.mark.slow
def test_a_new_unit_is_registered_with_the_file(upload, settings):
    with_units(upload)
    job = upload(MARCH.replace("19/03/2026", "29/03/2026"))
    found = check(job, choices(job, matches={"Memory Clinic": NEW, "6B Orthopaedics": "W2"}))
    assert found.why_not is None
    publish(job)
    datasets = [e.dataset for e in open_store(settings.store).extracts()]
    assert datasets.count("units") == 2


@pytest.mark.slow
def test_next_months_file_finds_the_profile_by_its_header(upload):
    with_units(upload)
    job = upload(MARCH)
    assert job.kept("looked").saved is None
    check(job, choices(job, accept_refused=True))
    publish(job)
    april = upload(MARCH.replace("/03/2026", "/04/2026"), "april.csv")
    saved = april.kept("looked").saved
    assert saved.saved.name == "datix-complaints"
    assert "datix" in saved.saved.document


@pytest.mark.slow
def test_somebody_elses_publication_in_the_meantime_asks_for_a_new_check(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    check(job, choices(job, accept_refused=True))
    store = open_store(settings.store)
    store.withdraw(store.current().extracts[0], "somebody")
    assert publish(job) is None
    assert "published in the meantime" in job.status().message
    assert store.current().publication == 2
    check(job, choices(job, accept_refused=True))
    report = publish(job)
    assert report.publication == 3
    assert job.kept("published").published


@pytest.mark.slow
def test_a_period_without_rows_is_refused_with_its_reason(upload):
    with_units(upload)
    job = upload(MARCH)
    day = dt.date(2025, 1, 1)
    found = check(job, choices(job, mode=Mode.REPLACE_PERIOD, period_start=day, period_end=day))
    assert "No row lies in the period" in found.why_not
    assert job.status().state is State.FAILED


def test_without_a_store_a_file_is_only_checked(upload, settings):
    job = upload(MARCH)
    job.keep("settings", settings.model_copy(update={"store": None}))
    found = check(job, choices(job, accept_refused=True))
    assert (found.why_not, found.changes, found.report.accepted) == (None, None, 3)


@pytest.mark.slow
def test_a_process_of_its_own_does_the_work_and_can_be_stopped(upload):
    job = upload(MARCH)
    job.drop("looked")
    running.begin(job, Task.LOOK)
    running._processes[job.id].wait(timeout=30)
    assert job.status().state is State.DONE
    assert job.kept("looked").rows_in == 4
    running.begin(job, Task.LOOK)
    running.cancel(job)
    assert job.status().state is State.CANCELED


@pytest.mark.slow
def test_a_discarded_upload_leaves_nothing_in_the_store_either(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    found = check(job, choices(job, accept_refused=True, matches={"6B Orthopaedics": "W2"}))
    store = open_store(settings.store)
    stored = {found.report.extract_id, *found.beside}
    assert stored <= {extract.extract_id for extract in store.extracts()}
    main(str(job.folder), "discard")
    assert not job.folder.exists()
    assert all(store.extract(name).purged_at is not None for name in stored)
    assert store.current().publication == 1
    assert not list((Path(settings.store) / "complaints").rglob("*.parquet"))
    assert not list(settings.marts.rglob("*trial*"))


@pytest.mark.slow
def test_another_check_takes_the_place_of_what_the_first_stored(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    first = check(job, choices(job, accept_refused=True))
    second = check(job, choices(job, accept_refused=True, as_of=dt.date(2026, 4, 30)))
    store = open_store(settings.store)
    assert store.extract(first.report.extract_id).purged_at is not None
    assert publish(job).extract_id == second.report.extract_id
    assert main(str(job.folder), "discard") == 0
    assert store.extract(second.report.extract_id).purged_at is None


@pytest.mark.slow
def test_the_same_file_again_changes_nothing(upload, settings):
    with_units(upload)
    job = upload(MARCH)
    check(job, choices(job, accept_refused=True))
    publish(job)
    again = upload(MARCH)
    found = check(again, choices(again, accept_refused=True))
    assert "imported before" in found.why_not
    assert found.changes is None
    assert main(str(again.folder), "discard") == 0
    store = open_store(settings.store)
    assert all(e.purged_at is None for e in store.extracts_of(store.current()))


@pytest.mark.slow
def test_what_the_user_said_a_file_holds_is_proposed_again_next_month(upload):
    with_units(upload)
    job = upload(MARCH)
    check(job, choices(job, accept_refused=True))
    publish(job)
    april = upload(MARCH.replace("/03/2026", "/04/2026"), "april.csv")
    assert april.kept("looked").proposal.dataset.name == "complaints"
    other = upload(MARCH, "other.csv", dataset="activity")
    assert other.kept("looked").saved is None
    assert other.kept("looked").proposal.dataset.name == "activity"


@pytest.mark.slow
def test_downloads_of_an_earlier_check_are_not_kept_for_the_next(upload):
    job = upload(MARCH)
    check(job, choices(job))
    assert (job.folder / "annotated.xlsx").is_file()
    found = check(job, choices(job, mode=Mode.REPLACE_PERIOD, period_start=dt.date(2020, 1, 1),
                               period_end=dt.date(2020, 1, 2)))  # fmt: skip
    assert found.why_not
    assert not (job.folder / "annotated.xlsx").exists()
    assert "No row lies" in (job.folder / "findings.csv").read_text("utf-8-sig")

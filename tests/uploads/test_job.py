"""An upload's folder: nobody else's names reach it, it is found again, and it goes."""

import os
import time

import pytest

from dashboard.errors import Refused
from dashboard.uploads.discarding import discard_all, sweep
from dashboard.uploads.job import (
    HOURS_KEPT,
    HOURS_KEPT_REFUSED,
    SECONDS_TO_START,
    Job,
    State,
    Status,
    Task,
    create,
    jobs,
    open_job,
)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("march.csv", "march.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\march.xlsx", "march.xlsx"),
        ("..", "file"),
        ("a\x00b.csv", "ab.csv"),
        ("Beschwerden März.csv", "Beschwerden März.csv"),
        ("苦情" * 200 + ".xlsx", "苦情" * 25 + ".xlsx"),
        ("x" * 400, "x" * 150),
    ],
)
def test_a_file_stays_in_its_folder_whatever_its_name_says(tmp_path, name, kept):
    job = create(tmp_path, name, b"x")
    assert job.file == job.folder / "file" / kept
    assert job.file.read_bytes() == b"x"
    assert job.name == name


def test_only_this_user_can_read_an_upload(tmp_path):
    job = create(tmp_path / "uploads", "march.csv", b"x")
    assert job.folder.stat().st_mode & 0o077 == 0


def test_an_upload_is_found_by_its_id_and_by_nothing_else(tmp_path):
    job = create(tmp_path, "march.csv", b"x")
    assert open_job(tmp_path, job.id) == job
    for wrong in ("", ".", "..", "../" + job.id, job.id + "/", "A" * 12, "/" + job.id[1:]):
        assert open_job(tmp_path, wrong) is None


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(Refused, match="can't be kept"):
        create(tmp_path / "taken", "march.csv", b"x")


def test_what_a_step_leaves_is_there_for_the_next(tmp_path):
    job = create(tmp_path, "march.csv", b"x")
    job.keep("found", {"rows": 3})
    assert Job(job.folder).kept("found") == {"rows": 3}
    job.drop("found")
    assert job.kept("found") is None
    assert job.kept("found", "nothing") == "nothing"


def test_a_process_that_died_is_a_failure_and_one_at_work_is_not(tmp_path):
    job = create(tmp_path, "march.csv", b"x")
    assert job.status() is None
    began = time.time() - SECONDS_TO_START - 1
    job.tell(Status(Task.CHECK, State.RUNNING, "Reading the file", 0.5, began_at=began))
    with job.at_work() as is_held:
        assert is_held
        assert job.status().state is State.RUNNING
    status = job.status()
    assert status.state is State.FAILED
    assert "Nothing was published" in status.message


def test_a_process_that_is_starting_is_no_failure(tmp_path):
    job = create(tmp_path, "march.csv", b"x")
    job.tell(Status(Task.LOOK, State.RUNNING, began_at=time.time()))
    assert job.status().state is State.RUNNING


def test_uploads_are_listed_newest_first_until_nobody_has_used_them_for_a_day(tmp_path):
    old, new = create(tmp_path, "old.csv", b"x"), create(tmp_path, "new.csv", b"x")
    a_day_ago = time.time() - HOURS_KEPT * 3600 - 60
    os.utime(old.folder, (a_day_ago, a_day_ago))
    assert [job.name for job in jobs(tmp_path)] == ["new.csv", "old.csv"]
    sweep(tmp_path)
    assert jobs(tmp_path) == (new,)
    assert not old.folder.exists()
    new.discard()
    assert jobs(tmp_path) == ()


def test_without_a_folder_there_are_no_uploads(tmp_path):
    assert jobs(tmp_path / "none") == ()
    sweep(tmp_path / "none")


def test_all_uploads_can_be_discarded_but_for_those_at_work(tmp_path):
    create(tmp_path, "one.csv", b"x")
    busy = create(tmp_path, "two.csv", b"x")
    busy.tell(Status(Task.CHECK, State.RUNNING, began_at=time.time()))
    assert discard_all(tmp_path) == 1
    assert jobs(tmp_path) == (busy,)


def test_a_refused_file_is_kept_for_an_hour(tmp_path):
    job = create(tmp_path, "page.csv", b"<html>")
    job.tell(Status(Task.LOOK, State.FAILED, message="It is a web page."))
    sweep(tmp_path)
    assert jobs(tmp_path) == (job,)
    an_hour_ago = time.time() - HOURS_KEPT_REFUSED * 3600 - 60
    os.utime(job.folder, (an_hour_ago, an_hour_ago))
    sweep(tmp_path)
    assert jobs(tmp_path) == ()

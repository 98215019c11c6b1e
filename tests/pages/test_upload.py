"""The upload page: who may use it, and each of its states, from an empty one to a publication."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from dashboard import serving
from dashboard.serving import Serving
from dashboard.settings import Settings, load
from dashboard.store.store import open_store
from dashboard.uploads import running
from dashboard.uploads.job import Job, jobs, root_of
from dashboard.uploads.work import main
from tests.pages.conftest import opened, words_of

UNITS = b"""unit_id,unit_name,department,valid_from
W1,General Medicine 4,Medicine,2020-01-01
W2,Orthopedics 6B,Surgery,2020-01-01
"""
MARCH = b"""Ref,Location (Main),Date received,Current stage,Date closed,Method,Type,Description
1,W1,02/03/2026 09:00,Closed,13/03/2026 10:00,Telephone,Complaint,"It was a long wait"
2,6B Orthopaedics,14/03/2026 09:00,In progress,,Drum,Complaint,"They lost my coat"
3,W1,20/03/2026 09:00,Closed,19/03/2026 10:00,Letter,Complaint,"No letter ever came"
4,W1,25/03/2026 09:00,Closed,27/03/2026 10:00,Letter,Complaint,"The food was cold"
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A server on an empty store; its work is done at once, in this process."""
    folders = {name: tmp_path / name for name in ("mart_dir", "uploads_dir")}
    settings = load(store=str(tmp_path / "store"), **folders)
    open_store(str(tmp_path / "store"), create=True)
    monkeypatch.setattr(serving, "_serving", Serving(settings))
    monkeypatch.setattr(running, "begin", lambda job, task: main(str(job.folder), str(task)))
    return settings


def upload(name: str, content: bytes) -> AppTest:
    page = opened("upload", "quality")
    page.file_uploader[0].upload(name, content)
    return page.run()


def job_of(settings: Settings) -> Job:
    return jobs(root_of(settings))[0]


def covered(page: AppTest, day: dt.date = dt.date(2026, 3, 31)) -> AppTest:
    """Answer what every file is asked: the source, and the day up to which it is complete."""
    page.text_input(key=next(t.key for t in page.text_input if "Which system" in t.label)).input(
        "datix"
    ).run()
    return page.date_input(key="as_of").set_value(day).run()


@pytest.mark.parametrize("who", ["executive", "unit_manager:W1"])
def test_only_the_quality_team_can_upload(settings: Settings, who: str):
    page = opened("upload", who)
    assert "Only the quality team can upload files." in words_of(page)
    assert not page.file_uploader


def test_an_address_with_somebodys_upload_opens_nothing_for_others(settings: Settings):
    upload("units.csv", UNITS)
    page = opened("upload", "executive", upload=job_of(settings).id)
    assert "units.csv" not in words_of(page)


def test_an_empty_page_says_what_can_be_uploaded_and_offers_templates(settings: Settings):
    page = opened("upload", "quality")
    assert "Nothing changes until you publish" in words_of(page)
    assert page.selectbox(key="template").options[0] == "complaints"
    assert not page.exception


def test_a_dropped_file_is_shown_as_read_and_as_it_will_be(settings: Settings):
    page = upload("march.csv", MARCH)
    assert not page.exception
    words = words_of(page)
    assert "4 rows, 8 columns" in words
    assert "separated by comma" in words
    assert page.query_params["upload"] == job_of(settings).id
    assert page.button(key="check").disabled
    assert "Still needed: the name of the source, the day up to which it is complete." in words


def test_an_upload_is_found_again_after_the_page_was_left(settings: Settings):
    upload("march.csv", MARCH)
    page = opened("upload", "quality")
    assert "march.csv" in words_of(page)
    page.button(key=f"go_{job_of(settings).id}").click().run()
    assert "4 rows, 8 columns" in words_of(page)


def test_an_unknown_code_is_named_and_can_be_translated(settings: Settings):
    page = upload("march.csv", MARCH)
    labels = [expander.label for expander in page.expander]
    assert any(label.startswith("channel:") and "1 not known" in label for label in labels)


def test_a_check_lists_what_is_wrong_and_does_not_publish_too_much_of_it(settings: Settings):
    page = covered(upload("march.csv", MARCH))
    page = page.button(key="check").click().run()
    words = words_of(page)
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["4", "2", "2", "0"]
    assert "2 of 4 rows are refused" in words
    assert "Nothing was published" in words
    assert page.button(key="accept_refused").label.startswith("Go on with the 2 accepted rows")
    assert open_store(settings.store, create=True).current() is None


def test_a_discarded_file_is_gone(settings: Settings):
    page = upload("march.csv", MARCH)
    page.button(key="discard").click().run()
    assert jobs(root_of(settings)) == ()
    assert page.file_uploader


def test_a_file_that_is_none_is_said_with_what_to_do(settings: Settings):
    page = upload("march.csv", b"<html><body>Please sign in</body></html>")
    assert "is a web page, not a table" in words_of(page)
    assert not page.exception


@pytest.mark.slow
def test_from_two_files_to_two_publications(settings: Settings):
    page = covered(upload("units.csv", UNITS))
    page = page.button(key="check").click().run()
    assert "This is the first publication" in words_of(page)
    page = page.button(key="publish").click().run()
    assert "Published as number 1." in "".join(part.value for part in page.success)

    page = covered(upload("march.csv", MARCH))
    page = page.button(key="check").click().run()
    page = page.button(key="accept_refused").click().run()
    assert "Complaints: 2 added" in words_of(page)
    page.text_input(key="note").input("March, first delivery").run()
    page = page.button(key="publish").click().run()
    current = open_store(settings.store).current()
    assert (current.publication, current.note) == (2, "March, first delivery")
    page.button(key="upload_another").click().run()
    assert page.file_uploader


def test_on_the_sample_files_can_be_tried_but_not_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    sample = settings.model_copy(update={"store": None})
    monkeypatch.setattr(serving, "_serving", Serving(sample))
    page = covered(upload("units.csv", UNITS))
    page = page.button(key="check").click().run()
    assert [metric.value for metric in page.metric] == ["2", "2", "0", "0"]
    assert "can be checked here, not published" in "".join(part.value for part in page.info)
    assert not any(button.key == "publish" for button in page.button)


def test_several_files_wait_side_by_side(settings: Settings):
    page = opened("upload", "quality")
    page.file_uploader[0].upload("units.csv", UNITS).upload("march.csv", MARCH)
    page = page.run()
    assert {job.name for job in jobs(root_of(settings))} == {"units.csv", "march.csv"}
    assert words_of(page).count("say what its columns mean") == 2


def test_the_tables_of_an_archive_are_taken_one_by_one(settings: Settings):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("out/units.csv", UNITS)
        archive.writestr("out/march.csv", MARCH)
    page = upload("delivery.zip", packed.getvalue())
    assert page.multiselect(key="members").value == ["out/units.csv", "out/march.csv"]
    page = page.button(key="take_members").click().run()
    assert {job.name for job in jobs(root_of(settings))} == {"units.csv", "march.csv"}
    assert not page.exception


def test_a_sheet_is_asked_for_where_several_could_be_meant(settings: Settings):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for name in ("North", "South"):
            sheet = workbook.add_worksheet(name)
            for number, line in enumerate(UNITS.decode().splitlines()):
                sheet.write_row(number, 0, line.split(","))
    page = upload("units.xlsx", book.getvalue())
    assert page.radio(key="sheet").options == ["North", "South"]
    page = page.radio(key="sheet").set_value("South").run()
    assert "sheet “South”" in words_of(page)
    page = covered(page).button(key="check").click().run()
    assert [metric.value for metric in page.metric] == ["2", "2", "0", "0"]

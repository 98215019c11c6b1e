"""What complaints are about stands on the overview and the unit page, time by subject behind it."""

import datetime as dt

import pytest

from dashboard import serving
from dashboard.extracts.intake import Request, import_file
from dashboard.serving import Serving
from dashboard.settings import load
from dashboard.store.store import open_store
from tests.pages.conftest import Open, opened, words_of

SHOWN = {"overview": "subjects", "unit": "unit_subjects"}
ROWS = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n" + "".join(
    f"c{n},a,2026-03-02,2026-03-05,closed,web,complaint\n" for n in range(40)
)
FOLDED = {"overview": "subjects_days", "unit": "unit_subjects_days", "timeliness": "subject_days"}


@pytest.fixture
def open_uncoded(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a store without a file of subjects."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = open_store(str(tmp_path / "store"), create=True)
    file = tmp_path / "complaints.csv"
    file.write_text(ROWS, encoding="utf-8")
    request = Request(file, dt.date(2026, 3, 31), dataset="complaints", source_system="datix")
    assert import_file(request, lambda: store).published
    monkeypatch.setattr(serving, "_serving", Serving(load(store=str(tmp_path / "store"))))
    return opened


@pytest.mark.parametrize("stem", SHOWN)
def test_a_page_says_what_complaints_are_about(open_page: Open, stem: str):
    page = open_page(stem)
    assert "What are complaints about?" in words_of(page)
    assert "most complaints are about Quality" in words_of(page)
    assert SHOWN[stem] in keys_of_charts(page)


@pytest.mark.parametrize("stem", FOLDED)
def test_time_by_subject_is_worked_out_once_it_is_opened(open_page: Open, stem: str):
    page = open_page(stem)
    assert FOLDED[stem] not in keys_of_charts(page)
    page.session_state[f"part_{FOLDED[stem]}"] = True
    page.run()
    assert not page.exception
    assert FOLDED[stem] in keys_of_charts(page)
    assert "How long does each subject take?" in words_of(page)
    assert "no subject takes longer than the others" in words_of(page)


@pytest.mark.parametrize("stem", SHOWN)
def test_without_a_file_of_subjects_it_says_so_and_draws_nothing(open_uncoded: Open, stem: str):
    page = open_uncoded(stem)
    page.session_state[f"part_{FOLDED[stem]}"] = True
    page.run()
    assert not page.exception
    said = words_of(page)
    assert said.count("a file of subjects (complaint_issues) brings them") >= 2
    assert not {SHOWN[stem], FOLDED[stem]} & keys_of_charts(page)


def test_where_every_subject_is_too_few_words_stand_in_place_of_empty_lanes(open_page: Open):
    page = open_page("overview", unit=["Hyperbaric Medicine"])
    page.session_state["part_subjects_days"] = True
    page.run()
    assert "too few to tell how long each subject takes" in words_of(page)
    assert not page.get("vega_lite_chart")
    assert SHOWN["overview"] in keys_of_charts(page)  # the table stays


def keys_of_charts(page) -> set[str]:
    """Keys of the figures with a chart; a figure without rows has no toggle."""
    return {toggle.key.removeprefix("table_") for toggle in page.toggle}

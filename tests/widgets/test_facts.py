"""What the figures rest on is listed in full: settings, sources, publication, programs."""

from importlib.metadata import version

import pytest

from dashboard.measures.registry import MEASURES
from dashboard.settings import Standards
from dashboard.widgets import facts
from tests.pages.conftest import Open, words_of


@pytest.fixture
def methods(open_page: Open):
    return open_page("methods")


def listed(page, column):
    """The one table on the page with such a column, as columns of values."""
    (found,) = [table.value for table in page.table if column in table.value.columns]
    return {name: list(found[name]) for name in found.columns}


def test_every_standard_in_force_is_listed_by_the_name_of_its_setting_and_what_it_means(methods):
    in_force = listed(methods, "Setting")
    assert in_force["Setting"] == list(Standards.model_fields)
    assert all(in_force["Standard"])
    values = dict(zip(in_force["Setting"], in_force["In force"], strict=True))
    assert (values["floor_n"], values["resolved_within_days"]) == ("30", "7")


def test_every_program_is_listed_with_its_version_and_license(methods):
    programs = listed(methods, "Program")
    found = dict(zip(programs["Program"], programs["Version"], strict=True))
    assert {name: found[name] for name in facts.BUILT_ON} == {
        name: version(name) for name in facts.BUILT_ON
    }
    assert all(programs["License"])


def test_the_grid_has_a_row_a_measure_and_says_yes_where_the_sample_can_answer(methods):
    grid = methods.dataframe[0].value
    assert list(grid["number"]) == [measure.title for measure in MEASURES.values()]
    assert set(grid["can be answered"]) == {"yes"}


def test_the_publication_and_every_source_are_named(methods):
    words = words_of(methods)
    assert "Publication " in words and "data as of 31 Oct 2026, published " in words
    sources = methods.dataframe[1].value
    assert set(sources["dataset"]) >= {"complaints", "surveys", "units", "activity"}


def test_without_a_publication_the_settings_and_programs_are_listed_all_the_same(
    open_page, tmp_path, monkeypatch
):
    from dashboard import serving
    from dashboard.settings import load
    from dashboard.store.store import open_store

    open_store(str(tmp_path / "store"), create=True)
    monkeypatch.setattr(serving, "_serving", serving.Serving(load(store=str(tmp_path / "store"))))
    page = open_page("methods")
    assert "There is no publication yet." in words_of(page)
    assert len(page.table) == 2


def test_evidence_and_the_questions_for_a_survey_are_there_to_be_read(methods):
    words = words_of(methods)
    assert "For: " in words and "Against: " in words
    assert "Did you have a problem during your visit?" in words

"""Every page as the board sees it: it opens, and says nothing of a unit that is too small."""

import re

import pytest

from dashboard import serving
from dashboard.settings import Standards
from tests.pages.conftest import PAGES, Open, opened, words_of

pytestmark = pytest.mark.slow  # every page once more


@pytest.fixture
def open_as_board(sample, monkeypatch) -> Open:
    """Open a page where the audience of the settings is the board."""
    standards = Standards(audience="board")
    in_force = sample.settings.model_copy(update={"standards": standards})
    monkeypatch.setattr(serving, "_serving", sample)
    monkeypatch.setattr(serving, "settings_in_force", lambda: in_force)
    return opened


@pytest.mark.parametrize("stem", PAGES)
@pytest.mark.parametrize("unit", [[], ["Hyperbaric Medicine"]], ids=["all", "a small unit"])
def test_every_page_opens_for_the_board(open_as_board: Open, stem: str, unit: list[str]):
    page = open_as_board(stem, unit=unit) if unit else open_as_board(stem)
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("stem", ["overview", "timeliness", "loyalty", "unit"])
def test_the_board_reads_no_number_of_a_small_unit_and_no_false_zero(
    open_as_board: Open, stem: str
):
    page = open_as_board(stem, unit=["Hyperbaric Medicine"])
    words = words_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "too few to tell (shown from 30)" in words
    assert not re.search(r"n = \d", words)
    assert {metric.value for metric in page.metric} <= {"Too few"}

"""The card of a measure says all that the registry knows of it."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.measures.registry import MEASURES
from dashboard.widgets.measure_card import DIRECTIONS
from tests.pages.conftest import words_of


def script(name):
    from dashboard.measures.registry import MEASURES
    from dashboard.widgets import measure_card

    measure_card.show(MEASURES[name])


@pytest.mark.parametrize("name", MEASURES)
def test_a_card_holds_question_formula_exclusions_direction_source_and_command(name):
    measure = MEASURES[name]
    page = AppTest.from_function(script, kwargs={"name": name}).run()
    assert not page.exception
    words = words_of(page)
    parts = [measure.title, measure.question, measure.formula, measure.guard, measure.source]
    parts += [what for what, _ in measure.excluded] + [why for _, why in measure.excluded]
    parts += [DIRECTIONS[measure.direction], f"measure {name}`", "next review 30 Jun 2027"]
    assert [part for part in parts if part not in words] == []


def test_every_direction_has_words():
    assert {measure.direction for measure in MEASURES.values()} <= set(DIRECTIONS)

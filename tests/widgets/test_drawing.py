"""A chart stands under its title with its n, its "?", its table and its download."""

import pyarrow as pa
import pytest

from dashboard.measures.result import Figure
from dashboard.measures.verdicts import nothing
from dashboard.widgets import drawing
from tests.pages.conftest import Open, words_of


def line(ns, few):
    table = pa.table({"month": list(range(len(ns))), "n": ns, "is_too_few": few})
    return Figure("resolved_within", table, 9, "words", nothing("calm"))


@pytest.mark.parametrize(
    ("ns", "few", "is_few"),
    [
        ([40, 3], [False, True], False),
        ([4, 3], [True, True], True),
        ([0, 4], [False, True], True),  # an empty month carries no number either
        ([None, None], [True, True], True),
        ([None, 50], [True, False], False),
    ],
)
def test_a_line_needs_one_period_that_carries_a_number(ns, few, is_few):
    assert drawing._is_line_of_few(line(ns, few)) == is_few


def test_only_a_time_axis_is_a_line():
    table = pa.table({"unit_name": ["A"], "n": [3], "is_too_few": [True]})
    assert not drawing._is_line_of_few(Figure("recommend", table, 3, "", nothing("")))


def test_a_figure_has_its_n_direction_table_and_download(open_page: Open):
    page = open_page("timeliness")
    captions = [caption.value for caption in page.caption]
    (of_curve,) = [text for text in captions if text.startswith("Share of complaints received")]
    assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}6,024" in of_curve
    assert of_curve.endswith("higher is better")
    assert {toggle.key for toggle in page.toggle} >= {
        "table_resolved_curve",
        "table_by_unit",
    }
    page.toggle(key="table_by_unit").set_value(True).run()
    assert "stands_out" in page.dataframe[0].value.columns


def test_a_unit_with_too_few_gets_words_instead_of_a_line(open_page: Open):
    page = open_page("timeliness", unit=["Hyperbaric Medicine"])
    words = words_of(page)
    assert words.count("Too few") >= 2
    assert "There is nothing to draw in this selection." in words


def test_a_folded_part_is_not_worked_out_until_it_is_opened(open_page: Open):
    page = open_page("timeliness")
    assert "Do we say soon that we have heard?" not in words_of(page)
    page.session_state["part_acknowledgement"] = True
    assert "Do we say soon that we have heard?" in words_of(page.run())


def test_of_several_surveys_one_is_shown_and_another_can_be_chosen(open_page: Open):
    page = open_page("loyalty")
    page.toggle(key="table_recommend_by_unit").set_value(True).run()
    chooser = page.get("button_group")[0]
    assert len(chooser.options) == 3
    assert set(page.dataframe[0].value["label"]) == {"Would definitely recommend"}
    (about,) = [c.value for c in page.caption if "units in their usual order" in c.value]
    assert "n\N{NO-BREAK SPACE}=" not in about  # that of all three would be misread

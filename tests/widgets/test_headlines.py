"""The overview's answers: number, what it is of, doubt, verdict, and the way on."""

import datetime as dt

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.measures.overview import TREND, Headline
from dashboard.measures.result import table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdicts import nothing
from dashboard.widgets import headlines
from tests.pages.conftest import Open, words_of


def headline(*values):
    days = [dt.date(2026, month + 1, 1) for month in range(len(values))]
    rows = [{"month": day, "value": value} for day, value in zip(days, values, strict=True)]
    row = MeasureRow(None, n=3, value=0.5)
    return Headline("How?", "recommend", row, nothing("Calm."), table_of(TREND, rows))


@pytest.mark.parametrize(
    ("values", "is_drawn"), [((), False), ((0.5,), False), ((0.5, None), False), ((0.5, 0.6), True)]
)
def test_a_trend_needs_two_points(values, is_drawn):
    assert headlines._has_a_course(headline(*values)) == is_drawn


def test_each_answer_says_its_number_what_it_is_of_and_how_sure(open_page: Open):
    page = open_page("overview")
    words = words_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert [metric.value for metric in page.metric] != []
    assert "of the complaints received are resolved within 7 days" in words
    assert "of recovered patients: would definitely recommend" in words
    assert "dissatisfied patients never complained" in words
    assert words.count("95 % interval") >= 3
    assert len(page.get("vega_lite_chart")) == 3 + 1  # and what complaints are about


def test_what_matters_is_named_with_the_way_to_its_cases_and_its_picture(open_page: Open):
    page = open_page("overview")
    words = words_of(page)
    assert "Orthopedics 6B has resolved complaints more slowly since" in words
    assert "by chance alone" in words
    labels = [link.proto.label for link in page.get("page_link")]
    assert "The unit's cases →" in labels and "The picture →" in labels


def test_too_few_have_no_said_and_no_trend(open_page: Open):
    page = open_page("overview", unit=["Hyperbaric Medicine"])
    words = words_of(page)
    assert "Too few" in words
    assert "of the complaints received are resolved" not in words
    assert not page.get("vega_lite_chart")
    assert isinstance(headline().trend, pa.Table)


def test_two_verdicts_of_a_page_can_say_the_same():
    def script():
        from dashboard.measures.verdicts import too_few
        from dashboard.widgets import verdicts

        for _ in range(2):
            verdicts.show(too_few("Ward 1", None, 30))

    page = AppTest.from_function(script).run()
    assert not page.exception
    assert words_of(page).count("Ward 1: too few to tell") == 2

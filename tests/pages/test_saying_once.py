"""No page says a thing twice: titles of its charts differ, and a verdict stands once."""

import pytest

from tests.pages.conftest import Open, words_of


@pytest.mark.parametrize("stem", ["overview", "timeliness", "loyalty", "word_of_mouth", "unit"])
def test_no_two_charts_of_a_page_have_the_same_title(open_page: Open, stem: str):
    titles = [part.value for part in open_page(stem).subheader]
    assert len(titles) == len(set(titles))


def test_a_change_is_said_once_on_its_page(open_page: Open):
    said = words_of(open_page("timeliness", unit=["Orthopedics 6B"]))
    assert said.count("has resolved complaints more slowly since March 2026") == 1


def test_a_unit_alone_is_not_compared_with_itself(open_page: Open):
    said = words_of(open_page("timeliness", unit=["Orthopedics 6B"]))
    assert "nothing to compare it with" in said and "No unit stands out" not in said
    assert "nothing to compare it with" not in words_of(open_page("timeliness"))


def test_the_clocks_in_force_are_listed(open_page: Open):
    page = open_page("methods")
    (listed,) = [each.value for each in page.table if "Answered within" in each.value.columns]
    assert dict(zip(listed["For"], listed["Answered within"], strict=True)) == {
        "complaint, concern, pals enquiry": "no time set",
        "grievance": "7 calendar days",
    }

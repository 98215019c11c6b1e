"""methods/publication: the one publication that the mart is made of, for every viewer."""

import datetime as dt

import pytest

NAME = "methods/publication"


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:unit-a", "unit_manager"])
def test_it_is_one_row_with_the_newest_as_of_of_its_sources(given, viewer):
    ask = given(
        viewer,
        complaints=[
            ({}, "unit_id | received_at | status\nunit-a | 2026-03-05 | open"),
            (
                {"source_system": "other", "as_of": dt.date(2026, 1, 31)},
                "unit_id | received_at | status\nunit-b | 2026-01-05 | open",
            ),
        ],
    )
    assert ask(NAME, "publication published_at published_by reason note as_of") == [
        (1, dt.datetime(2026, 4, 1), "test", "import", "", dt.date(2026, 3, 31))
    ]


def test_without_extracts_it_has_no_as_of(given):
    assert given()(NAME, "publication as_of") == [(1, None)]

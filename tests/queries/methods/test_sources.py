"""methods/sources: one row a dataset and source, with its newest extract's columns and its current rows."""

import datetime as dt

NAME = "methods/sources"
JANUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 3, 31)


def test_each_dataset_and_source_says_how_new_it_is_and_what_it_gives(given):
    ask = given(
        complaints=[
            (
                {"as_of": JANUARY},
                """
                complaint_id | unit_id | received_at | status
                c1           | unit-a  | 2026-01-05  | open
                c2           | unit-a  | 2026-01-20  | open
                """,
            ),
            (
                {},
                """
                complaint_id | unit_id | received_at | acknowledged_at | status
                c2           | unit-a  | 2026-01-20  | 2026-01-21      | open
                c3           | unit-b  | 2026-03-30  |                 | open
                """,
            ),
            (
                {"source_system": "other", "as_of": JANUARY},
                "complaint_id | unit_id | received_at | status\nc9 | unit-a | 2026-01-02 | open",
            ),
        ],
        surveys="response_id | unit_id | event_date | fft\nr1 | unit-a | 2026-03-05 | 1",
    )
    assert ask(NAME, "dataset source_system as_of extracts_n rows_n first_on last_on") == [
        ("complaints", "other", JANUARY, 1, 1, dt.date(2026, 1, 2), dt.date(2026, 1, 2)),
        ("complaints", "source", MARCH, 2, 3, dt.date(2026, 1, 5), dt.date(2026, 3, 30)),
        ("surveys", "source", MARCH, 1, 1, dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
    ]
    columns = dict(zip(("other", "source", "surveys"), ask(NAME, "mapped_columns"), strict=True))
    assert "acknowledged_at" in columns["source"][0]
    assert "acknowledged_at" not in columns["other"][0]
    assert columns["surveys"][0] == ["response_id", "unit_id", "event_date", "fft"]


def test_rows_that_a_later_extract_replaced_are_not_current(given):
    ask = given(
        complaints=[
            (
                {"as_of": JANUARY},
                "complaint_id | unit_id | received_at | status\nc1 | unit-a | 2026-01-05 | open",
            ),
            (
                {"mode": "full_snapshot"},
                "complaint_id | unit_id | received_at | status\nc2 | unit-a | 2026-03-05 | open",
            ),
        ],
    )
    assert ask(NAME, "extracts_n rows_n first_on") == [(2, 1, dt.date(2026, 3, 5))]


def test_units_aliases_and_activity_are_counted_too(given):
    ask = given(
        units="unit_id | unit_name\nunit-a | Ward A\nunit-b | Ward B",
        unit_aliases=[
            (
                {"source_system": "register"},
                "source_system | source_unit | unit_id\nsource | A | unit-a\nother | A | unit-a",
            )
        ],
        activity="unit_id | month | discharges\nunit-a | 2026-02-01 | 9\nA | 2026-03-01 | 8",
    )
    february, march = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
    assert ask(NAME, "dataset source_system rows_n first_on last_on") == [
        ("activity", "source", 2, february, march),
        ("unit_aliases", "register", 2, None, None),
        ("units", "source", 2, None, None),
    ]


def test_every_viewer_may_know_the_sources(given):
    rows = "unit_id | received_at | status\nunit-a | 2026-03-05 | open"
    asked = given("unit_manager:unit-b", complaints=rows)(NAME, "dataset rows_n")
    assert asked == [("complaints", 1)]


def test_nothing_published_is_no_row(given):
    assert given()(NAME) == []

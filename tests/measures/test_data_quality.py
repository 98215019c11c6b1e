"""The quality of what sources send, over time."""

import datetime as dt

from dashboard.access.viewer import parse_viewer
from dashboard.measures.data_quality import MEASURES, columns_missing, data_quality, of_number
from tests.marts import extract, small_mart


def sent(month, **given):
    as_of = dt.date(2026, month, 28)
    usual = {
        "as_of": as_of,
        "uploaded_at": dt.datetime(2026, month, 28, 9, tzinfo=dt.UTC) + dt.timedelta(days=3),
        "mapped_columns": ("complaint_id", "unit_id", "acknowledged_at"),
        "rows_in": 100, "accepted": 100,
    }  # fmt: skip
    return extract("complaints", month, **usual | given)


STEADY = [sent(month) for month in (1, 2, 3)]


def newest(told, name):
    return told.sources[name].to_pylist()[0]


def test_a_source_as_usual_is_said_so():
    told = data_quality(STEADY, None)
    assert told.verdict.sentence == "The newest extracts are as usual."
    assert (newest(told, "days_late"), newest(told, "refused_share")) == (3.0, 0.0)
    assert newest(told, "rows_share") == 1.0
    assert of_number(told.points, "days_late").num_rows == 3


def test_refused_counts_against_accepted_and_refused_and_not_skipped():
    bad = sent(4, rows_in=200, accepted=80, refused=20, skipped=100)
    told = data_quality([*STEADY, bad], None)
    assert newest(told, "refused_share") == 0.2
    assert newest(told, "rows_share") == 0.8
    assert told.verdict.kind == "concern"
    assert told.verdict.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Out of the ordinary: complaints of source: 20 % of the rows refused."
    )


def test_far_fewer_rows_than_usual_are_named():
    told = data_quality([*STEADY, sent(4, accepted=60)], None)
    assert "60\N{NO-BREAK SPACE}% of the usual rows" in told.verdict.sentence


def test_a_usual_number_of_rows_needs_two_earlier_extracts():
    told = data_quality(STEADY[:2], None)
    assert of_number(told.points, "rows_share").num_rows == 0


def test_columns_that_went_since_the_last_extract_come_first():
    last = sent(4, mapped_columns=("complaint_id", "unit_id"))
    said = columns_missing([*STEADY, last])
    assert said.startswith("gone since the last extract: acknowledged_at; ")
    assert "satisfaction_handling" in said


def test_the_share_closed_on_day_0_comes_from_the_rows_in_view():
    rows = """
        unit_id | received_at | closed_at  | status
        a       | 2026-03-02  | 2026-03-02 | closed
        a       | 2026-03-02  | 2026-03-09 | closed
        b       | 2026-03-02  |            | open
    """
    mart = small_mart((extract("complaints", 0), rows))
    told = data_quality(STEADY, mart.ask(parse_viewer("unit_manager:a")))
    assert newest(told, "day_zero_share") == 0.5
    assert "closed on the day of receipt" in told.verdict.sentence
    hidden = data_quality(STEADY, mart.ask(parse_viewer("executive")), floor_n=30)
    assert newest(hidden, "day_zero_share") is None


def test_the_board_reads_no_share_of_few_rows():
    told = data_quality([sent(1, accepted=20, refused=2)], None, floor_n=30)
    assert newest(told, "refused_share") is None
    assert newest(told, "accepted_n") is None


def test_without_a_source_there_is_nothing():
    told = data_quality([], None)
    assert told.verdict.sentence == "No source has sent anything yet."
    assert told.points.num_rows == told.sources.num_rows == 0


def test_every_number_drawn_has_a_title():
    told = data_quality([*STEADY, sent(4, refused=9)], None)
    assert set(told.points["number"].to_pylist()) <= set(MEASURES)

"""What waits: open complaints by age, and who has not been told that we have heard."""

import pytest

from dashboard.measures import waiting
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.measures.figures import BOARD, FEW, ask_of, complaints, rows_of, units

ALL = Selection()
# as of 31 Mar 2026: 30, 58 and 242 days old
OPEN = complaints("a", "2026-03", 4) + complaints("a", "2026-02", 2) + complaints("a", "2025-08", 1)


def backlog(rows, standards=FEW, chosen=ALL):
    return waiting.backlog_by_age(ask_of(complaints=rows, units=units("a")), chosen, standards)


def test_there_are_always_five_bands_and_they_add_up_to_what_is_open():
    figure = backlog(OPEN + complaints("a", "2026-01", 5, 3))
    assert rows_of(figure, "age_band", "open_n") == [
        ("0-7", 0), ("8-30", 4), ("31-90", 2), ("91-182", 0), ("over 182", 1),
    ]  # fmt: skip
    assert figure.n == 12
    assert "7 complaints are open, 7 of them past the standard of 7" in plain(figure)


def test_one_complaint_is_not_several():
    assert "1 complaint is open" in plain(backlog(complaints("a", "2026-02", 1) + closed(6)))


def test_a_standard_within_a_band_says_at_least():
    figure = backlog(OPEN, Standards(floor_n=6, resolved_within_days=20))
    assert "at least 3 of them past the standard of 20 days" in plain(figure)
    assert "at least" not in plain(backlog(OPEN, Standards(floor_n=6, resolved_within_days=30)))


def test_nothing_past_the_standard_is_said_calmly():
    figure = backlog(closed(9))
    assert figure.verdict.kind == "none"
    assert "0 complaints are open, none of them" in plain(figure)


def test_a_hidden_backlog_is_not_called_empty():
    figure = backlog(complaints("a", "2026-02", 5), BOARD)
    assert rows_of(figure, "open_n", "is_suppressed") == [(None, True)] * 5
    assert figure.n is None
    assert figure.verdict.kind == "too_few"
    assert not [digit for digit in "12345" if digit in figure.in_words.replace("6", "")]


def test_where_there_is_no_complaint_that_is_said():
    figure = waiting.backlog_by_age(ask_of(units=units("a")), ALL, FEW)
    assert figure.verdict.sentence == "All units: no data."


def acknowledged(rows, standards=FEW, missing=()):
    ask = ask_of(complaints=rows, units=units("a"), missing=missing)
    return waiting.acknowledged_by_month(ask, ALL, standards)


def closed(n):
    return complaints("a", "2026-01", n, 3)


def test_acknowledged_by_month_counts_what_is_due_and_what_is_not_beside():
    on_time = complaints("a", "2026-02", 6, acknowledged_at="2026-02-03")
    late = complaints("a", "2026-02", 2, acknowledged_at="2026-02-20")
    figure = acknowledged(on_time + late)
    assert rows_of(figure, "n", "share", "not_yet_due_n") == [(8, 0.75, None)]
    assert "75 % are acknowledged within 3 working days" in plain(figure)


def test_a_source_without_acknowledgements_is_not_measurable():
    figure = acknowledged(closed(8), missing=("acknowledged_at",))
    assert figure.verdict.kind == "not_measurable"
    assert "no source of these complaints gives acknowledged_at" in figure.verdict.sentence


def test_too_few_acknowledged_say_how_few_to_internal_viewers_alone():
    rows = complaints("a", "2026-02", 3, acknowledged_at="2026-02-03")
    assert acknowledged(rows).verdict.kind == "too_few"
    assert "3" in acknowledged(rows).verdict.sentence.replace("3 weekdays", "")
    figure = acknowledged(rows, BOARD)
    assert rows_of(figure, "n", "share", "lower", "upper", "not_yet_due_n") == [(None,) * 5]
    assert "3" not in figure.verdict.sentence


@pytest.mark.parametrize(("standards", "beside"), [(FEW, 2), (BOARD, None)])
def test_the_board_does_not_see_a_few_that_are_not_due(standards, beside):
    rows = complaints("a", "2026-03", 6, acknowledged_at="2026-03-03")
    rows += complaints("a", "2026-03", 2, received_at="2026-03-30")
    (found,) = rows_of(acknowledged(rows, standards), "n", "not_yet_due_n", "note")
    assert found[:2] == (6, beside)
    assert ("exclusions under 6 are not shown" in (found[2] or "")) == (beside is None)


def plain(figure):
    return figure.verdict.sentence.replace("\N{NO-BREAK SPACE}", " ")

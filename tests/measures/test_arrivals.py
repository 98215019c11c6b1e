"""Who has not sent what is due: by the rhythm of each source's own past."""

import datetime as dt

import pytest

from dashboard.measures.arrivals import arrivals, table, verdict
from tests.marts import extract

D = dt.date


def sent(*days, late=5, dataset="complaints", source="s"):
    return [
        extract(
            dataset, n, source_system=source, as_of=day,
            uploaded_at=dt.datetime.combine(day + dt.timedelta(days=late), dt.time(9), dt.UTC),
        )
        for n, day in enumerate(days)
    ]  # fmt: skip


MONTHLY = sent(D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 31))


@pytest.mark.parametrize(
    ("days", "rhythm", "due_on"),
    [
        ((D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 31)), "monthly", D(2026, 5, 5)),
        ((D(2025, 11, 30), D(2025, 12, 31), D(2026, 1, 31)), "monthly", D(2026, 3, 5)),
        ((D(2026, 1, 15), D(2026, 2, 15), D(2026, 3, 15)), "monthly", D(2026, 4, 19)),
        ((D(2026, 3, 2), D(2026, 3, 9), D(2026, 3, 16)), "weekly", D(2026, 3, 28)),
        ((D(2026, 3, 2), D(2026, 3, 3), D(2026, 3, 4)), "daily", D(2026, 3, 10)),
        ((D(2025, 9, 30), D(2025, 12, 31), D(2026, 3, 31)), "every three months", D(2026, 7, 5)),
    ],
)
def test_a_rhythm_is_known_from_three_deliveries_and_says_when_the_next_is_due(
    days, rhythm, due_on
):
    found = arrivals(sent(*days), D(2026, 1, 1))[0]
    assert (found.rhythm, found.due_on, found.days_late) == (rhythm, due_on, 0)


def test_a_month_s_end_is_expected_at_the_next_month_s_end():
    assert arrivals(MONTHLY, D(2026, 4, 1))[0].next_as_of == D(2026, 4, 30)
    january = sent(D(2025, 11, 30), D(2025, 12, 31), D(2026, 1, 31))
    assert arrivals(january, D(2026, 2, 1))[0].next_as_of == D(2026, 2, 28)


def test_two_deliveries_tell_no_rhythm_and_no_delay():
    found = arrivals(sent(D(2026, 1, 31), D(2026, 2, 28)), D(2030, 1, 1))
    assert (found[0].due_on, found[0].days_late) == (None, 0)
    assert "fewer than three times" in found[0].state
    assert verdict(found).kind == "none"


def test_an_uneven_source_is_given_its_longest_gap():
    uneven = sent(D(2026, 1, 1), D(2026, 1, 11), D(2026, 1, 21), D(2026, 3, 2), late=0)
    found = arrivals(uneven, D(2026, 4, 1))[0]
    assert found.rhythm.startswith("uneven")
    assert (found.due_on, found.days_late) == (D(2026, 4, 11), 0)


def test_a_correction_of_an_earlier_month_is_no_delivery_of_its_own():
    corrected = [*MONTHLY, *sent(D(2026, 3, 31), late=9)]
    assert arrivals(corrected, D(2026, 4, 1))[0].rhythm == "monthly"


def test_the_overdue_come_first_and_are_named():
    other = sent(D(2025, 12, 31), D(2026, 1, 31), D(2026, 2, 28), dataset="surveys", source="fft")
    found = arrivals([*MONTHLY, *other], D(2026, 4, 20))
    assert [(a.what, a.days_late) for a in found] == [
        ("survey responses of fft", 15), ("complaints of s", 0),
    ]  # fmt: skip
    assert found[0].state == "overdue since 5 Apr 2026: data up to 31 Mar 2026 not sent"
    said = verdict(found)
    assert said.kind == "concern"
    assert said.sentence == "1 of 2\N{NO-BREAK SPACE}sources overdue: survey responses of fft."
    assert table(found)["days_late"].to_pylist() == [15, None]


def test_nothing_due_is_said_calmly():
    said = verdict(arrivals(MONTHLY, D(2026, 4, 20)))
    assert (said.kind, said.sentence) == ("none", "Every source has sent what was due.")
    assert verdict(()).sentence == "No source has sent anything yet."

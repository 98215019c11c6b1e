"""Verdicts of what waits, of old data, of too few and of nothing; and in which order all are read."""

import datetime as dt

import pytest

from dashboard.measures import verdicts
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdicts import Verdict

D = dt.date


def spaced(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- what waits, and how old the data is ----------------------------------------------------------


@pytest.mark.parametrize(
    ("open_n", "late_n", "is_exact", "sentence"),
    [
        (0, 0, True, "0 complaints are open, none of them in an age band past the standard."),
        (1, 0, True, "1 complaint is open, none of them in an age band past the standard."),
        (40, 12, True, "40 complaints are open, 12 of them past the standard of 30 days."),
        (
            40,
            12,
            False,
            "40 complaints are open, at least 12 of them past the standard of 30 days.",
        ),
    ],
)
def test_a_backlog_says_how_many_are_past_the_standard(open_n, late_n, is_exact, sentence):
    said = verdicts.backlog("Ward 4B", open_n, late_n, 30, is_exact=is_exact)
    assert said.page == ("unit" if late_n else "")
    assert (said.kind, spaced(said.sentence)) == ("none", f"Ward 4B: {sentence}")


LOST = (
    "5 more were open when last seen, and their source has not carried them since (hollow, on top)."
)


@pytest.mark.parametrize(
    ("now_n", "before_n", "lost_n", "sentence", "detail"),
    [
        (40, None, 0, "40 complaints were open on 31 Mar 2026.", ""),
        (1, 1200, 5, "1 complaint was open on 31 Mar 2026, 1,200 on 31 Mar 2025.", LOST),
    ],
)
def test_a_backlog_over_time_says_how_many_waited_a_year_before(
    now_n, before_n, lost_n, sentence, detail
):
    before = None if before_n is None else (D(2025, 3, 31), before_n)
    said = verdicts.backlog_since("Ward 4B", (D(2026, 3, 31), now_n), before, lost_n)
    assert (said.kind, spaced(said.sentence)) == ("none", f"Ward 4B: {sentence}")
    assert spaced(said.detail) == detail


@pytest.mark.parametrize(
    ("oldest", "newest", "kind", "sentence"),
    [
        ("2026-03-31", "2026-03-31", "none", "As of 31 Mar 2026 (today)."),
        ("2026-03-24", "2026-03-24", "none", "As of 24 Mar 2026 (7 days ago)."),
        ("2026-03-29", "2026-03-31", "none",
         "As of 29 Mar 2026 to 31 Mar 2026, depending on the source."),
        ("2026-03-23", "2026-03-23", "concern", "These cases are as of 23 Mar 2026, 8 days ago."),
        ("2026-03-01", "2026-03-31", "concern",
         "These cases of pals are as of 1 Mar 2026, 30 days ago."),
    ],
)  # fmt: skip
def test_data_older_than_is_set_is_a_concern_and_says_what_it_lacks(oldest, newest, kind, sentence):
    days = [D.fromisoformat(day) for day in (oldest, newest)]
    said = verdicts.freshness(*days, D(2026, 3, 31), old_after_days=7, late=["pals"])
    assert (said.kind, spaced(said.sentence)) == (kind, sentence)
    assert ("Ask the quality team for a new extract" in said.detail) == (kind == "concern")


# --- too few, and nothing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "of_what", "sentence"),
    [
        (12, "", "Ward 1: too few to tell (n = 12; shown from 30)."),
        (5, " in the smaller group",
         "Ward 1: too few to tell (n = 5 in the smaller group; shown from 30)."),
        (None, "", "Ward 1: too few to tell (shown from 30)."),
    ],
)  # fmt: skip
def test_too_few_says_the_n_only_where_it_may_be_shown(n, of_what, sentence):
    said = verdicts.too_few("Ward 1", n, 30, of_what)
    assert (said.kind, spaced(said.sentence)) == ("too_few", sentence)
    assert "Choose a longer period" in said.detail


@pytest.mark.parametrize(
    ("row", "kind", "sentence"),
    [
        (MeasureRow(None, n=12, value=0.5, note="too few"), "too_few",
         "Ward 1: too few to tell (n = 12; shown from 30)."),
        (MeasureRow(None, n=0, note="not measurable: no source gives acknowledged_at"),
         "not_measurable", "Ward 1: not measurable: no source gives acknowledged_at."),
        (MeasureRow(None, n=0), "too_few", "Ward 1: too few to tell (n = 0; shown from 30)."),
    ],
)  # fmt: skip
def test_what_cannot_be_told_says_why(row, kind, sentence):
    said = verdicts.untold("Ward 1", row, 30)
    assert (said.kind, spaced(said.sentence)) == (kind, sentence)


def test_how_sure_is_said_in_plain_words_first():
    said = spaced(verdicts.how_sure(0.5525, 0.7364, 83))
    assert said == "Between 55 and 74 in 100 (95 % interval, n = 83)."
    assert verdicts.how_sure(None, 0.7, 83) == ""


def test_nothing_is_said_calmly():
    assert verdicts.nothing("All units: as before.") == Verdict("none", "All units: as before.")


# --- in which order -------------------------------------------------------------------------------


def test_a_concern_is_read_before_an_improvement_and_both_before_calm():
    kinds = ("none", "too_few", "improvement", "not_measurable", "concern")
    found = [Verdict(kind, kind) for kind in kinds]
    assert verdicts.first_of(found).kind == "concern"
    assert verdicts.first_of(found[:4]).kind == "improvement"
    assert verdicts.first_of(found[:2]).kind == "none"
    assert verdicts.first_of([]) is None


def test_each_kind_is_read_by_the_people_it_touched():
    found = [
        Verdict("improvement", "a", consequence=90),
        Verdict("concern", "b", consequence=2),
        Verdict("concern", "c", consequence=8),
    ]
    assert [verdict.sentence for verdict in verdicts.by_consequence(found)] == ["c", "b", "a"]

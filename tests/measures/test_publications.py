"""The history in words: what each publication added, took away and can still show."""

import datetime as dt

from dashboard.measures.phrases import GAP
from dashboard.measures.publications import (
    changed_in_words,
    findings_in_words,
    history,
    table,
)
from dashboard.store.records import Publication
from tests.marts import extract

MARCH = extract("complaints", 1, accepted=90, refused=8, skipped=2, rows_in=100,
                findings={"unseen_unit": 2, "duplicate_key": 8})  # fmt: skip
APRIL = extract("surveys", 2, as_of=dt.date(2026, 4, 30), accepted=4812, rows_in=4812)


def publication(number, *extracts, reason="import", **given):
    return Publication(
        publication=number,
        published_at=dt.datetime(2026, 4, number, 9, 30, tzinfo=dt.UTC),
        published_by="a.clerk",
        reason=reason,
        note="",
        extracts=tuple(e.extract_id for e in extracts),
        **given,
    )


THREE = (
    publication(1, MARCH),
    publication(2, MARCH, APRIL),
    publication(3, APRIL, reason="withdraw"),
)


def test_the_newest_comes_first_and_is_the_one_shown_now():
    found = history([MARCH, APRIL], THREE)
    assert [entry.number for entry in found] == [3, 2, 1]
    assert [entry.is_current for entry in found] == [True, False, False]
    assert [entry.as_of for entry in found] == [APRIL.as_of, APRIL.as_of, MARCH.as_of]


def test_what_each_added_or_took_away_is_said_in_words():
    said = [changed_in_words(e).replace(GAP, " ") for e in history([MARCH, APRIL], THREE)]
    assert said == [
        "took away complaints of source, as of 31 Mar 2026, 90 rows (f.csv)",
        "added survey responses of source, as of 30 Apr 2026, 4,812 rows (f.csv)",
        "added complaints of source, as of 31 Mar 2026, 90 rows (f.csv)",
    ]


def test_the_same_list_again_is_said_so():
    found = history([MARCH], (publication(1, MARCH), publication(2, MARCH, reason="rollback")))
    assert changed_in_words(found[0]) == "shows the same extracts"


def test_counts_and_findings_are_those_of_what_came_with_it():
    rows = table(history([MARCH, APRIL], THREE), with_file=True).to_pylist()
    first = rows[-1]
    assert [first[n] for n in ("rows_in", "accepted_n", "refused_n", "skipped_n")] == [
        100,
        90,
        8,
        2,
    ]
    assert first["findings"] == "duplicate_key 8, unseen_unit 2"
    assert [rows[0][n] for n in ("rows_in", "accepted_n")] == [None, None]  # nothing came with it
    assert findings_in_words([]) == ""


def test_the_board_reads_no_count_under_the_floor():
    first = table(history([MARCH], THREE[:1]), with_file=True, floor_n=30).to_pylist()[0]
    assert [first[n] for n in ("accepted_n", "refused_n", "skipped_n")] == [90, None, None]


def test_who_sees_some_units_reads_neither_file_names_nor_people():
    row = table(history([MARCH], THREE[:1]), with_file=False).to_pylist()[0]
    assert row["published_by"] is None and row["note"] is None
    assert "f.csv" not in row["changed"]


def test_a_purged_extract_marks_the_publications_that_showed_it():
    gone = publication(1, MARCH, purged=(MARCH.extract_id,), erasures=("e",))
    touched = publication(2, APRIL, erasures=("e",))
    rows = table(history([MARCH, APRIL], (gone, touched)), with_file=True).to_pylist()
    assert [row["replay"] for row in rows] == [
        "some rows erased since", "purged: can't be shown again",
    ]  # fmt: skip

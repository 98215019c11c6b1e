"""Each kind of change between two publications, from small files that hold exactly it."""

import datetime as dt
import random
from collections import Counter
from functools import cache

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.measures.row_changes import KINDS, MOVES, in_words, row_changes
from tests.marts import extract, small_mart

OLD, NEW = dt.date(2026, 3, 31), dt.date(2026, 4, 30)
HEADER = "complaint_id | unit_id | received_at | incident_date | closed_at | status | acknowledged_at | satisfaction_handling | contact_type | severity_hcat"
OPEN = "c1 | a | 2026-03-02 | 2026-03-01 | | open | | | complaint | 2"
CLOSED = "c1 | a | 2026-03-02 | 2026-03-01 | 2026-03-09 | closed | | | complaint | 2"
SURVEY = "response_id | unit_id | event_date | instrument | hcahps_recommend | had_problem | problem_resolved | weight"
ANSWER = "r1 | a | 2026-03-05 | HCAHPS | definitely_yes | true | pending | 1.5"
MAPPED = {
    "complaints": tuple(name.strip() for name in HEADER.split("|")),
    "surveys": tuple(name.strip() for name in SURVEY.split("|")),
    "activity": ("unit_id", "month", "discharges"),
}
HEADERS = {
    "complaints": HEADER,
    "surveys": SURVEY,
    "activity": "unit_id | month | discharges",
}


COMPLAINTS = [
    (OPEN, CLOSED, "late_closing"),
    (OPEN, CLOSED.replace("2026-03-09", "2026-04-02"), "closed_since"),
    (OPEN, CLOSED.replace("closed", "withdrawn"), "otherwise_ended"),
    (CLOSED, OPEN.replace("open", "reopened"), "reopened"),
    (CLOSED, CLOSED.replace("closed", "transferred"), "corrected_ending"),
    (CLOSED, CLOSED.replace("2026-03-09", "2026-03-10"), "corrected_date"),
    (CLOSED, CLOSED.replace("2026-03-02", "2026-03-03"), "corrected_date"),
    (CLOSED, CLOSED.replace("2026-03-01", "2026-02-28"), "corrected_date"),
    (CLOSED, CLOSED.replace("closed | |", "closed | 2026-03-03 |"), "acknowledged"),
    (CLOSED.replace("closed | |", "closed | 2026-03-03 |"), CLOSED, "unacknowledged"),
    (CLOSED, CLOSED.replace("| | complaint", "| 4 | complaint"), "feedback"),
    (CLOSED.replace("| | complaint", "| 4 | complaint"), CLOSED, "feedback_gone"),
    (
        CLOSED.replace("| | complaint", "| 4 | complaint"),
        CLOSED.replace("| | complaint", "| 2 | complaint"),
        "corrected_answer",
    ),
    (CLOSED, CLOSED.replace("| complaint |", "| concern |"), "corrected_type"),
    (CLOSED, CLOSED.replace("complaint | 2", "complaint | 3"), "corrected_detail"),
    (CLOSED, CLOSED.replace("| a |", "| b |"), "moved_away"),
    (CLOSED, CLOSED, None),
    (None, CLOSED, "late_receipt"),
    (None, CLOSED.replace("2026-03-0", "2026-04-0"), "new_complaint"),
    (CLOSED, None, "taken_out"),
    (OPEN, OPEN, "followed"),
]
ANSWERS = [
    (ANSWER, ANSWER.replace("pending", "fully"), "problem_settled"),
    (ANSWER, ANSWER.replace("definitely_yes", "definitely_no"), "corrected_answer"),
    (ANSWER, ANSWER.replace("2026-03-05", "2026-03-06"), "corrected_date"),
    (ANSWER, ANSWER.replace("1.5", "2"), "corrected_weight"),
    (ANSWER, ANSWER.replace("| a |", "| b |"), "moved_away"),
    (ANSWER, ANSWER, None),
    (None, ANSWER, "late_response"),
    (None, ANSWER.replace("2026-03", "2026-04"), "new_response"),
    (ANSWER, None, "taken_out"),
]


@cache
def mart(dataset, rows, as_of=OLD, **given):
    line = extract(dataset, 0, as_of=as_of, mapped_columns=MAPPED[dataset], **given)
    return small_mart((line, "\n".join([HEADERS[dataset], *rows])))


def kinds(before, after, viewer="executive", part="all", **wanted):
    who = parse_viewer(viewer)
    found = Counter()
    for row in row_changes(before.ask(who), after.ask(who)).to_pylist():
        if row["part"] == part and all(row[name] == value for name, value in wanted.items()):
            found[row["kind"]] += row["rows_n"]
    return dict(found)


def each_in_a_unit(dataset, cases):
    """One pair of marts for all cases: a case's row stands in a unit of its own."""
    sides = (
        tuple(
            row.replace(" a |", f" unit{n} |").replace("1 |", f"1-{n} |", 1)
            for n, case in enumerate(cases)
            for row in [case[side]]
            if row is not None
        )
        for side in (0, 1)
    )
    return mart(dataset, next(sides)), mart(dataset, next(sides), NEW)


@pytest.mark.parametrize("place", range(len(COMPLAINTS)), ids=[case[2] for case in COMPLAINTS])
def test_a_complaint_that_differs_in_one_thing_is_told_by_it(place):
    """With other data up to a later day, so that open ones are followed on as well."""
    marts = each_in_a_unit("complaints", COMPLAINTS)
    found = kinds(*marts, part="unit", unit_id=f"unit{place}").keys()
    expected = {COMPLAINTS[place][2]} - {None}
    assert found - {"added", "changed", "removed"} == expected
    assert len(found) == 2 * len(expected)


@pytest.mark.parametrize("place", range(len(ANSWERS)), ids=[case[2] for case in ANSWERS])
def test_an_answer_that_differs_in_one_thing_is_told_by_it(place):
    marts = each_in_a_unit("surveys", ANSWERS)
    found = kinds(*marts, part="unit", unit_id=f"unit{place}").keys()
    expected = {ANSWERS[place][2]} - {None}
    assert found - {"added", "changed", "removed"} == expected
    assert len(found) == 2 * len(expected)


def test_a_source_that_came_or_went_is_told():
    one, two = (mart("complaints", (CLOSED,), source_system=name) for name in ("one", "two"))
    assert kinds(one, two) == {"added": 1, "new_source": 1, "removed": 1, "source_gone": 1}


@pytest.mark.slow
def test_a_file_with_another_column_is_told():
    without = tuple(name for name in MAPPED["complaints"] if name != "acknowledged_at")
    before = small_mart((extract("complaints", 0, mapped_columns=without), f"{HEADER}\n{CLOSED}"))
    assert kinds(before, mart("complaints", (CLOSED,))) == {"changed": 1, "other_columns": 1}


def test_subjects_that_came_changed_or_went_are_told_of_their_complaint_s_place():
    header = "complaint_id | code | severity | is_primary"
    complaints = (extract("complaints", 0), f"{HEADER}\n{CLOSED}\n{CLOSED.replace('c1', 'c2')}")
    before, after = (
        small_mart(complaints, (extract("complaint_issues", 0), "\n".join([header, *rows])))
        for rows in (
            ("c1 | Quality | 1 | true", "c1 | Safety | 1 |", "c9 | Safety | 1 |"),
            ("c1 | Quality | 2 | true", "c2 | Quality | 1 | true", "c8 | Safety | 1 |"),
        )
    )
    told = {
        "added": 1, "subject_added": 1, "changed": 1, "subject_changed": 1,
        "removed": 1, "subject_removed": 1,
    }  # fmt: skip
    assert kinds(before, after) == told
    assert kinds(before, after, part="unit_month", unit_id="a", month=dt.date(2026, 3, 1)) == told
    assert kinds(before, before) == {}
    assert kinds(before, after, viewer="unit_manager:b") == {}


def test_numbers_of_patients_that_came_changed_or_went_are_told():
    rows = ("a | 2026-03-01 | 100", "b | 2026-03-01 | 50")
    after = ("a | 2026-03-01 | 110", "c | 2026-03-01 | 10")
    found = kinds(mart("activity", rows), mart("activity", after))
    assert found == {
        "added": 1, "activity_added": 1, "changed": 1, "activity_changed": 1,
        "removed": 1, "activity_removed": 1,
    }  # fmt: skip


def test_a_row_with_several_changes_counts_in_each_and_once_in_all():
    after = CLOSED.replace("2026-03-02", "2026-03-03").replace("| | complaint", "| 5 | complaint")
    found = kinds(mart("complaints", (OPEN,)), mart("complaints", (after,)))
    assert found == {"changed": 1, "corrected_date": 1, "feedback": 1, "late_closing": 1}


def test_a_row_that_moved_counts_where_it_was_and_where_it_is():
    before = mart("complaints", (CLOSED,))
    after = mart("complaints", (CLOSED.replace("| a |", "| b |"),))
    assert kinds(before, after, part="unit", unit_id="a") == {"changed": 1, "moved_away": 1}
    assert kinds(before, after, part="unit", unit_id="b") == {"changed": 1, "moved_here": 1}
    assert kinds(before, after, part="month", basis="received") == {"changed": 1, "moved": 1}


@pytest.mark.slow
def test_a_corrected_month_counts_in_both_months_and_once_in_its_unit():
    before = mart("complaints", (CLOSED,))
    moved = CLOSED.replace("2026-03-02", "2026-02-28").replace("-03-01", "-02-27")
    after = mart("complaints", (moved,))
    for month in (dt.date(2026, 2, 1), dt.date(2026, 3, 1)):
        found = kinds(before, after, part="month", basis="received", month=month)
        assert found == {"changed": 1, "corrected_date": 1}
    assert kinds(before, after, part="unit", unit_id="a") == {"changed": 1, "corrected_date": 1}


@pytest.mark.slow
def test_only_complaints_and_grievances_move_measures_and_all_are_told():
    concern = CLOSED.replace("| complaint |", "| concern |")
    before, after = (
        mart("complaints", (concern,)),
        mart("complaints", (concern.replace("-09", "-08"),)),
    )
    assert kinds(before, after, is_counted=True) == {}
    assert kinds(before, after, is_counted=False) == {"changed": 1, "corrected_date": 1}


def test_a_manager_is_told_of_their_own_units_alone():
    before = mart(
        "complaints",
        (
            OPEN,
            OPEN.replace("c1 | a", "c2 | b"),
        ),
    )
    after = mart(
        "complaints",
        (
            CLOSED,
            CLOSED.replace("c1 | a", "c2 | b"),
        ),
    )
    own = kinds(before, after, "unit_manager:b")
    assert own == {"changed": 1, "late_closing": 1}
    assert kinds(before, after, "unit_manager:b", part="unit", unit_id="a") == {}
    assert kinds(before, after, "unit_manager") == {}


@pytest.mark.slow
def test_a_row_that_left_a_manager_s_units_is_gone_for_them():
    before = mart("complaints", (CLOSED,))
    after = mart("complaints", (CLOSED.replace("| a |", "| b |"),))
    found = kinds(before, after, "unit_manager:a")
    assert found == {"removed": 1, "taken_out": 1}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_added_changed_and_removed_are_what_a_comparison_by_hand_finds(seed):
    chance = random.Random(seed)
    before = {f"c{n}": row_of(f"c{n}", chance) for n in range(60)}
    after = {
        name: row_of(name, chance) if chance.random() < 0.3 else row
        for name, row in before.items()
        if chance.random() > 0.1
    } | {f"n{n}": row_of(f"n{n}", chance) for n in range(chance.randrange(10))}
    found = kinds(
        mart("complaints", tuple(before.values())), mart("complaints", tuple(after.values()))
    )
    assert {name: found.get(name, 0) for name in ("added", "changed", "removed")} == {
        "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()),
        "changed": sum(before[name] != after[name] for name in before.keys() & after.keys()),
    }


def row_of(name, chance):
    day = chance.randrange(1, 28)
    closed = chance.choice(["", f"2026-03-{min(day + chance.randrange(3), 30):02d}"])
    status = chance.choice(["closed", "withdrawn"]) if closed else "open"
    stars = chance.choice(["", "4"]) if closed else ""
    return (
        f"{name} | {chance.choice('ab')} | 2026-03-{day:02d} | | {closed} | {status} | | {stars} | "
        f"{chance.choice(['complaint', 'concern'])} | {chance.choice('123')}"
    )


def test_every_kind_that_can_move_a_number_has_its_words():
    assert {kind for moves in MOVES.values() for move in moves for kind in move.kinds} <= set(KINDS)


def test_kinds_are_told_in_words_the_telling_ones_first():
    counts = {"followed": 40, "corrected_date": 3, "late_closing": 14, "new_complaint": 1}
    said = in_words(counts.items()).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "14 late closings, 3 corrected dates, 1 new complaint, 40 open ones followed to another day"
    )
    shortly = in_words(counts.items(), most=2).replace("\N{NO-BREAK SPACE}", " ")
    assert shortly == "14 late closings, 3 corrected dates"


def test_under_the_floor_no_count_is_told():
    counts = {"corrected_date": 3, "late_closing": 34}
    said = in_words(counts.items(), 30).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "34 late closings, fewer than 30 corrected dates"

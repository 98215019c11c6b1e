"""The revision notice: what it says of figures, and to whom."""

import datetime as dt
from functools import cache

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.measures.phrases import GAP
from dashboard.measures.revision import NOTHING, revision
from dashboard.settings import Standards
from tests.marts import extract, small_mart

OLD, NEW = dt.date(2026, 3, 31), dt.date(2026, 4, 30)
HEADER = "complaint_id | unit_id | received_at | closed_at | status"
BOARD = Standards(audience="board")


def row(n, *, closed, unit="a", month=3, day=1):
    ended = f"2026-{month:02d}-{day + 2:02d} | closed" if closed else " | open"
    return f"c{n} | {unit} | 2026-{month:02d}-{day:02d} | {ended}"


@cache
def march(resolved_n, dates_corrected_n=0, *, as_of=OLD, further=(), unit="a"):
    """100 complaints of March, the first so many resolved within 2 days, some dates corrected."""
    rows = [
        row(n, closed=n < resolved_n, unit=unit, day=2 if n < dates_corrected_n else 1)
        for n in range(100)
    ]
    return small_mart((extract("complaints", 0, as_of=as_of), "\n".join([HEADER, *rows, *further])))


def three_units(*, later):
    """March in unit a, forty complaints in unit b and five in unit c, closed only later."""
    rows = [(n, "b") for n in range(200, 240)] + [(n, "c") for n in range(300, 305)]
    further = tuple(row(n, closed=later, unit=unit) for n, unit in rows)
    return march(63 if later else 49, further=further)


def between(before, after, standards=None, *, who="executive", unit=None):
    viewer = parse_viewer(who)
    asked = None if before is None else before.ask(viewer)
    return revision(asked, after.ask(viewer), standards or Standards(), unit)


def plain(text):
    return text.replace(GAP, " ")


def test_a_past_month_s_figure_is_said_before_and_now_with_its_reasons():
    told = between(march(49), march(63, 3))
    assert [plain(sentence) for sentence in told.sentences[:1]] == [
        "Resolved within 7 days: Mar 2026 was 49 %, now 63 % (14 late closings, 3 corrected dates)."
    ]
    assert plain(told.summary) == "Complaints: 17 changed."
    assert (told.rows_added_n, told.rows_changed_n, told.rows_removed_n) == (0, 17, 0)


def test_what_is_not_published_yet_is_told_as_what_would_change():
    viewer = parse_viewer("executive")
    asks = (march(49).ask(viewer), march(63, 3).ask(viewer))
    told = revision(*asks, Standards(), is_planned=True)
    assert "Mar 2026 is 49 %, would be 63 % (14 late closings" in plain(told.sentences[0])


def test_only_what_differs_is_listed_by_month_and_by_unit_and_in_all():
    further = tuple(row(n, closed=True, unit="b") for n in range(200, 240))
    told = between(march(49, further=further), march(63, further=further))
    listed = {
        (line["by"], line["group_name"]): (line["before"], line["after"])
        for line in told.differences.to_pylist()
        if line["measure"] == "resolved_within"
    }
    assert {place: tuple(map(plain, pair)) for place, pair in listed.items()} == {
        ("all", "All months"): ("64 %", "74 %"),
        ("month", "Mar 2026"): ("64 %", "74 %"),
        ("unit", "a"): ("49 %", "63 %"),
    }


def test_the_same_twice_is_said_to_be_unchanged():
    told = between(march(63), march(63))
    assert told.is_empty
    assert (told.sentences, told.summary) == ((NOTHING,), NOTHING)


def test_a_new_month_is_listed_and_is_no_revision():
    april = tuple(row(n, closed=True, month=4) for n in range(100, 140))
    told = between(march(100), march(100, as_of=NEW, further=april))
    assert told.sentences == ("No figure of a month that was complete before has changed.",)
    new = [r for r in told.differences.to_pylist() if r["group_name"] == "Apr 2026"]
    assert {(line["before"], plain(line["why"])) for line in new} == {
        ("not there", "40 new complaints")
    }
    assert plain(told.summary) == "Complaints: 40 added."


@pytest.mark.slow
def test_a_past_month_that_is_gone_is_said_to_be_gone():
    february = tuple(row(n, closed=True, month=2) for n in range(100, 140))
    told = between(march(63, further=february), march(63))
    assert plain(told.sentences[0]) == (
        "Resolved within 7 days: Feb 2026 was 100 %, now not there (40 rows no longer there)."
    )


def test_the_first_publication_has_nothing_to_be_compared_with():
    told = between(None, march(63))
    assert told.is_empty
    assert told.sentences == (told.summary,)
    assert "first publication" in told.summary


@pytest.mark.slow
def test_figures_that_differ_by_little_are_written_with_as_many_decimals_as_it_takes():
    further = tuple(row(n, closed=n % 2 == 0) for n in range(100, 600))
    told = between(march(60, further=further), march(61, further=further))
    month = next(r for r in told.differences.to_pylist() if r["by"] == "month")
    assert (plain(month["before"]), plain(month["after"])) == ("51.7 %", "51.8 %")


@pytest.mark.slow
def test_one_unit_s_own_rows_can_be_asked_for():
    told = between(three_units(later=False), three_units(later=True), unit="c")
    assert plain(told.summary) == "Complaints: 5 changed."
    assert {line["by"] for line in told.differences.to_pylist()} == {"all", "month"}
    assert {line["n_after"] for line in told.differences.to_pylist()} == {5}


def test_a_manager_reads_of_their_own_units_and_is_told_so():
    told = between(three_units(later=False), three_units(later=True), who="unit_manager:b")
    assert plain(told.sentences[0]) == (
        "Resolved within 7 days: Mar 2026 was 0 %, now 100 % (40 late closings)."
    )
    assert "units that you do not see" in told.summary
    assert {line["group"] for line in told.differences.to_pylist() if line["by"] == "unit"} == {"b"}


@pytest.mark.slow
def test_nobody_without_a_unit_reads_anything():
    assert between(march(49), march(63), who="unit_manager").is_empty


def test_the_board_is_told_no_count_under_the_floor():
    told = between(march(49), march(63, 3), BOARD)
    said = plain(" ".join([*told.sentences, told.summary]))
    assert "fewer than 30 late closings or corrected dates" in said
    assert "Complaints: fewer than 30 changed." in said
    assert "14" not in said and "17" not in said
    assert told.rows_changed_n is None
    assert set(told.changes["rows_n"].to_pylist()) == {None}


@pytest.mark.slow
def test_the_board_reads_no_figure_of_a_small_unit():
    told = between(three_units(later=False), three_units(later=True), BOARD)
    small = [line for line in told.differences.to_pylist() if line["group"] == "c"]
    for line in small:
        assert (line["value_before"], line["value_after"]) == (None, None)
        assert (line["n_before"], line["n_after"]) == (None, None)


@pytest.mark.parametrize(
    ("rows", "later", "sentence"),
    [
        (
            "r{n} | a | 2026-03-05 | HCAHPS | {answer}",
            "r{n} | a | 2026-03-05 | HCAHPS | definitely_no",
            "Would recommend us (would definitely recommend): Mar 2026 was 50 %, now 40 % "
            "(10 corrected answers).",
        )
    ],
)
def test_surveys_have_their_sentence_by_instrument(rows, later, sentence):
    header = "response_id | unit_id | event_date | instrument | hcahps_recommend"
    answers = [
        rows.format(n=n, answer="definitely_yes" if n < 50 else "definitely_no") for n in range(100)
    ]
    changed = [later.format(n=n) if 40 <= n < 50 else text for n, text in enumerate(answers)]
    before, after = (
        small_mart((extract("surveys", 0), "\n".join([header, *lines])))
        for lines in (answers, changed)
    )
    assert [plain(said) for said in between(before, after).sentences] == [sentence]

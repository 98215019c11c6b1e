"""`rebase`: by hand, with a reason; in the history, and in the next answer without any rebuild."""

import datetime as dt
import json

import pytest

from dashboard.store.rebases import Rebases
from tests.measures.chain import Chain
from tests.measures.command_line import said

pytestmark = pytest.mark.slow  # a store and its mart, asked through the command line

MONTHS = [dt.date(2024 + n // 12, n % 12 + 1, 1) for n in range(26)]


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    """Two wards of 10 complaints a month: from the 14th month on ward A acknowledges twice as many."""
    chain = Chain(tmp_path_factory.mktemp("rebase"))
    chain.takes(
        "units", "unit_id,unit_name,department,valid_from",
        [("A", "Ward A", "Medicine", "2020-01-01"), ("B", "Ward B", "Medicine", "2020-01-01")],
    )  # fmt: skip
    chain.takes(
        "complaints",
        "complaint_id,unit_id,received_at,status,closed_at,acknowledged_at,channel,contact_type",
        [
            (f"{unit}-{place}-{number}", unit, day, "closed", told(unit, place, number, day),
             told(unit, place, number, day), "web", "complaint")
            for unit in "AB" for place, day in enumerate(MONTHS) for number in range(10)
        ],
    )  # fmt: skip
    return chain


@pytest.fixture
def chain(hospital):
    """The same store for every test, which leaves no rebase in force."""
    yield hospital
    for rebase in Rebases(hospital.store).in_force():
        Rebases(hospital.store).remove(*rebase.place, reason="", by="test")


def told(unit, place, number, day):
    on_time_n = 8 if unit == "A" and place >= 13 else 4
    return day if number < on_time_n else day + dt.timedelta(60)


def rebase(chain, *words):
    return said("rebase", *words, "--store", chain.store.uri)


def centers(chain, *options):
    rows = chain.says("acknowledged_on_time", "--by", "month", "--spc", *options)
    return [round(row["center"], 3) for row in rows if row["center"] is not None]


A, B = ("--unit", "A"), ("--unit", "B")
OF_A = ("acknowledged_on_time", "--unit", "A", "--from", "2025-02", "--reason", "a second desk")


def test_limits_begin_anew_in_that_unit_s_chart_alone_and_at_once(chain):
    assert set(centers(chain, *A)) == {0.6}
    code, out, _ = rebase(chain, *OF_A)
    assert (code, out.strip()) == (
        0,
        "acknowledged_on_time of A has new limits from 2025-02 on: a second desk",
    )
    assert centers(chain, *A) == [0.4] * 13 + [0.8] * 13
    assert set(centers(chain, *B)) == {0.4} and set(centers(chain)) == {0.5}
    assert centers(chain, "--as", "unit_manager:A") == [0.4] * 13 + [0.8] * 13
    assert centers(chain, "--publication", "2", *A) == [0.4] * 13 + [0.8] * 13


def test_one_of_every_unit_holds_in_every_chart_and_can_be_taken_back(chain):
    every = ("acknowledged_on_time", "--from", "2025-02-17")
    assert rebase(chain, *every, "--reason", "a new standard")[0] == 0
    assert centers(chain) == [0.4] * 13 + [0.6] * 13
    assert centers(chain, *A) == [0.4] * 13 + [0.8] * 13
    code, out, _ = rebase(chain, *every, "--remove", "--json")
    assert (code, json.loads(out)["is_removed"]) == (0, True)
    assert set(centers(chain)) == {0.5}


def test_a_short_stretch_after_it_has_no_limits_yet(chain):
    rebase(chain, "acknowledged_on_time", "--from", "2025-10", "--reason", "a new desk")
    document = chain.document("acknowledged_on_time", "--by", "month", "--spc", *A)
    assert document["chart"] == "p"
    limits = [row["upper_limit"] for row in document["rows"]]
    assert None not in limits[:21] and limits[21:] == [None] * 5
    assert all(row["center"] is not None for row in document["rows"])


def test_the_history_lists_them_with_who_and_why(chain):
    rebase(chain, *OF_A)
    rebase(chain, *OF_A[:-2], "--remove", "--reason", "by mistake")
    _, out, _ = said("history", "--store", chain.store.uri, "--json")
    added, removed = json.loads(out)["rebases"][-2:]
    assert (added["measure"], added["unit_id"], added["month"]) == (
        "acknowledged_on_time", "A", "2025-02",
    )  # fmt: skip
    assert (added["reason"], removed["is_removed"]) == ("a second desk", True)
    _, text, _ = said("history", "--store", chain.store.uri)
    assert "New limits of control charts" in text and "taken back" in text and "by mistake" in text


WRONG = {
    ("open_cases", "--from", "2026-01", "--reason", "why"): "no control chart",
    ("speed", "--from", "2026-01", "--reason", "why"): "no measure 'speed'",
    ("recommend", "--from", "2026-13", "--reason", "why"): "--from",
    ("recommend", "--reason", "why"): "--from",
    ("recommend", "--from", "2026-01"): "--reason",
    ("recommend", "--from", "2026-01", "--unit", "Z", "--reason", "why"): "no unit 'Z'",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_can_t_be_is_told_and_changes_nothing(chain, words):
    code, _, err = rebase(chain, *words)
    assert code == 2 and WRONG[words] in err
    assert rebase(chain, "recommend", "--from", "2026-01", "--remove")[0] == 1

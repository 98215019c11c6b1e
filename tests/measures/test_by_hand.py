"""Every measure, by every group and filter, against a count by hand from the rows that were sent."""

import pytest

from tests.measures.by_hand_pieces import PHRASES
from tests.measures.questions import GROUPS, options, questions

pytestmark = pytest.mark.slow  # many stores of random rows

NUMBERS = ("value", "lower", "upper", "q25", "q75", "closed_only", "original_value",
           "without_times", "notice_contact", "notice_steps", "notice_results",
           "notice_date")  # fmt: skip


def key(row):
    return tuple(str(row.get(name)) for name in ("group", "instrument", "contrast"))


def differences(found, expected):
    """What differs between the rows of a document and those counted by hand."""
    found, expected = ({key(row): row for row in rows} for rows in (found, expected))
    if set(found) != set(expected):
        yield f"groups {sorted(found)} instead of {sorted(expected)}"
    for name in found.keys() & expected.keys():
        yield from (f"{name}: {said}" for said in of_row(found[name], expected[name]))


def of_row(found, expected):
    for name in NUMBERS:
        if name in expected and not is_same(found[name], expected[name]):
            yield f"{name} {found[name]} instead of {expected[name]}"
    exact = {name: expected.get(name) for name in ("n", "numerator")}
    exact["suppressed"] = expected.get("suppressed", False)
    exact["excluded"] = {why: n for why, n in expected["excluded"].items() if n}
    exact |= {"verdict": expected["verdict"]} if "verdict" in expected else {}
    for name, value in exact.items():
        if found[name] != value:
            yield f"{name} {found[name]} instead of {value}"
    if not exact["suppressed"]:
        said = {phrase for phrase in PHRASES if phrase in (found["note"] or "")}
        if said != set(expected["says"]):
            yield f"says {sorted(said)} instead of {sorted(expected['says'])}"


def is_same(found, expected):
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, rel=1e-6, abs=1e-9)


def disagreements(hospital, name, asked_n):
    """What differs in so many of the questions, evenly chosen; all of them where it is None."""
    every = list(questions(name))
    chosen = every if asked_n is None else every[:: max(1, len(every) // asked_n)]
    for title, asked in chosen:
        found = hospital.measure(name, *options(name, asked))["rows"]
        for said in differences(found, hospital.by_hand(name, asked)):
            yield f"{title} {options(name, asked)}: {said}"


@pytest.mark.parametrize("name", GROUPS)
def test_a_measure_says_what_is_counted_by_hand(hospital, name):
    assert list(disagreements(hospital(1), name, 15)) == []


def test_without_handling_satisfaction_the_surveys_answer(hospital):
    given = hospital(2, only=(0, 1, 5, 7), handling=False)
    assert list(disagreements(given, "recovered_share", 25)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("name", GROUPS)
def test_any_store_says_what_is_counted_by_hand(hospital, name, seed):
    assert list(disagreements(hospital(seed), name, 100)) == []

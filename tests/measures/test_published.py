"""Published figures through the whole chain: a file, the import, the mart, `measure --json`.

Sources and worked figures: shared measures.md, "Worked", 1.8 and 2.4.
"""

import datetime as dt

import pytest

from tests.measures.chain import AS_OF, Chain

START = dt.date(2026, 1, 1)
AML = {  # R's survival package, tests/doaml.Rout.save: weeks, and whether there was an event
    "maintained": "9·1 13·1 13·0 18·1 23·1 28·0 31·1 34·1 45·0 48·1 161·0",
    "not": "5·1 5·1 8·1 8·1 12·1 16·0 23·1 27·1 30·1 33·1 43·1 45·1",
}
AML_SURVIVAL = [  # day, S, log-log interval of S in the maintained arm
    (9, 0.9091, 0.5081, 0.9867), (13, 0.8182, 0.4474, 0.9512), (18, 0.7159, 0.3502, 0.8990),
    (23, 0.6136, 0.2658, 0.8353), (31, 0.4909, 0.1673, 0.7534), (34, 0.3682, 0.0928, 0.6570),
    (48, 0.1841, 0.0117, 0.5250),
]  # fmt: skip
HAND = "2·1 3·1 5·1 5·0 7·1 10·1 12·0 15·1 20·0 20·0"
HAND_SURVIVAL = [(2, 0.9), (3, 0.8), (5, 0.7), (7, 0.583333), (10, 0.466667), (15, 0.311111)]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """One hospital whose wards are the published examples."""
    chain = Chain(tmp_path_factory.mktemp("published"))
    halves = {f"half-{n}": " ".join(f"{d}·1" for d in range(1, n + 1)) for n in range(2, 62, 2)}
    wards = {**AML, "hand": HAND, **halves}
    chain.takes(
        "units", "unit_id,unit_name,department,valid_from",
        [(ward, ward, "examples", "2020-01-01") for ward in (*wards, "capture", "paradox")],
    )  # fmt: skip
    cases = [case for ward, text in wards.items() for case in followed(ward, text)]
    cases += [(f"c{n}", "capture", "2026-03-05", "open", "", "") for n in range(12)]
    by_as_of = {}
    for *case, seen_to in cases:
        by_as_of.setdefault(seen_to or AS_OF, []).append(case)
    for as_of in sorted(by_as_of):  # a case is followed to the as-of of the file that carries it
        chain.takes(
            "complaints", "complaint_id,unit_id,received_at,status,closed_at,channel,contact_type",
            [(*case, "web", "complaint") for case in by_as_of[as_of]], as_of,
        )  # fmt: skip
    chain.takes("activity", "unit_id,month,discharges", [("capture", "2026-03-01", 1000)])
    chain.takes(
        "surveys", "response_id,unit_id,event_date,instrument,fft,had_problem,problem_resolved",
        [*asked("capture", 184, 16), *paradox()],
    )  # fmt: skip
    return chain


def followed(ward, text):
    """Complaints of one ward: `9·1` is closed after 9 days, `13·0` last seen open after 13."""
    for number, word in enumerate(text.split()):
        days, is_closed = map(int, word.split("·"))
        day = START + dt.timedelta(days)
        status, closed, seen_to = ("closed", day, "") if is_closed else ("open", "", day)
        yield f"{ward}-{number}", ward, START, status, closed, seen_to


def asked(ward, good_n, poor_n):
    for number in range(good_n + poor_n):
        yield f"{ward}-{number}", ward, "2026-03-09", "FFT", 1 if number < good_n else 4, "", ""


def paradox():
    """Recovered 36 of 45, no problem 210 of 300, unrecovered 8 of 40."""
    arms = (("true", "fully", 36, 45), ("false", "", 210, 300), ("true", "no", 8, 40))
    for had_problem, resolved, top_n, n in arms:
        for number in range(n):
            name = f"paradox-{had_problem}-{resolved}-{number}"
            answer = 1 if number < top_n else 3
            yield name, "paradox", "2026-03-09", "FFT", answer, had_problem, resolved


@pytest.mark.parametrize(("day", "survival", "lower", "upper"), AML_SURVIVAL)
def test_aml_s_survival_and_its_log_log_interval(chain, day, survival, lower, upper):
    (row,) = chain.says("resolved_within", "--unit", "maintained", "--days", day)
    assert 1 - row["value"] == pytest.approx(survival, abs=5e-5)
    assert (1 - row["upper"], 1 - row["lower"]) == pytest.approx((lower, upper), abs=5e-5)


def test_aml_s_medians(chain):
    rows = {row["group"]: row for row in chain.says("time_to_resolution", "--by", "unit")}
    assert (rows["maintained"]["value"], rows["not"]["value"]) == (31, 23)
    assert (rows["maintained"]["upper"], rows["not"]["closed_only"]) == (None, 23)
    assert (rows["maintained"]["closed_only"], rows["maintained"]["numerator"]) == (23, 7)


def test_aml_s_log_rank_test_between_two_units(chain):
    # measures.md 2.4; R's survdiff prints 3.4 and p = 0.07
    document = chain.document(
        "time_to_resolution", "--by", "unit", "--unit", "maintained", "--unit", "not"
    )
    assert document["log_rank"]["chi2"] == pytest.approx(3.3963887, abs=1e-7)
    assert document["log_rank"]["p"] == pytest.approx(0.0653340, abs=6e-6)
    assert "log_rank" not in chain.document("time_to_resolution", "--by", "unit")


@pytest.mark.parametrize(("day", "survival"), HAND_SURVIVAL)
def test_the_hand_example_s_survival(chain, day, survival):
    (row,) = chain.says("resolved_within", "--unit", "hand", "--days", day)
    assert 1 - row["value"] == pytest.approx(survival, abs=5e-7)


def test_the_hand_example_s_median_beside_what_closed_cases_alone_would_say(chain):
    (row,) = chain.says("time_to_resolution", "--unit", "hand")
    assert (row["n"], row["value"], row["closed_only"]) == (10, 10, 6)
    (within,) = chain.says("resolved_within", "--unit", "hand", "--days", 7)
    assert within["value"] == pytest.approx(0.4167, abs=5e-5)
    (beyond,) = chain.says("resolved_within", "--unit", "hand", "--days", 21)
    assert beyond["value"] is None and "beyond the longest follow-up" in beyond["note"]


def test_a_median_that_is_exactly_one_half_is_not_missed_by_a_hair(chain):
    rows = {row["group"]: row for row in chain.says("time_to_resolution", "--by", "unit")}
    assert {n: rows[f"half-{n}"]["value"] for n in range(2, 62, 2)} == {
        n: n // 2 for n in range(2, 62, 2)
    }


def test_the_worked_capture_ratio_and_silence(chain):
    (ratio,) = chain.says("capture_ratio", "--unit", "capture")
    assert (ratio["n"], ratio["numerator"]) == (200, 12)
    assert (ratio["value"], ratio["lower"], ratio["upper"]) == pytest.approx(
        (0.15, 0.067716, 0.312591), abs=5e-7
    )
    (silent,) = chain.says("silent_dissatisfied", "--unit", "capture")
    assert (silent["value"], silent["lower"], silent["upper"]) == pytest.approx(
        (68, 36.5373, 114.3537), abs=5e-5
    )
    (rate,) = chain.says("complaints_per_1000", "--unit", "capture")
    assert (rate["value"], rate["numerator"], rate["n"]) == (12, 12, 1000)


def test_the_worked_paradox_is_not_shown_while_recovery_itself_is(chain):
    rows = {row["contrast"]: row for row in chain.says("recovery_gap", "--unit", "paradox")}
    gap, recovery = rows["recovered-no_problem"], rows["recovered-unrecovered"]
    assert (gap["value"], gap["lower"], gap["upper"]) == pytest.approx(
        (0.1, -0.0467, 0.2059), abs=5e-5
    )
    assert (recovery["value"], recovery["lower"], recovery["upper"]) == pytest.approx(
        (0.6, 0.3978, 0.7316), abs=5e-5
    )
    assert (gap["verdict"], recovery["verdict"]) == ("not_shown", "shown")
    assert (gap["n"], recovery["n"]) == (345, 85)


def test_the_arms_of_the_paradox_are_counted(chain):
    rows = chain.says("recommend", "--by", "arm", "--unit", "paradox")
    assert {row["group"]: (row["numerator"], row["n"]) for row in rows} == {
        "recovered": (36, 45), "no_problem": (210, 300), "unrecovered": (8, 40),
    }  # fmt: skip

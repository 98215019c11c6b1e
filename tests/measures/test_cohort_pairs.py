"""Two cohorts side by side: the test between them, the sentence, and when there is none."""

import datetime as dt

import pytest

from dashboard.measures.cohort_pairs import periods_compared, units_compared
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from tests.measures.figures import FEW, ask_of, complaints, rows_of, units

ALL = Selection()
SINCE = dt.date(2025, 2, 1)


def two_wards(fast_b=4):
    """Ward a: 16 of 20 on the third day; ward b: as told; the others on the thirtieth."""
    rows = [
        *complaints("a", "2025-01", 16, 3), *complaints("a", "2025-01", 4, 30),
        *complaints("b", "2025-02", fast_b, 3), *complaints("b", "2025-02", 20 - fast_b, 30),
    ]  # fmt: skip
    return ask_of(complaints=rows, units=units("a", "b"))


def pair_of(ask, by, standards=FEW):
    if by == "units":
        return units_compared(ask, ALL, standards, first="a", second="b")
    return periods_compared(ask, ALL, standards, since=SINCE)


@pytest.mark.parametrize(
    "by, fast_b, sentence",
    [
        ("units", 4, "Complaints of Ward b are resolved more slowly than those of Ward a: "
                     "20 % within 7 days against 80 % (log-rank χ² 14.0, p < 0.001)."),
        ("units", 16, "Complaints of Ward a and Ward b: no difference in how fast they are "
                      "resolved is shown (log-rank χ² 0.0, p = 1.000)."),
        ("periods", 4, "All units: complaints received since February 2025 are resolved more "
                       "slowly than those received before February 2025: 20 % within 7 days "
                       "against 80 % (log-rank χ² 14.0, p < 0.001)."),
    ],
)  # fmt: skip
def test_the_sentence_of_a_pair(by, fast_b, sentence):
    pair = pair_of(two_wards(fast_b), by)
    assert pair.verdict.sentence.replace("\N{NO-BREAK SPACE}", " ") == sentence
    assert pair.n == 40


def test_the_test_is_that_of_two_risk_tables_by_hand():
    # day 3: 20 resolved of 40, half of them expected of each; day 30: 20 of the 20 left
    # variance = 20 * .5 * .5 * 20 / 39, and nothing on the day when all that are left end
    test = pair_of(two_wards(), "units").test
    assert test.chi2 == pytest.approx((16 - 10) ** 2 / (20 * 0.25 * 20 / 39))


def test_curves_begin_together_and_pass_the_standard_apart():
    rows = rows_of(pair_of(two_wards(), "units"), "place", "age_days", "resolved_share")
    assert (0, 7, pytest.approx(0.8)) in rows and (1, 7, pytest.approx(0.2)) in rows
    assert [share for _, age, share in rows if age == 0] == [0, 0]


@pytest.mark.parametrize("by", ["units", "periods"])
def test_too_few_are_not_compared(by):
    pair = pair_of(two_wards(), by, Standards(floor_n=21))
    assert pair.test is None and pair.n is None and pair.table.num_rows == 0
    assert pair.verdict.kind == "too_few"

"""stats/intervals.py against published tables; sources are named above the numbers."""

import math
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import NothingToEstimate
from dashboard.stats.intervals import (
    Interval,
    byar_interval,
    exact_poisson_interval,
    kish_effective_n,
    mover_difference_interval,
    mover_ratio_interval,
    n_needed,
    newcombe_interval,
    nps_interval,
    rate_interval,
    wilson_interval,
)

few = settings(max_examples=60, derandomize=True, deadline=None)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def workbook_rows(path, sheet="sheet1"):
    """Rows of a workbook's sheet as {letter: text}, by the standard library alone."""
    with zipfile.ZipFile(path) as book:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/{sheet}.xml"))
    for row in tree.iter(f"{SHEET}row"):
        cells = [(cell, cell.find(f"{SHEET}v")) for cell in row]
        yield {
            cell.get("r")[0]: texts[int(held.text)] if cell.get("t") == "s" else held.text
            for cell, held in cells
            if held is not None
        }


def test_every_row_of_the_published_wilson_and_byar_workbook(shared_data):
    path = shared_data / "oracles" / "oracle_phe_wilson_funnel" / "testdata_Byars_Wilson.xlsx"
    rows = [row for row in workbook_rows(path) if row.get("F") in ("Byars", "Wilson")]
    assert len(rows) == 13
    for row in rows:
        count, level = float(row["A"]), float(row["E"].rstrip("%")) / 100
        byars = row["F"] == "Byars"
        found = (
            byar_interval(count, level) if byars else wilson_interval(count, float(row["B"]), level)
        )
        # Byar's lower limit of 1 at 99.8 % is below 0: the workbook leaves it out, ours is 0
        assert found.lower == pytest.approx(float(row.get("C", 0)), rel=1e-9)
        assert found.upper == pytest.approx(float(row["D"]), rel=1e-9)


def test_every_row_of_the_published_proportions(shared_data):
    path = shared_data / "oracles" / "oracle_phe_wilson_funnel" / "testdata_Proportion.xlsx"
    _, *rows = workbook_rows(path)
    rows = [row for row in rows if row.get("K") == "1" and "E" in row]
    assert len(rows) == 8
    for row in rows:
        x, n = float(row["B"]), float(row["C"])
        published = [float(row[letter]) for letter in "EFGH"]
        found = [*wilson_interval(x, n), *wilson_interval(x, n, 0.998)]
        assert found == pytest.approx(published, rel=1e-6)


# PHEindicatormethods, tests/testthat/testdata_*.xlsx
@pytest.mark.parametrize(
    ("x", "n", "level", "lower", "upper"),
    [
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
        (1, 100, 0.95, 0.0017674320641406, 0.0544861961787053),
        (5, 100, 0.95, 0.0215436791544, 0.1117504691919),
        (20, 100, 0.95, 0.1333669333310, 0.2888291655932),
        (1045, 5000, 0.95, 0.1979554988001, 0.2204913037319),
        (65, 100, 0.998, 0.4954946574070, 0.7783540614090),
        (222, 3215, 0.998, 0.0564710196462, 0.0841841418527),
    ],
)
def test_wilson_agrees_with_the_published_table(x, n, level, lower, upper):
    assert tuple(wilson_interval(x, n, level)) == pytest.approx((lower, upper), abs=1e-10)


# measures.md, computed edges
@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 10, 0, 0.2775328), (10, 10, 0.7224672, 1), (0, 1, 0, 0.7934506),
        (3, 4, 0.3006418, 0.9544127), (0, 30, 0, 0.1135134),
    ],
)  # fmt: skip
def test_wilson_stays_within_0_and_1_at_the_edges(x, n, lower, upper):
    assert tuple(wilson_interval(x, n)) == pytest.approx((lower, upper), abs=1e-7)


def test_nobody_and_impossible_counts_are_said():
    with pytest.raises(NothingToEstimate):
        wilson_interval(0, 0)
    with pytest.raises(ValueError, match="0 <= x_n <= n"):
        wilson_interval(3, 2)
    with pytest.raises(ValueError, match="negative"):
        byar_interval(-1)
    with pytest.raises(ValueError, match="level"):
        wilson_interval(1, 2, 1.0)


# PHEindicatormethods, testdata_Byars_Wilson.xlsx
@pytest.mark.parametrize(
    ("count", "level", "lower", "upper"),
    [
        (65, 0.95, 50.16318771, 82.84913855),
        (1045, 0.95, 982.5932018, 1110.331213),
        (10, 0.998, 2.916318375, 24.19372493),
    ],
)
def test_byar_agrees_with_the_published_table(count, level, lower, upper):
    assert tuple(byar_interval(count, level)) == pytest.approx((lower, upper), rel=1e-8)


def test_the_exact_poisson_interval_of_12_and_of_none():
    # measures.md "Worked"; for none the upper limit is −ln 0.025
    assert tuple(exact_poisson_interval(12)) == pytest.approx((6.200575, 20.961585), abs=1e-6)
    assert tuple(exact_poisson_interval(0)) == pytest.approx((0, -math.log(0.025)), abs=1e-12)


def test_a_rate_is_exact_under_10_and_byar_s_from_10():
    assert rate_interval(9) == exact_poisson_interval(9)
    assert rate_interval(10) == byar_interval(10)


# Newcombe 1998, table II, method 10; statsmodels confint_proportions_2indep agrees on the first
@pytest.mark.parametrize(
    ("a", "b", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062), ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775), ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)  # fmt: skip
def test_newcombe_agrees_with_his_table(a, b, lower, upper):
    assert tuple(newcombe_interval(*a, *b)) == pytest.approx((lower, upper), abs=5e-5)


def test_the_recovery_gap_example():
    # measures.md 1.8: recovered 36/45, no problem 210/300, unrecovered 8/40
    assert tuple(newcombe_interval(36, 45, 210, 300)) == pytest.approx((-0.0467, 0.2059), abs=5e-5)
    assert tuple(newcombe_interval(36, 45, 8, 40)) == pytest.approx((0.3978, 0.7316), abs=5e-5)


def test_capture_ratio_and_silent_patients_of_the_worked_example():
    # measures.md "Worked": 12 complaints, 1,000 patients, 16 of 200 dissatisfied
    share = wilson_interval(16, 200)
    dissatisfied = Interval(1000 * share.lower, 1000 * share.upper)
    complaints = exact_poisson_interval(12)
    ratio = mover_ratio_interval(12, complaints, 80, dissatisfied)
    silent = mover_difference_interval(80, dissatisfied, 12, complaints)
    assert tuple(dissatisfied) == pytest.approx((49.8406, 125.9895), abs=1e-4)
    assert tuple(ratio) == pytest.approx((0.067716, 0.312591), abs=1e-6)
    assert tuple(silent) == pytest.approx((36.5373, 114.3537), abs=1e-4)


def test_a_ratio_to_what_may_be_none_has_no_upper_limit():
    assert mover_ratio_interval(5, Interval(2, 9), 3, Interval(0, 8)).upper == math.inf
    with pytest.raises(NothingToEstimate):
        mover_ratio_interval(5, Interval(2, 9), 0, Interval(0, 8))


def test_no_complaint_at_all_gives_a_ratio_from_0():
    interval = mover_ratio_interval(0, exact_poisson_interval(0), 80, Interval(50, 126))
    assert interval.lower == 0
    assert 0 < interval.upper < 0.1


def test_a_ratio_is_smooth_where_the_second_s_upper_limit_is_twice_it():
    # The usual form of MOVER-R is 0/0 there
    lowers = [
        mover_ratio_interval(12, Interval(6, 21), 80, Interval(50, upper)).lower
        for upper in (160 - 1e-9, 160, 160 + 1e-9)
    ]
    assert lowers == pytest.approx([lowers[1]] * 3, rel=1e-9)
    assert 0 < lowers[1] < 12 / 80


def test_nps_of_the_published_example():
    # measures.md 1.4: 50/30/20 of 100 gives 30 (14.692192, 45.307808); 6/2/2 of 10 gives 40
    assert tuple(nps_interval(50, 20, 100)) == pytest.approx((14.692192, 45.307808), abs=1e-6)
    assert tuple(nps_interval(6, 2, 10)) == pytest.approx((-9.58, 89.58), abs=5e-3)


def test_equal_weights_leave_n_as_it_is_and_unequal_ones_lower_it():
    assert kish_effective_n(100.0, 100.0) == 100
    assert kish_effective_n(2 * 10 + 1 * 10, 4 * 10 + 1 * 10) == 18
    assert kish_effective_n(0, 0) == 0


def test_the_n_still_needed():
    # measures.md 2: 0.80 against 0.70 at 80 % power needs 294 in each arm
    assert n_needed(0.8, 0.7) == 294
    assert n_needed(0.7, 0.8) == 294
    with pytest.raises(ValueError, match="different"):
        n_needed(0.5, 0.5)


@few
@given(n=st.integers(1, 10_000), share=st.floats(0, 1), level=st.sampled_from([0.9, 0.95, 0.998]))
def test_an_interval_contains_the_share_and_narrows_with_n(n, share, level):
    x = round(share * n)
    interval = wilson_interval(x, n, level)
    assert 0 <= interval.lower <= x / n + 1e-12
    assert x / n - 1e-12 <= interval.upper <= 1
    wider = interval.upper - interval.lower
    narrower = wilson_interval(4 * x, 4 * n, level)
    assert narrower.upper - narrower.lower <= wider + 1e-12


@few
@given(count=st.integers(0, 5_000))
def test_a_count_lies_within_its_intervals(count):
    for interval in (exact_poisson_interval(count), rate_interval(count)):
        assert interval.lower <= count <= interval.upper


@few
@given(x=st.integers(0, 200), n=st.integers(1, 200), y=st.integers(0, 200), m=st.integers(1, 200))
def test_a_difference_lies_within_its_interval_and_turns_its_sign_with_the_groups(x, n, y, m):
    x, y = min(x, n), min(y, m)
    interval = newcombe_interval(x, n, y, m)
    assert -1 - 1e-12 <= interval.lower <= x / n - y / m + 1e-12
    assert x / n - y / m - 1e-12 <= interval.upper <= 1 + 1e-12
    turned = newcombe_interval(y, m, x, n)
    assert (-turned.upper, -turned.lower) == pytest.approx(tuple(interval), abs=1e-12)


@few
@given(count=st.integers(0, 200), x=st.integers(1, 500), n=st.integers(500, 5_000))
def test_a_ratio_lies_within_its_interval(count, x, n):
    share = wilson_interval(x, n)
    interval = mover_ratio_interval(count, exact_poisson_interval(count), x / n, share)
    assert 0 <= interval.lower <= count / (x / n) + 1e-9
    assert count / (x / n) - 1e-9 <= interval.upper < math.inf

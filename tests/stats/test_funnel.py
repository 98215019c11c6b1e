"""stats/funnel.py against PHEindicatormethods and measures.md 2.3."""

import csv

import numpy as np
import pytest

from dashboard.stats.funnel import proportion_limits


@pytest.fixture
def phe(shared_data):
    """A reader of the rows of one of the published files."""
    folder = shared_data / "oracles" / "oracle_phe_wilson_funnel"

    def rows(name):
        with (folder / name).open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    return rows


@pytest.mark.parametrize(
    ("share", "n", "level", "lower", "upper"),
    [
        # PHEindicatormethods, testdata_funnel_prop_outputs.csv: baseline 80.642448 %
        (0.80642448, 1531, 0.95, 0.78663349, 0.82621547),
        (0.80642448, 1531, 0.998, 0.77522045, 0.83762850),
        (0.80642448, 110000, 0.95, 0.80408963, 0.80875933),
        (0.80642448, 1, 0.95, 0.03204264, 1.0),
        # measures.md 2.3, computed
        (0.8, 50, 0.95, 0.689128, 0.910872),
        (0.8, 50, 0.998, 0.625190, 0.974810),
    ],
)
def test_limits_agree_with_the_published_ones(share, n, level, lower, upper):
    limits = proportion_limits(share, n, level)
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper), abs=1e-6)


def test_limits_agree_with_every_line_of_the_published_file(phe):
    rows = phe("testdata_funnel_prop_outputs.csv")
    assert len(rows) == 100
    column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    share = column["Baseline"][0] / 100
    for level, name in ((0.95, "2s0025"), (0.998, "3s0001")):
        limits = proportion_limits(share, column["Population"], level)
        assert limits.lower * 100 == pytest.approx(column[f"Lower{name}limit"], abs=2e-6)
        assert limits.upper * 100 == pytest.approx(column[f"Upper{name}limit"], abs=2e-6)


def test_units_beyond_the_limits_are_those_that_the_published_file_names(phe):
    rows = phe("testdata_funnel_prop_inputs.csv")
    x, n = (np.array([float(row[name]) for row in rows]) for name in ("numerator", "denominator"))
    share = x.sum() / n.sum()
    found = np.full(len(rows), "Not significant", dtype=object)
    for level, tail in ((0.95, "(0.025)"), (0.998, "(0.001)")):
        limits = proportion_limits(share, n, level)
        found[x / n > limits.upper] = f"High {tail}"
        found[x / n < limits.lower] = f"Low {tail}"
    assert found.tolist() == [row["significance"] for row in rows]


def test_a_center_of_none_or_all_leaves_no_room_for_chance():
    assert proportion_limits(0.0, [5, 50]).upper.tolist() == [0, 0]
    assert proportion_limits(1.0, [5, 50]).lower.tolist() == [1, 1]


def test_impossible_shares_and_sizes_are_said():
    for share, n in ((1.2, 5), (0.5, 0), (0.5, [5, 0])):
        with pytest.raises(ValueError, match="share must lie"):
            proportion_limits(share, n)

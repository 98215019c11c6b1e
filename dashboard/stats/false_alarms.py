"""How many signals to expect where nothing changed. Pure: rules and sizes in, a number out.

The chance of a false signal depends on all rules together and on limits that are made from the
same points, so it is simulated: steady series through the very charts and rules of this program.
The table beside this file keeps the result; `write_table` makes it anew, digit by digit.
"""

import csv
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from dashboard.stats import control_charts as charts
from dashboard.stats.limits import MIN_POINTS, Kind, Limits
from dashboard.stats.signals import RULES, signals

TABLE = Path(__file__).with_name("false_alarm_rates.csv")
SERIES_N = 200_000  # a rate of 1 % has a standard error of 0.02 points
SEED = 20_240_229
BATCH = 5_000

At = Literal["newest", "anywhere"]

# charts that behave alike when nothing changes
FAMILY = {
    Kind.P: "chance",
    Kind.U: "chance",
    Kind.P_PRIME: "ranges",
    Kind.U_PRIME: "ranges",
    Kind.XMR: "screened",
    Kind.G: "cases",
    Kind.T: "times",
    Kind.RUN: "run",
}
CONTROL_RULES, RUN_RULES = RULES[:4], RULES[4:]
CONTROL_POINTS = (12, 14, 16, 20, 24, 30, 36, 48, 60)
RUN_POINTS = (*range(6, 37), 42, 48, 54, 60)  # its bounds jump from n to n
CASES_BETWEEN = 20  # mean of the simulated gaps; the chart of longer ones differs little


def expected_false_signals(
    *,
    kind: Kind | str,
    points_n: int,
    series_n: int = 1,
    rules: Collection[str] = RULES,
    at: At = "newest",
) -> float:
    """How many of so many steady series show a signal all the same.

    Args:
        kind: the chart; under 12 points any chart is a run chart.
        points_n: points of each series, all in one stretch.
        series_n: how many charts are looked at: units times measures.
        rules: those in force; rules of the other sort of chart do nothing.
        at: "newest": a signal at the newest point, which is what `signals.variation` reads;
            "anywhere": one or more among all points.

    Returns:
        series_n times the chance. Points are taken as independent and, for shares and rates, as
        nearly normal: with few cases a point the true number differs.

    Raises:
        ValueError: a kind or a rule has no such name.
    """
    chart = Kind(kind)
    unknown = set(rules) - set(RULES)
    if unknown:
        raise ValueError(f"there is no rule {sorted(unknown)[0]!r}")
    family = FAMILY[chart if points_n >= MIN_POINTS else Kind.RUN]
    return series_n * _chance(family, points_n, frozenset(rules), at)


def expected_outside_funnel(units_n: int, level: float = 0.998) -> float:
    """How many of so many units lie beyond the limits by chance: 2 · (1 − Φ(z)) of them.

    Args:
        units_n: units on the funnel; times the number of funnels that are looked at.
        level: of the limits, 0.95 or 0.998.

    Raises:
        ValueError: the level does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    return units_n * (1 - level)


def simulated_masks(family: str, points_n: int, series_n: int = SERIES_N) -> dict[At, np.ndarray]:
    """Share of steady series at which each combination of rules holds.

    Args:
        family: a value of FAMILY.
        points_n: points of each series.
        series_n: how many series; the seed is fixed.

    Returns:
        Shape (16,) for control charts, (4,) for run charts: entry i is the share at which exactly
        those rules hold whose bits i has, the first rule being bit 1.
    """
    rules = RUN_RULES if family == "run" else CONTROL_RULES
    newest, anywhere = (np.zeros(2 ** len(rules), dtype=int) for _ in range(2))
    place = sorted(set(FAMILY.values())).index(family)
    random = np.random.default_rng([SEED, place, points_n])
    for start in range(0, series_n, BATCH):
        limits = _steady(family, random, (min(BATCH, series_n - start), points_n))
        holds = np.stack([signals(limits, (rule,)) != "" for rule in rules])
        bits = 2 ** np.arange(len(rules))
        newest += np.bincount(bits @ holds[..., -1], minlength=len(newest))
        anywhere += np.bincount(bits @ holds.any(axis=-1), minlength=len(anywhere))
    return {"newest": newest / series_n, "anywhere": anywhere / series_n}


def write_table(path: Path = TABLE) -> None:
    """Simulate all rows and write them; takes some minutes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["family", "points_n", "at", *range(16)])
        for family, points_n in _rows():
            for at, shares in simulated_masks(family, points_n).items():
                padded = [f"{share:.5f}" for share in shares] + ["0"] * (16 - len(shares))
                lines.writerow([family, points_n, at, *padded])


def _rows() -> Iterator[tuple[str, int]]:
    for family in sorted(set(FAMILY.values())):
        for points_n in RUN_POINTS if family == "run" else CONTROL_POINTS:
            yield family, points_n


def _steady(family: str, random: np.random.Generator, shape: tuple[int, int]) -> Limits:
    """Charts of series in which nothing changes; shape (series, points)."""
    if family == "chance":
        million = 1_000_000
        return charts.p_chart(random.binomial(million, 0.5, shape), million)
    if family == "cases":
        return charts.g_chart(random.geometric(1 / (CASES_BETWEEN + 1), shape) - 1)
    if family == "times":
        return charts.t_chart(random.standard_exponential(shape))
    values = random.standard_normal(shape)
    if family == "run":
        return charts.run_chart(values)
    is_screened = family == "screened"
    factor = charts.XMR_FACTOR if is_screened else charts.EXACT_FACTOR
    return charts.xmr_chart(values, screened=is_screened, factor=factor)


@lru_cache(maxsize=4096)
def _chance(family: str, points_n: int, rules: frozenset[str], at: At) -> float:
    """Chance that one of the rules holds, read between the table's lengths."""
    of_chart = RUN_RULES if family == "run" else CONTROL_RULES
    bits = sum(2**place for place, rule in enumerate(of_chart) if rule in rules)
    lengths, shares = _table()[family, at]
    holds = (np.arange(shares.shape[1]) & bits) > 0  # of a run chart only bits 1 and 2 occur
    chances = shares[:, holds].sum(axis=1)
    if points_n < lengths[0]:  # run charts of fewer than 6 points: no rule can hold
        return 0.0
    if points_n > lengths[-1] and at == "anywhere" and family != "run":
        # beyond the table, each further point brings what the last ones did
        calm = np.log1p(-chances)
        slope = (calm[-1] - calm[-2]) / (lengths[-1] - lengths[-2])
        return float(-np.expm1(calm[-1] + slope * (points_n - lengths[-1])))
    return float(np.interp(points_n, lengths, chances))


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Lengths and shares of combinations, by family and place of the signal."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    found = {}
    for key in {(family, at) for family, _, at, *_ in lines}:
        own = [line for line in lines if (line[0], line[2]) == key]
        shares = np.array([[float(cell) for cell in line[3:]] for line in own])
        found[key] = np.array([int(line[1]) for line in own]), shares
    return found

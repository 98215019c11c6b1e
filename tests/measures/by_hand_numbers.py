"""Statistics once more, as slowly and plainly as the formulas of measures.md are written.

Nothing of the dashboard is imported: what agrees here agrees by two different ways.
"""

import math
from statistics import NormalDist

from scipy.stats import chi2

Z = NormalDist().inv_cdf(0.975)
HAIR = 1e-9  # data-contract.md: compared with a tolerance of 1e-9


def wilson(x, n):
    spread = Z * math.sqrt(Z**2 + 4 * x * (1 - x / n))
    lower, upper = (
        (2 * x + Z**2 + sign * spread) / (2 * (n + Z**2)) for sign in (-1, 1)
    )  # fmt: skip
    return (0.0 if x == 0 else lower), (1.0 if x == n else upper)


def exact_poisson(count):
    lower = 0.0 if count == 0 else chi2.ppf(0.025, 2 * count) / 2
    return lower, chi2.ppf(0.975, 2 * (count + 1)) / 2


def byar(count):
    above = count + 1
    return (
        count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3,
        above * (1 - 1 / (9 * above) + Z / (3 * math.sqrt(above))) ** 3,
    )


def mover_difference(a, a_limits, b, b_limits):
    (l1, u1), (l2, u2) = a_limits, b_limits
    return (
        a - b - math.sqrt((a - l1) ** 2 + (u2 - b) ** 2),
        a - b + math.sqrt((u1 - a) ** 2 + (b - l2) ** 2),
    )


def mover_ratio(a, a_limits, b, b_limits):
    (l1, u1), (l2, u2) = a_limits, b_limits
    lower_root = math.sqrt(max((a * b) ** 2 - l1 * u2 * (2 * a - l1) * (2 * b - u2), 0.0))
    upper_root = math.sqrt(max((a * b) ** 2 - u1 * l2 * (2 * a - u1) * (2 * b - l2), 0.0))
    lower = (a * b - lower_root) / (u2 * (2 * b - u2)) if u2 != 2 * b else 0.0
    return max(lower, 0.0), (a * b + upper_root) / (l2 * (2 * b - l2)) if l2 > 0 else None


class Incidence:
    """Aalen–Johansen day by day over a list of (ending, age, …): resolved, otherwise or open."""

    def __init__(self, cases):
        on_day = {}
        for ending, age, *_ in cases:
            on_day.setdefault(age, []).append(ending)
        self.last_day = max(on_day)
        self.steps = []  # (day, F, lower, upper)
        s, f, terms, n = 1.0, 0.0, [], len(cases)
        for day, endings in sorted(on_day.items()):
            d, d1 = len(endings) - endings.count("open"), endings.count("resolved")
            if d:
                f += s * d1 / n
                terms.append((f, s, n, d, d1))
                s *= 1 - d / n
                self.steps.append((day, f, *self._limits(f, self._variance(f, terms))))
            n -= len(endings)
        self.is_complete = bool(terms) and terms[-1][2] == terms[-1][3]  # nobody is left

    @staticmethod
    def _variance(f, terms):
        """Marubini & Valsecchi, eq. 10.12, term by term."""
        total = 0.0
        for f_j, s_before, n, d, d1 in terms:
            if n > d:
                total += (f - f_j) ** 2 * d / (n * (n - d))
            total += s_before**2 * d1 * (n - d1) / n**3
            total -= 2 * (f - f_j) * s_before * d1 / n**2
        return max(total, 0.0)

    def _limits(self, f, variance):
        if f >= 1 - HAIR:
            return max([lower for _, _, lower, _ in self.steps], default=0.0), 1.0
        if f == 0:
            return 0.0, 0.0
        width = Z * math.sqrt(variance) / ((1 - f) * -math.log(1 - f))
        return 1 - (1 - f) ** math.exp(-width), 1 - (1 - f) ** math.exp(width)

    def at(self, day):
        """F, lower and upper at a day; None beyond the longest follow-up."""
        if day > self.last_day and not self.is_complete:
            return None
        found = [step[1:] for step in self.steps if step[0] <= day]
        return found[-1] if found else (0.0, 0.0, 0.0)

    def first_day(self, share, which=1):
        """First day on which F (1), its lower (2) or its upper limit (3) reaches a share."""
        return next((step[0] for step in self.steps if step[which] >= share - HAIR), None)

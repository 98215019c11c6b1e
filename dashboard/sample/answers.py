"""What patients answer, given how their stay went: no problem, recovered, or unrecovered."""

import numpy as np
import pyarrow as pa

from dashboard.sample import draws

# How a stay went. Fully resolved is "recovered"; partly and not resolved are "unrecovered".
STAYS = ("no_problem", "fully", "partly", "no", "pending", "unanswered")
NO_PROBLEM, FULLY, PARTLY, NOT_RESOLVED, PENDING, UNANSWERED = range(6)
RESOLVED = ("fully", "partly", "no", "pending")
# Lines past the six stays: the planted unit, whose patients recommend more.
AT_RECOVERING_UNIT = len(STAYS)

RECOMMEND = ("definitely_no", "probably_no", "probably_yes", "definitely_yes")
# For the whole organization recovered patients recommend as often as those without a problem, with
# each instrument: the contested gap is not in the sample. (HCAHPS: the planted unit is above, so
# the others are a little below.)
HCAHPS_SHARES = np.array(
    [
        [0.006, 0.012, 0.232, 0.750],  # no problem
        [0.010, 0.020, 0.239, 0.731],  # fully resolved
        [0.100, 0.180, 0.400, 0.320],  # partly resolved
        [0.220, 0.250, 0.340, 0.190],  # not resolved
        [0.080, 0.150, 0.400, 0.370],  # pending
        [0.080, 0.120, 0.350, 0.450],  # had a problem, did not say what became of it
        [0.005, 0.010, 0.185, 0.800],  # the planted unit: no problem
        [0.005, 0.010, 0.085, 0.900],  # the planted unit: fully resolved
    ]
)
# 1 very good, 2 good, 3 neither, 4 poor, 5 very poor, 6 don't know
FFT_SHARES = np.array(
    [
        [0.720, 0.240, 0.021, 0.007, 0.004, 0.008],
        [0.650, 0.310, 0.020, 0.008, 0.004, 0.008],
        [0.200, 0.380, 0.200, 0.120, 0.060, 0.040],
        [0.080, 0.220, 0.220, 0.240, 0.200, 0.040],
        [0.200, 0.350, 0.200, 0.120, 0.080, 0.050],
        [0.250, 0.380, 0.170, 0.100, 0.060, 0.040],
    ]
)
PROMOTERS = (0.620, 0.620, 0.220, 0.100, 0.250, 0.300)  # 9–10 of 0–10, by stay
DETRACTORS = (0.060, 0.075, 0.430, 0.660, 0.350, 0.330)  # 0–6
WITHIN_DETRACTORS = np.array([1.0, 0.5, 0.7, 1.0, 1.2, 2.0, 2.4])
WITHIN_PASSIVES, WITHIN_PROMOTERS = np.array([0.45, 0.55]), np.array([0.45, 0.55])

OVERALL_BY_RECOMMEND = np.array(
    [
        [0.18, 0.10, 0.14, 0.14, 0.12, 0.14, 0.09, 0.05, 0.03, 0.005, 0.005],
        [0.03, 0.03, 0.05, 0.08, 0.11, 0.20, 0.20, 0.16, 0.10, 0.03, 0.01],
        [0.002, 0.003, 0.005, 0.01, 0.02, 0.06, 0.10, 0.22, 0.34, 0.16, 0.08],
        [0.001, 0.001, 0.001, 0.002, 0.003, 0.012, 0.02, 0.06, 0.20, 0.28, 0.42],
    ]
)
# By stay: how many people on average were told, and how many posted about it.
TOLD_MEAN = np.array([1.1, 2.1, 4.2, 6.0, 4.5, 3.5])
POSTED_SHARE = np.array([0.02, 0.05, 0.10, 0.16, 0.10, 0.06])
RETURN_SHARES = np.array(
    [
        [0.01, 0.03, 0.11, 0.40, 0.45],
        [0.02, 0.04, 0.12, 0.40, 0.42],
        [0.10, 0.18, 0.27, 0.30, 0.15],
        [0.24, 0.26, 0.25, 0.18, 0.07],
        [0.10, 0.18, 0.30, 0.28, 0.14],
        [0.08, 0.15, 0.27, 0.32, 0.18],
    ]
)


def _nps_shares() -> np.ndarray:
    lines = []
    for promoters, detractors in zip(PROMOTERS, DETRACTORS, strict=True):
        parts = (
            detractors * WITHIN_DETRACTORS / WITHIN_DETRACTORS.sum(),
            (1 - promoters - detractors) * WITHIN_PASSIVES,
            promoters * WITHIN_PROMOTERS,
        )
        lines.append(np.concatenate(parts))
    return np.array(lines)


NPS_SHARES = _nps_shares()


def recommendation(
    rng: np.random.Generator, stay: np.ndarray, instrument: np.ndarray, is_recovering: np.ndarray
) -> dict[str, pa.Array]:
    """The question on recommending, in the column of each row's instrument (see `INSTRUMENTS`).

    Args:
        rng: the stream.
        stay: shape (n,), a number of `STAYS`.
        instrument: shape (n,), 0 HCAHPS, 1 FFT, 2 NPS.
        is_recovering: shape (n,), the planted unit.
    """
    line = np.where(is_recovering & (stay <= FULLY), AT_RECOVERING_UNIT + stay, stay)
    recommend = draws.codes_by_row(rng, HCAHPS_SHARES, line)
    fft = draws.codes_by_row(rng, FFT_SHARES, stay) + 1
    nps = draws.codes_by_row(rng, NPS_SHARES, stay)
    overall = draws.codes_by_row(rng, OVERALL_BY_RECOMMEND, recommend)
    is_left_out = draws.chance(rng, 0.015, len(stay))
    return {
        "fft": draws.numbers(fft, instrument != 1),
        "ltr_0_10": draws.numbers(nps, instrument != 2),
        "hcahps_recommend": draws.labels(RECOMMEND, recommend, (instrument != 0) | is_left_out),
        "overall_0_10": draws.numbers(overall, instrument != 0),
    }


def told_and_return(rng: np.random.Generator, stay: np.ndarray) -> dict[str, pa.Array]:
    """Who was told, who posted, who would return: each asked of a part of the respondents."""
    n = len(stay)
    mean = TOLD_MEAN[stay]
    told = np.floor(np.log1p(-rng.random(n)) / np.log(mean / (1 + mean)))  # geometric from 0
    has_not_told = draws.chance(rng, 0.35, n)
    posted = draws.chance(rng, POSTED_SHARE[stay], n)
    would_return = draws.codes_by_row(rng, RETURN_SHARES, stay) + 1
    return {
        "would_return": draws.numbers(would_return, draws.chance(rng, 0.5, n)),
        "told_others_n": draws.numbers(np.minimum(told, 120), has_not_told, "int32"),
        "posted_online": draws.flags(posted, has_not_told),
    }

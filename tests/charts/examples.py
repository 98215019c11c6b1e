"""Realistic and awkward rows for each chart, made by formula: the same in every run."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.charts import (
    control_chart,
    funnel,
    loyalty,
    overview,
    publications,
    subjects,
    timeliness,
    unit,
    word_of_mouth,
)

Rows = list[dict[str, Any]]

WARDS = [
    "Ward 4B", "Surgical Admissions and Discharge Lounge North", "Emergency Department",
    "Maternity and Neonatal Outpatients", "Cardiology", "Ward 12 Older People's Medicine",
    "Outpatients Main Building", "Radiology", "Pharmacy", "Orthopedics", "Dialysis Unit",
    "Day Surgery", "Pediatrics", "Ward 7A", "Ward 7B", "Ear, Nose and Throat", "Ophthalmology",
    "Physiotherapy", "Oncology Day Treatment Centre", "Intensive Care", "Stroke Unit",
    "Gastroenterology", "Respiratory Medicine", "Switchboard and Reception", "Chaplaincy",
]  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One chart with one table: what a page would hand to it."""

    name: str
    chart: Callable[..., dict[str, Any]]
    options: tuple[Any, ...]
    rows: Rows


def interval(share: float, n: int) -> tuple[float, float]:
    half = 1.96 * math.sqrt(max(share * (1 - share), 0.02) / max(n, 1))
    return max(share - half, 0.0), min(share + half, 1.0)


def guarded(n: int, *, suppressed: bool = False) -> dict[str, Any]:
    note = "suppressed: fewer than 30" if suppressed else "too few" if n < 30 else None
    return {
        "n": None if suppressed else n,
        "is_too_few": n < 30,
        "is_suppressed": suppressed,
        "note": note,
    }


def share_row(names: tuple[str, str, str], share: float, n: int, **other: Any) -> dict[str, Any]:
    lower, upper = interval(share, n)
    return dict(zip(names, (share, lower, upper), strict=True)) | guarded(n) | other


def hidden_row(names: tuple[str, str, str], **other: Any) -> dict[str, Any]:
    return dict.fromkeys(names) | guarded(4, suppressed=True) | other


def month(place: int) -> str:
    return f"{2024 + (6 + place) // 12}-{(6 + place) % 12 + 1:02d}-01T00:00:00"


def monthly(names: tuple[str, str, str], n: int = 60, months_n: int = 24, **other: Any) -> Rows:
    return [
        share_row(
            names, 0.62 + 0.12 * math.sin(place / 3) - 0.006 * place, n + place % 7,
            month=month(place), hospital_share=0.6 + 0.02 * math.sin(place), **other,
        )
        for place in range(months_n)
    ]  # fmt: skip


def by_unit(names: tuple[str, str, str], units_n: int = 25) -> Rows:
    rows = []
    for place, ward in enumerate(WARDS[:units_n]):
        share, n = 0.66 + 0.1 * math.sin(place * 2.1), 40 + 13 * (place % 9)
        side = {3: "better", 10: "worse", 18: "better"}.get(place, "")
        share = {3: 0.93, 10: 0.31, 18: 0.8}.get(place, share)
        rows.append(
            share_row(names, share, n, unit_name=ward, hospital_share=0.66, stands_out=side)
        )
    if units_n > 8:
        rows[5] |= share_row(names, 0.4, 12)
        rows[8] |= hidden_row(names)
    return rows


def curve(last_day: int, ceiling: float = 0.95, hospital: bool = False, pace: float = 9) -> Rows:
    rows = []
    for day in range(last_day + 1):
        share = ceiling * (1 - math.exp(-(day + 1) / pace))
        half = 0.045 * math.sqrt(share * (2 - share))
        rows.append(
            {
                "age_days": day,
                "resolved_share": share,
                "lower": max(share - half, 0),
                "upper": min(share + half, 1),
                "closed_only_share": 1 - math.exp(-(day + 1) / (0.75 * pace)),
                "hospital_share": min(share + 0.06, 1) if hospital else None,
            }
        )
    return rows


ARMS = {"no_problem": "No problem", "recovered": "Recovered", "unrecovered": "Unrecovered"}
ARM_SHARES = ("recommend_share", "lower", "upper")


def arms(label: str, shares: tuple[float, float, float], ns: tuple[int, int, int]) -> Rows:
    return [
        share_row(ARM_SHARES, share, n, label=label, arm=arm, arm_label=name)
        for (arm, name), share, n in zip(ARMS.items(), shares, ns, strict=True)
    ]


def difference(label, size, doubt):
    numbers = {"n": 900, "with_n": 600, "with_share": 0.5, "without_n": 300, "without_share": 0.5}
    told = {"difference": size, "lower": None, "upper": None}
    if size is not None:
        told |= {"lower": size - doubt, "upper": size + doubt}
    is_few = size is None
    guards = {"is_too_few": is_few, "is_suppressed": False, "note": "too few" if is_few else None}
    return {"label": label, **numbers, **told, **guards}


def gap(label: str, contrast: str, difference: float, half: float, verdict: str) -> dict[str, Any]:
    return {
        "label": label,
        "contrast": contrast,
        "difference": None if verdict == "too_few" else difference,
        "lower": difference - half,
        "upper": difference + half,
        "recovered_n": 212,
        "other_n": 1840,
        "gap_verdict": verdict,
        "is_exploratory": contrast != "recovered-no_problem",
        "is_suppressed": False,
        "note": "too few" if verdict == "too_few" else None,
    }


STEPS = {
    "patients": "Patients", "dissatisfied": "Dissatisfied, by survey",
    "complained": "Complained", "silent": "Silent: never complained", "recovered": "Recovered",
    "not_recovered": "Not recovered", "waiting": "Waiting, or no feedback",
}  # fmt: skip


def people(*counts: float | None) -> Rows:
    estimated = {"dissatisfied", "silent"}
    return [
        {
            "step": step,
            "label": label,
            "people_n": n,
            "people_lower": n * 0.86 if n is not None and step in estimated else n,
            "people_upper": n * 1.15 if n is not None and step in estimated else n,
            "is_measured": step not in estimated,
            "is_suppressed": n is None,
            "note": "suppressed: fewer than 30" if n is None else None,
        }
        for (step, label), n in zip(STEPS.items(), counts, strict=True)
    ]


def backlog(*counts: int | None) -> Rows:
    bands = ("0-7", "8-30", "31-90", "91-182", "over 182")
    return [
        {
            "age_band": band,
            "open_n": n,
            "past_standard": band != "0-7",
            "is_suppressed": n is None,
            "note": "suppressed: fewer than 30" if n is None else None,
        }
        for band, n in zip(bands, counts, strict=True)
    ]


WITHIN = ("within_share", "within_lower", "within_upper")
SHARES = ("share", "lower", "upper")
RECOVERED = ("recovered_share", "lower", "upper")
RATE = ("per_1000", "lower", "upper")
CAPTURE = ("capture_ratio", "capture_lower", "capture_upper")
VALUE = ("value", "lower", "upper")


def scaled(rows: Rows, names: tuple[str, str, str], factor: float) -> Rows:
    return [
        row | {name: row[name] * factor for name in names if row[name] is not None} for row in rows
    ]


def gappy_months() -> Rows:
    rows = monthly(WITHIN)
    for place in (3, 4, 15):
        rows[place] |= hidden_row(WITHIN)
    for place in (8, 9, 20):
        rows[place] |= share_row(WITHIN, 0.5, 11)
    return rows


def scores() -> Rows:
    titles = (
        "Resolved within the standard", "Acknowledged on time", "Recovered",
        "Would definitely recommend", "Positive experience",
    )  # fmt: skip
    rows = [
        share_row(VALUE, 0.4 + 0.1 * place, 45 + place, title=title, unit="share",
                  hospital_value=0.66)
        for place, title in enumerate(titles)
    ]  # fmt: skip
    rows[2] |= share_row(VALUE, 0.5, 9)
    rows[4] |= hidden_row(VALUE)
    return rows


HCAHPS, FFT, NPS = "Would definitely recommend", "Positive experience", "Promoters, 9–10"
TWO_SURVEYS = [
    *monthly(ARM_SHARES, n=240, label=HCAHPS),
    *[row | {"recommend_share": row["recommend_share"] + 0.22, "lower": row["lower"] + 0.22,
             "upper": min(row["upper"] + 0.22, 1.0)}
      for row in monthly(ARM_SHARES, n=160, months_n=18, label=FFT)],
]  # fmt: skip


def quality(source: str, *values: float, said: str = "3 days", is_far_off: bool = False) -> Rows:
    """A source's extracts, month by month; the last one is as told."""
    return [
        {
            "source": source, "on": month(place), "value": value,
            "said": said if place == len(values) - 1 else f"{value:g}",
            "is_far_off": is_far_off and place == len(values) - 1,
        }
        for place, value in enumerate(values)
    ]  # fmt: skip


def revised(*pairs: tuple[float | None, float | None]) -> Rows:
    """A figure by month, before and now; None where it is not told."""
    return [
        {
            "month": month(place), "value_before": before, "value_after": after, "n_before": 60,
            "n_after": 61, "why": "14 late closings",
        }
        for place, (before, after) in enumerate(pairs)
    ]  # fmt: skip


def about(*shares: float | None, n: int = 5790, hospital: bool = False) -> Rows:
    """Subjects by share; None is hidden, and a share of few is told in words."""
    rows = []
    for name, share in zip(SUBJECTS, shares, strict=False):
        named = {"subject": name, "primary_share": share and share / 2, "stands_out": ""}
        named |= {
            "complaints_n": share and round(share * n),
            "hospital_share": 0.3 if hospital else None,
        }
        row = hidden_row(PARTS) if share is None else share_row(PARTS, share, n)
        rows.append(row | named)
    if hospital and rows:
        rows[0] |= {"stands_out": "higher"}
    return rows


def days_of(*medians: float | None, n: int = 900) -> Rows:
    return [
        {
            "subject": name, "median_days": median, "median_lower": median and median - 1,
            "median_upper": median and (median + 2 if median < 30 else None),
            "q25_days": median and median / 2, "q75_days": median and median * 2,
            "all_median_days": 6, **guarded(n),
        }
        for name, median in zip(SUBJECTS, medians, strict=False)
    ]  # fmt: skip


SUBJECTS = (
    "Quality", "Institutional processes", "Patient Care incl. Nutrition/Hydration", "Safety",
    "Communication", "Admissions, Discharge and Transfers", "Respect & patient rights",
    "Mortuary and Post-Mortem Arrangements", "Trust Administration", "Waiting Times",
)  # fmt: skip
PARTS = ("share", "lower", "upper")
RESOLVED = "Resolved within 7 days"
LATE = ("8-30", "31-90", "91-182", "over 182")


def cohorts(last_day: int) -> Rows:
    """Two cohorts, the second slower."""
    return [
        {name: row[name] for name in ("age_days", "resolved_share", "lower", "upper")}
        | {"cohort": f"received {word} March 2026", "place": place}
        for place, (word, pace) in enumerate((("before", 6), ("since", 25)))
        for row in curve(last_day, pace=pace)
    ]


def charted(
    months_n: int = 24,
    *,
    signals: Iterable[int] = (),
    rebased: int | None = None,
    factor: float = 1.0,
    has_limits: bool = True,
    is_hidden: bool = False,
) -> Rows:
    """A measure by month around its center line; the newest month is not known yet."""
    rows: Rows = []
    for place in range(months_n):
        segment = int(rebased is not None and place >= rebased)
        center = (0.62, 0.4)[segment]
        value = center + 0.06 * math.sin(place * 1.7) - 0.3 * (place in signals)
        is_point = place < months_n - 1 and not is_hidden
        lines = {
            "value": value * factor, "center": center * factor,
            "lower_limit": (center - 0.2) * factor if has_limits else None,
            "upper_limit": (center + 0.2) * factor if has_limits else None,
        }  # fmt: skip
        why = (
            "suppressed: fewer than 30" if is_hidden else "55 % by the original day; not yet known"
        )
        rows.append(
            {name: bound if is_point else None for name, bound in lines.items()}
            | {
                "month": month(place), "n": None if is_hidden else 40, "segment": segment,
                "signal": "shift" if is_point and place in signals else None,
                "side": ("below" if value < center else "above") if is_point else None,
                "reason": "A new team answers the telephone" if place == rebased else None,
                "is_suppressed": is_hidden, "is_too_few": is_hidden,
                "note": None if is_point else why,
            }
        )  # fmt: skip
    return rows


def funnelled(units_n: int = 25) -> Rows:
    """Units of very different size around a center, two of them outside, one hidden."""
    rows: Rows = []
    for place, ward in enumerate(WARDS[:units_n]):
        n, center = (12, 40, 80, 150, 320, 900)[place % 6] + place, 0.6
        half = math.sqrt(center * (1 - center) / n + 0.001)
        value = {3: 0.25, 10: 0.88}.get(place, center + half * math.sin(place))
        estimate = center + (value - center) * n / (n + 60)
        bounds = {
            f"{side}_{name}": min(max(center + sign * z * half, 0), 1)
            for name, z in (("95", 1.96), ("998", 3.09))
            for side, sign in (("lower", -1), ("upper", 1))
        }
        told = {
            "value": value, "shrunken": estimate, "shrunken_lower": estimate - half,
            "shrunken_upper": min(estimate + half, 1), "rank_lower": 1, "rank_upper": units_n,
        }  # fmt: skip
        row = {"unit_name": ward, "center": center, **bounds, **told, **guarded(n)}
        if n < 30:
            row |= dict.fromkeys([*bounds, *(name for name in told if name != "value")])
        if place == 8:
            row |= dict.fromkeys([*bounds, *told]) | guarded(4, suppressed=True)
        rows.append(row | {"stands_out": {3: "worse", 10: "better"}.get(place)})
    return rows


def backlog_months(months_n: int, lost: int = 0, hidden: int | None = None) -> Rows:
    """What was open at each month's end by days waited; those not heard of apart."""
    rows: Rows = []
    for place in range(months_n):
        base = {"month": month(place), "day_on": month(place), "is_suppressed": False, "note": None}
        if place == hidden:
            why = {"is_suppressed": True, "note": "suppressed: fewer than 30"}
            rows.append(base | {"age_band": None, "open_n": None} | why)
            continue
        counts = dict(zip(("0-7", *LATE), (60, 40, 30 + place, 2 * place, place), strict=True))
        counts |= {"not heard of": lost} if lost else {}
        rows += [base | {"age_band": band, "open_n": n} for band, n in counts.items()]
    return rows


EXAMPLES = [
    Example("curve", timeliness.resolved_curve, (7, 400), curve(400)),
    Example("curve_slow_unit", timeliness.resolved_curve, (25, 300),
            curve(300, ceiling=0.45, hospital=True, pace=60)),
    Example("curve_short", timeliness.resolved_curve, (7, 3), curve(3)),
    Example("curve_empty", timeliness.resolved_curve, (7, 0), []),
    Example("months", timeliness.resolution_by_month, (7,), monthly(WITHIN)),
    Example("months_gappy", timeliness.resolution_by_month, (7,), gappy_months()),
    Example("months_one", timeliness.resolution_by_month, (7,), monthly(WITHIN, months_n=1)),
    Example("months_none", timeliness.resolution_by_month, (7,), []),
    Example("cohorts", timeliness.cohorts_compared, (7, 90), cohorts(90)),
    Example("cohorts_short", timeliness.cohorts_compared, (7, 3), cohorts(3)),
    Example("cohorts_empty", timeliness.cohorts_compared, (7, 0), []),
    Example("chart", control_chart.control_chart,
            (RESOLVED, "share", "higher", "p", 0.8, False), charted(signals=range(16, 23))),
    Example("chart_rebased", control_chart.control_chart,
            (RESOLVED, "share", "higher", "p", None, True), charted(rebased=12)),
    Example("chart_of_days", control_chart.control_chart,
            ("Half are resolved within, days", "days", "lower", "xmr", None, False),
            charted(factor=20, signals=range(16, 23))),
    Example("chart_of_many", control_chart.control_chart,
            ("Complaints per 1,000", "complaints per 1,000", "lower", "u", None, False),
            charted(factor=2_500)),
    Example("chart_run", control_chart.control_chart,
            ("Complaints per 1,000", "complaints per 1,000", "none", "run", None, False),
            charted(months_n=9, has_limits=False, signals=range(6, 9))),
    Example("chart_hidden", control_chart.control_chart,
            (RESOLVED, "share", "higher", "run", None, False), charted(is_hidden=True)),
    Example("chart_empty", control_chart.control_chart, (RESOLVED, "share", "higher", "run", None, False), []),
    Example("funnel", funnel.funnel, (RESOLVED, "share", "Complaints received", False), funnelled()),
    Example("funnel_one", funnel.funnel, (RESOLVED, "share", "Complaints received", True),
            funnelled(1)),
    Example("funnel_empty", funnel.funnel, (RESOLVED, "share", "Complaints received", False), []),
    Example("shrunken", funnel.shrunken, (RESOLVED, "share", 25), funnelled()),
    Example("backlog_months", timeliness.backlog_by_month, (LATE,), backlog_months(24)),
    Example("backlog_months_lost", timeliness.backlog_by_month, (LATE,),
            backlog_months(6, lost=40, hidden=2)),
    Example("backlog_months_none", timeliness.backlog_by_month, (LATE,), []),
    Example("backlog", timeliness.backlog_by_age, (), backlog(34, 52, 23, 8, 4)),
    Example("backlog_hidden", timeliness.backlog_by_age, (), backlog(None, 1240, 530, 0, None)),
    Example("backlog_none", timeliness.backlog_by_age, (), backlog(0, 0, 0, 0, 0)),
    Example("acknowledged", timeliness.acknowledged_by_month, ("3 working days",), monthly(SHARES)),
    Example("arms", loyalty.three_arms, (1,), arms(HCAHPS, (0.72, 0.64, 0.31), (1840, 212, 164))),
    Example("arms_two", loyalty.three_arms, (2,),
            arms(HCAHPS, (0.72, 0.79, 0.31), (1840, 612, 164))
            + arms(FFT, (0.95, 0.93, 0.6), (4120, 18, 84))),
    Example("arms_hidden", loyalty.three_arms, (1,),
            [row | hidden_row(ARM_SHARES) for row in arms(NPS, (0.5, 0.5, 0.4), (9, 4, 5))]),
    Example("satisfaction", loyalty.satisfaction_differences, (4,), [
        difference("Resolved within 7 days", 0.21, 0.04),
        difference("An apology", 0.02, 0.05),
        difference("Passed on to somebody higher", -0.12, 0.06),
        difference("Compensation", None, None),
    ]),
    Example("gaps", loyalty.recovery_gaps, (2,), [
        gap(HCAHPS, "recovered-no_problem", -0.08, 0.07, "shown"),
        gap(HCAHPS, "recovered-unrecovered", 0.33, 0.1, "shown"),
        gap(FFT, "recovered-no_problem", 0.01, 0.04, "not_shown"),
        gap(FFT, "recovered-unrecovered", 0.2, 0.3, "too_few"),
    ]),
    Example("recommend_months", loyalty.recommend_by_month, (), TWO_SURVEYS),
    Example("recommend_units", loyalty.recommend_by_unit, (HCAHPS, 25), by_unit(ARM_SHARES)),
    Example("recovered_months", loyalty.recovered_by_month, (), monthly(RECOVERED)),
    Example("recovered_units", loyalty.recovered_by_unit, (25,), by_unit(RECOVERED)),
    Example("ledger", word_of_mouth.ledger, (), people(41200, 2884, 431, 2453, 118, 174, 139)),
    Example("ledger_hidden", word_of_mouth.ledger, (),
            people(1200, 90, 12, 78, None, None, None)),
    Example("ledger_more_complaints", word_of_mouth.ledger, (),
            people(9000, 300, 431, 0, 118, 174, 139)),
    Example("ledger_unknown", word_of_mouth.ledger, (),
            people(None, None, 431, None, 118, 174, 139)),
    Example("capture_units", word_of_mouth.capture_by_unit, (25,),
            [row | {"hospital_ratio": 0.15} for row in scaled(by_unit(CAPTURE), CAPTURE, 0.4)]),
    Example("rate_months", word_of_mouth.complaints_per_1000_by_month, ("discharges",),
            scaled(monthly(RATE), RATE, 14)),
    Example("rate_units", word_of_mouth.complaints_per_1000_by_unit, ("discharges", 25),
            scaled(by_unit(RATE), RATE, 14)),
    Example("scorecard", unit.scorecard, (5,), scores()),
    Example("quality", publications.quality_by_source, (2,),
            quality("Complaints of datix", 5, 4, 3)
            + quality("Numbers of patients of a source with a long name of its own", 0.02, 0.31,
                      said="31 %", is_far_off=True)),
    Example("quality_zero", publications.quality_by_source, (1,),
            quality("Units of register", 0, said="0 days")),
    Example("quality_none", publications.quality_by_source, (0,), []),
    Example("revised", publications.revised_by_month, (True,),
            revised((0.63, 0.58), (0.61, 0.61), (None, 0.7), (0.5, None))),
    Example("revised_days", publications.revised_by_month, (False,), revised((6, 7), (5, 4))),
    Example("subjects", subjects.complaints_by_subject, (7, False),
            about(0.403, 0.384, 0.33, 0.296, 0.193, 0.178, 0.166)),
    Example("subjects_of_a_unit", subjects.complaints_by_subject, (10, True),
            about(0.92, 0.41, 0.35, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.0, n=83, hospital=True)),
    Example("subjects_hidden", subjects.complaints_by_subject, (3, False), about(0.5, None, None)),
    Example("subjects_few", subjects.complaints_by_subject, (2, False), about(0.5, 0.2, n=12)),
    Example("subjects_none", subjects.complaints_by_subject, (0, False), []),
    Example("days_by_subject", subjects.resolution_by_subject, (7,), days_of(6, 6, 7, 19, 5, 1, 6)),
    Example("days_by_subject_unknown", subjects.resolution_by_subject, (3,),
            days_of(40, None, 3, n=50)),
    Example("days_by_subject_none", subjects.resolution_by_subject, (0,), []),
    Example("trend", overview.trend, ("Resolved within 7 days", "share"), monthly(VALUE)),
    Example("trend_silent", overview.trend, ("Dissatisfied and silent", "patients"),
            scaled(monthly(VALUE), VALUE, 300)),
]  # fmt: skip

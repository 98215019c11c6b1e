"""What is asked in a benchmark: the pages' questions and filters, and what an answer is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

Answer = dict[tuple[Any, ...], tuple[float, ...]]
"""Counts by (part, group, further keys); months are numbers, see `month_number`."""

FORMAL = ("complaint", "grievance")
ACKNOWLEDGE_WITHIN = 3
SATISFIED_FROM = 4
ARMS = ("no_problem", "recovered", "unrecovered", "pending", "unanswered", "not_asked")
WAITING_BANDS = {"0-7": 7, "8-30": 30, "31-90": 90, "91-182": 182, "over 182": 10**6}


@dataclass(frozen=True)
class Filter:
    """What a user chose; None is everything."""

    name: str
    unit: str | None = None
    months: tuple[int, int] | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Counting:
    """A question that rows answer by counting: sums of `sums` by each part, group and `by`."""

    query: str
    rows: str  # complaints or surveys
    month: str
    parts: tuple[str, ...]
    by: tuple[str, ...]
    sums: tuple[str, ...]
    formal_only: bool = True


RESOLUTION = Counting(
    "timeliness/resolution_ages", "complaints", "received_month", ("all", "unit", "month"),
    ("age_days",), ("resolved_n", "otherwise_n", "open_n"),
)  # fmt: skip
OPEN = Counting(
    "timeliness/open_cases", "complaints", "received_month", ("all",), ("waiting_band",),
    ("open_n",), formal_only=False,
)  # fmt: skip
ACKNOWLEDGED = Counting(
    "timeliness/acknowledgement", "complaints", "received_month", ("all", "month"), (),
    ("on_time_n", "late_n", "not_yet_due_n"),
)  # fmt: skip
RECOVERED = Counting(
    "loyalty/recovered", "complaints", "received_month", ("all", "unit"), (),
    ("recovered_n", "feedback_n", "no_feedback_n", "pending_n"),
)  # fmt: skip
ARMS_ASKED = Counting(
    "loyalty/survey_arms", "surveys", "event_month", ("all", "unit", "month"),
    ("instrument", "arm"),
    (
        "responses_n", "answered_n", "recommend_n", "weight_sum", "weight_squared_sum",
        "recommend_weight_sum", "dissatisfied_answered_n", "dissatisfied_n",
    ),
)  # fmt: skip
COUNTINGS = (RESOLUTION, OPEN, ACKNOWLEDGED, RECOVERED, ARMS_ASKED)

CAPTURE = "word_of_mouth/capture"
CAPTURE_PARTS = ("all", "unit")
CAPTURE_SUMS = (
    "patients_n", "complaints_n", "complaints_outside_n",
    "answered_n", "dissatisfied_n", "answered_outside_n",
)  # fmt: skip
RATES = "word_of_mouth/complaints_activity"
RATES_PARTS = ("all", "month")
RATES_SUMS = ("base_n", "complaints_n", "outside_n")
BASES = ("discharges", "bed_days", "attendances")

ANSWERS_N = sum(len(asked.parts) for asked in COUNTINGS) + len(CAPTURE_PARTS) + len(RATES_PARTS)


def month_number(day: dt.date) -> int:
    """Months since year 0: small, exact and sorted."""
    return day.year * 12 + day.month - 1


def first_of(month: int) -> dt.date:
    """The day that `month_number` numbers."""
    return dt.date(month // 12, month % 12 + 1, 1)


def based(sums: dict[Any, dict[str, float]], part: str) -> Answer:
    """Choose each group's base: discharges, else bed days, else attendances."""
    answer: Answer = {}
    for group, found in sums.items():
        base = next((name for name in BASES if found[name] > 0), None)
        base_n = found[base] if base else 0
        counted_n = found[f"by_{base}_n"] if base else 0
        answer[part, group] = (base_n, counted_n, found["all_n"] - counted_n)
    return answer


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """What differs between two answers; whole numbers exactly, weights to nine digits."""
    lines = [f"only in one: {key}" for key in sorted(set(ours) ^ set(theirs), key=str)]
    for key in sorted(set(ours) & set(theirs), key=str):
        pairs = list(zip(ours[key], theirs[key], strict=True))
        if any(abs(a - b) > 1e-9 * max(abs(a), abs(b)) for a, b in pairs):
            lines.append(f"{key}: {ours[key]} and {theirs[key]}")
    return lines

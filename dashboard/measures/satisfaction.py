"""What goes with satisfaction with the handling: plain differences, each with its interval.

An association, factor by factor; no model stands between the counts and the reader.
"""

from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import ask_satisfaction
from dashboard.measures.organization import subject_of
from dashboard.measures.result import COUNT, FLAG, NUMBER, TEXT, Columns, Figure, table_of
from dashboard.measures.rows import TOO_FEW
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards
from dashboard.stats.intervals import newcombe_interval

FACTORS = {
    "resolved_in_time": "Resolved within {days}",
    "acknowledged_on_time": "Acknowledged on time",
    "spoken": "Told in person or by phone",
    "first_failure": "A first failure, not a repeated one",
    "apology": "An apology",
    "explanation": "An explanation",
    "fix": "A fix",
    "compensation": "Compensation",
    "follow_up_call": "A follow-up call",
    "escalation": "Passed on to somebody higher",
}
LEVEL_MISSED = 0.05
"""Of 95 % intervals of no difference so many exclude 0 by chance."""

ASSOCIATION = (
    "An association: what was done also depends on how severe the failure was and who complained."
)
DIFFERENCES: Columns = {
    "label": TEXT,
    "n": COUNT,
    "with_n": COUNT,
    "with_share": NUMBER,
    "without_n": COUNT,
    "without_share": NUMBER,
    "difference": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "is_too_few": FLAG,
    "is_suppressed": FLAG,
    "note": TEXT,
}


def satisfaction_differences(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Share satisfied with the handling, with each factor minus without it; Newcombe's interval.

    Of complaints that ended and have feedback; a factor that is nowhere, or everywhere, is left
    out.
    """
    asked = ask_satisfaction(ask, selection, standards).to_pylist()
    found = {(row["factor"], row["is_so"]): row for row in asked}
    days = phrases.days(standards.resolved_within_days)
    rows = [
        {
            "label": label.format(days=days),
            **_difference(found[name, True], found[name, False], standards),
        }
        for name, label in FACTORS.items()
        if (name, True) in found and (name, False) in found
    ]  # fmt: skip
    verdict = _verdict(subject_of(ask, selection), rows, standards)
    words = f"Satisfied with the handling, with and without: {verdict.sentence}"
    n = max((row["n"] for row in rows if row.get("n")), default=0)
    return Figure("recovered_share", table_of(DIFFERENCES, rows), n, words, verdict)


def _difference(so: dict[str, Any], other: dict[str, Any], standards: Standards) -> dict[str, Any]:
    if so["is_suppressed"] or other["is_suppressed"]:
        note = f"suppressed: fewer than {standards.floor_n}"
        return {"is_suppressed": True, "is_too_few": True, "note": note}
    interval = newcombe_interval(
        so["recovered_n"], so["feedback_n"], other["recovered_n"], other["feedback_n"]
    )
    with_share = so["recovered_n"] / so["feedback_n"]
    without_share = other["recovered_n"] / other["feedback_n"]
    few = min(so["feedback_n"], other["feedback_n"]) < standards.floor_n
    return {
        "n": so["feedback_n"] + other["feedback_n"],
        "with_n": so["feedback_n"],
        "with_share": with_share,
        "without_n": other["feedback_n"],
        "without_share": without_share,
        "difference": with_share - without_share,
        "lower": interval.lower,
        "upper": interval.upper,
        "is_too_few": few,
        "is_suppressed": False,
        "note": TOO_FEW if few else None,
    }


def _verdict(who: str, rows: list[dict[str, Any]], standards: Standards) -> Verdict:
    told = [row for row in rows if not row["is_too_few"]]
    if not rows:
        return verdicts.not_measurable(who, "no complaint here has satisfaction_handling")
    if not told:
        return verdicts.too_few(who, None, standards.floor_n, " with and without")
    apart = [row for row in told if row["lower"] > 0 or row["upper"] < 0]
    said = "; ".join(
        f"{phrases.lower_first(row['label'])} {phrases.points(row['difference'])}" for row in apart
    )
    by_chance = phrases.expected(LEVEL_MISSED * len(told))
    rule = (
        f"{ASSOCIATION} Rule: 95 % interval without 0; of {len(told)} compared, {by_chance} would "
        "by chance alone."
    )
    if not apart:
        return verdicts.nothing(f"{who}: nothing here goes with satisfaction for sure.", rule)
    return verdicts.nothing(f"{who}: more, or fewer, are satisfied with: {said}.", rule)

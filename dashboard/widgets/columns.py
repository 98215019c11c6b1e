"""How the columns of a table are read: titles, forms, codes in words. Pure: names in, words out."""

from collections.abc import Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Columns that only a chart needs; a row's note and label say in words what these say.
HIDDEN = {
    "place",
    "segment",
    "rank_lower",
    "rank_upper",
    "is_suppressed",
    "is_too_few",
    "is_exploratory",
    "arm",
    "step",
}

TITLES = {
    # who and when
    "label": "Question", "unit_id": "Unit id", "unit_name": "Unit", "month": "Month",
    "note": "Note", "arm_label": "Patients", "contrast": "Compared", "age_band": "Days waited",
    "age_days": "Days since received", "stands_out": "Stands out", "n": "n",
    # numbers with their intervals
    "lower": "Interval from", "upper": "Interval to",
    "hospital_share": "Whole organization", "hospital_ratio": "Whole organization",
    "resolved_share": "Resolved", "closed_only_share": "Closed cases alone would say",
    "median_days": "Half by day", "median_lower": "Half: from", "median_upper": "Half: to",
    "q25_days": "A quarter by day", "q75_days": "Three quarters by day",
    "within_share": "Within the standard", "within_lower": "Within: from",
    "within_upper": "Within: to", "share": "Acknowledged on time", "not_yet_due_n": "Not due yet",
    "open_n": "Open", "past_standard": "Past the standard",
    "recommend_share": "Would recommend", "recovered_share": "Share recovered",
    "recovered_n": "Recovered", "other_n": "Compared with", "difference": "Difference",
    "gap_verdict": "Verdict", "people_n": "People", "people_lower": "From", "people_upper": "To",
    "is_measured": "Counted", "complaints_n": "Complaints", "silent_n": "Silent",
    "silent_lower": "Silent: from", "silent_upper": "Silent: to", "capture_ratio": "Capture ratio",
    "capture_lower": "Capture: from", "capture_upper": "Capture: to",
    "per_1000": "Complaints per 1,000", "base": "Of what",
    # variation and comparison
    "day_on": "On", "cohort": "Complaints", "value": "Value", "numerator": "How many",
    "center": "Center line", "lower_limit": "Lower limit", "upper_limit": "Upper limit",
    "signal": "Rule", "side": "Side", "lower_95": "95 % limits from", "upper_95": "95 % limits to",
    "lower_998": "99.8 % limits from", "upper_998": "99.8 % limits to",
    "shrunken": "Estimate", "shrunken_lower": "Estimate: from", "shrunken_upper": "Estimate: to",
    "period": "Period", "sentence": "What", "detail": "How sure", "kind": "Verdict",
    "measure": "Measure", "consequence": "People touched, about",
    # complaints
    "severity": "Severity", "contact_type": "Kind", "channel": "Channel", "status": "Status",
    # publications and what they changed
    "publication": "Publication", "published_at": "Published (UTC)", "published_by": "By",
    "reason": "Why", "changed": "What it added or took away", "rows_in": "Rows in",
    "accepted_n": "Accepted", "refused_n": "Refused", "skipped_n": "Skipped",
    "findings": "Findings by rule", "replay": "Can it be shown?", "title": "Number",
    "group_name": "Month or unit", "before": "Was", "after": "Now", "is": "Is",
    "would_be": "Would be", "n_before": "n then",
    "n_after": "n now", "why": "Because of", "change": "What changed", "rhythm": "Sends",
    "due_on": "Due", "days_late": "Days late", "state": "What is due", "refused_share": "Refused",
    "rows_share": "Rows, of the usual", "day_zero_share": "Closed on day 0",
    "columns_missing": "Optional columns it lacks",
    # what the numbers rest on
    "number": "Number", "can be answered": "Can be answered", "dataset": "Dataset",
    "source_system": "Source", "as_of": "Data as of", "extracts_n": "Extracts", "rows_n": "Rows",
    "undated_n": "Refused without a date",
    "mapped_columns": "Columns it gives", "first_on": "From", "last_on": "To",
}  # fmt: skip
WORDS = {
    "contrast": {
        "recovered-no_problem": "Recovered − no problem",
        "recovered-unrecovered": "Recovered − unrecovered",
    },
    "gap_verdict": {"shown": "shown", "not_shown": "not shown", "too_few": "too few"},
}
"""Codes of a column in words, where their underscores do not say enough."""

CODES = {"base", "channel", "contact_type", "signal", "measure"}
SHARES = {"share", "difference", "within_lower", "within_upper", "capture_lower", "capture_upper"}
LIMITS = {"lower", "upper"}
PEOPLE = {"silent_n", "silent_lower", "silent_upper", "people_n", "people_lower", "people_upper"}
"""Estimated people: numbers with decimals, read as whole ones."""


def title(name: str, beside: Collection[str] = ()) -> str:
    """Give a column's title; beside are the names of the whole table."""
    if name == "label" and "people_n" in beside:
        return "Who"
    return TITLES.get(name) or name


def is_share(name: str, beside: Collection[str]) -> bool:
    """Whether a column holds shares; limits without a name of their own are of what is beside."""
    if name in LIMITS:
        return any(is_share(other, ()) for other in beside if other not in LIMITS)
    return name in SHARES or name.endswith(("_share", "_ratio"))


def in_words(table: pa.Table) -> pa.Table:
    """Write codes as words and estimated people as whole numbers; all else stays as it is."""
    for place, field in enumerate(table.schema):
        column = table[field.name]
        if field.name in PEOPLE and pa.types.is_floating(field.type):
            table = table.set_column(place, field.name, pc.cast(pc.round(column), pa.int64()))
        elif field.name in CODES or field.name in WORDS:
            said = [_said(field.name, code) for code in column.to_pylist()]
            table = table.set_column(place, field.name, pa.array(said, pa.string()))
    return table


def _said(name: str, code: Any) -> str | None:
    if code is None:
        return None
    return WORDS.get(name, {}).get(code) or str(code).replace("_", " ")

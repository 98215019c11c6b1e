"""Rules about what a complaint's status demands of its dates and counts."""

from dashboard.contracts.rules.rule import Rule, Severity

CLOSED_WITHOUT_CLOSED_AT = Rule(
    rule_id="closed_without_closed_at",
    severity=Severity.ERROR,
    columns=("closed_at", "status"),
    broken_when=(
        "status in ('closed', 'withdrawn', 'transferred', 'escalated') and closed_at is null"
        " and (raw_closed_at is null or sentinel_closed_at)"
    ),
    message="The status is {status}, but there is no closing date (closed_at).",
    how_to_fix="Map or fill closed_at, the final closing, for every case that has ended.",
)
CLOSED_AT_ON_OPEN_CASE = Rule(
    rule_id="closed_at_on_open_case",
    severity=Severity.WARNING,
    columns=("closed_at", "status"),
    broken_when="status in ('open', 'reopened') and closed_at is not null",
    message="The status is {status}, but there is a closing date, {closed_at}; it is set aside.",
    how_to_fix="The case counts as open. If it has ended, correct the status.",
)
REOPENED_WITHOUT_FIRST_CLOSED = Rule(
    rule_id="reopened_without_first_closed",
    severity=Severity.ERROR,
    columns=("first_closed_at", "reopened_at"),
    broken_when=(
        "reopened_at is not null and first_closed_at is null"
        " and (raw_first_closed_at is null or sentinel_first_closed_at)"
    ),
    message="Reopened at {reopened_at}, but there is no first closing (first_closed_at).",
    how_to_fix="Fill first_closed_at, the closing before the reopening.",
)
REOPENED_COUNT_MISMATCH = Rule(
    rule_id="reopened_count_mismatch",
    severity=Severity.ERROR,
    columns=("reopened_count", "reopened_at"),
    broken_when=(
        "(reopened_count >= 1) <> (reopened_at is not null)"
        " and reopened_count is not null and (reopened_at is not null or raw_reopened_at is null)"
    ),
    message="reopened_count is {reopened_count}, but reopened_at is {reopened_at}.",
    how_to_fix="A count of 1 or more goes with a reopening date, 0 or nothing goes without one.",
)

RULES = (
    CLOSED_WITHOUT_CLOSED_AT,
    CLOSED_AT_ON_OPEN_CASE,
    REOPENED_WITHOUT_FIRST_CLOSED,
    REOPENED_COUNT_MISMATCH,
)

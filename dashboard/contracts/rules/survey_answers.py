"""Rules about survey answers that contradict each other."""

from dashboard.contracts.rules.rule import Rule, Severity

RESOLVED_WITHOUT_PROBLEM = Rule(
    rule_id="resolved_without_problem",
    severity=Severity.WARNING,
    columns=("problem_resolved", "had_problem"),
    broken_when="not had_problem and problem_resolved is not null",
    message="No problem was had, but problem_resolved is {problem_resolved}.",
    how_to_fix="It counts as a response without a problem. If there was one, correct had_problem.",
)
RECEIVED_BEFORE_EVENT = Rule(
    rule_id="received_before_event",
    severity=Severity.ERROR,
    columns=("received_date", "event_date"),
    broken_when="received_date < event_date",
    message="Answered on {received_date}, before the visit on {event_date}.",
    how_to_fix="Check that day and month are not swapped, and which of the two dates is right.",
)

RULES = (RESOLVED_WITHOUT_PROBLEM, RECEIVED_BEFORE_EVENT)

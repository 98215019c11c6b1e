"""Rules about the order of a complaint's dates, in the order a clerk would meet them."""

from dashboard.contracts.rules.rule import Rule, Severity


def before(earlier: str, later: str) -> str:
    """Condition: one time lies before another; a time of 00:00 is a whole day, as dates are."""
    return (
        f"{earlier}_at < {later}_at and ({earlier}_on < {later}_on"
        f" or not (is_day_{earlier}_at or is_day_{later}_at))"
    )


CHECK_ORDER = "Check that day and month are not swapped, and which of the two dates is right."

RECEIVED_BEFORE_INCIDENT = Rule(
    rule_id="received_before_incident",
    severity=Severity.ERROR,
    columns=("received_at", "incident_date"),
    broken_when="received_on < incident_date",
    message="Received at {received_at}, before the incident of {incident_date}.",
    how_to_fix=CHECK_ORDER,
)
CLOSED_BEFORE_RECEIVED = Rule(
    rule_id="closed_before_received",
    severity=Severity.ERROR,
    columns=("closed_at", "received_at"),
    broken_when=before("closed", "received"),
    message="Closed at {closed_at}, before it was received at {received_at}.",
    how_to_fix=CHECK_ORDER,
)
FIRST_CLOSED_BEFORE_RECEIVED = Rule(
    rule_id="first_closed_before_received",
    severity=Severity.ERROR,
    columns=("first_closed_at", "received_at"),
    broken_when=before("first_closed", "received"),
    message="First closed at {first_closed_at}, before it was received at {received_at}.",
    how_to_fix=CHECK_ORDER,
)
REOPENED_BEFORE_FIRST_CLOSED = Rule(
    rule_id="reopened_before_first_closed",
    severity=Severity.ERROR,
    columns=("reopened_at", "first_closed_at"),
    broken_when=before("reopened", "first_closed"),
    message="Reopened at {reopened_at}, before its first closing at {first_closed_at}.",
    how_to_fix=CHECK_ORDER,
)
CLOSED_BEFORE_REOPENED = Rule(
    rule_id="closed_before_reopened",
    severity=Severity.ERROR,
    columns=("closed_at", "reopened_at"),
    broken_when=f"{before('closed', 'reopened')} and status not in ('open', 'reopened')",
    message="The final closing at {closed_at} is before the reopening at {reopened_at}.",
    how_to_fix="Give the last closing as closed_at and the first one as first_closed_at.",
)
ACKNOWLEDGED_BEFORE_RECEIVED = Rule(
    rule_id="acknowledged_before_received",
    severity=Severity.ERROR,
    columns=("acknowledged_at", "received_at"),
    broken_when=before("acknowledged", "received"),
    message="Acknowledged at {acknowledged_at}, before it was received at {received_at}.",
    how_to_fix=CHECK_ORDER,
)
ACTION_BEFORE_RECEIVED = Rule(
    rule_id="action_before_received",
    severity=Severity.ERROR,
    columns=("first_action_at", "received_at"),
    broken_when=before("first_action", "received"),
    message="First acted on at {first_action_at}, before it was received at {received_at}.",
    how_to_fix=CHECK_ORDER,
)
RESPONSE_BEFORE_RECEIVED = Rule(
    rule_id="response_before_received",
    severity=Severity.ERROR,
    columns=("response_sent_at", "received_at"),
    broken_when=before("response_sent", "received"),
    message="Answered at {response_sent_at}, before it was received at {received_at}.",
    how_to_fix=CHECK_ORDER,
)
RESPONSE_BEFORE_ACKNOWLEDGEMENT = Rule(
    rule_id="response_before_acknowledgement",
    severity=Severity.WARNING,
    columns=("response_sent_at", "acknowledged_at"),
    broken_when=before("response_sent", "acknowledged"),
    message="Answered at {response_sent_at}, before the acknowledgement at {acknowledged_at}.",
    how_to_fix="Nothing, if the answer served as the acknowledgement; else correct the dates.",
)

RULES = (
    RECEIVED_BEFORE_INCIDENT,
    CLOSED_BEFORE_RECEIVED,
    FIRST_CLOSED_BEFORE_RECEIVED,
    REOPENED_BEFORE_FIRST_CLOSED,
    CLOSED_BEFORE_REOPENED,
    ACKNOWLEDGED_BEFORE_RECEIVED,
    ACTION_BEFORE_RECEIVED,
    RESPONSE_BEFORE_RECEIVED,
    RESPONSE_BEFORE_ACKNOWLEDGEMENT,
)

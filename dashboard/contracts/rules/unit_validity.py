"""Rules about since when and until when a unit or its alias is valid."""

from dashboard.contracts.rules.rule import Rule, Severity

VALID_TO_BEFORE_FROM = Rule(
    rule_id="valid_to_before_valid_from",
    severity=Severity.ERROR,
    columns=("valid_to", "valid_from"),
    broken_when="valid_to < valid_from",
    message="Valid to {valid_to}, before it is valid from {valid_from}.",
    how_to_fix="Correct one of the two dates, or leave valid_to empty while it is valid.",
)
OVERLAPPING_VALIDITY = Rule(
    rule_id="overlapping_validity",
    severity=Severity.ERROR,
    columns=("valid_from", "unit_id"),
    broken_when=(
        "lag(coalesce(valid_to, date '9999-12-31'))"
        " over (partition by unit_id order by valid_from, line) >= valid_from"
    ),
    message="Unit {unit_id} is already valid on {valid_from} by an earlier row.",
    how_to_fix="End the earlier validity (valid_to) on the day before the next one begins.",
)
PARENT_IS_ITSELF = Rule(
    rule_id="parent_is_itself",
    severity=Severity.ERROR,
    columns=("parent_id", "unit_id"),
    broken_when="parent_id = unit_id",
    message="Unit {unit_id} is named as its own parent.",
    how_to_fix="Leave parent_id empty for a unit at the top.",
)
OVERLAPPING_ALIAS = Rule(
    rule_id="overlapping_alias",
    severity=Severity.ERROR,
    columns=("valid_from", "source_unit"),
    broken_when=(
        "lag(coalesce(valid_to, date '9999-12-31'))"
        " over (partition by source_system, source_unit"
        " order by coalesce(valid_from, date '0001-01-01'), line)"
        " >= coalesce(valid_from, date '0001-01-01')"
    ),
    message="{source_unit} already means a unit on {valid_from} by an earlier row.",
    how_to_fix="End the earlier meaning (valid_to) on the day before the next one begins.",
)

UNIT_RULES = (VALID_TO_BEFORE_FROM, OVERLAPPING_VALIDITY, PARENT_IS_ITSELF)
ALIAS_RULES = (VALID_TO_BEFORE_FROM, OVERLAPPING_ALIAS)

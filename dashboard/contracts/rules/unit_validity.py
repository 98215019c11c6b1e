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
    broken_when=(  # the same unit_id and valid_from again is a duplicate_key already
        "max(coalesce(valid_to, date '9999-12-31')) over (partition by unit_id order by"
        " valid_from, line rows between unbounded preceding and 1 preceding) >= valid_from"
        " and lag(valid_from) over (partition by unit_id order by valid_from, line) < valid_from"
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
PARENTS_IN_A_CIRCLE = Rule(
    rule_id="parents_in_a_circle",
    severity=Severity.ERROR,
    columns=("parent_id", "unit_id"),
    broken_when=(  # followed upwards through the days on which all steps are valid
        "unit_id <> parent_id and unit_id in (with recursive above as ("
        "select unit_id as start_id, parent_id as id, valid_from as first_on,"
        " coalesce(valid_to, date '9999-12-31') as last_on from typed where parent_id is not null"
        " union select start_id, typed.parent_id, greatest(first_on, typed.valid_from),"
        " least(last_on, coalesce(typed.valid_to, date '9999-12-31'))"
        " from above join typed on typed.unit_id = above.id where typed.parent_id is not null"
        " and greatest(first_on, typed.valid_from)"
        " <= least(last_on, coalesce(typed.valid_to, date '9999-12-31')))"
        " select start_id from above where id = start_id)"
    ),
    message="Above unit {unit_id} stands {parent_id}, and above that, in the end, {unit_id} again.",
    how_to_fix="Correct parent_id, so that the way upwards ends at a unit without a parent.",
)
OVERLAPPING_ALIAS = Rule(
    rule_id="overlapping_alias",
    severity=Severity.ERROR,
    columns=("valid_from", "source_unit"),
    broken_when=(
        "max(coalesce(valid_to, date '9999-12-31')) over (partition by source_system, source_unit"
        " order by coalesce(valid_from, date '0001-01-01'), line"
        " rows between unbounded preceding and 1 preceding)"
        " >= coalesce(valid_from, date '0001-01-01')"
        " and lag(coalesce(valid_from, date '0001-01-01')) over (partition by source_system,"
        " source_unit order by coalesce(valid_from, date '0001-01-01'), line)"
        " < coalesce(valid_from, date '0001-01-01')"
    ),
    message="{source_unit} already means a unit on {valid_from} by an earlier row.",
    how_to_fix="End the earlier meaning (valid_to) on the day before the next one begins.",
)

UNIT_RULES = (VALID_TO_BEFORE_FROM, OVERLAPPING_VALIDITY, PARENT_IS_ITSELF, PARENTS_IN_A_CIRCLE)
ALIAS_RULES = (VALID_TO_BEFORE_FROM, OVERLAPPING_ALIAS)

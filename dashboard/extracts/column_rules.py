"""The rules that follow from a column's own entry in the contract: required, readable, allowed."""

from dashboard.contracts.column import NUMERIC, Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import identifiable
from dashboard.contracts.rules.rule import Rule, Severity
from dashboard.extracts.sql_text import literals

UNREADABLE = {
    Type.TIME: ("unreadable_date", "a date or time"),
    Type.DATE: ("unreadable_date", "a date"),
    Type.BOOLEAN: ("unreadable_boolean", "true or false"),
}
DAYS = (Type.TIME, Type.DATE)
TOTALS = (
    "total", "totals", "grand total", "grand totals", "subtotal", "sub-total", "sub total", "sum",
    "overall", "overall total", "total (all)", "average", "mean",
)  # fmt: skip


def column_rules(column: Column, is_mapped: bool) -> list[Rule]:
    """All checks of one column, as a clerk would meet them; none where it is not mapped."""
    if not is_mapped:
        return []
    rules = [_required(column)] if column.required else []
    if column.name == "unit_id":
        rules.append(_total_row(column))
    if column.type in DAYS:
        rules += _date_rules(column)
    elif column.type in UNREADABLE or column.type in NUMERIC:
        unread = f"raw_{column.name} is not null and {column.name} is null"
        if column.type in NUMERIC:
            unread += f" and not beyond_{column.name}"
        rules.append(_unreadable(column, unread))
    if column.allowed:
        rules.append(_unknown_code(column))
    if column.type in NUMERIC and _limits(column):
        rules.append(_out_of_range(column))
    return rules + identifiable.rules_of(column)


def general_rules(dataset: Dataset) -> list[Rule]:
    """Checks of the whole row: at least one of several columns, the key once in the file."""
    rules = [_duplicate_key(dataset)]
    if dataset.at_least_one:
        rules.append(_nothing_given(dataset))
    return rules


def _required(column: Column) -> Rule:
    missing = f"raw_{column.name} is null"
    if column.type in DAYS:
        missing = f"({missing} or sentinel_{column.name})"
    return Rule(
        "missing_required", Severity.ERROR, (column.name,), missing,
        f"{column.name} is missing.",
        f"Fill it in: {column.description[0].lower()}{column.description[1:]}.",
    )  # fmt: skip


def _total_row(column: Column) -> Rule:
    """A row of totals, read as a unit of its own, would count everything twice."""
    return Rule(
        "total_row", Severity.ERROR, (column.name,),
        f"lower(trim({column.name}, ' :')) in ({literals(TOTALS)})",
        f"{{{column.name}}} names no unit, but a row of totals.",
        "Leave such rows out by skip_where in the profile's [rows], or delete them.",
    )  # fmt: skip


def _date_rules(column: Column) -> list[Rule]:
    name = column.name
    rules = [
        _unreadable(
            column, f"raw_{name} is not null and not readable_{name} and not ambiguous_{name}"
        ),
        Rule(
            "ambiguous_date", Severity.ERROR, (name,), f"ambiguous_{name}",
            f"{{{name}}} fits several of the profile's formats, with different results.",
            'Write the date as 2026-03-31, or let the profile say ambiguous = "first".',
        ),
    ]  # fmt: skip
    if column.has_sentinels:
        rules.append(Rule(
            "sentinel_date", Severity.WARNING, (name,), f"sentinel_{name}",
            f"{{{name}}} stands for a missing date; it is read as missing.",
            "Nothing, if no date is known; else fill it in.",
        ))  # fmt: skip
    if column.is_event:
        day = column.local_date or name
        rules.append(Rule(
            "after_as_of", Severity.ERROR, (name,), f"{day} > as_of",
            f"{{{name}}} is after the as-of day, up to which the extract is complete.",
            "Check the date, or say up to which day the file really is complete (--as-of).",
        ))  # fmt: skip
    if column.type is Type.TIME:
        rules.append(Rule(
            "skipped_local_time", Severity.WARNING, (name,), f"skipped_{name}",
            f"The clock change skips {{{name}}}; it is read as one hour later.",
            "Check the source's time zone in the profile.",
        ))  # fmt: skip
    return rules


def _unreadable(column: Column, broken_when: str) -> Rule:
    rule_id, kind = UNREADABLE.get(column.type, ("unreadable_number", "a number"))
    if column.type in NUMERIC and column.type is not Type.NUMBER:
        kind = "a whole number"
    return Rule(
        rule_id, Severity.ERROR, (column.name,), broken_when,
        f"{{{column.name}}} can't be read as {kind}.",
        "Correct the value, or give its format in the profile.",
    )  # fmt: skip


def _unknown_code(column: Column) -> Rule:
    allowed = literals(column.allowed)
    broken = f"{column.name} not in ({allowed})"
    if column.type is Type.TEXTS:
        broken = f"len(list_filter({column.name}, lambda t: t not in ({allowed}))) > 0"
    return Rule(
        "unknown_code", Severity.ERROR, (column.name,), broken,
        f"{{{column.name}}} is no value of {column.name}.",
        f"Allowed are {', '.join(column.allowed)}; the profile's values translate the source's.",
    )  # fmt: skip


def _limits(column: Column) -> list[str]:
    limits = []
    if column.minimum is not None:
        limits.append(f"{column.name} < {column.minimum}")
    if column.maximum is not None:
        limits.append(f"{column.name} > {column.maximum}")
    if column.above is not None:
        limits.append(f"{column.name} <= {column.above}")
    return limits


def _out_of_range(column: Column) -> Rule:
    if column.above is not None:
        allowed = f"above {column.above:g}"
    elif column.maximum is None:
        allowed = f"from {column.minimum:g}"
    else:
        allowed = f"from {column.minimum:g} to {column.maximum:g}"
    rule_id = "unknown_code" if column.type is Type.SMALL else "out_of_range"
    return Rule(
        rule_id, Severity.ERROR, (column.name,),
        " or ".join((*_limits(column), f"beyond_{column.name}")),
        f"{{{column.name}}} is no value of {column.name}, which goes {allowed}.",
        "Correct the value, or translate the source's codes by values in the profile.",
    )  # fmt: skip


def _duplicate_key(dataset: Dataset) -> Rule:
    return Rule(
        "duplicate_key", Severity.ERROR, dataset.key, "line in (select line from repeated)",
        f"{' and '.join('{' + name + '}' for name in dataset.key)} stands in an earlier row.",
        "Keep one of the rows; an event log is reduced by one_per in the profile's [rows].",
    )  # fmt: skip


def _nothing_given(dataset: Dataset) -> Rule:
    return Rule(
        "nothing_answered" if dataset.name == "surveys" else "nothing_counted",
        Severity.ERROR, (dataset.at_least_one[0],),
        " and ".join(f"raw_{name} is null" for name in dataset.at_least_one),
        f"None of {', '.join(dataset.at_least_one)} is given.",
        "Fill in at least one of them, or leave the row out of the export.",
    )  # fmt: skip

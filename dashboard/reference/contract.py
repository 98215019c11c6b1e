"""The data contract in words: datasets with their columns, rules with their fixes, profile keys."""

from collections.abc import Iterator

from dashboard.contracts.column import Column
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import CONTRACT_VERSION, DATASETS
from dashboard.contracts.rules import whole_extract
from dashboard.contracts.rules.rule import Rule
from dashboard.extracts import profile
from dashboard.extracts.column_rules import column_rules, general_rules
from dashboard.reference.markdown import bullets, codes, page, table

RULES_HEADER = ("rule", "severity", "datasets", "message", "how to fix")
PROFILE_KEYS = {
    "dataset": "Which of the datasets the file holds.",
    "source_system": "The source's name; part of every key.",
    "timezone": "How local times in the file are read; the setting `time_zone` where absent.",
    "file": "How the file is written; what is absent is detected, and the report says what was.",
    "columns": "Where each contract column comes from; without it columns are known by name.",
    "rows": "Which rows count.",
    "units": "What happens to units that no units file names.",
    "encoding": "A Python codec's name, such as `cp1252`.",
    "delimiter": "One character.",
    "header": "`false`: the columns are called column1, column2, …",
    "skip_rows": "How many lines stand above the header.",
    "sheet": "The sheet of a workbook.",
    "null_values": "Texts that mean missing; the empty one where absent.",
    "thousands": "The character between groups of digits.",
    "decimal": "The character before the fraction.",
    "one_per": "Of an event log only the last row of each value of this column is kept.",
    "order_by": "What decides which row is the last; a time may be given with its `format`.",
    "skip_where": "Summary rows to skip: a column and the values that mark them.",
    "register": "`true`: unseen units become units, marked as unregistered.",
}
MAPPING_KEYS = {
    "column": "The source column.",
    "columns": "Several source columns, joined by the `separator`.",
    "separator": "What stands between joined columns; a space where absent.",
    "constant": "The same value for every row.",
    "row_number": "The file's hash and the line, for a source without ids.",
    "hash": "A hash of these columns: same content, same id.",
    "hmac": "A keyed hash of an identifier, which is never stored itself (DASHBOARD_LINK_KEY).",
    "format": "How dates are written; a list is tried in order.",
    "ambiguous": "Let the first fitting format win where several fit with different results.",
    "values": "The source's values and what they mean; others pass unchanged.",
    "otherwise": "What every value means that `values` does not name.",
    "scale": "A factor, such as 0.01 for percent.",
}


def datasets() -> str:
    """Every dataset with its columns."""
    return page(
        f"## Datasets\n\nContract version {CONTRACT_VERSION}. Times are read as local times of "
        "the source and stored in UTC beside their local calendar date. A file must have the "
        "required columns; what else it has that is not listed here is not read.",
        *map(_dataset, DATASETS.values()),
    )


def _dataset(dataset: Dataset) -> str:
    about = [
        ("key", codes(("source_system", *(k for k in dataset.key if k != "source_system")))),
        ("main date", f"`{dataset.main_date}`" if dataset.main_date else ""),
        ("at least one of", codes(dataset.at_least_one)),
        ("own rules", codes(rule.rule_id for rule in dataset.rules)),
    ]
    header = ("column", "required", "type", "allowed", "meaning", "also recognized as")
    return page(
        f"### {dataset.name}\n\n{dataset.question}",
        bullets(about),
        table(header, map(_column, dataset.columns)),
    )


def _column(column: Column) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        "required" if column.required else "",
        str(column.type),
        _allowed(column),
        column.description,
        ", ".join(column.aliases),
    )


def _allowed(column: Column) -> str:
    if column.allowed:
        return codes(column.allowed)
    if column.above is not None:
        return f"above {column.above:g}"
    if column.pattern:
        return f"`{column.pattern}`"
    if column.maximum is not None:
        return f"{column.minimum or 0:g} to {column.maximum:g}"
    if column.minimum is not None:
        return f"from {column.minimum:g}"
    return "not after the as-of day" if column.is_event else ""


def rules() -> str:
    """Every rule once, with an example of its message and fix."""
    return page(
        "## Rules\n\nAn error refuses the row, a warning keeps it. A message takes the row's own "
        "texts in the place of {names}. A rule that holds for several columns is shown with one.",
        "### Of every column, by its entry above",
        _rules_table(_once(_column_rules())),
        "### Of one dataset",
        _rules_table(_once((d.name, rule) for d in DATASETS.values() for rule in d.rules)),
        "### Of the whole extract, and compared with what the source sent before",
        table(
            [name for name in RULES_HEADER if name != "datasets"],
            ([f"`{r.rule_id}`", str(r.severity), r.message, r.how_to_fix] for r in _whole()),
        ),
    )


def _whole() -> tuple[Rule, ...]:
    return whole_extract.RULES


def _column_rules() -> Iterator[tuple[str, Rule]]:
    for dataset in DATASETS.values():
        for column in dataset.columns:
            yield from ((dataset.name, rule) for rule in column_rules(column, True))
        yield from ((dataset.name, rule) for rule in general_rules(dataset))


def _once(found: Iterator[tuple[str, Rule]]) -> list[tuple[Rule, list[str]]]:
    """Each rule_id by its first rule, with the datasets that have it."""
    by_id: dict[str, tuple[Rule, list[str]]] = {}
    for dataset, rule in found:
        names = by_id.setdefault(rule.rule_id, (rule, []))[1]
        if dataset not in names:
            names.append(dataset)
    return list(by_id.values())


def _rules_table(found: list[tuple[Rule, list[str]]]) -> str:
    rows = (
        [f"`{rule.rule_id}`", str(rule.severity), ", ".join(names), rule.message, rule.how_to_fix]
        for rule, names in found
    )
    return table(RULES_HEADER, rows)


def profile_keys() -> str:
    """Every key of a profile; a key without words here fails."""
    places = {"profile": "at the top", "file": "[file]", "rows": "[rows]", "units": "[units]"}
    rows = [
        (f"`{key}`", places[name], PROFILE_KEYS[key])
        for name, keys in profile.TABLES.items()
        for key in keys
    ]
    mapping = [
        (f"`{key}`", expected, MAPPING_KEYS[key]) for key, (_, expected) in profile.KINDS.items()
    ]
    return page(
        "## Profile keys",
        table(("key", "where", "meaning"), rows),
        "In `[columns]` a contract column is given a source column's name, or a table with exactly "
        f"one of {codes(profile.SOURCES)}, and beside it what follows:",
        table(("key", "takes", "meaning"), mapping),
    )

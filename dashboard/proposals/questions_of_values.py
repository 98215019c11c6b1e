"""Questions about what stands in the cells: codes nobody knows, empty ones, rows of totals."""

from typing import Any

from dashboard.contracts.synonyms import TOTALS
from dashboard.extracts.header import SPACES
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import literal, literals
from dashboard.proposals.facts import Facts, empty_n
from dashboard.proposals.matching import ID_COLUMNS, Match
from dashboard.proposals.proposal import Choice, ColumnProposal, Question


def unknown_values(
    proposed: dict[str, ColumnProposal], matches: dict[str, Match]
) -> list[Question]:
    """Ask what values mean that nothing is known of."""
    questions = []
    for name, one in proposed.items():
        unknown = one.unknown_values
        if not unknown:
            continue
        named = ", ".join(f"'{value.source}'" for value in unknown[:5])
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        rows_n = sum(value.rows_n for value in unknown)
        text = f"What is {name} where the file says {named}{more} ({rows_n} rows)?"
        choices = _of_unknown(one, matches[name].facts.name)
        questions.append(Question(f"{name} values", text, choices, is_required=False, suggested=0))
    return questions


def _of_unknown(one: ColumnProposal, header: str) -> tuple[Choice, ...]:
    """What can be done with unknown values; in a column that is left out, all are."""
    name, allows_other = one.column.name, "other" in one.column.allowed
    other_means = "Every value not listed counts as other."
    # `otherwise` would take allowed values, too, were they not listed
    themselves = {value: value for value in one.column.allowed if value not in _translated(one)}
    if one.entry is None:
        left_out = Choice("Leave it out", f"'{header}' is not read in.", {"columns": {name: None}})
        entry = {"column": header, "values": themselves, "otherwise": "other"}
        other = Choice("other", other_means, {"columns": {name: entry}})
        return (left_out, other) if allows_other else (left_out,)
    unknown = [value.source for value in one.unknown_values]
    nothing = dict.fromkeys([*unknown, *themselves])
    refused = {"otherwise": None, "values": nothing}
    choices = [_addition("Nothing yet", "Rows with these values are refused until each is mapped.",
                         name, refused)]  # fmt: skip
    if allows_other:
        listed = {"otherwise": "other", "values": nothing | themselves}
        choices.append(_addition("other", other_means, name, listed))
    if not one.column.required:
        missing = {"otherwise": None, "values": nothing | dict.fromkeys(unknown, "")}
        choices.append(_addition("Not given", f"The rows are kept, without {name}.",
                                 name, missing))  # fmt: skip
    return tuple(choices)


def _translated(one: ColumnProposal) -> dict[str, str]:
    return one.entry.get("values", {}) if isinstance(one.entry, dict) else {}


def _addition(label: str, meaning: str, name: str, keys: dict[str, Any]) -> Choice:
    return Choice(label, meaning, {"columns": {name: keys}}, is_addition=True)


def empty_codes(
    source: Source, proposed: dict[str, ColumnProposal], matches: dict[str, Match],
    skip_where: dict[str, list[str]],
) -> list[Question]:  # fmt: skip
    """Ask what an empty cell means in a column of codes or units that may not be empty.

    Totals, which are skipped, have no codes: their cells don't count.
    """
    questions = []
    for name, one in proposed.items():
        codes = ("UNASSIGNED",) if name == "unit_id" else one.column.allowed
        if not (one.column.required and codes) or one.entry is None:
            continue
        facts = matches[name].facts
        rows_n = empty_n(source, facts)
        if rows_n and skip_where:
            rows_n -= _empty_in_totals(source, facts, skip_where)
        if not rows_n:
            continue
        means = "These rows are refused, and can be filled in and sent again."
        choices = (
            _addition("Refuse them", means, name, {"values": {"": None}}),
            *(_addition(code, f"An empty cell counts as {code}.", name, {"values": {"": code}})
              for code in codes),
        )  # fmt: skip
        text = f"'{facts.name}' is empty or not known in {_rows(rows_n)}. What is {name} there?"
        questions.append(Question(f"{name} empty", text, choices, is_required=False, suggested=0))
    return questions


def _empty_in_totals(source: Source, facts: Facts, skip_where: dict[str, list[str]]) -> int:
    place = {name: number for number, name in enumerate(source.headers)}
    told = " or ".join(
        f"trim(c{place[name]}) in ({literals(texts)})" for name, texts in skip_where.items()
    )
    return int(
        source.con.execute(
            f"select count(*) from source where ({told})"
            f" and trim(coalesce(c{facts.position}, ''), {literal(SPACES)}) = ''"
        ).fetchall()[0][0]
    )


def _rows(rows_n: int) -> str:
    return "1 row" if rows_n == 1 else f"{rows_n:,} rows"


def total_rows(source: Source, matches: dict[str, Match]) -> dict[str, list[str]]:
    """Summary rows by the column that tells them: `skip_where` of a profile."""
    found: dict[str, list[str]] = {}
    for name in (*ID_COLUMNS, "unit_id"):
        if name not in matches:
            continue
        facts = matches[name].facts
        texts = source.con.execute(
            f"select distinct trim(c{facts.position}) from source"
            f" where lower(rtrim(trim(c{facts.position}), ':')) in (select unnest($1)) order by 1",
            [list(TOTALS)],
        ).fetchall()
        if texts:
            found[facts.name] = [text for (text,) in texts]
    return found


def about_total_rows(skip_where: dict[str, list[str]]) -> Question:
    """Say which summary rows are skipped, and offer to keep them."""
    named = "; ".join(f"'{name}' is {', '.join(texts)}" for name, texts in skip_where.items())
    return Question(
        "total_rows", f"Rows in which {named} look like totals. Are they left out?",
        (
            Choice("Skip them", "They are counted as skipped.",
                   {"rows": {"skip_where": skip_where}}),
            Choice("Keep them", "They are rows like others.", {"rows": {"skip_where": None}}),
        ),
        is_required=False, suggested=0,
    )  # fmt: skip

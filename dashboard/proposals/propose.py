"""The story of a proposal: look at the columns, find the dataset, match, translate, ask."""

from dataclasses import replace

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.extracts.reading import Source
from dashboard.extracts.recognizing import known_names
from dashboard.proposals import questions as ask
from dashboard.proposals import questions_of_values as ask_values
from dashboard.proposals.coded_values import entry_values, fitting_share, is_coded, value_proposals
from dashboard.proposals.datasets import decided, guess_datasets
from dashboard.proposals.facts import Facts, all_values, facts_of
from dashboard.proposals.matching import HARDLY_FITS, Match, match_columns
from dashboard.proposals.proposal import (
    ColumnProposal,
    Entry,
    Fate,
    Proposal,
    Question,
    SourceColumn,
    Sure,
)
from dashboard.proposals.written_dates import Dates, date_columns


def names_to_look_for() -> frozenset[str]:
    """All names by which a header is found before the dataset is known; `wanted` of read_source."""
    return frozenset().union(*map(known_names, DATASETS.values()))


def propose(source: Source, file_name: str, dataset: Dataset | None = None) -> Proposal:
    """Propose a dataset and a mapping for a file.

    Args:
        source: the file as it was read; for the header to be found among title lines, read it
            with `names_to_look_for()`.
        file_name: as the user calls it.
        dataset: the user's own choice; else it is found, or asked for.

    Returns:
        A proposal whose document can be saved as a profile, once its questions are answered.
    """
    facts = facts_of(source)
    guesses = guess_datasets(source, facts, file_name)
    if dataset is None:
        dataset, reason = decided(source, guesses)
    else:
        reason = f"You chose {dataset.name}."
    if dataset is None:
        return Proposal(
            None, reason, guesses, (), _source_columns(facts, {}),
            (ask.which_dataset(reason, guesses), ask.which_source(file_name)),
        )  # fmt: skip
    matches = match_columns(dataset, source, facts)
    dates = date_columns(source, dataset, matches)
    columns = {
        column.name: _column(source, column, matches.get(column.name), dates.get(column.name))
        for column in dataset.columns
    }
    skip_where = ask_values.total_rows(source, matches)
    null_values = _null_values(dataset, matches)
    return Proposal(
        dataset, reason, guesses, tuple(columns.values()),
        _source_columns(facts, {n: m for n, m in matches.items() if not columns[n].is_left_out}),
        _questions(source, dataset, facts, columns, matches, dates, file_name, skip_where),
        file={"null_values": ["", *null_values]} if null_values else {},
        rows={"skip_where": skip_where} if skip_where else {},
    )  # fmt: skip


def _column(
    source: Source, column: Column, match: Match | None, dates: Dates | None
) -> ColumnProposal:
    if match is None:
        return ColumnProposal(column, reason="No column of the file looks like it.")
    proposed = ColumnProposal(
        column, match.facts.name, match.found_by, match.sure, match.reason,
        match.facts.examples, others=match.others,
    )  # fmt: skip
    if dates is not None:
        sure = Sure.UNSURE if dates.entry is None else match.sure
        reason = f"{match.reason} {dates.reason}"
        return replace(proposed, entry=dates.entry, reason=reason, sure=sure)
    return _with_values(source, proposed, match) if is_coded(column) else proposed


def _with_values(source: Source, proposed: ColumnProposal, match: Match) -> ColumnProposal:
    """Translate its values; a column that may be missing is left out where hardly one is known."""
    column, name = proposed.column, match.facts.name
    values = value_proposals(column, all_values(source, match.facts))
    if not column.required and values and fitting_share(values) <= HARDLY_FITS:
        reason = f"{match.reason} Hardly one of its values is known, so it is left out."
        return replace(proposed, entry=None, values=values, sure=Sure.UNSURE, reason=reason)
    translated = entry_values(column, values)
    entry: Entry = {"column": name, "values": translated} if translated else name
    done = replace(proposed, entry=entry, values=values)
    is_sure = done.sure is not Sure.CERTAIN or not done.unknown_values
    return done if is_sure else replace(done, sure=Sure.UNSURE)


def _null_values(dataset: Dataset, matches: dict[str, Match]) -> list[str]:
    """Texts in the mapped columns that stand for missing values.

    Where any text is allowed, "Not stated" is a group of its own.
    """
    found = {
        text
        for name, match in matches.items()
        for text in match.facts.null_texts
        if " " not in text or not _takes_any_text(dataset.column(name))
    }
    return sorted(found, key=str.casefold)


def _takes_any_text(column: Column) -> bool:
    return column.type is Type.TEXT and not (column.required or column.allowed or column.pattern)


def _source_columns(
    facts: tuple[Facts, ...], matches: dict[str, Match]
) -> tuple[SourceColumn, ...]:
    return tuple(_source_column(one, matches) for one in facts)


def _source_column(facts: Facts, matches: dict[str, Match]) -> SourceColumn:
    to = tuple(name for name, match in matches.items() if match.facts.position == facts.position)
    if to:
        return SourceColumn(facts.name, Fate.MAPPED, f"becomes {', '.join(to)}", to, facts.examples)
    if reason := facts.identifies:
        reason = f"It looks as if it told who somebody is: {reason}. It is not read in."
        return SourceColumn(facts.name, Fate.IDENTIFIER, reason)
    if facts.is_free_text:
        return SourceColumn(
            facts.name, Fate.FREE_TEXT, "It looks like free text; it is not read in."
        )
    reason = "It is empty." if facts.filled_n == 0 else "Nothing in the contract looks like it."
    return SourceColumn(facts.name, Fate.IGNORED, reason, examples=facts.examples)


def _questions(
    source: Source, dataset: Dataset, facts: tuple[Facts, ...], columns: dict[str, ColumnProposal],
    matches: dict[str, Match], dates: dict[str, Dates], file_name: str,
    skip_where: dict[str, list[str]],
) -> tuple[Question, ...]:  # fmt: skip
    """All questions, the required ones first."""
    found = [
        ask.which_source(file_name),
        *ask.missing_columns(dataset, source, facts, columns, matches, file_name),
        *ask.unnamed_closing(facts, columns, matches),
        *(found.question for found in dates.values() if found.question),
        *ask.repeated_ids(dataset, facts, matches),
        *ask.repeated_names(source, matches),
        *ask_values.unknown_values(columns, matches),
        *ask_values.empty_codes(source, columns, matches, skip_where),
        *([ask_values.about_total_rows(skip_where)] if skip_where else []),
        *ask.link_keys(dataset, facts, matches),
    ]
    return tuple(sorted(found, key=lambda question: not question.is_required))

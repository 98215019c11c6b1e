"""What only the user can say of a file: source, dataset, columns, constants, repeated names."""

import re
from pathlib import PurePath
from typing import Any

from dashboard.contracts.column import Column
from dashboard.contracts.complaints import ENDINGS
from dashboard.contracts.dataset import Dataset
from dashboard.extracts.header import SPACES, matched, plain
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import literal
from dashboard.proposals.facts import Facts, is_nhs_number
from dashboard.proposals.matching import ID_COLUMNS, Match
from dashboard.proposals.proposal import Choice, ColumnProposal, DatasetGuess, Question

FEW_UNITS = 500  # a column with more different names holds no units
SENTINELS = re.compile(r"(01[/.-]01[/.-]1900|1900-01-01|31[/.-]12[/.-]9999|9999-12-31)")
OF_LINKS = re.compile(r"\b(nhs (no|number|num)|mrn|hospital (no|number)|patient (id|number))\b")


def which_source(file_name: str) -> Question:
    """Ask for the source's name; the file's name without dates is offered."""
    words = re.sub(r"[\d_\W]+", " ", PurePath(file_name).stem).casefold().split()
    slug = "_".join(words[:3])
    text = (
        "Which system is the file from? The same name each month: ids are compared, and earlier "
        "rows replaced, within one source."
    )
    choices = (Choice(slug, "from the file's name", {"source_system": slug}),) if slug else ()
    return Question("source_system", text, choices, suggested=0 if choices else None)


def which_dataset(reason: str, guesses: tuple[DatasetGuess, ...]) -> Question:
    """Ask what the file holds; nothing is guessed."""
    choices = tuple(
        Choice(guess.dataset.name, guess.dataset.question, {"dataset": guess.dataset.name})
        for guess in guesses
    )
    return Question("dataset", f"{reason} What does the file hold?", choices)


def missing_columns(
    dataset: Dataset, source: Source, facts: tuple[Facts, ...],
    proposed: dict[str, ColumnProposal], matches: dict[str, Match], file_name: str,
) -> list[Question]:  # fmt: skip
    """One question for each required column for which nothing was found."""
    free = tuple(one for one in facts if not any(m.facts is one for m in matches.values()))
    questions = []
    for name in dataset.required:
        if name in matches:
            continue
        column = dataset.column(name)
        if name in ID_COLUMNS:
            questions.append(_without_ids(column, facts, matches))
        elif name == "status" and "closed_at" in matches:
            questions.append(_status_by_closing(column, source, matches["closed_at"]))
        elif column.allowed:
            questions.append(
                _constant(column, _likely_constant(name, matches, proposed, file_name))
            )
        else:
            questions.append(_pick(column, free))
    if dataset.at_least_one and not set(dataset.at_least_one) & set(matches):
        questions.append(_no_answers(dataset))
    return questions


def _without_ids(column: Column, facts: tuple[Facts, ...], matches: dict[str, Match]) -> Question:
    used = [match.facts.name for match in matches.values()]
    told = [f.name for f in facts if f.filled_n and not (f.is_free_text or f.identifies)]
    hashed = [name for name in told if name in used] if len(told) > 20 else told
    row_number: dict[str, Any] = {"row_number": True}
    return Question(
        column.name,
        f"No column holds {column.name} ({_small(column.description)}). How is one made?",
        (
            Choice("From the row's content", "The same content in another file is the same row: "
                   "a file sent again corrects nothing twice, and equal rows in one file count "
                   f"once. Made of: {', '.join(hashed)}.",
                   {"columns": {column.name: {"hash": hashed}}}),
            Choice("From the row's number", "Every row counts. The same row in another file is "
                   "another one: send each period once, or replace it.",
                   {"columns": {column.name: row_number}}),
        ),
        suggested=0 if len(hashed) > 3 else 1,
    )  # fmt: skip


def _status_by_closing(column: Column, source: Source, closed: Match) -> Question:
    name = closed.facts.name
    empty = _sentinels(source, closed.facts)
    entry = {
        "column": name, "values": dict.fromkeys(["", *empty], "open"), "otherwise": "closed",
    }  # fmt: skip
    by_date = Choice(
        f"By '{name}'",
        f"closed where '{name}' holds a date, else open.",
        {"columns": {column.name: entry}},
    )
    text = f"No column says where a complaint stands. Does '{name}' say it?"
    return Question(column.name, text, (by_date, *_constants(column)), suggested=0)


def _sentinels(source: Source, facts: Facts) -> list[str]:
    """Dates of the whole column that stand for a missing one."""
    cell = f"trim(c{facts.position}, {literal(SPACES)})"
    texts = source.con.execute(
        f"select distinct {cell} from source where contains(c{facts.position}, '1900')"
        f" or contains(c{facts.position}, '9999') order by 1 limit 50"
    ).fetchall()
    return [text for (text,) in texts if SENTINELS.match(text)]


def _constant(column: Column, suggested: str | None) -> Question:
    place = column.allowed.index(suggested) if suggested else None
    text = f"No column holds {column.name} ({_small(column.description)}). Is it one for all rows?"
    return Question(column.name, text, _constants(column), suggested=place)


def _constants(column: Column) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, f"every row is {value}", {"columns": {column.name: {"constant": value}}})
        for value in column.allowed
    )


def _likely_constant(
    name: str, matches: dict[str, Match], proposed: dict[str, ColumnProposal], file_name: str
) -> str | None:
    words = plain(file_name)
    if name == "instrument":
        old = any("likely" in plain(value.source).split() for value in _values(proposed, "fft"))
        by_column = {
            "fft": "FFT_RECOMMEND" if old else "FFT",
            "hcahps_recommend": "HCAHPS", "overall_0_10": "HCAHPS", "ltr_0_10": "NPS",
        }  # fmt: skip
        return next((code for column, code in by_column.items() if column in matches), None)
    if name == "contact_type":
        kinds = (("pals", "pals_enquiry"), ("grievance", "grievance"), ("concern", "concern"),
                 ("complaint", "complaint"))  # fmt: skip
        return next((code for word, code in kinds if word in words), None)
    return None


def _values(proposed: dict[str, ColumnProposal], name: str) -> tuple[Any, ...]:
    return proposed[name].values if name in proposed else ()


def _pick(column: Column, facts: tuple[Facts, ...]) -> Question:
    """Ask for a source column: of units those with few names, else all that are no free text."""
    fitting = [one for one in facts if one.filled_n and not (one.is_free_text or one.identifies)]
    if column.name == "unit_id":
        fitting = [f for f in fitting if 1 < f.distinct_n <= FEW_UNITS and not f.is_date
                   and not f.is_unique and f.number_share < 0.5]  # fmt: skip
    choices = [
        Choice(
            f"'{one.name}'",
            f"such as {', '.join(one.examples)}",
            {"columns": {column.name: one.name}},
        )
        for one in fitting
    ]
    if column.name == "unit_id":
        none = {"columns": {column.name: {"constant": "UNASSIGNED"}}}
        choices.append(Choice("None", "All rows count as not assigned to a unit.", none))
    text = f"Which column is {column.name} ({_small(column.description)})?"
    return Question(column.name, text, tuple(choices))


def _no_answers(dataset: Dataset) -> Question:
    names = ", ".join(dataset.at_least_one)
    text = f"No column holds {names}; at least one of them is needed. Map it by hand."
    return Question(dataset.at_least_one[0], text)


def unnamed_closing(
    facts: tuple[Facts, ...], proposed: dict[str, ColumnProposal], matches: dict[str, Match]
) -> list[Question]:
    """Ask for the day of the closing where rows have ended and no column is known to hold it.

    A day of the response may be it, too: in many hospitals the letter closes the case.
    """
    ended = [v for v in _values(proposed, "status") if v.target in ENDINGS]
    if not ended or "closed_at" in matches:
        return []
    taken = {match.facts.name for name, match in matches.items() if name != "response_sent_at"}
    days = [one for one in facts if one.is_date and one.name not in taken]
    choices = tuple(
        Choice(f"'{one.name}'", f"such as {', '.join(one.examples)}",
               {"columns": {"closed_at": one.name}})
        for one in days
    )  # fmt: skip
    rows_n = sum(value.rows_n for value in ended)
    text = (
        "Which column is closed_at (the final closing)? Without it the rows that have ended, "
        f"{rows_n:,} by their status, are refused."
    )
    return [Question("closed_at", text, choices, is_required=False)] if choices else []


def repeated_names(source: Source, matches: dict[str, Match]) -> list[Question]:
    """One question for each mapped column whose name stands in the header more than once."""
    questions = []
    for name, match in matches.items():
        base = re.sub(r"\.\d+$", "", match.facts.name)
        if matched(base) not in source.repeated:
            continue
        same = [h for h in source.headers if matched(re.sub(r"\.\d+$", "", h)) == matched(base)]
        choices = tuple(
            Choice(
                f"the {place}. from the left", f"addressed as '{header}'",
                {"columns": {name: header}},
            )
            for place, header in enumerate(same, start=1)
        )  # fmt: skip
        text = f"The header names '{base}' {len(same)} times. Which one is {name}?"
        at = same.index(match.facts.name)
        questions.append(Question(name, text, choices, is_required=False, suggested=at))
    return questions


def repeated_ids(
    dataset: Dataset, facts: tuple[Facts, ...], matches: dict[str, Match]
) -> list[Question]:
    """Ask what to do where the id stands in several rows: an event log, or another id is meant."""
    questions = []
    for name in ID_COLUMNS:
        match = matches.get(name) if name in dataset.by_name else None
        if match is None or match.facts.distinct_n == match.facts.filled_n:
            continue
        again_n = match.facts.filled_n - match.facts.distinct_n
        shown = match.facts.name
        unique = [f for f in facts if f.is_unique and f.filled_n >= match.facts.filled_n
                  and not f.is_date and not f.identifies]  # fmt: skip
        choices = (
            Choice("Keep the last row of each", f"'{shown}' is one {dataset.name[:-1]}; of its "
                   "rows the last one in the file counts, the others are skipped.",
                   {"rows": {"one_per": shown}}),
            *(Choice(f"'{f.name}' is the id", f"no value of '{f.name}' stands twice",
                     {"columns": {name: f.name}}) for f in unique),
            Choice("Refuse the later ones", f"{again_n} rows are refused as duplicates.",
                   {"rows": {"one_per": None}}),
        )  # fmt: skip
        text = f"{again_n} rows repeat a value of '{shown}' that an earlier row has. What are they?"
        questions.append(
            Question(
                f"{name} repeated", text, choices, is_required=False, suggested=len(choices) - 1
            )
        )
    return questions


def link_keys(
    dataset: Dataset, facts: tuple[Facts, ...], matches: dict[str, Match]
) -> list[Question]:
    """Offer to link patients by a keyed hash of their number; by default they are not linked."""
    if "patient_link_key" not in dataset.by_name or "patient_link_key" in matches:
        return []
    numbers = [
        one.name for one in facts
        if OF_LINKS.search(plain(one.name))
        or (one.values and all(is_nhs_number(text) for text, _ in one.values))
    ]  # fmt: skip
    if not numbers:
        return []
    hashed = tuple(
        Choice(f"By '{name}'", "A keyed hash is made in memory; the number itself is never "
               "stored. It needs DASHBOARD_LINK_KEY.",
               {"columns": {"patient_link_key": {"hmac": name}}})
        for name in numbers
    )  # fmt: skip
    none = Choice("No link", "The column is not read in.", {"columns": {"patient_link_key": None}})
    text = "Shall complaints and survey answers of the same patient be linked?"
    return [Question("patient_link_key", text, (none, *hashed), is_required=False, suggested=0)]


def _small(text: str) -> str:
    return text[0].lower() + text[1:]

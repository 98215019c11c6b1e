"""What the data can answer: measures × sources, with the missing column named."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.measure import Measure
from dashboard.measures.registry import MEASURES
from dashboard.measures.verdicts import Verdict

ANSWERED = "yes"
NO_SOURCE = "no source"
COLUMNS = ("number", "can be answered")
ANY, ANY_OTHER, NO_TIME = "every", "every other", "no time set"
UNSAID = ("", ANY)
TIMES = {
    "acknowledge_within": "Acknowledged within",
    "answer_within": "Answered within",
    "answer_at_the_latest": "At the latest",
}
CLOCK = (*TIMES, "spoken_resolved_within", "is_from_consent", "restarts_at_stage")


def answerable(ask: Ask) -> pa.Table:
    """A row a measure: whether it can be answered, and what each source gives of what it needs.

    A source's cell says "gives what is needed" or names the missing columns; it is empty where the
    measure asks nothing of the source's dataset.
    """
    sources = ask("methods/sources").to_pylist()
    facts = [row for row in sources if row["dataset"] in _needed_datasets()]
    rows = [_row(measure, facts) for measure in MEASURES.values()]
    columns = [*COLUMNS, *(_name(source) for source in facts)]
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns})


def verdict(grid: pa.Table) -> Verdict:
    """Say how many numbers can be answered, and what the first others lack."""
    answers = dict(zip(*(grid[name].to_pylist() for name in COLUMNS), strict=True))
    missing = {title: said for title, said in answers.items() if said != ANSWERED}
    if not missing:
        return verdicts.nothing(f"All {len(answers)} numbers can be answered.")
    named = phrases.named(
        [f"{title} ({said.removeprefix('no: ')})" for title, said in missing.items()]
    )
    able = f"{len(answers) - len(missing)} of {len(answers)} numbers can be answered"
    return verdicts.nothing(f"{able}. Not: {named}.")


def years_missing(ask: Ask) -> str:
    """Say which years the calendar lacks, for how many complaints, and how to add them."""
    rows = ask("methods/years_missing").to_pylist()
    if not rows:
        return ""
    years = phrases.named([str(row["year_missing"]) for row in rows])
    have = phrases.counted(
        sum(row["complaints_n"] for row in rows), "complaint has", "complaints have"
    )
    return (
        f"The calendar of working days does not know {years}, so {have} no day set. Extend it in "
        "the settings, [calendar] from_year and to_year, with the closures of those years."
    )


def clocks(ask: Ask) -> pa.Table:
    """A row a clock in force, in words: for which complaints, how long, and what else holds.

    Kinds and complexities with the same clock share a row; a column that says nothing is left out.
    """
    found = ask("methods/clocks").to_pylist()
    complexities = {row["complexity"] for row in found}
    staged = {row["contact_type"] for row in found if row["stage"]}
    kinds: dict[tuple[Any, ...], dict[str, set[str]]] = {}
    for row in found:
        of_kind = kinds.setdefault((row["stage"], *(row[name] for name in CLOCK)), {})
        of_kind.setdefault(row["contact_type"], set()).add(row["complexity"])
    rows = [
        {
            "For": ", ".join(kind.replace("_", " ") for kind in each),
            "Complexity": ANY if own == complexities else ", ".join(sorted(own)),
            "Stage": stage or (ANY_OTHER if staged.intersection(each) else ANY),
            **_times(dict(zip(CLOCK, clock, strict=True))),
        }
        for (stage, *clock), of_kind in kinds.items()
        for own, each in _together(of_kind)
    ]
    named = (
        [name for name in rows[0] if any(row[name] not in UNSAID for row in rows)] if rows else []
    )
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in named})


def _together(of_kind: dict[str, set[str]]) -> list[tuple[set[str], list[str]]]:
    """Kinds of complaint by the complexities that they share a clock for."""
    shared: list[tuple[set[str], list[str]]] = []
    for kind, own in of_kind.items():
        each = next((kinds for known, kinds in shared if known == own), None)
        if each is None:
            shared.append((own, [kind]))
        else:
            each.append(kind)
    return shared


def _times(clock: Mapping[str, Any]) -> dict[str, str]:
    """A clock in words; "at the latest" and what else holds are empty where nothing is said."""
    latest = clock["answer_at_the_latest"] or ""
    lengths = {title: clock[name] or NO_TIME for name, title in TIMES.items()}
    spoken = clock["spoken_resolved_within"]
    also = {
        f"spoken ones resolved within {spoken} are not counted": spoken,
        "the answer's clock starts at consent where that is needed": clock["is_from_consent"],
        "a later stage starts the answer's clock anew": clock["restarts_at_stage"],
    }
    said = "; ".join(words for words, holds in also.items() if holds)
    return {**lengths, TIMES["answer_at_the_latest"]: latest, "What else": said}


def _needed_datasets() -> set[str]:
    return {dataset for measure in MEASURES.values() for dataset in measure.needs}


def _row(measure: Measure, sources: list[dict[str, Any]]) -> dict[str, str]:
    cells = {_name(source): _cell(measure, source) for source in sources}
    return {"number": measure.title, "can be answered": _verdict(measure, sources), **cells}


def _name(source: Mapping[str, Any]) -> str:
    return f"{source['dataset']} of {source['source_system']}"


def _cell(measure: Measure, source: Mapping[str, Any]) -> str:
    if source["dataset"] not in measure.needs:
        return ""
    missing = _missing(measure, source)
    return f"no {', '.join(missing)}" if missing else "gives what is needed"


def _missing(measure: Measure, source: Mapping[str, Any]) -> list[str]:
    given = set(source["mapped_columns"] or ())
    return [column for column in measure.needs[source["dataset"]] if column not in given]


def _verdict(measure: Measure, sources: list[dict[str, Any]]) -> str:
    """Yes where each needed dataset (or, if either suffices, one) has a source with all columns."""
    gaps = {dataset: _gap(measure, dataset, sources) for dataset in measure.needs}
    if measure.either_of and "" in gaps.values():
        return ANSWERED
    said = [gap for gap in gaps.values() if gap]
    joint = " and " if measure.either_of else "; "
    return f"no: {joint.join(said)}" if said else ANSWERED


def _gap(measure: Measure, dataset: str, sources: list[dict[str, Any]]) -> str:
    own = [source for source in sources if source["dataset"] == dataset]
    if not own:
        return f"{NO_SOURCE} of {dataset}"
    missing = min((_missing(measure, source) for source in own), key=len)
    return f"no source of {dataset} gives {', '.join(missing)}" if missing else ""

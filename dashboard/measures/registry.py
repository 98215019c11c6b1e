"""The one list of measures: pages, "?", Methods, command line and documentation read it.

What each of them is stands in definitions/, a file a theme.
"""

from dataclasses import replace

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures.by_subject import SEVERAL, SUBJECT
from dashboard.measures.definitions import clocks, loyalty, subjects, timeliness, word_of_mouth
from dashboard.measures.measure import Measure
from dashboard.measures.rows import MeasureRow, MeasureTable, for_board, noted
from dashboard.measures.selection import Selection
from dashboard.measures.subjects import PRIMARY_ALONE
from dashboard.settings import Standards

_ALL = (
    *timeliness.MEASURES,
    *clocks.MEASURES,
    *loyalty.MEASURES,
    *word_of_mouth.MEASURES,
    *subjects.MEASURES,
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


def definition(name: str) -> Measure:
    """Give a measure by name.

    Raises:
        WrongUsage: there is none of that name; the text lists those there are.
    """
    try:
        return MEASURES[name]
    except KeyError:
        allowed = ", ".join(MEASURES)
        raise WrongUsage(f"There is no measure '{name}'. Measures are: {allowed}.") from None


def answer(name: str, ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Answer a measure for a selection.

    Raises:
        WrongUsage: the measure is unknown, or can't be grouped or filtered like that.
    """
    return for_audience(answer_in_full(name, ask, selection, standards), standards)


def answer_in_full(name: str, ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Answer a measure with all exclusions: whoever shows it goes through `for_audience`."""
    check(name, selection)
    table = definition(name).answer(ask, selection, standards)
    if selection.by == SUBJECT:
        table = _of_several(table)
    if any(row.n or row.suppressed for row in table.rows):
        return table
    return _without_a_source(ask, table)


def for_audience(table: MeasureTable, standards: Standards) -> MeasureTable:
    """Leave out what its audience may not see of a measure's answer."""
    if standards.audience == "internal":
        return table
    return replace(table, rows=tuple(for_board(row, standards.floor_n) for row in table.rows))


def _of_several(table: MeasureTable) -> MeasureTable:
    """Say in each row of a subject that a complaint may count in several."""

    def note(row: MeasureRow) -> str | None:
        is_said = SEVERAL in (row.note or "") or PRIMARY_ALONE in (row.note or "")
        return row.note if is_said or row.suppressed else noted(row.note, SEVERAL)

    return replace(table, rows=tuple(replace(row, note=note(row)) for row in table.rows))


def _without_a_source(ask: Ask, table: MeasureTable) -> MeasureTable:
    """Say "not measurable" where no source sends what the measure needs, instead of "no data"."""
    measure = definition(table.measure)
    sent = {source["dataset"] for source in ask("methods/sources").to_pylist()}
    missing = [dataset for dataset in measure.needs if dataset not in sent]
    if not missing or (measure.either_of and len(missing) < len(measure.needs)):
        return table
    note = f"not measurable: no source sends {' or '.join(missing)}"
    return replace(table, rows=tuple(replace(row, note=note) for row in table.rows))


def check(name: str, selection: Selection) -> None:
    """See that a measure can be grouped and filtered like that; it asks nothing.

    Raises:
        WrongUsage: it can't; the text lists what is allowed.
    """
    measure = definition(name)
    if selection.by is not None and selection.by not in measure.groups:
        allowed = ", ".join(measure.groups)
        raise WrongUsage(f"{name} can't be grouped by '{selection.by}'. Groups are: {allowed}.")
    for column, _ in selection.where:
        if column not in measure.columns:
            allowed = ", ".join(measure.columns)
            raise WrongUsage(f"{name} can't be filtered by '{column}'. Columns are: {allowed}.")

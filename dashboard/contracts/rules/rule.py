"""A rule says what is wrong with a row; the runner in extracts/ says how to find it. Pure data."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a breach does: an error refuses the row, a warning keeps it."""

    ERROR = "error"
    WARNING = "warning"


FOUND_BY_THE_INTAKE = "false"
"""The condition of a rule whose breach no single row shows: the intake finds it."""


@dataclass(frozen=True)
class Rule:
    """One check of one dataset.

    `broken_when` is a DuckDB condition over the typed columns of a row; it may also name the
    local dates (closed_on), `as_of`, and the text as it stood in the file (`raw_closed_at`).
    A null condition means not broken. `message` takes the row's own texts by column name. The
    finding is shown at `columns[0]`.
    """

    rule_id: str
    severity: Severity
    columns: tuple[str, ...]
    broken_when: str
    message: str
    how_to_fix: str

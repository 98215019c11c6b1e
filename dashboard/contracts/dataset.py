"""What one dataset must hold: columns, key, main date and rules. Pure data."""

from dataclasses import dataclass
from functools import cached_property

from dashboard.contracts.column import Column, Type
from dashboard.contracts.rules.rule import Rule

STORED_FIRST = (("source_system", "VARCHAR"), ("extract_id", "VARCHAR"), ("line", "BIGINT"))


@dataclass(frozen=True)
class Dataset:
    """A kind of table. The key holds within a source_system, which every key includes."""

    name: str
    question: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    main_date: str | None = None
    rules: tuple[Rule, ...] = ()
    at_least_one: tuple[str, ...] = ()
    can_replace_period: bool = True

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by their contract names."""
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        """Give one column; KeyError where the contract has none of that name."""
        return self.by_name[name]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def main_day(self) -> str | None:
        """The stored DATE column of the main date: received_on, event_date, month."""
        if self.main_date is None:
            return None
        return self.column(self.main_date).local_date or self.main_date

    def stored_columns(self) -> tuple[tuple[str, str], ...]:
        """Name and DuckDB type of every stored column, in order.

        First source_system, extract_id and line (1 = the first line of the user's file); after
        each time x_at its local calendar date x_on, so that nothing later needs a time zone.
        """
        stored = list(STORED_FIRST)
        for column in self.columns:
            if column.name == "source_system":  # of unit_aliases: it takes the first place
                continue
            stored.append((column.name, str(column.type)))
            if column.local_date is not None:
                stored.append((column.local_date, str(Type.DATE)))
        return tuple(stored)

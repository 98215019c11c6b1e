"""One column of a dataset, as data. Pure: it reads no file and runs no query."""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The types a contract uses, by their DuckDB names."""

    TEXT = "VARCHAR"
    TEXTS = "VARCHAR[]"
    TIME = "TIMESTAMP"  # UTC; the local calendar date is stored beside it
    DATE = "DATE"
    BOOLEAN = "BOOLEAN"
    SMALL = "TINYINT"
    WHOLE = "INTEGER"
    COUNT = "BIGINT"
    NUMBER = "DOUBLE"


NUMERIC = frozenset({Type.SMALL, Type.WHOLE, Type.COUNT, Type.NUMBER})


@dataclass(frozen=True)
class Column:
    """A column: what it holds, what is allowed in it, and under which names sources call it.

    `minimum` and `maximum` are inclusive unless `above` is given (exclusive). A column that may
    not lie in the future is marked by `is_event`: its date must not be after the extract's as_of.
    Without `has_sentinels` 1900-01-01 and 9999-12-31 are dates like others: always, for ever.
    A column that `is_subject` is read in any spelling that its row's taxonomy knows.
    """

    name: str
    type: Type
    description: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    pattern: str | None = None
    is_event: bool = False
    has_sentinels: bool = True
    is_subject: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def local_date(self) -> str | None:
        """Name of the local calendar date stored beside a time: closed_at has closed_on."""
        return self.name.removesuffix("_at") + "_on" if self.type is Type.TIME else None

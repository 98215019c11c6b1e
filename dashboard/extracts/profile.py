"""A profile: how one source's columns become the contract's columns. It reads TOML, never data."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.errors import WrongUsage
from dashboard.extracts.dates import checked_formats, checked_timezone

TABLES = {
    "profile": ("dataset", "source_system", "timezone", "file", "columns", "rows", "units"),
    "file": (
        "encoding", "delimiter", "header", "skip_rows", "sheet", "null_values", "thousands",
        "decimal",
    ),
    "rows": ("one_per", "order_by", "skip_where"),
    "units": ("register",),
}  # fmt: skip
SOURCES = ("column", "columns", "constant", "row_number", "hash", "hmac")
OF_THE_FILE = ("column", "columns")  # the sources by which rows can be ordered
KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "column": (lambda v: isinstance(v, str), "a column's name"),
    "columns": (lambda v: _is_texts(v), "a list of columns' names"),
    "separator": (lambda v: isinstance(v, str), "a text"),
    "constant": (lambda v: _is_one(v), "one value"),
    "row_number": (lambda v: v is True, "true"),
    "hash": (lambda v: isinstance(v, str) or _is_texts(v), "a list of columns' names"),
    "hmac": (lambda v: isinstance(v, str), "a column's name"),
    "format": (lambda v: isinstance(v, str) or _is_texts(v), "a format or a list of formats"),
    "ambiguous": (lambda v: v == "first", '"first"'),
    "values": (lambda v: _is_table(v), "a table of values"),
    "otherwise": (lambda v: _is_one(v), "one value"),
    "scale": (lambda v: type(v) in (int, float) and isfinite(v), "a number"),
}
OF_TEXTS = ("format", "ambiguous", "values", "otherwise", "scale")
WITH = {  # what may stand beside each source
    "column": OF_TEXTS, "columns": ("separator", *OF_TEXTS), "constant": OF_TEXTS,
    "row_number": (), "hash": (), "hmac": (),
}  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """Where one contract column comes from; exactly one of the sources is given."""

    columns: tuple[str, ...] = ()  # one, or several joined by the separator
    separator: str = " "
    constant: str | None = None
    row_number: bool = False
    hash: tuple[str, ...] = ()
    hmac: str | None = None
    formats: tuple[str, ...] = ()
    first_format_wins: bool = False
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    scale: float | None = None

    @property
    def source_columns(self) -> tuple[str, ...]:
        """Every source column this mapping reads."""
        return self.columns + self.hash + ((self.hmac,) if self.hmac else ())


@dataclass(frozen=True)
class FileOptions:
    """What the profile says of the file itself; None is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    skip_rows: int | None = None
    sheet: str | None = None
    null_values: tuple[str, ...] = ("",)
    thousands: str | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class RowOptions:
    """Which rows count: summary rows are skipped, and of an event log only the last row is kept."""

    one_per: str | None = None
    order_by: Mapping | None = None
    skip_where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Profile:
    """A whole profile; `name` is its file name and `content_hash` is part of the extract's id."""

    dataset: str | None = None
    source_system: str | None = None
    timezone: str | None = None
    file: FileOptions = field(default_factory=FileOptions)
    columns: tuple[tuple[str, Mapping], ...] | None = None  # None: recognized by name
    rows: RowOptions = field(default_factory=RowOptions)
    register_units: bool = False
    name: str | None = None
    content_hash: str = ""


def read_profile(path: Path) -> Profile:
    """Read and check a profile.

    Raises:
        WrongUsage: the file is missing, is no TOML, or has a key that profiles don't know; the
            text names it and says what is allowed.
    """
    try:
        content = path.read_bytes()
        document = tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise WrongUsage(f"There is no profile {path}.") from None
    except OSError as error:
        raise WrongUsage(f"The profile {path} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(f"The profile {path} is no valid TOML: {error}.") from None
    return parse_profile(document, path.name, hashlib.sha256(content).hexdigest())


def parse_profile(document: dict[str, Any], name: str, content_hash: str) -> Profile:
    """Turn a parsed TOML document into a Profile; see `read_profile` for the errors."""
    _known(document, TABLES["profile"], "the profile")
    tables = {table: _table(document, table) for table in ("file", "rows", "units")}
    for table, content in tables.items():
        _known(content, TABLES[table], f"[{table}]")
    dataset = _dataset(document)
    columns = _columns(document, dataset)
    return Profile(
        dataset=document.get("dataset"),
        source_system=_text(document, "source_system"),
        timezone=_timezone(document),
        file=_file_options(tables["file"]),
        columns=columns,
        rows=_row_options(tables["rows"]),
        register_units=_flag(tables["units"], "register", False),
        name=name,
        content_hash=content_hash,
    )


def _known(table: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise WrongUsage(
                f"Unknown key '{key}' in {where}. Allowed are: {', '.join(sorted(allowed))}."
            )


def _table(document: dict[str, Any], name: str) -> dict[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise WrongUsage(f"[{name}] of the profile must be a table.")
    return table


def _text(table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise WrongUsage(f"'{key}' of the profile must be a text in quotes.")
    return value


def _character(table: dict[str, Any], key: str) -> str | None:
    value = _text(table, key)
    if value is not None and len(value) != 1:
        raise WrongUsage(f"'{key}' of the profile must be one character.")
    return value


def _flag(table: dict[str, Any], key: str, default: bool) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise WrongUsage(f"'{key}' of the profile must be true or false.")
    return value


def _dataset(document: dict[str, Any]) -> Dataset | None:
    name = _text(document, "dataset")
    if name is None:
        return None
    if name not in DATASETS:
        raise WrongUsage(f"Unknown dataset '{name}'. Datasets are: {', '.join(DATASETS)}.")
    return DATASETS[name]


def _timezone(document: dict[str, Any]) -> str | None:
    name = _text(document, "timezone")
    return name if name is None else checked_timezone(name)


def _file_options(table: dict[str, Any]) -> FileOptions:
    null_values = table.get("null_values", [""])
    skip_rows = table.get("skip_rows")
    if not isinstance(null_values, list) or not all(isinstance(v, str) for v in null_values):
        raise WrongUsage("'null_values' of the profile must be a list of texts.")
    if skip_rows is not None and (type(skip_rows) is not int or skip_rows < 0):
        raise WrongUsage("'skip_rows' of the profile must be a whole number from 0.")
    return FileOptions(
        encoding=_text(table, "encoding"),
        delimiter=_delimiter(table),
        header=_flag(table, "header", True) if "header" in table else None,
        skip_rows=skip_rows,
        sheet=_text(table, "sheet"),
        null_values=tuple(value.strip() for value in null_values),
        **_number_marks(table),
    )


def _delimiter(table: dict[str, Any]) -> str | None:
    delimiter = _character(table, "delimiter")
    if delimiter in ('"', "\n", "\r"):
        raise WrongUsage("'delimiter' of the profile can't be a quotation mark or a line break.")
    return delimiter


def _number_marks(table: dict[str, Any]) -> dict[str, str | None]:
    """The marks of thousands and of decimals; where only one is given, the other can't be it."""
    thousands, decimal = _character(table, "thousands"), _character(table, "decimal")
    if thousands is not None and thousands == decimal:
        raise WrongUsage("'thousands' and 'decimal' of the profile can't be the same character.")
    if thousands == "." and decimal is None:
        decimal = ","
    return {"thousands": thousands, "decimal": decimal}


def _row_options(table: dict[str, Any]) -> RowOptions:
    skip_where = table.get("skip_where", {})
    if not isinstance(skip_where, dict):
        raise WrongUsage("'skip_where' of the profile must be a table of columns and lists.")
    for name, values in skip_where.items():
        if not all(map(_is_one, values if isinstance(values, list) else [values])):
            raise WrongUsage(f"'{name}' of 'skip_where' in [rows] must be a list of values.")
    order_by = table.get("order_by")
    if order_by is not None and "one_per" not in table:
        raise WrongUsage("'order_by' in [rows] needs 'one_per': of which rows is the last kept?")
    return RowOptions(
        one_per=_text(table, "one_per"),
        order_by=_mapping("order_by", order_by, "[rows]") if order_by is not None else None,
        skip_where=tuple((name, _texts(value)) for name, value in skip_where.items()),
    )


def _columns(
    document: dict[str, Any], dataset: Dataset | None
) -> tuple[tuple[str, Mapping], ...] | None:
    if "columns" not in document:
        return None
    table = _table(document, "columns")
    if dataset is not None:
        _known(table, tuple(dataset.by_name), f"[columns] of the dataset {dataset.name}")
    return tuple((name, _mapping(name, value)) for name, value in table.items())


def _mapping(name: str, value: Any, table: str = "[columns]") -> Mapping:
    if isinstance(value, str):
        return Mapping(columns=(value,))
    if not isinstance(value, dict):
        raise WrongUsage(f"'{name}' in {table} must be a column's name or a table.")
    known = OF_THE_FILE if table == "[rows]" else SOURCES
    _known(value, (*known, "separator", *OF_TEXTS), f"{table} {name}")
    sources = [source for source in known if source in value]
    if len(sources) != 1:
        raise WrongUsage(f"'{name}' in {table} needs exactly one of: {', '.join(known)}.")
    _known(value, (*sources, *WITH[sources[0]]), f"{table} {name} beside '{sources[0]}'")
    _plain(f"'{name}' in {table}", value)
    return Mapping(
        columns=(value["column"],) if "column" in value else _texts(value.get("columns", ())),
        separator=value.get("separator", " "),
        constant=_as_text(value["constant"]) if "constant" in value else None,
        row_number=value.get("row_number", False),
        hash=_texts(value.get("hash", ())),
        hmac=value.get("hmac"),
        formats=checked_formats(name, _texts(value.get("format", ()))),
        first_format_wins="ambiguous" in value,
        values=tuple((key, _as_text(new)) for key, new in value.get("values", {}).items()),
        otherwise=_as_text(value["otherwise"]) if "otherwise" in value else None,
        scale=value.get("scale"),
    )


def _plain(where: str, value: dict[str, Any]) -> None:
    """Refuse keys of a mapping whose values are of a wrong kind."""
    for key, content in value.items():
        if not KINDS[key][0](content):
            raise WrongUsage(f"'{key}' of {where} must be {KINDS[key][1]}.")


def _is_one(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_one, value.values()))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else (value,)
    return tuple(_as_text(item) for item in items)


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

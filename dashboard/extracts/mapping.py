"""From text columns to the contract's columns, still as text: skip, keep one per key, map."""

from dataclasses import dataclass, field, replace

from dashboard.contracts.column import Type
from dashboard.contracts.dataset import Dataset
from dashboard.errors import Refused
from dashboard.extracts.dates import DateFormats, detect, local_time
from dashboard.extracts.header import SPACES, matched, short
from dashboard.extracts.linking import add_links
from dashboard.extracts.profile import Mapping, Profile
from dashboard.extracts.reading import Source
from dashboard.extracts.recognizing import known_names, recognize
from dashboard.extracts.sql_text import literal, literals
from dashboard.extracts.sql_text import name as quoted

LINES_NAMED, COLUMNS_NAMED = 10, 30  # in a message
COLUMNS_NAMED = 30
COLUMNS_AT_ONCE = 200  # DuckDB compares each expression with all others: 5,000 take a minute


@dataclass
class Mapped:
    """A table `mapped` (line, then a text column per mapped contract column).

    columns: contract name → mapping; skipped: how many rows the profile left out, and
    skipped_lines the first of them.
    """

    dataset: Dataset
    columns: dict[str, Mapping]
    skipped: int
    skipped_lines: tuple[int, ...] = ()
    shown_as: dict[str, str] = field(default_factory=dict)  # contract column → the user's own name
    typed_days: frozenset[str] = frozenset()  # contract columns that the file has as dates by type
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by contract column
    some_days: frozenset[str] = frozenset()  # contract columns in which days may also stand as ISO
    is_unlinked: bool = False  # the profile makes link keys, and there is no key to make them with


def wanted_names(profile: Profile, dataset: Dataset) -> frozenset[str]:
    """Matched names by which a header is found: the profile's columns, else all known ones."""
    if profile.columns is None:
        return known_names(dataset)
    return frozenset(map(matched, named_columns(profile, dict(profile.columns))))


def map_rows(source: Source, profile: Profile, dataset: Dataset, link_key: str | None) -> Mapped:
    """Skip, keep one row per key, and map.

    Raises:
        Refused: a source column that the profile names, or a required column, is not in the file.
    """
    columns = dict(profile.columns) if profile.columns is not None else recognize(dataset, source)
    order_by = _order_mapping(source, profile, columns)
    profile = replace(profile, rows=replace(profile.rows, order_by=order_by))
    _need_source_columns(source, profile, columns)
    _need_required(dataset, columns, source)
    _need_clear_days(dataset, columns, source)
    is_trimmed = _clean(source, profile)
    is_unlinked = add_links(source, columns, link_key)
    texts = {name: _of_column(source, dataset, name, columns[name]) for name in columns}
    _skip(source, profile, texts)
    skipped = source.con.execute(
        "select count(*), list(line order by line)[:$1] from skipped", [LINES_NAMED]
    ).fetchall()[0]
    selected = "".join(f", {text} as {quoted('raw_' + name)}" for name, text in texts.items())
    if is_trimmed and not skipped[0] and all(map(_is_plain, columns.values())):
        source.con.execute(f"create or replace view mapped as select line{selected} from cleaned")
    else:
        source.con.execute(
            f"create or replace table mapped_texts as select line{selected}"
            " from cleaned anti join skipped using (line)"
        )
        source.con.execute("create or replace view mapped as from mapped_texts")
    return Mapped(
        dataset, columns, skipped[0], tuple(skipped[1] or ()), _shown_as(source, columns),
        _places_in(source.typed_days, source, columns),
        _places(source, columns), _places_in(source.some_days, source, columns), is_unlinked,
    )  # fmt: skip


def _need_source_columns(source: Source, profile: Profile, columns: dict[str, Mapping]) -> None:
    named = named_columns(profile, columns)
    missing = sorted({name for name in named if source.position(name) is None})
    if missing:
        raise Refused(
            f"The file has no column {_listed(missing)}, which the profile names. "
            f"Its columns are: {_named(source)}."
        )
    twice = sorted({name for name in named if matched(name) in source.repeated})
    if twice and profile.columns is None:
        raise Refused(
            f"The header names {_listed(twice)} more than once, so it is not clear which is meant. "
            f"Rename one, or write a profile: the second is addressed as '{twice[0]}.2'."
        )


def _order_mapping(source: Source, profile: Profile, columns: dict[str, Mapping]) -> Mapping | None:
    """What rows are ordered by: a column of the file, else a contract column of that name."""
    order_by = profile.rows.order_by
    if order_by is None or len(order_by.columns) != 1:
        return order_by
    name = order_by.columns[0]
    return order_by if source.position(name) is not None else columns.get(name, order_by)


def named_columns(profile: Profile, columns: dict[str, Mapping]) -> list[str]:
    """Every source column that a profile with these columns reads."""
    named = [name for mapping in columns.values() for name in mapping.source_columns]
    named += [name for name, _ in profile.rows.skip_where]
    if profile.rows.order_by is not None:
        named += profile.rows.order_by.source_columns
    if profile.rows.one_per is not None and profile.rows.one_per not in columns:
        named.append(profile.rows.one_per)
    return named


def _need_required(dataset: Dataset, columns: dict[str, Mapping], source: Source) -> None:
    missing = [name for name in dataset.required if name not in columns]
    if missing:
        raise Refused(
            f"Rows of {dataset.name} need {_listed(missing)}, and no column of the file is known "
            "to hold that. Say which one does, on the upload page or in [columns] of a profile. "
            f"The file's columns are: {_named(source)}."
        )
    if dataset.at_least_one and not set(dataset.at_least_one) & set(columns):
        raise Refused(
            f"Rows of {dataset.name} need at least one of {', '.join(dataset.at_least_one)}, and "
            "no column of the file is known to hold one. Say which one does, on the upload page or "
            f"in [columns] of a profile. The file's columns are: {_named(source)}."
        )


def _need_clear_days(dataset: Dataset, columns: dict[str, Mapping], source: Source) -> None:
    """Ask where a spreadsheet seems to have read a column's dates in the wrong order."""
    for name in _places_in(source.swapped_days, source, columns):
        if dataset.column(name).type in (Type.DATE, Type.TIME) and not columns[name].formats:
            raise Refused(
                f"'{columns[name].columns[0]}' holds days as texts, such as 13/04/2024, beside days"
                " as dates, none of them after the 12th: so a spreadsheet leaves dates that it has"
                " read in the wrong order, with day and month exchanged. Export them again as"
                " 2024-04-13; or, where they are right, give the texts' format in the profile."
            )


def _named(source: Source) -> str:
    """The file's own columns as a message names them: not so many that it is not read."""
    more_n = len(source.headers) - COLUMNS_NAMED
    return ", ".join(map(short, source.headers[:COLUMNS_NAMED])) + (
        f" and {more_n} more" if more_n > 0 else ""
    )


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _clean(source: Source, profile: Profile) -> bool:
    """Trim every cell and turn the null values into nulls, before anything else looks at it.

    Returns:
        Whether no cell had to be trimmed.
    """
    nulls = literals(dict.fromkeys(("", *profile.file.null_values)))
    # Most cells have nothing to trim, and to see that takes half the time of trimming them.
    source.con.execute(
        "create or replace macro trimmed(x) as"
        " case when regexp_full_match(x, '[!-~]([ -~]*[!-~])?') then x"
        f" else trim(replace(x, '\u00a0', ' '), {literal(SPACES)}) end"
    )
    source.con.execute(
        f"create or replace macro given(x) as case when x not in ({nulls}) then x end"
    )
    trim = _columns_to_trim(source)
    cells = ", ".join(
        f"given({f'trimmed(c{number})' if number in trim else f'c{number}'}) as c{number}"
        for number in range(len(source.headers))
    )
    source.con.execute(f"create or replace view cleaned as select line, {cells} from source")
    return not trim


def _columns_to_trim(source: Source) -> frozenset[int]:
    """Columns in which a cell may have to be trimmed: most have none, and that is soon seen."""
    is_trimmed = [
        f"bool_and({c} = '' or {c} >= '!' and strlen({c}) = length({c}) and right({c}, 1) >= '!')"
        for c in (f"c{number}" for number in range(len(source.headers)))
    ]
    found: list[bool | None] = []
    for first in range(0, len(is_trimmed), COLUMNS_AT_ONCE):
        some = ", ".join(is_trimmed[first : first + COLUMNS_AT_ONCE])
        found += source.con.execute(f"select {some} from source").fetchall()[0]
    return frozenset(number for number, is_so in enumerate(found) if is_so is False)


def _cell(source: Source, name: str) -> str:
    return f"c{source.position(name)}"


def _of_column(source: Source, dataset: Dataset, name: str, mapping: Mapping) -> str:
    """SQL for a contract column's text; in a list, `values` translate the whole or each item."""
    if dataset.column(name).type is not Type.TEXTS or not mapping.values:
        return _text(source, mapping)
    text = _text(source, replace(mapping, values=(), otherwise=None))
    items = f"string_split({text}, ';')"
    each = f"list_transform({items}, lambda item: {_translated('trim(item)', mapping)})"
    return _translated(text, mapping, f"array_to_string({each}, ';')")


def _text(source: Source, mapping: Mapping) -> str:
    """SQL for the text that a mapping takes from a row."""
    if mapping.constant is not None:
        return _translated(_literal(mapping.constant), mapping)
    if mapping.row_number:
        return f"{literal(source.sha256[:8] + '-')} || line"
    if mapping.hash:
        cells = ", ".join(f"coalesce({_cell(source, name)}, '')" for name in mapping.hash)
        return f"left(sha256(concat_ws('\x1f', {cells})), 32)"
    if mapping.hmac:
        return f"link_{source.position(mapping.hmac)}(cleaned.c{source.position(mapping.hmac)})"
    cells = ", ".join(_cell(source, name) for name in mapping.columns)
    text = (
        cells
        if len(mapping.columns) == 1
        else (f"nullif(concat_ws({literal(mapping.separator)}, {cells}), '')")
    )
    return _translated(text, mapping)


def _translated(text: str, mapping: Mapping, unlisted: str | None = None) -> str:
    """SQL for `values` and `otherwise`: what is not listed passes unchanged without otherwise.

    An empty cell is no value that is "not listed": it stays empty unless values name "".
    """
    if not mapping.values and mapping.otherwise is None:
        return text
    values = {cleaned(old): new for old, new in mapping.values}
    empty = _literal(values.pop("")) if "" in values else "null"
    listed = "".join(
        f" when {text} = {literal(old)} then {_literal(new)}" for old, new in values.items()
    )
    other = unlisted or (_literal(mapping.otherwise) if mapping.otherwise is not None else text)
    return f"case when {text} is null then {empty}{listed} else {other} end"


def _is_plain(mapping: Mapping) -> bool:
    """Whether a mapping takes a cell as it is, which costs nothing each time."""
    is_made = mapping.values or mapping.hash or mapping.hmac or mapping.row_number
    return not is_made and mapping.otherwise is None and len(mapping.columns) <= 1


def _literal(text: str) -> str:
    """A text that the profile gives; an empty one is a missing value."""
    return literal(text) if cleaned(text) else "cast(null as varchar)"


def cleaned(text: str) -> str:
    """A profile's text in the form in which cells are compared with it."""
    return text.replace("\u00a0", " ").strip(SPACES)


def _skip(source: Source, profile: Profile, texts: dict[str, str]) -> None:
    """Make the table `skipped` (line): summary rows first, then all but the last of each key."""
    summary = [
        f"coalesce({_cell(source, name)}, '') in ({literals(map(cleaned, values))})"
        for name, values in profile.rows.skip_where
        if values
    ]
    source.con.execute(
        "create or replace table skipped as select line from cleaned where "
        + (" or ".join(summary) or "false")
    )
    if profile.rows.one_per is None:
        return
    key = texts.get(profile.rows.one_per) or _cell(source, profile.rows.one_per)
    order = _order_by(source, profile.rows.order_by)
    source.con.execute(
        "insert into skipped select line from (select line, row_number() over"
        f" (partition by {key} order by {order}line desc) as place, {key} as key"
        " from cleaned anti join skipped using (line)) where place > 1 and key is not null"
    )


def _order_by(source: Source, mapping: Mapping | None) -> str:
    """SQL that puts the latest row first; rows without a readable time come last.

    Raises:
        Refused: no row has a time that can be read.
    """
    if mapping is None:
        return ""
    source.con.execute(
        f"create or replace temp view ordered as select {_text(source, mapping)} as moment"
        " from cleaned"
    )
    shown = " + ".join(mapping.source_columns)
    formats = (
        DateFormats(mapping.formats)
        if mapping.formats and not _places_in(source.typed_days, source, {"order_by": mapping})
        else detect(source.con, {"order_by": "moment"}, {"order_by": shown}, "ordered")["order_by"]
    )
    by_time, by_number = local_time("moment", formats, "UTC"), "try_cast(moment as double)"
    texts_n, times_n, numbers_n = source.con.execute(
        f"select count(moment), count({by_time}), count({by_number}) from ordered"
    ).fetchall()[0]
    if texts_n and not times_n and numbers_n < texts_n:
        raise Refused(
            f"order_by can't compare '{shown}' as times: no row fits. Give its format in the "
            "profile's [rows]."
        )
    moment = by_time if times_n or not numbers_n else by_number
    return f"{moment.replace('moment', _text(source, mapping))} desc nulls last, "


def _places_in(days: frozenset[int], source: Source, columns: dict[str, Mapping]) -> frozenset[str]:
    """Contract columns taken, untranslated, from one of the file's columns that hold days."""
    return frozenset(
        name
        for name, mapping in columns.items()
        if len(mapping.columns) == 1
        and not mapping.values
        and source.position(mapping.columns[0]) in days
    )


def _places(source: Source, columns: dict[str, Mapping]) -> dict[str, tuple[int, ...]]:
    """The file's columns that each contract column is made of."""
    found = {name: map(source.position, columns[name].source_columns) for name in columns}
    return {name: tuple(p for p in places if p is not None) for name, places in found.items()}


def _shown_as(source: Source, columns: dict[str, Mapping]) -> dict[str, str]:
    shown = {}
    for name, mapping in columns.items():
        own = [
            source.headers[p] for p in map(source.position, mapping.source_columns) if p is not None
        ]
        shown[name] = " + ".join(own) or name
    return shown

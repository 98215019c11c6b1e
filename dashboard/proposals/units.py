"""Which registered unit a source's own name means: proposed by likeness, confirmed once, kept."""

import csv
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb

from dashboard.extracts.comparing import Before
from dashboard.extracts.intake import Checked, Request, check_file, store_rows
from dashboard.extracts.temporary import own_folder
from dashboard.extracts.units import EVENT_DAYS, UNASSIGNED, UnknownUnit, unknown_units
from dashboard.proposals.likeness import likeness, normal
from dashboard.store.records import Extract
from dashboard.store.store import Store

NEW = "(new unit)"  # an answer beside unit ids and UNASSIGNED
LIKE, CLEARLY = 78.0, 6.0  # of 100: from which a unit is proposed, and how far before the next
WORTH_SHOWING, CANDIDATES = 63.0, 5
NOT_RECORDED = "Not recorded"
SINCE_EVER = date(1900, 1, 1)  # nobody said since when a new unit has been there


class Certainty(StrEnum):
    """How sure a match is; a certain one needs no more than a look."""

    CERTAIN = "certain"  # the same name, written otherwise
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True)
class KnownUnit:
    """A unit that could be meant, with every name that it is or was known by."""

    unit_id: str
    unit_name: str
    department: str = ""
    site: str = ""
    valid_from: date | None = None  # None: open, to either side
    valid_to: date | None = None
    other_names: tuple[tuple[str, str], ...] = ()  # (name, the source that calls it so)
    is_registered: bool = True  # False: only other sources' rows name it


@dataclass(frozen=True)
class Candidate:
    """A unit that could be meant, how alike the names are (0 to 100), and why."""

    unit: KnownUnit
    likeness: float
    reason: str


@dataclass(frozen=True)
class UnitMatch:
    """What is proposed for one name of the file; `proposed` is a unit_id or None."""

    unknown: UnknownUnit
    certainty: Certainty
    proposed: str | None
    candidates: tuple[Candidate, ...]
    reason: str


@dataclass(frozen=True)
class NewUnit:
    """What is registered for a name that is a unit of its own."""

    unit_name: str
    department: str = NOT_RECORDED
    site: str | None = None
    valid_from: date = SINCE_EVER


def propose_units(checked: Checked, store: Store | None) -> tuple[UnitMatch, ...]:
    """Propose a unit for each name that nobody knows, the commonest first.

    Names that the same source registered before by its profile are units already and are left
    out: next month needs no question.
    """
    unknown = unknown_units(checked.source.con, checked.mapped)
    if store is None or not unknown:
        return tuple(_match(one, ()) for one in unknown)
    published = _published(store)
    seen = _registered_by_rows(store, published)
    own = {name for name, source in seen if source == checked.manifest.source_system}
    units = known_units(store)
    return tuple(_match(one, units) for one in unknown if one.name not in own)


def known_units(store: Store) -> tuple[KnownUnit, ...]:
    """All units that a name can be matched with: registered ones, then those other rows name."""
    published = _published(store)
    before = Before(store, (), published)
    newest_last = [e.extract_id for e in sorted(published, key=lambda extract: extract.as_of)]
    named = _rows(NAMED, before.all_files("units"), newest_last)
    called = _rows(CALLED, before.all_files("unit_aliases"), newest_last)
    registered = {unit_id: KnownUnit(unit_id, *rest) for unit_id, *rest in named}
    names: dict[str, list[tuple[str, str]]] = {}
    for unit_id, name, source in called:
        names.setdefault(unit_id, []).append((name, source))
    aliased = {(source, name) for _, name, source in called}
    for name, source in _registered_by_rows(store, published):
        if name not in registered and (source, name) not in aliased:
            registered[name] = KnownUnit(name, name, is_registered=False)
    return tuple(
        replace(unit, other_names=tuple(names.get(unit.unit_id, ())))
        for unit in registered.values()
    )


NAMED = """
    select
        unit_id,
        unit_name,
        department,
        coalesce(site, ''),
        min(valid_from) over (partition by unit_id),
        nullif(max(coalesce(valid_to, date '9999-12-31')) over (partition by unit_id), '9999-12-31')
    from read_parquet($files, hive_partitioning = true, hive_types_autocast = false)
    qualify row_number() over (
        partition by unit_id order by valid_from desc, list_position($newest_last, extract_id) desc
    ) = 1
    order by unit_id
"""
"""Units by their newest name, with the first and the last day on which they were valid."""
CALLED = """
    select unit_id, source_unit, source_system
    from read_parquet($files, hive_partitioning = true, hive_types_autocast = false)
    qualify row_number() over (
        partition by source_system, source_unit, valid_from
        order by list_position($newest_last, extract_id) desc
    ) = 1
    order by unit_id, source_unit, source_system
"""
"""What sources call a unit, by the latest word of each."""


def _rows(query: str, files: list[str], newest_last: list[str]) -> list[tuple[Any, ...]]:
    if not files:
        return []
    with duckdb.connect() as con:
        given = {"files": files, "newest_last": newest_last}
        return con.execute(query, given).fetchall()


def store_matches(
    store: Store,
    matches: dict[str, str],
    *,
    source_system: str,
    as_of: date,
    by: str,
    new_units: dict[str, NewUnit] | None = None,
) -> tuple[str, ...]:
    """Store what was confirmed, visible to nobody yet; nothing where there is nothing to store.

    Args:
        store: where the file goes.
        matches: by the source's name a unit_id, UNASSIGNED or NEW.
        source_system: the file's source.
        as_of: the file's.
        by: who confirmed.
        new_units: name, department and site of those that are NEW; each may be missing.

    Returns:
        Ids of the extracts, for `Request.beside` and `publish_stored`.

    Raises:
        Refused: the store can't be written, or two names can't be told apart.
    """
    new = {name: _new_unit(name, new_units or {}) for name, to in matches.items() if to == NEW}
    aliases = {name: to for name, to in matches.items() if to not in (NEW, name)}
    as_of = max([as_of, *(e.as_of for e in _published(store) if e.dataset in CONFIRMED)])
    confirming = Request(Path(), as_of, source_system=source_system, by=by)
    ids = []
    if new:
        rows = [[name, u.unit_name, u.department, u.site, u.valid_from] for name, u in new.items()]
        ids.append(_stored(store, replace(confirming, dataset="units"), CONFIRMED["units"], rows))
    if aliases:
        rows = [[source_system, name, unit_id] for name, unit_id in sorted(aliases.items())]
        asked = replace(confirming, dataset="unit_aliases")
        ids.append(_stored(store, asked, CONFIRMED["unit_aliases"], rows))
    return tuple(ids)


CONFIRMED = {
    "units": ["unit_id", "unit_name", "department", "site", "valid_from"],
    "unit_aliases": ["source_system", "source_unit", "unit_id"],
}
"""Columns of the extracts that confirmed matches become."""


def _stored(store: Store, request: Request, header: list[str], rows: list[list[Any]]) -> str:
    """Send the rows the way of every file: nothing reaches the store unchecked."""
    with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
        path = Path(folder) / f"confirmed_{request.dataset}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([header, *rows])
        checked = check_file(replace(request, file=path), store)
        return store_rows(checked, store).extract_id or ""


def _new_unit(name: str, given: dict[str, NewUnit]) -> NewUnit:
    return given.get(name) or NewUnit(name)


def _published(store: Store) -> tuple[Extract, ...]:
    current = store.current()
    return store.extracts_of(current) if current else ()


def _registered_by_rows(
    store: Store, published: tuple[Extract, ...]
) -> tuple[tuple[str, str], ...]:
    """Names of units, with their source, that rows registered because a profile says so."""
    found: set[tuple[str, str]] = set()
    for dataset in EVENT_DAYS:
        ids = [e.extract_id for e in published if e.dataset == dataset and e.register_units]
        files = store.parquet_files(dataset, ids)
        if files:
            with duckdb.connect() as con:
                found |= set(
                    con.execute(
                        "select distinct unit_id, source_system from read_parquet($files)"
                        " where unit_id <> $unassigned",
                        {"files": files, "unassigned": UNASSIGNED},
                    ).fetchall()
                )
    return tuple(sorted(found))


def _match(unknown: UnknownUnit, units: tuple[KnownUnit, ...]) -> UnitMatch:
    name = normal(unknown.name)
    candidates = sorted(
        (_candidate(unknown.name, name, unit) for unit in units if _is_valid(unit, unknown)),
        key=lambda one: (-one.likeness, not one.unit.is_registered, one.unit.unit_id),
    )
    near = tuple(one for one in candidates if one.likeness >= WORTH_SHOWING)[:CANDIDATES]
    certainty = _certainty(near)
    if certainty is not Certainty.NONE:
        return UnitMatch(unknown, certainty, near[0].unit.unit_id, near, near[0].reason)
    return UnitMatch(unknown, certainty, None, near, _why_none(unknown, near, units))


def _is_valid(unit: KnownUnit, unknown: UnknownUnit) -> bool:
    """Whether the unit was there on any of the days of the rows."""
    ended = unit.valid_to and unknown.first_on and unit.valid_to < unknown.first_on
    begins_later = unit.valid_from and unknown.last_on and unit.valid_from > unknown.last_on
    return not (ended or begins_later)


def _certainty(near: tuple[Candidate, ...]) -> Certainty:
    same = [one for one in near if one.likeness == 100]
    if len(same) == 1:
        return Certainty.CERTAIN
    if not near or near[0].likeness < LIKE:
        return Certainty.NONE
    is_clear = len(near) == 1 or near[0].likeness - near[1].likeness >= CLEARLY
    return Certainty.LIKELY if is_clear else Certainty.NONE


def _why_none(
    unknown: UnknownUnit, near: tuple[Candidate, ...], units: tuple[KnownUnit, ...]
) -> str:
    itself = next((unit for unit in units if unit.unit_id == unknown.name), None)
    if itself is not None:
        first, last = itself.valid_from or "ever", itself.valid_to or "now"
        return f"It is a unit from {first} to {last} only; these rows are of other days."
    return "Several units have a name like it." if near else "No unit has a name like it."


def _candidate(shown: str, name: str, unit: KnownUnit) -> Candidate:
    """The best reason why a unit could be meant."""
    scores = [
        (100.0 if normal(text) == name else min(99.0, likeness(name, normal(text))), reason)
        for text, reason in _names(unit)
        if text
    ]
    score, reason = max(scores, key=lambda pair: pair[0])
    how = "the same as" if score == 100 else "like"
    return Candidate(unit, round(score, 1), f"'{shown}' is {how} {reason}.")


def _names(unit: KnownUnit) -> list[tuple[str, str]]:
    """Every name of a unit, with what is said of it; the place may stand beside the name."""
    names = [
        (unit.unit_id, f"the unit's id {unit.unit_id}"),
        (unit.unit_name, f"the unit's name {unit.unit_name}"),
    ]
    for place, kind in ((unit.site, "site"), (unit.department, "department")):
        if place:
            names.append(
                (
                    f"{place} {unit.unit_name}",
                    f"the unit's {kind} and name {place} {unit.unit_name}",
                )
            )
    names += [(name, f"what {source} calls the unit: {name}") for name, source in unit.other_names]
    return names

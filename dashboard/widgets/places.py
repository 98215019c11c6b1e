"""The tree of sites, departments and units in the filter bar. Pure: rows in, choices out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """One choice of the tree: a site, a department of it, or a unit."""

    label: str  # unique, since links carry it
    unit_ids: tuple[str, ...]


def tree(units: Iterable[Mapping[str, Any]]) -> dict[str, Place]:
    """List places from rows of unit_id, unit_name, department, site; by label, in tree order."""
    rows = sorted(units, key=lambda row: (row["site"], row["department"], row["unit_name"]))
    sites, departments = _grouped(rows, "site"), _grouped(rows, "site", "department")
    repeated = Counter(row["unit_name"] for row in rows)
    departments_named = Counter(department for _, department in departments)
    places: list[Place] = []
    for (site,), site_rows in sites.items():
        if len(sites) > 1:
            places.append(_place(f"{site} (site)", site_rows))
        for (of_site, department), rows_here in departments.items():
            if of_site != site:
                continue
            where = f", {site}" if departments_named[department] > 1 else " (department)"
            if len(departments) > 1:
                places.append(_place(f"{department}{where}", rows_here))
            places.extend(_unit(row, repeated) for row in rows_here)
    return {place.label: place for place in places}


def _unit(row: Mapping[str, Any], repeated: Counter[str]) -> Place:
    name, unit_id = row["unit_name"], row["unit_id"]
    return Place(f"{name} ({unit_id})" if repeated[name] > 1 else name, (unit_id,))


def _place(label: str, rows: list[Mapping[str, Any]]) -> Place:
    return Place(label, tuple(row["unit_id"] for row in rows))


def _grouped(
    rows: list[Mapping[str, Any]], *names: str
) -> dict[tuple[str, ...], list[Mapping[str, Any]]]:
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    return groups

"""Find one person's rows in every extract: by a complaint, a link key, and what joins both."""

from dataclasses import dataclass
from functools import reduce

import pyarrow.compute as pc
import pyarrow.dataset as ds

from dashboard.contracts.registry import DATASETS
from dashboard.store.erasing import Where
from dashboard.store.store import Store

NOBODY = ds.scalar(False)
Complaint = tuple[str, str]  # source_system, complaint_id


@dataclass(frozen=True)
class Person:
    """Who is meant: a complaint's id (of one source, where it is given) or a link key."""

    complaint: str | None = None
    link: str | None = None
    source: str | None = None


def rows_of(person: Person, store: Store) -> tuple[Where, Where]:
    """Which rows are the person's, and which other rows name one of their complaints.

    A complaint leads to its link key, and a link key to further complaints and surveys, until
    nothing new is found. A row of somebody else's that repeats such a complaint keeps all but
    that reference.
    """
    complaints: set[Complaint] = set()
    links = {person.link.strip().lower()} if person.link else set()
    if person.complaint is not None:  # whose subjects may have come without it
        complaints |= _only_of(person, store)
    while True:
        known_n = len(complaints) + len(links)
        for condition in _conditions(person, complaints, links):
            found = _found(store, condition)
            complaints |= {(source, complaint) for source, complaint, _ in found}
            links |= {link.lower() for _, _, link in found if link}
        if len(complaints) + len(links) == known_n:
            break
    erased = {name: _of_person(name, complaints, links) for name in DATASETS}
    emptied = {
        name: named(complaints, "repeat_of") & ~erased[name]
        for name, dataset in DATASETS.items()
        if "repeat_of" in dataset.by_name
    }
    return erased, emptied


def _conditions(person: Person, complaints: set[Complaint], links: set[str]) -> list[ds.Expression]:
    conditions = [named(complaints, "complaint_id"), _linked(links)]
    if person.complaint is not None:
        by_id = pc.field("complaint_id").isin([person.complaint.strip()])
        conditions.append(
            by_id & pc.field("source_system").isin([person.source]) if person.source else by_id
        )
    return conditions


def _found(store: Store, condition: ds.Expression) -> list[tuple[str, str, str | None]]:
    rows = store.tables.rows("complaints")
    if rows is None:
        return []
    names = ["source_system", "complaint_id", "patient_link_key"]
    table = rows.scanner(columns=names, filter=condition).to_table()
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def _only_of(person: Person, store: Store) -> set[Complaint]:
    """Complaints of that id that subjects name, in whichever sources."""
    rows = store.tables.rows("complaint_issues")
    if rows is None or person.complaint is None:
        return set()
    names = ["source_system", "complaint_id"]
    condition = pc.field("complaint_id").isin([person.complaint.strip()])
    table = rows.scanner(columns=names, filter=condition).to_table()
    found = set(zip(*(table[name].to_pylist() for name in names), strict=True))
    return {each for each in found if person.source in (None, each[0])}


def _of_person(name: str, complaints: set[Complaint], links: set[str]) -> ds.Expression:
    columns = DATASETS[name].by_name
    condition = NOBODY
    if "complaint_id" in columns:
        condition = condition | named(complaints, "complaint_id")
    if "patient_link_key" in columns:
        condition = condition | _linked(links)
    return condition


def named(complaints: set[Complaint], column: str) -> ds.Expression:
    """Rows whose column names one of the complaints of their own source; never null."""
    by_source: dict[str, list[str]] = {}
    for source, complaint in complaints:
        by_source.setdefault(source, []).append(complaint)
    each = [
        pc.field("source_system").isin([source]) & pc.field(column).isin(ids)
        for source, ids in by_source.items()
    ]
    return reduce(lambda left, right: left | right, each, NOBODY)


def _linked(links: set[str]) -> ds.Expression:
    return pc.utf8_lower(pc.field("patient_link_key")).isin(sorted(links)) if links else NOBODY

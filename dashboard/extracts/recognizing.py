"""Which column of a file a contract column is, by name: the contract's own, or an alias."""

from collections.abc import Callable
from enum import IntEnum

from dashboard.contracts.column import Column
from dashboard.contracts.dataset import Dataset
from dashboard.extracts.header import matched, plain
from dashboard.extracts.profile import Mapping
from dashboard.extracts.reading import Source


class Named(IntEnum):
    """How a name was recognized; the lower, the surer."""

    OWN = 1  # the contract's name
    ALIAS = 2  # a name known of other systems
    SPELLED = 3  # one of both, written otherwise: ComplaintID, Complaint-ID


def candidates(column: Column, source: Source) -> list[tuple[Named, int]]:
    """The file's columns that bear a name of the contract column; free text is never among them."""
    if column.name == "free_text":
        return []
    names = (column.name, *column.aliases)
    found: dict[int, Named] = {}
    for how, form, known in (
        (Named.OWN, matched, names[:1]),
        (Named.ALIAS, matched, names[1:]),
        (Named.SPELLED, plain, names),
    ):
        for position in _positions(source, form, known):
            found.setdefault(position, how)
    return [(how, position) for position, how in found.items()]


def recognize(dataset: Dataset, source: Source) -> dict[str, Mapping]:
    """Map columns by their contract names, else by the aliases known of other systems."""
    named = {column.name: candidates(column, source) for column in dataset.columns}
    found: dict[str, int] = {}
    for how in Named:
        for name, known in named.items():
            free = (p for by, p in known if by is how and p not in found.values())
            if name not in found and (position := next(free, None)) is not None:
                found[name] = position
    return {name: Mapping(columns=(source.headers[at],)) for name, at in found.items()}


def known_names(dataset: Dataset) -> frozenset[str]:
    """Matched names and aliases of all its columns, by which a header is found."""
    return frozenset(
        matched(name) for column in dataset.columns for name in (column.name, *column.aliases)
    )


def _positions(source: Source, form: Callable[[str], str], known: tuple[str, ...]) -> list[int]:
    """Places of the columns whose names have one of the known forms, in the order of the known."""
    places: dict[str, list[int]] = {}
    for position, header in enumerate(source.headers):
        places.setdefault(form(header), []).append(position)
    for name, position in source.short_names.items():  # the lower part of a header of two rows
        places.setdefault(form(name), []).append(position)
    return [position for name in map(form, known) if name for position in places.get(name, [])]

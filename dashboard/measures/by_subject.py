"""Complaints by what they are about: which subjects are chosen, and a group for each. Pure.

A complaint may have several subjects. It counts once under each, so that groups overlap; a part of
a question tells the complaints about one subject from all others.
"""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.contracts.taxonomies import TAXONOMIES
from dashboard.errors import WrongUsage
from dashboard.mart.catalog import ISSUE, OF_SUBJECT
from dashboard.measures.selection import Selection

SUBJECT = "subject"
COLUMNS = ("subject", "taxonomy", "is_primary")
"""What `--where` may name of a complaint's subjects."""
PRIMARY = "primary "
NOT_CODED = "not coded"
SEVERAL = "a complaint with several subjects counts under each"


class Chosen:
    """Which subjects `where` names, of those that occur; names are "HCAT: Safety"."""

    def __init__(self, selection: Selection, known: tuple[str, ...]) -> None:
        self.subjects = _values(selection, "subject")
        self.given = _values(selection, "taxonomy")
        self.is_primary = bool(_values(selection, "is_primary"))
        occurring = tuple(dict.fromkeys(parted(name)[0] for name in known))
        self.taxonomies = tuple(t for t in occurring if t in self.given or not self.given)
        self.is_any = bool(self.subjects or self.given or self.is_primary)

    def names(self, known: tuple[str, ...]) -> list[str]:
        """The subjects chosen, in their taxonomy's order, those of no list by the alphabet."""
        chosen = [
            name
            for name in known
            if parted(name)[0] in self.taxonomies
            and (not self.subjects or {name, parted(name)[1]} & set(self.subjects))
        ]
        return sorted(chosen, key=place_of)

    def wanted(self) -> tuple[tuple[str, str], ...]:
        """What complaints must be about, as the rows' own condition; alternatives of one column."""
        taxonomies = self.taxonomies or self.given or ("",)
        both = [s if ": " in s else f"{t}: {s}" for t in taxonomies for s in self.subjects]
        names = dict.fromkeys(both) or dict.fromkeys(taxonomies)
        return tuple((ISSUE, f"{self._mark}{name}") for name in names) if self.is_any else ()

    def parts(self, known: tuple[str, ...]) -> dict[str, str]:
        """A part for each subject and for each taxonomy, and the name of the group it gives."""
        names = self.names(known)
        several = len({parted(name)[0] for name in names}) > 1
        shown = {name: name if several else parted(name)[1] for name in names}
        for taxonomy in () if self.subjects else self.taxonomies:
            shown[taxonomy] = f"{taxonomy}: {NOT_CODED}" if several else NOT_CODED
        return {f"{self._mark}{name}{OF_SUBJECT}": group for name, group in shown.items()}

    @property
    def _mark(self) -> str:
        return PRIMARY if self.is_primary else ""


def without_subjects(selection: Selection) -> Selection:
    """The selection without what it says of subjects."""
    rest = tuple(pair for pair in selection.where if pair[0] not in COLUMNS)
    return replace(selection, where=rest)


def named_by(chosen: Chosen, known: tuple[str, ...], table: pa.Table) -> pa.Table:
    """Make one part `subject` of the parts that a question was asked by.

    Args:
        chosen: the subjects.
        known: all that occur.
        table: an answer with columns part and group_name, by `Chosen.parts`.
    """
    kept = []
    for part, group in chosen.parts(known).items():
        is_coded = parted(part.removesuffix(OF_SUBJECT))[1] != ""
        here = "yes" if is_coded else "not recorded"
        rows = table.filter(
            pc.and_(pc.equal(table["part"], part), pc.equal(table["group_name"], here))
        )
        if rows.num_rows:
            kept.append(_as_group(rows, group))
    return pa.concat_tables(kept) if kept else table.slice(0, 0)


def named_in_cells(chosen: Chosen, known: tuple[str, ...], table: pa.Table) -> pa.Table:
    """Make part and group_name of the columns taxonomy and subject of an answer from cells."""
    kept = []
    for part, group in chosen.parts(known).items():
        taxonomy, subject = parted(part.removesuffix(OF_SUBJECT))
        is_subject = (
            pc.equal(table["subject"], subject) if subject else pc.is_null(table["subject"])
        )
        rows = table.filter(pc.and_(pc.equal(table["taxonomy"], taxonomy), is_subject))
        if rows.num_rows:
            kept.append(_as_group(rows.drop_columns(["taxonomy", "subject"]), group, is_new=True))
    empty = _as_group(table.slice(0, 0).drop_columns(["taxonomy", "subject"]), "", is_new=True)
    return pa.concat_tables(kept) if kept else empty


def parted(name: str) -> tuple[str, str]:
    """Taxonomy and subject of a name: "HCAT: Safety" is ("HCAT", "Safety")."""
    taxonomy, _, subject = name.removeprefix(PRIMARY).partition(": ")
    return taxonomy, subject


def place_of(name: str) -> tuple[int, int, str]:
    """Where a name stands: by its taxonomy, there in the list's own order, else by the alphabet."""
    taxonomy, subject = parted(name)
    taxonomies = list(TAXONOMIES)
    codes = [each.code for each in TAXONOMIES.get(taxonomy, ())]
    at = taxonomies.index(taxonomy) if taxonomy in taxonomies else len(taxonomies)
    return at, codes.index(subject) if subject in codes else len(codes), subject


def _values(selection: Selection, column: str) -> tuple[str, ...]:
    """The values that `where` gives for a column.

    Raises:
        WrongUsage: is_primary is asked for with another value than true.
    """
    values = tuple(value for name, value in selection.where if name == column)
    if column == "is_primary" and set(values) - {"true"}:
        raise WrongUsage("--where is_primary takes true: the complaints' main subjects alone.")
    return values


def _as_group(rows: pa.Table, group: str, *, is_new: bool = False) -> pa.Table:
    columns = {"part": SUBJECT, "group_name": group}
    for place, (name, text) in enumerate(columns.items()):
        column = pa.array([text] * rows.num_rows, pa.string())
        rows = (
            rows.add_column(place, name, column)
            if is_new
            else rows.set_column(rows.schema.get_field_index(name), name, column)
        )
    return rows

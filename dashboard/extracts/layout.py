"""Where a table begins: in which row its header stands, and whether it takes two rows. Pure.

A header of two rows, as spreadsheets have under merged cells, gives joined names: `Breakdown of
Responses / Very Good`. Such a column may also be addressed by the lower part alone, where no other
has it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dashboard.extracts.header import column_numbers, matched
from dashboard.extracts.profile import FileOptions

MANY_NAMES = 50  # no profile names so many columns of one file
JOINED_BY = " / "
FULL_SHARE = 0.5  # of the fullest row's cells; titles, buttons and notes fill fewer
NO_NAME = re.compile(r"[\d\s.,:/%+-]+")


@dataclass(frozen=True)
class Record:
    """A row of a file as texts, with its first and last line; in a sheet both are its row."""

    begins: int
    ends: int
    cells: list[str]

    @property
    def filled_n(self) -> int:
        """How many of its cells hold something."""
        return sum(map(bool, map(str.strip, self.cells)))


@dataclass(frozen=True)
class Heading:
    """The names of a table's columns, and where its rows begin.

    lower: of a header of two rows the parts in the second, else nothing; begins: the header's
    line, None where the file has none; ends: how many lines stand above the first row.
    """

    names: list[str]
    begins: int | None
    ends: int
    hits: int = 0
    lower: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Merged:
    """Rows of a sheet with merged cells: down into the next row, or over several columns."""

    down: frozenset[int] = frozenset()
    across: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Candidate:
    heading: Heading
    is_wide: bool
    filled_n: int
    is_band: bool = False

    def key(self, fullest: int) -> tuple[int, bool, bool, int, bool]:
        """The higher, the likelier it is the header."""
        begins, is_full = self.heading.begins or 0, self.filled_n > FULL_SHARE * fullest
        return self.heading.hits, self.is_wide, is_full, -begins, self.is_band


def find_heading(
    records: list[Record],
    width: int,
    options: FileOptions,
    wanted: frozenset[str],
    merged: Merged = Merged(),
) -> Heading:
    """Find the header; what the profile says of it is taken at its word.

    It is the row, or the two rows, with most of the wanted names; else the first that is as wide
    as most others and fills its cells. Without a header, and where a profile names column1,
    column2, …, the first row is data.

    Args:
        records: the first rows that are not blank.
        width: how many columns the table has.
        options: what the profile says of the file.
        wanted: matched names that the header should have.
        merged: rows of a sheet with merged cells, which show a header of two rows.
    """
    numbered = wanted & set(column_numbers(width))
    has_hits = any(names_hit(record.cells, wanted) for record in records)
    if options.header is False or (options.header is None and numbered and not has_hits):
        return Heading(column_numbers(width), None, records[0].begins - 1, len(numbered))
    looked_at = records[:1] if options.skip_rows is not None else records
    single = [
        _Candidate(
            Heading(record.cells, record.begins, record.ends, names_hit(record.cells, wanted)),
            len(record.cells) == width, record.filled_n,
        )
        for record in looked_at
    ]  # fmt: skip
    most_hits = max(candidate.heading.hits for candidate in single)
    bands = [
        band
        for band in _bands(records, looked_at[-1].begins, width, wanted, merged)
        if band.is_band or band.heading.hits > most_hits
    ]
    fullest = max(candidate.filled_n for candidate in (*single, *bands))
    return max([*single, *bands], key=lambda candidate: candidate.key(fullest)).heading


def names_hit(names: list[str], wanted: frozenset[str]) -> int:
    """How many of the wanted names stand in a record.

    Where all aliases known are wanted, and no profile's own few names, one of them alone may be
    a value of a data row, and says nothing.
    """
    hits_n = len({matched(name) for name in names} & wanted)
    return 0 if hits_n == 1 and len(wanted) > MANY_NAMES else hits_n


def _bands(
    records: list[Record], last_begin: int, width: int, wanted: frozenset[str], merged: Merged
) -> Iterator[_Candidate]:
    """Headers of two rows; `is_band` where the cells alone show it, without any wanted name."""
    for upper, lower in pairwise(records):
        if upper.begins > last_begin or lower.begins != upper.ends + 1:
            continue
        above, below = _padded(upper.cells, width), _padded(lower.cells, width)
        names = _joined(above, below)
        hits = names_hit([*names, *(part for part in below if part)], wanted)
        heading = Heading(names, upper.begins, lower.ends, hits, below)
        is_band = upper.begins in merged.down or (
            _are_repeated(below)
            if upper.begins in merged.across
            else _are_complementary(above, below)
        )
        yield _Candidate(heading, True, sum(map(bool, names)), is_band)


def _padded(cells: list[str], width: int) -> list[str]:
    cells = [" ".join(cell.split()) for cell in cells[:width]]
    return [*cells, *[""] * (width - len(cells))]


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Upper and lower parts as one name; an upper part reaches over the blank cells after it."""
    names = []
    group = ""
    for upper, lower in zip(above, below, strict=True):
        if upper:
            group = upper if lower else ""
        elif not lower:
            group = ""
        names.append(JOINED_BY.join(part for part in (upper or group, lower) if part))
    return names


def _are_repeated(below: list[str]) -> bool:
    """Whether the names under merged cells say nothing alone: n, %, n, %."""
    return all(below) and len(set(below)) < len(below)


def _are_complementary(above: list[str], below: list[str]) -> bool:
    """Whether two rows complete each other as a header's do, and as header and data never do."""
    pairs = [*zip(above, below, strict=True), ("", "")]
    groups = [
        bool(upper and lower and not next_upper and next_lower)
        for (upper, lower), (next_upper, next_lower) in pairwise(pairs)
    ]
    singles = [bool(upper and not lower) for upper, lower in pairs[:-1]]
    inside = [bool(lower and not upper) for upper, lower in pairs[:-1]]
    return (
        any(groups)
        and any(singles)
        and all(map(any, zip(groups, singles, inside, strict=True)))
        and not any(NO_NAME.fullmatch(lower) for lower in below if lower)
    )

"""Names of columns as a file writes them, and how a profile's names are matched to them. Pure."""

import re
from functools import lru_cache

LONGEST, LONGEST_NAME = 1000, 60  # characters of a name, and in a message
SPACES = " \t\n\r\u00a0\ufeff"  # what is trimmed from cells


def matched(name: str) -> str:
    """The form in which header names are compared: no case, BOM, non-breaking or outer spaces."""
    return re.sub(r"\s+", " ", name.replace("\ufeff", "").replace("\xa0", " ")).strip().casefold()


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """The words of a name or a code: complaint_id, ComplaintID and "Complaint ID:" are the same."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", parted.casefold()))


def unique_names(cells: list[str]) -> tuple[list[str], frozenset[str]]:
    """Names of a header, the second `Name` as `Name.2`; and the names that stand there twice."""
    seen: dict[str, int] = {}
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        own = re.sub(r"\s+", " ", cell.replace("\ufeff", "").replace("\xa0", " ")).strip()
        own = own[:LONGEST].strip()  # a cell can hold a whole text, and names are compared often
        name = own or f"column{number}"
        count = seen[matched(name)] = seen.get(matched(name), 0) + 1
        while matched(numbered := name if count == 1 else f"{name}.{count}") in taken:
            count += 1
        taken.add(matched(numbered))
        names.append(numbered)
    return names, frozenset(name for name, count in seen.items() if count > 1)


def short(name: str, longest: int = LONGEST_NAME) -> str:
    """A column's name as a message shows it: a header can hold a whole text."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def column_numbers(width: int) -> list[str]:
    """Names of the columns of a file without a header: column1, column2, …."""
    return [f"column{number}" for number in range(1, width + 1)]

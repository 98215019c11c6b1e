"""Published files of statistics, read as rows."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def published(shared_data: Path) -> Callable[[str, str], list[dict[str, str]]]:
    """A reader of the rows of a file in ../shared/data/oracles."""

    def rows(folder: str, name: str) -> list[dict[str, str]]:
        path = shared_data / "oracles" / folder / name
        if not path.is_file():
            pytest.skip(f"{folder}/{name} is not on this machine")
        with path.open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    return rows

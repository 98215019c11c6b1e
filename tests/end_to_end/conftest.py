"""A real server that all end-to-end tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.child import Running, start, stop


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that all servers of the run share, so that the mart is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def server(cache: Path) -> Iterator[Running]:
    """The dashboard on its sample data."""
    running = start(cache=cache)
    yield running
    stop(running)

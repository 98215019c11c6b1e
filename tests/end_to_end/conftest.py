"""A real server that all end-to-end tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.child import Running, start, stop
from tests.end_to_end.visits import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Debian's browser, started once a run."""
    tools = pytest.importorskip("playwright.sync_api", reason="playwright is a tool of developers")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}; install Debian's chromium or set CHROMIUM")
    with tools.sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()

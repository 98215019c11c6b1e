"""A store of each test's own, on disk."""

import pytest

from dashboard.store.store import open_store


@pytest.fixture
def store(tmp_path):
    return open_store(str(tmp_path / "store"), create=True)

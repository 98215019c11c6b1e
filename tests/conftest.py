"""What all tests share: where the public files are, and an environment of their own."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public files, which are never copied into the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the public files (../shared/data) are not on this machine")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory):
    """No test reads or writes the user's cache, store or settings."""
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    for name in ("STORE", "MART_DIR", "DEMO", "HOST", "PORT"):
        monkeypatch.delenv(f"DASHBOARD_{name}", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))

"""Public files as they were published, imported and measured through the command line."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import run

PROFILES = Path(__file__).resolve().parents[1] / "profiles"


@dataclass(frozen=True)
class Answer:
    """What one command line gave; `document` is what it printed as JSON."""

    exit_code: int
    document: dict[str, Any]
    message: str


@dataclass(frozen=True)
class Imported:
    """An import, and the store that it went to."""

    report: dict[str, Any]
    exit_code: int
    message: str
    store: Path

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(self.report[n] for n in ("rows_in", "accepted", "refused", "skipped"))

    def measured(self, *arguments: str) -> list[dict[str, Any]]:
        """The rows of `measure --json`."""
        answer = answered("measure", *arguments, "--store", str(self.store), "--json")
        assert answer.exit_code == 0, answer.message
        return answer.document["rows"]

    def by_group(self, *arguments: str) -> dict[str | None, dict[str, Any]]:
        return {row["group"]: row for row in self.measured(*arguments)}


def answered(*arguments: str) -> Answer:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(list(arguments))
    assert "Traceback" not in err.getvalue()
    return Answer(code, json.loads(out.getvalue() or "{}"), err.getvalue())


@pytest.fixture(scope="session")
def importing(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Imported]:
    """Import a file with a profile's text into a store of its own."""

    def imported(file: Path, profile: str, as_of: str, *options: str) -> Imported:
        folder = tmp_path_factory.mktemp("real")
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        arguments = [
            "import", str(file), "--as-of", as_of, "--profile", str(folder / "profile.toml"),
            "--store", str(folder / "store"), "--json", *options,
        ]  # fmt: skip
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
            answer = answered(*arguments)
        return Imported(answer.document, answer.exit_code, answer.message, folder / "store")

    return imported


def profile(name: str) -> str:
    """The text of one of the profiles in tests/profiles/."""
    return (PROFILES / f"{name}.toml").read_text(encoding="utf-8")

"""Files as users have them, proposals for them, and imports by what was proposed and answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.extracts.intake import Checked, Request, check_file
from dashboard.extracts.profile import FileOptions, parse_profile
from dashboard.extracts.reading import Source, read_source
from dashboard.proposals.proposal import Proposal, answered
from dashboard.proposals.propose import names_to_look_for, propose
from dashboard.store.store import Store, open_store


@dataclass(frozen=True)
class Proposed:
    """A file, and what is proposed for it."""

    path: Path
    source: Source
    proposal: Proposal

    @property
    def entries(self) -> dict[str, Any]:
        return self.proposal.document.get("columns", {})

    def fates(self, fate: str) -> list[str]:
        return [column.name for column in self.proposal.source_columns if column.fate == fate]

    def question(self, about: str):
        return {question.about: question for question in self.proposal.questions}[about]

    def answered(self, **answers: str) -> dict[str, Any]:
        """The document with each suggestion taken, or the choice whose label is given."""
        document = self.proposal.document
        for question in self.proposal.questions:
            wanted = answers.get(question.about.replace(" ", "_"))
            place = question.suggested
            if wanted is not None:
                place = [choice.label for choice in question.choices].index(wanted)
            if place is not None:
                document = answered(document, question.choices[place])
        return document

    def checked(self, as_of: str, **answers: str) -> Checked:
        profile = parse_profile(self.answered(**answers), "proposed.toml", "")
        return check_file(Request(self.path, date.fromisoformat(as_of), profile), None)


@pytest.fixture
def proposed(tmp_path: Path) -> Callable[..., Proposed]:
    """Propose for a text, or for a file that is there."""

    def made(content: str | Path, name: str = "export.csv", **more: Any) -> Proposed:
        path = content if isinstance(content, Path) else tmp_path / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        source = read_source(path, FileOptions(), names_to_look_for())
        return Proposed(path, source, propose(source, path.name, **more))

    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"), create=True)

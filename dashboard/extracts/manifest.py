"""What an extract says of itself, and the id that follows from it. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import CONTRACT_VERSION


class Mode(StrEnum):
    """What an extract does to earlier rows of its source."""

    APPEND = "append"
    REPLACE_PERIOD = "replace_period"
    FULL_SNAPSHOT = "full_snapshot"


@dataclass(frozen=True)
class Manifest:
    """One extract's circumstances; periods are inclusive days of the dataset's main date."""

    dataset: Dataset
    source_system: str
    as_of: date
    mode: Mode = Mode.APPEND
    period_start: date | None = None
    period_end: date | None = None
    timezone: str = "UTC"

    def extract_id(self, sha256: str, profile_hash: str) -> str:
        """16 hex digits: the same bytes with the same manifest and profile give the same id."""
        parts = (
            sha256, self.dataset.name, self.source_system, self.as_of.isoformat(), self.mode,
            str(self.period_start), str(self.period_end), self.timezone, profile_hash,
            CONTRACT_VERSION,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

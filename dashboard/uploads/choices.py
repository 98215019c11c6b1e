"""What the user chose for an upload: how the file is read, and what it covers. Pure data."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from dashboard.extracts.manifest import Mode
from dashboard.extracts.profile import Profile, parse_profile
from dashboard.proposals.profile_text import profile_text
from dashboard.proposals.units import NewUnit


@dataclass(frozen=True)
class Choices:
    """All that the user decides before publishing.

    document: the profile; matches: by a unit's name in the file a unit_id or an answer of
    proposals/units; new_units: what is known of those that are new.
    """

    document: dict[str, Any]
    as_of: dt.date | None = None  # not said yet
    mode: Mode = Mode.APPEND
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    accept_refused: bool = False
    matches: dict[str, str] = field(default_factory=dict)
    new_units: dict[str, NewUnit] = field(default_factory=dict)
    by: str = "unknown"

    @property
    def profile(self) -> Profile:
        """The profile, named after its source, with the hash that its saved text has.

        Raises:
            WrongUsage: something in the document is not allowed; the text says what.
        """
        name = f"{self.document.get('source_system', '')}-{self.document.get('dataset', '')}"
        return parse_profile(self.document, name, self.profile_hash)

    @property
    def profile_hash(self) -> str:
        """The hash of the profile's text, as its file would have it."""
        return hashlib.sha256(profile_text(self.document).encode()).hexdigest()

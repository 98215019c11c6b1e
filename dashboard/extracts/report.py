"""What came of an import, in numbers and in one sentence. Pure data."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.contracts.rules.whole_extract import NO_LINK_KEY
from dashboard.errors import Refused
from dashboard.extracts.reading import Detected, Source


@dataclass(frozen=True)
class Report:
    """What came of it; `as_json` has the keys of data-contract.md."""

    dataset: str
    source_system: str
    as_of: date
    message: str
    extract_id: str | None = None
    rows_in: int = 0
    accepted: int = 0
    refused: int = 0
    skipped: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    detected: Detected = field(default_factory=Detected)
    published: bool = False
    publication: int | None = None
    new_units: tuple[str, ...] = ()
    skipped_lines: tuple[int, ...] = ()  # the first of them
    undated_n: int = 0  # refused for want of the main date
    is_refused: bool = False

    @property
    def in_words(self) -> str:
        """The four counts as a sentence, with the first lines that the profile skipped."""
        lines = ", ".join(map(str, self.skipped_lines))
        more = ", …" if self.skipped > len(self.skipped_lines) else ""
        return (
            f"{self.rows_in} rows in: {self.accepted} accepted, {self.refused} refused, "
            f"{self.skipped} skipped"
            + (f" by the profile (rows {lines}{more})." if lines else ".")
            + self._sheet_in_words
            + self._unlinked_in_words
        )

    @property
    def _unlinked_in_words(self) -> str:
        """Whether link keys were asked for and could not be made."""
        if NO_LINK_KEY.rule_id not in self.findings:
            return ""
        return " Nothing was linked: no key is set (DASHBOARD_LINK_KEY)."

    @property
    def _sheet_in_words(self) -> str:
        """Which of several sheets was read."""
        found = self.detected
        if found.sheet is None or not found.other_sheets:
            return ""
        return f" Sheet '{found.sheet}' was read; not read: {', '.join(found.other_sheets)}."

    def as_json(self) -> dict[str, Any]:
        """The report as `import --json` prints it."""
        return {
            "extract_id": self.extract_id,
            "dataset": self.dataset,
            "source_system": self.source_system,
            "as_of": self.as_of.isoformat(),
            "rows_in": self.rows_in,
            "accepted": self.accepted,
            "refused": self.refused,
            "skipped": self.skipped,
            "findings": self.findings,
            "detected": {
                "encoding": self.detected.encoding,
                "delimiter": self.detected.delimiter,
                "header_row": self.detected.header_row,
                "sheet": self.detected.sheet,
            },
            "published": self.published,
            "publication": self.publication,
            "new_units": list(self.new_units),
            "message": self.message,
        }


class FileRefused(Refused):
    """The file as a whole is refused, or too many of its rows; `report` has what was detected.

    source: its rows, where it was refused as a whole and could be read.
    """

    def __init__(self, report: Report, source: Source | None = None) -> None:
        super().__init__(report.message)
        self.report = report
        self.source = source

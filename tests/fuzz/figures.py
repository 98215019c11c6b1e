"""What a run of mutations came to; `make fault-test` prints it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figures:
    """Counts of a run, and its slowest mutation."""

    mutations_n: int = 0
    imported_n: int = 0
    by_page_n: int = 0
    slowest: tuple[float, str, Any] = (0.0, "", ())
    steps: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, changes: list[Any], are_refused: list[bool], seconds: float) -> None:
        """Count one mutation."""
        by_page, by_importer = are_refused
        self.mutations_n += 1
        self.by_page_n += not by_page
        self.imported_n += not by_importer
        self.slowest = max(self.slowest, (seconds, name, changes), key=lambda one: one[0])
        for change in changes:
            self.steps[change.what] = self.steps.get(change.what, 0) + 1

    @property
    def in_words(self) -> str:
        seconds, name, changes = self.slowest
        return (
            f"{self.mutations_n} mutations ({len(self.steps)} kinds of change): rows were accepted "
            f"of {self.by_page_n} by page and {self.imported_n} by command line, the others were "
            f"refused; the slowest took {seconds:.1f} s ({name}: {changes})"
        )


FIGURES = Figures()

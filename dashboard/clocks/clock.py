"""How long a procedure gives: spans of days, and the clock of one kind of complaint. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.clocks.calendar import DAY, Calendar, CalendarEnds
from dashboard.errors import WrongUsage

Unit = Literal["working days", "calendar days", "months"]
NONE = "none"


@dataclass(frozen=True)
class Span:
    """A length of time after a day, which itself is not counted: 3 working days, 6 months."""

    length: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Span | None":
        """Read "3 working days", "7 calendar days", "6 months"; None for "none".

        Raises:
            WrongUsage: the text is none of these.
        """
        if text.strip().lower() == NONE:
            return None
        found = re.fullmatch(r"(\d{1,4}) +(working day|calendar day|month)s?", text.strip().lower())
        if found is None:
            raise WrongUsage(
                f"“{text}” is no length of time: write it as “3 working days”, “7 calendar days”, "
                "“6 months” or “none”."
            )
        units: dict[str, Unit] = {
            "working day": "working days", "calendar day": "calendar days", "month": "months",
        }  # fmt: skip
        return cls(int(found[1]), units[found[2]])

    def __str__(self) -> str:
        return f"{self.length} {self.unit[:-1] if self.length == 1 else self.unit}"

    @property
    def is_working(self) -> bool:
        """Whether it is counted in working days."""
        return self.unit == "working days"


@dataclass(frozen=True)
class Clock:
    """What holds for one kind of complaint; a span is None where the procedure names none.

    latest: how far an answer may be put off at most (Scotland's extension, England's relevant
    period). spoken_within: a spoken complaint resolved by then is outside the procedure.
    """

    acknowledge: Span | None = None
    answer: Span | None = None
    latest: Span | None = None
    spoken_within: Span | None = None
    starts: Literal["receipt", "consent"] = "receipt"
    restarts_at_stage: bool = False


def due_days(starts: np.ndarray, span: Span | None, calendar: Calendar) -> np.ndarray:
    """The last day in time for each start, shape (k,); NaT without a span or a known year."""
    starts = np.asarray(starts, dtype=DAY)
    if span is None:
        return np.full(starts.shape, np.datetime64("NaT", "D"))
    if span.is_working:
        return calendar.working_days_after(starts, span.length)
    if span.unit == "calendar days":
        return starts + span.length
    return _months_after(starts, span.length)


def due_on(start: dt.date, span: Span, calendar: Calendar) -> dt.date:
    """The last day in time for a start.

    Raises:
        CalendarEnds: a year on the way is not known.
    """
    due = due_days(np.array([start], dtype=DAY), span, calendar)[0]
    if np.isnat(due):
        raise CalendarEnds(calendar.missing_year(start), calendar)
    day: dt.date = due.astype(dt.date)
    return day


def _months_after(starts: np.ndarray, months_n: int) -> np.ndarray:
    """The same day of a later month, or that month's last day where it has none such."""
    months = starts.astype("datetime64[M]")
    place = starts - months.astype(DAY)
    later = months + months_n
    lengths = (later + 1).astype(DAY) - later.astype(DAY)
    return later.astype(DAY) + np.minimum(place, lengths - 1)

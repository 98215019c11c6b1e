"""A workbook with one sheet of refused rows: wrong cells are filled, and say what is wrong.

Texts are written as texts, never as formulas, links or numbers, and stay so when they are edited.
"""

import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, BinaryIO, Self

import xlsxwriter
from xlsxwriter.format import Format

from dashboard.errors import WrongUsage
from dashboard.extracts.returned import ADDED
from dashboard.extracts.temporary import own_folder

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
COMMENTS = 2_000  # more make a spreadsheet slow to open; the column fix says the same
WIDEST = 40
SHEET_NAME = "Refused rows"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # none of XML
WRONG, HEADER, ADDED_COLUMN = {"bg_color": "#F8CBAD"}, {"bold": True, "bg_color": "#D9E1F2"}, {
    "bg_color": "#FFF2CC", "text_wrap": True, "valign": "top",
}  # fmt: skip
FORMATS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"}, "quoted": {"num_format": "@", "quote_prefix": True},
    "number": {"num_format": "General"}, "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
}  # fmt: skip


class SheetWriter:
    """Writes row after row, so that memory does not grow with them."""

    def __init__(self, file: BinaryIO, sheet_name: str | None, headers: Sequence[str]) -> None:
        """Begin a workbook; the sheet bears the user's own name where it is one."""
        if len(headers) + len(ADDED) > MOST_COLUMNS:
            raise WrongUsage(
                f"A sheet can't hold {len(headers):,} columns; give a name that ends in .csv."
            )
        self._folder = tempfile.TemporaryDirectory(dir=own_folder())  # only this user can read it
        self._book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "tmpdir": self._folder.name, "strings_to_urls": False}
        )
        self._sheet = self._book.add_worksheet(_valid_name(sheet_name))
        self._formats: dict[tuple[str, bool], Format] = {}
        self._days: frozenset[int] = frozenset()
        self._numbers: frozenset[int] = frozenset()
        self._row = 0
        self._comments_n = 0
        self._width = len(headers)
        self._write_headers(headers)

    def __enter__(self) -> Self:
        """Enter; leaving closes the workbook."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the workbook where nothing went wrong, and remove what was put aside."""
        try:
            if kind is None:
                self._sheet.autofilter(0, 0, self._row, self._width + len(ADDED) - 1)
                self._book.close()
        finally:
            self._folder.cleanup()

    def typed(self, days: frozenset[int], numbers: frozenset[int]) -> None:
        """Say which columns hold days or numbers by type; all others hold texts."""
        self._days, self._numbers = days, numbers

    def add(self, texts: Sequence[str | None], rule: str, fix: str, wrong: dict[int, str]) -> None:
        """Write a row, with the cells that are wrong marked.

        Raises:
            WrongUsage: the sheet is full.
        """
        self._row += 1
        if self._row >= MOST_ROWS:
            raise WrongUsage("A sheet can't hold so many rows; give a name that ends in .csv.")
        for place, text in enumerate(texts):
            is_wrong = place in wrong
            if text or is_wrong:
                self._cell(place, text or "", is_wrong)
            if is_wrong and self._comments_n < COMMENTS:
                self._comments_n += 1
                self._sheet.write_comment(self._row, place, _fit(wrong[place]), {"x_scale": 2})
        added = self._format("added", False)
        for place, text in enumerate((rule, fix), start=self._width):
            self._sheet.write_string(self._row, place, _fit(text), added)

    def _write_headers(self, headers: Sequence[str]) -> None:
        header = self._book.add_format({**HEADER, **FORMATS["text"]})
        self._formats["added", False] = self._book.add_format(ADDED_COLUMN)
        for place, name in enumerate((*headers, *ADDED)):
            # the format of the column holds for cells that are filled in later
            self._sheet.set_column(
                place, place, min(WIDEST, max(10, len(name) + 3)), self._format("text", False)
            )
            self._sheet.write_string(0, place, _fit(name), header)
        self._sheet.set_column(self._width + 1, self._width + 1, 2 * WIDEST)
        self._sheet.freeze_panes(1, 0)

    def _cell(self, place: int, text: str, is_wrong: bool) -> None:
        moment = _moment(text) if place in self._days else None
        if moment is not None:
            kind = "day" if len(text) == len("2024-03-01") else "time"
            self._sheet.write_datetime(self._row, place, moment, self._format(kind, is_wrong))
        elif place in self._numbers and (number := _number(text)) is not None:
            self._sheet.write_number(self._row, place, number, self._format("number", is_wrong))
        elif not text:
            self._sheet.write_blank(self._row, place, None, self._format("text", is_wrong))
        else:
            kind = "quoted" if text.lstrip().startswith(FORMULA) else "text"
            self._sheet.write_string(self._row, place, _fit(text), self._format(kind, is_wrong))

    def _format(self, kind: str, is_wrong: bool) -> Format:
        if (kind, is_wrong) not in self._formats:
            properties = FORMATS[kind] | (WRONG if is_wrong else {})
            self._formats[kind, is_wrong] = self._book.add_format(properties)
        return self._formats[kind, is_wrong]


def _fit(text: str) -> str:
    """A text that a cell can hold."""
    text = NO_CHARACTER.sub("\ufffd", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _moment(text: str) -> datetime | None:
    """A day or time as a cell can hold it: from 1900, without offset, to the millisecond."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    is_exact = moment.tzinfo is None and moment.microsecond % 1000 == 0
    return moment if is_exact and moment.year > 1900 else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e300 else None


def _valid_name(name: str | None) -> str:
    """A sheet's name, where it is one that every spreadsheet takes."""
    if name is None or not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
        return SHEET_NAME
    return name if name.casefold() != "history" else SHEET_NAME

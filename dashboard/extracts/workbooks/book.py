"""A workbook: its sheets, and the cells of one, with what the reader leaves out put in."""

import io
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from dashboard.errors import Refused
from dashboard.extracts.archive import refuse_bomb_in
from dashboard.extracts.file_kind import Kind, as_text
from dashboard.extracts.limits import Limits
from dashboard.extracts.workbooks import ods, xls, xlsx
from dashboard.extracts.workbooks.cells import ErrorText
from dashboard.extracts.workbooks.scan import Place, SheetScan, refuse_far_cells

T = TypeVar("T")
DAMAGED = (
    CalamineError, BadZipFile, KeyError, ValueError, IndexError, OSError, ParseError, struct.error,
    zlib.error, RuntimeError, EOFError,
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, and whether the workbook shows it."""

    name: str
    is_hidden: bool

    @property
    def shown(self) -> str:
        """The name as it is told to users."""
        return f"'{self.name}'" + (" (hidden)" if self.is_hidden else "")


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from its first row and column; an empty one is an empty text.

    spans: merged cells, from the first to the last row and column.
    """

    rows: list[list[Any]]
    spans: dict[Place, Place] = field(default_factory=dict)


class Book:
    """An opened workbook; charts and the like are no sheets here."""

    def __init__(self, name: str, kind: Kind, content: bytes, limits: Limits) -> None:
        """Open a workbook.

        Raises:
            Refused: it is damaged, protected, or unfolds too far.
        """
        self.name, self._kind, self._content, self._limits = name, kind, content, limits
        if kind is not Kind.XLS:
            refuse_bomb_in(name, content, limits)
        self._scans = self._scanned_beforehand()
        self._workbook = self._tried(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))
        self._places = {sheet.name: n for n, sheet in enumerate(self._workbook.sheets_metadata)}
        self.sheets = [
            Sheet(sheet.name, sheet.visible is not Visible.Visible)
            for sheet in self._workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]

    def grid(self, sheet: str) -> Grid:
        """Read the cells of one sheet.

        Raises:
            Refused: the sheet is damaged, or it reaches too far.
        """
        scan = self._scan(sheet)
        refuse_far_cells(sheet, scan, self._limits)
        read: CalamineSheet = self._tried(lambda: self._workbook.get_sheet_by_name(sheet))
        rows = self._tried(lambda: read.to_python(skip_empty_area=False))
        for (row, column), text in scan.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ErrorText(text)
        return Grid(rows, dict(read.merged_cell_ranges or ()) if scan.spans is None else scan.spans)

    def _scanned_beforehand(self) -> list[SheetScan] | None:
        """All sheets of the kinds that are read whole when they are opened."""
        scanned = {Kind.XLS: xls.scan_sheets, Kind.ODS: ods.scan_sheets}.get(self._kind)
        if scanned is None:
            return None
        scans = self._tried(lambda: scanned(self._content))
        for number, scan in enumerate(scans, start=1):
            refuse_far_cells(str(number), scan, self._limits)
        return scans

    def _scan(self, sheet: str) -> SheetScan:
        if self._scans is None:
            return self._tried(lambda: xlsx.scan_sheet(self._content, sheet, self._limits))
        place = self._places[sheet]
        return self._scans[place] if place < len(self._scans) else SheetScan()

    def _tried(self, work: Callable[[], T]) -> T:
        """Do a piece of reading; say in words that the file is damaged where it fails."""
        try:
            with _unheard() if self._kind is Kind.XLS else nullcontext():
                return work()
        except (Refused, KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            if isinstance(error, DAMAGED) or type(error).__name__ == "PanicException":
                raise Refused(
                    f"{as_text(self.name)} can't be read as a workbook: it is damaged or not "
                    "complete. Open it in a spreadsheet, and save it again as .xlsx."
                ) from None
            raise


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep what the reader prints when it gives up on a damaged .xls file off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)

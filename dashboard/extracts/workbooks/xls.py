"""The records of an .xls file: which cells of its sheets hold errors, and how far each reaches."""

import io
import struct
from collections.abc import Iterator

import olefile

from dashboard.errors import Refused
from dashboard.extracts.workbooks.scan import SheetScan

BOUNDSHEET, FILEPASS, EOF, BOF = 0x85, 0x2F, 0x0A, 0x809
FORMULA, BOOLERR, MULRK = 0x06, 0x205, 0xBD
CELLS = frozenset((FORMULA, BOOLERR, MULRK, 0x203, 0x204, 0x27E, 0xFD, 0xD6))
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def scan_sheets(content: bytes) -> list[SheetScan]:
    """Scan all sheets, in their order.

    Raises:
        Refused: the workbook is protected by a password.
        OSError, struct.error: the file is damaged.
    """
    with olefile.OleFileIO(io.BytesIO(content)) as document:
        name = "Workbook" if document.exists("Workbook") else "Book"
        stream = document.openstream(name).read()
    offsets = []
    for kind, begins, _ in _records(stream, 0):
        if kind == FILEPASS:
            raise Refused(
                "The workbook is protected by a password. Open it, and save it without one."
            )
        if kind == BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", stream, begins)[0])
    return [_scan(stream, offset) for offset in offsets]


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and length of each record, to the end of the part."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, offset + 4, length
        offset += 4 + length
        depth += (kind == BOF) - (kind == EOF)  # a chart within a sheet is a part of its own
        if kind == EOF and depth <= 0:
            return


def _scan(stream: bytes, offset: int) -> SheetScan:
    rows = columns = 0
    errors = {}
    for kind, begins, length in _records(stream, offset):
        if kind not in CELLS:
            continue
        row, column = struct.unpack_from("<HH", stream, begins)
        last = column if kind != MULRK else column + max(0, (length - 6) // 6 - 1)
        rows, columns = max(rows, row + 1), max(columns, last + 1)
        code = _error_code(stream, kind, begins)
        if code is not None:
            errors[row, column] = ERRORS.get(code, "#ERROR!")
    return SheetScan(rows, columns, errors)


def _error_code(stream: bytes, kind: int, begins: int) -> int | None:
    if kind == BOOLERR and stream[begins + 7] == 1:
        return stream[begins + 6]
    result = stream[begins + 6 : begins + 14]
    if kind == FORMULA and result[6:8] == b"\xff\xff" and result[0] == 2:
        return result[2]
    return None

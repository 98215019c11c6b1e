"""The tables of an .ods file: errors, merged cells, and how far each reaches once unfolded."""

import html
import io
import re
from dataclasses import dataclass, field
from zipfile import ZipFile

from dashboard.extracts.workbooks.scan import Place, SheetScan

TAG = re.compile(
    rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])"
    rb"((?:[^>\"]|\"[^\"]*\")*?)(/?)>"
)
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
SPANNED = re.compile(rb'number-(rows|columns)-spanned="(\d+)"')
TEXT = re.compile(rb"<text:p\b[^>]*>(.*?)</text:p>", re.DOTALL)
ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d+|#ERR\w*!?")


@dataclass
class _Walk:
    """Where the walk through a table is."""

    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0
    row_repeated: int = 1
    is_filled: bool = False
    errors: dict[Place, str] = field(default_factory=dict)
    spans: dict[Place, Place] = field(default_factory=dict)


def scan_sheets(content: bytes) -> list[SheetScan]:
    """Scan all tables, in their order.

    Raises:
        KeyError, BadZipFile: the file is damaged.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    scans: list[SheetScan] = []
    walk = _Walk()
    for match in TAG.finditer(xml):
        closes, name, attributes, is_empty = match.groups()
        if name == b"table":
            if closes:
                scans.append(SheetScan(walk.rows, walk.columns, walk.errors, walk.spans))
            walk = _Walk()
        elif name == b"table-row":
            _row(walk, attributes, bool(closes), bool(is_empty))
        elif not closes:
            filled = b"office:value" in attributes or (not is_empty and name == b"table-cell")
            _cell(walk, attributes, xml, match.end(), filled)
    return scans


def _row(walk: _Walk, attributes: bytes, closes: bool, is_empty: bool) -> None:
    if not closes:
        walk.row_repeated = _repeated(attributes)
        walk.column, walk.is_filled = 0, False
    if closes or is_empty:
        walk.row += walk.row_repeated
        if walk.is_filled:
            walk.rows = walk.row


def _cell(walk: _Walk, attributes: bytes, xml: bytes, ends: int, is_filled: bool) -> None:
    repeated = _repeated(attributes)
    first = walk.column
    walk.column += repeated
    if not is_filled:
        return
    walk.is_filled = True
    walk.columns = max(walk.columns, walk.column)
    text = _error_text(attributes, xml, ends)
    if text:
        # one that is repeated to the end of the sheet is named where it begins
        for row in range(walk.row, walk.row + min(walk.row_repeated, 1000)):
            walk.errors |= {(row, c): text for c in range(first, first + min(repeated, 1000))}
    spanned = {what: int(count) for what, count in SPANNED.findall(attributes)}
    if spanned:
        last = walk.row + spanned.get(b"rows", 1) - 1, first + spanned.get(b"columns", 1) - 1
        walk.spans[walk.row, first] = last


def _repeated(attributes: bytes) -> int:
    found = REPEATED.search(attributes)
    return max(1, int(found[1])) if found else 1


def _error_text(attributes: bytes, xml: bytes, ends: int) -> str | None:
    """What a cell with an error shows; only a formula can have one."""
    if b"table:formula" not in attributes and b'value-type="error"' not in attributes:
        return None
    shown = TEXT.match(xml, ends)
    text = html.unescape(shown[1].decode("utf-8", "replace")) if shown else ""
    if b'value-type="error"' in attributes:
        return text or "#ERROR!"
    return text if ERROR.fullmatch(text) else None

"""The parts of an .xlsx or .xlsm file: which sheet is which part, its errors, its reach."""

import io
import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from dashboard.extracts.limits import Limits
from dashboard.extracts.workbooks.scan import SheetScan

CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?(<v>([^<]*))?'
)
COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d')
ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
LATE_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{6,7})"')
ERROR = b't="e"'


def scan_sheet(content: bytes, sheet: str, limits: Limits) -> SheetScan:
    """Scan one sheet; one without a part of its own has nothing to tell.

    Raises:
        KeyError, ValueError, ParseError, BadZipFile: the file is damaged.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        part = parts_of(archive).get(sheet)
        xml = archive.read(part) if part in archive.namelist() else b""
    if _is_plain(xml):
        rows, columns = _reach(xml)
        if rows * columns <= limits.sheet_cells:
            return SheetScan(rows, columns, _errors(xml) if ERROR in xml else {})
    return _scan_slowly(xml)


def parts_of(archive: ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    book = _target(archive, "_rels/.rels", "", "/officeDocument") or "xl/workbook.xml"
    folder, name = posixpath.split(book)
    targets = {
        element.attrib["Id"]: _joined(folder, element.attrib["Target"])
        for element in ElementTree.fromstring(archive.read(f"{folder}/_rels/{name}.rels"))
    }
    found = {}
    for element in ElementTree.fromstring(archive.read(book)).iter():
        if _local(element.tag) == "sheet":
            key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            found[element.attrib.get("name", "")] = targets.get(key, "")
    return found


def _target(archive: ZipFile, rels: str, folder: str, kind: str) -> str | None:
    if rels not in archive.namelist():
        return None
    for element in ElementTree.fromstring(archive.read(rels)):
        if element.attrib.get("Type", "").endswith(kind):
            return _joined(folder, element.attrib["Target"])
    return None


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


# --- the usual form, in which nearly all programs write ------------------------------------------


def _is_plain(xml: bytes) -> bool:
    """Whether every cell begins as `<c r="A1"`, so that texts can be searched."""
    return xml.count(b'<c r="') == xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c ")


def _reach(xml: bytes) -> tuple[int, int]:
    """The last row and column that have an entry, filled or not: never too few."""
    columns = max((column_number(name) for name in set(COLUMN.findall(xml))), default=0)
    rows = max(map(int, ROW.findall(xml) + LATE_ROW.findall(xml)), default=0)
    return rows or xml.count(b"<row"), columns


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    return {
        (int(match[2]) - 1, column_number(match[1]) - 1): (match[5] or b"#ERROR!").decode()
        for match in CELL.finditer(xml)
        if ERROR in match[3]
    }


def column_number(letters: bytes) -> int:
    """A column's number from 1: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


# --- any form -------------------------------------------------------------------------------------


def _scan_slowly(xml: bytes) -> SheetScan:
    """Scan by an XML parser, cell by cell: exact also where empty cells reach far."""
    rows = columns = 0
    errors = {}
    for row, column, kind, text in _cells(xml):
        if text:
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if kind == "e":
            errors[row, column] = text or "#ERROR!"
    return SheetScan(rows, columns, errors)


def _cells(xml: bytes) -> Iterator[tuple[int, int, str, str]]:
    """Row, column, type and text of each cell; one without a name follows the one before it."""
    row, column = -1, -1
    if not xml:
        return
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
        name = _local(element.tag)
        if event == "start" and name == "row":
            row, column = int(element.attrib.get("r", row + 2)) - 1, -1
        elif event == "end" and name == "c":
            place = re.fullmatch(r"\s*\$?([A-Za-z]{1,3})\$?(\d+)\s*", element.attrib.get("r", ""))
            if place:
                row, column = int(place[2]) - 1, column_number(place[1].encode()) - 1
            else:
                column += 1
            text = "".join(t for e in element if _local(e.tag) != "f" for t in e.itertext())
            yield row, column, element.attrib.get("t", ""), text
        if event == "end" and name in ("c", "row"):
            element.clear()

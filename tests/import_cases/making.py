"""Small workbooks and archives of our own making, as bytes."""

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

ERRORS = {"#DIV/0!": 7, "#N/A": 42, "#REF!": 23, "#VALUE!": 15}
DAY, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
Rows = Sequence[Sequence[Any]]


def xlsx(
    rows: Rows,
    sheet: str = "Data",
    merged: Iterable[tuple[int, int, int, int]] = (),
    more: dict[str, Rows] | None = None,
    hidden: Iterable[str] = (),
    only_texts: bool = False,
    **options: Any,
) -> bytes:
    """A workbook; a text that begins with # is a formula's error, `=…` a formula that gives 2."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        formats = [book.add_format({"num_format": form}) for form in (TIME, DAY)]
        for name, cells in {sheet: rows, **(more or {})}.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(cells):
                for c, cell in enumerate(row):
                    if cell not in (None, ""):
                        _write(page, r, c, cell, [] if only_texts else formats)
            if name in hidden:
                page.hide()
        _merge(book.get_worksheet_by_name(sheet), rows, merged)
    return out.getvalue()


def _merge(page: Any, rows: Rows, merged: Iterable[tuple[int, int, int, int]]) -> None:
    for top, left, bottom, right in merged:
        value = rows[top][left]
        is_number = isinstance(value, int | float)
        page.merge_range(top, left, bottom, right, "" if is_number else value)
        if is_number:
            page.write_number(top, left, value)


def _write(page: Any, r: int, c: int, cell: Any, formats: list[Any]) -> None:
    if not formats:
        page.write_string(r, c, cell)
    elif isinstance(cell, bool):
        page.write_boolean(r, c, cell)
    elif isinstance(cell, dt.datetime):
        page.write_datetime(r, c, cell, formats[0])
    elif isinstance(cell, dt.date):
        page.write_datetime(r, c, cell, formats[1])
    elif isinstance(cell, int | float):
        page.write_number(r, c, cell)
    elif cell in ERRORS:
        page.write_formula(r, c, "=1/0", None, cell)
    elif cell.startswith("="):
        page.write_formula(r, c, cell, None, 2)
    else:
        page.write_string(r, c, cell)


def xls(rows: Rows, sheet: str = "Data", hidden: dict[str, Rows] | None = None) -> bytes:
    """The same as a workbook of Excel 97."""
    book = xlwt.Workbook()
    for name, cells in {sheet: rows, **(hidden or {})}.items():
        page = book.add_sheet(name)
        page.visibility = int(name != sheet)
        for r, row in enumerate(cells):
            for c, cell in enumerate(row):
                if isinstance(cell, str) and cell in ERRORS:
                    page.row(r).set_cell_error(c, ERRORS[cell])
                elif isinstance(cell, dt.date):
                    form = TIME if isinstance(cell, dt.datetime) else DAY
                    page.write(r, c, cell, xlwt.easyxf(num_format_str=form))
                elif cell not in (None, ""):
                    page.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(f'xmlns:{n}="{OASIS}:{n}:1.0"' for n in ("office", "table", "text")) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods(rows: Rows, sheet: str = "Data", below: str = "") -> bytes:
    """The same as a workbook of LibreOffice; `below` is XML of further rows."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    table = f'<table:table table:name="{escape(sheet)}">{body}{below}</table:table>'
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
        b'opendocument:xmlns:manifest:1.0"/>',
        "content.xml": (
            f'<?xml version="1.0"?><office:document-content {NAMES}><office:body>'
            f"<office:spreadsheet>{table}</office:spreadsheet></office:body>"
            "</office:document-content>"
        ).encode(),
    })  # fmt: skip


def _ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    kind = f'office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
    if isinstance(cell, str) and cell in ERRORS:
        kind = (
            'table:formula="of:=1/0" office:value-type="string" office:string-value=""'
            f' calcext:value-type="error"><text:p>{cell}</text:p>'
        )
    elif isinstance(cell, dt.date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"><text:p>x</text:p>'
    elif isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>'
    return f"<table:table-cell {kind}</table:table-cell>"


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    """The same, compressed by gzip."""
    return gzip.compress(content, mtime=0)

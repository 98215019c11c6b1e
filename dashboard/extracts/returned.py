"""Files that we annotated and that come back corrected: read as we wrote them.

Whatever a profile says of the original's lines, sheet, delimiter and encoding, the annotated file
has its header in the first row, and two columns more. Pure.
"""

import re
from dataclasses import replace

from dashboard.extracts.profile import FileOptions

ADDED = ("rule", "fix")
FIRST_LINE = re.compile(rb'[^\r\n]*?([,;\t])"?rule"?\1"?fix"?[ \t]*(?=[\r\n])')
QUOTED_FORMULA = r"^'\s*[=+\-@\t\r]"  # what `harmless` made of a text


def is_returned(cells: list[str]) -> bool:
    """Whether a first row is the header of an annotated file."""
    filled = [cell.strip() for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    return len(filled) > len(ADDED) and tuple(filled[-len(ADDED) :]) == ADDED


def options_of_sheet(options: FileOptions) -> FileOptions:
    """How an annotated workbook is read."""
    return replace(options, header=True, skip_rows=0, sheet=None)


def options_of_text(content: bytes, options: FileOptions) -> FileOptions | None:
    """How an annotated text file is read; None where it is none."""
    found = FIRST_LINE.match(content[:100_000])
    if found is None:
        return None
    try:
        content.decode("utf-8")
        encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError:  # a spreadsheet saved it in its own way
        encoding = options.encoding or "cp1252"
    return replace(
        options, header=True, skip_rows=0, delimiter=found[1].decode(), encoding=encoding
    )

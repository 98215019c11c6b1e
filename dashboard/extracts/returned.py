"""Files that we annotated and that come back corrected: read as we wrote them.

Whatever a profile says of the original's lines, sheet, delimiter and encoding, the annotated file
has its header in the first row, and two columns more. Pure.
"""

import re
from dataclasses import replace

from dashboard.extracts.layout import JOINED_BY
from dashboard.extracts.profile import FileOptions

ADDED = ("rule", "fix")
FIRST_LINE = re.compile(rb'[^\r\n]*?([,;\t])"?rule"?\1"?fix"?[ \t]*(?=[\r\n])')
# what `harmless` made of a text, as a pattern of RE2
QUOTED_FORMULA = r"^'[ \x{a0}\x{feff}]*[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"


def is_returned(cells: list[str]) -> bool:
    """Whether a first row is the header of an annotated file."""
    filled = [cell.strip() for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    return len(filled) > len(ADDED) and tuple(filled[-len(ADDED) :]) == ADDED


def lower_parts(headers: list[str]) -> list[str]:
    """The lower parts of names that were joined from a header of two rows."""
    return [name.rsplit(JOINED_BY, 1)[1] if JOINED_BY in name else "" for name in headers]


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

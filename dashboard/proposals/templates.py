"""Template files of a dataset, made from its contract; filled in, they need no profile."""

import csv as csv_text
import io
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.contracts.column import NUMERIC, Column, Type
from dashboard.contracts.dataset import Dataset

LAST_ROW = 20_000  # of the sheet that lists and formats reach down to
TYPES = {
    Type.TEXT: "text", Type.TEXTS: "several texts, parted by ;",
    Type.TIME: "date, or date and time", Type.DATE: "date",
    Type.BOOLEAN: "yes or no", Type.SMALL: "whole number",
    Type.WHOLE: "whole number", Type.COUNT: "whole number", Type.NUMBER: "number",
}  # fmt: skip
FORMATS = {Type.TIME: "yyyy-mm-dd hh:mm", Type.DATE: "yyyy-mm-dd", Type.TEXT: "@", Type.TEXTS: "@"}
EXAMPLES = {
    "complaint_id": "C-1042", "response_id": "R-2718", "unit_id": "W5A", "parent_id": "MED",
    "unit_name": "Ward 5A Cardiology", "department": "Medicine", "site": "North Wing",
    "source_system": "datix", "source_unit": "Ward 5A - Cardiology", "month": "2026-03-01",
    "stage": "local resolution", "recovery_actions": "apology;explanation",
    "actions_taken": "training;communication", "repeat_of": "C-0917", "specialty": "Cardiology",
    "code": "Communication", "domain": "Relationship",
    "manager_group": "ward-managers-5a", "age_band": "65-74", "ethnicity_group": "White British",
    "preferred_language": "English", "patient_link_key": "left empty, or made by a profile",
}  # fmt: skip
OF_TYPE = {
    Type.TIME: "2026-03-31 14:30", Type.DATE: "2026-03-31", Type.BOOLEAN: "yes", Type.NUMBER: "31.5"
}  # fmt: skip
DESCRIBED = ("column", "required", "type", "meaning", "allowed values", "rules", "example")
WIDTHS = (26, 10, 22, 46, 46, 70, 26)


@dataclass(frozen=True)
class Described:
    """One column of a template in words, as the description sheet has them."""

    name: str
    required: str
    kind: str
    meaning: str
    allowed: str
    rules: str
    example: str


def columns_of(dataset: Dataset) -> tuple[Column, ...]:
    """The columns of a template: all but free text, which no file should carry."""
    return tuple(column for column in dataset.columns if column.name != "free_text")


def csv(dataset: Dataset) -> bytes:
    """The header alone, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    csv_text.writer(out).writerow([column.name for column in columns_of(dataset)])
    return out.getvalue().encode("utf-8-sig")


def workbook(dataset: Dataset) -> bytes:
    """A workbook: the sheet to fill in, one that describes its columns, one of allowed values."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(dataset.name)
        described, values = book.add_worksheet("Columns"), book.add_worksheet("Allowed values")
        lists = _write_lists(values, dataset, bold)
        _write_sheet(book, sheet, dataset, lists)
        _write_description(described, dataset, bold, book.add_format({"text_wrap": True}))
    return out.getvalue()


def described(dataset: Dataset, column: Column) -> Described:
    """Say of a column what may stand in it."""
    return Described(
        column.name, _required(dataset, column), TYPES[column.type], column.description,
        ", ".join(column.allowed), " ".join(_rules(dataset, column)), example(column),
    )  # fmt: skip


def example(column: Column) -> str:
    """A value that the column takes."""
    if column.name in EXAMPLES:
        return EXAMPLES[column.name]
    if column.allowed:
        return column.allowed[0]
    if column.type in NUMERIC and column.type is not Type.NUMBER:
        return f"{column.maximum or max(1.0, column.minimum or 0):g}"
    return OF_TYPE.get(column.type, "")


def _required(dataset: Dataset, column: Column) -> str:
    if column.required:
        return "yes"
    return "one of these" if column.name in dataset.at_least_one else "no"


def _rules(dataset: Dataset, column: Column) -> list[str]:
    rules = []
    if dataset.key == (column.name,):
        rules.append("No value stands twice.")
    elif column.name in dataset.key:
        rules.append(f"No two rows have the same {', '.join(dataset.key)}.")
    if column.is_event:
        rules.append("Not after the day up to which the file is complete.")
    if column.minimum is not None and column.maximum is not None:
        rules.append(f"From {column.minimum:g} to {column.maximum:g}.")
    elif column.minimum is not None:
        rules.append(f"{column.minimum:g} or more.")
    if column.above is not None:
        rules.append(f"More than {column.above:g}.")
    own = [rule for rule in dataset.rules if rule.columns[0] == column.name]
    return rules + [f"{rule.rule_id.replace('_', ' ')}: {rule.how_to_fix}" for rule in own]


def _write_sheet(book: Workbook, sheet: Worksheet, dataset: Dataset, lists: dict[str, str]) -> None:
    needed = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
    optional = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns_of(dataset)):
        shaped = formats.get(column.type)
        sheet.set_column(place, place, max(12, len(column.name) + 3), shaped)
        sheet.write_string(0, place, column.name, needed if column.required else optional)
        sheet.write_comment(0, place, _note(dataset, column), {"x_scale": 2})
        options = _validation(column, lists)
        if options:
            sheet.data_validation(1, place, LAST_ROW, place, options)


def _note(dataset: Dataset, column: Column) -> str:
    words = described(dataset, column)
    need = {"yes": "Required. ", "one of these": "One of these is required. "}.get(
        words.required, ""
    )
    return f"{need}{words.meaning} ({words.kind})."


def _validation(column: Column, lists: dict[str, str]) -> dict[str, object] | None:
    """What the spreadsheet itself allows; the import says the rest."""
    if column.name in lists:
        return {
            "validate": "list", "source": lists[column.name],
            "error_title": column.name, "error_message": "Choose one of the listed values.",
        }  # fmt: skip
    if column.type is Type.BOOLEAN:
        return {"validate": "list", "source": ["yes", "no"]}
    if column.type in NUMERIC and column.minimum is not None:
        kind = "decimal" if column.type is Type.NUMBER else "integer"
        if column.maximum is None:
            return {"validate": kind, "criteria": ">=", "value": column.minimum}
        return {
            "validate": kind, "criteria": "between",
            "minimum": column.minimum, "maximum": column.maximum,
        }  # fmt: skip
    return None


def _write_lists(sheet: Worksheet, dataset: Dataset, bold: Format) -> dict[str, str]:
    """Write each column's allowed values below its name; give the ranges that hold them."""
    ranges: dict[str, str] = {}
    coded = [column for column in columns_of(dataset) if column.allowed]
    for place, column in enumerate(coded):
        sheet.set_column(place, place, 24)
        sheet.write_string(0, place, column.name, bold)
        for row, value in enumerate(column.allowed, start=1):
            sheet.write_string(row, place, value)
        if column.type is not Type.TEXTS:  # several values in a cell fit no list
            letter = xlsxwriter.utility.xl_col_to_name(place)
            last = len(column.allowed) + 1
            ranges[column.name] = f"='Allowed values'!${letter}$2:${letter}${last}"
    if not coded:
        sheet.write_string(0, 0, "No column of this dataset has a list of values.")
    return ranges


def _write_description(sheet: Worksheet, dataset: Dataset, bold: Format, wrapped: Format) -> None:
    sheet.freeze_panes(1, 1)
    for place, (title, width) in enumerate(zip(DESCRIBED, WIDTHS, strict=True)):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, bold)
    for row, column in enumerate(columns_of(dataset), start=1):
        words = described(dataset, column)
        cells = (words.name, words.required, words.kind, words.meaning, words.allowed, words.rules,
                 words.example)  # fmt: skip
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, wrapped)

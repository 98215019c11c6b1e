"""A workbook filled in as a person does imports without a profile."""

import pytest
import xlsxwriter

from dashboard.contracts.column import Type
from dashboard.contracts.registry import DATASETS
from dashboard.extracts.intake import Request, check_file
from dashboard.proposals import templates
from tests.proposals.test_templates import AS_OF, _sample, _text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["complaints", "surveys", "units"])
def test_a_workbook_filled_with_the_sample_imports_without_a_profile(name, tmp_path):
    dataset = DATASETS[name]
    rows = _sample(dataset, 40)
    path = tmp_path / f"{name}.xlsx"
    _filled(path, dataset, rows)
    checked = check_file(Request(path, AS_OF, dataset=name, source_system="sample"), None)
    assert (checked.report.rows_in, checked.report.refused) == (len(rows), 0), (
        checked.report.findings
    )
    assert checked.report.detected.sheet == name


def _filled(path, dataset, rows):
    """The sheets of a template, filled as a person does: dates typed as dates, codes as texts."""
    columns = templates.columns_of(dataset)
    with xlsxwriter.Workbook(str(path), {"remove_timezone": True}) as book:
        sheet = book.add_worksheet(dataset.name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, [column.name for column in columns])
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = row.get(column.name)
                if value is None:
                    continue
                if column.type in (Type.DATE, Type.TIME):
                    sheet.write_datetime(
                        line, place, value, time if column.type is Type.TIME else day
                    )
                else:
                    sheet.write(line, place, _text(value) if isinstance(value, list) else value)
        book.add_worksheet("Columns").write_row(0, 0, templates.DESCRIBED)
        book.add_worksheet("Allowed values")

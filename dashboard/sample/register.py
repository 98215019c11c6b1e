"""The units of a sample and their names in other systems (datasets units, unit_aliases)."""

import datetime as dt

import pyarrow as pa

from dashboard.sample import planted
from dashboard.sample.hospital import OPENED, Unit
from dashboard.sample.volume import Group

COMPLAINT_SOURCE, SURVEY_SOURCE = "complaint_system", "patient_survey"
UNIT_SOURCE, ACTIVITY_SOURCE = "unit_register", "activity_report"

UNITS_SCHEMA = pa.schema(
    [
        ("unit_id", pa.string()),
        ("unit_name", pa.string()),
        ("department", pa.string()),
        ("site", pa.string()),
        ("parent_id", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)
ALIASES_SCHEMA = pa.schema(
    [
        ("source_system", pa.string()),
        ("source_unit", pa.string()),
        ("unit_id", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)


def units_table(group: Group) -> pa.Table:
    """One row per unit and validity: one ward merged into another, which was renamed that day."""
    merged_on = _merged_on(group)
    rows = []
    for unit in group.units:
        ends = unit.unit_id in (planted.MERGED_UNIT, planted.TAKING_UNIT)
        rows.append(_unit_row(unit, OPENED, merged_on - dt.timedelta(days=1) if ends else None))
        if unit.unit_id == planted.TAKING_UNIT:
            renamed = _unit_row(unit, merged_on, None) | {"unit_name": planted.MERGED_NAME}
            rows.append(renamed)
    return pa.Table.from_pylist(rows, UNITS_SCHEMA)


def aliases_table(group: Group) -> pa.Table:
    """One row per name: from the merger on, the old ward's name means the ward that took over."""
    merged_on = _merged_on(group)
    rows = []
    for unit in group.units:
        for source, name in (
            (COMPLAINT_SOURCE, unit.complaint_name),
            (SURVEY_SOURCE, unit.survey_code),
        ):
            if unit.unit_id == planted.MERGED_UNIT:
                until = merged_on - dt.timedelta(days=1)
                rows.append(_alias_row(source, name, unit.unit_id, OPENED, until))
                rows.append(_alias_row(source, name, planted.TAKING_UNIT, merged_on, None))
            else:
                rows.append(_alias_row(source, name, unit.unit_id, OPENED, None))
    return pa.Table.from_pylist(rows, ALIASES_SCHEMA)


def _merged_on(group: Group) -> dt.date:
    return group.period.first_of(group.period.month(planted.MERGED_FROM))


def _unit_row(unit: Unit, valid_from: dt.date, valid_to: dt.date | None) -> dict[str, object]:
    return {
        "unit_id": unit.unit_id,
        "unit_name": unit.unit_name,
        "department": unit.department,
        "site": unit.site,
        "parent_id": unit.parent_id,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def _alias_row(
    source: str, name: str, unit_id: str, valid_from: dt.date, valid_to: dt.date | None
) -> dict[str, object]:
    return {
        "source_system": source,
        "source_unit": name,
        "unit_id": unit_id,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }

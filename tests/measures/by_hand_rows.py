"""Which rows are current, and where they belong, by going through a store's extracts one by one.

Rows are dicts of contract columns; dates are `datetime.date`. Nothing of the dashboard is imported.
"""

import calendar
import datetime as dt
from dataclasses import dataclass, field

ENDINGS = ("closed", "withdrawn", "transferred", "escalated")
KEYS = {
    "complaints": ("complaint_id",),
    "surveys": ("response_id",),
    "activity": ("unit_id", "month"),
}
MAIN_DATES = {"complaints": "received_at", "surveys": "event_date", "activity": "month"}
FIRST, LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)


@dataclass
class Sent:
    """One extract as it was imported."""

    dataset: str
    source: str
    as_of: dt.date
    rows: list
    mode: str = "append"
    period: tuple | None = None
    is_registering: bool = False
    columns: frozenset = field(default_factory=frozenset)


def month_of(day):
    return day.replace(day=1)


def end_of(month):
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


class Store:
    """What a publication of these extracts shows; extracts in the order of their import."""

    def __init__(self, sent):
        self.sent = sorted(sent, key=lambda extract: extract.as_of)  # stable: import breaks ties
        self._units = self._named_units()
        self._aliases = [
            row for extract in self._of("unit_aliases") for row in extract.rows
        ]  # fmt: skip
        self.complaints = [self._complaint(*found) for found in self._current("complaints")]
        self.surveys = [self._survey(*found) for found in self._current("surveys")]
        self.activity = [self._patients(*found) for found in self._current("activity")]

    def _of(self, dataset):
        return [extract for extract in self.sent if extract.dataset == dataset]

    def _current(self, dataset):
        shown = {}
        for extract in self._of(dataset):
            if extract.mode == "full_snapshot":
                shown = {key: got for key, got in shown.items() if got[1].source != extract.source}
            if extract.mode == "replace_period":
                first, last = extract.period
                shown = {
                    key: got
                    for key, got in shown.items()
                    if got[1].source != extract.source
                    or not first <= got[0][MAIN_DATES[dataset]] <= last
                }
            for row in extract.rows:
                key = (extract.source, *(row[name] for name in KEYS[dataset]))
                shown[key] = (row, extract)
        return list(shown.values())

    # --- units ------------------------------------------------------------------------------------

    def _named_units(self):
        found = {}
        for extract in self._of("units"):
            if extract.mode == "full_snapshot":
                found = {}
            found |= {(row["unit_id"], row["valid_from"]): row for row in extract.rows}
        return list(found.values())

    def _valid(self, unit_id, day):
        """The unit's row of a day; of two that claim it the one that began later."""
        rows = [row for row in self._units if row["unit_id"] == unit_id]
        begun = [row for row in rows if row["valid_from"] <= day]
        newest = max(begun, key=lambda row: row["valid_from"], default=None)
        return newest if newest and day <= (newest.get("valid_to") or LAST) else None

    def _meant(self, source, name, day):
        for row in self._aliases:
            if (row["source_system"], row["source_unit"]) == (source, name) and (
                (row.get("valid_from") or FIRST) <= day <= (row.get("valid_to") or LAST)
            ):
                return row["unit_id"]
        return None

    def _is_registered(self, source, name):
        return (
            name not in {row["unit_id"] for row in self._units}
            and not any(
                (row["source_system"], row["source_unit"]) == (source, name)
                for row in self._aliases
            )
            and any(
                extract.is_registering and row.get("unit_id") == name
                for extract in self.sent
                if extract.dataset in KEYS
                for row in extract.rows
            )
        )

    def place(self, source, name, *days):
        """(unit, department, site) of a source's unit on the first of these days that has one."""
        for day in days:
            unit = self._valid(name, day)
            if unit:
                return name, unit["department"], unit.get("site") or "not recorded"
        meant = self._meant(source, name, days[0])
        unit = self._valid(meant, days[0]) if meant else None
        if unit:
            return meant, unit["department"], unit.get("site") or "not recorded"
        if name != "UNASSIGNED" and self._is_registered(source, name):
            return name, "Unregistered units", "not recorded"
        return "UNASSIGNED", "Not assigned", "not recorded"

    def below(self, unit_id):
        """A unit and all units that ever stood below it."""
        found, newest = {unit_id}, {unit_id}
        while newest:
            newest = {r["unit_id"] for r in self._units if r.get("parent_id") in newest} - found
            found |= newest
        return found

    # --- rows -------------------------------------------------------------------------------------

    def _complaint(self, row, extract):
        event_on = row.get("incident_date") or row["received_at"]
        unit_id, department, site = self.place(extract.source, row["unit_id"], event_on)
        newest = max(e.as_of for e in self._of("complaints") if e.source == extract.source)
        severity = row.get("severity_hcat")
        return row | {
            "unit_id": unit_id, "department": department, "site": site, "event_on": event_on,
            "severity": None if severity is None else str(severity),
            "severity_hcat": None if severity is None else str(severity),
            "source_system": extract.source, "observed_to": extract.as_of, "source_as_of": newest,
            "columns": extract.columns,
        }  # fmt: skip

    def _survey(self, row, extract):
        unit_id, department, site = self.place(extract.source, row["unit_id"], row["event_date"])
        return row | {
            "unit_id": unit_id, "department": department, "site": site,
            "source_system": extract.source, "arm": arm_of(row),
            "known_on": row.get("received_date") or row["event_date"],
            "recommends": recommends(row), "is_dissatisfied": is_dissatisfied(row),
        }  # fmt: skip

    def _patients(self, row, extract):
        month = row["month"]
        placed = self.place(extract.source, row["unit_id"], end_of(month), month)
        return row | dict(zip(("unit_id", "department", "site"), placed, strict=True))


def standing(row, day):
    """How a complaint stood on a day: (ending, age, last day observed, its source's as-of)."""
    seen_to = min(row["observed_to"], day)
    received_on, closed_on, first_on = (
        row.get(name) for name in ("received_at", "closed_at", "first_closed_at")
    )
    if row["status"] in ENDINGS and closed_on <= day:
        ending = "resolved" if row["status"] == "closed" else "otherwise"
        return ending, (closed_on - received_on).days, seen_to, True
    if first_on and first_on <= day < (row.get("reopened_at") or row["observed_to"]):
        return "resolved", (first_on - received_on).days, seen_to, False
    return "open", (seen_to - received_on).days, seen_to, False


def arm_of(row):
    if row.get("had_problem") is False:
        return "no_problem"
    said = row.get("problem_resolved")
    if said:
        return {"fully": "recovered", "partly": "unrecovered", "no": "unrecovered"}.get(said, said)
    return "unanswered" if row.get("had_problem") else "not_asked"


def recommends(row):
    column, tops = {
        "FFT": ("fft", (1, 2)), "FFT_RECOMMEND": ("fft", (1, 2)), "NPS": ("ltr_0_10", (9, 10)),
        "HCAHPS": ("hcahps_recommend", ("definitely_yes",)), "local": ("would_return", (4, 5)),
    }[row["instrument"]]  # fmt: skip
    return None if row.get(column) is None else row[column] in tops


def is_dissatisfied(row):
    if row["instrument"] in ("FFT", "FFT_RECOMMEND"):
        return None if row.get("fft") is None else row["fft"] in (4, 5)
    if row["instrument"] == "HCAHPS":
        said = row.get("hcahps_recommend")
        return None if said is None else said in ("probably_no", "definitely_no")
    asked = [row[name] for name in ("ltr_0_10", "overall_0_10") if row.get(name) is not None]
    return asked[0] <= 6 if asked else None

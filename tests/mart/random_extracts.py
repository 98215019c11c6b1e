"""Stores of seeded chance, extract by extract: every mode, late ones, units that change, new names.

Rows go straight into a real store, as an import would have checked them.
"""

import datetime as dt
import random

import pyarrow as pa

from dashboard.contracts.registry import DATASETS
from dashboard.store.records import rows_schema
from tests.marts import extract

FIRST_DAY = dt.date(2025, 10, 1)
DAYS = 180
NAMES = (
    "W1",
    "W2",
    "W3",
    "Ward One",
    "The Third",
    "UNASSIGNED",
    "Unseen 1",
    "Unseen 2",
    "Unseen 3",
)
SOURCES = {
    "complaints": ("desk", "portal"),
    "complaint_issues": ("desk", "portal"),
    "surveys": ("mail", "kiosk"),
    "activity": ("census",),
}

SUBJECTS = (("HCAT", "Quality"), ("HCAT", "Safety"), ("KO41a", "Other"), ("local", "Parking"))


class Chance:
    """What comes next in one store."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.number = 0

    def extract(self):
        """The next extract and its rows: most are facts, some change what units mean."""
        kinds = ("complaints", "surveys", "activity", "units", "unit_aliases", "complaint_issues")
        dataset = self.draw.choices(kinds, (5, 5, 1, 2, 2, 4))[0]
        self.number += 1
        rows = getattr(self, f"_{dataset}")()
        line = extract(
            dataset, self.number, as_of=FIRST_DAY + dt.timedelta(self.draw.randint(100, 260)),
            source_system=self.draw.choice(SOURCES.get(dataset, ("register",))),
            register_units=self.draw.random() < 0.4, accepted=len(rows),
            mapped_columns=tuple(self.draw.sample(("acknowledged_at", "satisfaction_handling"), 1)),
            uploaded_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC) + dt.timedelta(hours=self.number),
            **self._mode(dataset),
        )  # fmt: skip
        return line, _stored(line, rows)

    def _mode(self, dataset):
        modes = ["append", "append", "append", "full_snapshot"]
        if dataset in SOURCES and dataset != "complaint_issues":
            modes += ["replace_period", "replace_period"]
        mode = self.draw.choice(modes)
        if mode != "replace_period":
            return {"mode": mode}
        first = self._day()
        return {"mode": mode, "period_start": first, "period_end": first + dt.timedelta(40)}

    def _day(self):
        return FIRST_DAY + dt.timedelta(self.draw.randrange(DAYS))

    def _some(self, first, last, most):
        return self.draw.sample(range(first, last), self.draw.randint(1, most))

    def _complaints(self):
        return [self._complaint(number) for number in self._some(0, 90, 40)]

    def _complaint(self, number):
        received = self._day()
        status = self.draw.choice(("open", "reopened", "closed", "closed", "withdrawn"))
        closed = received + dt.timedelta(self.draw.choice((0, 3, 9, 40)))
        acknowledged = self.draw.choice((None, received + dt.timedelta(self.draw.randrange(9))))
        return {
            "complaint_id": f"c{number}", "unit_id": self.draw.choice(NAMES),
            "received_at": _noon(received), "received_on": received, "status": status,
            "closed_at": _noon(closed), "closed_on": closed,
            "incident_date": self.draw.choice((None, received - dt.timedelta(35))),
            "acknowledged_at": acknowledged and _noon(acknowledged), "acknowledged_on": acknowledged,
            "channel": self.draw.choice(("web", "phone")),
            "contact_type": self.draw.choice(("complaint", "concern")),
            "severity_hcat": self.draw.choice((None, 0, 3)),
            "satisfaction_handling": self.draw.choice((None, 1, 5)),
        }  # fmt: skip

    def _complaint_issues(self):
        """Of complaints that may be unknown, or of another source alone."""
        return [
            {
                "complaint_id": f"c{number}", "taxonomy": taxonomy, "code": code,
                "severity": self.draw.choice((None, 1, 3)),
                "is_primary": self.draw.choice((None, True, True, False)),
            }
            for number in self._some(0, 100, 40)
            for taxonomy, code in self.draw.sample(SUBJECTS, self.draw.randint(1, 3))
        ]  # fmt: skip

    def _surveys(self):
        return [
            {
                "response_id": f"r{number}", "unit_id": self.draw.choice(NAMES),
                "event_date": self._day(), "instrument": self.draw.choice(("FFT", "NPS")),
                "fft": self.draw.choice((None, 1, 5)), "ltr_0_10": self.draw.choice((None, 5, 10)),
                "mode": self.draw.choice((None, "sms")),
                "had_problem": self.draw.choice((None, True, False)),
                "problem_resolved": self.draw.choice((None, "fully", "no")),
                # halves and quarters: a sum of them is the same in any order
                "weight": self.draw.choice((None, 0.5, 1.75)),
            }
            for number in self._some(0, 150, 60)
        ]  # fmt: skip

    def _activity(self):
        months = [dt.date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(6)]
        pairs = [(unit, month) for unit in NAMES[:5] for month in months]
        return [
            {"unit_id": unit, "month": month, "discharges": float(self.draw.randint(1, 90))}
            for unit, month in self.draw.sample(pairs, self.draw.randint(1, 12))
        ]

    def _units(self):
        pairs = [(unit, day) for unit in ("W1", "W2", "W3", "Unseen 1") for day in (2020, 2026)]
        return [
            {
                "unit_id": unit, "unit_name": self.draw.choice(("Ward", "Station")),
                "department": self.draw.choice(("Surgery", "Medicine")),
                "site": self.draw.choice((None, "North")),
                "parent_id": self.draw.choice((None, "W1")) if unit != "W1" else None,
                "valid_from": dt.date(year, 1, 1),
                "valid_to": self.draw.choice((None, None, dt.date(year, 1, 20))),
            }
            for unit, year in self.draw.sample(pairs, self.draw.randint(1, len(pairs)))
        ]  # fmt: skip

    def _unit_aliases(self):
        return [
            {
                "source_system": self.draw.choice(("desk", "mail", "census")), "source_unit": name,
                "unit_id": self.draw.choice(("W1", "W2", "W3")),
                "valid_from": self.draw.choice((None, dt.date(2026, 1, 1))),
            }
            for name in self.draw.sample(NAMES, self.draw.randint(1, 4))
        ]  # fmt: skip


def _noon(day):
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def _stored(line, rows):
    schema = rows_schema(DATASETS[line.dataset].stored_columns())
    own = {"extract_id": line.extract_id}
    if line.dataset != "unit_aliases":
        own["source_system"] = line.source_system
    return pa.Table.from_pylist(
        [row | own | {"line": number} for number, row in enumerate(rows, start=2)], schema
    )

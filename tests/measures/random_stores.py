"""Small stores of seeded chance, with every trap of the contract, as files for the import.

Two complaint sources with modes of their own, wards that end, begin, move and are called otherwise,
reopened and withdrawn cases, late acknowledgements, weighted surveys of all instruments.
"""

import csv
import datetime as dt
import random
from pathlib import Path

from dashboard.extracts.intake import Request
from dashboard.extracts.manifest import Mode
from dashboard.extracts.profile import Profile, read_profile
from tests.measures.by_hand_rows import Sent

NOON = {
    "received_at": "09:00", "acknowledged_at": "10:00", "first_closed_at": "11:00",
    "reopened_at": "12:00", "closed_at": "17:00",
    "response_sent_at": "18:00",
}  # fmt: skip
UNITS = """
W1   | Ward 1     | Surgery  | North | DIV | 2020-01-01 |
W2   | Ward 2     | Surgery  | North | DIV | 2020-01-01 | 2025-12-31
W2   | Ward 2     | Medicine | South | DIV | 2026-01-01 |
W3   | Ward 3     | Medicine | South |     | 2020-01-01 | 2025-12-31
W4   | Ward 3 new | Medicine | South |     | 2026-01-01 |
W5   | Ward 5     | Medicine |       | W1  | 2020-01-01 |
DIV  | Division   | Surgery  | North |     | 2020-01-01 |
"""
UNIT_COLUMNS = ("unit_id", "unit_name", "department", "site", "parent_id", "valid_from", "valid_to")
ALIASES = [
    {"source_system": "desk", "source_unit": "Ward One", "unit_id": "W1"},
    {"source_system": "desk", "source_unit": "The Third", "unit_id": "W3",
     "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2025, 12, 31)},
    {"source_system": "desk", "source_unit": "The Third", "unit_id": "W4",
     "valid_from": dt.date(2026, 1, 1)},
]  # fmt: skip
DESK = ("complaint_id", "unit_id", "received_at", "status", "closed_at", "first_closed_at",
        "reopened_at", "channel", "contact_type", "incident_date", "acknowledged_at",
        "severity_hcat", "complexity", "outcome", "perceived_only", "age_band",
        "satisfaction_handling", "ethnicity_group", "first_action_at", "response_sent_at",
        "due_date", "due_date_agreed", "resolved_first_contact", "notice_contact", "notice_steps",
        "notice_results", "notice_date")  # fmt: skip
PORTAL = ("complaint_id", "unit_id", "received_at", "status", "closed_at", "channel",
          "contact_type", "severity_hcat")  # fmt: skip
SURVEYS = ("response_id", "unit_id", "event_date", "received_date", "instrument", "mode", "fft",
           "ltr_0_10", "hcahps_recommend", "overall_0_10", "had_problem", "problem_resolved",
           "would_return", "age_band", "weight")  # fmt: skip
ACTIVITY = ("unit_id", "month", "discharges", "bed_days", "attendances")
ISSUES = ("complaint_id", "taxonomy", "code", "is_primary")

CODES = {
    "HCAT": ("Quality", "Safety", "Environment"), "KO41a": ("Communications", "End of Life Care"),
    "local": ("parking", "Köstlich = food", "nights"),
}  # fmt: skip


def day(text):
    return dt.date.fromisoformat(text)


def store_of(seed, handling=True):
    """The extracts of one store, in the order of their import."""
    chance = random.Random(seed)
    rows = [dict(zip(UNIT_COLUMNS, cells, strict=True)) for cells in table(UNITS)]
    units = [{k: day(v) if "valid" in k else v for k, v in row.items() if v} for row in rows]
    desk = tuple(c for c in DESK if handling or c != "satisfaction_handling")
    early = complaints(chance, desk, "d", 50, day("2025-10-01"), day("2025-12-31"))
    january = complaints(chance, desk, "j", 40, day("2026-01-01"), day("2026-01-31"))
    later = [again(chance, row, day("2026-02-28")) for row in chance.sample(early, 15)]
    later += complaints(chance, desk, "f", 40, day("2026-02-01"), day("2026-02-28"))
    return [
        sent("units", "register", "2026-03-31", units, UNIT_COLUMNS),
        sent("unit_aliases", "register", "2026-03-31", ALIASES, ALIASES[1]),
        sent("complaints", "desk", "2025-12-31", early + complaints(
            chance, desk, "x", 10, day("2025-12-01"), day("2025-12-31")), desk),
        sent("complaints", "portal", "2025-12-31", complaints(
            chance, PORTAL, "d", 20, day("2025-11-01"), day("2025-12-31")), PORTAL),
        sent("complaints", "desk", "2026-01-31", january, desk, mode="replace_period",
             period=(day("2025-12-20"), day("2026-01-31")), is_registering=True),
        sent("complaints", "desk", "2026-02-28", later, desk),
        sent("complaints", "portal", "2026-03-15", complaints(
            chance, PORTAL, "d", 45, day("2025-11-01"), day("2026-03-15")), PORTAL,
            mode="full_snapshot"),
        sent("surveys", "mail", "2026-03-20", answers(chance, 220), SURVEYS),
        sent("activity", "census", "2026-02-28", activity(chance), ACTIVITY),
        sent("surveys", "kiosk", "2026-03-10", answers(chance, 30, "2026-03-10"), SURVEYS),
        sent("surveys", "kiosk", "2026-03-20", answers(chance, 60), SURVEYS, mode="full_snapshot"),
        sent("activity", "census", "2026-03-31", activity(chance)[12:], ACTIVITY,
             mode="replace_period", period=(day("2026-01-01"), day("2026-02-28"))),
        sent("complaint_issues", "desk", "2026-02-28", issues(early + january + later), ISSUES),
    ]  # fmt: skip


def sent(dataset, source, as_of, rows, columns, **more):
    return Sent(dataset, source, day(as_of), rows, columns=frozenset(columns), **more)


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def complaints(chance, columns, prefix, count, first, last):
    rows = []
    for number in range(count):
        received = first + dt.timedelta(chance.randint(0, (last - first).days))
        row = {
            "complaint_id": f"{prefix}{number}", "received_at": received,
            "unit_id": chance.choice(unit_names("Ward One" if "outcome" in columns else "W1")),
            "channel": chance.choice(("web", "phone", "letter")),
            "contact_type": chance.choices(
                ("complaint", "grievance", "concern", "pals_enquiry"), (6, 3, 2, 1))[0],
            "incident_date": chance.choice((None, received - dt.timedelta(chance.randint(0, 40)))),
            "severity_hcat": chance.choice((None, 0, 1, 2, 3)),
            "complexity": chance.choice((None, "basic", "complex")),
            "outcome": chance.choice((None, "upheld", "not_upheld")),
            "perceived_only": chance.choice((None, True, False)),
            "age_band": chance.choice((None, "0-5", "26-55")),
            "ethnicity_group": chance.choice((None, "A = B", "Ünïcode")),
        }  # fmt: skip
        rows.append(only(again(chance, row, last), columns))
    return rows


def issues(complaints):
    """What most complaints are about, in none to three taxonomies."""
    rows = []
    for complaint_id in {row["complaint_id"]: None for row in complaints}:
        chance = random.Random(complaint_id)
        for taxonomy, codes in CODES.items():
            about = chance.sample(codes, chance.randint(0, 2))
            rows += [
                {"complaint_id": complaint_id, "taxonomy": taxonomy, "code": code,
                 "is_primary": code == about[0] and chance.random() < 0.8}
                for code in about
            ]  # fmt: skip
    return rows


def unit_names(first):
    third = "The Third" if first == "Ward One" else "W3"
    return (first, "W2", third, "W4", "W5", "DIV", "UNASSIGNED", "Not known", "W1", "W1")


def again(chance, row, as_of):
    """The same complaint as its source knows it on a day."""
    row = {name: row.get(name) for name in DESK}
    after = chance.choice((0, 1, 2, 3, 5, 8, 13, 21, 34, 55))
    closed = row["received_at"] + dt.timedelta(after)
    row |= {"status": "open", "closed_at": None, "first_closed_at": None, "reopened_at": None}
    acknowledged = row["received_at"] + dt.timedelta(chance.choice((0, 1, 2, 3, 4, 5, 6, 9)))
    is_acknowledged = chance.random() < 0.8 and acknowledged <= as_of
    row["acknowledged_at"] = acknowledged if is_acknowledged else None
    row["satisfaction_handling"] = None
    if closed <= as_of and chance.random() < 0.9:
        row["status"] = chance.choices(
            ("closed", "withdrawn", "transferred", "escalated"), (12, 1, 1, 1))[0]  # fmt: skip
        row["closed_at"] = closed
        row["satisfaction_handling"] = chance.choice((None, 1, 3, 4, 5))
        if after >= 5 and chance.random() < 0.4:
            row["first_closed_at"] = row["received_at"] + dt.timedelta(after // 2)
            row["reopened_at"] = row["first_closed_at"] + dt.timedelta(1)
            if chance.random() < 0.3:
                row |= {"status": "reopened", "closed_at": None, "satisfaction_handling": None}
    return row | later_columns(row, as_of)


def later_columns(row, as_of):
    """What the clocks look at, by a chance of their own: the other columns stay as they were."""
    chance = random.Random(f"{row['complaint_id']} {as_of} {row['received_at']}")
    received, one = row["received_at"], dt.timedelta(1)
    first = chance.choice((
        None, f"{received} 09:00", f"{received} 09:15", f"{received} 09:16",
        f"{received + one} 00:00",
    ))  # fmt: skip
    sent = received + chance.choice((0, 3, 7, 8, 12, 20, 40)) * one
    due = chance.choice((None, received + chance.choice((5, 10)) * one))
    agreed = None if due is None else chance.choice((None, None, due, due + 7 * one))
    is_whole = chance.random() < 0.6
    return {
        "first_action_at": first if first and first[:10] <= str(as_of) else None,
        "response_sent_at": sent if sent <= as_of and chance.random() < 0.8 else None,
        "due_date": due, "due_date_agreed": agreed,
        "resolved_first_contact": chance.choice((None, True, False)),
        **{f"notice_{element}": is_whole or chance.choice((None, True, False))
           for element in ("contact", "steps", "results", "date")},
    }  # fmt: skip


def answers(chance, count, as_of="2026-03-20"):
    rows = []
    for number in range(count):
        visited = day("2025-10-01") + dt.timedelta(chance.randint(0, 160))
        received = visited + dt.timedelta(chance.randint(0, 10))
        had_problem = chance.choices((None, True, False), (1, 4, 4))[0]
        instrument = chance.choice(("FFT", "FFT_RECOMMEND", "HCAHPS", "NPS", "local"))
        rows.append({
            "response_id": f"r{number}", "event_date": visited, "instrument": instrument,
            "unit_id": chance.choice(("W1", "W2", "W3", "W4", "W5", "DIV", "Not known")),
            "received_date": chance.choice((None, min(received, day(as_of)))),
            "mode": chance.choice((None, "sms", "email")), "had_problem": had_problem,
            "fft": chance.choice((None, 1, 2, 3, 4, 5, 6)), "overall_0_10": chance.randint(0, 10),
            "ltr_0_10": chance.choice((None, 3, 6, 7, 9, 10)),
            "hcahps_recommend": chance.choice(
                (None, "definitely_no", "probably_no", "probably_yes", "definitely_yes")),
            "would_return": chance.choice((None, 1, 3, 4, 5)),
            "problem_resolved": chance.choice((None, "fully", "partly", "no", "pending"))
            if had_problem else None,
            "age_band": chance.choice((None, "young", "old")),
            "weight": chance.choice((None, 0.5, 1.7)) if instrument == "NPS" else None,
        })  # fmt: skip
    return rows


def activity(chance):
    rows = []
    for number in range(5):
        month = dt.date(2025 + (9 + number) // 12, (9 + number) % 12 + 1, 1)
        for unit in ("W1", "W2", "W3" if month.year == 2025 else "W4", "W5"):
            row = {"unit_id": unit, "month": month, "discharges": chance.randint(5, 80)}
            if unit == "W5":
                row = row | {"discharges": None, "attendances": chance.randint(0, 60)}
            if unit == "W2" and number == 1:
                row = row | {"discharges": None, "bed_days": 90}
            rows.append(row)
    return rows


def only(row, columns):
    return {name: value for name, value in row.items() if name in columns}


def written(extract, folder: Path, number: int):
    """The extract as a CSV file, and the request that imports it."""
    columns = sorted(extract.columns)
    file = folder / f"{number}-{extract.dataset}.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(columns)
        writer.writerows([cell(name, row.get(name)) for name in columns] for row in extract.rows)
    first, last = extract.period or (None, None)
    return Request(
        file, extract.as_of, dataset=extract.dataset, source_system=extract.source,
        mode=Mode(extract.mode), period_start=first, period_end=last, timezone="America/New_York",
        profile=registering(file, extract) if extract.is_registering else Profile(),
    )  # fmt: skip


def registering(file, extract):
    """A profile that takes every column as it is called, and registers unseen units."""
    profile = file.with_suffix(".toml")
    lines = [f'dataset = "{extract.dataset}"', f'source_system = "{extract.source}"', "[columns]"]
    lines += [f'{name} = "{name}"' for name in sorted(extract.columns)]
    profile.write_text("\n".join([*lines, "[units]", "register = true"]), encoding="utf-8")
    return read_profile(profile)


def cell(name, value):
    if value is None:
        return ""
    if name in NOON:
        return f"{value} {NOON[name]}"
    return str(value).lower() if isinstance(value, bool) else str(value)

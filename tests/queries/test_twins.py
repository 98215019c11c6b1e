"""A query over cells and its twin over rows answer the same, whatever is chosen and however it is grouped."""

import random

import pytest

from dashboard.contracts.complaints import CHANNELS
from dashboard.contracts.surveys import INSTRUMENTS, MODES
from dashboard.mart import catalog

TWINS = [
    name
    for name in catalog.names()
    if not name.startswith(("rows/", "variation/"))  # counts by unit and month: of another shape
    and f"rows/{name.split('/')[1]}" in catalog.names()
]
UNITS = """
    unit_id | unit_name | department | site  | valid_from | valid_to
    u0      | Ward 0    | Medicine   | North | 2020-01-01 | 2026-02-10
    u0      | Ward 0    | Surgery    | South | 2026-02-11 |
    u1      | Ward 1    | Medicine   |       | 2020-01-01 |
    u2      | Ward 2    | Surgery    | South | 2020-01-01 |
"""
LISTS = {
    "units": ("u0", "u1", "u2", "UNASSIGNED"),
    "channels": CHANNELS[:3],
    "severities": ("0", "2", "not recorded"),
    "contact_types": ("concern", "complaint", "grievance"),
    "instruments": INSTRUMENTS,
}
SUBJECTS = (("HCAT", "Quality"), ("HCAT", "Safety"), ("KO41a", "Other"), ("local", "Parking"))
NOBODYS = ("complaints-9-9", "HCAT", "Listening", "true")
PARTS = (
    "all", "unit", "department", "site", "month", "channel", "contact_type", "severity", "age_band",
    "instrument", "mode", "arm",
)  # fmt: skip


def table(header, rows):
    return "\n".join((" | ".join(header), *(" | ".join(row) for row in rows)))


def complaints(pick):
    header = ("unit_id received_at closed_at status channel contact_type severity_hcat "
              "acknowledged_at satisfaction_handling incident_date first_action_at response_sent_at "
              "due_date due_date_agreed resolved_first_contact first_closed_at reopened_at "
              "notice_contact notice_steps notice_results notice_date")  # fmt: skip
    return table(header.split(), (complaint(pick) for _ in range(150)))


def complaint(pick):
    month, day = pick.choice("123"), pick.randrange(1, 25)
    status = pick.choice(("open", "closed", "closed", "closed", "withdrawn", "reopened"))
    ended = status in ("closed", "withdrawn")
    return (
        pick.choice(("u0", "u1", "u2", "UNASSIGNED")),
        f"2026-0{month}-{day:02}",
        f"2026-0{month}-{pick.randrange(day, 29):02}" if ended else "",
        status,
        pick.choice(LISTS["channels"]),
        pick.choice(LISTS["contact_types"]),
        pick.choice(("0", "2", "")),
        f"2026-0{month}-{pick.randrange(day, 29):02}" if pick.random() < 0.7 else "",
        pick.choice(("", "1", "4", "5")),
        f"2026-0{month}-01" if pick.random() < 0.3 else "",
        *clocks(random.Random(f"{month} {day} {status}"), f"2026-0{month}", day, status),
    )


def clocks(pick, month, day, status):
    """What the clocks look at, by a chance of its own."""

    def some_day(share):
        return f"{month}-{pick.randrange(day, 29):02}" if pick.random() < share else ""

    first = some_day(0.7)
    first_closed = some_day(1.0) if status in ("closed", "reopened") and pick.random() < 0.5 else ""
    return (
        f"{first} {pick.choice(('00:00:00', '00:10:00', '09:00:00'))}" if first else "",
        *(some_day(share) for share in (0.6, 0.5, 0.3)),
        pick.choice(("true", "false", "")),
        first_closed,
        first_closed,
        *(pick.choice(("true", "true", "false", "")) for _ in range(4)),
    )


def issues(pick):
    """Subjects of two thirds of the complaints, and of one that is in no extract."""
    rows = [
        (f"complaints-0-{number}", taxonomy, code, pick.choice(("true", "false", "")))
        for number in pick.sample(range(2, 152), 100)
        for taxonomy, code in pick.sample(SUBJECTS, pick.randrange(1, 4))
    ]
    return table(("complaint_id", "taxonomy", "code", "is_primary"), [*rows, NOBODYS])


def surveys(pick):
    header = ("unit_id event_date instrument mode fft ltr_0_10 hcahps_recommend would_return "
              "had_problem problem_resolved weight")  # fmt: skip
    return table(header.split(), (response(pick) for _ in range(150)))


def response(pick):
    had_problem = pick.choice(("true", "false", ""))
    resolved = pick.choice(("fully", "partly", "pending", "")) if had_problem == "true" else ""
    return (
        pick.choice(("u0", "u1", "u2", "UNASSIGNED")),
        f"2026-0{pick.choice('123')}-{pick.randrange(1, 29):02}",
        pick.choice(INSTRUMENTS),
        pick.choice((*MODES[:2], "")),
        pick.choice(("1", "3", "5", "6", "")),
        pick.choice(("10", "6", "")),
        pick.choice(("definitely_yes", "probably_no", "")),
        pick.choice(("5", "2", "")),
        had_problem,
        resolved,
        pick.choice(("", "0.5", "2")),
    )


def activity(pick):
    rows = [
        (unit, f"2026-0{month}-01", *(pick.choice(("", "40", "90")) for _ in range(3)))
        for unit in ("u0", "u1", "u2")
        for month in "123"
        if pick.random() < 0.8
    ]
    return table(("unit_id", "month", "discharges", "bed_days", "attendances"), rows)


def chosen(pick, name):
    """Some of everything; often all of it, which cells may answer from their totals."""
    lists = {
        key: values if pick.random() < 0.5 else tuple(pick.sample(values, pick.randrange(1, 4)))
        for key, values in LISTS.items()
    }
    months = sorted(pick.choices(("2026-01", "2026-02", "2026-03"), k=2))
    known = {
        part for part in PARTS if part in catalog.load(name).sql.split("$parts")[1].split("\n")[0]
    }
    parts = pick.sample(sorted(known), min(len(known), 2))
    return lists | {
        "from_month": months[0],
        "to_month": months[1],
        "parts": parts,
        "floor_n": pick.choice((0, 10, 40)),
        "is_by_arm": pick.random() < 0.5,
        "satisfied_from": pick.randrange(2, 6),
        "taxonomies": tuple(pick.sample(("HCAT", "KO41a", "local"), pick.randrange(1, 4))),
    }


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:u0,u1"])
@pytest.mark.parametrize("name", TWINS)
def test_cells_and_rows_agree(given, name, viewer):
    pick = random.Random(2026)
    rows = {
        "complaints": complaints(pick),
        "complaint_issues": issues(pick),
        "surveys": surveys(pick),
        "activity": activity(pick),
    }
    ask = given(viewer, units=UNITS, **rows)
    twin = f"rows/{name.split('/')[1]}"
    answered = 0
    for _ in range(5):
        choice = chosen(pick, name)
        from_cells, from_rows = ask(name, **choice), ask(twin, **choice)
        assert from_cells == from_rows, choice
        answered += len(from_cells)
    assert answered

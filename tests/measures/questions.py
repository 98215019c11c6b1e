"""Questions for the command line, the same for the measures and for the count by hand."""

import datetime as dt
import itertools

from tests.measures.by_hand import Asked

PLACES = ("unit", "department", "site", "month")
OF_COMPLAINTS = (*PLACES, "channel", "contact_type", "severity", "complexity", "outcome",
                 "age_band", "ethnicity_group", "status", "perceived_only", "source_system",
                 "stage", "preferred_language", "complainant_status", "service_area",
                 "profession", "recovery_model")  # fmt: skip
OF_ANSWERS = (*PLACES, "instrument", "mode", "arm", "age_band", "ethnicity_group",
              "preferred_language", "source_system")  # fmt: skip
GROUPS = {
    "time_to_resolution": OF_COMPLAINTS, "resolved_within": OF_COMPLAINTS,
    "open_cases": OF_COMPLAINTS, "acknowledged_on_time": OF_COMPLAINTS,
    "recovered_share": OF_COMPLAINTS, "recommend": OF_ANSWERS,
    "recovery_gap": tuple(by for by in OF_ANSWERS if by != "arm"),
    "answered_on_time": OF_COMPLAINTS, "started_within_15_minutes": OF_COMPLAINTS,
    "resolved_first_contact": OF_COMPLAINTS, "notice_complete": OF_COMPLAINTS,
    "reopened_within_90_days": OF_COMPLAINTS,
    "complaints_per_1000": OF_COMPLAINTS, "capture_ratio": PLACES, "silent_dissatisfied": PLACES,
}  # fmt: skip
WORD_OF_MOUTH = ("complaints_per_1000", "capture_ratio", "silent_dissatisfied")
SURVEYS = ("recommend", "recovery_gap")


def day(text):
    return dt.date.fromisoformat(text)


SELECTIONS = {
    "a ward and those below": {"units": ("W1",)},
    "two branches": {"units": ("W2", "DIV")},
    "not assigned": {"units": ("UNASSIGNED",)},
    "whole months": {"from_on": day("2025-11-01"), "to_on": day("2026-01-31")},
    "from mid-month": {"from_on": day("2025-11-14")},
    "to mid-month": {"to_on": day("2026-01-17")},
    "nothing there": {"from_on": day("2031-01-01")},
    "rewound to a month's end": {"as_of": day("2025-12-31")},
    "rewound to mid-month": {"as_of": day("2026-01-12")},
    "rewound, whole months": {"as_of": day("2026-01-31"), "to_on": day("2025-12-31")},
    "rewound to before it all": {"as_of": day("2025-09-01")},
    "rewound to the future": {"as_of": day("2027-09-01")},
    "for the board": {"is_board": True},
    "for a manager": {"manager_of": ("W1",)},
    "for a manager of a division, a month": {"manager_of": ("DIV",), "to_on": day("2025-12-31")},
    "for a manager of nothing": {"manager_of": ()},
}
WHERES = {
    "complaints": (
        (("channel", "web"),),
        (("channel", "web"), ("channel", "phone"), ("outcome", "upheld")),
        (("contact_type", "concern"),),
        (("severity_hcat", "2"), ("contact_type", "grievance")),
        (("severity", "not recorded"),),
        (("perceived_only", "true"), ("ethnicity_group", "A = B")),
        (("department", "Surgery"), ("source_system", "desk")),
        (("unit_id", "W1"), ("site", "North")),
        (("channel", "pigeon"),),
    ),
    "surveys": (
        (("instrument", "NPS"),),
        (("instrument", "FFT"), ("instrument", "local"), ("mode", "sms")),
        (("arm", "recovered"), ("arm", "no_problem")),
        (("department", "Medicine"), ("age_band", "old")),
        (("had_problem", "true"),),
    ),
    "both": (
        (("contact_type", "concern"), ("contact_type", "complaint")),
        (("instrument", "HCAHPS"), ("instrument", "FFT")),
        (("department", "Surgery"),),
        (("unit_id", "W1"), ("unit_id", "W4"), ("site", "South")),
    ),
}


def wheres_of(name):
    if name in ("capture_ratio", "silent_dissatisfied"):
        return WHERES["both"]
    return WHERES["surveys" if name in SURVEYS else "complaints"]


def questions(name):
    """All sensible questions to a measure, the plain ones first, then all combinations."""
    groups = (None, *GROUPS[name], *(["age_band"] if name == "open_cases" else []))
    for by in groups:
        yield "all of it", Asked(by=by)
    for title, choice in SELECTIONS.items():
        for by in {None, groups[1], groups[4], groups[-1]}:
            yield title, Asked(by=by, **choice)
    for where in wheres_of(name):
        yield str(where), Asked(where=where)
        yield str(where), Asked(where=where, by="month", as_of=day("2026-01-20"))
    if name == "resolved_within":
        for days in (0, 1, 5, 34, 400):
            yield f"{days} days", Asked(days=days, by="channel")
    for by, (title, choice), where in itertools.product(
        groups, SELECTIONS.items(), wheres_of(name)
    ):
        yield f"{title}, {where}", Asked(by=by, where=where, **choice)


def options(name, asked):
    """A question as options of the command line."""
    words = ["--by", asked.by] if asked.by else []
    for unit in asked.units:
        words += ["--unit", unit]
    for option, value in (
        ("--from", asked.from_on),
        ("--to", asked.to_on),
        ("--as-of", asked.as_of),
    ):
        words += [option, str(value)] if value else []
    for column, value in asked.where:
        words += ["--where", f"{column}={value}"]
    if name == "resolved_within":
        words += ["--days", str(asked.days)]
    words += ["--audience", "board"] if asked.is_board else []
    if asked.manager_of is not None:
        words += ["--as", f"unit_manager:{','.join(asked.manager_of)}"]
    return words

"""How long patients wait: the measures of the timeliness page."""

from dashboard.measures.backlog import open_cases
from dashboard.measures.definitions.groups import (
    COMPLAINT_COLUMNS,
    COMPLAINT_WHERE,
    COMPLAINTS,
    EVERY_TYPE,
    PLACES,
    REVIEW,
)
from dashboard.measures.measure import Measure
from dashboard.measures.resolution import resolved_within, time_to_resolution

MEASURES = (
    Measure(
        name="time_to_resolution",
        title="Half are resolved within",
        question="How long do patients wait until half of their complaints are resolved?",
        formula=(
            "Smallest whole day t with F(t) ≥ 0.5 (tolerance 1e-9), where F is the cumulative "
            "incidence of resolution over complaints received (Aalen–Johansen; withdrawn, "
            "transferred and escalated are competing endings). Quartiles alike; 95 % interval from "
            "the log-log band. R takes the middle where F is exactly one half over a stretch; this "
            "is its beginning."
        ),
        applies_to=COMPLAINTS,
        direction="lower",
        unit="days",
        excluded=(
            ("nothing", "open complaints count up to the day they were last observed"),
            ("no receipt date", "brought forward; refused at the import, and counted beside"),
        ),
        guard="“Not reached” where half are not resolved within the follow-up; never 0.",
        source="Aalen & Johansen 1978; Brookmeyer & Crowley 1982; 42 CFR 482.13(a)(2) (US)",
        floor_n_of="complaints received",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "status", "closed_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=time_to_resolution,
        more_in_json=("q25", "q75", "closed_only"),
    ),
    Measure(
        name="resolved_within",
        title="Resolved within the standard",
        question="What share of complaints is resolved within the standard?",
        formula=(
            "F(days), the cumulative incidence of resolution over complaints received "
            "(Aalen–Johansen), with a 95 % log-log interval; days: the standard, or --days."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="share",
        excluded=(
            ("nothing", "open complaints count up to the day they were last observed"),
            ("no receipt date", "brought forward; refused at the import, and counted beside"),
        ),
        guard="Never closed in time / closed; not shown beyond the longest follow-up.",
        source="Aalen & Johansen 1978; standard: 42 CFR 482.13(a)(2) guidance, 7 days for most",
        floor_n_of="complaints received",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "status", "closed_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=resolved_within,
    ),
    Measure(
        name="open_cases",
        title="Open complaints",
        question="How many complaints are waiting, and for how long?",
        formula=(
            "Complaints received that are open at the source's as-of, by days waited: 0–7, 8–30, "
            "31–90, 91–182, over 182."
        ),
        applies_to=EVERY_TYPE,
        direction="lower",
        unit="complaints",
        excluded=(
            ("not heard of", "the source's last extract no longer carries them: counted apart"),
        ),
        guard=(
            "A point in time; n is how many were received (by subject: how many are about it), "
            "value how many of those are open."
        ),
        source="Status at each source's as-of day, as the extracts say it; no outside definition",
        floor_n_of="complaints received",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "status", "closed_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=open_cases,
        sums_over_units=True,
    ),
)

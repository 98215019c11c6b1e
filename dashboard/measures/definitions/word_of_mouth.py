"""Who tells us and who stays silent: the measures of the word-of-mouth page."""

from dashboard.measures.capture import capture_ratio, complaints_per_1000, silent_dissatisfied
from dashboard.measures.definitions.groups import (
    COMPLAINT_COLUMNS,
    COMPLAINT_WHERE,
    COMPLAINTS,
    IN_PLACES,
    PLACES,
    REVIEW,
    SURVEY_ANSWERS,
)
from dashboard.measures.measure import Measure

MEASURES = (
    Measure(
        name="complaints_per_1000",
        title="Complaints per 1,000 patients",
        question="How many complain, for how many patients?",
        formula=(
            "1,000 × complaints received / discharges (else bed days, else attendances: named), "
            "same units and months; exact Poisson interval under 10 complaints, Byar's from 10."
        ),
        applies_to=COMPLAINTS,
        direction="none",
        unit="complaints per 1,000",
        excluded=(("no activity", "complaints of units and months without activity"),),
        guard="Few complaints may be silence: read it beside the capture ratio.",
        source="Garwood 1936; Breslow & Day 1987 (Byar)",
        floor_n_of="discharges (or bed days, attendances)",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at",), "activity": ("month",)},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=complaints_per_1000,
    ),
    Measure(
        name="capture_ratio",
        title="Capture ratio",
        question="Of the patients who are dissatisfied, how many tell us?",
        formula=(
            "Complaints / (patients × dissatisfied share of the survey), same units and months of "
            "the event; patients: discharges, else attendances; dissatisfied: FFT poor and very "
            "poor, HCAHPS probably or definitely no, 0–6 of 0–10. MOVER-R interval from the exact "
            "Poisson and Wilson intervals."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="ratio",
        excluded=(
            ("complaints without activity", "their unit and month have no patients to compare"),
            ("answers without activity", "their unit and month have no patients to compare"),
        ),
        guard="Complainants need not be among the respondents. Above 1: silent is 0 on screen.",
        source="Donner & Zou 2012; Garwood 1936; Wilson 1927",
        floor_n_of="survey answers",
        version="1",
        next_review=REVIEW,
        needs={
            "complaints": ("received_at",),
            "surveys": SURVEY_ANSWERS,
            "activity": ("month",),
        },
        groups=PLACES,
        columns=("contact_type", "instrument", *IN_PLACES),
        answer=capture_ratio,
    ),
    Measure(
        name="silent_dissatisfied",
        title="Dissatisfied and silent",
        question="How many patients are dissatisfied and never tell us?",
        formula=(
            "Patients × dissatisfied share of the survey − complaints, same units and months of "
            "the event; MOVER interval from the exact Poisson and Wilson intervals."
        ),
        applies_to=COMPLAINTS,
        direction="lower",
        unit="patients",
        excluded=(
            ("complaints without activity", "their unit and month have no patients to compare"),
            ("answers without activity", "their unit and month have no patients to compare"),
        ),
        guard="From the own survey alone, never a folklore multiplier; below 0 it is 0 on screen.",
        source="Zou & Donner 2008; Garwood 1936; Wilson 1927",
        floor_n_of="survey answers",
        version="1",
        next_review=REVIEW,
        needs={
            "complaints": ("received_at",),
            "surveys": SURVEY_ANSWERS,
            "activity": ("month",),
        },
        groups=PLACES,
        columns=("contact_type", "instrument", *IN_PLACES),
        answer=silent_dissatisfied,
    ),
)

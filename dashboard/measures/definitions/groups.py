"""What measures can be grouped and filtered by, and the words that several definitions share."""

import datetime as dt

REVIEW = dt.date(2027, 6, 30)
COMPLAINTS = "complaints and grievances, unless others are chosen"
EVERY_TYPE = "all contact types, unless some are chosen"
SURVEYS = "survey responses of every instrument"

PLACES = ("unit", "department", "site", "month")
COMPLAINT_COLUMNS = (
    "channel",
    "contact_type",
    "severity",
    "complexity",
    "outcome",
    "age_band",
    "ethnicity_group",
    "preferred_language",
    "complainant_status",
    "service_area",
    "profession",
    "recovery_model",
    "stage",
    "status",
    "perceived_only",
    "source_system",
    "subject",
)
SURVEY_COLUMNS = (
    "instrument",
    "mode",
    "arm",
    "age_band",
    "ethnicity_group",
    "preferred_language",
    "source_system",
)
IN_PLACES = ("department", "site", "unit_id")
COMPLAINT_WHERE = (*COMPLAINT_COLUMNS, "severity_hcat", *IN_PLACES, "taxonomy", "is_primary")
SURVEY_WHERE = (
    *SURVEY_COLUMNS,
    "had_problem",
    "problem_resolved",
    "posted_online",
    *IN_PLACES,
)
SURVEY_ANSWERS = ("instrument",)
"""Every survey has an instrument; which answer it needs depends on it."""

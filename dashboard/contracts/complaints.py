"""Complaints: one row a complaint, with the dates of its way from receipt to closing."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import complaint_dates, complaint_states, identifiers

STATUSES = ("open", "closed", "reopened", "withdrawn", "transferred", "escalated")
ENDINGS = ("closed", "withdrawn", "transferred", "escalated")
CHANNELS = (
    "in_person", "phone", "letter", "email", "web", "survey", "social",
    "representative_body", "other",
)  # fmt: skip
CONTACT_TYPES = ("concern", "complaint", "grievance", "pals_enquiry")
MODELS = ("RELATE", "HEART", "LEAD", "ACT", "LEARN", "AIDET", "LAST", "other")
RECOVERY_ACTIONS = (
    "apology", "explanation", "fix", "compensation", "follow_up_call", "escalation",
)  # fmt: skip
ACTIONS_TAKEN = (
    "policy", "training", "staffing", "environment", "communication", "equipment", "none", "other",
)  # fmt: skip

COMPLAINTS = Dataset(
    name="complaints",
    question="Who complained about which unit, when, and how did it end?",
    key=("complaint_id",),
    main_date="received_at",
    columns=(
        Column(
            "complaint_id", Type.TEXT, "The source's own number of the complaint", required=True,
            aliases=("recordid", "reference", "complaint id", "case id", "case_enquiry_id",
                     "unique key", "file number", "complaint number", "complaint ref",
                     "case number", "case reference", "datix ref", "ref", "id"),
        ),
        Column(
            "unit_id", Type.TEXT, "The unit complained about; UNASSIGNED is allowed and counted",
            required=True,
            aliases=("unit", "com_locationname", "com_unit", "location (main)", "location (exact)",
                     "ward", "ward name", "ward/unit", "nursing unit", "com_loctype",
                     "com_specialty", "specialty (main)", "department"),
        ),
        Column(
            "received_at", Type.TIME, "When the complaint arrived", required=True, is_event=True,
            aliases=("com_dreceived", "(first received)", "first received", "date received",
                     "received", "received date", "received on", "date complaint received",
                     "date_received", "com_dopened", "created date", "open_dt"),
        ),
        Column(
            "status", Type.TEXT, "Where the complaint stands", required=True, allowed=STATUSES,
            aliases=("com_curstage", "current stage", "case_status", "complaint status", "state"),
        ),
        Column(
            "closed_at", Type.TIME, "The final closing; required for every ending", is_event=True,
            aliases=("com_dclosed", "closed", "date closed", "closed date", "closed on",
                     "closure date", "date of closure", "date complaint closed", "closed_dt"),
        ),
        Column("first_closed_at", Type.TIME, "The first closing of a complaint that was reopened",
               is_event=True, aliases=("com_dcompleted1", "first closed", "date first closed")),
        Column("stage", Type.TEXT, "Stage of the procedure; a move between stages is no ending"),
        Column("escalated_at", Type.TIME, "When it was passed on", is_event=True),
        Column(
            "channel", Type.TEXT, "How the complaint arrived", required=True, allowed=CHANNELS,
            aliases=("com_method", "method", "method received", "method of receipt",
                     "how received", "submitted via", "source"),
        ),
        Column(
            "contact_type", Type.TEXT, "Concern, complaint, grievance or PALS enquiry",
            required=True, allowed=CONTACT_TYPES,
            aliases=("com_type", "type of complaint/pals", "contact type", "type of contact",
                     "type"),
        ),
        Column("incident_date", Type.DATE, "When it happened", is_event=True,
               aliases=("com_dincident", "incident date", "date of incident", "event date")),
        Column("acknowledged_at", Type.TIME, "When the receipt was acknowledged", is_event=True,
               aliases=("acknowledged", "date acknowledged", "acknowledgement date",
                        "date of acknowledgement", "acknowledgement sent", "com_dack")),
        Column("first_action_at", Type.TIME, "When somebody first acted on it", is_event=True),
        Column("response_sent_at", Type.TIME, "When the response was sent", is_event=True,
               aliases=("complaint response provided (--completion date)", "response sent",
                        "date replied", "date of response", "response date", "date responded")),
        Column("due_date", Type.DATE, "The original day the response was due",
               aliases=("complaint response provided (--due date)", "due date", "date due",
                        "response_deadline", "target date", "target_dt")),
        Column("due_date_agreed", Type.DATE, "The extended day agreed with the complainant",
               aliases=("response_deadline_agreed", "extension date", "agreed extension date",
                        "date due extended")),
        Column("consent_required", Type.BOOLEAN, "Whether the patient's consent was needed",
               aliases=("consent required?", "consent needed")),
        Column("consent_received_at", Type.TIME, "When the consent arrived", is_event=True,
               aliases=("consent received", "date consent received")),
        Column("complexity", Type.TEXT, "How complex the complaint is",
               allowed=("basic", "regular", "complex"), aliases=("complaint complexity",)),
        Column("severity_hcat", Type.SMALL, "HCAT severity", minimum=0, maximum=3,
               aliases=("severity", "grade")),
        Column("harm_hcat", Type.SMALL, "HCAT harm; shown as counts only", minimum=0, maximum=5),
        Column("outcome", Type.TEXT, "What the investigation found",
               allowed=("upheld", "partially_upheld", "not_upheld"),
               aliases=("com_outcome", "com_outcome1", "outcome code", "complaint outcome",
                        "decision")),
        Column("perceived_only", Type.BOOLEAN, "No fault was found; it still counts"),
        Column("resolved_first_contact", Type.BOOLEAN, "Resolved at the first contact"),
        Column("recovery_model", Type.TEXT, "The recovery model used", allowed=MODELS),
        Column("recovery_actions", Type.TEXTS, "What was done for the patient",
               allowed=RECOVERY_ACTIONS),
        Column("reopened_at", Type.TIME, "When it was reopened", is_event=True,
               aliases=("com_dreopened", "reopened", "date reopened", "date re-opened",
                        "reopened date")),
        Column("reopened_count", Type.WHOLE, "How often it was reopened", minimum=0),
        Column("satisfaction_handling", Type.SMALL, "Satisfaction with the handling",
               minimum=1, maximum=5, aliases=("satisfaction_rating",)),
        Column("notice_contact", Type.BOOLEAN, "The written notice names a contact person"),
        Column("notice_steps", Type.BOOLEAN, "The written notice tells the steps taken"),
        Column("notice_results", Type.BOOLEAN, "The written notice tells the results"),
        Column("notice_date", Type.BOOLEAN, "The written notice tells the date of completion"),
        Column("actions_taken", Type.TEXTS, "What was changed after it", allowed=ACTIONS_TAKEN),
        Column("age_band", Type.TEXT, "Age band of the patient (KO41a)",
               allowed=("0-5", "6-17", "18-25", "26-55", "56-64", "65-74", "75 and over",
                        "unknown")),
        Column("complainant_status", Type.TEXT, "Who complained (KO41a)",
               allowed=("patient", "parent", "guardian", "carer", "other"),
               aliases=("status of complainant", "complainant")),
        Column("service_area", Type.TEXT, "Service area (KO41a)",
               allowed=("ambulance", "inpatient", "outpatient", "emergency",
                        "other community healthcare", "commissioning", "mental health",
                        "maternity", "other")),
        Column("profession", Type.TEXT, "Profession complained about (KO41a)",
               allowed=("medical", "dental", "nursing", "midwifery", "health visiting",
                        "scientific/therapeutic/technical", "ambulance",
                         "support to clinical staff", "NHS infrastructure support", "other")),
        Column("ethnicity_group", Type.TEXT, "The source's own ethnic group",
               aliases=("ethnicity", "ethnicity (ko41(a))", "ethnic group")),
        Column("preferred_language", Type.TEXT, "The source's own language name",
               aliases=("language", "first language")),
        Column("repeat_of", Type.TEXT, "An earlier complaint_id on the same issue"),
        Column("patient_link_key", Type.TEXT, "A keyed hash that links to the survey",
               pattern="[0-9a-fA-F]{32,128}"),
        Column("free_text", Type.TEXT, "Stored only when a profile maps it; never charted"),
    ),
    rules=complaint_dates.RULES + complaint_states.RULES + identifiers.LINK_KEY_RULES,
)  # fmt: skip

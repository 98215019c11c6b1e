"""What sources write for the contract's allowed values, by column. Pure data.

They only propose: the user confirms, and the profile then holds the translation. Words are in the
form of header.plain: lower case, letters and digits only, parted by single spaces.
"""

AGES = {
    "0-5": ("0 to 5", "under 5"), "75 and over": ("75", "75 plus", "over 75"),
    "unknown": ("not known", "not stated"),
}  # fmt: skip

SYNONYMS: dict[str, dict[str, tuple[str, ...]]] = {
    "status": {
        "open": (
            "in progress", "ongoing", "new", "received", "active", "pending", "assigned", "started",
            "acknowledged", "investigation", "under investigation", "being investigated",
            "under review", "awaiting response", "awaiting signoff", "awaiting sign off",
            "awaiting", "response draft", "draft response", "response sent", "on hold", "live",
        ),
        "closed": (
            "resolved", "completed", "complete", "case closed", "finished", "final", "finalised",
            "finalized",
        ),
        "reopened": ("re opened", "re open", "reopen"),
        "withdrawn": ("complaint withdrawn", "withdrawn by complainant", "cancelled", "canceled"),
        "transferred": (
            "passed to another organisation", "passed to another organization", "transferred out",
            "redirected",
        ),
        "escalated": (
            "phso", "ombudsman", "passed to ombudsman", "with ombudsman", "referred to ombudsman",
        ),
    },
    "channel": {
        "in_person": ("face to face", "verbal", "visit", "walk in", "in house", "bedside"),
        "phone": ("telephone", "call", "tel", "telephone call", "voicemail", "answerphone"),
        "letter": ("post", "postal mail", "mail", "written", "in writing", "fax"),
        "email": ("e mail", "electronic mail"),
        "web": (
            "website", "web form", "online", "online form", "internet", "app", "self service",
            "portal", "chat",
        ),
        "survey": ("comment card", "questionnaire", "feedback card", "feedback form"),
        "social": ("social media", "twitter", "facebook", "care opinion", "nhs choices"),
        "representative_body": (
            "mp", "mp letter", "member of parliament", "healthwatch", "advocacy", "advocate",
            "solicitor", "ombudsman", "cqc", "icb", "ccg",
        ),
        "other": ("not known", "unknown", "referral"),
    },
    "contact_type": {
        "complaint": (
            "formal", "formal complaint", "written complaint", "official complaint", "statutory",
        ),
        "concern": (
            "informal", "informal complaint", "informal concern", "issue", "early resolution",
        ),
        "pals_enquiry": ("pals", "pals enquiry", "enquiry", "inquiry", "query", "pals query",
                         "pals contact", "request for information"),
        "grievance": ("formal grievance", "patient grievance"),
    },
    "outcome": {
        "upheld": ("fully upheld", "well founded", "substantiated", "justified", "founded"),
        "partially_upheld": (
            "partly upheld", "upheld in part", "partial", "partially substantiated",
            "partly substantiated",
        ),
        "not_upheld": (
            "rejected", "unfounded", "unsubstantiated", "not substantiated", "dismissed",
            "not justified",
        ),
    },
    "complexity": {
        "basic": ("simple", "low", "green", "standard"),
        "regular": ("moderate", "medium", "normal", "amber"),
        "complex": ("high", "red"),
    },
    "severity_hcat": {
        "0": ("none", "negligible", "not applicable"), "1": ("low", "minor"),
        "2": ("medium", "moderate"), "3": ("high", "major", "severe", "serious"),
    },
    "recovery_actions": {
        "apology": ("apologised", "apologized", "apologise"), "explanation": ("explained",),
        "fix": ("fixed", "put right", "corrected", "remedied"),
        "compensation": ("refund", "voucher", "ex gratia", "redress"),
        "follow_up_call": ("follow up", "call back", "followup call"),
        "escalation": ("escalated",),
    },
    "actions_taken": {
        "policy": ("policy change", "procedure", "guideline"),
        "training": ("education", "teaching"),
        "none": ("no action", "no action required"),
    },
    "complainant_status": {
        "patient": ("self", "service user"), "carer": ("relative",), "other": ("other", "friend"),
        "parent": ("mother", "father"),
    },
    "age_band": AGES,
    "taxonomy": {
        "HCAT": ("healthcare complaints analysis tool",),
        "KO41a": ("ko41", "ko41 a", "nhs subject", "nhs subject area"),
        "local": ("own", "local list", "hospital", "trust"),
    },
    "instrument": {
        "FFT": ("friends and family", "friends and family test", "friends family test"),
        "NPS": ("net promoter score",), "HCAHPS": ("cahps",), "local": ("local survey",),
    },
    "mode": {
        "sms": ("text", "text message", "sms text"),
        "email": ("e mail",),
        "paper_discharge": (
            "paper at discharge", "card at discharge", "postcard at discharge", "paper", "card",
            "postcard", "feedback card",
        ),
        "paper_home": ("post", "mail", "mail only", "letter", "paper survey at home", "postal"),
        "phone": ("telephone", "call", "ivr", "telephone survey"),
        "web": ("online", "website", "web survey", "app", "qr code", "internet"),
        "kiosk": ("tablet", "ipad", "electronic discharge", "terminal", "device"),
        "other": ("unknown", "not known"),
    },
    "fft": {
        "1": ("very good", "extremely likely"), "2": ("good", "likely"),
        "3": ("neither good nor poor", "neither", "neither likely nor unlikely"),
        "4": ("poor", "unlikely"), "5": ("very poor", "extremely unlikely"),
        "6": ("don t know", "dont know", "do not know", "unsure"),
    },
    "hcahps_recommend": {
        "definitely_no": ("1",), "probably_no": ("2",), "probably_yes": ("3",),
        "definitely_yes": ("4",),
    },
    "problem_resolved": {
        "fully": ("yes", "yes completely", "completely", "resolved", "yes fully"),
        "partly": ("in part", "partially", "to some extent", "yes partly"),
        "no": ("not resolved", "unresolved", "not at all"),
        "pending": ("still waiting", "waiting", "in progress", "ongoing", "not yet"),
    },
    "would_return": {
        "1": ("definitely not",), "2": ("probably not",), "3": ("not sure", "maybe"),
        "4": ("probably",), "5": ("definitely",),
    },
}  # fmt: skip
"""By contract column: an allowed value (of a column of numbers: its text) → its synonyms."""

BOOLEANS = {
    "true": ("required", "applicable", "met", "checked", "x", "on", "1 yes"),
    "false": ("not required", "not applicable", "not met", "unchecked", "off", "0 no", "none"),
}
"""Synonyms in columns of yes and no, beyond what the import reads by itself."""

NULLS = (
    "null", "n/a", "na", "#n/a", "nan", "nil", "-", "--", "?", ".", "not known", "not stated",
    "not recorded", "not available", "not applicable", "no answer", "(blank)", "missing",
)  # fmt: skip
"""Texts that stand for a missing value; compared without case."""

TOTALS = ("total", "totals", "grand total", "overall total", "sum", "all units", "england")
"""What summary rows are called in the column of the key or of the unit; compared without case."""

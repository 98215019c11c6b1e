"""Whether the procedure's clocks are kept, and what is done at once; with the timeliness page."""

from dashboard.measures.acknowledgement import acknowledged_on_time
from dashboard.measures.answering import answered_on_time, notice_complete
from dashboard.measures.definitions.groups import (
    COMPLAINT_COLUMNS,
    COMPLAINT_WHERE,
    COMPLAINTS,
    EVERY_TYPE,
    PLACES,
    REVIEW,
)
from dashboard.measures.first_steps import resolved_first_contact, started_within_15_minutes
from dashboard.measures.measure import Measure
from dashboard.measures.reopening import reopened_within_90_days

_OUTSIDE = (
    "outside the procedure",
    "England: spoken, and resolved by the next working day (SI 2009/309 reg. 8)",
)
_CALENDAR = (
    "outside the calendar",
    "the calendar of working days does not know the year, which the note names",
)

MEASURES = (
    Measure(
        name="acknowledged_on_time",
        title="Acknowledged on time",
        question="Do patients hear quickly that their complaint has arrived?",
        formula=(
            "Acknowledged by the limit (working days after the day of receipt, without weekends, "
            "public holidays and own closures; compared by local day) / received whose limit has "
            "passed by the as-of, or acknowledged; Wilson interval."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="share",
        excluded=(
            ("not yet due", "the limit has not passed: nobody can have missed it"),
            _OUTSIDE,
            ("no clock", "no limit is set for such complaints, as at Scotland's stage 1"),
            _CALENDAR,
            ("not recorded", "the source has no acknowledgements at all"),
        ),
        guard="No acknowledgement after the limit is a failure. Holidays are the jurisdiction's.",
        source="SI 2009/309 reg. 13 (England): not later than 3 working days; Wilson 1927",
        floor_n_of="complaints acknowledged or past the limit",
        version="2",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "acknowledged_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=acknowledged_on_time,
    ),
    Measure(
        name="answered_on_time",
        title="Answered on time",
        question="Do patients get their answer by the day they were told?",
        formula=(
            "response_sent_at by the due day (the one agreed, else the original one, else the "
            "clock's of the jurisdiction) / due by the as-of, or answered; Wilson interval."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="share",
        excluded=(
            ("not yet due", "the day has not passed: nobody can have missed it"),
            ("clock not started", "the clock starts with a consent that has not come yet"),
            _OUTSIDE,
            ("no due day", "neither the source nor a clock sets one"),
            _CALENDAR,
            ("not recorded", "the source has no responses at all"),
        ),
        guard=(
            "No answer after the day is a failure. Where days were agreed, the share by the "
            "original days stands beside it: agreeing is no answering."
        ),
        source=(
            "42 CFR 482.13(a)(2) (US): 7 days for most grievances; SI 2009/309 reg. 14 (England): "
            "6 months; NHS Scotland: 5 and 20 working days; Wilson 1927"
        ),
        floor_n_of="complaints answered or past their day",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "response_sent_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=answered_on_time,
        more_in_json=("original_n", "original_numerator", "original_value"),
    ),
    Measure(
        name="started_within_15_minutes",
        title="Started within 15 minutes",
        question="Does somebody act at once when a patient tells us in person or by phone?",
        formula=(
            "First action at most 15 minutes after the receipt / received in person or by phone "
            "with both times; Wilson interval."
        ),
        applies_to=EVERY_TYPE,
        direction="higher",
        unit="share",
        excluded=(
            ("no first action", "nobody has acted yet, or nobody wrote it down"),
            ("no time of day", "a time of exactly 00:00:00 (12:00:00 AM) is a day without a time"),
            ("not recorded", "the source has no first actions at all"),
        ),
        guard="The share without both times stands beside it: the larger, the less it says.",
        source="15 minutes: HealthStream's service recovery program; interval: Wilson 1927",
        floor_n_of="complaints in person or by phone with both times",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "first_action_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=started_within_15_minutes,
        more_in_json=("without_times",),
    ),
    Measure(
        name="resolved_first_contact",
        title="Resolved at the first contact",
        question="How many concerns are settled by whoever hears them first?",
        formula=(
            "Resolved at the first contact / all concerns logged (a blank counts as not); Wilson "
            "interval."
        ),
        applies_to="concerns, unless other contact types are chosen",
        direction="higher",
        unit="share",
        excluded=(("not recorded", "the source does not tell it at all"),),
        guard="Only where concerns are logged: what is settled unseen is in no number.",
        source="Every concern logged counts, whoever settles it; interval: Wilson 1927",
        floor_n_of="concerns logged",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("contact_type", "resolved_first_contact")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=resolved_first_contact,
    ),
    Measure(
        name="notice_complete",
        title="Written notice complete",
        question="Does the written notice tell patients all that it must?",
        formula=(
            "Grievances answered whose notice has all four elements (contact person, steps taken, "
            "results, date of completion) / grievances answered; Wilson interval."
        ),
        applies_to="grievances, unless other contact types are chosen",
        direction="higher",
        unit="share",
        excluded=(
            ("not answered", "there is no notice yet"),
            ("not recorded", "the source does not have responses and all four elements"),
        ),
        guard="A blank element counts as missing. The share of each element stands beside it.",
        source="42 CFR 482.13(a)(2)(iii) (US), A-0123; interval: Wilson 1927",
        floor_n_of="grievances answered",
        version="1",
        next_review=REVIEW,
        needs={
            "complaints": (
                "response_sent_at",
                "notice_contact",
                "notice_steps",
                "notice_results",
                "notice_date",
            )
        },
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=notice_complete,
        more_in_json=("notice_contact", "notice_steps", "notice_results", "notice_date"),
    ),
    Measure(
        name="reopened_within_90_days",
        title="Reopened within 90 days",
        question="How many complaints come back because they were not settled?",
        formula=(
            "1 − S(90) of Kaplan and Meier, from the first closing to the reopening; closings that "
            "were followed for less are censored; 95 % log-log interval. Months are of receipt."
        ),
        applies_to=COMPLAINTS,
        direction="lower",
        unit="share",
        excluded=(
            ("not closed yet", "there is no closing from which to count"),
            ("not recorded", "the source has no reopenings at all"),
        ),
        guard="Never reopened / closed: recent closings had no time to come back.",
        source="Kaplan & Meier 1958; Greenwood 1926",
        floor_n_of="complaints closed a first time",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("closed_at", "reopened_at", "first_closed_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=reopened_within_90_days,
    ),
)

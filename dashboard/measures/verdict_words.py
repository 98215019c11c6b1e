"""The words of verdicts: what a measure counts, what its rise or fall is called, what to do then.

Pure data; `verdicts` makes the sentences.
"""

from dataclasses import dataclass

from dashboard.measures import phrases

BETTER, WORSE = "better", "worse"
HIGHER, LOWER = "higher", "lower"  # where neither is better
SIDES = (WORSE, BETTER, HIGHER, LOWER)
SEVERAL = (phrases.ALL_UNITS, phrases.OWN_UNITS)


@dataclass(frozen=True)
class Said:
    """A measure in sentences: "has … since March", "… than the organization", "41 % …".

    {its} stands for its or their, {days} for the days asked about, {series} for one of
    several that a measure has.
    """

    rose: str
    fell: str
    is_higher: str
    is_lower: str
    counted: str
    page: str
    if_worse: str


_TIMELINESS = {
    "resolved_within": Said(
        "resolved complaints faster",
        "resolved complaints more slowly",
        "resolves complaints faster",
        "resolves complaints more slowly",
        "within {days}",
        "timeliness",
        "Look at {its} open cases, the oldest first.",
    ),
    "time_to_resolution": Said(
        "resolved complaints more slowly",
        "resolved complaints faster",
        "resolves complaints more slowly",
        "resolves complaints faster",
        "until half are resolved",
        "timeliness",
        "Look at {its} open cases, the oldest first.",
    ),
    "acknowledged_on_time": Said(
        "acknowledged complaints on time more often",
        "acknowledged complaints on time less often",
        "acknowledges complaints on time more often",
        "acknowledges complaints on time less often",
        "on time",
        "timeliness",
        "Look at which of {its} open cases have not been acknowledged.",
    ),
    "answered_on_time": Said(
        "answered complaints on time more often",
        "answered complaints on time less often",
        "answers complaints on time more often",
        "answers complaints on time less often",
        "on time",
        "timeliness",
        "Look at which of {its} answers are due this week.",
    ),
    "started_within_15_minutes": Said(
        "begun recovery within 15 minutes more often",
        "begun recovery within 15 minutes less often",
        "begins recovery within 15 minutes more often",
        "begins recovery within 15 minutes less often",
        "within 15 minutes",
        "timeliness",
        "Look at which hours of the day have no one to begin.",
    ),
    "resolved_first_contact": Said(
        "resolved concerns at the first contact more often",
        "resolved concerns at the first contact less often",
        "resolves concerns at the first contact more often",
        "resolves concerns at the first contact less often",
        "at the first contact",
        "timeliness",
        "Look at which concerns had to be passed on.",
    ),
    "notice_complete": Said(
        "sent complete written notices more often",
        "sent complete written notices less often",
        "sends complete written notices more often",
        "sends complete written notices less often",
        "complete",
        "timeliness",
        "Look at which of the four elements is missing.",
    ),
    "reopened_within_90_days": Said(
        "had complaints reopened more often",
        "had complaints reopened less often",
        "has complaints reopened more often",
        "has complaints reopened less often",
        "reopened within 90 days",
        "timeliness",
        "Look at what the reopened cases were still missing.",
    ),
}
_LOYALTY = {
    "recovered_share": Said(
        "put complaints right to the patient's satisfaction more often",
        "put complaints right to the patient's satisfaction less often",
        "puts complaints right to the patient's satisfaction more often",
        "puts complaints right to the patient's satisfaction less often",
        "recovered",
        "loyalty",
        "Look at what patients whose complaints were closed say about the handling.",
    ),
    "recommend": Said(
        "been recommended more often",
        "been recommended less often",
        "is recommended more often",
        "is recommended less often",
        "recommend",
        "loyalty",
        "Look at what {its} patients say went wrong.",
    ),
    "complaints_per_1000": Said(
        "received more complaints",
        "received fewer complaints",
        "receives more complaints",
        "receives fewer complaints",
        "per 1,000 patients",
        "word_of_mouth",
        "",
    ),
    "recovery_gap": Said(
        "had a higher recovery gap",
        "had a lower recovery gap",
        "has a higher recovery gap",
        "has a lower recovery gap",
        "between recovered patients and others",
        "loyalty",
        "Look at what recovered patients say about the handling.",
    ),
    "capture_ratio": Said(
        "heard from more of the dissatisfied",
        "heard from fewer of the dissatisfied",
        "hears from more of the dissatisfied",
        "hears from fewer of the dissatisfied",
        "heard",
        "word_of_mouth",
        "Look at how a patient can complain there.",
    ),
    "silent_dissatisfied": Said(
        "had more dissatisfied patients who stay silent",
        "had fewer dissatisfied patients who stay silent",
        "has more dissatisfied patients who stay silent",
        "has fewer dissatisfied patients who stay silent",
        "a month",
        "word_of_mouth",
        "Look at how a patient can complain there.",
    ),
    "complaints_by_subject": Said(
        "had a larger share of complaints about one subject",
        "had a smaller share of complaints about one subject",
        "has a larger share of complaints about one subject",
        "has a smaller share of complaints about one subject",
        "about “{series}”",
        "timeliness",
        "",
    ),
}
SAID = _TIMELINESS | _LOYALTY
IF_BETTER = "Ask what is done differently there, and whether others can do it, too."
IF_NEITHER = "More complaints can mean more problems, or that people find it easier to complain."
IF_APART = "Choose a unit to see what is behind its number."
IF_RECOVERED_MORE = "Look at how many problems are not put right yet."
IF_RECOVERED_LESS = "Look at what they say about the handling."

RULES = {
    "shift": "{n} months in a row {side} the center line",
    "trend": "{n} months that each {rose} further",
    "long_run": "an unusually long run of {n} months {side} the median",
    "two_of_three": "{n} months close to the {beyond} limit",
    "few_crossings": "{n} months {side} a median that is unusually seldom crossed",
    "outside_limits": "{n} months in a row beyond the {beyond} limit",
}
"""Rules of control charts, as the n months of a signal follow them."""

INTERVAL_RULE = "Rule: a unit's 99.8 % interval excludes the whole organization's value."
GAP_RULE = "Rule: shown where the 95 % interval of the difference excludes 0."
NO_CHANGE = "no change is shown by the rules of control charts."
NO_VERDICT = (
    "No change is said: it is one month alone, or the months since are too few, or they differ "
    "from those before by no more than the choice of months explains."
)


def said_of(measure: str, title: str) -> Said:
    """The words of a measure; one without own words is called by its title."""
    usual = Said(
        f"had a higher “{title}”", f"had a lower “{title}”", f"has a higher “{title}”",
        f"has a lower “{title}”", "", "timeliness", "",
    )  # fmt: skip
    return SAID.get(measure, usual)


def is_several(who: str) -> bool:
    """Whether a verdict's subject is of several units."""
    return who in SEVERAL or who.endswith("units chosen")


def word_of(side: str, direction: str) -> str | None:
    """What is beyond its limits is called, where "high" or "low" is how its value lies."""
    if not side:
        return None
    if direction == "none":
        return HIGHER if side == "high" else LOWER
    return BETTER if (side == "high") == (direction == "higher") else WORSE

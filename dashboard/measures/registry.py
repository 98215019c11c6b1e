"""The one list of measures: pages, "?", Methods, command line and documentation read it."""

import datetime as dt
from dataclasses import replace

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures.acknowledgement import acknowledged_on_time
from dashboard.measures.backlog import open_cases
from dashboard.measures.capture import capture_ratio, complaints_per_1000, silent_dissatisfied
from dashboard.measures.measure import Measure
from dashboard.measures.recommendation import recommend
from dashboard.measures.recovery import recovered_share, recovery_gap
from dashboard.measures.resolution import resolved_within, time_to_resolution
from dashboard.measures.rows import MeasureTable, for_board
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

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
COMPLAINT_WHERE = (*COMPLAINT_COLUMNS, "severity_hcat", *IN_PLACES)
SURVEY_WHERE = (
    *SURVEY_COLUMNS,
    "had_problem",
    "problem_resolved",
    "posted_online",
    *IN_PLACES,
)
SURVEY_ANSWERS = ("instrument",)
"""Every survey has an instrument; which answer it needs depends on it."""

_ALL = (
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
        excluded=(("nothing", "open complaints count up to the day they were last observed"),),
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
        excluded=(("nothing", "open complaints count up to the day they were last observed"),),
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
        guard="A point in time; n is how many were received, not how many are open.",
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
    Measure(
        name="acknowledged_on_time",
        title="Acknowledged on time",
        question="Do patients hear quickly that their complaint has arrived?",
        formula=(
            "Acknowledged by the limit (weekdays after the day of receipt, compared by local day) "
            "/ received whose limit has passed by the as-of, or acknowledged; Wilson interval."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="share",
        excluded=(
            ("not yet due", "the limit has not passed: nobody can have missed it"),
            ("not recorded", "the source has no acknowledgements at all"),
        ),
        guard="No acknowledgement after the limit is a failure. Holidays are not counted yet.",
        source="SI 2009/309 reg. 13 (England): not later than 3 working days; Wilson 1927",
        floor_n_of="complaints acknowledged or past the limit",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("received_at", "acknowledged_at")},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=acknowledged_on_time,
    ),
    Measure(
        name="recovered_share",
        title="Put right to the patient's satisfaction",
        question="Of the complaints that are closed, how many were put right for the patient?",
        formula=(
            "Closed with status closed and satisfied with the handling (4 or 5 of 5, a setting) / "
            "closed with feedback; Wilson interval. Where no source has that feedback: surveys "
            "whose problem was fully resolved / with a problem and an answer."
        ),
        applies_to=COMPLAINTS,
        direction="higher",
        unit="share",
        excluded=(
            ("pending", "not closed yet: counted beside, never as recovered"),
            ("no feedback", "nobody knows: counted beside, never as recovered"),
            ("not recorded", "the source has no such feedback at all"),
        ),
        guard="Who answers may differ from who does not.",
        source="Satisfied as the organization sets it (satisfied_from); interval: Wilson 1927",
        floor_n_of="closed complaints with feedback",
        version="1",
        next_review=REVIEW,
        needs={"complaints": ("satisfaction_handling",), "surveys": ("problem_resolved",)},
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=recovered_share,
        either_of=True,
    ),
    Measure(
        name="recommend",
        title="Would recommend us",
        question="How many patients would recommend us?",
        formula=(
            "Top answers / answers, an instrument a row: HCAHPS definitely yes; NPS 9–10; "
            "FFT_RECOMMEND likely and extremely likely of all incl. don't know (wording to 2020); "
            "local 4–5; FFT very good and good of all incl. don't know, labeled positive "
            "experience. Weights by Kish's effective n; Wilson interval."
        ),
        applies_to=SURVEYS,
        direction="higher",
        unit="share",
        excluded=(("no answer", "the question about recommending was left out"),),
        guard="Instruments are never pooled; a series breaks where the wording changes.",
        source="CMS HCAHPS; NHS England FFT guidance 2020; Reichheld 2003; Kish 1965; Wilson 1927",
        floor_n_of="answers",
        version="1",
        next_review=REVIEW,
        needs={"surveys": SURVEY_ANSWERS},
        groups=(*PLACES, *SURVEY_COLUMNS),
        columns=SURVEY_WHERE,
        answer=recommend,
        more_in_json=("instrument",),
    ),
    Measure(
        name="recovery_gap",
        title="Recovery gap",
        question="Do patients whose problem was put right recommend us as much as the others?",
        formula=(
            "p(recommend, recovered) − p(recommend, no problem), and − p(recommend, unrecovered), "
            "an instrument a row; arms as the survey says (had_problem, problem_resolved); "
            "Newcombe interval. Shown where the interval excludes 0, too few under 30 an arm."
        ),
        applies_to=SURVEYS,
        direction="higher",
        unit="difference of shares",
        excluded=(
            ("pending", "still being resolved: in none of the three arms"),
            ("not said whether resolved", "in none of the three arms"),
            ("not asked", "the survey does not say whether there was a problem"),
            ("no answer", "the question about recommending was left out"),
        ),
        guard=(
            "Only recovered − no problem for the whole organization was named beforehand; all "
            "other contrasts are exploratory. Association, not cause: recovered patients had less "
            "severe failures, chose to complain, and answered a survey."
        ),
        source="Newcombe 1998, method 10; Fleiss, Levin & Paik 2003 (n still needed)",
        floor_n_of="answers of both arms; the floor holds for each",
        version="1",
        next_review=REVIEW,
        needs={"surveys": ("had_problem", "problem_resolved")},
        groups=(*PLACES, *(name for name in SURVEY_COLUMNS if name != "arm")),
        columns=SURVEY_WHERE,
        answer=recovery_gap,
        more_in_json=("contrast", "instrument", "verdict"),
    ),
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
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


def definition(name: str) -> Measure:
    """Give a measure by name.

    Raises:
        WrongUsage: there is none of that name; the text lists those there are.
    """
    try:
        return MEASURES[name]
    except KeyError:
        allowed = ", ".join(MEASURES)
        raise WrongUsage(f"There is no measure '{name}'. Measures are: {allowed}.") from None


def answer(name: str, ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Answer a measure for a selection.

    Raises:
        WrongUsage: the measure is unknown, or can't be grouped or filtered like that.
    """
    check(name, selection)
    table = definition(name).answer(ask, selection, standards)
    if not any(row.n or row.suppressed for row in table.rows):
        table = _without_a_source(ask, table)
    if standards.audience == "internal":
        return table
    return replace(table, rows=tuple(for_board(row, standards.floor_n) for row in table.rows))


def _without_a_source(ask: Ask, table: MeasureTable) -> MeasureTable:
    """Say "not measurable" where no source sends what the measure needs, instead of "no data"."""
    measure = definition(table.measure)
    sent = {source["dataset"] for source in ask("methods/sources").to_pylist()}
    missing = [dataset for dataset in measure.needs if dataset not in sent]
    if not missing or (measure.either_of and len(missing) < len(measure.needs)):
        return table
    note = f"not measurable: no source sends {' or '.join(missing)}"
    return replace(table, rows=tuple(replace(row, note=note) for row in table.rows))


def check(name: str, selection: Selection) -> None:
    """See that a measure can be grouped and filtered like that; it asks nothing.

    Raises:
        WrongUsage: it can't; the text lists what is allowed.
    """
    measure = definition(name)
    if selection.by is not None and selection.by not in measure.groups:
        allowed = ", ".join(measure.groups)
        raise WrongUsage(f"{name} can't be grouped by '{selection.by}'. Groups are: {allowed}.")
    for column, _ in selection.where:
        if column not in measure.columns:
            allowed = ", ".join(measure.columns)
            raise WrongUsage(f"{name} can't be filtered by '{column}'. Columns are: {allowed}.")

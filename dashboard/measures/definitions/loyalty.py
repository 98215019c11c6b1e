"""Whether patients recommend us, and those whose problem was put right: the loyalty page."""

from dashboard.measures.definitions.groups import (
    COMPLAINT_COLUMNS,
    COMPLAINT_WHERE,
    COMPLAINTS,
    PLACES,
    REVIEW,
    SURVEY_ANSWERS,
    SURVEY_COLUMNS,
    SURVEY_WHERE,
    SURVEYS,
)
from dashboard.measures.measure import Measure
from dashboard.measures.recommendation import recommend
from dashboard.measures.recovery import recovered_share, recovery_gap

MEASURES = (
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
)

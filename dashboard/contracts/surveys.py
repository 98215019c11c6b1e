"""Surveys: one row a response, with its instrument's own answers."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import identifiers, survey_answers

INSTRUMENTS = ("FFT", "FFT_RECOMMEND", "HCAHPS", "NPS", "local")
MODES = ("sms", "email", "paper_discharge", "paper_home", "phone", "web", "kiosk", "other")
HCAHPS_ANSWERS = ("definitely_no", "probably_no", "probably_yes", "definitely_yes")

SURVEYS = Dataset(
    name="surveys",
    question="How did a patient rate the visit, was there a problem, and was it resolved?",
    key=("response_id",),
    main_date="event_date",
    at_least_one=("fft", "ltr_0_10", "hcahps_recommend", "overall_0_10", "would_return"),
    columns=(
        Column("response_id", Type.TEXT, "The source's own number of the response", required=True,
               aliases=("respondent id", "response id", "response no.", "survey id", "comment_id",
                        "comment id", "encounter id")),
        Column("unit_id", Type.TEXT, "The unit visited", required=True,
               aliases=("unit", "ward name", "ward", "nursing unit", "location_3", "location_2",
                        "location_1", "service type 1", "department", "clinic")),
        Column("event_date", Type.DATE, "Day of the visit or discharge", required=True,
               is_event=True, aliases=("date", "visit date", "discharge date", "date of visit",
                                        "date of discharge", "discharge_date", "appointment date")),
        Column("received_date", Type.DATE, "Day the answer arrived", is_event=True,
               aliases=("return date", "date returned", "response date", "date received")),
        Column("instrument", Type.TEXT, "The questionnaire", required=True, allowed=INSTRUMENTS,
               aliases=("questionnaire", "survey type")),
        Column("mode", Type.TEXT, "How it was asked", allowed=MODES,
               aliases=("survey mode", "collected by", "collection method", "mode of collection")),
        Column("fft", Type.SMALL, "FFT: 1 very good … 5 very poor, 6 don't know",
               minimum=1, maximum=6,
               aliases=("fft categorical answer", "fft answer", "fft score", "fft response",
                        "overall, how was your experience?",
                        "overall how was your experience of our service")),
        Column("ltr_0_10", Type.SMALL, "Likelihood to recommend, 0–10", minimum=0, maximum=10,
               aliases=("likelihood to recommend", "nps score", "nps", "ltr")),
        Column("hcahps_recommend", Type.TEXT, "HCAHPS: would recommend", allowed=HCAHPS_ANSWERS,
               aliases=("h_recmnd", "recommend hospital", "recommend", "would recommend")),
        Column("overall_0_10", Type.SMALL, "Overall rating, 0–10", minimum=0, maximum=10,
               aliases=("overall rating", "h_hsp_rating", "overall rate", "hospital rating")),
        Column("had_problem", Type.BOOLEAN, "The patient had a problem",
               aliases=("did anything go wrong?", "problem")),
        Column("reported_problem", Type.BOOLEAN, "The patient told us about it"),
        Column("problem_resolved", Type.TEXT, "Whether it was resolved",
               allowed=("fully", "partly", "no", "pending"),
               aliases=("was it put right?", "problem solved")),
        Column("would_return", Type.SMALL, "Would return, 1–5", minimum=1, maximum=5),
        Column("told_others_n", Type.WHOLE, "How many people were told", minimum=0, maximum=999),
        Column("posted_online", Type.BOOLEAN, "The patient wrote about it online"),
        Column("patient_link_key", Type.TEXT, "A keyed hash that links to the complaint",
               pattern="[0-9a-fA-F]{32,128}"),
        Column("age_band", Type.TEXT, "The source's own age band", aliases=("age band",)),
        Column("ethnicity_group", Type.TEXT, "The source's own ethnic group",
               aliases=("ethnicity", "ethnic group")),
        Column("preferred_language", Type.TEXT, "The source's own language name",
               aliases=("language", "survey language")),
        Column("weight", Type.NUMBER, "Survey weight", above=0, aliases=("survey weight",)),
        Column("free_text", Type.TEXT, "Stored only when a profile maps it; never charted"),
    ),
    rules=survey_answers.RULES + identifiers.LINK_KEY_RULES,
)  # fmt: skip

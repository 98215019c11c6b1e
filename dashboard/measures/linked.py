"""Arms told by the complaint that an answer is linked to, and which way to tell them is in use."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import floor_of, folded, units_of, values_of
from dashboard.measures.loyalty import ARM_LABELS, BY_ARM, Arms, arms_in_words, share_columns
from dashboard.measures.organization import subject_of
from dashboard.measures.recommendation import (
    ARMS,
    LABELS,
    ask_shares,
    recommend_row,
    share_of,
    unanswered,
)
from dashboard.measures.recovery import CONTRASTS, NAMED_BEFOREHAND, gap_row, is_whole, pairs
from dashboard.measures.result import TEXT, Columns, counted_n, table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

NO_COMPLAINT = ARM_LABELS | {"no_problem": "No complaint"}
LEFT_OUT = {
    "no_key": "without a link key",
    "not_after": "not after a closing, or too late",
    "further_answer": "further answers to the same complaint",
    "no_feedback": "complaint without satisfaction with the handling",
}
"""Answers in none of the arms, and how they are called where they are counted."""

LINKING = {
    "answered": "answered about afterwards",
    "unanswered": "without an answer in time",
    "no_key": "without a link key",
}
NO_LINK = "No answer is linked to a complaint: patient_link_key is needed in both files."
QUESTION = (
    "“Did you have a problem during your visit?” (yes, no), and after yes: “Was it put right?” "
    "(fully, partly, no, not yet)."
)
"""Ready to be added to any survey; for HCAHPS as supplemental items after the last question."""

WAYS: Columns = {"Way": TEXT, "Use": TEXT, "What it rests on": TEXT, "What is needed": TEXT}


@dataclass(frozen=True)
class LinkedArms(Arms):
    """Who recommends, by the complaint that an answer is linked to; left_out in words."""

    left_out: str


def linked_arms(ask: Ask, selection: Selection, standards: Standards) -> LinkedArms:
    """Share that recommends by what became of the linked complaint; one answer a complaint.

    An answer belongs to the complaint of the same patient_link_key that was closed last before it,
    at most `linked_within_days` ago. The arm without a problem has no complaint of that key at all.
    """
    found = _asked(ask, selection, standards)
    linked = _instruments(found)
    of_arm = {(row["instrument"], row["answer_arm"]): row for row in found}
    said: dict[tuple[str, str | None], MeasureRow] = {
        (instrument, arm): _share_row(arm, of_arm[instrument, arm], standards)
        for instrument in linked
        for arm in ARMS
        if (instrument, arm) in of_arm
    }
    rows = [
        {
            "label": LABELS[instrument],
            "arm": arm,
            "arm_label": NO_COMPLAINT[arm],
            **share_columns(said.get((instrument, arm))),
        }
        for instrument in linked
        for arm in ARMS
    ]
    words = (
        "; ".join(arms_in_words(LABELS[name], said, name, NO_COMPLAINT) for name in linked)
        or NO_LINK
    )
    gaps = _gaps(ask, selection, standards, found) if linked else verdicts.nothing(NO_LINK)
    return LinkedArms(
        "recommend", table_of(BY_ARM, rows), counted_n(rows), words, gaps, len(linked),
        _left_out(ask, selection, standards, found),
    )  # fmt: skip


def ways(ask: Ask, selection: Selection, standards: Standards) -> pa.Table:
    """A row each way to tell the arms: whether it is in use, why, and what would be needed."""
    asked = is_asked(ask, selection, standards)
    is_linked = bool(_instruments(_asked(ask, selection, standards)))
    days = phrases.days(standards.linked_within_days)
    rows = [
        {
            "Way": "Self-declared",
            "Use": "in use" if asked else "not asked",
            "What it rests on": "The survey asks for a problem and what became of it.",
            "What is needed": "" if asked else f"Add to the survey: {QUESTION}",
        },
        {
            "Way": "Linked",
            "Use": ("beside it" if asked else "in use") if is_linked else "not possible",
            "What it rests on": f"Answers within {days} after the patient's complaint was closed.",
            "What is needed": "" if is_linked else "patient_link_key in complaints and in surveys.",
        },
        {
            "Way": "Ecological",
            "Use": "association only" if not (asked or is_linked) else "not needed",
            "What it rests on": "Units and months with more recovered beside who recommends there.",
            "What is needed": "It shows no effect on anybody: a better way is one of those above.",
        },
    ]
    return table_of(WAYS, rows)


def is_asked(ask: Ask, selection: Selection, standards: Standards) -> bool:
    """Whether a survey asks about problems, so that the arms are self-declared."""
    by_arm = ask_shares(ask, selection.grouped(None), standards, ("all",), is_by_arm=True)
    return bool(set(by_arm["answer_arm"].to_pylist()) & set(ARMS))


def _asked(ask: Ask, selection: Selection, standards: Standards) -> list[dict[str, Any]]:
    chosen = folded(selection)
    return ask(
        "loyalty/linked_arms",
        units=units_of(ask, chosen),
        instruments=chosen.instruments or values_of(ask, "instrument"),
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        satisfied_from=standards.satisfied_from,
        within_days=standards.linked_within_days,
        floor_n=floor_of(standards),
    ).to_pylist()


def _instruments(found: list[dict[str, Any]]) -> list[str]:
    """Those with an answer that is linked to the end of a complaint."""
    there = {
        row["instrument"] for row in found if row["answer_arm"] in ("recovered", "unrecovered")
    }
    return [instrument for instrument in LABELS if instrument in there]


def _share_row(arm: str, row: dict[str, Any], standards: Standards) -> MeasureRow:
    excluded = unanswered([row])
    return recommend_row(arm, row["instrument"], share_of(row), standards, excluded=excluded)


def _gaps(
    ask: Ask, selection: Selection, standards: Standards, found: list[dict[str, Any]]
) -> Verdict:
    """Judge the gap where this way is in use; beside the self-declared one it is exploratory."""
    is_in_use = not is_asked(ask, selection, standards)
    rows = [
        gap_row(gap.contrast, gap, standards, is_named=is_in_use and is_whole(ask, selection))
        for gap in pairs(found)
    ]
    told = [row for row in rows if row.value is not None and row.more["verdict"] != "too_few"]
    named = [row for row in told if row.group == NAMED_BEFOREHAND]
    who = subject_of(ask, selection)
    if is_in_use and named:
        return verdicts.gap(who, named, standards.detectable_difference)
    if not told:
        return verdicts.too_few(who, None, standards.floor_n, " in the smaller group")
    sentence = f"{who}, by linked complaints: {'; '.join(map(_in_words, named or told))}."
    others = "; ".join(_in_words(row) for row in told if row not in named)
    detail = f"Exploratory. Also: {others}." if named and others else "Exploratory."
    return verdicts.nothing(sentence, detail)


def _in_words(row: MeasureRow) -> str:
    other = NO_COMPLAINT[CONTRASTS[row.more["contrast"]][1]].lower()
    between = f"{phrases.points(row.lower or 0.0)} and {phrases.points(row.upper or 0.0)}"
    return (
        f"recovered minus {other} {phrases.points(row.value or 0.0)} in "
        f"“{phrases.lower_first(row.more['label'])}” (between {between})"
    )


def _left_out(
    ask: Ask, selection: Selection, standards: Standards, found: list[dict[str, Any]]
) -> str:
    """What is linked to nothing, on both sides."""
    answers: dict[str, int | None] = {}
    for row in found:
        if (name := LEFT_OUT.get(row["answer_arm"])) is not None:
            answers[name] = (answers.get(name) or 0) + (row["responses_n"] or 0)
    chosen = folded(selection)
    cases = ask(
        "loyalty/linked_complaints",
        units=units_of(ask, chosen),
        from_on=chosen.from_day,
        to_on=chosen.to_day,
        within_days=standards.linked_within_days,
        floor_n=floor_of(standards),
    ).to_pylist()
    complaints = {LINKING[row["linking"]]: row["complaints_n"] for row in cases}
    return f"Answers in no group: {_listed(answers)}. Closed complaints: {_listed(complaints)}."


def _listed(counts: dict[str, int | None]) -> str:
    told = [f"{phrases.count(n)} {what}" for what, n in counts.items() if n]
    return ", ".join(told) or "none told"

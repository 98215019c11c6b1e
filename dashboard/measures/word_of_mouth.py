"""Pictures of the word-of-mouth page: how many dissatisfied patients do we never hear from?"""

from dataclasses import dataclass, replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import (
    CONTACT_TYPES,
    ask_activity,
    ask_capture,
    floor_of,
    folded,
    last_full_month,
    records,
    unit_names,
    units_of,
)
from dashboard.measures.capture import (
    NO_ACTIVITY,
    NO_PATIENTS,
    capture_of,
    capture_ratio,
    rate_row,
    ratio_row,
    silent_row,
)
from dashboard.measures.months import line, months_between, rows_together
from dashboard.measures.organization import is_whole, subject_of
from dashboard.measures.resolution import NO_DATA
from dashboard.measures.result import (
    COUNT,
    DAY,
    FLAG,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    counted_n,
    guards,
    nothing_there,
    table_of,
)
from dashboard.measures.rows import TOO_FEW, MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

STEPS = {
    "patients": "Patients",
    "dissatisfied": "Dissatisfied, by survey",
    "complained": "Complained",
    "silent": "Silent: never complained",
    "recovered": "Recovered",
    "not_recovered": "Not recovered",
    "waiting": "Waiting, or no feedback",
}
OUTCOMES = ("recovered", "not_recovered", "waiting")  # of those who complained; they add up
UNFILTERED = "of every channel and severity: else who complained by another would be silent"
FEW_HEARD = 0.5  # the upper limit of the capture ratio under which most stay silent for sure

LEDGER: Columns = {
    "step": TEXT,
    "label": TEXT,
    "people_n": NUMBER,
    "people_lower": NUMBER,
    "people_upper": NUMBER,
    "is_measured": FLAG,
    "is_suppressed": FLAG,
    "note": TEXT,
}
CAPTURE: Columns = {
    "n": COUNT,
    "complaints_n": COUNT,
    "silent_n": NUMBER,
    "silent_lower": NUMBER,
    "silent_upper": NUMBER,
    "capture_ratio": NUMBER,
    "capture_lower": NUMBER,
    "capture_upper": NUMBER,
}
BY_UNIT: Columns = {
    "unit_id": TEXT,
    "unit_name": TEXT,
    **CAPTURE,
    "hospital_ratio": NUMBER,
    **GUARDS,
}
BY_MONTH: Columns = {"month": DAY, **CAPTURE, **GUARDS}
RATE: Columns = {
    "n": COUNT,
    "complaints_n": COUNT,
    "per_1000": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "base": TEXT,
}
RATES_BY_MONTH: Columns = {"month": DAY, **RATE, **GUARDS}
RATES_BY_UNIT: Columns = {"unit_id": TEXT, "unit_name": TEXT, **RATE, **GUARDS}


@dataclass(frozen=True)
class Ledger(Figure):
    """From patients to what became of the dissatisfied, with the two numbers of its verdict."""

    silent: MeasureRow
    capture: MeasureRow


@dataclass(frozen=True)
class Rates(Figure):
    """Complaints per 1,000; base names of what: discharges, bed days, attendances."""

    base: str


def ledger(ask: Ask, selection: Selection, standards: Standards) -> Ledger:
    """Counted people from patients to recovered: the same events, units and months throughout."""
    found = records(ask_capture(ask, selection, standards, parts=("all",)), "all")
    who = subject_of(ask, selection)
    silent = capture = MeasureRow(None, n=0, note=NO_PATIENTS)
    if found:
        said = UNFILTERED if selection.channels or selection.severities else None
        silent = silent_row(found[0], standards, said)
        capture = ratio_row(found[0], standards, said)
    if silent.value is None and not silent.suppressed:
        words = silent.note or NO_DATA
        verdict, empty = verdicts.not_measurable(who, words), table_of(LEDGER, [])
        return Ledger("silent_dissatisfied", empty, silent.n, words, verdict, silent, capture)
    outcomes = _outcomes(ask, selection, standards)
    rows = [
        {"step": step, "label": label, **people}
        for step, label in STEPS.items()
        for people in (_people(step, found[0], silent, outcomes),)
    ]
    return Ledger(
        "silent_dissatisfied",
        table_of(LEDGER, rows),
        silent.n,
        "; ".join(f"{row['label']}: {_in_words(row)}" for row in rows),
        _heard(who, silent, capture, standards),
        silent,
        capture,
    )


def capture_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Complaints for each dissatisfied patient, by unit, in the units' usual order."""
    table = ask_capture(ask, selection, standards, parts=("unit",))
    found = {row["group_name"]: row for row in records(table, "unit")}
    whole = _ratio_of_all(ask, selection, standards)
    rows = [
        {
            "unit_id": unit_id,
            "unit_name": name,
            "hospital_ratio": whole,
            **_captured(found[unit_id], standards),
        }
        for unit_id, name in unit_names(ask).items()
        if unit_id in found
    ]
    n, where = counted_n(rows), phrases.counted(len(rows), "unit", "units")
    words = f"Complaints for 100 dissatisfied patients in {where}, with intervals."
    if not any(row["is_suppressed"] or row.get("silent_n") is not None for row in rows):
        rows, words = [], _first_note(rows, NO_PATIENTS)
    verdict = verdicts.nothing(words)
    return Figure("capture_ratio", table_of(BY_UNIT, rows), n, words, verdict)


def silent_by_month(ask: Ask, selection: Selection, standards: Standards) -> Figure:
    """Dissatisfied patients who never complained, by month of the event."""
    table = ask_capture(ask, selection, standards, parts=("month",))
    found = {row["group_name"]: row for row in records(table, "month")}
    periods = line(found, n_of=_answers_n, together=rows_together, floor_n=standards.floor_n)
    rows = [{"month": day, **_captured(row, standards)} for day, row in periods]
    words = f"Dissatisfied patients who never complained, by {periods.step} of the event."
    n, table, verdict = counted_n(rows), table_of(BY_MONTH, rows), verdicts.nothing(words)
    return Figure("silent_dissatisfied", table, n, words, verdict, step=periods.step)


def _answers_n(row: dict[str, Any]) -> int | None:
    return None if row["is_suppressed"] else row["answered_n"]


def complaints_per_1000_by_month(ask: Ask, selection: Selection, standards: Standards) -> Rates:
    """Complaints per 1,000 patients by month of receipt; empty months stay in the axis."""
    table = ask_activity(ask, selection, standards, parts=("month",))
    found = {row["group_name"]: row for row in records(table, "month")}
    rows = [
        {"month": day, **_rate(found.get(name), standards)} for name, day in months_between(found)
    ]
    return _rates(rows, RATES_BY_MONTH, "by month of receipt")


def complaints_per_1000_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Rates:
    """Complaints per 1,000 patients by unit, in the units' usual order."""
    table = ask_activity(ask, selection, standards, parts=("unit",))
    found = {row["group_name"]: row for row in records(table, "unit")}
    rows = [
        {"unit_id": unit_id, "unit_name": name, **_rate(found[unit_id], standards)}
        for unit_id, name in unit_names(ask).items()
        if unit_id in found
    ]
    return _rates(rows, RATES_BY_UNIT, phrases.counted(len(rows), "unit", "units"))


def _ratio_of_all(ask: Ask, selection: Selection, standards: Standards) -> float | None:
    """The whole organization's ratio; None for a viewer of some units, who may not see it."""
    if not is_whole(ask):
        return None
    row = capture_ratio(ask, replace(selection, units=(), by=None), standards).row
    return None if row.is_too_few else row.value


def _outcomes(ask: Ask, selection: Selection, standards: Standards) -> dict[str, Any]:
    chosen = folded(selection)
    table = ask(
        "word_of_mouth/outcomes",
        units=units_of(ask, chosen),
        contact_types=chosen.contact_types or CONTACT_TYPES,
        from_month=chosen.from_month,
        to_month=last_full_month(chosen),
        satisfied_from=standards.satisfied_from,
        floor_n=floor_of(standards),
    )
    row: dict[str, Any] = table.to_pylist()[0]
    few = [0 < (row[f"{step}_n"] or 0) < floor_of(standards) for step in OUTCOMES]
    if any(few):  # one hidden alone would be what the others leave
        row |= dict.fromkeys([f"{step}_n" for step in OUTCOMES]) | {"is_suppressed": True}
    return row


def _people(
    step: str, found: dict[str, Any], silent: MeasureRow, outcomes: dict[str, Any]
) -> dict[str, Any]:
    """How many people stand at a step, with an interval where the survey estimates them."""
    if step in OUTCOMES:
        return _counted(outcomes[f"{step}_n"], is_suppressed=outcomes["is_suppressed"])
    if found["is_suppressed"]:
        return _counted(None, is_suppressed=True)
    if step == "patients":
        return _counted(found["patients_n"] or None)
    if step == "complained":
        return _counted(found["complaints_n"])
    if silent.value is None or silent.is_too_few:
        note = TOO_FEW if silent.is_too_few else silent.note
        return _counted(None, note=note) | {"is_measured": False}
    if step == "dissatisfied":
        value, interval = capture_of(found).dissatisfied, capture_of(found).dissatisfied_interval
    else:
        value, interval = capture_of(found).silent, capture_of(found).silent_interval
    return {
        "people_n": max(value, 0.0),
        "people_lower": max(interval.lower, 0.0),
        "people_upper": max(interval.upper, 0.0),
        "is_measured": False,
        "is_suppressed": False,
        "note": silent.note if step == "silent" else None,
    }


def _counted(
    people_n: float | None, *, is_suppressed: bool = False, note: str | None = None
) -> dict[str, Any]:
    why = "suppressed" if is_suppressed else note or (NO_DATA if people_n is None else None)
    counted = dict.fromkeys(("people_n", "people_lower", "people_upper"), people_n)
    return {**counted, "is_measured": True, "is_suppressed": is_suppressed, "note": why}


def _in_words(row: dict[str, Any]) -> str:
    if row["people_n"] is None:
        return row["note"] or NO_DATA
    if row["is_measured"]:
        return phrases.count(row["people_n"])
    return f"about {phrases.estimate(row['people_n'])}"


def _heard(who: str, silent: MeasureRow, capture: MeasureRow, standards: Standards) -> Verdict:
    """Say how many stay silent. Rule: most do where the capture ratio's upper limit is under ½."""
    if silent.is_too_few:
        n = None if silent.suppressed else round(min(silent.n or 0, silent.more["patients"]))
        return verdicts.too_few(who, n, standards.floor_n)
    if silent.value is None or capture.value is None:
        return verdicts.not_measurable(who, silent.note or capture.note or NO_DATA)
    if capture.value >= 1:
        return verdicts.nothing(
            f"{who}: there are more complaints than the survey suggests dissatisfied patients.",
            "So none counts as silent. Complainants need not be among the respondents.",
        )
    people = phrases.estimate(silent.more["on_screen"])
    heard = phrases.counted(round(capture.value * 100), "complaint", "complaints")
    sentence = (
        f"{who}: about {people} dissatisfied patients never complained; for each 100 dissatisfied "
        f"patients we heard {heard}."
    )
    detail = (
        f"Between {phrases.estimate(max(silent.lower or 0.0, 0.0))} and "
        f"{phrases.estimate(silent.upper or 0.0)} silent ({phrases.INTERVAL}; "
        f"{phrases.count(silent.n or 0)} survey answers, "
        f"{phrases.count(silent.numerator or 0)} complaints). "
        "Measured from the own survey; complainants need not be among its respondents."
    )
    most = capture.upper is not None and capture.upper < FEW_HEARD
    return Verdict("concern" if most else "none", sentence, detail)


def _captured(found: dict[str, Any] | None, standards: Standards) -> dict[str, Any]:
    if found is None:
        return nothing_there()
    silent, ratio = silent_row(found, standards), ratio_row(found, standards)
    return {
        "n": silent.n,
        "complaints_n": silent.numerator,
        "silent_n": _not_below_zero(silent.value),
        "silent_lower": _not_below_zero(silent.lower),
        "silent_upper": _not_below_zero(silent.upper),
        "capture_ratio": ratio.value,
        "capture_lower": ratio.lower,
        "capture_upper": ratio.upper,
        **guards(silent),
    }


def _not_below_zero(value: float | None) -> float | None:
    return None if value is None else max(value, 0.0)


def _rate(found: dict[str, Any] | None, standards: Standards) -> dict[str, Any]:
    if found is None:
        return nothing_there()
    row = rate_row(found, standards)
    return {
        "n": row.n,
        "complaints_n": row.numerator,
        "per_1000": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "base": row.more["base"],
        **guards(row),
    }


def _rates(rows: list[dict[str, Any]], columns: Columns, what: str) -> Rates:
    bases = sorted({row["base"].replace("_", " ") for row in rows if row.get("base")})
    base = " or ".join(bases) or "patients"
    if not bases:
        words = _first_note(rows, NO_ACTIVITY)
        verdict = verdicts.nothing(words)
        return Rates("complaints_per_1000", table_of(columns, []), 0, words, verdict, base)
    words = f"Complaints per 1,000 {base}, {what}."
    n, table = counted_n(rows), table_of(columns, rows)
    return Rates("complaints_per_1000", table, n, words, verdicts.nothing(words), base)


def _first_note(rows: list[dict[str, Any]], otherwise: str) -> str:
    """Why none of the rows has a number, as a sentence."""
    return next((row["note"] for row in rows if row["note"]), otherwise) + "."

"""The questions as a user of pandas would write them: narrow categories, one mask a filter."""

from dataclasses import dataclass

import pandas as pd

from tests.benchmarks import in_polars, questions
from tests.benchmarks.prepared import Rows
from tests.benchmarks.questions import BASES, COUNTINGS, FORMAL, Answer, Counting, Filter

PLACE = ["unit", "month"]
Tables = dict[tuple[str, str], pd.DataFrame]


@dataclass(frozen=True)
class Frames:
    """The prepared rows in pandas; texts are categories."""

    complaints: pd.DataFrame
    surveys: pd.DataFrame
    activity: pd.DataFrame


def frames(rows: Rows) -> Frames:
    """Hand the prepared rows over."""
    return Frames(*(getattr(rows, name).to_pandas() for name in Frames.__annotations__))


def ask(rows: Frames, chosen: Filter) -> Tables:
    """Answer every question; the time of this call is what is measured."""
    tables: Tables = {}
    filtered: dict[tuple[str, bool], pd.DataFrame] = {}
    for asked in COUNTINGS:
        key = (asked.rows, asked.formal_only and asked.rows == "complaints")
        if key not in filtered:
            table = getattr(rows, asked.rows)
            filtered[key] = _chosen(table, chosen, asked.month, formal_only=key[1])
        for part in asked.parts:
            tables[asked.query, part] = _counted(filtered[key], asked, part)
    return tables | _capture(rows, chosen) | _rates(rows, chosen, filtered["complaints", True])


def answers(found: Tables) -> dict[str, Answer]:
    """Read the tables as answers that can be compared; not measured."""
    import polars as pl  # only to share one reader

    return in_polars.answers({key: pl.from_pandas(table) for key, table in found.items()})


def _chosen(
    rows: pd.DataFrame, chosen: Filter, month: str, *, formal_only: bool = False
) -> pd.DataFrame:
    masks = []
    if formal_only:
        masks.append(rows["contact_type"].isin(FORMAL))
    if chosen.unit is not None:
        masks.append(rows["unit"] == chosen.unit)
    if chosen.months is not None:
        masks.append(rows[month].between(*chosen.months))
    if chosen.channel is not None and "channel" in rows:
        masks.append(rows["channel"] == chosen.channel)
    if not masks:
        return rows
    kept = masks[0]
    for mask in masks[1:]:
        kept &= mask
    return rows[kept]


def _counted(rows: pd.DataFrame, asked: Counting, part: str) -> pd.DataFrame:
    keys = [*{"all": [], "unit": ["unit"]}.get(part, [asked.month]), *asked.by]
    if asked is questions.OPEN:
        rows = rows[rows["open_n"]]
    sums = list(asked.sums)
    if not keys:
        return rows[sums].sum().to_frame().T
    return rows.groupby(keys, observed=True)[sums].sum().reset_index()


def _capture(rows: Frames, chosen: Filter) -> Tables:
    any_channel = Filter("", chosen.unit, chosen.months)
    complaints = _chosen(rows.complaints, any_channel, "event_month", formal_only=True)
    surveys = _chosen(rows.surveys, any_channel, "event_month")
    activity = _chosen(rows.activity, any_channel, "month")
    patients = activity["discharges"].fillna(activity["attendances"])
    answered = ["dissatisfied_answered_n", "dissatisfied_n"]
    place = ["unit", "event_month"]
    facts = pd.concat(
        [
            complaints.groupby(place, observed=True).size().rename("complaints_n"),
            surveys.groupby(place, observed=True)[answered].sum(),
            activity.assign(patients_n=patients, event_month=activity["month"])
            .groupby(place, observed=True)["patients_n"]
            .sum(min_count=1),
        ],
        axis=1,
    ).reset_index()
    has = facts["patients_n"].notna()
    counts = facts[["complaints_n", *answered]].fillna(0)
    inside, outside = counts.where(has, 0), counts.where(~has, 0)
    sums = pd.DataFrame(
        {
            "patients_n": facts["patients_n"].fillna(0),
            "complaints_n": inside["complaints_n"],
            "complaints_outside_n": outside["complaints_n"],
            "answered_n": inside["dissatisfied_answered_n"],
            "dissatisfied_n": inside["dissatisfied_n"],
            "answered_outside_n": outside["dissatisfied_answered_n"],
        }
    )
    by_unit = sums.groupby(facts["unit"].rename("unit"), observed=True).sum().reset_index()
    return {
        (questions.CAPTURE, "all"): sums.sum().to_frame().T,
        (questions.CAPTURE, "unit"): by_unit,
    }


def _rates(rows: Frames, chosen: Filter, complaints: pd.DataFrame) -> Tables:
    activity = _chosen(rows.activity, chosen, "month")
    received = complaints.rename(columns={"received_month": "month"})
    facts = pd.concat(
        [
            received.groupby(PLACE, observed=True).size().rename("all_n"),
            activity.groupby(PLACE, observed=True)[list(BASES)].sum(min_count=1),
        ],
        axis=1,
    ).reset_index()
    facts["all_n"] = facts["all_n"].fillna(0)
    for base in BASES:
        facts[f"by_{base}_n"] = facts["all_n"].where(facts[base].notna(), 0)
    sums = ["all_n", *BASES, *(f"by_{base}_n" for base in BASES)]
    return {
        (questions.RATES, "all"): facts[sums].sum().to_frame().T,
        (questions.RATES, "month"): facts.groupby("month")[sums].sum().reset_index(),
    }

"""The questions as a user of polars would write them: lazy, all collected together."""

from collections.abc import Iterable

import polars as pl

from tests.benchmarks import questions
from tests.benchmarks.prepared import Rows
from tests.benchmarks.questions import BASES, COUNTINGS, FORMAL, Answer, Counting, Filter

GROUP = {"all": [], "unit": ["unit"]}


Tables = dict[tuple[str, str], pl.DataFrame]


def ask(rows: Rows, chosen: Filter) -> Tables:
    """Answer every question; the time of this call is what is measured."""
    plans: dict[tuple[str, str], pl.LazyFrame] = {}
    for asked in COUNTINGS:
        found = _chosen(getattr(rows, asked.rows).lazy(), chosen, asked.month)
        if asked.rows == "complaints" and asked.formal_only:
            found = found.filter(pl.col("contact_type").is_in(FORMAL))
        for part in asked.parts:
            plans[asked.query, part] = _counted(found, asked, part)
    plans |= {(questions.CAPTURE, part): plan for part, plan in _capture(rows, chosen)}
    plans |= {(questions.RATES, part): plan for part, plan in _rates(rows, chosen)}
    return dict(zip(plans, pl.collect_all(plans.values()), strict=True))


def answers(found: Tables) -> dict[str, Answer]:
    """Read the tables as answers that can be compared; not measured."""
    keys = {asked.query: asked.by for asked in COUNTINGS}
    read: dict[str, Answer] = {}
    for (query, part), table in found.items():
        rows = list(table.iter_rows(named=True))
        own = {"all": None, "unit": "unit"}.get(part, _month_of(table))
        if query == questions.RATES:
            answer = questions.based({r[own] if own else None: r for r in rows}, part)
        else:
            by = keys.get(query, ())
            sums = [name for name in table.columns if name not in (own, *by)]
            answer = {
                (part, r[own] if own else None, *(r[key] for key in by)): tuple(r[s] for s in sums)
                for r in rows
            }
        read.setdefault(query, {}).update(answer)
    return read


def _chosen(rows: pl.LazyFrame, chosen: Filter, month: str) -> pl.LazyFrame:
    if chosen.unit is not None:
        rows = rows.filter(pl.col("unit") == chosen.unit)
    if chosen.months is not None:
        rows = rows.filter(pl.col(month).is_between(*chosen.months))
    if chosen.channel is not None and "channel" in rows.collect_schema():
        rows = rows.filter(pl.col("channel") == chosen.channel)
    return rows


def _counted(rows: pl.LazyFrame, asked: Counting, part: str) -> pl.LazyFrame:
    keys = [*GROUP.get(part, [asked.month]), *asked.by]
    if asked is questions.OPEN:
        rows = rows.filter("open_n")
    sums = [pl.col(name).sum() for name in asked.sums]
    return rows.group_by(keys).agg(sums) if keys else rows.select(sums)


def _capture(rows: Rows, chosen: Filter) -> Iterable[tuple[str, pl.LazyFrame]]:
    any_channel = Filter("", chosen.unit, chosen.months)
    place = ["unit", "month"]
    complaints = (
        _chosen(rows.complaints.lazy(), any_channel, "event_month")
        .filter(pl.col("contact_type").is_in(FORMAL))
        .group_by("unit", month="event_month")
        .agg(complaints_n=pl.len())
    )
    surveys = (
        _chosen(rows.surveys.lazy(), any_channel, "event_month")
        .group_by("unit", month="event_month")
        .agg(
            answered_n=pl.col("dissatisfied_answered_n").sum(),
            dissatisfied_n=pl.col("dissatisfied_n").sum(),
        )
    )
    activity = (
        _chosen(rows.activity.lazy(), any_channel, "month")
        .group_by(place)
        .agg(patients_n=_sum_or_null(pl.coalesce("discharges", "attendances")))
    )
    facts = (
        complaints.join(surveys, on=place, how="full", coalesce=True)
        .join(activity, on=place, how="full", coalesce=True)
        .with_columns(has=pl.col("patients_n").is_not_null())
    )
    sums = [
        pl.col("patients_n").sum(),
        pl.col("complaints_n").filter("has").sum(),
        pl.col("complaints_n").filter(~pl.col("has")).sum().alias("complaints_outside_n"),
        pl.col("answered_n").filter("has").sum(),
        pl.col("dissatisfied_n").filter("has").sum(),
        pl.col("answered_n").filter(~pl.col("has")).sum().alias("answered_outside_n"),
    ]
    yield "all", facts.select(sums)
    yield "unit", facts.group_by("unit").agg(sums)


def _rates(rows: Rows, chosen: Filter) -> Iterable[tuple[str, pl.LazyFrame]]:
    complaints = (
        _chosen(rows.complaints.lazy(), chosen, "received_month")
        .filter(pl.col("contact_type").is_in(FORMAL))
        .group_by("unit", month="received_month")
        .agg(all_n=pl.len())
    )
    activity = (
        _chosen(rows.activity.lazy(), chosen, "month")
        .group_by("unit", "month")
        .agg(*(_sum_or_null(pl.col(base)) for base in BASES))
    )
    facts = complaints.join(activity, on=["unit", "month"], how="full", coalesce=True)
    sums = [pl.col(name).sum() for name in ("all_n", *BASES)] + [
        pl.col("all_n").filter(pl.col(base).is_not_null()).sum().alias(f"by_{base}_n")
        for base in BASES
    ]
    yield "all", facts.select(sums)
    yield "month", facts.group_by("month").agg(sums)


def _sum_or_null(column: pl.Expr) -> pl.Expr:
    return pl.when(column.is_not_null().any()).then(column.sum())


def _month_of(table: pl.DataFrame) -> str | None:
    return next((name for name in table.columns if name.endswith("month")), None)
